"""The processes of a running site under one master: web processes, and the worker of the jobs.

The master is gunicorn's: it replaces what crashes or hangs, ends all together, and is left by its
children when it dies. It has the application loaded before it forks, so that the processes share
what they do not change. An upgrade (signal HUP) replaces the program of the master in place: the
old web processes answer until the new ones are ready, on the same socket.
"""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

import click
from flask import Flask
from flask_babel import force_locale, get_translations
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker as GunicornWorker

from network.cli.web_server import WebServer
from network.interface_languages import INTERFACE_LANGUAGES
from network.seats import Shareable
from network.site import Site
from network.worker.worker import Worker

logger = logging.getLogger(__name__)

# What an upgrade hands over to the new program, and what asks a new program whether it starts.
_HANDED_OVER = "GRANNAR_HANDED_OVER"
CHECKING = "GRANNAR_CHECKING"
# A process that says nothing for so long hangs and is replaced; so long requests have to end when
# the site ends. In seconds.
_HANGING, _ENDING = 60, 30
# A process that lived no longer than this crashes as it starts: the next waits, twice as long each
# time, up to a limit. In seconds.
_SHORT_LIFE, _LONGEST_WAIT = 10.0, 30.0
# So long new processes have to be ready in an upgrade, and old ones to answer their last requests.
_READY_WITHIN, _OLD_END_WITHIN = 60.0, 900.0
# How often a web process looks whether there is something new to read, in seconds, and the largest
# share of its time that it may take to do so.
_LOOK_EVERY, _SHARE = 0.25, 0.1
_WRITE_EVERY = 30.0


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What the program before an upgrade left: its socket, and the processes that still answer."""

    descriptor: int
    old: tuple[int, ...]


def read_handed_over() -> HandedOver | None:
    """What the program before this one left, once; None where this is no upgrade."""
    given = os.environ.pop(_HANDED_OVER, "")
    if not given:
        return None
    values = json.loads(given)
    return HandedOver(values["descriptor"], tuple(values["old"]))


def run_processes(
    app: Flask,
    site: Site,
    listening: socket.socket,
    web_processes: int,
    old: Sequence[int] = (),
) -> None:
    """Serve the site on a listening socket until a signal ends it; raises ``SystemExit`` then."""
    kept_pages: Shareable | None = app.extensions.get("grannar.kept_pages")
    if kept_pages is not None:
        kept_pages.share(web_processes)
    limits: Shareable = app.extensions["grannar.api_limits"]
    limits.share(web_processes)
    # Connections belong to one process; what is read by now is shared by all.
    site.database.close()
    if site.public.standby is not None:
        site.public.standby.close()
    # Not collected first: that takes a fifth of a second, and what it freed, every process would
    # soon write to and so own a copy of.
    gc.freeze()
    gc.enable()
    _Master(_Application(app, site, web_processes), listening, old).run()


class _Application(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """What gunicorn is told, without its command line, files and environment."""

    def __init__(self, app: Flask, site: Site, web_processes: int) -> None:
        self.app, self.site = app, site
        self.web_processes = web_processes
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "workers": self.web_processes,
            "timeout": _HANGING,
            "graceful_timeout": _ENDING,
            "loglevel": "warning",
            "proc_name": "grannar",
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


class _Process(GunicornWorker):  # type: ignore[misc]  # gunicorn has no types
    """One of the processes, after the fork."""

    role = ""
    ready_pipe = -1

    def init_signals(self) -> None:
        super().init_signals()
        # The keyboard's signal goes to every process; the master tells the others.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def init_process(self) -> None:
        self.site: Site = self.app.site
        super().init_process()

    def is_ending(self) -> bool:
        """Whether the process is to end: it was told so, or its master is gone."""
        return not self.alive or os.getppid() != self.ppid

    def say_ready(self) -> None:
        """Tell the master that this process does its work."""
        with suppress(OSError):
            os.write(self.ready_pipe, b".")


class _WebProcess(_Process):
    role = "web"
    _server: WebServer | None = None

    def handle_exit(self, sig: int, frame: Any) -> None:
        super().handle_exit(sig, frame)
        if self._server is not None:
            self._server.wake()

    def run(self) -> None:
        admission: Shareable = self.app.app.extensions["seats"]
        admission.share(self.app.web_processes)
        ending = threading.Event()
        keeper = threading.Thread(
            target=keep_warm, args=(self.site, ending), name="keeper", daemon=True
        )
        with _logged("warming"):
            warm(self.site)
        keeper.start()
        self._server = server = WebServer(self.app.app, self.sockets)
        self.say_ready()
        server.run(self.is_ending, self.notify)
        self._server = None
        server.release()
        ending.set()
        with _logged("writing down the searches that missed"):
            self.site.missed.write(self.site.database)


class _JobProcess(_Process):
    role = "jobs"

    def run(self) -> None:
        # Pages are not its business.
        for listening in self.sockets:
            listening.close()
        worker = Worker(self.site, report=click.echo)

        def beat() -> None:
            self.notify()
            if self.is_ending():
                worker.stop()

        self.say_ready()
        worker.run(beat)


@dataclass(slots=True)
class _BackOff:
    """When a process of one sort may be started again."""

    in_a_row: int = 0
    not_before: float = 0.0
    started: dict[int, float] = field(default_factory=dict)

    def note_end(self, pid: int) -> None:
        """Note that a process ended."""
        now = time.monotonic()
        if now - self.started.pop(pid, 0.0) > _SHORT_LIFE:
            self.in_a_row = 0
            return
        self.not_before = now + min(0.25 * 2**self.in_a_row, _LONGEST_WAIT)
        self.in_a_row = min(self.in_a_row + 1, 20)


class _Master(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's master, with a worker of jobs beside its web processes, and upgrades in place."""

    ROLES: ClassVar[dict[str, type[_Process]]] = {"web": _WebProcess, "jobs": _JobProcess}

    def __init__(
        self, application: _Application, listening: socket.socket, old: Sequence[int]
    ) -> None:
        super().__init__(application)
        self.LISTENERS = [listening]
        self.WORKERS: dict[int, _Process] = {}
        self._old = list(old)
        self._back_off = {role: _BackOff() for role in self.ROLES}
        self._ready, write = os.pipe()
        os.set_blocking(self._ready, False)
        for process in self.ROLES.values():
            process.ready_pipe = write
        self._are_ready = 0
        self._began = time.monotonic()
        self._told_old_at: float | None = None

    handle_int = Arbiter.handle_term

    def handle_hup(self) -> None:
        """Replace the program of this process by the one that is installed now, if it starts."""
        words = [sys.executable, *sys.orig_argv[1:]]
        checked: int | str
        try:
            checked = subprocess.run(
                words, env=os.environ | {CHECKING: "1"}, timeout=_READY_WITHIN, check=False
            ).returncode
        except (OSError, subprocess.SubprocessError) as problem:
            checked = type(problem).__name__
        if checked != 0:
            self.log.error("The upgrade is left: the new program does not start (%s).", checked)
            return
        (listening,) = self.LISTENERS
        os.set_inheritable(listening.fileno(), True)
        handed_over = {"descriptor": listening.fileno(), "old": [*self._old, *self.WORKERS]}
        # Until the new program takes signals, a second one must not end it.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.execve(sys.executable, words, os.environ | {_HANDED_OVER: json.dumps(handed_over)})

    handle_usr2 = handle_hup

    def manage_workers(self) -> None:
        """Start what is missing of each sort, unless it crashes as it starts."""
        self._look_after_upgrade()
        now = time.monotonic()
        wanted = {"web": self.num_workers, "jobs": 1}
        for role, process in self.ROLES.items():
            living = sorted(
                (worker.age, pid) for pid, worker in self.WORKERS.items() if worker.role == role
            )
            for _age, pid in living[: max(0, len(living) - wanted[role])]:
                self.kill_worker(pid, signal.SIGTERM)
            if now < self._back_off[role].not_before:
                continue
            self.worker_class = process
            for _ in range(wanted[role] - len(living)):
                pid = self.spawn_worker()
                self._back_off[role].started[pid] = time.monotonic()

    def reap_workers(self) -> None:
        before = dict(self.WORKERS)
        super().reap_workers()
        for pid in before.keys() - self.WORKERS.keys():
            self._back_off[before[pid].role].note_end(pid)

    def stop(self, graceful: bool = True) -> None:
        self._signal_old(signal.SIGTERM)
        super().stop(graceful)
        self._signal_old(signal.SIGKILL)

    def _look_after_upgrade(self) -> None:
        """End the processes of the program before once those of this one are ready."""
        with suppress(OSError):
            self._are_ready += len(os.read(self._ready, 100))
        if not self._old:
            return
        self._old = [pid for pid in self._old if _is_child(pid)]
        now = time.monotonic()
        if self._told_old_at is not None:
            if now - self._told_old_at > _OLD_END_WITHIN:
                self._signal_old(signal.SIGKILL)
        elif self._are_ready > self.num_workers or now - self._began > _READY_WITHIN:
            self._signal_old(signal.SIGTERM)
            self._told_old_at = now

    def _signal_old(self, number: signal.Signals) -> None:
        for pid in self._old:
            if _is_child(pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, number)


def _is_child(pid: int) -> bool:
    """Whether a process of this number is a living child of this one; reaps it if it ended."""
    try:
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


@contextmanager
def _logged(what: str) -> Iterator[None]:
    """What fails in the block is logged, and nothing else."""
    try:
        yield
    except Exception as problem:  # noqa: BLE001  # readers are served all the same
        logger.warning("%s failed: %s", what, type(problem).__name__)


def warm(site: Site) -> None:
    """Read what the next request would have to: the newest index, and the names that writers' texts
    are read for. Next to nothing where nothing has changed."""
    site.index.warm()
    with site.database.reading() as session:
        site.names.refresh(session)


def read_catalogues(app: Flask) -> None:
    """Read what pages say in all languages, some 10 MB, for processes that are made afterwards to
    share."""
    for language in INTERFACE_LANGUAGES:
        with app.test_request_context(), force_locale(language):
            get_translations()


def give_memory_back() -> None:
    """Give the system what an index that nobody reads any more had: the C library keeps it for
    later, some 30 MB a process. Does nothing where there is no such library. Some milliseconds."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def keep_warm(site: Site, ending: threading.Event) -> None:
    """Until ``ending``: warm this process after every publication, so that no reader pays for it,
    and write down the searches that missed."""
    site.names.is_refreshed = True
    seen, written_at, wait = None, time.monotonic(), _LOOK_EVERY
    while not ending.wait(wait):
        began = time.monotonic()
        stamp = site.index.folder.stamp()
        if stamp != seen:
            with _logged("warming"):
                warm(site)
                seen = stamp
            give_memory_back()
        if time.monotonic() - written_at >= _WRITE_EVERY:
            written_at = time.monotonic()
            with _logged("writing down the searches that missed"):
                site.missed.write(site.database)
        wait = max(_LOOK_EVERY, (time.monotonic() - began) / _SHARE)
