"""A site that ``serve`` runs, in its processes: what crashes is replaced, an upgrade refuses
nobody, slow clients hold up nobody, and all end together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from network.cli.processes import _BackOff
from tests.conftest import FULL, make_site
from tests.folders import write_folder
from tests.served_site import start_serve, take_port

HEADER = {"Host": "127.0.0.1"}


@dataclass
class Served:
    """A running site: its master and its port."""

    master: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(self, path: str = "/nb/search?q=frokost", **given: Any) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, **given)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def list_processes(self) -> list[int]:
        """The living children of the master; the youngest last."""
        return list_children(self.master.pid)


def list_children(pid: int) -> list[int]:
    children = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            words = status.read_text().rpartition(")")[2].split()
            if int(words[1]) == pid and words[0] != "Z":
                children.append(int(status.parent.name))
    return sorted(children)


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def is_gone(pid: int) -> bool:
    return not lives(pid)


def until(holds: Callable[[], Any], seconds: float = 60.0) -> None:
    """Wait: that it comes to it is the promise, how soon is for the benchmarks."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is ready: database and index."""
    folder = tmp_path_factory.mktemp("ready")
    app = make_site(folder, write_folder(folder / "content"))
    app.extensions["grannar"].database.engine.dispose()
    return folder


@contextmanager
def serving(
    folder: Path, processes: int = 2, program: str = "wsgi", **more: str
) -> Iterator[Served]:
    """A site over what a folder holds; ``program`` is the file or module of its application."""
    port = take_port()
    log = folder / f"log-{port}"
    master = start_serve(
        port,
        folder,
        log,
        program,
        DATABASE_URL=f"sqlite:///{folder / 'grannar.sqlite'}",
        WEB_PROCESSES=str(processes),
        **more,
    )
    served = Served(master, port, log)

    def answers() -> bool:
        assert master.poll() is None, log.read_text()
        with suppress(OSError):
            return served.ask()[0] == 200
        return False

    children: list[int] = []
    try:
        until(answers, 40)
        until(lambda: len(served.list_processes()) == processes + 1)
        yield served
    finally:
        children = served.list_processes()
        master.kill()
        master.wait()
        for pid in children:
            # Each ends by itself when its master is gone.
            until(partial(is_gone, pid), 5)


@contextmanager
def reading(served: Served, readers: int = 3) -> Iterator[list[str]]:
    """Readers who ask all the time, on new connections and kept ones: what each was refused."""
    refused: list[str] = []
    answered = [0]
    ending = threading.Event()

    def read(is_kept: bool) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        while not ending.is_set():
            try:
                connection.request("GET", "/nb/eksempelvik/frokost")
                answer = connection.getresponse()
                text = answer.read().decode()
                if answer.status != 200 or "Frokost" not in text:
                    refused.append(str(answer.status))
                answered[0] += 1
            except (OSError, http.client.HTTPException) as problem:
                refused.append(repr(problem))
                connection.close()
            if not is_kept:
                connection.close()
        connection.close()

    threads = [threading.Thread(target=read, args=(bool(n % 2),)) for n in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield refused
    finally:
        ending.set()
        for thread in threads:
            thread.join()
    assert answered[0] > 20


@pytest.mark.quick(cases=0)
def test_crashes_upgrades_and_slow_clients_stop_no_reader(folder: Path) -> None:
    with serving(folder) as served:
        # What crashes is replaced: a web process, and the worker.
        def is_replaced(pid: int) -> bool:
            return pid not in (now := served.list_processes()) and len(now) == 3

        before = served.list_processes()
        for pid in (before[0], before[-1]):
            os.kill(pid, signal.SIGKILL)
            until(partial(is_replaced, pid))
            assert served.ask()[0] == 200
        # An upgrade: other processes, the same master, nobody refused.
        before = served.list_processes()
        with reading(served) as refused:
            served.master.send_signal(signal.SIGHUP)
            until(lambda: not set(before) & set(served.list_processes()), 30)
            until(lambda: len(served.list_processes()) == 3)
        assert refused == []
        # Clients who send and fetch slowly, more than there are threads.
        slow = []
        for number in range(2000 if FULL else 250):
            client = socket.create_connection(("127.0.0.1", served.port))
            client.sendall((b"", b"GET /nb/ HT", b"POST /nb/ HTTP/1.1\r\nContent-Le")[number % 3])
            slow.append(client)
        began = time.monotonic()
        assert served.ask()[0] == 200
        assert time.monotonic() - began < 2
        # What was asked is answered, and then all end: the rest of this request comes late.
        asking = socket.create_connection(("127.0.0.1", served.port))
        asking.sendall(b"GET /nb/about HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        time.sleep(0.2)
        children = served.list_processes()
        served.master.send_signal(signal.SIGINT if FULL else signal.SIGTERM)
        time.sleep(1)
        asking.sendall(b"\r\n")
        answer = asking.recv(100_000)
        assert answer.startswith(b"HTTP/1.1 200"), answer[:100]
        assert b"Connection: close" in answer
        assert served.master.wait(20) == 0
        assert not any(map(lives, children))
        for client in slow:
            client.close()
        asking.close()
    assert "Traceback" not in served.log.read_text()


@pytest.mark.quick(cases=0)
def test_the_children_of_a_master_that_was_killed_end(folder: Path) -> None:
    # With no page kept there is nothing that they have in common.
    with serving(folder, KEPT_PAGES_MB="0") as served:
        children = served.list_processes()
        served.master.kill()
        served.master.wait()
        until(lambda: not any(map(lives, children)), 5)
        with pytest.raises(ConnectionRefusedError):
            served.ask()


@pytest.mark.skipif(not FULL, reason="another start of a site: in the full run")
def test_an_upgrade_that_does_not_start_leaves_the_site_as_it_is(folder: Path) -> None:
    program = folder / "program.py"
    program.write_text("from wsgi import app\n")
    with serving(folder, processes=1, program=str(program)) as served:
        before = served.list_processes()
        with reading(served) as refused:
            program.write_text("from wsgi import app, what_is_not_there\n")
            served.master.send_signal(signal.SIGHUP)
            until(lambda: "The upgrade is left" in served.log.read_text())
        assert refused == []
        assert served.list_processes() == before


def test_what_crashes_as_it_starts_is_started_ever_more_slowly() -> None:
    back_off = _BackOff()
    waits = []
    for pid in range(12):
        back_off.started[pid] = time.monotonic()
        back_off.note_end(pid)
        waits.append(round(back_off.not_before - time.monotonic(), 2))
    assert waits == sorted(waits)
    assert waits[0] < 0.3
    assert 29 < waits[-1] <= 30
    back_off.started[99] = time.monotonic() - 60
    back_off.note_end(99)
    back_off.started[100] = time.monotonic()
    back_off.note_end(100)
    assert back_off.not_before - time.monotonic() < 0.3
