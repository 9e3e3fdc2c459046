"""Collection: entries that belong together, each with the reason why it is here."""

from __future__ import annotations

from typing import Literal

from network.kinds.content import Content
from network.kinds.parts import Item
from network.kinds.sections import Section, Shelf, make_shelves


class Collection(Content):
    """A curated, ordered collection. ``section`` of an item is the id of one of its sections."""

    kind: Literal["collection"] = "collection"

    sections: tuple[Section, ...] = ()
    items: tuple[Item, ...] = ()

    def shelves(self) -> tuple[Shelf, ...]:
        """The items by section, in the order of the page."""
        return make_shelves(self.sections, self.items)
