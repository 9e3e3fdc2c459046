"""Following: what one follows, how one is mailed, and what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.following.actions import (
    LEVELS,
    change_level,
    choose_letters,
    find_follow,
    follow,
    mark_news_seen,
    read_own_follows,
    set_mail_frequency,
    try_address_again,
    unfollow,
)
from network.community.following.periods import HOW_OFTEN
from network.community.following.reading import read_own_news
from network.community.following.subjects import (
    LONGEST_SEARCH,
    Subject,
    find_subjects,
    get_subject,
    make_search_key,
)
from network.community.following.tables import Follow, MailPreference
from network.entries.queries import find_cards
from network.errors import NotFound
from network.site import get_site
from network.web.attempts import answer_button, answer_form, attempt, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.following import labels as following_labels
from network.web.languages import get_ui_language, get_writing_language
from network.web.refusals import Refused
from network.web.translation import gettext as _


def follow_this() -> str | Response:
    """The form that begins to follow one thing, and what becomes of it."""
    what = request.values.get("what", "")[:20]
    try:
        key = _key(what)
    except NotFound:
        message = _("This search cannot be followed: it asks for nothing, or for too much.")
        return redirect_with_message(message, url_for("desk.following"))
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _form(session, what, key)
    return _begin_or_stop(what, key)


def _key(what: str) -> str:
    """The key of what is to be followed. Raises ``NotFound`` for a search that cannot be."""
    key = request.values.get("key", "")[:LONGEST_SEARCH]
    if what != "search" or key:
        return key
    query = {name: request.args.getlist(name)[:50] for name in request.args}
    return make_search_key(get_writing_language(), query)


def _begin_or_stop(what: str, key: str) -> Response:
    """Follow, or follow no more, as the form's button says; back to where the thing lies."""
    stops = request.form.get("do") == "stop"
    message = _("You do not follow this any more.") if stops else _("You follow this now.")
    return answer_form(
        lambda session: (_stop if stops else _follow)(session, what, key),
        lambda address: redirect_with_message(message, address),
        lambda session, refused: _form(session, what, key, refused),
    )


def _follow(session: Session, what: str, key: str) -> str:
    """Follow as the form says; where the thing lies."""
    ui, form = get_ui_language(), request.form
    subject = get_subject(session, what, key, ui)
    follow(session, what, key, form.get("level", ""), language=ui, actor=get_actor())
    set_mail_frequency(session, form.get("how_often", ""), actor=get_actor())
    return _href(subject)


def _stop(session: Session, what: str, key: str) -> str:
    subject = get_subject(session, what, key, get_ui_language())
    row = find_follow(session, what, subject.key, actor=get_actor())
    if row is not None:
        unfollow(session, row.id, actor=get_actor())
    return _href(subject)


def following() -> str:
    """What one follows, and how often one is mailed."""
    with get_site().database.reading() as session:
        rows = read_own_follows(session, actor=get_actor())
        subjects = _subjects(session, rows)
        preference = session.get(MailPreference, get_actor().account_id)
    return render_template(
        "desk/following/following.html",
        follows=rows,
        subjects=subjects,
        href=_href,
        preference=preference,
        levels=LEVELS,
        choices=HOW_OFTEN,
        said=following_labels,
    )


def change_follow() -> Response:
    """Another level for one of one's follows, or its end."""
    number = request.form.get("follow", "")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise NotFound(number)
    address = url_for("desk.following")
    if request.form.get("do") == "stop":
        return answer_button(
            lambda session: unfollow(session, int(number), actor=get_actor()),
            _("You do not follow this any more."),
            address,
        )
    level = request.form.get("level", "")
    return answer_button(
        lambda session: change_level(session, int(number), level, actor=get_actor()),
        _("Kept."),
        address,
    )


def change_mail() -> Response:
    """How often one is mailed, which letters one gets, or that one's address works again."""
    address = url_for("desk.following")
    if request.form.get("do") == "again":
        return answer_button(
            lambda session: try_address_again(session, actor=get_actor()),
            _("Your address is mailed again."),
            address,
        )
    if "letters" in request.form:
        letters = request.form["letters"]
        return answer_button(
            lambda session: choose_letters(session, letters, actor=get_actor()),
            _("Kept."),
            address,
        )
    how_often = request.form.get("how_often", "")
    return answer_button(
        lambda session: set_mail_frequency(session, how_often, actor=get_actor()),
        _("Kept."),
        address,
    )


def news() -> str:
    """What is new in what one follows."""
    ui = get_ui_language()
    with get_site().database.reading() as session:
        mine = read_own_news(session, get_site().searched, actor=get_actor())
        shown = {
            card.id: card for card in find_cards(session, [item.entry_id for item in mine.news], ui)
        }
        subjects = _subjects(session, mine.follows.values())
    return render_template(
        "desk/following/news.html",
        mine=mine,
        shown=shown,
        subjects=subjects,
        said=following_labels,
        fresh=sum(item.number > mine.seen for item in mine.news),
    )


def seen() -> Response:
    """Note that one has seen the news that the page showed."""
    number = request.form.get("upto", "")
    if number.isascii() and number.isdigit() and len(number) < 16:
        attempt(lambda session: mark_news_seen(session, int(number), actor=get_actor()))
    return redirect(url_for("desk.news"), 303)


def _subjects(session: Session, follows: Iterable[Follow]) -> Mapping[int, Subject | None]:
    rows = list(follows)
    subjects = find_subjects(session, {(row.what, row.key) for row in rows}, get_ui_language())
    return {row.id: subjects.get((row.what, row.key)) for row in rows}


def _form(session: Session, what: str, key: str, refused: Refused | None = None) -> str:
    subject = get_subject(session, what, key, get_ui_language())
    existing = find_follow(session, subject.what, subject.key, actor=get_actor())
    preference = session.get(MailPreference, get_actor().account_id)
    typed = request.form if request.method == "POST" else {}
    return render_template(
        "desk/following/follow.html",
        subject=subject,
        href=_href(subject),
        is_followed=existing is not None,
        level=typed.get("level") or (existing.level if existing else "new_and_revised"),
        how_often=typed.get("how_often") or (preference.how_often if preference else "daily"),
        levels=LEVELS,
        choices=HOW_OFTEN,
        said=following_labels,
        problem=refused.sentence if refused else "",
    )


def _href(subject: Subject) -> str:
    """Where what is followed lies, in the page's language."""
    return f"/{get_ui_language()}/{subject.path}"
