"""Where public pages are read: on the primary, or on a standby that has the same.

A standby is read where its number of what is public is the primary's. So no page shows what was
withdrawn, nobody misses what was just published, and how late the standby is does not matter. While
no primary answers, nothing can be published or withdrawn, and the standby's pages are shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from network.changes import read_public_number, read_public_number_alone
from network.db import Database, as_unavailable
from network.errors import Unavailable

# A server that says at once that it is away is asked by everybody, so that nobody misses its
# return; on a busy machine that takes a while too. One that took longer hangs: it is asked again so
# often, by one thread, and no other waits. In seconds.
_AT_ONCE, _ASK_EVERY = 0.5, 1.0

_Value = TypeVar("_Value")
_shared: ContextVar[Session | None] = ContextVar("shared", default=None)


@dataclass(frozen=True, slots=True)
class StandbyStatus:
    """How a standby is: whether it is one, whether it has all that is public, and how many bytes of
    the primary's log it has not carried out (None where no primary says)."""

    is_standby: bool
    has_all: bool
    bytes_behind: int | None


class _Server:
    """A database, and whether it answered when it was asked last."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.is_away = False
        self._ask_after = 0.0
        self._lock = Lock()

    def ask(self, question: Callable[[Database], _Value]) -> _Value | None:
        """The answer; None where the database is away, or was a moment ago."""
        if not self.is_away or not self._ask_after:
            return self._ask(question)
        if time.monotonic() < self._ask_after or not self._lock.acquire(blocking=False):
            return None
        try:
            return self._ask(question)
        finally:
            self._lock.release()

    def _ask(
        self, question: Callable[[Database], _Value], *, is_repeated: bool = False
    ) -> _Value | None:
        began = time.monotonic()
        try:
            answer = question(self.database)
        except Unavailable as problem:
            if problem.reason == "slow":
                raise
            hangs = time.monotonic() - began > _AT_ONCE
            # What broke may have been a connection to a server whose place another has taken: who
            # answered until now is asked once more, on a connection that is made anew.
            if not (self.is_away or is_repeated or hangs):
                return self._ask(question, is_repeated=True)
            self._ask_after = time.monotonic() + _ASK_EVERY if hangs else 0.0
            self.is_away = True
            return None
        self.is_away = False
        return answer


class PublicReading:
    """Opens the sessions of public pages."""

    def __init__(
        self, primary: Database, standby: Database | None = None, alone: float = 0.0
    ) -> None:
        """``alone``: so many seconds after the primary was heard of last a standby is read by
        itself."""
        self.primary, self.standby = primary, standby
        self._primary = _Server(primary)
        self._standby = _Server(standby) if standby is not None else None
        self._alone = alone
        self._heard_at: float | None = None

    @property
    def has_primary(self) -> bool:
        """Whether the primary answered when it was asked last."""
        return not self._primary.is_away

    def read_number(self) -> int:
        """The number of what is public now (``read_public_number``). One query, and one more where
        the primary is away. Raises ``Unavailable``."""
        number = self._ask_primary()
        if number is None:
            with self._open() as session:
                return read_public_number(session)
        return number

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of what is public; within ``together`` that of the block.
        Two small queries where a standby is named. Raises ``Unavailable``."""
        shared = _shared.get()
        if shared is not None:
            # Told by whoever reads, who may be asked again: the block is another's.
            with as_unavailable():
                yield shared
            return
        with self._open() as session:
            yield session

    @contextmanager
    def together(self, *, at_primary: bool = False) -> Iterator[int]:
        """A block in which all that this thread reads of what is public is of one state, of which
        it yields the number. ``at_primary``: of the primary's. Raises ``Unavailable``."""
        with self._open(at_primary=at_primary) as session:
            token = _shared.set(session)
            try:
                yield read_public_number(session)
            finally:
                _shared.reset(token)

    def read_standby(self) -> StandbyStatus:
        """How the standby is. Three queries. Raises ``Unavailable`` where it is away."""
        assert self.standby is not None
        with self.standby.reading() as session:
            is_standby = bool(session.scalar(text("SELECT pg_is_in_recovery()")))
            number = read_public_number(session)
            place = session.scalar(text("SELECT coalesce(pg_last_wal_replay_lsn(), '0/0')::text"))
        try:
            with self.primary.reading() as session:
                newest = read_public_number(session)
                behind = session.scalar(
                    text("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), cast(:place AS pg_lsn))"),
                    {"place": place},
                )
        except Unavailable:
            return StandbyStatus(is_standby, True, None)
        bytes_behind = max(0, int(behind or 0)) if is_standby else 0
        return StandbyStatus(is_standby, number == newest, bytes_behind)

    def _ask_primary(self) -> int | None:
        """The primary's number; None where it is away and the standby may be read by itself."""
        if self._standby is None:
            return read_public_number_alone(self.primary)
        number = self._primary.ask(read_public_number_alone)
        now = time.monotonic()
        if number is not None or self._heard_at is None:
            self._heard_at = now
        if number is None and now - self._heard_at > self._alone:
            raise Unavailable("away", "the primary has been away for too long")
        return number

    @contextmanager
    def _open(self, *, at_primary: bool = False) -> Iterator[Session]:
        with ExitStack() as stack:
            session = None
            if self._standby is not None and not at_primary:
                session = self._open_standby(stack, self._standby)
            yield session or stack.enter_context(self.primary.reading())

    def _open_standby(self, stack: ExitStack, standby: _Server) -> Session | None:
        """A session on the standby; None where the primary is to be read."""
        number = self._ask_primary()

        def open_there(database: Database) -> tuple[ExitStack, Session, int]:
            with ExitStack() as opening:
                session = opening.enter_context(database.reading())
                there = read_public_number(session)
                return opening.pop_all(), session, there

        answer = standby.ask(open_there)
        if answer is None:
            if number is None:
                raise Unavailable("away", "neither the primary nor the standby answers")
            return None
        opened, session, there = answer
        stack.push(opened)
        if there and number in (None, there):
            return session
        opened.close()
        return None
