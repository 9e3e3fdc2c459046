"""Sections: what a collection's items stand under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from network.kinds.parts import Item, Part
from network.kinds.words import PartId, Prose, Title


class Section(Part):
    """A heading of a collection, and what its curators say of the items below it."""

    id: PartId
    title: Title
    intro: Prose = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The items below one section, in order; ``section`` is None for those below none.

    ``first`` is the number of its first item, counted through the whole collection from 1.
    """

    section: Section | None
    items: tuple[Item, ...]
    first: int


def make_shelves(sections: Sequence[Section], items: Sequence[Item]) -> tuple[Shelf, ...]:
    """The items as a reader meets them: first those below no section, then section by section.

    A section without items is there too; an item keeps its place among those of its section.
    """
    filled: list[Shelf] = []
    number = 1
    for section in (None, *sections):
        own = tuple(item for item in items if item.section == (section.id if section else None))
        if section is not None or own:
            filled.append(Shelf(section, own, number))
        number += len(own)
    return tuple(filled)
