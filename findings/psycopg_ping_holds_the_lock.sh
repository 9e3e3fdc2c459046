#!/usr/bin/env bash
# psycopg 3.3.9 with the libpq that it brings (psycopg-binary 3.3.9, PyPI): PGconn.ping stops every
# thread of the process.
#
# Guessed: ping asks whether a server takes connections and waits for the answer as connect does, with
# the interpreter free for others meanwhile.
# Seen: while it waits for a server that has taken the connection and says nothing, as one does that is
# overloaded or stopped, no other thread runs until connect_timeout is over: of a thread that wakes every
# 50 ms one tick in 2 s. psycopg.connect to the same server with the same limit lets it tick 38 times.
# Whoever asks for a server's health beside threads that answer pages stops them all that long; a
# connection that is broken off, or a question on a plain socket, does not.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check psycopg==3.3.9 psycopg-binary==3.3.9
"$folder/env/bin/python" - <<'PY'
import socket
import threading
import time

import psycopg
from psycopg.pq import PGconn

# The system takes the connection for a server that listens; nobody ever answers on it.
silent = socket.create_server(("127.0.0.1", 0), backlog=16)
port = silent.getsockname()[1]
address = f"host=127.0.0.1 port={port} dbname=x user=x connect_timeout=2 gssencmode=disable"


def count_ticks(wait):
    """How often another thread, which wakes every 50 ms, came to run while this one waited."""
    ticks = 0
    ended = threading.Event()

    def tick():
        nonlocal ticks
        while not ended.wait(0.05):
            ticks += 1

    ticking = threading.Thread(target=tick)
    ticking.start()
    began = time.monotonic()
    wait()
    seconds = time.monotonic() - began
    counted = ticks
    ended.set()
    ticking.join()
    return counted, seconds


def connect():
    try:
        psycopg.connect(address)
    except psycopg.OperationalError:
        pass


pinged, ping_seconds = count_ticks(lambda: PGconn.ping(address.encode()))
connected, connect_seconds = count_ticks(connect)
print(f"psycopg {psycopg.__version__}, {psycopg.pq.__impl__}")
print(f"ping waited {ping_seconds:.1f} s, the other thread ran {pinged} times")
print(f"connect waited {connect_seconds:.1f} s, the other thread ran {connected} times")
assert ping_seconds > 1 and connect_seconds > 1
assert pinged <= 3, "ping lets other threads run"
assert connected > 10, "connect stops other threads"
PY
