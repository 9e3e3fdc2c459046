"""Curating a collection along: asked by its publisher, agreed to by the other, ended by either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.documents.permissions import demand, may_write
from network.documents.revisions import add_trail_line, get_document
from network.documents.tables import Curation, Document
from network.entries.curators import set_curators
from network.errors import Conflict, NotAllowed, NotFound
from network.organisations.tables import Organisation
from network.people.actors import Actor


@dataclass(frozen=True, slots=True)
class Curator:
    """An organisation that was asked to curate a collection along; since when it does, if it
    accepted."""

    document_id: UUID
    organisation_id: int
    slug: str
    name: str
    asked_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class CurationRequest:
    """A request to curate along that one of the actor's organisations has not answered.

    Of a collection that is not public it shows nothing but whose it is.
    """

    document_id: UUID
    organisation: str
    organisation_name: str
    publisher_name: str
    asked_at: datetime


def find_curators(session: Session, document_id: UUID) -> Sequence[Curator]:
    """The organisations that were asked, those that accepted first. One query."""
    rows = session.execute(
        select(Curation, Organisation)
        .join(Organisation, Organisation.id == Curation.organisation_id)
        .where(Curation.document_id == document_id)
        .order_by(Curation.accepted_at.is_(None), Curation.asked_at, Organisation.slug)
    )
    return [
        Curator(document_id, body.id, body.slug, body.name, curation.asked_at, curation.accepted_at)
        for curation, body in rows
    ]


def ask_to_curate(
    session: Session, document_id: UUID, organisation_id: int, *, actor: Actor
) -> None:
    """Ask another organisation to curate a collection along; nothing is so until it accepts.

    Raises ``NotAllowed``, ``NotFound``, and ``Conflict`` for what is no collection, for its own
    publisher, and for whom was asked already.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.share", document)
    body = session.get(Organisation, organisation_id)
    if body is None:
        raise NotFound(str(organisation_id))
    if document.kind != "collection":
        raise Conflict("not_a_collection")
    if organisation_id == document.publisher_id:
        raise Conflict("publishes_collection")
    if session.get(Curation, (document_id, organisation_id)) is not None:
        raise Conflict("curator_asked_already")
    session.add(
        Curation(
            document_id=document_id,
            organisation_id=organisation_id,
            asked_by=actor.account_id,
            asked_at=clock.now(),
        )
    )
    session.flush()
    _tell(session, document, "curator_asked", body.slug, actor)


def accept_curating(
    session: Session, document_id: UUID, organisation_id: int, *, actor: Actor
) -> None:
    """Agree to curate a collection along: from now on the organisation's writers may write it,
    and its public page names the organisation.

    Raises ``NotAllowed``, ``NotFound`` where nobody asked, and ``Conflict`` when it does already.
    """
    row = _demand_own(session, document_id, organisation_id, actor)
    if row.accepted_at is not None:
        raise Conflict("curates_already")
    row.accepted_by, row.accepted_at = actor.account_id, clock.now()
    session.flush()
    show_curators(session, document_id)
    _tell_of(session, row, "curator_accepted", actor)


def leave_curating(
    session: Session, document_id: UUID, organisation_id: int, *, actor: Actor
) -> None:
    """Decline to curate along, or do it no more. Raises ``NotAllowed``, ``NotFound``."""
    row = _demand_own(session, document_id, organisation_id, actor)
    _end(session, row, actor)


def end_curating(
    session: Session, document_id: UUID, organisation_id: int, *, actor: Actor
) -> None:
    """The publisher takes the request back, or curates without the other from now on.

    Raises ``NotAllowed``, ``NotFound``.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.share", document)
    row = session.get(Curation, (document_id, organisation_id))
    if row is None:
        raise NotFound(str(organisation_id))
    _end(session, row, actor)


def find_curation_requests(session: Session, actor: Actor) -> Sequence[CurationRequest]:
    """What the actor's organisations were asked and have not answered. Two queries at most."""
    ids = list_own_organisations(actor)
    if not ids:
        return []
    rows = session.execute(
        select(Curation, Organisation, Document.publisher_id)
        .join(Organisation, Organisation.id == Curation.organisation_id)
        .join(Document, Document.id == Curation.document_id)
        .where(Curation.organisation_id.in_(ids), Curation.accepted_at.is_(None))
        .order_by(Curation.asked_at, Organisation.slug)
    ).all()
    if not rows:
        return []
    publishers = {
        row.id: row.name
        for row in session.scalars(
            select(Organisation).where(Organisation.id.in_({publisher for *_, publisher in rows}))
        )
    }
    return [
        CurationRequest(
            curation.document_id, body.slug, body.name, publishers[publisher], curation.asked_at
        )
        for curation, body, publisher in rows
    ]


def list_own_organisations(actor: Actor) -> frozenset[int]:
    """The organisations that the actor writes for."""
    return frozenset(
        mandate.organisation_id
        for mandate in actor.mandates
        if mandate.organisation_id is not None and may_write(actor, mandate.organisation_id)
    )


def show_curators(session: Session, document_id: UUID) -> None:
    """Let the public page, if there is one, name who curates along. Some queries."""
    rows = session.scalars(select(Curation).where(Curation.document_id == document_id))
    set_curators(
        session,
        document_id,
        {row.organisation_id: row.accepted_at for row in rows if row.accepted_at is not None},
    )


def _demand_own(
    session: Session, document_id: UUID, organisation_id: int, actor: Actor
) -> Curation:
    """The request to an organisation that the actor writes for."""
    if not may_write(actor, organisation_id):
        raise NotAllowed("curation.answer")
    get_document(session, document_id, for_change=True)
    row = session.get(Curation, (document_id, organisation_id))
    if row is None:
        raise NotFound(str(document_id))
    return row


def _end(session: Session, row: Curation, actor: Actor) -> None:
    verb = "curator_left" if row.accepted_at is not None else "curator_not_asked"
    session.delete(row)
    session.flush()
    show_curators(session, row.document_id)
    _tell_of(session, row, verb, actor)


def _tell_of(session: Session, row: Curation, verb: str, actor: Actor) -> None:
    document = get_document(session, row.document_id)
    body = session.get_one(Organisation, row.organisation_id)
    _tell(session, document, verb, body.slug, actor)


def _tell(session: Session, document: Document, verb: str, slug: str, actor: Actor) -> None:
    add_trail_line(session, document.id, document.language, verb, actor, note=slug)
