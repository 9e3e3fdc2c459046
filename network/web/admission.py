"""Limits on how many requests run at once, for readers and writers apart; the rest get a 503.

Each request takes a seat of its kind before the application sees it:
readers never wait for writers, who may all be waiting for the database's one write lock, nor for
those who compare a pasted text, which is sent as writers send and changes nothing. Whoever
finds no seat waits for one, a few at a time and for seconds; beyond that a page says so at once,
with 503 and Retry-After.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.wrappers import Request

from network.db import set_lock_timeout, working_long
from network.interface_languages import LANGUAGE_PATTERN
from network.seats import COMPARERS, LOCK_PATIENCE, READERS, WRITERS, Seats
from network.web.hosts import is_called
from network.web.plain_page import PlainPages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

# Files that are laid out for who asks, tables of the whole site and archives of an organisation: as
# costly as a comparison, and more.
_DOWNLOADING = re.compile(
    rf"/(?:{LANGUAGE_PATTERN})/"
    r"(?:[^/]+/[^/]+/(?:document|side-by-side)\.[a-z]+|ledger/(?:csv|xlsx)|desk/archive/.+)"
)
_HEALTH = "/health/"
_LIVE = "/health/live"
# Where an identity provider is asked: no reader waits for one that does not answer.
_ASKING_PROVIDER = re.compile(rf"/oidc/.+|/(?:{LANGUAGE_PATTERN})/account/employer/.+")
# Where a text is pasted, by a reader and from the desk.
_COMPARING = re.compile(rf"/(?:{LANGUAGE_PATTERN})/(?:desk/documents/[-0-9a-f]+/)?pasted-text")


class Admission:
    """The outermost of the site: looks at what a request calls us, and gives it a seat."""

    def __init__(
        self, inner: WSGIApplication, pages: PlainPages, trusted: frozenset[str] | None
    ) -> None:
        self._inner = inner
        self._pages = pages
        self._trusted = trusted
        # Until the site is ready, its pages would fail: there may be no table yet.
        self.is_starting = False
        self.readers = Seats(*READERS)
        self.writers = Seats(*WRITERS)
        self.comparers = Seats(*COMPARERS)

    def share(self, processes: int) -> None:
        """Take this process's share of the seats, where so many serve the site: as many are at work
        at once as before, whoever has them. As many readers may wait in each, which has a core of
        its own to serve them with."""
        self.readers = Seats(_share(READERS[0], processes), READERS[1])
        self.writers = Seats(*(_share(number, processes) for number in WRITERS))
        self.comparers = Seats(*(_share(number, processes) for number in COMPARERS))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # As the application reads it, to which //nb/ is /nb/; letters beyond ASCII stand in it as
        # bytes, and in none of the addresses below.
        path = "/" + environ.get("PATH_INFO", "").lstrip("/")
        if self.is_starting and path != _LIVE:
            return self._pages.starting(Request(environ))(environ, start_response)
        # Whoever watches over the site calls it by the machine's address, and when it is full.
        if path.startswith(_HEALTH):
            return self._inner(environ, start_response)
        if not is_called(environ.get("HTTP_HOST", ""), self._trusted):
            return self._pages.elsewhere(Request(environ))(environ, start_response)
        seats = self._seats(environ["REQUEST_METHOD"], path)
        # The seat is for making the answer, and every answer is whole when it is made: how slowly
        # it is fetched is the server's matter.
        with seats.seat() as seated:
            if not seated:
                return self._pages.busy(Request(environ))(environ, start_response)
            try:
                with set_lock_timeout(LOCK_PATIENCE), working_long(False):
                    return self._inner(environ, start_response)
            # What failed outside every handler of the application.
            except Exception:
                logger.exception("an answer failed")
                return self._pages.broken(Request(environ))(environ, start_response)

    def _seats(self, method: str, path: str) -> Seats:
        if _ASKING_PROVIDER.fullmatch(path):
            return self.writers
        if method in ("GET", "HEAD", "OPTIONS"):
            return self.comparers if _DOWNLOADING.fullmatch(path) else self.readers
        return self.comparers if _COMPARING.fullmatch(path) else self.writers


def _share(number: int, processes: int) -> int:
    return -(-number // processes)


def init_admission(app: Flask, pages: PlainPages, trusted: frozenset[str] | None) -> Admission:
    """Put it around the application, whatever server runs it."""
    admission = Admission(app.wsgi_app, pages, trusted)
    app.extensions["admission"] = admission
    # Flask's own way to put something around an application; its types call wsgi_app a method.
    app.extensions["seats"] = admission
    app.wsgi_app = admission  # type: ignore[method-assign]
    return admission
