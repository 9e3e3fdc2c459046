"""Limits on reading files: how many at once, and how often for one account. Reading a
hostile one may take a processor for seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal
from uuid import UUID

from network.seats import Seats

AT_ONCE: Final = 2
AN_HOUR: Final = 60
# How many wait for a turn at most, and for how many seconds: a usual file takes less than half.
_WAITING, _PATIENCE = 2, 2.0
_HOUR = 3600.0


class NoTurn(Exception):
    """A file is not read now: *busy* (others' files are), *own* (another of this account's is), or
    *often* (this account's files of an hour are used up)."""

    def __init__(self, why: Literal["busy", "own", "often"]) -> None:
        super().__init__(why)
        self.why = why


class FileTurns:
    """Two at a time in this process, one of them for an account, and sixty of it an hour."""

    def __init__(self) -> None:
        self._seats = Seats(AT_ONCE, _WAITING, _PATIENCE)
        self._lock = threading.Lock()
        self._reading: set[UUID] = set()
        # When the files of an account were read, by a clock that never goes back.
        self._read: dict[UUID, list[float]] = {}

    @contextmanager
    def turn(self, account_id: UUID) -> Iterator[None]:
        """A turn for a file of this account, until the end of the block. Raises ``NoTurn``; waits
        for at most two seconds."""
        self._begin(account_id)
        try:
            with self._seats.seat() as seated:
                if not seated:
                    raise NoTurn("busy")
                with self._lock:
                    self._read.setdefault(account_id, []).append(time.monotonic())
                yield
        finally:
            with self._lock:
                self._reading.discard(account_id)

    def _begin(self, account_id: UUID) -> None:
        since = time.monotonic() - _HOUR
        with self._lock:
            if account_id in self._reading:
                raise NoTurn("own")
            for other, moments in list(self._read.items()):
                self._read[other] = [moment for moment in moments if moment > since]
                if not self._read[other]:
                    del self._read[other]
            if len(self._read.get(account_id, ())) >= AN_HOUR:
                raise NoTurn("often")
            self._reading.add(account_id)


TURNS = FileTurns()
