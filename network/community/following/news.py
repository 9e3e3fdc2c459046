"""What of what happened is news for somebody, by what they follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from network.community.following.changes import EntryChange, FollowedChanges, Searched

# What says most of an entry that changed several times.
_FIRST = ("published", "revised", "answered")
# A withdrawal that was not the last change says nothing any more.
_RANK = {verb: rank for rank, verb in enumerate(_FIRST)} | {"withdrawn": len(_FIRST)}


@dataclass(frozen=True, slots=True)
class News:
    """One entry that somebody is told of, once, whatever befell it and however they follow it.

    ``verb`` is the change that says most, ``number`` the last change that it covers; ``outcome``
    is whether a decision or an outcome came with it. ``because`` are the ids of the follows that
    it comes by. ``points`` says that it merely names what is followed.
    """

    entry_id: UUID
    verb: str
    outcome: bool
    number: int
    because: tuple[int, ...]
    points: bool


class FollowTerms(Protocol):
    """What decides which news a follow brings; see the columns of ``Follow``."""

    @property
    def id(self) -> int: ...
    @property
    def what(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def since(self) -> int: ...


class _Told:
    """One entry's news while it is put together."""

    __slots__ = ("because", "last", "number", "outcome", "points", "rank")

    def __init__(self) -> None:
        self.rank, self.number, self.last = len(_FIRST), 0, ""
        self.outcome, self.points = False, True
        self.because: list[int] = []

    def tell(self, step: EntryChange, follow_id: int, points: bool) -> None:
        """Take up a step that a follow brings."""
        if step.number > self.number:
            self.number, self.last = step.number, step.verb
        self.rank = min(self.rank, _RANK[step.verb])
        self.outcome |= step.outcome
        self.points &= points
        if not self.because or self.because[-1] != follow_id:
            self.because.append(follow_id)

    def news(self, entry_id: UUID) -> News:
        """What to tell: that it is gone, or the most that was done since."""
        verb = "withdrawn" if self.last == "withdrawn" else _FIRST[self.rank]
        return News(entry_id, verb, self.outcome, self.number, tuple(self.because), self.points)


def news_for(
    follows: Iterable[FollowTerms],
    happened: FollowedChanges,
    after: int,
    upto: int,
    searched: Searched,
) -> list[News]:
    """The news up to ``upto`` of somebody who was told all up to ``after``, the latest last.

    A follow brings what came later than it. Costs no query; a saved search is asked once for all
    who follow it.
    """
    found: dict[UUID, _Told] = {}
    for follow in follows:
        number, level, begins = follow.id, follow.level, max(after, follow.since)
        for entry_id, points in happened.at(follow.what, follow.key, searched).items():
            for step in happened.steps[entry_id]:
                if begins < step.number <= upto and _is_wanted(step, level, points):
                    told = found.get(entry_id)
                    if told is None:
                        told = found[entry_id] = _Told()
                    told.tell(step, number, points)
    news = [told.news(entry_id) for entry_id, told in found.items()]
    return sorted(news, key=lambda one: one.number)


def _is_wanted(step: EntryChange, level: str, points: bool) -> bool:
    if points:
        return level == "everything" and step.verb == "published"
    if level == "outcomes":
        return step.outcome
    if level == "new_and_revised":
        return step.verb in ("published", "revised")
    return True
