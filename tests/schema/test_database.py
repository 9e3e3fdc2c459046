"""A database that cannot be had says so in one word, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError

from network.changes import Counter
from network.db import Database, set_lock_timeout
from network.errors import Unavailable

DRAWN = update(Counter).values(value=Counter.value + 1)


def test_a_writer_waits_for_another_no_longer_than_it_is_told(database: Database) -> None:
    with database.transaction() as first:
        first.execute(DRAWN)
        with (
            pytest.raises(Unavailable) as refused,
            set_lock_timeout(0),
            database.transaction() as second,
        ):
            second.execute(DRAWN)
    assert refused.value.reason == "locked"
    # Nobody else's patience is any shorter for it, nor is a connection's.
    with database.transaction() as third:
        third.execute(DRAWN)
        if database.engine.dialect.name == "sqlite":
            assert third.scalar(text("PRAGMA busy_timeout")) == 30_000


def test_a_full_disk_is_told_of(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'grannar.sqlite'}")
    with database.transaction() as session:
        session.execute(text("CREATE TABLE filled (words TEXT)"))
        session.execute(text("PRAGMA max_page_count = 4"))
    with pytest.raises(Unavailable) as refused, database.transaction() as session:
        session.execute(text("INSERT INTO filled VALUES (hex(zeroblob(100000)))"))
    assert refused.value.reason == "full"
    database.engine.dispose()


def test_a_server_that_is_away_is_told_of() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable) as refused, database.reading() as session:
        session.execute(text("SELECT 1"))
    assert refused.value.reason == "away"


def test_a_wrong_statement_is_no_lock(database: Database) -> None:
    with pytest.raises(SQLAlchemyError), database.reading() as session:
        session.execute(text("SELECT nothing FROM nowhere"))
