"""The web server of one process: waitress, which holds what clients send and fetch slowly."""

from __future__ import annotations

import resource
import select
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

from network.attachments.reading import LARGEST_FILE
from network.seats import THREADS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Open connections of a process. Above it nobody is turned away with a page: the system keeps them
# waiting. Each costs a descriptor and no thread; a browser keeps a few open that say nothing.
_CONNECTIONS = 4000
# What a client may be slow to fetch, in bytes: the largest file, and what is said of it.
_LARGEST_ANSWER = 2 * LARGEST_FILE
# Descriptors of a process for anything else.
_OTHER_FILES = 200
# So long a client has to send the rest of a request when the server ends, in seconds.
_SENDING = 5.0
# A connection on which so long nothing was said is closed then at once. Whoever has just come, or
# has just read an answer, is about to ask: closing on them would leave a request unanswered.
_PAUSE = 1.0
# How often the loop comes round when nothing happens, in seconds.
_ROUND = 0.5


class _EndingTask(WSGITask):  # type: ignore[misc]  # waitress has no types
    """A request; while the server ends, its answer says that the connection is closed with it."""

    def build_response_header(self) -> Any:
        if self.channel.server.is_ending:
            self.request.headers["CONNECTION"] = "close"
        return super().build_response_header()


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    task_class = _EndingTask
    # Whether anything came, and when something last came or went.
    has_received = False
    silent_since = 0.0

    def writable(self) -> Any:
        # While an answer is being made, what there is of it is not sent, and the loop would come
        # round and round for it: sixteen times an answer, while its maker waits for the processor.
        if self.requests and self.total_outbufs_len < self.adj.send_bytes and not self.will_close:
            return False
        return super().writable()

    def received(self, data: bytes) -> Any:
        self.has_received = True
        self.silent_since = time.monotonic()
        return super().received(data)

    def send(self, data: bytes, do_close: bool = True) -> Any:
        self.silent_since = time.monotonic()
        return super().send(data, do_close)


def allow_connections() -> int:
    """How many connections a process may hold: what the system allows it, at most 4,000."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + _OTHER_FILES
    unlimited = resource.RLIM_INFINITY
    if soft != unlimited and soft < wanted:
        soft = wanted if hard == unlimited else min(wanted, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _CONNECTIONS if soft == unlimited else max(50, min(_CONNECTIONS, soft - _OTHER_FILES))


class WebServer:
    """Serves an application on sockets that are bound already."""

    def __init__(
        self, app: WSGIApplication, sockets: Sequence[socket.socket], threads: int = THREADS
    ) -> None:
        """Begins to accept connections."""
        # More threads than the site lets in and lets wait: none waits here, where nobody counts.
        self._server = create_server(
            app,
            sockets=list(sockets),
            threads=threads,
            connection_limit=allow_connections(),
            # A file that somebody fetches slowly waits here, and no thread with it.
            outbuf_high_watermark=_LARGEST_ANSWER,
            backlog=1024,
            asyncore_use_poll=True,
            ident=None,
        )
        self._server.channel_class = _Channel
        # An answer is sent by the loop, when it is whole. By the thread that makes it, it would be
        # sent in pieces, and the two would wait for each other.
        self._server.adj.send_bytes = _LARGEST_ANSWER
        self._server.is_ending = False

    def wake(self) -> None:
        """Have the loop come round now. Safe in a signal handler."""
        self._server.pull_trigger()

    def release(self) -> None:
        """Let go of what it holds but the sockets that it was given, once it does not run. Nothing
        is to wake it afterwards."""
        self._server.trigger.close()

    def run(self, is_ending: Callable[[], bool], beat: Callable[[], None]) -> None:
        """Serve until ``is_ending``, then answer what was asked. ``beat`` is called every second or
        so, to the end, which takes as long as the slowest client: whoever calls sets the limit."""
        beaten = 0.0
        while not is_ending():
            self._round(_ROUND)
            if time.monotonic() - beaten > 1:
                beat()
                beaten = time.monotonic()
        self._server.is_ending = True
        self._server.accepting = False
        until = time.monotonic() + _SENDING
        while self._close_idle(time.monotonic() > until):
            beat()
            self._round(0.1)
        self._server.task_dispatcher.shutdown()

    def _round(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._server._map, count=1)

    def _close_idle(self, is_late: bool) -> bool:
        """Close the connections on which nothing is asked, and where it ``is_late`` those as well
        on which something is being asked or may be at once; whether any is left."""
        now = time.monotonic()
        for channel in list(self._server.active_channels.values()):
            is_asking = (
                channel.request
                or not channel.has_received
                or now - channel.silent_since < _PAUSE
                or _has_sent(channel.socket)
            )
            is_busy = channel.requests or channel.total_outbufs_len
            if not is_busy and (is_late or not is_asking):
                channel.will_close = True
        return bool(self._server.active_channels)


def _has_sent(connection: socket.socket) -> bool:
    """Whether the other side has sent what is not read yet."""
    try:
        poll = select.poll()
        poll.register(connection, select.POLLIN)
        return bool(poll.poll(0))
    except (OSError, ValueError):
        return False
