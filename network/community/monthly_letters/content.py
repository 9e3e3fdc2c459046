"""What stands in a letter: an opening, things that happened under headings, and a close."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args
from uuid import UUID

from network.clock import ZONE
from network.errors import NotFound

Section = Literal["new", "neighbour", "endorsed", "answered", "needs", "searches"]
SECTIONS: tuple[Section, ...] = get_args(Section)
COUNTRIES = ("NO", "SE")
LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_COMMENT = 150, 5_000, 500
_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One thing of a letter, in its section: an entry by its id, or words that were searched with
    their language. ``comment`` is what the letter says of it; ``is_in`` whether it is sent."""

    section: Section
    entry_id: UUID | None = None
    words: str = ""
    language: str = ""
    comment: str = ""
    is_in: bool = True

    @property
    def key(self) -> str:
        """What a form calls it."""
        of = self.entry_id.hex if self.entry_id else f"{self.language} {self.words}"
        return f"{self.section}-{hashlib.sha256(of.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class LetterText:
    """All that a coordinator writes and chooses. ``language`` (nb, nn, sv) is of their words."""

    language: str
    subject: str
    opening: str
    closing: str
    items: tuple[LetterItem, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month, by the clocks of Norway and Sweden: *2026-11*."""

    name: str

    @classmethod
    def parse(cls, name: str) -> Month:
        """Raises ``NotFound`` for what is no month."""
        if not _MONTH.fullmatch(name):
            raise NotFound("month")
        return cls(name)

    @classmethod
    def of(cls, day: date) -> Month:
        """The month of a day."""
        return cls(day.strftime("%Y-%m"))

    @property
    def first(self) -> date:
        """Its first day."""
        return date.fromisoformat(f"{self.name}-01")

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def before(self) -> Month:
        """The month before."""
        return Month.of(self.first - timedelta(days=1))

    def between(self) -> tuple[datetime, datetime]:
        """When it begins, and when the next one does (aware)."""
        following = self.last + timedelta(days=1)
        begins, ends = (
            datetime.combine(day, time(), tzinfo=ZONE) for day in (self.first, following)
        )
        return begins, ends


def keep_items(items: Sequence[LetterItem]) -> list[dict[str, Any]]:
    """The items as they are kept. Searches that are not chosen are not: they are counted for ninety
    days elsewhere, and no longer because somebody began a letter."""
    return [
        {
            "section": item.section,
            "entry": item.entry_id.hex if item.entry_id else "",
            "words": item.words,
            "language": item.language,
            "comment": item.comment,
            "is_in": item.is_in,
        }
        for item in items
        if item.is_in or item.entry_id
    ]


def read_items(kept: Sequence[Mapping[str, Any]]) -> tuple[LetterItem, ...]:
    """The items, as ``keep_items`` put them."""
    return tuple(
        LetterItem(
            item["section"],
            UUID(hex=item["entry"]) if item["entry"] else None,
            item["words"],
            item["language"],
            item["comment"],
            item["is_in"],
        )
        for item in kept
    )


def join_items(kept: Sequence[LetterItem], drafted: Sequence[LetterItem]) -> tuple[LetterItem, ...]:
    """What was kept, and behind it, not chosen, what happened since."""
    known = {item.key for item in kept}
    fresh = (replace(item, is_in=False) for item in drafted if item.key not in known)
    return (*kept, *fresh)
