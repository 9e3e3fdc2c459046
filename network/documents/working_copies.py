"""What somebody has in a form, kept as it was typed until it becomes a revision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.documents.permissions import demand, demand_writing
from network.documents.tables import Document, WorkingCopy
from network.errors import Conflict, NotFound
from network.people.actors import Actor


def open_copy(
    session: Session,
    document_id: UUID,
    language: str,
    *,
    kind: str,
    organisation_id: int,
    fields: dict[str, Any],
    base_id: UUID | None = None,
    actor: Actor,
) -> WorkingCopy:
    """The actor's working copy of one language of a document, made if there is none.

    ``document_id`` may be that of a document yet to be made. Raises ``NotAllowed``, and
    ``Conflict`` for a new document whose id another's form has.
    """
    own_copy = find_copy(session, document_id, language, actor=actor)
    if own_copy is not None:
        return own_copy
    _demand_writing(session, document_id, language, organisation_id, actor)
    copy = WorkingCopy(
        account_id=actor.account_id,
        document_id=document_id,
        language=language,
        kind=kind,
        organisation_id=organisation_id,
        fields=fields,
        base_id=base_id,
        kept_at=clock.now(),
    )
    session.add(copy)
    session.flush()
    return copy


def find_copy(
    session: Session, document_id: UUID, language: str, *, actor: Actor
) -> WorkingCopy | None:
    """The actor's own working copy, or None. Nobody sees another's. One query."""
    return session.get(WorkingCopy, (actor.account_id, document_id, language))


def keep_fields(
    session: Session,
    document_id: UUID,
    language: str,
    fields: dict[str, Any],
    base_id: UUID | None = None,
    *,
    actor: Actor,
) -> WorkingCopy:
    """Keep what the form holds now. Raises ``NotAllowed``, and ``NotFound`` without a copy."""
    copy = find_copy(session, document_id, language, actor=actor)
    if copy is None:
        raise NotFound(str(document_id))
    _demand_writing(session, document_id, language, copy.organisation_id, actor)
    copy.fields, copy.kept_at = fields, clock.now()
    if base_id is not None:
        copy.base_id = base_id
    session.flush()
    return copy


def drop_copy(session: Session, document_id: UUID, language: str, *, actor: Actor) -> None:
    """Throw the actor's own working copy away, if there is one."""
    copy = find_copy(session, document_id, language, actor=actor)
    if copy is not None:
        session.delete(copy)
        session.flush()


def find_working_copies(session: Session, *, actor: Actor) -> Sequence[WorkingCopy]:
    """The actor's working copies, the last kept first. One query."""
    return session.scalars(
        select(WorkingCopy)
        .where(WorkingCopy.account_id == actor.account_id)
        .order_by(WorkingCopy.kept_at.desc(), WorkingCopy.document_id)
    ).all()


def _demand_writing(
    session: Session, document_id: UUID, language: str, organisation_id: int, actor: Actor
) -> None:
    document = session.get(Document, document_id)
    if document is not None:
        demand(session, actor, "document.write", document, language)
        return
    demand_writing(actor, organisation_id)
    others = select(WorkingCopy.account_id).where(
        WorkingCopy.document_id == document_id, WorkingCopy.account_id != actor.account_id
    )
    if session.scalar(others.limit(1)) is not None:
        raise Conflict("form_of_another")
