"""Collections that somebody may write, and adding an entry to one while reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from network.documents.curators import list_own_organisations
from network.documents.permissions import demand
from network.documents.revisions import find_newest_revision, get_document, read_content, revise
from network.documents.tables import Curation, Document, Revision, UsedPart, WorkingCopy
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


@dataclass(frozen=True, slots=True)
class AddedItem:
    """What adding did: the new item, and whether somebody has the collection open in a form.

    ``is_open`` names nobody; what they write is joined with the new item when they save.
    """

    document_id: UUID
    item: str
    is_open: bool


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


def find_item_id(session: Session, content: Collection, entry_id: UUID) -> str:
    """The id of the item that leads to an entry, by any address of it; empty if none does.

    One query.
    """
    items = [(item.id, parse_place(item.entry)) for item in content.items if item.entry]
    places = find_addresses(session, (place for _, place in items))
    return next(
        (item for item, place in items if place in places and places[place].entry_id == entry_id),
        "",
    )


def add_item(
    session: Session,
    document_id: UUID,
    entry_id: UUID,
    *,
    why: str = "",
    section: str = "",
    actor: Actor,
) -> AddedItem:
    """Add a public entry to a collection, as the last item: a new version of its draft.

    ``section`` is the id of one of its sections, or empty. Raises ``NotAllowed``; ``NotFound`` for
    an entry that is not public, or a document that is no collection; ``Conflict`` when the entry
    is in it already, or is the collection itself; and ``Invalid`` for a reason that cannot be
    used, an unknown section, and a collection that is full.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.write", document)
    entry = session.get(Entry, entry_id)
    newest = find_newest_revision(session, document_id, document.language)
    content = read_content(newest) if newest else None
    if entry is None or not isinstance(content, Collection):
        raise NotFound(str(entry_id))
    if entry.id == document.id:
        raise Conflict("collection_itself")
    if find_item_id(session, content, entry_id):
        raise Conflict("in_collection_already")
    if len(content.items) >= MOST_ITEMS:
        raise Invalid.in_field("collection_full", "collection", most=MOST_ITEMS)
    body = session.get_one(Organisation, entry.organisation_id)
    item = {"id": _free_id(session, content, document_id), "entry": f"{body.slug}/{entry.slug}"}
    item |= {name: value for name, value in (("why", why), ("section", section)) if value}
    try:
        value = append_item(content, item)
    except ValidationError:
        raise Invalid.in_field("unusable", "why") from None
    revise(session, document_id, value, actor=actor)
    return AddedItem(document_id, item["id"], _is_open(session, document))


def append_item(content: Collection, item: dict[str, str]) -> Collection:
    """The same collection with one item more, at the end. Raises pydantic's
    ``ValidationError``."""
    value = content.model_dump(mode="json")
    return Collection.model_validate(value | {"items": [*value["items"], item]})


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


def _free_id(session: Session, content: Collection, document_id: UUID) -> str:
    used = {
        *session.scalars(select(UsedPart.part_id).where(UsedPart.document_id == document_id)),
        *(part.id for _, part in content.addressed_parts()),
    }
    return next(id_ for id_ in _ids() if id_ not in used)


def _ids() -> Iterator[str]:
    number = 1
    while True:
        yield f"i{number}"
        number += 1


def _is_open(session: Session, document: Document) -> bool:
    copies = select(WorkingCopy.account_id).where(
        WorkingCopy.document_id == document.id, WorkingCopy.language == document.language
    )
    return session.scalar(copies.limit(1)) is not None
