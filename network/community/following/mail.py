"""The mail that tells somebody what is new: written when it is sent, from what is public then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from network.community.following.actions import note_refusal, note_taken
from network.community.following.digests import read_payload
from network.community.following.news import News
from network.community.following.subjects import Subject, find_subjects
from network.community.following.tables import Follow, MailPreference
from network.entries.queries import find_cards
from network.mail.letters import Gettext, load_words, name_kind
from network.mail.line_lists import MailLine, write_html_mail, write_text_lines
from network.mail.tables import OutgoingMail
from network.mail.transports import Message
from network.organisations.queries import find_organisations_by_slug
from network.organisations.values import Registered
from network.people.tables import Account


@dataclass(frozen=True, slots=True)
class NewsWriter:
    """Writes mails of news. ``folder`` holds the catalogues, ``site`` is the site's address.

    What a mail tells is looked up when it is sent: what was withdrawn since is not named, what
    somebody ceased to follow is left out, and who closed their account or ended all mail gets none.
    """

    folder: Path
    site: str

    def write(self, session: Session, mail: OutgoingMail) -> Message | None:
        """The mail, or None where none of its news is public and followed any more. Some ten
        queries, and seven for each series it comes by."""
        parameters = mail.parameters or {}
        account = session.get(Account, UUID(hex=parameters["account"]))
        preference = session.get(MailPreference, UUID(hex=parameters["account"]))
        if account is None or account.closed_at is not None or account.email is None:
            return None
        if (
            preference is None
            or preference.how_often == "none"
            or preference.set_aside_at is not None
        ):
            return None
        language = account.language
        _ = load_words(self.folder, language)
        news = read_payload(parameters)
        follows = {
            row.id: row
            for row in session.scalars(
                select(Follow).where(
                    Follow.account_id == account.id,
                    Follow.id.in_(
                        {follow_id for entry_news in news for follow_id in entry_news.because}
                    ),
                )
            )
        }
        named = find_subjects(session, {(row.what, row.key) for row in follows.values()}, language)
        subjects = {row.id: named.get((row.what, row.key)) for row in follows.values()}
        current = [
            entry_news
            for entry_news in news
            if any(follow in follows for follow in entry_news.because)
        ]
        sections = self._sections(session, current, follows, subjects, language, _)
        number = sum(len(lines) for _heading, lines in sections)
        if not number:
            return None
        return Message(
            to=account.email,
            subject=_subject(sections, number, parameters["how_often"], _),
            body="\n".join(self._text(account, preference, sections, parameters["how_often"], _)),
            language=language,
            html=self._html(account, preference, sections, parameters["how_often"], _),
            key=mail.key or "",
            unsubscribe=self._end_address(language, preference),
        )

    def taken(self, session: Session, mail: OutgoingMail) -> None:
        """Note that the address takes mail."""
        note_taken(session, UUID(hex=(mail.parameters or {})["account"]))

    def refused(self, session: Session, mail: OutgoingMail) -> None:
        """Note that the address takes none; the third time sets it aside."""
        note_refusal(session, UUID(hex=(mail.parameters or {})["account"]))

    def _sections(
        self,
        session: Session,
        news: Sequence[News],
        follows: Mapping[int, Follow],
        subjects: Mapping[int, Subject | None],
        language: str,
        _: Gettext,
    ) -> list[tuple[str, list[MailLine]]]:
        """The lines under their headings; what says nothing any more is left out."""
        shown = {
            card.id: card
            for card in find_cards(session, [entry_news.entry_id for entry_news in news], language)
        }
        bodies = find_organisations_by_slug(session, {row.organisation for row in follows.values()})
        headings = {
            "outcome": _("Decisions and outcomes"),
            "published": _("New"),
            "revised": _("Revised"),
            "answered": _("New answers"),
            "withdrawn": _("Withdrawn"),
        }
        lines_by_section: dict[str, list[MailLine]] = {name: [] for name in headings}
        for entry_news in news:
            why = _because(
                [subjects.get(follow) for follow in entry_news.because if follow in follows], _
            )
            card = shown.get(entry_news.entry_id)
            if card is None:
                # Of what is withdrawn only that it is so is said, to who followed it itself.
                own = [follows[follow] for follow in entry_news.because if follow in follows]
                line = _withdrawn(own, entry_news, bodies, language, _)
                if line is not None:
                    lines_by_section["withdrawn"].append(line)
                continue
            if entry_news.verb == "withdrawn":
                # It is public again: the change that made it so tells of it.
                continue
            section = "outcome" if entry_news.outcome else entry_news.verb
            lines_by_section[section].append(
                MailLine(
                    card.title,
                    card.language if card.language != language else "",
                    f"{name_kind(card.kind, _)}, {card.organisation_name}",
                    f"{self.site}/{language}/{card.address}",
                    why,
                )
            )
        return [(headings[name], lines) for name, lines in lines_by_section.items() if lines]

    def _text(
        self,
        account: Account,
        preference: MailPreference,
        sections: list[tuple[str, list[MailLine]]],
        how_often: str,
        _: Gettext,
    ) -> Iterator[str]:
        yield _("Hello %(name)s,") % {"name": account.name}
        yield ""
        yield _("this is new in what you follow on Grannar.")
        yield from write_text_lines(sections)
        yield ""
        yield _often(how_often, _)
        yield _("What you follow, and how often you are mailed:")
        yield self._following_address(account)
        yield _("End all such mail:")
        yield self._end_address(account.language, preference)
        yield ""
        yield "-- "
        yield "Grannar"
        yield ""

    def _html(
        self,
        account: Account,
        preference: MailPreference,
        sections: list[tuple[str, list[MailLine]]],
        how_often: str,
        _: Gettext,
    ) -> str:
        above = [
            Markup("<p>{}</p>").format(_("Hello %(name)s,") % {"name": account.name}),
            Markup("<p>{}</p>").format(_("this is new in what you follow on Grannar.")),
        ]
        foot = Markup('{}<br><a href="{}">{}</a><br><a href="{}">{}</a>').format(
            _often(how_often, _),
            self._following_address(account),
            _("What you follow, and how often you are mailed"),
            self._end_address(account.language, preference),
            _("End all such mail"),
        )
        return write_html_mail(account.language, above, sections, foot)

    def _following_address(self, account: Account) -> str:
        return f"{self.site}/{account.language}/desk/following"

    def _end_address(self, language: str, preference: MailPreference) -> str:
        return f"{self.site}/{language}/account/no-more-mail/{preference.secret}"


def _subject(
    sections: list[tuple[str, list[MailLine]]], number: int, how_often: str, _: Gettext
) -> str:
    if number == 1:
        return _("Grannar: %(title)s") % {"title": sections[0][1][0].title}
    if how_often == "weekly":
        return _("Grannar: %(number)s news this week") % {"number": number}
    return _("Grannar: %(number)s news") % {"number": number}


def _because(subjects: Sequence[Subject | None], _: Gettext) -> str:
    names = []
    for subject in subjects:
        if subject is None:
            continue
        if subject.what == "search":
            names.append(
                _("the search “%(name)s”") % {"name": subject.name}
                if subject.name
                else _("a search of yours")
            )
        elif subject.what == "topic":
            names.append(_("the topic %(name)s") % {"name": subject.name})
        else:
            named = subject.what == "organisation"
            names.append(subject.name if named else _("“%(name)s”") % {"name": subject.name})
    if not names:
        return ""
    return _("You are told because you follow %(what)s.") % {"what": ", ".join(names)}


def _withdrawn(
    own: Sequence[Follow],
    news: News,
    bodies: Mapping[str, Registered],
    language: str,
    _: Gettext,
) -> MailLine | None:
    direct = next(
        (
            follow
            for follow in own
            if follow.what in ("entry", "collection") and follow.key == news.entry_id.hex
        ),
        None,
    )
    if direct is None or news.verb != "withdrawn":
        return None
    body = bodies.get(direct.organisation)
    name = body.name_for(language).name if body is not None else ""
    title = (
        _("A page about %(organisation)s that you followed is withdrawn.") % {"organisation": name}
        if name
        else _("A page that you followed is withdrawn.")
    )
    return MailLine(title, "", "", "", "")


def _often(how_often: str, _: Gettext) -> str:
    return {
        "at_once": _("You asked to be mailed at once."),
        "daily": _("You asked to be mailed once a day."),
        "weekly": _("You asked to be mailed once a week."),
    }[how_often]
