"""Who does which job, and when there is work: agreed between workers through the database.

A worker holds a job until it ends. What holds it is the operating system's or the server's: of a
process that was killed nothing is left, and another takes the job over.
"""

from __future__ import annotations

import fcntl
import os
import time
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from network.db import Database, find_wake_file
from network.private_files import make_private_file
from network.worker.coordination import Coordination

# How often the time of SQLite's file is looked at, in seconds; one call of the operating system.
_LOOK_EVERY = 0.1


def coordinate(database: Database) -> Coordination:
    """The coordination that fits the database. Connects to nothing yet."""
    if database.engine.dialect.name == "sqlite":
        return FileCoordination(Path(database.engine.url.database or ""))
    # The driver takes a fifth of a second to import, for what a site on SQLite never asks.
    from network.worker.server_locks import PostgresCoordination

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
