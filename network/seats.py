"""How many are served at once, and how many may wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# At a time, and waiting: a reader costs some 40 ms of one processor, so the last of those who wait
# is served within two or three seconds.
READERS: Final = (8, 48)
WRITERS: Final = (4, 16)
# Those who compare a pasted text or have a file laid out, which costs as much as several readers:
# apart, so that no reader waits for them, and few at a time, because there is no other limit to how
# often somebody asks.
COMPARERS: Final = (2, 12)
# So long somebody waits for a seat, in seconds.
PATIENCE: Final = 10.0
# So long a request waits for the database's write lock, in seconds.
LOCK_PATIENCE: Final = 5.0
# So many threads a server is to have: beside those who sit and those who wait, some to say that
# there is no room. With fewer, requests queue up where nobody counts them.
THREADS: Final = sum(READERS) + sum(WRITERS) + sum(COMPARERS) + 8


class Shareable(Protocol):
    """What one process has a share of, of several that serve the site: seats, kept pages."""

    def share(self, processes: int) -> None:
        """Take this process's share, where so many serve the site."""
        ...


class Admitting(Shareable, Protocol):
    """What gives seats in one process; a WSGI application."""

    # Whether the site is being made ready: whoever asks is told so.
    is_starting: bool

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        ...


class Seats:
    """So many at once in this process, and so many who wait for a seat, longest first."""

    def __init__(self, seats: int, waiting: int, patience: float = PATIENCE) -> None:
        """``patience`` is how long somebody waits for a seat, in seconds."""
        self._seats = threading.BoundedSemaphore(seats)
        self._places = threading.BoundedSemaphore(seats + waiting)
        self._patience = patience

    @contextmanager
    def seat(self) -> Iterator[bool]:
        """Whether there was a seat in time; it is given back at the end."""
        if not self._places.acquire(blocking=False):
            yield False
            return
        try:
            seated = self._seats.acquire(timeout=self._patience)
            try:
                yield seated
            finally:
                if seated:
                    self._seats.release()
        finally:
            self._places.release()
