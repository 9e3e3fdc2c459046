"""A site that is started before its database: it waits, says so, and is ready by itself."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from network.app import create_app
from network.cli.starting import (
    answer_meanwhile,
    do_when_open,
    end_when_told,
    wait_for_database,
    wait_for_schema,
)
from network.cli.web_server import WebServer
from network.db import Database
from network.errors import Misconfigured, Unavailable
from network.migrations.schema import upgrade
from tests.cli.test_processes import list_children, lives, until
from tests.conftest import FULL, ROOT, make_settings
from tests.folders import write_folder
from tests.postgresql import cluster, make_database, start_server, stop_server
from tests.served_site import start_serve, take_port
from tests.web.people import site_of
from tests.web.test_admission import ask


def test_a_site_that_is_made_ready_says_so_on_the_socket_that_it_serves_on_then(
    tmp_path: Path,
) -> None:
    app = create_app(make_settings(tmp_path))
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    with answer_meanwhile(app.extensions["seats"], listening):
        status, headers, page = ask(port, "GET", "/sv/search?q=x", Host="grannar.example")
        assert (status, headers["Retry-After"]) == (503, "5")
        assert "<h1>Webbplatsen startar</h1>" in page
        assert ask(port, "POST", "/nb/account/sign-in", "a=b", Host="grannar.example")[0] == 503
        assert ask(port, "GET", "/health/live")[0] == 200
        assert ask(port, "GET", "/health/ready")[0] == 503
    # Whoever comes in between waits for the next server on the same socket.
    client = socket.create_connection(("127.0.0.1", port))
    client.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
    ending = threading.Event()
    server = WebServer(app, [listening], threads=1)
    running = threading.Thread(target=server.run, args=(ending.is_set, lambda: None))
    running.start()
    assert client.recv(1_000).startswith(b"HTTP/1.1 200")
    client.close()
    ending.set()
    running.join()
    server.release()
    listening.close()
    site_of(app).database.engine.dispose()


class Later(Database):
    """A server that answers when it is tried for the fourth time."""

    tries = 0

    def check(self) -> None:
        self.tries += 1
        if self.tries < 4:
            raise Misconfigured("DATABASE_URL postgresql://a@b/c cannot be opened: away.")


def test_a_server_is_waited_for_ever_longer_with_a_line_each_time(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    wait_for_database(Later("postgresql://nobody@127.0.0.1:9/none"))
    assert waits == [1, 2, 4]
    assert [line.message for line in caplog.records] == [
        f"DATABASE_URL postgresql://a@b/c cannot be opened: away. Tried again in {n} seconds."
        for n in (1, 2, 4)
    ]


def test_what_breaks_off_while_a_site_is_made_ready_is_done_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    done: list[str] = []

    def work() -> None:
        done.append("tried")
        if len(done) < 3:
            raise Unavailable("locked")

    do_when_open(Later("postgresql://nobody@127.0.0.1:9/none"), work)
    assert len(done) == 3
    assert caplog.text.count("broke off: The database cannot be had (locked)") == 2
    done.clear()
    # A file of this machine is not somebody else's matter.
    with pytest.raises(Unavailable):
        do_when_open(Database(f"sqlite:///{tmp_path / 'grannar.sqlite'}"), work)


def test_a_file_that_cannot_be_opened_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "grannar.sqlite").mkdir()
    with pytest.raises(Misconfigured, match="cannot be opened"):
        wait_for_database(Database(f"sqlite:///{tmp_path / 'grannar.sqlite'}"))


def test_a_worker_waits_for_the_schema_that_another_brings(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'grannar.sqlite'}")
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            upgrade(database)

    monkeypatch.setattr(time, "sleep", wait)
    wait_for_schema(database)
    assert waits == [1, 2, 4]
    assert "serve or db upgrade brings it" in caplog.records[0].message
    database.engine.dispose()


def test_who_is_told_to_end_while_it_waits_ends_in_order() -> None:
    before = signal.getsignal(signal.SIGTERM)

    def be_told() -> None:
        for number in (signal.SIGHUP, signal.SIGTERM):
            os.kill(os.getpid(), number)
        time.sleep(1)

    with pytest.raises(SystemExit) as ended, end_when_told():
        be_told()
    assert ended.value.code == 0
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.skipif(not FULL, reason="a server and a site of their own: in the full run")
def test_a_site_started_before_its_server_is_ready_when_that_is(tmp_path: Path) -> None:
    with cluster() as home:
        address = make_database(home, "grannar")
        stop_server(home, "fast")
        port, log = take_port(), tmp_path / "log"
        master = start_serve(
            port,
            tmp_path,
            log,
            DATABASE_URL=address,
            CONTENT=str(write_folder(tmp_path / "in")),
            WEB_PROCESSES="1",
        )

        def tell(path: str) -> int:
            assert master.poll() is None, log.read_text()
            try:
                return ask(port, "GET", path, Host="127.0.0.1")[0]
            except OSError:
                return 0

        try:
            until(lambda: tell("/nb/") == 503, 30)
            assert "<h1>Nettstedet starter</h1>" in ask(port, "GET", "/nb/", Host="127.0.0.1")[2]
            assert tell("/health/live") == 200
            until(lambda: log.read_text().count("Tried again in") >= 2)
            start_server(home)
            until(lambda: tell("/nb/eksempelvik/frokost") == 200, 60)
            # And the same once more while it serves: nobody has to do anything.
            stop_server(home)
            until(lambda: tell("/nb/eksempelvik/frokost") == 503)
            start_server(home)
            until(lambda: tell("/nb/eksempelvik/frokost") == 200)
            children = list_children(master.pid)
            master.terminate()
            assert master.wait(30) == 0
            assert not any(map(lives, children))
        finally:
            master.kill()
            master.wait()
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.mark.skipif(not FULL, reason="a start for each moment: in the full run")
def test_a_first_start_that_is_told_to_end_at_any_moment_goes_on_at_the_next(
    tmp_path: Path,
) -> None:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'grannar.sqlite'}",
        "SEARCH_INDEX": str(tmp_path / "index"),
        "SECRET_KEY": "a key for tests",
        "MAIL_FOLDER": str(tmp_path / "mail"),
        "WEB_PROCESSES": "1",
    }

    def answers(port: int) -> bool:
        return ask(port, "GET", "/nb/search?q=skole", Host="localhost")[0] == 200

    said = ("Bringing the database", "importing the content", "registering", "Building the search")
    for awaited in (*said, "Grannar serves on"):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        master = subprocess.Popen(
            [sys.executable, "-u", "-m", "flask", "--app", "wsgi", "serve"],
            cwd=ROOT,
            env=environment | {"PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert master.stdout is not None
        lines = []
        # What a start before has done whole is not done again, and not said.
        for line in master.stdout:
            lines.append(line)
            if awaited in line or "Grannar serves on" in line:
                break
        if awaited == "Grannar serves on":
            until(partial(answers, port))
        master.terminate()
        assert master.wait(30) == 0, lines
        master.stdout.close()
    with sqlite3.connect(tmp_path / "grannar.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM entries").fetchone()[0] > 10
    database.close()
