"""What a reader of files in the cage may try."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from network.files_in.cage import Answer
from network.files_in.faults import NotReadable


def give_back(file: bytes, times: int = 1) -> Answer:
    return Answer({"length": len(file)}, file * times)


def refuse(file: bytes) -> Answer:
    raise NotReadable("encrypted")


def stumble(file: bytes) -> Answer:
    raise RuntimeError(file.decode())


def end(file: bytes) -> Answer:
    os.abort()


def sleep(file: bytes) -> Answer:
    time.sleep(60)
    return Answer(None)


def compute(file: bytes) -> Answer:
    while True:
        pass


def grow(file: bytes) -> Answer:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def talk(file: bytes) -> Answer:
    while True:
        sys.stdout.buffer.write(b"x" * 1_000_000)


def read_settings(file: bytes) -> Answer:
    return Answer(sorted(os.environ))


def list_folder(file: bytes) -> Answer:
    return Answer(os.listdir("."))


def open_file(file: bytes) -> Answer:
    return Answer(Path(file.decode()).read_text())


def write_file(file: bytes) -> Answer:
    Path(file.decode()).write_text("x")
    return Answer(None)


def write_natively(file: bytes) -> Answer:
    """Past Python's own opening: the system itself forbids it."""
    libc = ctypes.CDLL(None)
    number = libc.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    written = libc.write(number, b"x", 1) if number >= 0 else -1
    return Answer(written)


def make_temporary_file(file: bytes) -> Answer:
    with tempfile.NamedTemporaryFile() as made:
        return Answer(made.name)


def connect(file: bytes) -> Answer:
    with socket.create_connection(("127.0.0.1", int(file)), 2):
        return Answer("connected")


def connect_natively(file: bytes) -> Answer:
    """Past Python's own sockets: whether anything answers at a port of this machine."""
    libc = ctypes.CDLL(None)
    number = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    port = int(file).to_bytes(2, "big")
    address = b"\x02\x00" + port + bytes([127, 0, 0, 1]) + bytes(8)
    return Answer(libc.connect(number, address, 16))


def start_program(file: bytes) -> Answer:
    return Answer(subprocess.check_output(["true"]).decode())
