"""The Python client against a site that runs: pages, changes, waiting, problems, drafts."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from werkzeug.serving import make_server

from network import clock
from network.app import create_app
from network.organisations.queries import find_organisation_ids
from network.people.api_tokens import make_token
from tests.api.client_path import CLIENT, grannar_client
from tests.api.conftest import publish_each
from tests.conftest import make_settings
from tests.web.people import actor, signed_in, site_of

Client = grannar_client.Client


@pytest.fixture
def site(own_app: Flask, tmp_path: Path) -> Iterator[str]:
    """A site of the test's own, answering at an address."""
    app = create_app(
        make_settings(
            tmp_path / "site",
            DATABASE_URL=site_of(own_app).settings.database_url,
            API_READS_PER_MINUTE="0",
            API_WRITES_PER_MINUTE="0",
        )
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    app.extensions["grannar"].database.engine.dispose()


def test_pages_are_followed_and_entries_read(own_app: Flask, site: str) -> None:
    publish_each(own_app, [{"kind": "practice", "title": f"Praksis {n}"} for n in range(7)])
    client = Client(site)
    found = list(client.entries(kind=["practice", "meeting"], limit=2))
    assert len({entry["id"] for entry in found}) == len(found) == 8
    entry = client.entry(found[0]["id"])
    assert entry == client.entry(entry["address"])
    assert entry["content"]["kind"] == entry["kind"]
    assert client.organisation("eksempelvik")["register"]["code"] == "9901"
    assert {body["slug"] for body in client.organisations(country="SE")} == {
        "exempelstad",
        "region-exempel",
    }
    assert {topic["id"] for topic in client.topics()} == {"schools", "truancy"}
    assert [term["id"] for term in client.terms()] == ["yttrande"]
    assert list(client.collections()) == list(client.needs()) == []
    hits = list(client.search_hits("praksis", limit=3))
    assert len(hits) == client.search("praksis")["total"] == 7
    assert client.search("frokost", exact=True)["widened"] == []
    assert client.backlinks(client.entry("exempelstad/frukost")["id"])


def test_problems_are_exceptions_in_the_language_asked_for(site: str) -> None:
    client = Client(site, language="sv")
    with pytest.raises(grannar_client.NotFound) as told:
        client.entry("eksempelvik/ingenting")
    assert told.value.title == "Här finns ingenting"
    with pytest.raises(grannar_client.AnotherHistory):
        client.changes("99999999")
    with pytest.raises(grannar_client.Problem) as wrong:
        list(client.entries(kind="nothing", nothing="x"))
    assert wrong.value.code == "invalid-parameter"
    assert {field for field, _ in wrong.value.errors} == {"nothing", "kind.0"}


def test_changes_are_followed_to_the_end(own_app: Flask, site: str) -> None:
    client = Client(site)
    everything = list(client.follow())
    assert [change["number"] for change, _ in everything] == [1, 2, 3, 4]
    since = everything[-1][1]
    assert list(client.follow(since)) == []
    publish_each(own_app, [{"kind": "practice", "title": "Ny"}])
    assert [change["verb"] for change, _ in client.follow(since)] == ["published"]


class _Busy(BaseHTTPRequestHandler):
    """Answers a few times that it is busy, and then."""

    asked: ClassVar[list[str]] = []
    refusals: ClassVar[list[tuple[int, str]]] = []

    def do_GET(self) -> None:
        _Busy.asked.append(self.path)
        if _Busy.refusals:
            status, wait = _Busy.refusals.pop(0)
            self.send_response(status)
            self.send_header("Retry-After", wait)
            body: Any = {"type": "https://x.example/api#too-many-requests", "title": "Wait"}
        else:
            self.send_response(200)
            body = {"items": []}
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def busy() -> Iterator[str]:
    """A site that can be told to be busy."""
    server = HTTPServer(("127.0.0.1", 0), _Busy)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_waits_as_long_as_it_is_told_and_no_oftener_than_it_may(busy: str) -> None:
    waited: list[float] = []
    client = Client(busy, sleep=waited.append, attempts=3)
    _Busy.asked.clear()
    _Busy.refusals[:] = [(429, "7"), (503, "3")]
    assert client.topics() == []
    assert waited == [7, 3]
    _Busy.refusals[:] = [(429, "7")] * 3
    with pytest.raises(grannar_client.TooManyRequests):
        client.topics()
    assert len(_Busy.asked) == 6
    # However long a site says, nobody waits for hours.
    _Busy.refusals[:] = [(429, "99999")]
    client.topics()
    assert waited[-1] == 120


def test_nobody_there_is_told_after_every_attempt() -> None:
    waited: list[float] = []
    client = Client("http://127.0.0.1:1", sleep=waited.append, attempts=3)
    with pytest.raises(grannar_client.Unreachable):
        client.topics()
    assert waited == [2, 4]


README = (CLIENT.parent / "README.md").read_text(encoding="utf-8")


def test_the_readme_does_what_it_says(
    own_app: Flask, site: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kari = signed_in(own_app, "Kari", "coordinator", "eksempelvik")
    with site_of(own_app).database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        last_day = clock.today() + timedelta(9)
        token = make_token(session, home, "Sak", last_day, actor=actor(own_app, kari))
    publish_each(
        own_app, [{"kind": "practice", "title": "Skolfrånvaro", "language": "sv"}], at="exempelstad"
    )
    monkeypatch.setenv("GRANNAR_TOKEN", token)
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(block.replace("https://grannar.example", site), names)
    told = capsys.readouterr().out
    assert "exempelstad/skolfrånvaro Skolfrånvaro\n" in told
    assert "    skolfrånvaro equivalent ['title']" in told
    assert "missing_summary summary " in told
    assert (names["newer"]["version"], names["draft"]["version"]) == (2, 2)
    assert names["draft"]["content"]["done"] == "Vi gikk hver fredag."


def test_the_readme_names_all_that_a_copy_has(own_app: Flask, site: str, tmp_path: Path) -> None:
    client, folder = Client(site), tmp_path / "copy"
    (entry,) = publish_each(own_app, [{"kind": "practice", "title": "Ny"}])
    grannar_client.update_mirror(client, folder)
    assert {file.name for file in folder.iterdir()} == {"entries", "state.json"}
    kept = json.loads((folder / "entries" / f"{entry}.json").read_text(encoding="utf-8"))
    assert kept == client.entry(str(entry))
    for name in ("entries/ID.json", "state.json", "begin with a dot"):
        assert name in README
