"""What became of the entries of a collection since they were chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.entries.addresses import find_addresses
from network.entries.chosen_items import parse_place
from network.entries.endorsements import Endorsement, find_endorsements
from network.entries.queries import Card, find_cards
from network.entries.tables import CollectedItem, Entry, EntryAddress, EntryLink
from network.kinds import Collection, Content


@dataclass(frozen=True, slots=True)
class ItemState:
    """One item that is an entry, as it stands today.

    ``card`` is None for what is withdrawn or was never public. ``revised_at`` is set where the
    entry says something else than when it was chosen; ``newer`` are the entries that replace it.
    """

    state: Literal["live", "withdrawn", "dead"]
    card: Card | None = None
    revised_at: datetime | None = None
    newer: tuple[Card, ...] = ()
    endorsement: Endorsement | None = None


def read_item_states(
    session: Session, collections: Mapping[UUID, Content], language: str
) -> Mapping[UUID, Mapping[str, ItemState]]:
    """Every item with an entry of these collections, by the item's id, for a reader of
    ``language``. Eight queries, however many collections and items there are."""
    items = {
        (id, item.id): parse_place(item.entry)
        for id, content in collections.items()
        if isinstance(content, Collection)
        for item in content.items
        if item.entry
    }
    if not items:
        return {}
    places = find_addresses(session, items.values())
    ids = {place.entry_id for place in places.values() if place.entry_id}
    newer = find_newer_entries(session, ids, language)
    shown = {card.id: card for card in find_cards(session, ids, language)}
    said = find_endorsements(session, ids)
    now = {
        row.id: row
        for row in session.execute(
            select(Entry.id, Entry.fingerprint, Entry.revised_at).where(Entry.id.in_(ids))
        )
    }
    chosen = {
        (row.collection_id, row.item): row
        for row in session.scalars(
            select(CollectedItem).where(CollectedItem.collection_id.in_(list(collections)))
        )
    }
    states: dict[UUID, dict[str, ItemState]] = {}
    for (collection, item), place in items.items():
        address = places.get(place)
        card = shown.get(address.entry_id) if address and address.entry_id else None
        if card is None:
            state = ItemState("withdrawn" if address else "dead")
        else:
            was = chosen.get((collection, item))
            is_other = (
                was is not None
                and was.entry_id == card.id
                and was.fingerprint != now[card.id].fingerprint
            )
            state = ItemState(
                "live",
                card,
                now[card.id].revised_at if is_other else None,
                tuple(newer.get(card.id, ())),
                said.get(card.id),
            )
        states.setdefault(collection, {})[item] = state
    return states


def find_newer_entries(
    session: Session, ids: Iterable[UUID], language: str
) -> Mapping[UUID, list[Card]]:
    """The public entries that say of themselves that they replace these. Three queries."""
    rows = session.execute(
        select(EntryAddress.entry_id, EntryLink.entry_id.label("newer"))
        .join(
            EntryLink,
            (EntryLink.target_organisation == EntryAddress.organisation)
            & (EntryLink.target_slug == EntryAddress.slug),
        )
        .where(
            EntryAddress.entry_id.in_(list(ids)),
            EntryLink.relation == "supersedes",
            EntryLink.entry_id != EntryAddress.entry_id,
        )
        .order_by(EntryLink.id)
    ).all()
    shown = {card.id: card for card in find_cards(session, {row.newer for row in rows}, language)}
    newer_cards: dict[UUID, list[Card]] = {}
    for row in rows:
        of_entry = newer_cards.setdefault(row.entry_id, [])
        if row.newer in shown and shown[row.newer] not in of_entry:
            of_entry.append(shown[row.newer])
    return newer_cards
