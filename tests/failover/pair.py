"""Two PostgreSQL servers on ports of this machine, of which one follows the other."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.postgresql import find_program, run_as_server, server_folder
from tests.served_site import take_port

DATABASE = "site"


class Server:
    """A server with its folder and its port."""

    def __init__(self, home: Path) -> None:
        self.home, self.data = home, home / "data"
        home.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        self.port = take_port()

    def initialise(self) -> None:
        """Make an empty server."""
        words = ("-D", str(self.data), "-U", "grannar", "-A", "trust", "-E", "UTF8")
        run_as_server(self.home, find_program("initdb"), *words)
        with (self.data / "pg_hba.conf").open("a") as rules:
            rules.write("host replication all 127.0.0.1/32 trust\n")

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        options = (
            f"-k {self.home} -p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off "
            "-c max_connections=80 -c wal_keep_size=64MB -c hot_standby=on "
            "-c wal_receiver_status_interval=1 -c wal_retrieve_retry_interval=200ms"
        )
        words = ("-D", str(self.data), "-w", "-l", str(self.home / "log"), "-o", options, "start")
        run_as_server(self.home, find_program("pg_ctl"), *words)

    def follow(self, primary: Server) -> None:
        """Become the standby of ``primary``, from a new copy of it, and start."""
        shutil.rmtree(self.data, ignore_errors=True)
        # Of a process that was killed and that nobody has buried, this would be taken for living.
        for left in self.home.glob(".s.PGSQL.*"):
            left.unlink()
        run_as_server(
            self.home,
            find_program("pg_basebackup"),
            *("-D", str(self.data), "-R", "-X", "stream", "-c", "fast", "-N"),
            *("-d", f"host=127.0.0.1 port={primary.port} user=grannar application_name=standby"),
        )
        # When it is promoted it has no standby of its own yet to wait for.
        settings = self.data / "postgresql.auto.conf"
        lines = settings.read_text().splitlines(keepends=True)
        settings.write_text("".join(line for line in lines if "synchronous_standby" not in line))
        self.start()

    def promote(self) -> None:
        """Make a standby the primary; returns when it takes what is written."""
        run_as_server(self.home, find_program("pg_ctl"), "-D", str(self.data), "-w", "promote")

    def list_processes(self) -> list[int]:
        """The first process and its children."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to all its processes at once."""
        for pid in self.list_processes():
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        if number == signal.SIGKILL:
            # Until nobody listens on its port.
            until(lambda: not self.is_listening())

    def is_listening(self) -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, statement: str, database: str = "postgres") -> Any:
        """The first value of a statement's first row, None where it has none."""
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="grannar",
            dbname=database,
            autocommit=True,
            connect_timeout=3,
        ) as connection:
            cursor = connection.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None


class Pair:
    """A primary with a synchronous standby."""

    def __init__(self, folder: Path) -> None:
        self.primary, self.standby = Server(folder / "a"), Server(folder / "b")
        self.servers = (self.primary, self.standby)

    def address(self, **parameters: str) -> str:
        """The address of both, always in the same order."""
        hosts = ",".join(f"127.0.0.1:{server.port}" for server in self.servers)
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return f"postgresql://grannar@{hosts}/{DATABASE}" + (f"?{query}" if query else "")

    def begin(self) -> None:
        self.primary.initialise()
        self.primary.start()
        self.primary.ask(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING UTF8")
        self.standby.follow(self.primary)
        self.wait_for_standby()

    def wait_for_standby(self) -> None:
        """Have the primary wait for its standby from now on."""
        self.primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.primary.ask("SELECT pg_reload_conf()")
        until(
            lambda: (
                self.primary.ask(
                    "SELECT count(*) FROM pg_stat_replication "
                    "WHERE sync_state = 'sync' AND state = 'streaming'"
                )
                == 1
            )
        )
        # So much every new session knows; but whether a commit waits the checkpointer says, and it
        # reads the settings when it is next at leisure. One that it is asked for comes after that.
        self.primary.ask("CHECKPOINT")
        self.primary.ask("CHECKPOINT")

    def fail_over(self) -> None:
        """Promote the standby in the place of a primary that is gone."""
        self.standby.promote()
        self.primary, self.standby = self.standby, self.primary

    def rebuild(self) -> None:
        """Make the server that was the primary the standby of the present one."""
        self.standby.follow(self.primary)
        self.wait_for_standby()

    def end(self) -> None:
        for server in self.servers:
            with suppress(OSError, ValueError, IndexError):
                server.kill()


@contextmanager
def running_pair() -> Iterator[Pair]:
    with server_folder() as folder:
        pair = Pair(folder)
        try:
            pair.begin()
            yield pair
        finally:
            pair.end()


def until(holds: Any, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)
