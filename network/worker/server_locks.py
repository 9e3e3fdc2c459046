"""PostgreSQL's locks and its signal that there is work; see ``locks``."""

from __future__ import annotations

import logging
import time
import zlib
from collections.abc import Iterable
from contextlib import suppress

import psycopg

from network.db import CHANNEL, Database
from network.worker.coordination import Coordination

logger = logging.getLogger(__name__)

# How often an idle connection to PostgreSQL is tried: a server that vanished says nothing.
_TRY_EVERY = 5.0
# Namespace of the advisory locks, which other programs of the same database may have too.
_NAMESPACE = zlib.crc32(b"grannar jobs") - 2**31


class PostgresCoordination(Coordination):
    """Advisory locks of one session and ``LISTEN``, on a connection of their own. When it breaks,
    nothing is held any more, and it is made anew: to whichever server may be written to then."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: psycopg.Connection | None = None
        self._held: set[str] = set()
        self._tried_at = 0.0

    def hold(self, names: Iterable[str]) -> frozenset[str]:
        wanted = set(names)
        try:
            connection = self._connect()
            if wanted <= self._held and time.monotonic() - self._tried_at < _TRY_EVERY:
                return frozenset(wanted)
            connection.execute("SELECT 1")
            self._tried_at = time.monotonic()
            for name in sorted(wanted - self._held):
                row = connection.execute(
                    "SELECT pg_try_advisory_lock(%s::int, %s::int)",
                    (_NAMESPACE, zlib.crc32(name.encode()) - 2**31),
                ).fetchone()
                if row is not None and row[0]:
                    self._held.add(name)
        except psycopg.Error as problem:
            self._give_up(problem)
        return frozenset(self._held & wanted)

    def wait(self, seconds: float) -> bool:
        if self._connection is None:
            time.sleep(seconds)
            return False
        try:
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))
        except psycopg.Error as problem:
            self._give_up(problem)
            time.sleep(seconds)
            return True

    def close(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None
        self._held.clear()

    def _connect(self) -> psycopg.Connection:
        if self._connection is None:
            self._connection = self._database.connect_apart()
            # A lock is taken at once or not at all, and held without a transaction.
            self._connection.autocommit = True
            self._connection.execute(f"LISTEN {CHANNEL}")
        return self._connection

    def _give_up(self, problem: psycopg.Error) -> None:
        logger.warning("the jobs are let go: the database is away (%s)", type(problem).__name__)
        self.close()
