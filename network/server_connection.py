"""Connections to PostgreSQL that are bounded in time, whatever becomes of the server.

A server that was killed closes its connections, and whoever waits knows at once. One that hangs, or
that the network has swallowed, says nothing: the kernel's own means notice a part of that (TCP
keepalives), and nothing of it where the machine or something between still acknowledges bytes.
So whoever waits long for an answer asks whether the server lives, on a connection beside.
"""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Generator
from contextlib import suppress
from typing import Any, Final, TypeVar

import psycopg

# In seconds: how long a statement, a wait for a lock, and a transaction in which nothing is done
# may last. What lasts long by its nature says so (``network.db.working_long``).
STATEMENT, LOCK, IDLE = 40, 30, 60
# What a connection is made with, unless its address says otherwise. Seconds, and milliseconds for
# tcp_user_timeout. https://www.postgresql.org/docs/current/libpq-connect.html
_PARAMETERS: Final = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8000,
    "fallback_application_name": "grannar",
}
_OPTIONS: Final = (
    f"-c statement_timeout={STATEMENT}s -c lock_timeout={LOCK}s "
    f"-c idle_in_transaction_session_timeout={IDLE}s"
)
# So long a server may be silent before it is asked whether it lives, and so long it has to answer.
_SILENT, _ANSWERS_WITHIN = 3.0, 3.0
# A client's question whether the server speaks TLS: answered before anybody signs in, and however
# many are connected. https://www.postgresql.org/docs/current/protocol-message-formats.html
_QUESTION: Final = struct.pack("!ii", 8, 80877103)
_USUAL_PORT: Final = "5432"

_Value = TypeVar("_Value")


class ServerConnection(psycopg.Connection[Any]):
    """A connection that breaks when its server does not answer any more."""

    connector: ServerConnector | None = None

    def wait(
        self,
        gen: Generator[Any, Any, _Value],
        interval: float = 0.1,
        timeout: float | None = None,
    ) -> _Value:
        return super().wait(self._watch(gen), interval, timeout)

    def _watch(self, answer: Generator[Any, Any, _Value]) -> Generator[Any, Any, _Value]:
        """Wait for what ``answer`` waits for, or raise where the server is gone."""
        try:
            wanted = next(answer)
            heard_at = time.monotonic()
            while True:
                ready = yield wanted
                now = time.monotonic()
                if ready:
                    heard_at = now
                elif now - heard_at > _SILENT:
                    if not self._lives():
                        self._give_up()
                    heard_at = time.monotonic()
                wanted = answer.send(ready)
        except StopIteration as end:
            value: _Value = end.value
            return value

    def _lives(self) -> bool:
        return answers(self.info.hostaddr or self.info.host, self.info.port)

    def _give_up(self) -> None:
        host, port = self.info.host, str(self.info.port)
        if self.connector is not None:
            self.connector.put_last(host, port)
        self.pgconn.finish()
        raise psycopg.OperationalError(f"the server at {host}, port {port}, does not answer")


def answers(host: str, port: int, within: float = _ANSWERS_WITHIN) -> bool:
    """Whether a PostgreSQL server answers at a host, or in a folder of sockets, in that many
    seconds."""
    is_local = host.startswith(("/", "@"))
    family = socket.AF_UNIX if is_local else socket.AF_INET6 if ":" in host else socket.AF_INET
    with suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as asking:
        asking.settimeout(within)
        place = f"{host.replace('@', chr(0), 1)}/.s.PGSQL.{port}" if is_local else (host, port)
        asking.connect(place)
        asking.sendall(_QUESTION)
        return bool(asking.recv(1))
    return False


class ServerConnector:
    """Makes the connections of one address. Of several hosts it begins with the one that it reached
    last, so that one which hangs costs its time once and not at each connection."""

    def __init__(self) -> None:
        self._first: tuple[str, str] | None = None
        self._last: tuple[str, str] | None = None

    def connect(self, parameters: dict[str, Any]) -> ServerConnection:
        """Connect with these of libpq's parameters. Raises ``psycopg.Error``."""
        connection = ServerConnection.connect(**self._arrange(_complete(parameters)))
        assert isinstance(connection, ServerConnection)
        connection.connector = self
        self._first = (connection.info.host, str(connection.info.port))
        return connection

    def put_last(self, host: str, port: str) -> None:
        """Try this host after all others from now on."""
        self._last = (host, port)
        if self._first == self._last:
            self._first = None

    def _arrange(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """The parameters with their hosts in the order to try them."""
        lists = {
            name: str(parameters[name]).split(",")
            for name in ("host", "hostaddr", "port")
            if parameters.get(name)
        }
        names = lists.get("host") or lists.get("hostaddr") or [""]
        if len(names) < 2 or any(len(values) != len(names) for values in lists.values()):
            return parameters
        ports = [port or _USUAL_PORT for port in lists.get("port", [""] * len(names))]

        def rank(number: int) -> int:
            place = (names[number], ports[number])
            return (place == self._last) - (place == self._first)

        order = sorted(range(len(names)), key=rank)
        arranged = {
            name: ",".join(values[number] for number in order) for name, values in lists.items()
        }
        return parameters | arranged


def _complete(parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters with what their address leaves open."""
    given = _PARAMETERS | parameters
    if "PGCONNECT_TIMEOUT" in os.environ and "connect_timeout" not in parameters:
        del given["connect_timeout"]
    # Of two values of one setting the later holds: what the address says.
    own = parameters.get("options") or os.environ.get("PGOPTIONS", "")
    return given | {"options": f"{_OPTIONS} {own}".strip()}
