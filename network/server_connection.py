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
# A server that did not answer is left alone for so long, in seconds: whoever else waits for it
# gives up, and nobody connects to it.
_LEFT_ALONE: Final = 3.0

_Place = tuple[str, str]
# The servers that did not answer, by host and port, and until when they are left alone.
_left_alone: dict[_Place, float] = {}

_Value = TypeVar("_Value")


class ServerConnection(psycopg.Connection[Any]):
    """A connection that breaks when its server does not answer any more."""

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
                elif _is_left_alone(self._place):
                    self._give_up()
                elif now - heard_at > _SILENT:
                    if not answers(self.info.hostaddr or self.info.host, self.info.port):
                        self._give_up()
                    heard_at = time.monotonic()
                wanted = answer.send(ready)
        except StopIteration as end:
            value: _Value = end.value
            return value

    @property
    def _place(self) -> _Place:
        return self.info.host, str(self.info.port)

    def _give_up(self) -> None:
        place = self._place
        _leave_alone(place)
        self.pgconn.finish()
        raise psycopg.OperationalError(f"the server at {':'.join(place)} does not answer")


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
    last, so that one which is away costs its time seldom."""

    def __init__(self) -> None:
        self._first: _Place | None = None

    def connect(self, parameters: dict[str, Any]) -> ServerConnection:
        """Connect with these of libpq's parameters, to one host after another. Raises
        ``psycopg.OperationalError``, which tells of each."""
        told = []
        for place, attempt in self._list_attempts(_complete(parameters)):
            if _is_left_alone(place):
                told.append(f"{':'.join(place)} did not answer a moment ago")
                continue
            try:
                connection = ServerConnection.connect(**attempt)
            except psycopg.OperationalError as problem:
                if isinstance(problem, psycopg.errors.ConnectionTimeout):
                    _leave_alone(place)
                told.append(str(problem).partition("\n")[0])
                continue
            _left_alone.pop(place, None)
            self._first = place
            assert isinstance(connection, ServerConnection)
            return connection
        raise psycopg.OperationalError("; ".join(told))

    def _list_attempts(self, parameters: dict[str, Any]) -> list[tuple[_Place, dict[str, Any]]]:
        """Each host with the parameters to reach it, in the order to try them."""
        lists = {
            name: str(parameters[name]).split(",")
            for name in ("host", "hostaddr", "port")
            if parameters.get(name)
        }
        number = max([1, *map(len, lists.values())])
        attempts = []
        for which in range(number):
            # One port may stand for all hosts.
            own = {
                name: values[which] if len(values) > 1 else values[0]
                for name, values in lists.items()
            }
            place = (own.get("host") or own.get("hostaddr", ""), own.get("port") or _USUAL_PORT)
            attempts.append((place, parameters | own))
        attempts.sort(key=lambda attempt: attempt[0] != self._first)
        if parameters.get("target_session_attrs") != "prefer-standby":
            return attempts
        ways = ("standby", "any")
        return [
            (place, own | {"target_session_attrs": way}) for way in ways for place, own in attempts
        ]


def _is_left_alone(place: _Place) -> bool:
    return _left_alone.get(place, 0.0) > time.monotonic()


def _leave_alone(place: _Place) -> None:
    _left_alone[place] = time.monotonic() + _LEFT_ALONE


def _complete(parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters with what their address leaves open."""
    given = _PARAMETERS | parameters
    if "PGCONNECT_TIMEOUT" in os.environ and "connect_timeout" not in parameters:
        del given["connect_timeout"]
    # Of two values of one setting the later holds: what the address says.
    own = parameters.get("options") or os.environ.get("PGOPTIONS", "")
    return given | {"options": f"{_OPTIONS} {own}".strip()}
