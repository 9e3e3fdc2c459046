"""Following: what one follows, how one is told, and what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask import make_response as made_response
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.community.following.actions import (
    LEVELS,
    MOST,
    change_level,
    find_follow,
    follow,
    mark_news_seen,
    own_follows,
    set_mail_frequency,
    try_address_again,
    unfollow,
)
from network.community.following.periods import HOW_OFTEN
from network.community.following.reading import own_news
from network.community.following.subjects import (
    LONGEST_SEARCH,
    Subject,
    find_subjects,
    get_subject,
    search_key,
)
from network.community.following.tables import Follow, MailPreference
from network.entries.queries import cards
from network.errors import Conflict, Invalid, NotFound
from network.site import site
from network.web.authentication import actor
from network.web.desk.following import labels as following_labels
from network.web.languages import ui_language
from network.web.translation import gettext as _


def follow_this() -> str | Response:
    """The form that begins to follow one thing, and what becomes of it."""
    what = request.values.get("what", "")[:20]
    key = request.values.get("key", "")[:LONGEST_SEARCH]
    if what == "search" and not key:
        given = {name: request.args.getlist(name)[:50] for name in request.args}
        try:
            key = search_key(ui_language(), given)
        except NotFound:
            flash(_("This search cannot be followed: it asks for nothing, or for too much."))
            return redirect(url_for("desk.following"), 303)
    ui = ui_language()
    if request.method != "POST":
        with site().database.reading() as session:
            return _form(session, get_subject(session, what, key, ui))
    # What is no choice is refused before anything is begun: the page that says so asks anew.
    level, how_often = request.form.get("level", ""), request.form.get("how_often", "")
    stops = request.form.get("do") == "stop"
    if not stops and (level not in LEVELS or how_often not in HOW_OFTEN):
        told = _("Choose what you want to be told of, and how often.")
        with site().database.reading() as session:
            return made_response(_form(session, get_subject(session, what, key, ui), told), 422)
    with site().database.transaction() as session:
        subject = get_subject(session, what, key, ui)
        if stops:
            there = find_follow(session, what, subject.key, actor=actor())
            if there is not None:
                unfollow(session, there.id, actor=actor())
            flash(_("You do not follow this any more."))
            return redirect(_href(subject), 303)
        try:
            follow(session, what, key, level, language=ui, actor=actor())
        except Conflict:
            told = _("You follow %(num)s things already. End some of them first.", num=MOST)
            return made_response(_form(session, subject, told), 422)
        set_mail_frequency(session, how_often, actor=actor())
    flash(_("You follow this now."))
    return redirect(_href(subject), 303)


def following() -> str:
    """What one follows, and how often one is mailed."""
    with site().database.reading() as session:
        rows = own_follows(session, actor=actor())
        subjects = _subjects(session, rows)
        wish = session.get(MailPreference, actor().account_id)
    return render_template(
        "desk/following/following.html",
        follows=rows,
        subjects=subjects,
        href=_href,
        wish=wish,
        levels=LEVELS,
        choices=HOW_OFTEN,
        said=following_labels,
    )


def change_follow() -> Response:
    """Another level for one of one's follows, or its end."""
    form = request.form
    with site().database.transaction() as session:
        number = form.get("follow", "")
        if not (number.isascii() and number.isdigit() and len(number) < 16):
            raise NotFound(number)
        if form.get("do") == "stop":
            unfollow(session, int(number), actor=actor())
            flash(_("You do not follow this any more."))
        else:
            try:
                change_level(session, int(number), form.get("level", ""), actor=actor())
            except Invalid:
                flash(_("Choose what you want to be told of."), "problem")
            else:
                flash(_("Kept."))
    return redirect(url_for("desk.following"), 303)


def change_mail() -> Response:
    """How often one is mailed, or that one's address works again."""
    with site().database.transaction() as session:
        if request.form.get("do") == "again":
            try_address_again(session, actor=actor())
            flash(_("Your address is mailed again."))
        else:
            try:
                set_mail_frequency(session, request.form.get("how_often", ""), actor=actor())
            except Invalid:
                flash(_("Choose how often you want mail."), "problem")
            else:
                flash(_("Kept."))
    return redirect(url_for("desk.following"), 303)


def news() -> str:
    """What is new in what one follows."""
    ui = ui_language()
    with site().database.reading() as session:
        mine = own_news(session, site().searched, actor=actor())
        shown = {card.id: card for card in cards(session, [one.entry_id for one in mine.news], ui)}
        subjects = _subjects(session, mine.follows.values())
    return render_template(
        "desk/following/news.html",
        mine=mine,
        shown=shown,
        subjects=subjects,
        said=following_labels,
        fresh=sum(one.number > mine.seen for one in mine.news),
    )


def seen() -> Response:
    """Note that one has seen the news that the page showed."""
    number = request.form.get("upto", "")
    if number.isascii() and number.isdigit() and len(number) < 16:
        with site().database.transaction() as session:
            mark_news_seen(session, int(number), actor=actor())
    return redirect(url_for("desk.news"), 303)


def _subjects(session: Session, follows: Iterable[Follow]) -> Mapping[int, Subject | None]:
    rows = list(follows)
    found = find_subjects(session, {(row.what, row.key) for row in rows}, ui_language())
    return {row.id: found.get((row.what, row.key)) for row in rows}


def _form(session: Session, subject: Subject, told: str = "") -> str:
    there = find_follow(session, subject.what, subject.key, actor=actor())
    wish = session.get(MailPreference, actor().account_id)
    typed = request.form if request.method == "POST" else {}
    return render_template(
        "desk/following/follow.html",
        subject=subject,
        href=_href(subject),
        there=there,
        level=typed.get("level") or (there.level if there else "new_and_revised"),
        how_often=typed.get("how_often") or (wish.how_often if wish else "daily"),
        levels=LEVELS,
        choices=HOW_OFTEN,
        said=following_labels,
        told=told,
    )


def _href(subject: Subject) -> str:
    """Where what is followed lies, in the page's language."""
    return f"/{ui_language()}/{subject.path}"
