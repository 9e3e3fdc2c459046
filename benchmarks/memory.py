"""What a web process has to itself in memory, and of what: as the index grows, and is read anew.

    python -m benchmarks.memory [--entries 10000 100000] [--json]

Synthetic entries are imported and indexed. A process reads the site as the master of ``serve``
does, and makes one that answers pages: 200 searches, and a page of 50 entries. Then one more entry
is published, the process reads the index anew, and answers the same again. Told are its private
megabytes (Private of /proc/PID/smaps_rollup, Linux alone): what one more process costs. The
yardstick, in the same run, is the same process before it has answered anything.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from benchmarks.speed import write_content
from benchmarks.texts import queries, records
from network.app import create_app
from network.cli.processes import give_memory_back, read_catalogues, warm
from network.config import read_settings
from network.content_files.importing import import_folder
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.entries.queries import find_newest_entries
from network.kinds import parse_content
from network.migrations.schema import upgrade
from network.organisations.tables import Organisation
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site

_SEARCHES, _PAGES = 200, 50


def measure(entries: int, seed: int = 1) -> dict[str, float]:
    """The private megabytes of a web process with so many entries, at each point."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _in_a_process(lambda: _build(folder, entries, seed))
        measured: dict[str, float] = _in_a_process(lambda: _serve(folder, seed))
        return measured


def _open(folder: Path) -> tuple[Flask, Site]:
    app = create_app(
        read_settings(
            {
                "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite'}",
                "SEARCH_INDEX": str(folder / "index"),
                "SECRET_KEY": "of the benchmark",
            },
            root=folder,
        )
    )
    return app, app.extensions["grannar"]


def _build(folder: Path, entries: int, seed: int) -> None:
    write_content(folder / "content", list(records(entries, seed)))
    _, site = _open(folder)
    upgrade(site.database)
    with site.database.transaction() as session:
        import_folder(session, folder / "content")
    catch_up(site.index.folder, DatabaseSource(site.database))


def _serve(folder: Path, seed: int) -> dict[str, float]:
    """What the master of ``serve`` does before it forks, and then the process."""
    gc.disable()
    app, site = _open(folder)
    warm(site)
    read_catalogues(app)
    site.database.engine.dispose()
    gc.freeze()
    gc.enable()
    measured: dict[str, float] = _in_a_process(lambda: _answer(app, site, folder, seed))
    return measured


def _answer(app: Flask, site: Site, folder: Path, seed: int) -> dict[str, float]:
    warm(site)
    site.names.is_refreshed = True
    measured = {"begun_mb": read_private_mb()}
    asked = [
        f"/nb/search?{urlencode({'q': ' '.join(words)})}"
        for _, words in islice(queries(_SEARCHES, seed), _SEARCHES)
    ]
    with site.database.reading() as session:
        asked += [
            f"/nb/{card.address}" for card in find_newest_entries(session, "nb", limit=_PAGES)
        ]
    measured["answered_mb"] = _ask(app, asked)
    _in_a_process(lambda: _publish(folder))
    warm(site)
    give_memory_back()
    measured["read_anew_mb"] = read_private_mb()
    measured["answered_anew_mb"] = _ask(app, asked)
    return measured


def _ask(app: Flask, addresses: Sequence[str]) -> float:
    client = app.test_client()
    for address in addresses:
        assert client.get(address).status_code == 200, address
    return read_private_mb()


def _publish(folder: Path) -> None:
    _, site = _open(folder)
    content = parse_content(
        {"kind": "experience", "language": "nb", "title": "Zyxwvut", "body": "Zyxwvut"}
    )
    with site.database.transaction() as session:
        actor = get_system_actor(session, "import")
        home = session.scalars(select(Organisation.id).limit(1)).one()
        revision = begin(session, Placement(home, "zyxwvut", home), content, actor=actor)
        publish(session, revision.id, actor=actor)
    catch_up(site.index.folder, DatabaseSource(site.database))


def read_private_mb() -> float:
    """The megabytes of this process that it shares with no other."""
    gc.collect()
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def _in_a_process(do: Callable[[], Any]) -> Any:
    """Do something in a process of its own, which leaves nothing behind; what it gives, as JSON."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(reading)
            os.write(writing, json.dumps(do()).encode())
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        given = pipe.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise SystemExit("A process of the benchmark failed.")
    return json.loads(given)


_SAID = {
    "begun_mb": "yardstick: before it has answered anything",
    "answered_mb": "after 200 searches and 50 entries",
    "read_anew_mb": "after one more entry was published, and the index read anew",
    "answered_anew_mb": "after the same was asked again",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    all_measured = {entries: measure(entries) for entries in options.entries}
    if options.json:
        json.dump(all_measured, sys.stdout)
        return
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; private MB of a web process"
    )
    for entries, measured in all_measured.items():
        print(f"with {entries} entries")
        for name, said in _SAID.items():
            print(
                f"{measured[name]:10.1f}  {said}  ({measured[name] / measured['begun_mb']:.1f} ×)"
            )


if __name__ == "__main__":
    main()
