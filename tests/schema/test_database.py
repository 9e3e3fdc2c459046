"""A database that cannot be had says so in one word, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from network.changes import Counter
from network.db import Database, insert_if_absent, set_lock_timeout
from network.documents.tables import UsedPart
from network.errors import Contended, Unavailable

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


def _add_counter(session: Session, name: str) -> None:
    session.add(Counter(name=name, value=0))
    session.flush()


def test_whoever_gives_a_key_second_is_told_so(database: Database) -> None:
    with database.transaction() as session:
        _add_counter(session, "ours")
    with pytest.raises(Contended) as refused, database.transaction() as session:
        _add_counter(session, "ours")
    assert refused.value.told
    # The log names the rule that was broken, and nothing that somebody wrote.
    assert "ours" not in refused.value.told


def test_whoever_points_at_what_is_gone_is_told_so(database: Database) -> None:
    with pytest.raises(Contended), database.transaction() as session:
        session.add(UsedPart(document_id=uuid4(), part_id="s1", field="steps", is_gone=False))


def test_what_breaks_another_rule_is_a_fault_of_ours(database: Database) -> None:
    with pytest.raises(DBAPIError), database.transaction() as session:
        session.execute(text("INSERT INTO counters (name, value) VALUES ('ours', NULL)"))


def test_whoever_changes_what_was_deleted_is_told_so(database: Database) -> None:
    with database.transaction() as session:
        _add_counter(session, "ours")

    def change() -> None:
        with database.transaction() as session:
            row = session.get_one(Counter, "ours")
            session.execute(text("DELETE FROM counters WHERE name = 'ours'"))
            row.value = 1

    with pytest.raises(Contended):
        change()


def test_two_who_wait_for_each_other_are_told_apart(database: Database) -> None:
    """PostgreSQL ends one of two that wait in a ring; SQLite has one writer and so no ring."""
    if database.engine.dialect.name == "sqlite":
        return
    with database.transaction() as session:
        for name in ("first", "second"):
            _add_counter(session, name)
    meet = Barrier(2, timeout=30)

    def change(names: tuple[str, str]) -> str:
        try:
            with database.transaction() as session:
                session.execute(DRAWN.where(Counter.name == names[0]))
                meet.wait()
                session.execute(DRAWN.where(Counter.name == names[1]))
        except Contended:
            return "told"
        return "done"

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(change, [("first", "second"), ("second", "first")]))
    assert sorted(outcomes) == ["done", "told"]


def test_a_row_is_inserted_where_none_has_its_key(database: Database) -> None:
    with database.transaction() as session:
        assert insert_if_absent(session, Counter, name="ours", value=1)
        assert not insert_if_absent(session, Counter, name="ours", value=2)
        assert session.get_one(Counter, "ours").value == 1


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("55P03", "locked"),
        ("57014", "slow"),
        ("25P03", "slow"),
        ("53100", "full"),
        ("25006", "read_only"),
        ("53300", "away"),
        ("57P01", "away"),
        ("57P03", "away"),
        ("08006", "away"),
    ],
)
def test_what_a_server_says_by_its_code_is_told_in_one_word(
    database: Database, code: str, reason: str
) -> None:
    """Codes that only a broken server gives are raised by one that is whole."""
    if database.engine.dialect.name == "sqlite":
        return
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '{code}'; END $$"
    with pytest.raises(Unavailable) as refused, database.transaction() as session:
        session.connection().exec_driver_sql(raising)
    assert refused.value.reason == reason


def test_a_database_that_takes_nothing_is_told_of(database: Database) -> None:
    is_sqlite = database.engine.dialect.name == "sqlite"
    forbid = "PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY"
    allow = "PRAGMA query_only = OFF" if is_sqlite else "SELECT 1"

    def write() -> None:
        with database.transaction() as session:
            session.execute(text(forbid))
            session.execute(DRAWN)

    with pytest.raises(Unavailable) as refused:
        write()
    assert refused.value.reason == "read_only"
    with database.reading() as session:
        session.execute(text(allow))
