"""How the entries in a collection have changed since its curators saw them, drafts included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from network.changes import Change
from network.documents.last_seen import (
    CurrentItems,
    mark_item_seen,
    mark_items_seen,
    read_current_items,
)
from network.documents.permissions import demand
from network.documents.revisions import find_newest_revision, get_document, read_content
from network.documents.tables import Document, Revision, SeenItem
from network.entries.addresses import AddressState
from network.entries.chosen_items import note_items_again, parse_place
from network.entries.queries import Card, find_cards
from network.errors import NotFound
from network.kinds import Collection
from network.people.actors import Actor

What = Literal["revised", "withdrawn", "superseded", "moved"]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One change of an item's entry; ``at`` is None where the log of changes has no moment for it.

    ``card`` is the entry as it is public now, None once it is withdrawn, so that no title of it is
    shown; ``newer`` is the entry that replaces it; ``address`` is the one the item holds.
    """

    item: str
    address: str
    what: What
    at: datetime | None
    card: Card | None = None
    newer: Card | None = None


def read_item_changes(
    session: Session, collections: Mapping[UUID, Collection], language: str
) -> Mapping[UUID, list[ItemChange]]:
    """The changes of these collections' items, by document, in the order of the items.

    ``collections`` are newest contents by document; ``language`` is that of the cards. Collections
    without a change are left out. Some ten queries, however many collections there are; none for
    none.
    """
    if not collections:
        return {}
    seen_items = {
        (row.document_id, row.item): row
        for row in session.scalars(
            select(SeenItem).where(SeenItem.document_id.in_(list(collections)))
        )
    }
    addresses = [
        item.entry for content in collections.values() for item in content.items if item.entry
    ]
    now = read_current_items(session, addresses, language)
    gone = _read_change_moments(session, (row.entry_id for row in seen_items.values()), "withdrawn")
    moved = _read_change_moments(session, now.fingerprints, "moved")
    shown = {card.id: card for card in find_cards(session, now.fingerprints, language)}
    changes: dict[UUID, list[ItemChange]] = {}
    for document, content in collections.items():
        for item in content.items:
            if not item.entry:
                continue
            place = now.places.get(parse_place(item.entry))
            if place is None:
                continue
            row = seen_items.get((document, item.id))
            item_changes = _compare_item(item.id, item.entry, place, row, now)
            for what, at, newer in item_changes:
                when = {"withdrawn": gone, "moved": moved}.get(what, {})
                card = shown.get(place.entry_id) if place.entry_id else None
                moment = at or (when.get(row.entry_id) if row else None)
                changes.setdefault(document, []).append(
                    ItemChange(item.id, item.entry, what, moment, card, newer)
                )
    return changes


def mark_all_items_seen(session: Session) -> None:
    """Note what every collection's items lead to, where that is new. After an import, which may
    bring a collection before the entries in it. Some four queries for each collection."""
    for document in session.scalars(select(Document).where(Document.kind == "collection")).all():
        newest = find_newest_revision(session, document.id, document.language)
        if newest is not None:
            mark_items_seen(session, document, Collection.model_validate(newest.content))


def see_items(
    session: Session, document_id: UUID, items: Sequence[str] = (), *, actor: Actor
) -> None:
    """Note that the curators have seen these items (ids; all where empty) and keep them.

    Their changes are not listed again, and a public collection's page no longer says that they
    were revised since. Raises ``NotAllowed``, and ``NotFound`` for what is no collection.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.write", document)
    content = _content(session, document)
    wanted = {item.id: item.entry for item in content.items if item.entry}
    now = read_current_items(session, wanted.values(), document.language)
    for item, address in wanted.items():
        if items and item not in items:
            continue
        place = now.places.get(parse_place(address))
        if place is not None:
            mark_item_seen(session, document.id, item, place, now)
            note_items_again(session, document.id, item)
    session.flush()


def _content(session: Session, document: Document) -> Collection:
    newest: Revision | None = find_newest_revision(session, document.id, document.language)
    content = read_content(newest) if newest else None
    if not isinstance(content, Collection):
        raise NotFound(str(document.id))
    return content


def _compare_item(
    item: str, address: str, place: AddressState, row: SeenItem | None, now: CurrentItems
) -> list[tuple[What, datetime | None, Card | None]]:
    if place.entry_id is None:
        is_seen = row is not None and not row.fingerprint
        return [] if is_seen else [("withdrawn", None, None)]
    if row is None or row.entry_id != place.entry_id:
        return []
    changes: list[tuple[What, datetime | None, Card | None]] = []
    fingerprint, revised_at = now.fingerprints[place.entry_id]
    newer = next(iter(now.newer.get(place.entry_id, ())), None)
    if newer is not None and newer.id != row.newer_id:
        changes.append(("superseded", newer.published_at, newer))
    if fingerprint != row.fingerprint:
        changes.append(("revised", revised_at, None))
    if f"{place.organisation}/{place.slug}" != row.address:
        changes.append(("moved", None, None))
    return changes


def _read_change_moments(
    session: Session, ids: Iterable[UUID], verb: str
) -> Mapping[UUID, datetime]:
    """The last moment at which ``verb`` was logged for each of these entries. One query."""
    rows = session.execute(
        select(Change.entry_id, func.max(Change.at))
        .where(Change.entry_id.in_(list(ids)), Change.verb == verb)
        .group_by(Change.entry_id)
    )
    return {row[0]: row[1] for row in rows}
