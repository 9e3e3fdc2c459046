"""What a collection's items led to when a version was written or its curators last saw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.documents.tables import Document, SeenItem
from network.entries.addresses import AddressState, find_addresses
from network.entries.chosen_items import parse_place
from network.entries.item_changes import find_newer_entries
from network.entries.queries import Card
from network.entries.tables import Entry
from network.kinds import Collection

# Stands for an entry that was gone before anybody noted which it was.
_UNKNOWN = UUID(int=0)


@dataclass(frozen=True, slots=True)
class CurrentItems:
    """What entries are now: what is at an address, an entry's fingerprint and when it was revised,
    and what replaces it."""

    places: Mapping[tuple[str, str], AddressState]
    fingerprints: Mapping[UUID, tuple[str, datetime]]
    newer: Mapping[UUID, list[Card]]


def mark_items_seen(session: Session, document: Document, content: Collection) -> None:
    """Remember what the items lead to, where that is new: when a version is written.

    Three queries. What an item leads to that is not public yet is remembered the next time.
    """
    rows = {
        row.item: row
        for row in session.scalars(select(SeenItem).where(SeenItem.document_id == document.id))
    }
    items = {item.id: item.entry for item in content.items if item.entry}
    now = read_current_items(session, items.values(), document.language)
    for item, address in items.items():
        row = rows.pop(item, None)
        place = now.places.get(parse_place(address))
        if place is None or place.entry_id is None:
            continue
        if row is None or row.entry_id != place.entry_id:
            mark_item_seen(session, document.id, item, place, now)
    for row in rows.values():
        session.delete(row)
    session.flush()


def read_current_items(session: Session, addresses: Iterable[str], language: str) -> CurrentItems:
    """What is at these addresses now, for a reader of ``language``. Five queries."""
    places = find_addresses(session, map(parse_place, addresses))
    ids = {place.entry_id for place in places.values() if place.entry_id}
    rows = session.execute(
        select(Entry.id, Entry.fingerprint, Entry.revised_at).where(Entry.id.in_(ids))
    )
    return CurrentItems(
        places,
        {row.id: (row.fingerprint, row.revised_at) for row in rows},
        find_newer_entries(session, ids, language),
    )


def mark_item_seen(
    session: Session, document_id: UUID, item: str, place: AddressState, now: CurrentItems
) -> None:
    """Note that an item was seen to lead to what is there now."""
    before = session.get(SeenItem, (document_id, item))
    entry_id = place.entry_id or (before.entry_id if before else _UNKNOWN)
    newer = next(iter(now.newer.get(entry_id, ())), None)
    address = f"{place.organisation}/{place.slug}" if place.entry_id else ""
    session.merge(
        SeenItem(
            document_id=document_id,
            item=item,
            entry_id=entry_id,
            address=address or (before.address if before else ""),
            fingerprint=now.fingerprints[entry_id][0] if place.entry_id else "",
            newer_id=newer.id if newer else None,
            seen_at=clock.now(),
        )
    )
