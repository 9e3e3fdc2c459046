"""Putting an entry first on a topic's page, what is first where, and ending it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.community.promotions.actions import (
    LONGEST_DAYS,
    end_promotion,
    organisations_to_promote_for,
    promote,
    topics_of,
)
from network.community.promotions.reading import all_promoted
from network.entries.queries import Card, cards
from network.errors import Fault, Invalid, NotAllowed
from network.organisations.queries import find_organisation
from network.site import site
from network.topics.vocabulary import all_topics
from network.web.authentication import actor
from network.web.desk.form.choices import topic_labels
from network.web.languages import ui_language
from network.web.translation import gettext as _

# What the form begins with.
_USUAL_DAYS = 90


def promote_entry(entry_id: UUID) -> Response:
    """The form that puts an entry first, or what becomes of it."""
    with site().database.reading() as session:
        if not organisations_to_promote_for(session, actor()):
            raise NotAllowed("promotion.make")
        found = cards(session, [entry_id], ui_language())
        if not found:
            abort(404)
        if request.method != "POST":
            return _page(session, found[0])
    topic = request.form.get("topic", "")[:100]
    with site().database.transaction() as session:
        body = find_organisation(session, request.form.get("organisation", "")[:100])
        try:
            promote(
                session,
                entry_id,
                topic,
                body.id if body else 0,
                reason=request.form.get("reason", "")[:3_000],
                language=request.form.get("language", ""),
                until=_day(request.form.get("until", "")),
                actor=actor(),
            )
        except Invalid as refused:
            return _page(session, found[0], refused.faults, 422)
    flash(_("It stands first on the topic's page."))
    return redirect(url_for("desk.promotions"), 303)


def promotions() -> str:
    """What is first on any topic's page, and by whom."""
    with site().database.reading() as session:
        own = {body.id for body in organisations_to_promote_for(session, actor())}
        return render_template(
            "desk/promotions/promotions.html",
            promoted=all_promoted(session, ui_language()),
            own=own,
            topics=all_topics(session),
        )


def end_promoting(promotion_id: int) -> Response:
    """Put an entry first no more."""
    with site().database.transaction() as session:
        end_promotion(session, promotion_id, actor=actor())
    flash(_("It is ended."))
    return redirect(url_for("desk.promotions"), 303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _page(
    session: Session, card: Card, faults: tuple[Fault, ...] = (), code: int = 200
) -> Response:
    typed = request.form if request.method == "POST" else {}
    today = clock.today()
    under = topics_of(session, card.id)
    told = [(fault.field, _sentence(fault)) for fault in faults]
    made = render_template(
        "desk/promotions/promote.html",
        card=card,
        bodies=organisations_to_promote_for(session, actor()),
        topics=[pair for pair in topic_labels(session, ui_language()) if pair[0] in under],
        organisation=typed.get("organisation", ""),
        topic=typed.get("topic", ""),
        reason=typed.get("reason", ""),
        language=typed.get("language", ui_language()),
        until=typed.get("until", (today + timedelta(days=_USUAL_DAYS)).isoformat()),
        first=today,
        last=today + timedelta(days=LONGEST_DAYS),
        told=told,
        told_at=dict(told),
    )
    return make_response(made, code)


def _sentence(fault: Fault) -> str:
    match fault.field:
        case "topic":
            return _("Choose one of the topics that the entry lies under.")
        case "language":
            return _("Choose the language of the sentence.")
        case "until":
            return _("Choose a day from today to a year ahead.")
    if "identity" in fault.wrong:
        return _(
            "Here stands what is built like a person's identity number. Take it out and write of "
            "the person without it."
        )
    if fault.wrong == "is empty.":
        return _("Write in one sentence why others should read it.")
    return _("Write one sentence of at most 300 signs.")
