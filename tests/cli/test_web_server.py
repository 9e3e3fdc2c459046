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


def answer_in_pieces(_environ: Any, start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", [("Content-Length", "5")])
    yield b"Sv"
    time.sleep(0.5)
    yield b"ar."


@contextmanager
def serving(app: Any = answer) -> Iterator[tuple[int, Callable[[], None], threading.Thread]]:
    """A port, what begins the end, and the thread that lives until all is over."""
    ending = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = WebServer(app, [listening])
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


def test_an_answer_is_sent_once_by_the_loop_which_rests_until_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rounds, senders = [], []
    come_round, send = WebServer._round, web_server._Channel.send

    def count_round(server: WebServer, seconds: float) -> None:
        rounds.append(seconds)
        come_round(server, seconds)

    def note_sender(channel: Any, data: bytes, do_close: bool = True) -> Any:
        senders.append(threading.current_thread())
        return send(channel, data, do_close)

    monkeypatch.setattr(WebServer, "_round", count_round)
    monkeypatch.setattr(web_server._Channel, "send", note_sender)
    with serving(answer_in_pieces) as (port, _end, thread):
        asker = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        asker.request("GET", "/")
        assert asker.getresponse().read() == b"Svar."
        assert senders == [thread]
        # It is connected, has asked, is answered. Without rest there are some ten thousand.
        assert len(rounds) < 12
        asker.close()


def test_an_answer_larger_than_what_may_wait_arrives_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(web_server, "_LARGEST_ANSWER", 100_000)
    piece = b"x" * 70_000

    def answer_much(_environ: Any, start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", str(50 * len(piece)))])
        return iter([piece] * 50)

    with serving(answer_much) as (port, _end, _thread):
        asker = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        asker.request("GET", "/")
        # Slower to fetch than to make.
        time.sleep(0.3)
        assert asker.getresponse().read() == 50 * piece
        asker.close()
