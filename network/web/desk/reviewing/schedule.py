"""Publishing at a time: the buttons of a document's page for it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.documents import scheduling
from network.documents.tables import Document
from network.errors import Invalid
from network.web.authentication import get_actor
from network.web.desk.reviewing.pages import answer_step, answer_step_on_revision
from network.web.translation import gettext as _


def schedule(document_id: UUID) -> Response:
    """Approve the revision that the form names, to become public at its ``at``: a day and a time as
    the clocks of Norway and Sweden show it (2026-11-30T08:00, or with a space)."""
    return answer_step_on_revision(
        document_id,
        lambda session, revision_id, *, actor, note: scheduling.schedule(
            session, revision_id, _read_moment(request.form.get("at", "")), actor=actor, note=note
        ),
        _("Approved. It becomes public by itself at the time that you chose."),
        "scheduled",
    )


def end_schedule(document_id: UUID) -> Response:
    """Take the time away again; the text in the form's ``language`` waits in review."""

    def act(session: Session, document: Document) -> None:
        language = request.form.get("language", "")[:2] or document.language
        scheduling.end_schedule(session, document_id, language, actor=get_actor())

    return answer_step(document_id, act, _("No time is set any more. The text is in review."))


def _read_moment(typed: str) -> datetime:
    """The moment that a typed day and time mean. Raises ``Invalid`` in the field ``at``."""
    try:
        local = datetime.fromisoformat(typed.strip())
    except ValueError:
        raise Invalid.in_field("not_a_time", "at") from None
    if local.tzinfo is not None or len(typed.strip()) < len("2026-11-30T08:00"):
        raise Invalid.in_field("not_a_time", "at")
    moments = clock.find_moments(local)
    if not moments:
        raise Invalid.in_field("no_such_time", "at")
    if len(moments) > 1:
        raise Invalid.in_field("time_twice", "at")
    return moments[0]
