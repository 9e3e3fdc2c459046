"""What the items of a collection lead to: titles and places, where a form has addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from network.entries.addresses import find_addresses
from network.entries.chosen_items import parse_place
from network.entries.queries import Card, find_cards
from network.web.languages import get_ui_language


def read_item_cards(session: Session, addresses: Iterable[str]) -> Mapping[str, Card]:
    """The public entries that these addresses (organisation/entry) lead to, by the address; those
    that lead nowhere are left out. Three queries, none for no address."""
    places = {address: parse_place(address) for address in addresses if "/" in address}
    states = find_addresses(session, places.values())
    ids = {
        address: state.entry_id
        for address, place in places.items()
        if (state := states.get(place)) is not None and state.entry_id is not None
    }
    cards = {card.id: card for card in find_cards(session, set(ids.values()), get_ui_language())}
    return {address: cards[id] for address, id in ids.items() if id in cards}
