"""Requests that take ten minutes, to send or to answer: no process is taken for hanging."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from network.cli.processes import _HANGING
from network.cli.web_server import WebServer
from tests.cli.test_processes import folder, serving
from tests.conftest import FULL

__all__ = ["folder"]

HEAD = b"POST /nb/account/reset HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"


def send_slowly(port: int, signs: int, wait: float) -> bytes:
    """Send a form of so many signs, one at a time; the head of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(HEAD % signs + FORM)
        for _ in range(signs):
            client.sendall(b"x")
            time.sleep(wait)
        return client.recv(1_000)


def test_a_process_says_that_it_lives_while_its_requests_take_their_time() -> None:
    """The beat comes from the loop: neither a body that comes sign by sign nor an answer that is
    long in the making is in its way, however long it lasts."""
    listening = socket.create_server(("127.0.0.1", 0))
    ending, beats = threading.Event(), [time.monotonic()]

    def answer(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        environ["wsgi.input"].read()
        time.sleep(1.6)
        start_response("200 OK", [("Content-Length", "2")])
        yield b"ok"

    server = WebServer(answer, [listening])
    running = threading.Thread(
        target=server.run, args=(ending.is_set, lambda: beats.append(time.monotonic()))
    )
    running.start()
    try:
        assert send_slowly(listening.getsockname()[1], 9, 0.1).startswith(b"HTTP/1.1 200")
    finally:
        ending.set()
        server.wake()
        running.join(10)
        server._server.close()
    beats.append(time.monotonic())
    longest = max(later - sooner for sooner, later in pairwise(beats))
    assert len(beats) > 2
    assert longest < _HANGING / 10


@pytest.mark.skipif(not FULL, reason="longer than a process may hang: in the full run")
def test_a_form_that_takes_longer_to_send_than_a_process_may_hang_is_answered(
    folder: Path,
) -> None:
    with serving(folder, processes=1) as served:
        before = served.list_processes()
        answer = send_slowly(served.port, _HANGING + 15, 1.0)
        # It has no token; what counts is that it was looked at.
        assert answer.startswith(b"HTTP/1.1 400"), answer[:100]
        assert served.list_processes() == before
        assert served.ask()[0] == 200
