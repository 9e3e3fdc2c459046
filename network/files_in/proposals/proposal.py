"""What a proposal is: a field or a part of one, and the passage of the text that it comes from."""

from __future__ import annotations

from collections.abc import Mapping
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


@dataclass(slots=True)
class Findings:
    """What was found in a text so far. A passage that one proposal takes is no other's."""

    text: str
    proposals: list[Proposal] = field(default_factory=list)
    taken: list[Span] = field(default_factory=list)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no proposal has taken any of a passage."""
        return all(end <= first or last <= start for first, last in self.taken)

    def add(self, proposal: Proposal) -> None:
        """Take a proposal in, unless its passage is taken already."""
        if proposal.leaves:
            if not self.is_free(proposal.start, proposal.end):
                return
            self.taken.append((proposal.start, proposal.end))
        self.proposals.append(proposal)

    def has(self, field: str) -> bool:
        """Whether there is a proposal for a field."""
        return any(proposal.field == field for proposal in self.proposals)
