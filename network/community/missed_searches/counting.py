"""Searches that found little or nothing, counted without a trace of who searched.

What is kept is words, language, day and how often: no account, no address, no time of day. It is
counted in memory and written down later, so that no reader waits for it, and none is told apart by
it. Nothing that looks like a person is counted at all.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from network import clock
from network.community.missed_searches.tables import MissedSearch, PutAsideSearch
from network.db import Database, make_insert
from network.text.identity_numbers import find_identity_numbers

# Fewer hits than this, and a search is one that missed.
FEW = 3
KEPT_FOR = timedelta(days=90)
MOST_WORDS = 8
LONGEST = 100
# Between two writings: how many different searches are held, and how often one of them counts.
MOST_HELD = 1_000
MOST_TIMES = 5
# The most lines of the table; when it is full, only what is there counts on.
MOST_LINES = 20_000
SECONDS = 60.0
# A curator sees what was searched on at least this many days, or this often.
DAYS_TO_SHOW, TIMES_TO_SHOW = 2, 3

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# Two capitalised words in a row are as a rule somebody's name. Places of two words go with them.
_NAME = re.compile(
    r"\b[A-ZÆØÅÄÖÉÜ][\w’'-]*[a-zæøåäöéü][\w’'-]*[\s,]+[A-ZÆØÅÄÖÉÜ][\w’'-]*[a-zæøåäöéü]"
)
_MANY_DIGITS = 6


def normalise_words(text: str) -> str:
    """What is kept of a search: its words in small letters, with single spaces between.

    Empty where nothing is: for addresses of mail or the net, six digits or more (telephones,
    dates of birth, cases), identity numbers, what looks like a name, too many words, and text
    without a letter. Pure.
    """
    digits = sum(sign.isdigit() for sign in text)
    if digits >= _MANY_DIGITS or re.search(r"[@/\\]|www\.|\w\.\w", text):
        return ""
    if find_identity_numbers(text) or _NAME.search(text):
        return ""
    words = _WORD.findall(text.casefold())
    kept = " ".join(words)
    if not 0 < len(words) <= MOST_WORDS or not 2 <= len(kept) <= LONGEST:
        return ""
    return kept if any(sign.isalpha() for sign in kept) else ""


@dataclass(slots=True)
class MissedSearches:
    """What was missed and is not written down yet. Safe between threads, bounded in size."""

    # By words, language and day: how often nothing answered, and how often too little did.
    _held: dict[tuple[str, str, date], tuple[int, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _written_at: float = field(default_factory=time.monotonic)
    _swept: date | None = None

    def count(self, text: str, language: str, *, is_weak: bool = False) -> None:
        """Note that a search missed: found nothing, or, where it ``is_weak``, too little. Costs
        microseconds; forgets what is too much."""
        words = normalise_words(text)
        if not words:
            return
        key = (words, language, clock.today())
        with self._lock:
            if key in self._held or len(self._held) < MOST_HELD:
                nothing, weak = self._held.get(key, (0, 0))
                if nothing + weak < MOST_TIMES:
                    self._held[key] = (nothing + (not is_weak), weak + is_weak)

    def is_due(self) -> bool:
        """Whether something waits to be written, and has for a minute. At most one is told."""
        with self._lock:
            if not self._held or time.monotonic() - self._written_at < SECONDS:
                return False
            self._written_at = time.monotonic()
            return True

    def write(self, database: Database) -> None:
        """Write down what is held, and delete what is older than ninety days.

        One transaction, none when there is nothing to do. What cannot be written is forgotten.
        """
        with self._lock:
            held, self._held = self._held, {}
            self._written_at = time.monotonic()
            today = clock.today()
            sweep, self._swept = self._swept != today, today
        if not held and not sweep:
            return
        with database.transaction() as session:
            # Of the future is what a clock that was ahead wrote; it is not to be kept until then.
            ahead = MissedSearch.day > today + timedelta(days=1)
            session.execute(
                delete(MissedSearch).where((MissedSearch.day < today - KEPT_FOR) | ahead)
            )
            _add(session, held)


def _add(session: Session, held: dict[tuple[str, str, date], tuple[int, int]]) -> None:
    """Add what was counted to what is written, in one statement a line, so that two processes that
    write at once lose nothing; in one order, so that they do not wait for each other in a ring."""
    lines = session.scalar(select(func.count()).select_from(MissedSearch)) or 0
    known = {
        (row.words, row.language, row.day)
        for row in session.execute(
            select(MissedSearch.words, MissedSearch.language, MissedSearch.day).where(
                MissedSearch.day.in_({day for _, _, day in held}),
                MissedSearch.words.in_({words for words, _, _ in held}),
            )
        )
    }
    # Of what is new, the first that was searched has the room that is left.
    new = [key for key in held if key not in known][: max(MOST_LINES - lines, 0)]
    for key in sorted({*known.intersection(held), *new}):
        words, language, day = key
        nothing, weak = held[key]
        added = make_insert(session, MissedSearch).values(
            words=words, language=language, day=day, times=nothing + weak, weak=weak
        )
        session.execute(
            added.on_conflict_do_update(
                index_elements=["words", "language", "day"],
                set_={
                    "times": MissedSearch.times + added.excluded.times,
                    "weak": MissedSearch.weak + added.excluded.weak,
                },
            )
        )


@dataclass(frozen=True, slots=True)
class Missed:
    """Words that were searched in vain: in which language, how often, and on how many days."""

    words: str
    language: str
    times: int
    days: int


@dataclass(frozen=True, slots=True)
class MissedInMonth:
    """Words that were searched in vain in a month (*2026-11*): how often nothing answered, and how
    often too little did."""

    words: str
    language: str
    month: str
    nothing: int
    weak: int


def read_most_missed(
    session: Session, limit: int = 100, *, month: str = "", languages: Sequence[str] = ()
) -> Sequence[Missed]:
    """What was searched in vain on two days or three times, the most often searched first, but
    for what a curator put aside. ``month`` (*2026-11*) and ``languages`` (nb, nn, sv) narrow. One
    query."""
    times, days = func.sum(MissedSearch.times), func.count()
    query = _select_shown(MissedSearch.words, MissedSearch.language, times, days)
    if month:
        first = date.fromisoformat(f"{month}-01")
        following = (first + timedelta(days=31)).replace(day=1)
        query = query.where(MissedSearch.day >= first, MissedSearch.day < following)
    if languages:
        query = query.where(MissedSearch.language.in_(languages))
    rows = session.execute(
        query.order_by(days.desc(), times.desc(), MissedSearch.words).limit(limit)
    )
    return [Missed(*row) for row in rows]


def read_missed_by_month(session: Session, limit: int = 500) -> Sequence[MissedInMonth]:
    """The ``limit`` most often searched of what ``read_most_missed`` shows, month by month, by
    words and month. One query, of at most ``limit`` times ninety rows."""
    times = func.sum(MissedSearch.times)
    shown = (
        _select_shown(MissedSearch.words, MissedSearch.language)
        .order_by(times.desc(), MissedSearch.words)
        .limit(limit)
        .subquery()
    )
    counts: dict[tuple[str, str, str], tuple[int, int]] = {}
    # Not by the database: the two call the month of a day differently.
    for row in session.execute(
        select(
            MissedSearch.words,
            MissedSearch.language,
            MissedSearch.day,
            MissedSearch.times,
            MissedSearch.weak,
        )
        .join(
            shown,
            (shown.c.words == MissedSearch.words) & (shown.c.language == MissedSearch.language),
        )
        .where(MissedSearch.day >= clock.today() - KEPT_FOR)
    ):
        key = row.words, row.language, row.day.strftime("%Y-%m")
        nothing, weak = counts.get(key, (0, 0))
        counts[key] = nothing + row.times - row.weak, weak + row.weak
    return [MissedInMonth(*key, *counts[key]) for key in sorted(counts)]


def _select_shown(*columns: Any) -> Select[Any]:
    """The words that were searched often enough to be shown, but for those put aside."""
    return (
        select(*columns)
        .outerjoin(
            PutAsideSearch,
            (PutAsideSearch.words == MissedSearch.words)
            & (PutAsideSearch.language == MissedSearch.language),
        )
        .where(PutAsideSearch.words.is_(None), MissedSearch.day >= clock.today() - KEPT_FOR)
        .group_by(MissedSearch.words, MissedSearch.language)
        .having((func.count() >= DAYS_TO_SHOW) | (func.sum(MissedSearch.times) >= TIMES_TO_SHOW))
    )
