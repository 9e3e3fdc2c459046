"""Collection: entries that belong together, each with the reason why it is here."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from network.kinds.content import Content
from network.kinds.parts import Item
from network.kinds.sections import Section, Shelf, shelves


class Collection(Content):
    """A curated, ordered collection. ``section`` of an item is the id of one of its sections."""

    kind: Literal["collection"] = "collection"
    parts_in: ClassVar[tuple[str, ...]] = ("sections", "items")

    sections: tuple[Section, ...] = ()
    items: tuple[Item, ...] = ()

    @model_validator(mode="after")
    def _items_stand_under_sections_that_are_there(self) -> Collection:
        known = {section.id for section in self.sections}
        for item in self.items:
            if item.section and item.section not in known:
                raise PydanticCustomError(
                    "section_id",
                    "names the section {id}, which is not among its sections.",
                    {"id": item.section, "right": "Add it under sections, or take it away."},
                )
        return self

    def shelves(self) -> tuple[Shelf, ...]:
        """The items by section, in the order of the page."""
        return shelves(self.sections, self.items)
