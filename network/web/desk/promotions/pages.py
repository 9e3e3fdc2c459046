"""Putting an entry first on a topic's page, what is first where, and ending it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask import abort, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.community.promotions.actions import (
    LONGEST_DAYS,
    end_promotion,
    find_organisations_to_promote_for,
    promote,
    read_topics_of,
)
from network.community.promotions.reading import read_all_promotions
from network.entries.queries import find_cards
from network.errors import NotAllowed
from network.organisations.queries import find_organisation
from network.site import get_site
from network.topics.vocabulary import load_topics
from network.web.addresses import entry_url
from network.web.attempts import answer_button, answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.form.choices import read_topic_choices
from network.web.languages import get_ui_language, get_writing_language
from network.web.refusals import Refused
from network.web.safe_redirect import choose_safe_redirect
from network.web.translation import gettext as _

# What the form begins with.
_USUAL_DAYS = 90


def promote_entry(entry_id: UUID) -> str | Response:
    """The form that puts an entry first, or what becomes of it."""
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _page(session, entry_id)
    return answer_form(
        lambda session: _promote(session, entry_id),
        lambda _done: redirect_with_message(
            _("It stands first on the topic's page."),
            url_for("desk.promotions", back=_find_back() or None),
        ),
        lambda session, refused: _page(session, entry_id, refused),
    )


def _promote(session: Session, entry_id: UUID) -> None:
    form = request.form
    body = find_organisation(session, form.get("organisation", "")[:100])
    promote(
        session,
        entry_id,
        form.get("topic", "")[:100],
        body.id if body else 0,
        reason=form.get("reason", "")[:3_000],
        language=form.get("language", ""),
        until=_day(form.get("until", "")),
        actor=get_actor(),
    )


def promotions() -> str:
    """What is first on any topic's page, and by whom."""
    with get_site().database.reading() as session:
        own = {body.id for body in find_organisations_to_promote_for(session, get_actor())}
        return render_template(
            "desk/promotions/promotions.html",
            promoted=read_all_promotions(session, get_ui_language()),
            own=own,
            topics=load_topics(session),
            back=_find_back(),
        )


def end_promoting(promotion_id: int) -> Response:
    """Put an entry first no more."""
    return answer_button(
        lambda session: end_promotion(session, promotion_id, actor=get_actor()),
        _("It is ended."),
        url_for("desk.promotions"),
    )


def _find_back() -> str:
    """The page that one came from, as the request names it; "" for none."""
    return choose_safe_redirect(request.values.get("back"), "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _page(session: Session, entry_id: UUID, refused: Refused | None = None) -> str:
    bodies = find_organisations_to_promote_for(session, get_actor())
    if not bodies:
        raise NotAllowed("promotion.make")
    shown = find_cards(session, [entry_id], get_ui_language())
    if not shown:
        abort(404)
    typed = request.form if request.method == "POST" else {}
    today = clock.today()
    under = read_topics_of(session, entry_id)
    faults = refused.by_field if refused else []
    return render_template(
        "desk/promotions/promote.html",
        card=shown[0],
        bodies=bodies,
        topics=[
            choice
            for choice in read_topic_choices(session, get_ui_language())
            if choice.id in under
        ],
        organisation=typed.get("organisation", ""),
        topic=typed.get("topic", ""),
        reason=typed.get("reason", ""),
        language=typed.get("language", get_writing_language()),
        until=typed.get("until", (today + timedelta(days=_USUAL_DAYS)).isoformat()),
        first=today,
        last=today + timedelta(days=LONGEST_DAYS),
        back=choose_safe_redirect(request.values.get("back"), entry_url(shown[0])),
        faults=faults,
        wrong_at=dict(faults),
    )
