"""Collections that somebody may write, and what may be added to one while reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from network.documents.curators import list_own_organisations
from network.documents.permissions import demand
from network.documents.revisions import find_newest_revision, get_document, read_content, revise
from network.documents.tables import Curation, Document, Revision, WorkingCopy
from network.entries.addresses import find_addresses
from network.entries.chosen_items import parse_place
from network.entries.tables import Entry
from network.errors import Conflict, Invalid, NotFound
from network.kinds import Collection, parse_content
from network.kinds.parts import Item
from network.organisations.tables import Organisation
from network.people.actors import Actor

MOST_ITEMS = 300


@dataclass(frozen=True, slots=True)
class Writable:
    """A collection as its newest version has it, and whose it is."""

    document: Document
    revision: Revision
    content: Collection
    organisation: Organisation


def find_writable_collections(session: Session, actor: Actor) -> Sequence[Writable]:
    """The collections that the actor may write, the last changed first. Two queries."""
    ids = list_own_organisations(actor)
    if not ids:
        return []
    later = aliased(Revision)
    along = select(Curation.document_id).where(
        Curation.organisation_id.in_(ids), Curation.accepted_at.is_not(None)
    )
    rows = session.execute(
        select(Document, Revision, Organisation)
        .join(
            Revision,
            (Revision.document_id == Document.id) & (Revision.language == Document.language),
        )
        .join(Organisation, Organisation.id == Document.organisation_id)
        .outerjoin(
            later,
            (later.document_id == Revision.document_id)
            & (later.language == Revision.language)
            & (later.number > Revision.number),
        )
        .where(
            Document.kind == "collection",
            or_(Document.publisher_id.in_(ids), Document.id.in_(along)),
            later.id.is_(None),
        )
        .order_by(Revision.made_at.desc(), Document.id)
    )
    return [
        Writable(document, revision, Collection.model_validate(revision.content), body)
        for document, revision, body in rows
    ]


def find_collected(session: Session, addresses: Iterable[str], entry_id: UUID) -> str:
    """Which of these addresses (organisation/entry, as a collection or a form holds them) leads to
    an entry, by any address that it had; "" if none does. One query."""
    places = [(address, parse_place(address)) for address in addresses if "/" in address]
    found_places = find_addresses(session, (place for _, place in places))
    return next(
        (
            address
            for address, place in places
            if place in found_places and found_places[place].entry_id == entry_id
        ),
        "",
    )


def demand_addable(
    session: Session, document_id: UUID, entry_id: UUID, collected: Sequence[str], *, actor: Actor
) -> str:
    """The address by which a collection gets a public entry, where the actor may add it; the
    document is locked.

    ``collected`` are the addresses that the actor's draft of it holds. Raises ``NotAllowed``;
    ``NotFound`` for an entry that is not public, or a document that is no collection;
    ``Conflict`` when the entry is in it already, or is the collection itself; and ``Invalid`` for
    a collection that is full.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.write", document)
    entry = session.get(Entry, entry_id)
    if entry is None or document.kind != "collection":
        raise NotFound(str(entry_id))
    if entry.id == document.id:
        raise Conflict("collection_itself")
    if find_collected(session, collected, entry_id):
        raise Conflict("in_collection_already")
    if len(collected) >= MOST_ITEMS:
        raise Invalid.in_field("collection_full", "collection", most=MOST_ITEMS)
    body = session.get_one(Organisation, entry.organisation_id)
    return f"{body.slug}/{entry.slug}"


def is_open_elsewhere(session: Session, document_id: UUID, *, actor: Actor) -> bool:
    """Whether somebody else has a collection open in a form; nobody is named. One query."""
    copies = select(WorkingCopy.account_id).where(
        WorkingCopy.document_id == document_id, WorkingCopy.account_id != actor.account_id
    )
    return session.scalar(copies.limit(1)) is not None


def take_out(session: Session, document_id: UUID, item: str, *, actor: Actor) -> Revision:
    """Take an item out of a collection: a new version of its draft.

    Raises ``NotAllowed``, and ``NotFound`` for an item that is not there.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.write", document)
    newest = find_newest_revision(session, document_id, document.language)
    content = read_content(newest) if newest else None
    if not isinstance(content, Collection) or item not in {item.id for item in content.items}:
        raise NotFound(item)
    value = content.model_dump(mode="json")
    kept: list[Item] = [kept_item for kept_item in value["items"] if kept_item["id"] != item]
    return revise(session, document_id, parse_content(value | {"items": kept}), actor=actor)
