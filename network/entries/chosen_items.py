"""What the items of a public collection led to when they were chosen: noted as it is published."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.entries.addresses import find_addresses
from network.entries.tables import CollectedItem, Entry
from network.kinds import Collection

Place = tuple[str, str]


def parse_place(address: str) -> Place:
    """Organisation and slug of an address, without the part that it may name."""
    organisation, _, slug = address.partition("#")[0].partition("/")
    return organisation, slug


def write_items(session: Session, collection_id: UUID, content: Collection) -> None:
    """Note what the items of a public collection lead to, where that is new. Three queries.

    An item that leads to the same entry as before keeps what that was when it was chosen.
    """
    before = {
        row.item: row
        for row in session.scalars(
            select(CollectedItem).where(CollectedItem.collection_id == collection_id)
        )
    }
    items = {item.id: parse_place(item.entry) for item in content.items if item.entry}
    places = find_addresses(session, items.values())
    now = clock.now()
    for item, place in items.items():
        target = places.get(place)
        was = before.pop(item, None)
        if target is None or target.entry_id is None:
            continue
        if was is None or was.entry_id != target.entry_id:
            _choose(session, collection_id, item, target.entry_id, now)
    for row in before.values():
        session.delete(row)
    session.flush()


def note_items_again(session: Session, collection_id: UUID, item: str) -> None:
    """The curators looked at an item of a public collection and keep it as it is now.

    Does nothing where the collection or the item is not public, or leads nowhere.
    """
    row = session.get(CollectedItem, (collection_id, item))
    if row is not None and session.get(Entry, row.entry_id) is not None:
        _choose(session, collection_id, item, row.entry_id, clock.now())
        session.flush()


def write_missing_items(session: Session) -> None:
    """The same as ``write_items`` for every public collection: after an import, which may bring a
    collection before what it collects."""
    for entry in session.scalars(select(Entry).where(Entry.kind == "collection")).all():
        write_items(session, entry.id, Collection.model_validate(entry.content))


def _choose(
    session: Session, collection_id: UUID, item: str, entry_id: UUID, chosen_at: datetime
) -> None:
    session.merge(
        CollectedItem(
            collection_id=collection_id,
            item=item,
            entry_id=entry_id,
            fingerprint=session.get_one(Entry, entry_id).fingerprint,
            chosen_at=chosen_at,
        )
    )
