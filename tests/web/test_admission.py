"""Many at once: readers go on while writers wait, and whoever cannot be served is told so."""

from __future__ import annotations

import http.client
import io
import sqlite3
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder

from network import clock, db, seats
from network.files_in.faults import NotReadable
from network.seats import Seats
from network.web.admission import Admission
from network.web.desk.writing import imported_text
from network.web.desk.writing.file_turns import AN_HOUR, FileTurns, NoTurn
from tests.served_site import serve_in_thread
from tests.web.people import Person, signed_in, site_of, token_of

HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security")


def ask(
    port: int, method: str, path: str, body: str | bytes = "", **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of one request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers} if body else headers
    connection.request(method, path, body, sent)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), text


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    """Somebody else holds the database's write lock."""
    other = sqlite3.connect(site_of(app).settings.database_url.removeprefix("sqlite:///"))
    other.isolation_level = None
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def admission_of(app: Flask) -> Admission:
    found = app.extensions["admission"]
    assert isinstance(found, Admission)
    return found


def sign_in_form(port: int) -> tuple[str, dict[str, str]]:
    """The body of a sign-in with a wrong password, and the cookie that its token belongs to."""
    _, headers, page = ask(port, "GET", "/nb/account/sign-in")
    body = f"email=kari%40grannar.example&password=feil&csrf_token={token_of(page)}"
    return body, {"Cookie": headers["Set-Cookie"].partition(";")[0]}


def test_readers_are_served_while_every_writer_waits_for_the_lock(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.web.admission.LOCK_PATIENCE", 1.0)
    with serve_in_thread(own_app) as port, ThreadPoolExecutor(40) as many:
        body, cookie = sign_in_form(port)
        with locked(own_app):
            writers = [
                many.submit(ask, port, "POST", "/nb/account/sign-in", body, **cookie)
                for _ in range(sum(seats.WRITERS) + 4)
            ]
            # Those beyond the last place are told at once; the others wait for the lock.
            told = 0
            while told < 4:
                told = sum(writer.done() for writer in writers)
                assert ask(port, "GET", "/nb/")[0] == 200
            assert not all(writer.done() for writer in writers)
            answers = [writer.result() for writer in writers]
        assert {status for status, _, _ in answers} == {503}
        for _, headers, page in answers:
            assert int(headers["Retry-After"]) > 0
            assert "<h1>Nettstedet er opptatt</h1>" in page
            assert all(name in headers for name in HEADERS)
        # Once the lock is free, the same form is looked at.
        assert ask(port, "POST", "/nb/account/sign-in", body, **cookie)[0] == 403


def test_who_finds_no_place_is_told_in_the_language_of_the_address(own_app: Flask) -> None:
    admission = admission_of(own_app)
    admission.readers = Seats(1, 0)
    reader = own_app.test_client()
    with admission.readers.seat() as seated:
        assert seated
        swedish = reader.get("/sv/search?q=x", headers={"Accept-Language": "nb"})
        assert (swedish.status_code, '<html lang="sv">' in swedish.text) == (503, True)
        assert "ladda om sidan" in swedish.text
        assert swedish.headers["Retry-After"] == "5"
        assert all(name in swedish.headers for name in HEADERS)
        # Writers have seats of their own.
        assert own_app.test_client().post("/sv/account/reset").status_code == 400
    assert reader.get("/sv/search?q=x").status_code == 200


def test_a_seat_is_waited_for_in_turn_and_given_back_by_who_fails(own_app: Flask) -> None:
    some = Seats(1, 1, patience=30)
    entered, leave = threading.Event(), threading.Event()

    def sit(until: threading.Event) -> bool:
        with some.seat() as seated:
            entered.set()
            until.wait(30)
            return seated

    with ThreadPoolExecutor(2) as two:
        first = two.submit(sit, leave)
        entered.wait(30)
        second = two.submit(sit, leave)
        while some._places._value:
            assert not second.done()
        with some.seat() as seated:
            assert not seated
        leave.set()
        assert (first.result(), second.result()) == (True, True)
    with pytest.raises(ValueError, match="broken"), some.seat():
        raise ValueError("broken")
    with some.seat() as seated:
        assert seated
    with Seats(0, 1, patience=0).seat() as seated:
        assert not seated


def test_an_answer_that_fails_outside_every_handler_is_a_page_with_its_headers(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken")

    admission = admission_of(own_app)
    monkeypatch.setattr(admission, "_inner", broken)
    for _ in range(sum(seats.READERS) + 1):
        answer = own_app.test_client().get("/sv/")
    assert (answer.status_code, "Felet är vårt" in answer.text) == (500, True)
    assert all(name in answer.headers for name in HEADERS)


def test_the_page_that_tells_of_an_error_cannot_fail(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> str:
        raise RuntimeError("broken")

    monkeypatch.setattr("network.web.errors.render_template", broken)
    answer = own_app.test_client().get("/nb/finnes-ikke/her")
    assert (answer.status_code, '<html lang="nb">' in answer.text) == (500, True)
    assert all(name in answer.headers for name in HEADERS)


def test_what_a_page_writes_waits_for_the_lock_as_long_as_is_said(own_app: Flask) -> None:
    own_app.add_url_rule("/patience", "patience", lambda: str(db._patience.get()))
    assert own_app.test_client().get("/patience").text == str(seats.LOCK_PATIENCE)
    assert seats.LOCK_PATIENCE < db.PATIENCE


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("network.web.admission.LOCK_PATIENCE", 0.0)


@pytest.mark.usefixtures("impatient")
def test_what_was_written_while_the_database_was_locked_is_sent_once_more(own_app: Flask) -> None:
    kari = signed_in(own_app, "Kari", "coordinator", "eksempelvik")
    form = {
        "kind": "need",
        "language": "nb",
        "organisation": "eksempelvik",
        "title": 'Et "<behov>"',
    }
    with locked(own_app):
        # Being seen is a writing too, which no reader waits for.
        assert kari.get("/nb/desk/").status_code == 200
        answer = kari.post("/nb/desk/new", form)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert 'name="title" value="Et &#34;&lt;behov&gt;&#34;"' in answer.text
    assert 'action="/nb/desk/new' in answer.text
    assert f'name="csrf_token" value="{token_of(answer.text)}"' in answer.text
    assert kari.post("/nb/desk/new", form).status_code == 303


def test_a_reader_who_is_noted_as_seen_waits_for_no_writer(own_app: Flask) -> None:
    kari = signed_in(own_app, "Kari")
    with locked(own_app), clock.freeze_time(clock.now() + timedelta(minutes=6)):
        begun = time.monotonic()
        assert kari.get("/nb/desk/").status_code == 200
        # Or it would have waited for the lock as long as a writer does.
        assert time.monotonic() - begun < seats.LOCK_PATIENCE


@pytest.mark.usefixtures("impatient")
def test_no_password_is_on_the_page_that_asks_to_send_it_again(own_app: Flask) -> None:
    kari = signed_in(own_app, "Kari", "coordinator", "eksempelvik")
    with locked(own_app):
        answer = kari.post("/nb/account/password", {"present": "hemmelig ord", "new": "et annet"})
    assert answer.status_code == 503
    assert "hemmelig ord" not in answer.text


def test_a_database_that_is_not_there_is_503(own_app: Flask, tmp_path: Path) -> None:
    database = site_of(own_app).database
    database.engine.dispose()
    (tmp_path / "site/grannar.sqlite").rename(tmp_path / "elsewhere")
    (tmp_path / "site/grannar.sqlite").mkdir()
    answer = own_app.test_client().get("/nb/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert all(name in answer.headers for name in HEADERS)


# --- Files ----------------------------------------------------------------------------------


def send_file(port: int, person: Person) -> tuple[int, dict[str, str], str]:
    """A file given to read, with what else the form holds."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("a", "b")
    builder = EnvironBuilder(
        method="POST",
        data={
            "kind": "need",
            "language": "nb",
            "organisation": "eksempelvik",
            "pasted": "Det som ble limt inn",
            "csrf_token": person.token(),
            "file": (io.BytesIO(made.getvalue()), "a.docx"),
        },
    )
    cookie = person.client.get_cookie("__Host-grannar")
    assert cookie is not None
    environ = builder.get_environ()
    sent = {"Content-Type": environ["CONTENT_TYPE"], "Cookie": f"{cookie.key}={cookie.value}"}
    return ask(port, "POST", "/nb/desk/new", environ["wsgi.input"].read(), **sent)


class SlowFiles:
    """Files that take as long as the test wants."""

    def __init__(self) -> None:
        self.leave = threading.Event()
        self.most = self._reading = 0
        self._lock = threading.Lock()

    def read(self, _: bytes) -> None:
        """Stands in for the reading of a file."""
        with self._lock:
            self._reading += 1
            self.most = max(self.most, self._reading)
        self.leave.wait(60)
        with self._lock:
            self._reading -= 1
        raise NotReadable("damaged")


def test_eight_files_at_once_are_read_two_at_a_time_and_stop_no_reader(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = SlowFiles()
    monkeypatch.setattr(imported_text, "read_file", files.read)
    monkeypatch.setattr(imported_text, "TURNS", FileTurns())
    people = [signed_in(own_app, f"Kari{n}", "coordinator", "eksempelvik") for n in range(8)]
    with serve_in_thread(own_app) as port, ThreadPoolExecutor(8) as eight:
        sent = [eight.submit(send_file, port, person) for person in people]
        try:
            while sum(future.done() for future in sent) < 6:
                assert ask(port, "GET", "/nb/")[0] == 200
            refused = [future.result() for future in sent if future.done()]
            assert [status for status, _, _ in refused] == [503] * 6
            for _, headers, page in refused:
                assert headers["Retry-After"] == "5"
                assert "Flere filer blir lest akkurat nå." in page
                assert "Det som ble limt inn</textarea>" in page
        finally:
            files.leave.set()
        assert sorted(future.result()[0] for future in sent) == [422] * 2 + [503] * 6
    assert files.most == 2


def test_one_account_has_one_file_read_at_a_time_and_sixty_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns, kari, ola = FileTurns(), uuid4(), uuid4()
    now = 1000.0
    monkeypatch.setattr("network.web.desk.writing.file_turns.time.monotonic", lambda: now)
    with turns.turn(kari):
        with pytest.raises(NoTurn) as refused, turns.turn(kari):
            pass
        assert refused.value.why == "own"
        with turns.turn(ola):
            pass
    for _ in range(AN_HOUR - 1):
        with turns.turn(kari):
            pass
    with pytest.raises(NoTurn) as refused, turns.turn(kari):
        pass
    assert refused.value.why == "often"
    with turns.turn(ola):
        pass
    now += 3601
    with turns.turn(kari):
        pass


def test_who_has_had_many_files_read_is_told_when_to_come_again(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    kari = signed_in(own_app, "Kari", "coordinator", "eksempelvik")
    turns = FileTurns()
    monkeypatch.setattr(imported_text, "TURNS", turns)
    for _ in range(AN_HOUR):
        with turns.turn(kari.account_id):
            pass
    with serve_in_thread(own_app) as port:
        status, headers, page = send_file(port, kari)
    assert (status, headers["Retry-After"]) == (429, "3600")
    assert "Du har lastet opp mange filer" in page


def test_the_processes_of_a_site_share_its_seats(own_app: Flask) -> None:
    admission = admission_of(own_app)

    def count(shared: Seats) -> tuple[int, int]:
        return shared._seats._value, shared._places._value

    admission.share(1)
    assert count(admission.readers) == (seats.READERS[0], sum(seats.READERS))
    admission.share(2)
    assert count(admission.readers) == (4, 4 + seats.READERS[1])
    assert count(admission.writers) == (2, 2 + 8)
    assert count(admission.comparers) == (1, 1 + 6)
    admission.share(64)
    assert count(admission.comparers) == (1, 2)
