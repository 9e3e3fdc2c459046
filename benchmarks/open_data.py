"""What the files of everything public take: written first, after one change, and asked for again.

    python -m benchmarks.open_data [--entries 10000] [--json]

Synthetic entries are imported on SQLite; each file is written, then once more after one entry has
been touched, then asked for as it is. Processor time, the median of five for the last two. The
yardstick, in the same run, is writing the file's bytes and hashing them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import tempfile
from pathlib import Path
from statistics import median
from time import process_time

from sqlalchemy import select

from benchmarks.speed import write_content
from benchmarks.texts import records
from network.changes import draw_public_numbers, record_change
from network.content_files.importing import import_folder
from network.db import Database
from network.dumps import FILES, write_dump
from network.entries.tables import Entry
from network.migrations.schema import upgrade

_TIMES, _SITE = 5, "https://grannar.example"


def measure(entries: int) -> dict[str, dict[str, float]]:
    """For each file: milliseconds of writing it first, after one change, and not at all; of the
    yardstick; and its size in MB."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_content(folder / "content", list(records(entries, 1)))
        database = Database(f"sqlite:///{folder / 'grannar.sqlite'}")
        upgrade(database)
        with database.transaction() as session:
            import_folder(session, folder / "content")
        measured = {name: _measure_file(database, folder / "dumps", name) for name in FILES}
        database.engine.dispose()
        return measured


def _measure_file(database: Database, folder: Path, name: str) -> dict[str, float]:
    def write() -> float:
        began = process_time()
        with database.reading() as session:
            write_dump(session, folder, name, _SITE)
        return (process_time() - began) * 1_000

    first = write()
    changed, again = [], []
    for _ in range(_TIMES):
        with database.transaction() as session:
            record_change(session, session.scalars(select(Entry.id).limit(1)).one(), "touched")
            draw_public_numbers(session, ["public"])
        changed.append(write())
        again.append(write())
    (path,) = folder.glob(f"{name.partition('.')[0]}-*.{name.partition('.')[2]}")
    data = path.read_bytes()
    began = process_time()
    (folder / "yardstick").write_bytes(data)
    hashlib.sha256(data).hexdigest()
    yardstick = (process_time() - began) * 1_000
    return {
        "first_ms": first,
        "after_a_change_ms": median(changed),
        "unchanged_ms": median(again),
        "yardstick_ms": yardstick,
        "mb": len(data) / 1_000_000,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    measured = measure(arguments.entries)
    if arguments.json:
        print(json.dumps(measured))
        return
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, SQLite")
    print(f"{arguments.entries} entries; milliseconds of processor time")
    for name, numbers in measured.items():
        shown = "  ".join(f"{what} {number:9.1f}" for what, number in numbers.items())
        print(f"{name:20} {shown}")


if __name__ == "__main__":
    main()
