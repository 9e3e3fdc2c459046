"""The virus scanner: clamd, asked over its socket before anything else looks at a file.

https://docs.clamav.net/manual/Usage/Scanning.html#clamd and clamd(8), *INSTREAM*.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress

from network.errors import Misconfigured

_CHUNK = 64 * 1024
_SECONDS = 30.0


class InfectedFile(Exception):
    """The scanner knows the file as a virus; ``name`` is what the scanner calls it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ScannerAway(Exception):
    """The scanner does not answer, or not in a way that says the file is clean. For the log."""


class Scanner:
    """clamd at an address: the path of its socket, or HOST:PORT."""

    def __init__(self, address: str) -> None:
        """Connects to nothing yet. Raises ``Misconfigured`` for an address that is neither."""
        host, _colon, port = address.rpartition(":")
        if not address.startswith("/") and not (host and port.isascii() and port.isdigit()):
            raise Misconfigured(
                f"CLAMD must be the path of a socket or HOST:PORT, not {address!r}."
            )
        self.place = address
        self._inet = None if address.startswith("/") else (host.strip("[]"), int(port))

    def scan(self, data: bytes) -> None:
        """Have a file looked at. Raises ``InfectedFile``, and ``ScannerAway`` for anything but the
        scanner's word that it is clean. Waits for at most 30 seconds at each step."""
        answer = self._ask(b"zINSTREAM\0", data)
        if answer == "stream: OK":
            return
        if answer.endswith(" FOUND"):
            raise InfectedFile(answer.removeprefix("stream: ").removesuffix(" FOUND"))
        raise ScannerAway(answer or "it said nothing")

    def ask_version(self) -> str:
        """What the scanner says of itself. Raises ``ScannerAway``."""
        return self._ask(b"zVERSION\0")

    def _ask(self, command: bytes, data: bytes | None = None) -> str:
        try:
            with self._connect() as connection:
                connection.settimeout(_SECONDS)
                # A scanner that has had enough closes its side while we send; it has answered why.
                with suppress(BrokenPipeError, ConnectionResetError):
                    connection.sendall(command)
                    if data is not None:
                        for start in range(0, len(data), _CHUNK):
                            chunk = data[start : start + _CHUNK]
                            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
                        connection.sendall(struct.pack("!I", 0))
                answer = b""
                while not answer.endswith(b"\0") and len(answer) < 10_000:
                    more = connection.recv(4096)
                    if not more:
                        break
                    answer += more
        except OSError as problem:
            raise ScannerAway(str(problem)) from problem
        return answer.rstrip(b"\0\n").decode(errors="replace")

    def _connect(self) -> socket.socket:
        if self._inet is not None:
            return socket.create_connection(self._inet, timeout=_SECONDS)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_SECONDS)
        try:
            connection.connect(self.place)
        except OSError:
            connection.close()
            raise
        return connection
