"""Collection: entries that belong together, each with the reason why it is here."""

from __future__ import annotations

from typing import ClassVar, Literal

from network.kinds.content import Content
from network.kinds.parts import Item


class Collection(Content):
    """A curated, ordered collection."""

    kind: Literal["collection"] = "collection"
    parts_in: ClassVar[tuple[str, ...]] = ("items",)

    items: tuple[Item, ...] = ()
