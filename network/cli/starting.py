"""What a site does before it is ready: it waits for its database, and says so to who asks."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from network.cli.web_server import WebServer
from network.db import Database
from network.errors import Misconfigured, Unavailable
from network.migrations import schema
from network.seats import Admitting

logger = logging.getLogger(__name__)

# How long to wait before the database is tried again: twice as long each time, in seconds.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0
# Threads that say that the site starts; none of them waits for anything.
_THREADS = 4


def wait_for_database(database: Database) -> None:
    """Return when the database answers. A server is waited for as long as it takes, with a line in
    the log for each time it is tried: it may start later than the site, whatever order they are
    started in.

    Raises ``Misconfigured`` for a file that cannot be opened, which waiting does not mend.
    """

    def find_problem() -> str:
        try:
            database.check()
        except Misconfigured as problem:
            if database.engine.dialect.name == "sqlite":
                raise
            return str(problem)
        return ""

    _wait_while(find_problem)


def do_when_open(database: Database, work: Callable[[], None]) -> None:
    """Wait for the database as ``wait_for_database`` does, then do what can be done again; once
    more where it goes away meanwhile, or somebody keeps a lock."""

    def find_problem() -> str:
        wait_for_database(database)
        try:
            work()
        except (Unavailable, OperationalError) as problem:
            if database.engine.dialect.name == "sqlite":
                raise
            return f"Making the site ready broke off: {str(problem).splitlines()[0]}"
        return ""

    _wait_while(find_problem)


def wait_for_schema(database: Database) -> None:
    """Return when the database answers and has this version's schema, which another process brings;
    waits as ``wait_for_database`` does."""
    wait_for_database(database)

    def find_problem() -> str:
        try:
            if schema.is_usable(database):
                return ""
            if schema.read_state(database) == "unknown":
                # Says why; waiting does not help.
                schema.upgrade(database)
        except SQLAlchemyError as problem:
            return f"The schema cannot be read: {str(problem).splitlines()[0]}."
        return "The database has not the newest schema: serve or db upgrade brings it."

    _wait_while(find_problem)


def _wait_while(find_problem: Callable[[], str]) -> None:
    wait = _FIRST_WAIT
    while problem := find_problem():
        logger.warning("%s Tried again in %.0f seconds.", problem, wait)
        time.sleep(wait)
        wait = min(2 * wait, _LONGEST_WAIT)


@contextmanager
def end_when_told() -> Iterator[None]:
    """In this block signal TERM ends the program in order, also where it is the first process of a
    container, and signal HUP, which asks for a new version, does nothing."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def answer_meanwhile(admission: Admitting, listening: socket.socket) -> Iterator[None]:
    """While the block makes the site ready, whoever asks on a bound socket is told that it starts.
    The socket stays open."""
    ending = threading.Event()
    admission.is_starting = True
    # Not the whole application: what it counts, it counts in the processes that serve.
    server = WebServer(admission, [listening], threads=_THREADS)
    answering = threading.Thread(target=server.run, args=(ending.is_set, lambda: None))
    answering.start()
    try:
        yield
    finally:
        ending.set()
        server.wake()
        answering.join()
        server.release()
        admission.is_starting = False
