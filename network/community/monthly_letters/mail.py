"""The mail of a letter: written when it is sent, from what is public then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from markupsafe import Markup
from sqlalchemy.orm import Session

from network.community.following.actions import note_refusal, note_taken
from network.community.following.tables import MailPreference
from network.community.monthly_letters.content import (
    SECTIONS,
    LetterItem,
    LetterText,
    Section,
    read_items,
)
from network.community.monthly_letters.tables import MonthlyLetter
from network.entries.queries import find_cards
from network.mail.letters import Gettext, load_words, name_kind
from network.mail.line_lists import MailLine, write_html_mail, write_paragraphs, write_text_lines
from network.mail.tables import OutgoingMail
from network.mail.transports import Message
from network.people.tables import Account


@dataclass(frozen=True, slots=True)
class ComposedLetter:
    """A letter for one reader: its parts in order, each section with what of it is public."""

    language: str
    text: LetterText
    sections: Sequence[tuple[str, Sequence[MailLine]]]


def compose_letter(
    session: Session, country: str, text: LetterText, language: str, site: str, folder: Path
) -> ComposedLetter:
    """A country's letter for a reader of ``language``: headings and titles in theirs where they are
    to be had, what was written as it was written.

    ``site`` is the site's address, ``folder`` holds the catalogues. What was withdrawn since, and
    what is not chosen, is left out. Three queries.
    """
    _ = load_words(folder, language)
    chosen = [item for item in text.items if item.is_in]
    ids = [item.entry_id for item in chosen if item.entry_id]
    cards = {card.id: card for card in find_cards(session, ids, language)}
    note_language = text.language if text.language != language else ""

    def lines_of(section: Section) -> list[MailLine]:
        lines = []
        for item in chosen:
            if item.section != section:
                continue
            if item.entry_id is None:
                lines.append(_tell_search(item, language, note_language))
            elif card := cards.get(item.entry_id):
                lines.append(
                    MailLine(
                        card.title,
                        card.language if card.language != language else "",
                        f"{name_kind(card.kind, _)}, {card.organisation_name}",
                        f"{site}/{language}/{card.address}",
                        item.comment,
                        note_language,
                    )
                )
        return lines

    headings = name_sections(country, _)
    sections = [(headings[section], lines_of(section)) for section in SECTIONS]
    return ComposedLetter(language, text, [pair for pair in sections if pair[1]])


def name_sections(country: str, _: Gettext) -> dict[Section, str]:
    """What a country's letter calls its sections."""
    return {
        "new": _("New in Norway") if country == "NO" else _("New in Sweden"),
        "neighbour": _("New in Sweden") if country == "NO" else _("New in Norway"),
        "endorsed": _("Worth reading, says the national coordinator"),
        "answered": _("Needs that got an answer"),
        "needs": _("Can you answer?"),
        "searches": _("Searched for, and nobody has written about it"),
    }


def _tell_search(item: LetterItem, language: str, note_language: str) -> MailLine:
    in_other = item.language if item.language != language else ""
    return MailLine(item.words, in_other, "", "", item.comment, note_language)


@dataclass(frozen=True, slots=True)
class LetterMailWriter:
    """Writes mails of letters. ``folder`` holds the catalogues, ``site`` is the site's address.

    Who closed their account or ended such mail since it was sent gets none; an entry that was
    withdrawn since is not named.
    """

    folder: Path
    site: str

    def write(self, session: Session, mail: OutgoingMail) -> Message | None:
        """The mail, or None where it is not to be sent any more. Six queries."""
        parameters = mail.parameters or {}
        account = session.get(Account, UUID(hex=parameters["account"]))
        preference = session.get(MailPreference, UUID(hex=parameters["account"]))
        letter = session.get(MonthlyLetter, parameters["letter"])
        if account is None or account.closed_at or account.email is None or letter is None:
            return None
        is_trial = parameters["is_trial"]
        is_wanted = (
            preference is not None
            and preference.how_often != "none"
            and preference.letters != "none"
            and preference.set_aside_at is None
        )
        if not is_wanted and not is_trial:
            return None
        _ = load_words(self.folder, account.language)
        text = LetterText(
            letter.language,
            letter.subject,
            letter.opening,
            letter.closing,
            read_items(letter.items),
        )
        composed = compose_letter(
            session, letter.country, text, account.language, self.site, self.folder
        )
        end_address = (
            f"{self.site}/{account.language}/account/no-more-letters/{preference.secret}"
            if preference is not None
            else ""
        )
        return Message(
            to=account.email,
            subject=_("Trial: %(subject)s") % {"subject": letter.subject}
            if is_trial
            else letter.subject,
            body=self._text(account, composed, end_address, _),
            language=account.language,
            html=self._html(account, composed, end_address, _),
            key=mail.key or "",
            unsubscribe=end_address,
        )

    def taken(self, session: Session, mail: OutgoingMail) -> None:
        """Note that the address takes mail."""
        note_taken(session, UUID(hex=(mail.parameters or {})["account"]))

    def refused(self, session: Session, mail: OutgoingMail) -> None:
        """Note that the address takes none; the third time sets it aside."""
        note_refusal(session, UUID(hex=(mail.parameters or {})["account"]))

    def _text(
        self, account: Account, composed: ComposedLetter, end_address: str, _: Gettext
    ) -> str:
        parts = [_("Hello %(name)s,") % {"name": account.name}]
        if composed.text.opening:
            parts += ["", composed.text.opening]
        parts += write_text_lines(composed.sections)
        if composed.text.closing:
            parts += ["", composed.text.closing]
        parts += ["", _explain(_), self._following_address(account)]
        if end_address:
            parts += [_("Get this letter no more:"), end_address]
        return "\n".join([*parts, "", "-- ", "Grannar", ""])

    def _html(
        self, account: Account, composed: ComposedLetter, end_address: str, _: Gettext
    ) -> str:
        own = composed.text.language if composed.text.language != account.language else ""
        above = [
            Markup("<p>{}</p>").format(_("Hello %(name)s,") % {"name": account.name}),
            *write_paragraphs(composed.text.opening, own),
        ]
        foot = Markup('{}<br><a href="{}">{}</a>').format(
            _explain(_),
            self._following_address(account),
            _("What you follow, and how often you are mailed"),
        )
        if end_address:
            foot += Markup('<br><a href="{}">{}</a>').format(
                end_address, _("Get this letter no more")
            )
        below = list(write_paragraphs(composed.text.closing, own))
        return write_html_mail(account.language, above, composed.sections, foot, below)

    def _following_address(self, account: Account) -> str:
        return f"{self.site}/{account.language}/desk/following"


def _explain(_: Gettext) -> str:
    return _("You get this letter once a month because you follow something on Grannar.")
