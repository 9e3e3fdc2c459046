"""What a proposal is: a field or a part of one, and the passage of the text that it comes from."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a passage of a text, ``text[start:end]``, fills ``field``.

    ``value`` is a text for a field of one text, else a mapping of the fields of one part or group,
    as they would be typed; an organisation is written as the text names it. ``leaves`` says whether
    the passage leaves the text when the proposal is taken; a date within a sentence stays.
    ``together`` is a passage that leaves when all proposals of it are taken: a line of names.
    """

    field: str
    value: str | Mapping[str, Any]
    start: int
    end: int
    leaves: bool = True
    together: Span | None = None

    @property
    def id(self) -> str:
        """What it is known by as long as the text is the same."""
        return f"{self.field}@{self.start}"


# More than any text of 100,000 characters had; a form takes fewer parts of each list.
MOST = 1_000


@dataclass(slots=True)
class Findings:
    """What was found in a text so far. A passage that one proposal takes is no other's."""

    text: str
    proposals: list[Proposal] = field(default_factory=list)
    _taken: list[Span] = field(default_factory=list)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no proposal has taken any of a passage."""
        return not any(True for _ in find_overlaps(self._taken, start, end))

    def take(self, start: int, end: int) -> None:
        """Have a passage be no other proposal's."""
        insort(self._taken, (start, end))

    def add(self, proposal: Proposal) -> None:
        """Take a proposal in, unless its passage is taken already or there are too many."""
        if len(self.proposals) >= MOST:
            return
        if proposal.leaves:
            if not self.is_free(proposal.start, proposal.end):
                return
            self.take(proposal.start, proposal.end)
        self.proposals.append(proposal)

    def has(self, field: str) -> bool:
        """Whether there is a proposal for a field."""
        return any(proposal.field == field for proposal in self.proposals)


def find_overlaps(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """Those of some passages in order, none within another, that share anything with one."""
    # The last that begins before may reach into it.
    place = max(bisect_left(spans, (start, start)) - 1, 0)
    while place < len(spans) and spans[place][0] < end:
        if spans[place][1] > start:
            yield spans[place]
        place += 1
