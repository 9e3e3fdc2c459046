"""The web server of one process as it ends: who is about to ask is answered, then all is over."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from network.cli import web_server
from network.cli.web_server import WebServer


def answer(_environ: Any, start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", [("Content-Length", "5")])
    return [b"Svar."]


@contextmanager
def serving() -> Iterator[tuple[int, Callable[[], None], threading.Thread]]:
    """A port, what begins the end, and the thread that lives until all is over."""
    ending = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = WebServer(answer, [listening])
        thread = threading.Thread(target=server.run, args=(ending.is_set, lambda: None))
        thread.start()

        def end() -> None:
            ending.set()
            server.wake()
            # Longer than a round of the end: what is to be closed at once is closed by then.
            time.sleep(0.4)

        try:
            yield listening.getsockname()[1], end, thread
        finally:
            ending.set()
            thread.join(20)
            assert not thread.is_alive()
            server.release()


def test_who_has_just_come_is_answered_and_told_that_it_is_the_last_answer() -> None:
    with serving() as (port, end, thread):
        comer = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        kept = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        comer.connect()
        kept.request("GET", "/")
        first = kept.getresponse()
        assert (first.read(), first.getheader("Connection")) == (b"Svar.", None)
        end()
        for connection in (comer, kept):
            connection.request("GET", "/")
            last = connection.getresponse()
            assert (last.read(), last.getheader("Connection")) == (b"Svar.", "close")
        thread.join(10)
        assert not thread.is_alive()


def test_who_says_nothing_does_not_keep_the_end_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "_SENDING", 1.5)
    with serving() as (port, end, thread):
        read = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
        read.request("GET", "/")
        assert read.getresponse().read() == b"Svar."
        silent = socket.create_connection(("127.0.0.1", port))
        half = socket.create_connection(("127.0.0.1", port))
        half.sendall(b"GET / HT")
        # Longer than a client pauses who asks one thing after another.
        time.sleep(1)
        end()
        # One who has read and asks nothing more is let go first, then all of them.
        assert read.sock.recv(1000) == b""
        assert thread.is_alive()
        thread.join(10)
        assert not thread.is_alive()
        for client in (read, silent, half):
            client.close()
