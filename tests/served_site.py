"""A site as ``serve`` runs it: in processes of its own, or by its server in a thread."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from network.cli.web_server import WebServer
from network.seats import THREADS
from tests.conftest import ROOT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def take_port() -> int:
    """A free port that no connection of this machine's is given while nobody listens on it."""
    while True:
        port = random.randrange(10_000, 30_000)
        with socket.socket() as free:
            if free.connect_ex(("127.0.0.1", port)):
                return port


@contextmanager
def serve_in_thread(
    app: WSGIApplication, *, port: int = 0, threads: int = THREADS
) -> Iterator[int]:
    """Serve an application meanwhile at a port; with 0 at a free one. Hands out the port.

    At the end no more requests are taken, and those that are under way are waited for.
    """
    ending = threading.Event()
    with socket.create_server(("127.0.0.1", port)) as listening:
        server = WebServer(app, [listening], threads)
        thread = threading.Thread(
            target=server.run, args=(ending.is_set, lambda: None), daemon=True
        )
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ending.set()
            server.wake()
            thread.join(timeout=20)
            assert not thread.is_alive()
            server.release()


def start_serve(
    port: int, folder: Path, log: Path, program: str = "wsgi", **settings: str
) -> subprocess.Popen[bytes]:
    """The master of a site that keeps in a folder what no setting puts elsewhere; ``program`` is
    the file or module of its application. What it says is written to ``log``."""
    environment = os.environ | {
        "SEARCH_INDEX": str(folder / "index"),
        "SECRET_KEY": "a key for tests",
        "MAIL_FOLDER": str(folder / "mail"),
        "FILES": str(folder / "files"),
        "PORT": str(port),
        **settings,
    }
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", program, "serve"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
