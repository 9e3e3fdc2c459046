"""A country's letters of the month: the list, one to write, and how it will look."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.community.monthly_letters.actions import (
    OpenLetter,
    mail_trial,
    open_letter,
    read_letters,
    save_letter,
    send_letter,
)
from network.community.monthly_letters.content import (
    COUNTRIES,
    LONGEST_COMMENT,
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    SECTIONS,
    LetterText,
    Month,
)
from network.community.monthly_letters.mail import compose_letter, name_sections
from network.community.monthly_letters.sending import count_recipients
from network.community.permissions import find_coordinated_countries
from network.entries.queries import Card, find_cards
from network.errors import NotAllowed
from network.mail.letters import Gettext, load_words
from network.site import get_site
from network.web.attempts import answer_button, answer_form
from network.web.authentication import get_actor
from network.web.dates import format_month
from network.web.languages import NAMES, get_ui_language
from network.web.refusals import Refused
from network.web.translation import gettext as _

# The language that a country's letter is begun in, and its catalogue.
_LANGUAGES = {"NO": "nb", "SE": "sv"}


def letters() -> str:
    """The letters of the countries that the actor looks after, and the one to write now. Raises
    ``NotAllowed`` for whoever looks after none."""
    with get_site().database.reading() as session:
        actor = get_actor()
        countries = [
            name for name in find_coordinated_countries(session, actor) if name in COUNTRIES
        ]
        if not countries:
            raise NotAllowed("letter.write")
        this_month = Month.of(clock.today())
        return render_template(
            "desk/monthly_letters/letters.html",
            letters={name: read_letters(session, name, actor=actor) for name in countries},
            months=(this_month, this_month.before),
        )


def letter(country: str, month: str) -> str | Response:
    """The form of one letter; what becomes of it when it is saved, tried or sent (``do``)."""
    of_month = Month.parse(month)
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _page(session, country, of_month)
    address = url_for("desk.letter", country=country, month=of_month.name)
    match request.form.get("do"):
        case "trial":
            return answer_button(
                lambda session: mail_trial(session, country, of_month, actor=get_actor()),
                _("The letter as it was last saved is on its way to you."),
                address,
            )
        case "send":
            return answer_form(
                lambda session: send_letter(
                    session, country, of_month, _read_version(), actor=get_actor()
                ),
                lambda _sent: redirect(address, 303),
                lambda session, refused: _page(session, country, of_month, refused),
            )
        case "preview":
            where = url_for("desk.letter_preview", country=country, month=of_month.name)
        case _:
            where = url_for("desk.letter", country=country, month=of_month.name, done="saved")
    return answer_form(
        lambda session: _save(session, country, of_month),
        lambda _version: redirect(where, 303),
        lambda session, refused: _page(session, country, of_month, refused),
    )


def letter_preview(country: str, month: str) -> str:
    """What was last saved, or sent, as a follower reads it, and the button that sends it."""
    of_month = Month.parse(month)
    site = get_site()
    with site.database.reading() as session:
        opened = _open(session, country, of_month)
        return render_template(
            "desk/monthly_letters/preview.html",
            letter=opened,
            composed=compose_letter(
                session,
                country,
                opened.text,
                get_ui_language(),
                site.settings.public_url,
                site.settings.translations,
            ),
            recipients=count_recipients(session, country),
        )


def _save(session: Session, country: str, month: Month) -> int:
    # What happened is read anew, so that a form can name nothing that did not.
    opened = _open(session, country, month)
    return save_letter(
        session, country, month, _read_form(opened.text), _read_version(), actor=get_actor()
    )


def _open(session: Session, country: str, month: Month) -> OpenLetter:
    return open_letter(session, country, month, _begin(country, month), actor=get_actor())


def _begin(country: str, month: Month) -> LetterText:
    """A letter that nobody has written in, in its country's language."""
    language = _LANGUAGES.get(country, "nb")
    called = format_month(month.name, language)
    subject, opening = _word_beginning(load_words(get_site().settings.translations, language))
    return LetterText(language, subject % {"month": called}, opening % {"month": called}, "", ())


def _word_beginning(_: Gettext) -> tuple[str, str]:
    return _("Grannar in %(month)s"), _("This happened on Grannar in %(month)s.")


def _read_form(text: LetterText) -> LetterText:
    form = request.form
    chosen = set(form.getlist("in"))
    return LetterText(
        form.get("language", ""),
        # One sign more than is taken, so that too much is told and not cut.
        form.get("subject", "")[: LONGEST_SUBJECT + 1],
        form.get("opening", "")[: LONGEST_TEXT * 2],
        form.get("closing", "")[: LONGEST_TEXT * 2],
        tuple(
            replace(
                item,
                is_in=item.key in chosen,
                comment=form.get(f"comment-{item.key}", "")[: LONGEST_COMMENT + 1],
            )
            for item in text.items
        ),
    )


def _read_version() -> int:
    written = request.form.get("version", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else -1


def _page(session: Session, country: str, month: Month, refused: Refused | None = None) -> str:
    opened = _open(session, country, month)
    is_typed = request.method == "POST" and "subject" in request.form
    text = _read_form(opened.text) if is_typed else opened.text
    ids = [item.entry_id for item in text.items if item.entry_id]
    cards: dict[object, Card] = {
        card.id: card for card in find_cards(session, ids, get_ui_language())
    }
    words = load_words(get_site().settings.translations, get_ui_language())
    faults = list(refused.by_field) if refused else []
    return render_template(
        "desk/monthly_letters/letter.html",
        letter=opened,
        text=text,
        cards=cards,
        sections=SECTIONS,
        headings=name_sections(country, words),
        names=NAMES,
        recipients=count_recipients(session, country),
        faults=faults,
        wrong_at=dict(faults),
        is_saved=request.args.get("done") == "saved",
        countries=COUNTRIES,
        longest_subject=LONGEST_SUBJECT,
        longest_comment=LONGEST_COMMENT,
    )
