"""Public pages come from a standby that has what the primary has, and are never of before."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from network.app import create_app
from network.changes import draw_public_numbers
from network.content_files.importing import import_folder
from network.db import Database
from network.errors import Misconfigured, Unavailable
from network.public_reading import PublicReading
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from tests.conftest import FULL, make_settings
from tests.failover.pair import Pair, until
from tests.folders import EXPERIENCE_NB, write_folder
from tests.new_database import create_schema
from tests.web.people import signed_in, site_of
from tests.web.public.test_pages import PAGES

ENTRY = "/nb/eksempelvik/frokost"

# Public pages that are kept by nobody, and those with a validator of their own.
MADE_EACH_TIME = ("/nb/eksempelvik/frokost/document.docx", "/nb/ledger/csv", "/nb/ledger/xlsx")
FEEDS = ("/nb/feeds/all.atom", "/nb/feeds/all.ics", "/sv/suggest?q=fro", "/sitemap.xml")
servers = pytest.mark.skipif(not FULL, reason="two servers of the run's own: in the full run")


def make_app(pair: Pair, folder: Path, **given: str) -> Flask:
    settings = {
        "DATABASE_URL": pair.address(),
        "DATABASE_READ_URL": pair.address(),
        "SEARCH_INDEX": str(folder / "index"),
    }
    return create_app(make_settings(folder, **settings | given))


@pytest.fixture
def app(pair: Pair, tmp_path: Path) -> Iterator[Flask]:
    app = make_app(pair, tmp_path)
    catch_up(site_of(app).index.folder, DatabaseSource(site_of(app).database))
    yield app
    close(app)


def close(app: Flask) -> None:
    public: PublicReading = site_of(app).public
    public.primary.close()
    assert public.standby is not None
    public.standby.close()


def name_entry(app: Flask, title: str) -> None:
    """Publish the entry once more, with another title."""
    site = site_of(app)
    changed = re.sub("(?m)^title: .*$", f"title: {title}", EXPERIENCE_NB, count=1)
    content = site.settings.search_index.parent / "content"
    write_folder(content, {"entries/eksempelvik/frokost.nb.md": changed})
    with site.database.transaction() as session:
        import_folder(session, content)


def is_read_on_standby(app: Flask) -> bool:
    with site_of(app).public.reading() as session:
        return bool(session.scalar(text("SELECT pg_is_in_recovery()")))


def catches_up(app: Flask) -> None:
    until(lambda: site_of(app).public.read_standby().has_all)


@servers
def test_public_pages_are_read_on_the_standby_while_it_has_what_the_primary_has(
    app: Flask, pair: Pair
) -> None:
    catches_up(app)
    reader = app.test_client()
    assert "Frokost" in reader.get(ENTRY).text
    assert is_read_on_standby(app)
    pair.standby.ask("SELECT pg_wal_replay_pause()")
    name_entry(app, "Ny tittel")
    # The standby lacks it: it is read on the primary, and by nobody as it was.
    assert not is_read_on_standby(app)
    assert "Ny tittel" in reader.get(ENTRY).text
    assert b"Ny tittel" in make_again(app, ENTRY)
    status = site_of(app).public.read_standby()
    assert status.is_standby
    assert not status.has_all
    assert status.bytes_behind
    told = app.test_cli_runner().invoke(args=["status"]).output
    assert f"a standby, {status.bytes_behind} bytes behind, lacks something public" in told
    pair.standby.ask("SELECT pg_wal_replay_resume()")
    catches_up(app)
    assert is_read_on_standby(app)
    assert b"Ny tittel" in make_again(app, ENTRY)
    told = app.test_cli_runner().invoke(args=["status"]).output
    assert "ok   standby    a standby, " in told
    assert "bytes behind, has all that is public" in told


def make_again(app: Flask, path: str) -> bytes:
    """The page as it is made where nothing is kept."""
    app.extensions["grannar.kept_pages"].memory._enter(object())
    answer = app.test_client().get(path)
    assert answer.status_code == 200, path
    return answer.get_data()


@servers
def test_what_one_wrote_oneself_is_read_back_at_once(app: Flask, pair: Pair) -> None:
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    catches_up(app)
    pair.standby.ask("SELECT pg_wal_replay_pause()")
    form = {"kind": "need", "language": "nb", "organisation": "eksempelvik", "title": "Et behov"}
    answer = kari.post("/nb/desk/new", form)
    assert answer.status_code == 303
    assert "Et behov" in kari.get(answer.location).text
    assert "Et behov" in kari.get("/nb/desk/").text


@servers
def test_a_page_and_its_number_are_of_one_state(app: Flask, pair: Pair) -> None:
    """A page that is made while somebody publishes is not kept as what is public afterwards."""
    catches_up(app)
    kept: Any = app.extensions["grannar.kept_pages"]
    make = kept._make

    def publish_and_make(*given: Any) -> Any:
        pair.standby.ask("SELECT pg_wal_replay_pause()")
        name_entry(app, "Ny tittel")
        return make(*given)

    kept._make = publish_and_make
    assert "Ny tittel" not in app.test_client().get(ENTRY).text
    kept._make = make
    assert "Ny tittel" in app.test_client().get(ENTRY).text
    assert b"Ny tittel" in make_again(app, ENTRY)


@servers
def test_readers_are_served_by_the_standby_alone_for_as_long_as_is_said(
    app: Flask, pair: Pair, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    catches_up(app)
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    impatient = make_app(pair, tmp_path, DATABASE_READ_ALONE="0")
    request.addfinalizer(lambda: close(impatient))
    assert impatient.test_client().get(ENTRY).status_code == 200
    pair.primary.kill()
    reader = app.test_client()
    for path in (*(f"/sv/{page}" for page in PAGES), *MADE_EACH_TIME, *FEEDS):
        make_again(app, path)
    assert (
        reader.post("/nb/pasted-text", data={"text": "Gratis frokost i skolen."}).status_code == 200
    )
    health = reader.get("/health/ready").json
    assert health is not None
    assert health["database"] == "away"
    told = app.test_cli_runner().invoke(args=["status"]).output
    assert "BAD  standby    a standby, and no primary to compare it with" in told
    assert impatient.test_client().get(ENTRY).status_code == 503
    answer = kari.get("/nb/desk/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    # Who is signed in reads what everybody reads.
    assert kari.get(ENTRY).status_code == 200
    with pytest.raises(Unavailable), site_of(app).database.reading() as session:
        session.execute(text("SELECT 1"))
    pair.fail_over()
    name_entry(app, "Ny tittel")

    def is_back() -> bool:
        make_again(app, ENTRY)
        return site_of(app).public.has_primary

    until(is_back)
    assert "Ny tittel" in reader.get(ENTRY).text
    assert kari.get("/nb/desk/").status_code == 200


@servers
def test_without_a_standby_the_primary_is_read(app: Flask, pair: Pair) -> None:
    catches_up(app)
    assert is_read_on_standby(app)
    pair.primary.ask("ALTER SYSTEM SET synchronous_standby_names = ''")
    pair.primary.ask("SELECT pg_reload_conf()")
    pair.standby.kill()
    assert b"Frokost" in make_again(app, ENTRY)
    name_entry(app, "Ny tittel")
    assert "Ny tittel" in app.test_client().get(ENTRY).text


@servers
def test_a_standby_that_hangs_costs_one_reader_seconds_and_the_others_nothing(
    app: Flask, pair: Pair
) -> None:
    catches_up(app)
    assert is_read_on_standby(app)
    pair.primary.ask("ALTER SYSTEM SET synchronous_standby_names = ''")
    pair.primary.ask("SELECT pg_reload_conf()")
    pair.standby.kill(signal.SIGSTOP)
    try:
        assert b"Frokost" in make_again(app, ENTRY)
        name_entry(app, "Ny tittel")
        assert "Ny tittel" in app.test_client().get(ENTRY).text
    finally:
        pair.standby.kill(signal.SIGCONT)


def test_where_neither_server_answers_it_is_told_as_ever(tmp_path: Path) -> None:
    nobody = "postgresql://nobody@127.0.0.1:1/none"
    app = create_app(make_settings(tmp_path, DATABASE_URL=nobody, DATABASE_READ_URL=nobody))
    for _ in range(2):
        answer = app.test_client().get(ENTRY)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        answer = app.test_client().get("/health/ready")
        assert (answer.status_code, answer.json) == (503, {"ready": False, "database": "away"})


def test_a_standby_goes_with_postgresql_alone(tmp_path: Path) -> None:
    for given, told in (
        ({"DATABASE_READ_URL": "postgresql://u@a/n"}, "DATABASE_READ_URL goes with PostgreSQL"),
        ({"DATABASE_READ_ALONE": "soon"}, "DATABASE_READ_ALONE must be a whole number"),
        (
            {"DATABASE_URL": "postgresql://u@a/n", "DATABASE_READ_URL": "postgresql://u@a:x/n"},
            "DATABASE_READ_URL cannot be understood",
        ),
        (
            {"DATABASE_URL": "postgresql://u@a/n", "DATABASE_READ_URL": "sqlite:///x"},
            "DATABASE_READ_URL goes with PostgreSQL",
        ),
    ):
        with pytest.raises(Misconfigured, match=told):
            create_app(make_settings(tmp_path, **given))


def test_a_connection_that_broke_is_made_anew_before_its_server_is_away(tmp_path: Path) -> None:
    """The server that was read is killed just as it is asked; another has its place at once."""
    asked: list[Database] = []

    class Replaced(Database):
        @contextmanager
        def reading(self) -> Iterator[Session]:
            asked.append(self)
            if len(asked) == 1:
                raise Unavailable("away", "the server closed the connection")
            with super().reading() as session:
                yield session

    url = f"sqlite:///{tmp_path / 'grannar.sqlite'}"
    primary, standby = Database(url), Replaced(url)
    create_schema(primary)
    with primary.transaction() as session:
        draw_public_numbers(session, ["public"])
    with PublicReading(primary, standby, alone=60).reading() as session:
        assert session.info["kept"] is standby.kept
    assert asked == [standby, standby]
