"""Connections to PostgreSQL end in time: slow statements, servers that hang, wires that are cut."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text, update

from network import server_connection
from network.changes import Counter
from network.db import Database, set_lock_timeout, working_long
from network.errors import Unavailable
from network.server_connection import ServerConnector, answers
from tests.conftest import FULL
from tests.postgresql import make_database
from tests.relay import Relay

pytestmark = pytest.mark.skipif(
    not FULL, reason="a server of the run's own, and seconds of waiting: in the full run"
)


@pytest.fixture
def name(postgresql: Path) -> str:
    """The name of a database of the test's own."""
    name = f"test-{uuid4().hex}"
    make_database(postgresql, name, "empty")
    return name


@contextmanager
def connected(address: str) -> Iterator[Database]:
    database = Database(address)
    try:
        yield database
    finally:
        database.close()


@pytest.fixture
def relay(postgresql: Path) -> Iterator[Relay]:
    """A wire to the server."""
    relay = Relay(postgresql / ".s.PGSQL.5432")
    yield relay
    relay.close()


def show(database: Database, *settings: str) -> list[str]:
    with database.reading() as session:
        return [str(session.scalar(text(f"SHOW {setting}"))) for setting in settings]


LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def test_statements_waits_and_idle_transactions_have_limits_unless_the_work_is_long(
    postgresql: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"postgresql://grannar@/{name}?host={postgresql}"
    with connected(address) as database:
        assert show(database, *LIMITS) == ["40s", "30s", "1min"]
        with working_long():
            assert show(database, *LIMITS) == ["0", "30s", "0"]
            with database.transaction() as session:
                assert session.scalar(text("SHOW statement_timeout")) == "0"
            with working_long(False):
                assert show(database, *LIMITS) == ["40s", "30s", "1min"]
        # The same connection, and nothing of it is left.
        assert show(database, *LIMITS) == ["40s", "30s", "1min"]
    # What the address says holds, and so does the environment's.
    stated = f"{address}&options=-c%20statement_timeout%3D1s%20-c%20work_mem%3D8MB"
    with connected(f"{stated}&application_name=ours") as database:
        settings = (*LIMITS, "work_mem", "application_name")
        assert show(database, *settings) == ["1s", "30s", "1min", "8MB", "ours"]
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=7s")
    with connected(address) as database:
        assert show(database, *LIMITS) == ["40s", "7s", "1min"]


def test_a_slow_statement_and_an_idle_transaction_are_told_of(postgresql: Path, name: str) -> None:
    limits = "-c%20statement_timeout%3D100%20-c%20idle_in_transaction_session_timeout%3D100"
    with connected(f"postgresql://grannar@/{name}?host={postgresql}&options={limits}") as database:
        with pytest.raises(Unavailable) as refused, database.reading() as session:
            session.execute(text("SELECT pg_sleep(5)"))
        assert refused.value.reason == "slow"
        with working_long(), database.reading() as session:
            session.execute(text("SELECT pg_sleep(0.3)"))
            time.sleep(0.3)
            session.execute(text("SELECT 1"))

        def idle() -> None:
            with database.reading() as session:
                session.execute(text("SELECT 1"))
                time.sleep(0.5)
                session.execute(text("SELECT 1"))

        with pytest.raises(Unavailable):
            idle()


def test_a_writer_waits_for_a_lock_as_long_as_the_limit_says(postgresql: Path, name: str) -> None:
    address = f"postgresql://grannar@/{name}?host={postgresql}&options=-c%20lock_timeout%3D200"
    drawn = update(Counter).values(value=Counter.value + 1)
    with connected(address) as database, database.transaction() as session:
        session.execute(drawn)
        for patience in (30.0, 0.1):
            with (
                pytest.raises(Unavailable) as refused,
                set_lock_timeout(patience),
                database.transaction() as second,
            ):
                second.execute(drawn)
            assert refused.value.reason == "locked"


def test_a_server_that_swallows_everything_costs_a_bounded_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        address = f"postgresql://nobody@127.0.0.1:{port},127.0.0.1:1/none"
        began = time.monotonic()
        with pytest.raises(Unavailable) as refused, Database(address).reading() as session:
            session.execute(text("SELECT 1"))
        assert refused.value.reason == "away"
        assert 2 < time.monotonic() - began < 5
        # Whoever comes a moment later does not wait for it as well.
        began = time.monotonic()
        with pytest.raises(Unavailable), Database(address).reading() as session:
            session.execute(text("SELECT 1"))
        assert time.monotonic() - began < 1
        assert not answers("127.0.0.1", port, within=0.2)
    assert not answers("127.0.0.1", port)


def test_whoever_waits_for_a_server_that_was_cut_off_is_told_in_time_and_others_go_to_the_next(
    postgresql: Path, name: str, relay: Relay
) -> None:
    other = Relay(postgresql / ".s.PGSQL.5432")
    address = f"postgresql://grannar@127.0.0.1:{relay.port},127.0.0.1:{other.port}/{name}"
    with connected(address) as database, ThreadPoolExecutor(8) as threads:
        met = threading.Barrier(5, timeout=20)

        def wait() -> tuple[str, float]:
            began = 0.0
            try:
                with database.reading() as session:
                    session.execute(text("SELECT 1"))
                    met.wait()
                    began = time.monotonic()
                    session.execute(text("SELECT pg_sleep(30)"))
            except Unavailable as refused:
                return refused.reason, time.monotonic() - began
            return "answered", 0.0

        # Idle ones in the pool, and some who wait for an answer.
        waiting = [threads.submit(wait) for _ in range(4)]
        met.wait()
        relay.cut()
        for answered in waiting:
            reason, took = answered.result()
            assert reason == "away"
            assert took < 8
        # Whoever comes now is answered by the other, without waiting for the first once more.
        began = time.monotonic()
        for _ in range(3):
            assert show(database, "transaction_read_only") == ["off"]
        assert time.monotonic() - began < 1
    other.close()


def test_an_idle_connection_of_a_server_that_was_cut_off_is_replaced_in_time(
    name: str, relay: Relay
) -> None:
    address = f"postgresql://grannar@127.0.0.1:{relay.port}/{name}"
    with connected(address) as database:
        show(database, "port")
        relay.cut()
        began = time.monotonic()
        with pytest.raises(Unavailable):
            show(database, "port")
        assert time.monotonic() - began < 12
        relay.mend()
        server_connection._left_alone.clear()
        assert show(database, "port") == ["5432"]


def test_a_long_statement_of_a_server_that_lives_is_waited_for(
    postgresql: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_connection, "_SILENT", 0.3)
    address = f"postgresql://grannar@/{name}?host={postgresql}"
    with connected(address) as database, database.reading() as session:
        assert session.scalar(text("SELECT 'done' FROM pg_sleep(1.5)")) == "done"


def test_a_commit_that_is_cut_off_may_or_may_not_have_been_kept(name: str, relay: Relay) -> None:
    def write(database: Database, ending: bool) -> None:
        with database.transaction() as session:
            session.execute(update(Counter).values(value=Counter.value + 1))
            if ending:
                database.before_commit.append(lambda *_: relay.cut())
            else:
                relay.cut()
                session.execute(text("SELECT 1"))

    for ending in (True, False):
        relay.mend()
        server_connection._left_alone.clear()
        with connected(f"postgresql://grannar@127.0.0.1:{relay.port}/{name}") as database:
            with pytest.raises(Unavailable) as refused:
                write(database, ending)
            assert refused.value.reason == "away"
            assert refused.value.is_unsure is ending


def test_a_server_that_takes_no_writing_any_more_is_left(postgresql: Path, name: str) -> None:
    with connected(f"postgresql://grannar@/{name}?host={postgresql}") as database:
        with database.transaction() as session:
            before = session.scalar(text("SELECT pg_backend_pid()"))

        def write() -> None:
            with database.transaction() as session:
                session.execute(text("SET TRANSACTION READ ONLY"))
                session.execute(update(Counter).values(value=1))

        with pytest.raises(Unavailable) as refused:
            write()
        assert refused.value.reason == "read_only"
        with database.transaction() as session:
            assert session.scalar(text("SELECT pg_backend_pid()")) != before


def test_hosts_are_tried_in_their_order_the_one_reached_last_first() -> None:
    connector = ServerConnector()

    def list_hosts(**given: str) -> list[str]:
        return [
            f"{attempt.get('host')}:{attempt.get('port', '')}:{attempt.get('target_session_attrs')}"
            for _, attempt in connector._list_attempts(given)
        ]

    wanted = {"target_session_attrs": "read-write"}
    assert list_hosts(host="a") == ["a::None"]
    given = {"host": "a,b,c", "port": "1,,3"}
    assert list_hosts(**given | wanted) == ["a:1:read-write", "b::read-write", "c:3:read-write"]
    assert list_hosts(host="a,b", port="7") == ["a:7:None", "b:7:None"]
    connector._first = ("c", "3")
    assert list_hosts(**given) == ["c:3:None", "a:1:None", "b::None"]
    assert list_hosts(**given, target_session_attrs="prefer-standby") == [
        *("c:3:standby", "a:1:standby", "b::standby"),
        *("c:3:any", "a:1:any", "b::any"),
    ]


def test_a_process_that_was_forked_never_uses_a_connection_of_its_parent(
    postgresql: Path, name: str
) -> None:
    with connected(f"postgresql://grannar@/{name}?host={postgresql}") as database:

        def read_backend() -> int:
            with database.reading() as session:
                return int(session.scalar(text("SELECT pg_backend_pid()")) or 0)

        before = read_backend()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(writing, str(read_backend()).encode())
            finally:
                # Nothing of the tests is to be ended here.
                os._exit(0)
        os.waitpid(child, 0)
        os.close(writing)
        with os.fdopen(reading) as told:
            assert int(told.read()) != before
        # The parent's is whole, and still its own.
        assert read_backend() == before


def test_a_backend_that_hangs_is_no_server_that_is_gone(postgresql: Path, name: str) -> None:
    """What waits is told apart from what is dead by asking the server, not by a clock."""
    address = f"postgresql://grannar@/{name}?host={postgresql}"
    with connected(address) as database, database.reading() as session:
        backend = int(session.scalar(text("SELECT pg_backend_pid()")) or 0)
        os.kill(backend, signal.SIGSTOP)
        threading.Timer(4.5, os.kill, (backend, signal.SIGCONT)).start()
        assert session.scalar(text("SELECT 7")) == 7


def test_the_workers_connection_has_the_same_limits(postgresql: Path, name: str) -> None:
    with connected(f"postgresql://grannar@/{name}?host={postgresql}") as database:
        connection = database.connect_apart()
        assert isinstance(connection, psycopg.Connection)
        assert connection.execute("SHOW lock_timeout").fetchone() == ("30s",)
        connection.close()
