"""Who does which job, and when there is work: agreed between workers through the database.

A worker holds a job until it ends. What holds it is the operating system's or the server's: of a
process that was killed nothing is left, and another takes the job over.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

import psycopg

from network.db import CHANNEL, Database, find_wake_file
from network.private_files import make_private_file

logger = logging.getLogger(__name__)

# How often the time of SQLite's file is looked at, in seconds; one call of the operating system.
_LOOK_EVERY = 0.1
# How often an idle connection to PostgreSQL is tried: a server that vanished says nothing.
_TRY_EVERY = 5.0
# Namespace of the advisory locks, which other programs of the same database may have too.
_NAMESPACE = zlib.crc32(b"grannar jobs") - 2**31


class Coordination(ABC):
    """The jobs that this worker holds, and the signal that there is work."""

    @abstractmethod
    def hold(self, names: Iterable[str]) -> frozenset[str]:
        """Take the jobs that nobody holds; which of these are held by this worker now."""

    @abstractmethod
    def wait(self, seconds: float) -> bool:
        """Wait at most so long for work to be announced; whether it was."""

    @abstractmethod
    def close(self) -> None:
        """Give up every job."""


def coordinate(database: Database) -> Coordination:
    """The coordination that fits the database. Connects to nothing yet."""
    if database.engine.dialect.name == "sqlite":
        return FileCoordination(Path(database.engine.url.database or ""))
    return PostgresCoordination(database)


class FileCoordination(Coordination):
    """Locks on single bytes of a file beside the SQLite database, one byte for each job, and the
    time of another file. The locks are of a process: two workers have to be two processes."""

    def __init__(self, database_file: Path) -> None:
        self._path = Path(f"{database_file}-jobs")
        self._wake_file = find_wake_file(str(database_file))
        self._file: IO[bytes] | None = None
        self._held: set[str] = set()
        self._time = self._read_time()

    def hold(self, names: Iterable[str]) -> frozenset[str]:
        wanted = set(names)
        if self._file is None:
            make_private_file(self._path)
            self._file = self._path.open("r+b")
        for name in wanted - self._held:
            # Beyond the file's end there are bytes to lock as well.
            with suppress(BlockingIOError, PermissionError):
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, zlib.crc32(name.encode()))
                self._held.add(name)
        return frozenset(self._held & wanted)

    def wait(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while True:
            changed = self._read_time()
            if changed != self._time:
                self._time = changed
                return True
            left = until - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(_LOOK_EVERY, left))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        self._held.clear()

    def _read_time(self) -> int:
        try:
            return os.stat(self._wake_file).st_mtime_ns
        except OSError:
            return 0


class PostgresCoordination(Coordination):
    """Advisory locks of one session and ``LISTEN``, on a connection of their own. When it breaks,
    nothing is held any more, and it is made anew: to whichever server may be written to then."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
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
            words, settings = self._engine.dialect.create_connect_args(self._engine.url)
            settings = {"connect_timeout": 5, "keepalives_idle": 10, **settings}
            # A lock is taken at once or not at all, and held without a transaction.
            self._connection = psycopg.connect(*words, **settings, autocommit=True)
            self._connection.execute(f"LISTEN {CHANNEL}")
        return self._connection

    def _give_up(self, problem: psycopg.Error) -> None:
        logger.warning("the jobs are let go: the database is away (%s)", type(problem).__name__)
        self.close()
