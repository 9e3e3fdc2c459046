"""A wire between a site and its server, which can be cut: bytes are taken and go nowhere."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


class Relay:
    """Listens on a port of this machine and passes on to a server, until it is closed."""

    def __init__(self, target: Path | int) -> None:
        """``target`` is the file of a socket, or a port of this machine."""
        self._target = target
        self._whole = threading.Event()
        self._whole.set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._sockets = [self._listening]
        self._take(self._accept)

    def cut(self) -> None:
        """Pass on nothing more; who sends or connects is not refused."""
        self._whole.clear()

    def mend(self) -> None:
        """Pass on again, first what came meanwhile."""
        self._whole.set()

    def close(self) -> None:
        """Break every connection, and take none more."""
        self._whole.set()
        for end in self._sockets:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        while True:
            client, _ = self._listening.accept()
            self._sockets.append(client)
            self._whole.wait()
            if isinstance(self._target, int):
                server = socket.create_connection(("127.0.0.1", self._target))
            else:
                server = socket.socket(socket.AF_UNIX)
                self._sockets.append(server)
                server.connect(str(self._target))
            self._sockets.append(server)
            self._take(self._pass_on, client, server)
            self._take(self._pass_on, server, client)

    def _pass_on(self, source: socket.socket, to: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                self._whole.wait()
                to.sendall(data)
        finally:
            with suppress(OSError):
                to.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def _take(work: Callable[..., None], *given: object) -> None:
        def run() -> None:
            with suppress(OSError):
                work(*given)

        threading.Thread(target=run, daemon=True).start()
