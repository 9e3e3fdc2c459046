"""Bad times of the database: pages go on where they can; where they cannot there is a sentence with
503, nothing acknowledged is lost, and all is well again by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import QueuePool, event, select
from werkzeug.test import TestResponse

from network import seats
from network.app import create_app
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.tables import DocumentText
from network.migrations.schema import upgrade
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from tests.conftest import FULL, make_settings
from tests.folders import write_folder
from tests.postgresql import cluster, make_database, start_server, stop_server
from tests.served_site import serve_in_thread
from tests.web.people import Person, carried, signed_in, site_of, token_of
from tests.web.test_admission import ask

READ = ("/nb/", "/sv/eksempelvik/frokost", "/nb/search?q=frokost", "/nb/organisations")
BUSY = {"nb": "Nettstedet er opptatt", "sv": "Webbplatsen är hårt belastad"}


def make_app(database_url: str, folder: Path) -> Flask:
    """A site over a database that has the schema, with the made-up content."""
    app = create_app(make_settings(folder, DATABASE_URL=database_url))
    site = site_of(app)
    with site.database.transaction() as session:
        import_folder(session, write_folder(folder / "in"))
    catch_up(site.index.folder, DatabaseSource(site.database))
    return app


def is_told(answer: TestResponse, language: str = "nb") -> bool:
    """Whether an answer says in a sentence that the site is busy, and when to come again."""
    return (
        answer.status_code == 503
        and int(answer.headers["Retry-After"]) > 0
        and f"<h1>{BUSY[language]}</h1>" in answer.text
    )


class Form:
    """The form of a text, opened before anything is the matter, and sent as often as need be."""

    def __init__(self, kari: Person, title: str, words: int = 15_000) -> None:
        chosen = {"kind": "need", "language": "nb", "organisation": "eksempelvik"}
        begun = kari.post("/nb/desk/new", {**chosen, "id": str(uuid4())})
        page = kari.get(begun.location).text
        self._kari, self._address = kari, begun.location
        self._fields = {
            **carried(page),
            "title": title,
            # Long enough to need room.
            "body": "Ord. " * words,
            "do": "save",
            "csrf_token": token_of(page),
        }

    def send(self) -> TestResponse:
        return self._kari.client.post(self._address, data=self._fields)


def list_titles(app: Flask) -> set[str]:
    with site_of(app).database.reading() as session:
        return set(session.scalars(select(DocumentText.title)))


# --- Faults in one process ------------------------------------------------------------------


class Told:
    """What every connection is told when it is taken out of the pool, on either database."""

    def __init__(self, database: Database, sqlite: str, postgresql: str) -> None:
        self._statement = sqlite if database.engine.dialect.name == "sqlite" else postgresql
        self._engine = database.engine

    def __enter__(self) -> None:
        event.listen(self._engine, "checkout", self._tell)

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "checkout", self._tell)

    def _tell(self, connection: Any, *_: object) -> None:
        connection.execute(self._statement)
        if self._engine.dialect.name == "postgresql":
            connection.commit()


def count_pooled(database: Database) -> int:
    """How many connections are kept."""
    assert isinstance(database.engine.pool, QueuePool)
    return database.engine.pool.size()


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    setting = "SET default_transaction_read_only = {}"
    with Told(database, "PRAGMA query_only = ON", setting.format("on")):
        yield
    # As when a standby becomes the server: the same connections may write again.
    stack = ExitStack()
    stack.enter_context(Told(database, "PRAGMA query_only = OFF", setting.format("off")))
    with ExitStack() as connections:
        for _ in range(count_pooled(database)):
            connections.enter_context(database.engine.connect())
    stack.close()


@contextmanager
def full(database: Database) -> Iterator[None]:
    with Told(database, "PRAGMA max_page_count = 1", "SELECT 1"):
        yield
    with Told(database, "PRAGMA max_page_count = 1000000", "SELECT 1"), ExitStack() as connections:
        for _ in range(count_pooled(database)):
            connections.enter_context(database.engine.connect())


@contextmanager
def all_connections_used(database: Database) -> Iterator[None]:
    pool: Any = database.engine.pool
    before, pool._timeout = pool._timeout, 0.05
    with ExitStack() as held:
        for _ in range(pool.size() + pool._max_overflow):
            held.enter_context(database.engine.connect())
        yield
    pool._timeout = before


Fault = Callable[[Database], Any]


def go_through(database: Database, tmp_path: Path, fault: Fault, *, readers_go_on: bool) -> None:
    """A reader and a writer before, during and after a fault."""
    app = make_app(database.engine.url.render_as_string(hide_password=False), tmp_path)
    kari, reader = signed_in(app, "Kari", "coordinator", "eksempelvik"), app.test_client()
    before, meanwhile = Form(kari, "Før"), Form(kari, "Imens")
    assert before.send().status_code == 303
    with fault(site_of(app).database):
        for path in READ:
            answer = reader.get(path)
            assert answer.status_code == 200 if readers_go_on else is_told(answer, path[1:3]), path
        assert kari.get("/nb/desk/").status_code == (200 if readers_go_on else 503)
        assert reader.get("/health/live").status_code == 200
        assert reader.get("/health/ready").status_code == (200 if readers_go_on else 503)
        answer = meanwhile.send()
        assert is_told(answer)
        # What was written is on the page, to be sent once more.
        assert 'value="Imens"' in answer.text or not readers_go_on
    titles = list_titles(app)
    assert "Før" in titles
    assert "Imens" not in titles
    assert all(reader.get(path).status_code == 200 for path in READ)
    assert meanwhile.send().status_code == 303
    assert {"Før", "Imens"} <= list_titles(app)
    site_of(app).database.engine.dispose()


def test_readers_go_on_while_the_database_takes_nothing(database: Database, tmp_path: Path) -> None:
    go_through(database, tmp_path, read_only, readers_go_on=True)


def test_readers_go_on_while_the_disk_is_full(database: Database, tmp_path: Path) -> None:
    """PostgreSQL says it by a code, which test_database.py asks for."""
    if database.engine.dialect.name == "sqlite":
        go_through(database, tmp_path, full, readers_go_on=True)


def test_while_every_connection_is_in_use_readers_and_writers_are_told(
    database: Database, tmp_path: Path
) -> None:
    go_through(database, tmp_path, all_connections_used, readers_go_on=False)


@pytest.mark.skipif(not FULL, reason="every query takes half a second: in the full run")
def test_pages_come_or_say_that_they_do_not_while_every_query_takes_half_a_second(
    database: Database, tmp_path: Path
) -> None:
    app = make_app(database.engine.url.render_as_string(hide_password=False), tmp_path)
    engine = site_of(app).database.engine

    def wait(*_: Any) -> None:
        time.sleep(0.5)

    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    form = Form(kari, "Imens")
    event.listen(engine, "before_cursor_execute", wait)
    saved = form.send()
    assert saved.status_code == 303 or is_told(saved)
    paths = [READ[number % len(READ)] for number in range(100)]
    with serve_in_thread(app) as port, ThreadPoolExecutor(len(paths)) as many:
        began = time.monotonic()
        answers = list(many.map(lambda path: ask(port, "GET", path), paths))
        took = time.monotonic() - began
        # Some find a seat, whoever waits for one too long is told.
        statuses = [status for status, _, _ in answers]
        assert set(statuses) <= {200, 503}
        assert statuses.count(200) >= seats.READERS[0]
        for status, headers, page in answers:
            assert status == 200 or ("Retry-After" in headers and "<h1>" in page)
        assert took < 45
        event.remove(engine, "before_cursor_execute", wait)
        assert ask(port, "GET", "/nb/")[0] == 200
    if saved.status_code == 503:
        assert form.send().status_code == 303
    assert "Imens" in list_titles(app)
    engine.dispose()


# --- A server of PostgreSQL -----------------------------------------------------------------


@pytest.fixture(scope="module")
def own_server() -> Iterator[Path]:
    """A server that these tests may stop."""
    with cluster() as home:
        database = Database(make_database(home, "grannar"))
        upgrade(database)
        database.engine.dispose()
        yield home


@pytest.mark.skipif(not FULL, reason="a server that is stopped and started: in the full run")
def test_a_server_that_crashes_and_comes_back_loses_nothing(
    own_server: Path, tmp_path: Path
) -> None:
    app = make_app(f"postgresql://grannar@/grannar?host={own_server}", tmp_path)
    kari, reader = signed_in(app, "Kari", "coordinator", "eksempelvik"), app.test_client()
    for number, how in enumerate(("fast", "immediate", "immediate")):
        before, meanwhile = Form(kari, f"Før {number}"), Form(kari, f"Imens {number}")
        assert before.send().status_code == 303
        stop_server(own_server, how)
        for path in READ:
            assert is_told(reader.get(path), path[1:3])
        assert is_told(meanwhile.send())
        assert reader.get("/health/live").status_code == 200
        assert reader.get("/health/ready").json == {"ready": False, "database": "away"}
        start_server(own_server)
        for path in READ:
            assert reader.get(path).status_code == 200
        titles = list_titles(app)
        assert f"Før {number}" in titles
        assert f"Imens {number}" not in titles
        assert meanwhile.send().status_code == 303
        assert f"Imens {number}" in list_titles(app)
    site_of(app).database.engine.dispose()


@pytest.mark.skipif(not FULL, reason="a server whose connections others take: in the full run")
def test_a_server_that_takes_no_more_connections_is_told_of(
    own_server: Path, tmp_path: Path
) -> None:
    app = create_app(
        make_settings(tmp_path, DATABASE_URL=f"postgresql://grannar@/grannar?host={own_server}")
    )
    reader = app.test_client()
    with ExitStack() as others:
        with suppress(psycopg.OperationalError):
            while True:
                others.enter_context(
                    psycopg.connect(user="grannar", dbname="grannar", host=str(own_server))
                )
        for path in READ:
            assert is_told(reader.get(path), path[1:3])
    for path in READ[:2]:
        assert reader.get(path).status_code in (200, 404)
    site_of(app).database.engine.dispose()
