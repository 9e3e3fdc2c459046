"""The mirror: through publishes, moves and withdrawals, killed and run while changes come, it ends
equal to the site."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from network.documents.publishing import move, publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from tests.api.client_path import CLIENT, grannar_client
from tests.conftest import FULL
from tests.served_site import start_serve, take_port
from tests.web.people import site_of

CHANGES = 500 if FULL else 25


@pytest.fixture
def served(own_app: Flask, tmp_path: Path) -> Iterator[str]:
    """The site of the test's own, served by processes; the test writes to the same database."""
    port = take_port()
    process = start_serve(
        port,
        tmp_path / "site",
        tmp_path / "serve.log",
        DATABASE_URL=site_of(own_app).settings.database_url,
        PUBLIC_URL=f"http://127.0.0.1:{port}",
        API_READS_PER_MINUTE="0",
        WEB_PROCESSES="2",
    )
    address = f"http://127.0.0.1:{port}"
    try:
        client = grannar_client.Client(address, attempts=240, sleep=lambda _wait: time.sleep(0.5))
        client.topics()
        yield address
    finally:
        process.terminate()
        process.wait(30)


class Publisher:
    """Publishes, revises, moves and withdraws, one change after the other, as chance has it."""

    def __init__(self, app: Flask, seed: int) -> None:
        self._site = site_of(app)
        self._random = random.Random(seed)
        self._public: list[UUID] = []
        self._number = 0
        self.verbs: dict[str, int] = {}

    def change(self) -> None:
        """One change of what is public."""
        verb = self._random.choices(
            ["publish", "revise", "move", "withdraw", "again"], [5, 3, 2, 2, 1]
        )[0]
        if not self._public:
            verb = "publish"
        self.verbs[verb] = self.verbs.get(verb, 0) + 1
        self._number += 1
        with self._site.database.transaction() as session:
            actor = get_system_actor(session, "test")
            if verb == "publish":
                home = find_organisation_ids(session)["eksempelvik"]
                place = Placement(home, f"praksis-{self._number}", home)
                revision = begin(session, place, self._content(), actor=actor)
                publish(session, revision.id, actor=actor)
                self._public.append(revision.document_id)
                return
            entry = self._random.choice(self._public)
            if verb == "revise":
                revision = revise(session, entry, self._content(), actor=actor)
                publish(session, revision.id, actor=actor)
            elif verb == "move":
                move(session, entry, f"flyttet-{self._number}", actor=actor)
            else:
                withdraw(session, entry, actor=actor)
                if verb == "again":
                    revision = revise(session, entry, self._content(), actor=actor)
                    publish(session, revision.id, actor=actor)
                else:
                    self._public.remove(entry)

    def _content(self) -> Any:
        title = f"Praksis {self._number}"
        return parse_content(
            {"kind": "practice", "language": "nb", "title": title, "summary": "x" * self._number}
        )


def start_mirror(address: str, folder: Path) -> subprocess.Popen[bytes]:
    """The mirror as a program of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "grannar_client.mirror", address, str(folder)],
        env=os.environ | {"PYTHONPATH": str(CLIENT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def count_writes(folder: Path) -> int:
    """What tells that a copy was written to: another number after each file that came or went."""
    entries = folder / "entries"
    return entries.stat().st_mtime_ns if entries.exists() else 0


def mirrored(folder: Path) -> dict[str, Any]:
    """What a copy has, by the entry."""
    return {file.stem: json.loads(file.read_text()) for file in (folder / "entries").glob("*.json")}


def told(address: str) -> dict[str, Any]:
    """What the site has, by the entry, read anew."""
    client = grannar_client.Client(address)
    return {entry["id"]: client.entry(entry["id"]) for entry in client.entries()}


@pytest.mark.quick(cases=0)
def test_it_ends_equal_to_the_site_though_killed_and_read_while_changes_come(
    own_app: Flask, served: str, tmp_path: Path
) -> None:
    publisher, folder = Publisher(own_app, seed=7), tmp_path / "copy"
    chance = random.Random(11)
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(CHANGES):
                publisher.change()
        except BaseException as problem:
            failed.append(problem)
            raise

    writer = threading.Thread(target=work)
    writer.start()
    killed = runs = 0
    while writer.is_alive() or killed < 2:
        runs += 1
        process = start_mirror(served, folder)
        if runs % 3:
            # In the middle of what it does: at the first file that it writes or takes away.
            before, ends = count_writes(folder), time.monotonic() + chance.uniform(0.5, 3)
            while process.poll() is None and time.monotonic() < ends:
                if count_writes(folder) != before:
                    break
            if process.poll() is None:
                process.kill()
                killed += 1
        process.wait()
        assert process.stderr is not None
        process.stderr.close()
        if not writer.is_alive() and killed < 2:
            publisher.change()
    writer.join()
    assert not failed
    process = start_mirror(served, folder)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors.decode()
    assert killed >= 2
    assert sum(publisher.verbs.values()) >= CHANGES
    # With -s: what happened.
    print(f"{publisher.verbs}, the mirror run {runs} times and killed {killed}")
    copy, site = mirrored(folder), told(served)
    assert copy.keys() == site.keys()
    assert copy == site
    # Nothing half-written is left where a reader would take it for an entry.
    assert all(file.name.startswith(".") or file.suffix == ".json" for file in folder.rglob("*.*"))


@pytest.mark.quick(cases=0)
def test_a_copy_of_another_history_is_begun_anew(
    own_app: Flask, served: str, tmp_path: Path
) -> None:
    publisher, folder = Publisher(own_app, seed=3), tmp_path / "copy"
    client = grannar_client.Client(served)
    for _ in range(5):
        publisher.change()
    grannar_client.update_mirror(client, folder)
    assert mirrored(folder) == told(served)
    # As if the site had been restored: the copy has what it does not, and a number of its own.
    state = json.loads((folder / "state.json").read_text())
    number = state["since"].partition("-")[0]
    (folder / "state.json").write_text(json.dumps({"since": f"{number}-000000000000"}))
    stray = folder / "entries" / "6f7a6c1e-57a2-4d0a-9d7b-0d6a2f0f3b11.json"
    stray.write_text("{}")
    grannar_client.update_mirror(client, folder)
    assert not stray.exists()
    assert mirrored(folder) == told(served)
    # A copy that lost its state as well.
    (folder / "state.json").unlink()
    shutil.copy(next((folder / "entries").glob("*.json")), stray)
    grannar_client.update_mirror(client, folder)
    assert not stray.exists()
