"""Workers: one at a time does each job, one that fails stops no other, a dead one is replaced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from network import clock
from network.app import create_app
from network.changes import record_change
from network.db import Database
from network.errors import Unavailable
from network.job_runs import JobRun, find_last_end, list_runs, record_run
from network.mail.delivery import deliver_due
from network.mail.outbox import queue_mail
from network.site import Site
from network.worker import jobs, worker
from network.worker.worker import Worker
from tests.conftest import make_settings

_SERVER = multiprocessing.get_context("forkserver")
OF_SITE = {"publications", "news", "letters", "mail", "reminders", "housekeeping", "files"}


def make_site(database_url: str, folder: Path) -> Site:
    """The site over a database that is there, with everything else in a folder."""
    app = create_app(make_settings(folder, DATABASE_URL=database_url))
    site: Site = app.extensions["grannar"]
    return site


def work(database_url: str, folder: Path) -> None:
    """Be a worker until ended."""
    beside = Worker(make_site(database_url, folder))
    signal.signal(signal.SIGTERM, lambda *_: beside.stop())
    beside.run()


@contextmanager
def working(database: Database, folder: Path) -> Iterator[BaseProcess]:
    """A worker in a process of its own."""
    url = database.engine.url.render_as_string(hide_password=False)
    process = _SERVER.Process(target=work, args=(url, folder))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


@contextmanager
def working_here(site: Site) -> Iterator[Worker]:
    """A worker in a thread of this process."""
    beside = Worker(site)
    thread = threading.Thread(target=beside.run)
    thread.start()
    try:
        yield beside
    finally:
        beside.stop()
        thread.join(10)


def read_runs(database: Database) -> dict[str, JobRun]:
    with database.reading() as session:
        return {run.name: run for run in list_runs(session)}


def until(holds: Callable[[], Any], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def test_one_of_two_workers_does_each_job_and_the_other_takes_over_from_the_dead(
    database: Database, tmp_path: Path
) -> None:
    def did_all(pid: int | None) -> bool:
        runs = read_runs(database)
        return OF_SITE - {"reminders", "housekeeping", "files"} <= {
            name for name, run in runs.items() if run.worker.endswith(f":{pid}")
        }

    def post(to: str) -> None:
        with database.transaction() as session:
            queue_mail(session, to, "Hei", "Hei.", "nb")

    with working(database, tmp_path) as first:
        until(lambda: read_runs(database).keys() >= OF_SITE)
        with working(database, tmp_path) as second:
            post("kari@grannar.example")
            until(lambda: len(list((tmp_path / "var" / "mail").glob("*"))) == 1)
            assert did_all(first.pid)
            assert not any(
                run.worker.endswith(f":{second.pid}")
                for name, run in read_runs(database).items()
                if name in OF_SITE
            )
            assert first.pid is not None
            os.kill(first.pid, signal.SIGKILL)
            until(lambda: did_all(second.pid))
            post("per@grannar.example")
            until(lambda: len(list((tmp_path / "var" / "mail").glob("*"))) == 2)
            second.terminate()
            second.join(10)
            assert second.exitcode == 0


def test_a_change_is_in_the_index_within_a_second(database: Database, tmp_path: Path) -> None:
    site = make_site(database.engine.url.render_as_string(hide_password=False), tmp_path)

    def has_read(number: int) -> bool:
        return site.index.status().cursor == number

    with working_here(site):
        until(lambda: site.index.status().state == "ready")
        for _ in range(3):
            with database.transaction() as session:
                number = record_change(session, uuid4(), "withdrawn")
            until(partial(has_read, number), 1.0)
    site.database.engine.dispose()


def test_a_job_that_fails_is_told_by_name_waits_and_stops_no_other(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tried: list[float] = []

    def fail(_site: Site) -> None:
        tried.append(time.monotonic())
        raise LookupError("a word that is not for the record")

    monkeypatch.setattr(jobs, "gather", fail)
    site = make_site(database.engine.url.render_as_string(hide_password=False), tmp_path)
    with working_here(site):
        for _ in range(30):
            # Whoever wakes it: it is not tried more often than its back-off says.
            with database.transaction() as session:
                queue_mail(session, "kari@grannar.example", "Hei", "Hei.", "nb")
            time.sleep(0.1)
        until(lambda: len(list((tmp_path / "var" / "mail").glob("*"))) == 30)
    site.database.engine.dispose()
    assert 2 <= len(tried) <= 4
    assert "the job news failed" in caplog.text
    run = read_runs(database)["news"]
    assert (run.failure, run.failures) == ("LookupError", len(tried))
    assert run.failed_at is not None
    assert not read_runs(database)["mail"].failure


def test_what_is_done_once_a_day_is_not_done_at_every_start(database: Database) -> None:
    ended = clock.now()
    with database.transaction() as session:
        for name, failure in (("files", ""), ("news", "OSError")):
            record_run(
                session,
                *(name, "", "host:1"),
                started_at=ended,
                milliseconds=1,
                failure=failure,
                next_due=None,
            )
    with database.reading() as session:
        assert find_last_end(session, "files", "") is not None
        assert find_last_end(session, "files", "other") is None
        assert find_last_end(session, "news", "") is None
        with clock.freeze_time(ended - timedelta(days=1)):
            # The clock was ahead: it may have been long ago.
            assert find_last_end(session, "files", "") is None


def test_a_worker_outlives_a_database_that_is_away(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(database.engine.url.render_as_string(hide_password=False), tmp_path)
    is_away = threading.Event()

    def deliver_or_not(*given: Any) -> list[str]:
        if is_away.is_set():
            raise Unavailable("away")
        return deliver_due(*given)

    monkeypatch.setattr(jobs, "deliver_due", deliver_or_not)
    monkeypatch.setattr(worker, "_RECORD_EVERY", 0.0)
    is_away.set()
    with working_here(site):
        until(lambda: "mail" in read_runs(database) and read_runs(database)["mail"].failures >= 2)
        is_away.clear()
        until(lambda: not read_runs(database)["mail"].failure)
    site.database.engine.dispose()
