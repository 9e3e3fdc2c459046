"""Endorsing what one reads, and going back to where one was reading."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.documents import workflow
from network.documents.permissions import demand
from network.documents.revisions import get_document
from network.entries.endorsements import USUAL_TIME, find_endorsement
from network.entries.queries import find_cards
from network.errors import Invalid
from network.site import get_site
from network.web.addresses import entry_url
from network.web.attempts import answer_form
from network.web.authentication import get_actor
from network.web.languages import NAMES, get_ui_language, get_writing_language
from network.web.refusals import Refused
from network.web.safe_redirect import choose_safe_redirect

# One sign more than is taken, so that too much is told and not cut.
_ROOM = workflow.NOTE_LENGTH * 2


def endorse_entry(entry_id: UUID) -> str | Response:
    """The form with the reason and the day to look again, or what becomes of it. It reads ``note``,
    ``language``, ``look_again`` and ``back``, the page to go back to."""
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _page(session, entry_id)
    back = choose_safe_redirect(request.form.get("back"), "")
    return answer_form(
        lambda session: _endorse(session, entry_id),
        # Told at the desk, since a public page tells nobody anything; from there back to reading.
        lambda _done: redirect(
            url_for("desk.endorse_entry", entry_id=entry_id, done="yes", back=back or None), 303
        ),
        lambda session, refused: _page(session, entry_id, refused),
    )


def _endorse(session: Session, entry_id: UUID) -> None:
    form = request.form
    language = form.get("language", get_writing_language())
    if language not in NAMES:
        raise Invalid.in_field("not_a_choice", "language")
    workflow.endorse(
        session,
        entry_id,
        actor=get_actor(),
        reason=form.get("note", "")[:_ROOM],
        language=language,
        look_again=_read_day(form["look_again"]) if "look_again" in form else None,
    )


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid.in_field("not_a_day", "look_again") from None


def _page(session: Session, entry_id: UUID, refused: Refused | None = None) -> str:
    demand(session, get_actor(), "document.endorse", get_document(session, entry_id))
    card = next(iter(find_cards(session, [entry_id], get_ui_language())), None)
    if card is None:
        abort(404)
    said = find_endorsement(session, entry_id)
    typed = request.form if request.method == "POST" else {}
    today = clock.today()
    # The reason stands in the field ``note``; what may not be public of it is told as ``reason``.
    faults = [
        ("note" if field == "reason" else field, sentence)
        for field, sentence in (refused.by_field if refused else ())
    ]
    return render_template(
        "desk/curating/endorse.html",
        card=card,
        said=said,
        note=typed.get("note", said.reason if said else ""),
        language=typed.get("language", said.language if said else get_writing_language()),
        look_again=typed.get("look_again", (today + USUAL_TIME).isoformat()),
        first=today + timedelta(days=1),
        last=today + timedelta(days=workflow.LONGEST_DAYS),
        back=choose_safe_redirect(request.values.get("back"), entry_url(card)),
        is_done=request.args.get("done") == "yes" and said is not None,
        faults=faults,
        wrong_at=dict(faults),
    )
