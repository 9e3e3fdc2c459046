"""What pages say while PostgreSQL is slow or goes away, and as it does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask

from network.app import create_app
from network.content_files.importing import import_folder
from network.server_connection import _left_alone
from tests.conftest import FULL, make_settings
from tests.folders import write_folder
from tests.postgresql import make_database
from tests.relay import Relay
from tests.web.people import signed_in, site_of, token_of

pytestmark = pytest.mark.skipif(
    not FULL, reason="a server of the run's own, and seconds of waiting: in the full run"
)

FORM = {"kind": "need", "language": "nb", "organisation": "eksempelvik", "title": "Et behov"}


@pytest.fixture
def relay(postgresql: Path) -> Iterator[Relay]:
    """A wire to the server."""
    relay = Relay(postgresql / ".s.PGSQL.5432")
    yield relay
    relay.close()


@pytest.fixture
def name(postgresql: Path) -> str:
    """The name of a database of the test's own."""
    name = f"test-{uuid4().hex}"
    make_database(postgresql, name, "empty")
    return name


@pytest.fixture
def app(name: str, relay: Relay, tmp_path: Path) -> Iterator[Flask]:
    """The site over the made-up municipalities, at the end of the wire."""
    limit = "options=-c%20statement_timeout%3D500"
    address = f"postgresql://grannar@127.0.0.1:{relay.port}/{name}?{limit}"
    app = create_app(make_settings(tmp_path, DATABASE_URL=address))
    with site_of(app).database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    yield app
    site_of(app).database.close()


def test_a_slow_database_is_503_with_a_sentence_and_a_time(
    app: Flask, postgresql: Path, name: str
) -> None:
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    assert kari.get("/nb/eksempelvik/frokost").status_code == 200
    with psycopg.connect(host=str(postgresql), user="grannar", dbname=name) as holding:
        holding.execute("LOCK TABLE counters, documents, accounts IN ACCESS EXCLUSIVE MODE")
        for answer in (
            app.test_client().get("/nb/eksempelvik/frokost"),
            kari.get("/sv/desk/"),
            kari.client.post("/nb/desk/new", data=FORM),
        ):
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
            assert (
                "Nettstedet er opptatt" in answer.text
                or "Webbplatsen är hårt belastad" in answer.text
            )
    assert kari.get("/nb/eksempelvik/frokost").status_code == 200


def test_a_page_does_not_say_that_nothing_was_changed_where_nobody_knows(
    app: Flask, relay: Relay
) -> None:
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    token = kari.token()
    before_commit = site_of(app).database.before_commit
    before_commit.append(lambda *_: relay.cut())
    answer = kari.client.post("/nb/desk/new", data=FORM | {"csrf_token": token})
    before_commit.pop()
    relay.mend()
    _left_alone.clear()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Kanskje ble det ikke lagret" in answer.text
    assert "Ingenting er endret" not in answer.text
    # What was written can be sent once more from there.
    assert 'name="title" value="Et behov"' in answer.text
    assert token_of(answer.text)
    assert kari.post("/nb/desk/new", FORM).status_code == 303
