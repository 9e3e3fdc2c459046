"""Saved queries: what a file may say, and what is asked of the office that it names."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from network.errors import Invalid
from network.organisations.statistics.queries import NoAnswer, SavedQuery, ask, read_saved_query
from tests.mail.imap_server import make_certificate
from tests.organisations.test_figures import JSON_STAT

V1 = {"query": [{"code": "Tid", "selection": {"filter": "top", "values": ["1"]}}]}
V2 = {"selection": [{"variableCode": "Tid", "valueCodes": ["top(1)"]}]}
URL = "https://office.example/api/v0/no/table/09999/"


def saved(tmp_path: Path, value: Any) -> Path:
    file = tmp_path / "query.json"
    file.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return file


def test_the_three_forms_are_read(tmp_path: Path) -> None:
    found = read_saved_query(saved(tmp_path, {"url": URL, **V1, "response": {"format": "csv"}}))
    assert (found.host, found.port, found.path) == (
        "office.example",
        443,
        "/api/v0/no/table/09999/",
    )
    assert json.loads(found.body) == {**V1, "response": {"format": "json-stat2"}}
    assert read_saved_query(saved(tmp_path, {"url": URL, "queryObj": V1})) == found
    found = read_saved_query(
        saved(tmp_path, {"url": "https://office.example/api/v2/tables/TAB1/data?lang=no", **V2})
    )
    assert found.path == "/api/v2/tables/TAB1/data?lang=no&outputFormat=json-stat2"
    assert json.loads(found.body) == V2
    found = read_saved_query(
        saved(tmp_path, {"url": "https://office.example/api/v2/savedqueries/17/data"})
    )
    assert (found.path, found.body) == (
        "/api/v2/savedqueries/17/data?outputFormat=json-stat2",
        b"",
    )
    chosen = "https://office.example/api/v2/tables/1/data?outputFormat=px&valueCodes[Tid]=top(1)"
    assert read_saved_query(saved(tmp_path, {"url": chosen})).path.endswith("Tid]=top(1)")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("hei", "is no saved query"),
        ("[1]", "is no saved query"),
        ("[" * 100_000, "is no saved query"),
        ({}, "names nobody to ask"),
        ({"url": 7, **V1}, "names nobody to ask"),
        ({"url": "http://office.example/x", **V1}, "names nobody to ask"),
        ({"url": "file:///etc/passwd", **V1}, "names nobody to ask"),
        ({"url": "https://kari:x@office.example/x", **V1}, "names nobody to ask"),
        ({"url": "https://office.example/x\r\nHost: y", **V1}, "names nobody to ask"),
        ({"url": "https://office.example:x/", **V1}, "names nobody to ask"),
        ({"url": URL}, "says nothing of what is asked"),
        ({"url": URL, "query": "alt"}, "says nothing of what is asked"),
    ],
)
def test_a_file_that_is_no_query_is_told(tmp_path: Path, value: Any, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        read_saved_query(saved(tmp_path, value))


@dataclass
class Office:
    """What the office answers, and what it was asked."""

    status: int = 200
    data: bytes = JSON_STAT
    location: str = ""
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)
    port: int = 0
    context: ssl.SSLContext | None = None


@contextmanager
def office(tmp_path: Path) -> Iterator[Office]:
    here = Office()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            here.asked.append((self.command, self.path, self.rfile.read(length)))
            self.send_response(here.status)
            if here.location:
                self.send_header("Location", here.location)
            self.send_header("Content-Length", str(len(here.data)))
            self.end_headers()
            self.wfile.write(here.data)

        do_POST = do_GET  # noqa: N815  # named by the library

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    certificate = make_certificate(tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        here.port = server.server_address[1]
        here.context = ssl.create_default_context(cafile=str(certificate))
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield here
        finally:
            server.shutdown()


def test_the_office_is_asked_once_and_its_file_given(tmp_path: Path) -> None:
    with office(tmp_path) as here:
        query = SavedQuery("127.0.0.1", here.port, "/table/1?a=b", b"{}")
        assert ask(query, context=here.context) == JSON_STAT
        assert here.asked == [("POST", "/table/1?a=b", b"{}")]
        ask(SavedQuery("127.0.0.1", here.port, "/x"), context=here.context)
        assert here.asked[1] == ("GET", "/x", b"")


@pytest.mark.parametrize(
    ("status", "location", "told"),
    [
        (302, "https://elsewhere.example/", "sends on to https://elsewhere.example/"),
        (429, "", "too many questions"),
        (404, "", "answers 404"),
        (500, "", "answers 500"),
    ],
)
def test_no_other_answer_is_taken_and_no_redirection_followed(
    tmp_path: Path, status: int, location: str, told: str
) -> None:
    with office(tmp_path) as here:
        here.status, here.location = status, location
        with pytest.raises(NoAnswer, match=told):
            ask(SavedQuery("127.0.0.1", here.port, "/x"), context=here.context)
        assert len(here.asked) == 1


def test_an_answer_that_is_too_large_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.organisations.statistics.queries.LONGEST", 10)
    with office(tmp_path) as here, pytest.raises(NoAnswer, match="more than 0 MB"):
        ask(SavedQuery("127.0.0.1", here.port, "/x"), context=here.context)


def test_an_office_that_nobody_vouches_for_is_not_asked(tmp_path: Path) -> None:
    with office(tmp_path) as here:
        with pytest.raises(NoAnswer, match="does not answer"):
            ask(SavedQuery("127.0.0.1", here.port, "/x"))
        assert here.asked == []
