"""Bad times of a worker: told to end within a job, a clock that jumps, a disk that fills."""

from __future__ import annotations

import errno
import os
import signal
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from network import clock
from network.changes import read_newest_change, record_change
from network.db import Database
from network.mail.outbox import queue_mail
from network.search.index_updates import catch_up
from network.site import Site
from network.worker import jobs
from network.worker.worker import Worker
from tests.conftest import FULL
from tests.worker.test_worker import (
    _SERVER,
    OF_SITE,
    make_site,
    read_runs,
    until,
    working,
    working_here,
)

STEPS = [(name, when) for name in sorted({*OF_SITE, "index"}) for when in ("begun", "committing")]


def work_and_be_ended(database_url: str, folder: Path, name: str, when: str) -> None:
    """Be a worker that is told to end as a job begins, or as it commits something."""
    site = make_site(database_url, folder)
    beside = Worker(site)
    signal.signal(signal.SIGTERM, lambda *_: beside.stop())

    def end(*_: object) -> None:
        site.database.before_commit[:] = [
            note for note in site.database.before_commit if note is not end
        ]
        os.kill(os.getpid(), signal.SIGTERM)
        # Longer than the worker looks whether it is to end.
        time.sleep(0.7)

    runner = beside._runners[name]
    run = runner.job.run

    def run_and_be_ended(site: Site) -> bool:
        if when == "begun":
            end()
        else:
            site.database.before_commit.append(end)
        return run(site)

    runner.job = replace(runner.job, run=run_and_be_ended)
    beside.run()


@pytest.mark.skipif(not FULL, reason="a process of its own for each step: in the full run")
@pytest.mark.parametrize(("name", "when"), STEPS)
def test_a_worker_that_is_told_to_end_within_a_job_ends_it_and_loses_nothing(
    database: Database, tmp_path: Path, name: str, when: str
) -> None:
    mails = tmp_path / "var" / "mail"
    with database.transaction() as session:
        queue_mail(session, "kari@grannar.example", "Hei", "Hei.", "nb")
        record_change(session, uuid4(), "withdrawn")
    url = database.engine.url.render_as_string(hide_password=False)
    process = _SERVER.Process(target=work_and_be_ended, args=(url, tmp_path, name, when))
    process.start()
    process.join(30)
    if process.exitcode is None and when == "committing":
        # This job had nothing to commit.
        process.terminate()
        process.join(30)
    assert process.exitcode == 0
    site = make_site(url, tmp_path)
    with working(database, tmp_path):
        until(lambda: len(list(mails.glob("*"))) == 1)
        with database.reading() as session:
            newest = read_newest_change(session)
        until(lambda: site.index.status().cursor == newest)
    # Once, though two had it in hand.
    assert len(list(mails.glob("*"))) == 1
    assert not any(run.failure for run in read_runs(database).values())
    site.database.engine.dispose()


def test_jobs_go_on_at_once_whatever_the_clock_does(database: Database, tmp_path: Path) -> None:
    site = make_site(database.engine.url.render_as_string(hide_password=False), tmp_path)
    mails, right = tmp_path / "var" / "mail", clock.now()

    def has_sent(count: int) -> bool:
        return len(list(mails.glob("*"))) == count

    def has_read(number: int) -> bool:
        return site.index.status().cursor == number

    with working_here(site):
        # As it should be, a day on, back an hour, and put right.
        for number, hours in enumerate((0, 24, 23, 0), start=1):
            with clock.freeze_time(right + timedelta(hours=hours)):
                with database.transaction() as session:
                    queue_mail(session, "kari@grannar.example", "Hei", "Hei.", "nb")
                    newest = record_change(session, uuid4(), "withdrawn")
                until(partial(has_sent, number), 3)
                until(partial(has_read, newest), 3)
    site.database.engine.dispose()


def test_an_index_that_finds_no_room_is_followed_again_when_there_is(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(database.engine.url.render_as_string(hide_password=False), tmp_path)
    is_full = True

    def fill(*given: Any, **more: Any) -> Any:
        def step(_name: str) -> None:
            if is_full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        return catch_up(*given, **more, step=step)

    monkeypatch.setattr(jobs, "catch_up", fill)
    with database.transaction() as session:
        newest = record_change(session, uuid4(), "withdrawn")
    with working_here(site):
        until(lambda: "index" in read_runs(database) and read_runs(database)["index"].failures)
        assert site.index.status().cursor == 0
        is_full = False
        until(lambda: site.index.status().cursor == newest)
        until(lambda: not read_runs(database)["index"].failure)
    site.database.engine.dispose()
