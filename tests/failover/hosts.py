"""Hosts of one site, each a ``serve`` of its own, and those who read and write at them."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask
from sqlalchemy import select

from network.app import create_app
from network.content_files.importing import import_folder
from network.documents.tables import WorkingCopy
from network.errors import Unavailable
from tests.conftest import make_settings
from tests.failover.pair import Pair, until
from tests.folders import EXPERIENCE_NB, write_folder
from tests.served_site import start_serve, take_port
from tests.web.people import PASSWORD, site_of, token_of

ENTRY = "/nb/eksempelvik/frokost"
READ = (ENTRY, "/nb/", "/nb/search?q=frokost", "/sv/eksempelvik", "/sv/search?q=frukost")


@dataclass(frozen=True, slots=True)
class Host:
    """A running site and its port."""

    name: str
    master: subprocess.Popen[bytes]
    port: int
    log: Path


@contextmanager
def serving(name: str, folder: Path, **settings: str) -> Iterator[Host]:
    """A host with an index of its own; ended with all its processes."""
    port = take_port()
    folder.mkdir()
    log = folder / "log"
    master = start_serve(port, folder, log, **{"WEB_PROCESSES": "1", **settings})
    host = Host(name, master, port, log)

    def answers() -> bool:
        assert master.poll() is None, log.read_text()
        with suppress(OSError):
            return Browser(host).get(ENTRY)[0] == 200
        return False

    try:
        until(answers, 90)
        yield host
    finally:
        master.send_signal(signal.SIGTERM)
        try:
            master.wait(40)
        except subprocess.TimeoutExpired:
            master.kill()


class Browser:
    """Somebody's browser at one host; its session is good at every other, too."""

    def __init__(self, host: Host, cookie: str = "") -> None:
        self.host, self.cookie = host, cookie
        self._connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=60)

    def get(self, path: str) -> tuple[int, str]:
        """The status and the text of a page."""
        status, text, _ = self._ask("GET", path)
        return status, text

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str, str]:
        """The status, the text, and where a redirect leads."""
        return self._ask("POST", path, urlencode(form))

    def enter(self, email: str) -> str:
        """Sign in; the token of the forms from there on."""
        token = token_of(self.get("/nb/account/sign-in")[1])
        form = {"email": email, "password": PASSWORD, "csrf_token": token}
        status, text, _ = self.post("/nb/account/sign-in", form)
        assert status == 303, text
        return token_of(self.get("/nb/account/reset")[1])

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode()
        finally:
            self._connection.close()
        if given := answer.headers.get("Set-Cookie"):
            self.cookie = given.partition(";")[0]
        location = urlsplit(answer.headers.get("Location") or "")
        return answer.status, text, location.path


@dataclass(slots=True)
class Seen:
    """What readers and writers met."""

    # By who asked: the statuses, and the longest that one waited, in seconds.
    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    longest: dict[str, float] = field(default_factory=dict)
    # Titles whose writing was acknowledged, and the moments of it by host.
    acknowledged: dict[str, float] = field(default_factory=dict)
    written_at: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def note(self, who: str, status: int, began: float) -> None:
        self.statuses.setdefault(who, Counter())[status] += 1
        self.longest[who] = max(self.longest.get(who, 0.0), time.monotonic() - began)


class Publisher:
    """Somebody who publishes an entry again and again, each time with the next number."""

    def __init__(self, pair: Pair, folder: Path) -> None:
        settings = {"DATABASE_URL": pair.address(), "SEARCH_INDEX": str(folder / "index")}
        self.app: Flask = create_app(make_settings(folder, **settings))
        self._content = folder / "content"
        self.number = 0

    def publish(self) -> bool:
        """Publish with the next number; whether it was acknowledged."""
        self.number += 1
        title = f"title: Frokost nummer {self.number}"
        changed = re.sub("(?m)^title: .*$", title, EXPERIENCE_NB, count=1)
        write_folder(self._content, {"entries/eksempelvik/frokost.nb.md": changed})
        try:
            with site_of(self.app).database.transaction() as session:
                import_folder(session, self._content)
        except Unavailable:
            return False
        return True

    def list_titles(self) -> set[str]:
        """The titles of all that was begun at the desk."""
        with site_of(self.app).database.reading() as session:
            fields = session.scalars(select(WorkingCopy.fields)).all()
        return {str(values.get("title", "")) for values in fields}


class Traffic:
    """Readers and writers at hosts, until ended."""

    def __init__(self, hosts: tuple[Host, ...], email: str, publisher: Publisher) -> None:
        self.hosts, self.seen, self.publisher = hosts, Seen(), publisher
        self._email = email
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        # Hosts whose readers may be told that the site is away for a moment.
        self.cut_off: set[str] = set()
        # The number of the newest title of the entry that was acknowledged.
        self.published = 0

    def begin(self, readers: int = 2) -> None:
        for number, host in enumerate(self.hosts):
            other = self.hosts[(number + 1) % len(self.hosts)]
            for which in range(readers):
                self._start(self._read, host, which)
            writer = Browser(host)
            token = writer.enter(self._email)
            self._start(self._write, host, other, writer, token)

    def end(self) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join(70)
            assert not thread.is_alive(), "somebody still waits for an answer"

    def wait_for_writing(self, since: float, seconds: float) -> dict[str, float]:
        """Until each host has acknowledged something that was sent after ``since``: the seconds
        that it took, by host."""

        def list_times() -> dict[str, float]:
            times = {}
            for host in self.hosts:
                later = [
                    ended for began, ended in self.seen.written_at.get(host.name, ())[-50:]
                    if began >= since
                ]  # fmt: skip
                if later:
                    times[host.name] = round(min(later) - since, 2)
            return times

        end = time.monotonic() + seconds
        while len(list_times()) < len(self.hosts) and time.monotonic() < end:
            time.sleep(0.05)
        return list_times()

    def _start(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=self._run, args=(work, *given), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self, work: Callable[..., None], *given: object) -> None:
        try:
            work(*given)
        except Exception as problem:  # noqa: BLE001  # whatever it is, the test is to say so
            self.seen.wrong.append(f"{work.__name__} ended: {problem!r}")

    def _read(self, host: Host, which: int) -> None:
        browser, who = Browser(host), f"readers of {host.name}"
        number = which
        while not self._ending.is_set():
            path = READ[number % len(READ)]
            least = self.published
            number += 1
            began = time.monotonic()
            status, text = browser.get(path)
            with self._lock:
                self.seen.note(who, status, began)
            if status == 503 and host.name in self.cut_off:
                time.sleep(0.2)
            elif status != 200:
                self.seen.wrong.append(f"{who}: {status} for {path}")
            elif path == ENTRY and read_number(text) < least:
                self.seen.wrong.append(f"{who}: {read_number(text)} shown after {least}")
            time.sleep(0.02)

    def _write(self, host: Host, other: Host, writer: Browser, token: str) -> None:
        who = f"writer at {host.name}"
        number = 0
        elsewhere = Browser(other, writer.cookie)
        while not self._ending.is_set():
            number += 1
            title = f"Behov {number} ved {host.name}"
            form = {
                "kind": "need",
                "language": "nb",
                "organisation": "eksempelvik",
                "title": title,
                "csrf_token": token,
            }
            began = time.monotonic()
            status, text, location = writer.post("/nb/desk/new", form)
            ended = time.monotonic()
            with self._lock:
                self.seen.note(who, status, began)
            if status == 303:
                self.seen.acknowledged[title] = ended
                self.seen.written_at.setdefault(host.name, []).append((began, ended))
                # At once, at the other host: what was acknowledged is there.
                status, text = elsewhere.get(location)
                if status == 200 and title not in text:
                    self.seen.wrong.append(f"{who}: {title} is not read back")
                elif status not in (200, 503):
                    self.seen.wrong.append(f"{who}: {status} for {location}")
                time.sleep(0.1)
            elif status != 503:
                self.seen.wrong.append(f"{who}: {status} for what was written: {text[:300]}")
            time.sleep(0.1)


def read_number(page: str) -> int:
    """The number in the title of the entry that is published again and again."""
    number = re.search(r"Frokost nummer (\d+)", page)
    return int(number[1]) if number else -1


def read_health(host: Host) -> dict[str, object]:
    """What a host says of itself."""
    told: dict[str, object] = json.loads(Browser(host).get("/health/ready")[1])
    return told
