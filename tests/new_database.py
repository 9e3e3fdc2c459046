"""New databases with the newest schema: made once a process, and copied from then on."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from network.db import Database
from network.migrations.schema import upgrade


def create_schema(database: Database) -> None:
    """Give a database that has nothing yet the newest schema.

    For SQLite a file is copied: to run every migration takes half a second of processor. Tests of
    the migrations, and of what comes with them, call ``upgrade`` itself.
    """
    file = database.engine.url.database
    if database.engine.dialect.name != "sqlite" or not file:
        upgrade(database)
        return
    assert not Path(file).exists(), file
    Path(file).write_bytes(make_empty_file())


@cache
def make_empty_file() -> bytes:
    """A database file with the newest schema and nothing in it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "grannar.sqlite"
        database = Database(f"sqlite:///{file}")
        upgrade(database)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.engine.dispose()
        return file.read_bytes()
