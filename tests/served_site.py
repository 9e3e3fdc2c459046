"""A site as ``serve`` runs it, in processes of its own."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def take_port() -> int:
    """A free port that no connection of this machine's is given while nobody listens on it."""
    while True:
        port = random.randrange(10_000, 30_000)
        with socket.socket() as free:
            if free.connect_ex(("127.0.0.1", port)):
                return port


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
