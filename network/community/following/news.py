"""Which changes are news for somebody, by what they follow."""

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
    """What changed in one entry, once, however many changes there were and follows it comes by.

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


class _EntryNews:
    """One entry's news while it is put together."""

    __slots__ = ("because", "last", "number", "outcome", "points", "rank")

    def __init__(self) -> None:
        self.rank, self.number, self.last = len(_FIRST), 0, ""
        self.outcome, self.points = False, True
        self.because: list[int] = []

    def add(self, step: EntryChange, follow_id: int, points: bool) -> None:
        """Add a change that a follow brings."""
        if step.number > self.number:
            self.number, self.last = step.number, step.verb
        self.rank = min(self.rank, _RANK[step.verb])
        self.outcome |= step.outcome
        self.points &= points
        if not self.because or self.because[-1] != follow_id:
            self.because.append(follow_id)

    def news(self, entry_id: UUID) -> News:
        """The news: that it is withdrawn, or the change of highest rank since."""
        verb = "withdrawn" if self.last == "withdrawn" else _FIRST[self.rank]
        return News(entry_id, verb, self.outcome, self.number, tuple(self.because), self.points)


def select_news(
    follows: Iterable[FollowTerms],
    changes: FollowedChanges,
    after: int,
    upto: int,
    searched: Searched,
) -> list[News]:
    """The news after one number of the log up to another, the latest last.

    A follow brings what came later than it. Costs no query; a saved search is asked once for all
    who follow it.
    """
    gathered: dict[UUID, _EntryNews] = {}
    for follow in follows:
        number, level, begins = follow.id, follow.level, max(after, follow.since)
        for entry_id, points in changes.at(follow.what, follow.key, searched).items():
            for step in changes.steps[entry_id]:
                if begins < step.number <= upto and _is_wanted(step, level, points):
                    entry_news = gathered.get(entry_id)
                    if entry_news is None:
                        entry_news = gathered[entry_id] = _EntryNews()
                    entry_news.add(step, number, points)
    news = [entry_news.news(entry_id) for entry_id, entry_news in gathered.items()]
    return sorted(news, key=lambda entry_news: entry_news.number)


def _is_wanted(step: EntryChange, level: str, points: bool) -> bool:
    if points:
        return level == "everything" and step.verb == "published"
    if level == "outcomes":
        return step.outcome
    if level == "new_and_revised":
        return step.verb in ("published", "revised")
    return True
