"""A worker: does the jobs that it holds, each in a thread of its own, so that none waits for
another and none that fails stops another."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from network import clock
from network.db import working_long
from network.errors import Unavailable
from network.job_runs import find_last_end, record_run
from network.mail.returned_mailbox import MailboxAway
from network.site import Site
from network.worker.jobs import Job, list_jobs
from network.worker.locks import coordinate

logger = logging.getLogger(__name__)

# How often a worker looks whether a job is free, and says that it lives, in seconds.
_BEAT = 0.5
# A job that is due again at once is run so much later, in seconds: where the run before did
# something there is more of it, and where it did nothing something is in the way.
_SHORTEST_WAIT, _NOTHING_DONE = 0.1, 10.0
# Runs that did nothing are written down no more often than this, in seconds.
_RECORD_EVERY = 60.0
# How long the present runs have to end when the worker ends, in seconds.
_ENDING = 20.0


class Worker:
    """Does a site's jobs until it is stopped."""

    def __init__(self, site: Site, report: Callable[[str], None] = logger.info) -> None:
        """``report`` is told in a sentence where mail was written without a mail server."""
        self._site = site
        self._stopping = threading.Event()
        jobs = list_jobs(site, report)
        self._runners = {job.name: _Runner(site, job, self._runners_of) for job in jobs}

    def _runners_of(self) -> Mapping[str, _Runner]:
        return self._runners

    def stop(self) -> None:
        """Have ``run`` end, after what is being done now. Safe in a signal handler."""
        self._stopping.set()

    def run(self, beat: Callable[[], None] = lambda: None) -> None:
        """Do the jobs until ``stop``. ``beat`` is called twice a second or so."""
        coordination = coordinate(self._site.database)
        of_site = {name for name, runner in self._runners.items() if not runner.job.is_of_host}
        for runner in self._runners.values():
            runner.start()
        try:
            while not self._stopping.is_set():
                beat()
                held = coordination.hold(of_site)
                for name, runner in self._runners.items():
                    runner.set_held(name in held or runner.job.is_of_host)
                if coordination.wait(_BEAT):
                    for runner in self._runners.values():
                        if runner.job.is_woken:
                            runner.wake()
        finally:
            until = time.monotonic() + _ENDING
            for runner in self._runners.values():
                runner.stop()
            for runner in self._runners.values():
                while runner.is_alive() and time.monotonic() < until:
                    beat()
                    runner.join(_BEAT)
            coordination.close()


class _Runner:
    """The thread of one job."""

    def __init__(self, site: Site, job: Job, runners: Callable[[], Mapping[str, _Runner]]) -> None:
        self.job = job
        self._site = site
        self._runners = runners
        self._condition = threading.Condition()
        self._is_held = self._is_woken = self._is_stopped = False
        self._failures = 0
        self._recorded_at = 0.0
        self._due_at: float | None = None
        self._host = socket.gethostname() if job.is_of_host else ""
        self._worker = f"{socket.gethostname()}:{os.getpid()}"
        self._thread = threading.Thread(target=self._run, name=f"job {job.name}", daemon=True)
        self.start, self.join, self.is_alive = (
            self._thread.start,
            self._thread.join,
            self._thread.is_alive,
        )

    def set_held(self, is_held: bool) -> None:
        """Say whether the job is this worker's now."""
        with self._condition:
            if is_held and not self._is_held:
                self._due_at = None
            self._is_held = is_held
            self._condition.notify()

    def wake(self) -> None:
        """Say that there may be work."""
        with self._condition:
            self._is_woken = True
            self._condition.notify()

    def stop(self) -> None:
        """End after the present run."""
        with self._condition:
            self._is_stopped = True
            self._condition.notify()

    def _run(self) -> None:
        while self._wait():
            started_at, began = clock.now(), time.monotonic()
            worked, failure = False, ""
            try:
                with working_long():
                    worked = self.job.run(self._site)
            # Whatever is wrong with one job, the others go on, and this one is tried again.
            except Exception as problem:
                failure = type(problem).__name__
                self._failures += 1
                if isinstance(problem, Unavailable | MailboxAway):
                    logger.warning("the job %s failed: %s", self.job.name, problem)
                else:
                    logger.exception("the job %s failed", self.job.name)
            if not failure:
                self._failures = 0
            took = time.monotonic() - began
            next_due = self._plan(worked, failure)
            if worked and self.job.leads_to:
                self._runners()[self.job.leads_to].wake()
            self._record(worked, failure, started_at, took, next_due)

    def _wait(self) -> bool:
        """Wait until the job is to be run; False when it never is again."""
        while True:
            with self._condition:
                if self._is_stopped:
                    return False
                # After a failure it waits, whoever wakes it.
                is_woken = self._is_woken and not self._failures
                due_at = self._due_at
                if not self._is_held:
                    self._condition.wait()
                    continue
                if due_at is not None:
                    seconds = due_at - time.monotonic()
                    if is_woken or seconds <= 0:
                        self._is_woken = False
                        return True
                    self._condition.wait(seconds)
                    continue
            first = time.monotonic() + self._first_wait()
            with self._condition:
                self._due_at = first

    def _first_wait(self) -> float:
        """Seconds until a job that was just taken over is due: what is done once in hours is not
        done at every start."""
        if self.job.is_woken:
            return 0.0
        try:
            with self._site.database.reading() as session:
                last = find_last_end(session, self.job.name, self._host)
        # The run itself will say what is the matter.
        except Exception:  # noqa: BLE001
            return 0.0
        if last is None:
            return 0.0
        return max(0.0, self.job.every - (clock.now() - last).total_seconds())

    def _plan(self, worked: bool, failure: str) -> datetime:
        """Work out when the job is run next."""
        wait = self.job.every
        if failure:
            wait = min(2.0 ** min(self._failures - 1, 20), self.job.longest_wait)
        else:
            try:
                due = self.job.next_due(self._site)
            # What cannot be asked now is asked after the next run.
            except Exception as problem:  # noqa: BLE001
                logger.warning(
                    "when %s is due is not known: %s", self.job.name, type(problem).__name__
                )
                due = None
            if due is not None:
                seconds = (due - clock.now()).total_seconds()
                wait = min(wait, max(seconds, _SHORTEST_WAIT if worked else _NOTHING_DONE))
        with self._condition:
            self._due_at = time.monotonic() + wait
        return clock.now() + timedelta(seconds=wait)

    def _record(
        self, worked: bool, failure: str, started_at: datetime, took: float, next_due: datetime
    ) -> None:
        now = time.monotonic()
        if not (worked or failure or now - self._recorded_at >= _RECORD_EVERY):
            return
        self._recorded_at = now
        try:
            with self._site.database.transaction() as session:
                record_run(
                    session,
                    self.job.name,
                    self._host,
                    self._worker,
                    started_at=started_at,
                    milliseconds=round(took * 1000),
                    failure=failure,
                    next_due=next_due,
                )
        # The record is for whoever looks after the site; the job was done without it.
        except Exception as problem:  # noqa: BLE001
            logger.warning(
                "the run of %s is not recorded: %s", self.job.name, type(problem).__name__
            )
