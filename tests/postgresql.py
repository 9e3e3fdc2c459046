"""A PostgreSQL server of the run's own: made in a folder, listening on a socket there alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg.sql import SQL, Identifier

MISSING = "The full tests need PostgreSQL: install Debian's package postgresql."


def find_program(name: str) -> str:
    """The server's program, which Debian keeps off the path; "" where there is none."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(versions[-1]) if versions else "")


def _program(name: str) -> str:
    program = find_program(name)
    assert program, MISSING
    return program


def run_as_server(folder: Path, *words: str) -> None:
    """Run a program of the server's; as the user postgres where we are root, which it refuses."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_user, *words], check=False, capture_output=True, text=True, cwd=folder
    )
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"


@contextmanager
def server_folder() -> Iterator[Path]:
    """A folder that the server's user reaches. pytest's own are closed to others anew whenever
    another run of the same user begins."""
    with TemporaryDirectory(prefix="grannar-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def cluster() -> Iterator[Path]:
    """A running server; yields the folder of its socket."""
    with server_folder() as folder, _cluster(folder / "postgresql") as home:
        yield home


@contextmanager
def _cluster(home: Path) -> Iterator[Path]:
    home.mkdir(parents=True)
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    data = home / "data"
    run_as_server(
        home, _program("initdb"), "-D", str(data), "-U", "grannar", "-A", "trust", "-E", "UTF8"
    )
    start_server(home)
    try:
        yield home
    finally:
        # Straight by its signal for an immediate end: nothing in it is to be kept, and a server
        # that is gone already needs no stopping.
        with suppress(ProcessLookupError, FileNotFoundError):
            pid = int((data / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGQUIT)
        # What it still takes away of its own is not to be taken away twice.
        for _ in range(100):
            if not (data / "postmaster.pid").exists():
                break
            time.sleep(0.05)


def start_server(home: Path) -> None:
    """Start the server of a socket's folder, and wait until it answers."""
    options = f"-k {home} -c listen_addresses='' -c fsync=off -c max_connections=50"
    data, log = str(home / "data"), str(home / "log")
    run_as_server(home, _program("pg_ctl"), "-D", data, "-w", "-l", log, "-o", options, "start")


def stop_server(home: Path, how: str = "immediate") -> None:
    """Stop the server of a socket's folder: *fast*, or *immediate*, which is like a crash."""
    pid = int((home / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGINT if how == "fast" else signal.SIGQUIT)
    for _ in range(600):
        if not (home / "data" / "postmaster.pid").exists() and not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.05)
    raise AssertionError("PostgreSQL did not stop")


def make_database(socket: Path, name: str, template: str = "template0") -> str:
    """Make a database, as a copy of ``template``; its address."""
    with psycopg.connect(
        user="grannar", dbname="postgres", host=str(socket), autocommit=True
    ) as connection:
        connection.execute(
            SQL("CREATE DATABASE {} TEMPLATE {} ENCODING UTF8").format(
                Identifier(name), Identifier(template)
            )
        )
    return f"postgresql://grannar@/{name}?host={socket}"
