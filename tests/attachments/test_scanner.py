"""The virus scanner: asked as clamd wants to be asked; only its word that a file is clean counts.

A small server stands in for clamd here, which speaks its protocol and knows one virus.
"""

from __future__ import annotations

import io
import shutil
import socketserver
import struct
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from network.attachments.reading import LARGEST_FILE, read_file
from network.attachments.scanner import InfectedFile, Scanner, ScannerAway
from network.errors import Misconfigured
from tests.attached import make_pdf
from tests.conftest import FULL

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


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanner]:
    """The real thing, with one signature of ours."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
    assert program is not None
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    signature = f"Eicar-Of-Ours:0:*:{EICAR.hex()}\n"
    (folder / "signatures" / "own.ndb").write_text(signature)
    settings = folder / "clamd.conf"
    settings.write_text(
        f"DatabaseDirectory {folder / 'signatures'}\nLocalSocket {folder / 'clamd.ctl'}\n"
        "Foreground yes\nStreamMaxLength 26M\n"
    )
    with subprocess.Popen(
        [program, "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        scanner = Scanner(str(folder / "clamd.ctl"))
        until = time.monotonic() + 30
        while True:
            try:
                scanner.ask_version()
                break
            except ScannerAway:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.1)
        yield scanner
        process.terminate()


@pytest.mark.skipif(
    not FULL or not Path("/usr/sbin/clamd").exists(),
    reason="clamd takes seconds to start, and is not installed everywhere",
)
def test_the_real_clamd_is_understood(clamd: Scanner) -> None:
    clamd.scan(b"clean" * 1_000_000)
    clamd.scan(bytes(LARGEST_FILE))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inside.txt", EICAR)
    for infected in (EICAR, b"before\n" + EICAR + b"\nafter", packed.getvalue()):
        with pytest.raises(InfectedFile) as found:
            clamd.scan(infected)
        assert found.value.name == "Eicar-Of-Ours.UNOFFICIAL"
    with pytest.raises(ScannerAway, match="size limit exceeded"):
        clamd.scan(bytes(27 * 1024 * 1024))
    assert clamd.ask_version().startswith("ClamAV")


@pytest.mark.parametrize("address", ["clamd.ctl", "localhost", ":3310", "host:port"])
def test_an_address_that_is_neither_a_socket_nor_a_port_is_misconfigured(address: str) -> None:
    with pytest.raises(Misconfigured, match="CLAMD must be"):
        Scanner(address)
