"""Approved now, public at a time: embargoes, and texts that come out on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from network import clock
from network.db import announce_work
from network.documents.identity_guard import demand_no_numbers
from network.documents.permissions import demand, may
from network.documents.publishing import publish
from network.documents.revisions import add_trail_line, get_document, get_text
from network.documents.tables import Document, DocumentText, Revision, ScheduledPublication
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.people.actors import Actor, get_system_actor
from network.people.tables import Account

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a text becomes public, who approved it, and what was in the way if the time has come."""

    at: datetime
    approved_by: str
    problem: str


@dataclass(frozen=True, slots=True)
class DuePublication:
    """A text whose time has come, by its document and language."""

    document_id: UUID
    language: str


def schedule(
    session: Session, revision_id: UUID, at: datetime, *, actor: Actor, note: str = ""
) -> None:
    """Approve the one revision that is in review, to become public at a moment.

    It stays in review until then, so that it can still be taken back or sent back; a second
    schedule takes the place of the first. Raises ``NotAllowed``, ``NotFound``, ``Conflict`` when
    the revision is not the one in review, and ``Invalid`` for a moment (field ``at``) that has
    passed or lies further ahead than ``LONGEST``, or when a text holds an identity number.
    """
    revision = session.get(Revision, revision_id)
    if revision is None:
        raise NotFound(str(revision_id))
    document = get_document(session, revision.document_id, for_change=True)
    demand(session, actor, "document.review", document, revision.language)
    text = get_text(session, document, revision.language)
    if text.state != "in_review" or text.submitted_id != revision.id:
        raise Conflict("not_in_review")
    now = clock.now()
    if not now < at <= now + LONGEST:
        raise Invalid.in_field("moment_out_of_reach", "at", most=LONGEST.days)
    demand_no_numbers(session, document, revision)
    waiting = session.get(ScheduledPublication, (document.id, revision.language))
    if waiting is None:
        waiting = ScheduledPublication(document_id=document.id, language=revision.language)
        session.add(waiting)
    waiting.revision_id, waiting.at, waiting.problem = revision.id, at, ""
    waiting.approved_by, waiting.approved_at = actor.account_id, now
    announce_work(session)
    session.flush()
    add_trail_line(
        session,
        *(document.id, revision.language, "scheduled", actor),
        revision_id=revision.id,
        note=note,
    )


def end_schedule(session: Session, document_id: UUID, language: str, *, actor: Actor) -> None:
    """Let a text wait in review again; for whoever may write or review it.

    Raises ``NotAllowed``, ``NotFound``, and ``Conflict`` when nothing is scheduled.
    """
    document = get_document(session, document_id, for_change=True)
    if not (
        may(session, actor, "document.write", document, language)
        or may(session, actor, "document.review", document, language)
    ):
        raise NotAllowed("document.review")
    waiting = _find_waiting(session, document_id, language)
    if waiting is None:
        raise Conflict("not_scheduled")
    revision_id = waiting.revision_id
    session.delete(waiting)
    session.flush()
    add_trail_line(session, document_id, language, "schedule_ended", actor, revision_id=revision_id)


def find_schedule(session: Session, document_id: UUID, language: str) -> Schedule | None:
    """When one language of a document becomes public, or None. One query."""
    row = session.execute(
        _waiting(document_id, language)
        .join(Account, Account.id == ScheduledPublication.approved_by)
        .add_columns(Account.name)
    ).first()
    return None if row is None else Schedule(row[0].at, row[1], row[0].problem)


def find_due_publications(session: Session) -> Sequence[DuePublication]:
    """The texts whose time has come and that nothing was in the way of yet: by time, and originals
    before their translations. One query."""
    rows = session.execute(
        select(ScheduledPublication.document_id, ScheduledPublication.language)
        .join(Document, Document.id == ScheduledPublication.document_id)
        .where(ScheduledPublication.at <= clock.now(), ScheduledPublication.problem == "")
        .order_by(
            ScheduledPublication.at,
            (ScheduledPublication.language == Document.language).desc(),
            ScheduledPublication.document_id,
        )
    )
    return [DuePublication(document_id, language) for document_id, language in rows]


def find_next_publication(session: Session) -> datetime | None:
    """When the next text becomes public, None where none waits. One query."""
    return session.scalar(
        select(func.min(ScheduledPublication.at)).where(ScheduledPublication.problem == "")
    )


def publish_due(session: Session, due: DuePublication) -> bool:
    """Make a text public whose time has come, in the name of whoever approved it; whether it is.

    A schedule whose revision is not the one in review any more is thrown away. Raises what
    ``publish`` raises; ``note_problem`` keeps that it did.
    """
    get_document(session, due.document_id, for_change=True)
    row = session.get(ScheduledPublication, (due.document_id, due.language))
    if row is None or row.problem or row.at > clock.now():
        return False
    waiting = _find_waiting(session, due.document_id, due.language)
    session.delete(row)
    session.flush()
    if waiting is None:
        return False
    # The mandate was held when the text was approved, whether or not it is today.
    approver = replace(get_system_actor(session, "schedule"), account_id=row.approved_by)
    publish(session, row.revision_id, actor=approver)
    return True


def note_problem(session: Session, due: DuePublication, problem: str) -> None:
    """Keep the code of what was in the way, so that people are told and it is not tried again."""
    row = session.get(ScheduledPublication, (due.document_id, due.language))
    if row is not None:
        row.problem = problem
        session.flush()


def _find_waiting(
    session: Session, document_id: UUID, language: str
) -> ScheduledPublication | None:
    return session.scalar(_waiting(document_id, language))


def _waiting(document_id: UUID, language: str) -> Select[ScheduledPublication]:
    return (
        select(ScheduledPublication)
        .join(
            DocumentText,
            (DocumentText.document_id == ScheduledPublication.document_id)
            & (DocumentText.language == ScheduledPublication.language),
        )
        .where(
            ScheduledPublication.document_id == document_id,
            ScheduledPublication.language == language,
            DocumentText.state == "in_review",
            DocumentText.submitted_id == ScheduledPublication.revision_id,
        )
    )
