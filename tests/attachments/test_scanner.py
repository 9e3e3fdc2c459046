"""The virus scanner: asked as clamd wants to be asked; only its word that a file is clean counts.

A small server stands in for clamd here, which speaks its protocol and knows one virus.
"""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from network.attachments.reading import read_file
from network.attachments.scanner import InfectedFile, Scanner, ScannerAway
from network.errors import Misconfigured
from tests.attached import make_pdf

# Of the file that every scanner knows, put together here so that none finds it in this one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 1_000_000


class _Clamd(socketserver.StreamRequestHandler):
    """INSTREAM and VERSION, with clamd's answers; it closes when it has had too much."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zVERSION\0":
            self.wfile.write(b"ClamAV 1.4.6/stand-in\0")
            return
        assert command == b"zINSTREAM\0"
        data = b""
        while True:
            (length,) = struct.unpack("!I", self.rfile.read(4))
            if not length:
                break
            data += self.rfile.read(length)
            if len(data) > LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        if b"silence" in data:
            return
        name = b"stream: Eicar-Signature FOUND\0" if EICAR in data else b"stream: OK\0"
        self.wfile.write(name)


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[Scanner]:
    """A scanner at a socket of this machine."""
    address = tmp_path / "clamd.ctl"
    with socketserver.ThreadingUnixStreamServer(str(address), _Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Scanner(str(address))
        server.shutdown()


def test_a_clean_file_passes_and_an_infected_one_is_named(scanner: Scanner) -> None:
    scanner.scan(b"clean" * 100_000)
    scanner.scan(b"")
    with pytest.raises(InfectedFile) as infected:
        scanner.scan(b"before" + EICAR)
    assert infected.value.name == "Eicar-Signature"
    assert scanner.ask_version().startswith("ClamAV 1.4.6")


def test_whatever_is_no_word_that_it_is_clean_lets_nothing_in(
    scanner: Scanner, tmp_path: Path
) -> None:
    with pytest.raises(ScannerAway, match="size limit exceeded"):
        scanner.scan(bytes(20 * LIMIT))
    with pytest.raises(ScannerAway, match="it said nothing"):
        scanner.scan(b"silence")
    with pytest.raises(ScannerAway):
        Scanner(str(tmp_path / "nobody.ctl")).scan(b"clean")
    with pytest.raises(ScannerAway):
        Scanner("127.0.0.1:9").scan(b"clean")


def test_it_is_asked_before_anything_else_looks_at_a_file(scanner: Scanner) -> None:
    with pytest.raises(InfectedFile):
        read_file(b"\xff\xd8\xff\xe0" + EICAR, scanner)
    assert read_file(make_pdf(["Rent"]), scanner).text_state == "read"


@pytest.mark.parametrize("address", ["clamd.ctl", "localhost", ":3310", "host:port"])
def test_an_address_that_is_neither_a_socket_nor_a_port_is_misconfigured(address: str) -> None:
    with pytest.raises(Misconfigured, match="CLAMD must be"):
        Scanner(address)
