"""A query: everything that somebody asks the index for, as one value."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

Order = Literal["relevance", "date"]

PER_PAGE = 20
MOST_PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for, and which page of the answer. No value is a fault.

    `text` is what was typed (see `parsing`). `language` is what to take it for when it does not
    show it itself: nb, nn, sv, or None when unknown. `filters` maps names of `record.FACETS` to
    values, of which an entry must have one; an empty set of values filters nothing. `exact`
    searches only what was written. `without` holds equivalents that the reader took away, `literal`
    what of the text, as it was written, is meant as words and not to be understood as a filter
    (see `understanding`). `is_explained` has every hit tell why it is one, and the result all that
    was searched, for some 6 ms the first time. `order` by relevance falls back to date, newest
    first, where no words are asked for. `page` counts from 1, each of at most `limit` entries (200
    at most).
    """

    text: str = ""
    language: str | None = None
    filters: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    exact: bool = False
    without: Collection[str] = ()
    literal: Collection[str] = ()
    is_explained: bool = False
    order: Order = "relevance"
    page: int = 1
    limit: int = PER_PAGE

    @property
    def size(self) -> int:
        """How many entries a page has at most."""
        return min(max(self.limit, 0), MOST_PER_PAGE)

    @property
    def offset(self) -> int:
        """How many entries stand on the pages before."""
        return (max(self.page, 1) - 1) * self.size

    @property
    def is_plain(self) -> bool:
        """Whether words alone are asked for, and their first page."""
        changed = any(self.filters.values()) or self.without or self.literal or self.exact
        return not changed and self.page <= 1
