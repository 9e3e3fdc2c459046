"""How pages slow down as a site grows: the same pages with few entries and with ten times as many.

    python -m benchmarks.growth [--entries 10000 100000] [--database sqlite|postgresql] [--json]

Synthetic entries are imported and indexed, on SQLite or on a PostgreSQL server of the run's own
(without fsync, which only writing waits for). One client asks for searches that nobody asked
before, for pages of entries, and for the desk of a municipality's coordinator; no page is kept.
Medians by the clock, the database's work included. What counts is the ratio between the sizes of
one run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from benchmarks.engine import milliseconds
from benchmarks.speed import write_content
from benchmarks.texts import queries, records
from network.app import create_app
from network.config import read_settings
from network.content_files.importing import import_folder
from network.documents.tables import Document
from network.entries.queries import find_newest_entries
from network.migrations.schema import upgrade
from network.people.accounts import invite
from network.people.actors import get_system_actor
from network.people.mandates import give
from network.people.sign_ins import begin_sign_in
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site
from tests.postgresql import cluster, make_database

_TIMES, _BEFORE = 100, 20


def measure(
    entries: int, database_url: str, folder: Path, *, with_search: bool = True, seed: int = 1
) -> dict[str, float]:
    """Build the site in a folder and time its pages, in milliseconds; import and index in entries
    a second. Without search there is no index, which takes most of the time to build."""
    app = create_app(
        read_settings(
            {
                "DATABASE_URL": database_url,
                "SEARCH_INDEX": str(folder / "index"),
                "SECRET_KEY": "of the benchmark",
                "KEPT_PAGES_MB": "0",
            },
            root=folder,
        )
    )
    site: Site = app.extensions["grannar"]
    measured = _fill(site, folder / "content", entries, seed)
    if with_search:
        source = DatabaseSource(site.database)
        indexed = milliseconds(partial(catch_up, site.index.folder, source))
        measured["indexed_per_s"] = entries / indexed * 1_000
    site.index.warm()
    client = app.test_client()
    asked = [
        f"/nb/search?{urlencode({'q': ' '.join(words)})}"
        for _, words in islice(queries(_BEFORE + _TIMES, seed), _BEFORE + _TIMES)
    ]
    with site.database.reading() as session:
        cards = find_newest_entries(session, "nb", limit=_BEFORE + _TIMES)
    if with_search:
        measured["search_ms"] = _time(client, asked)
    measured["entry_ms"] = _time(client, [f"/nb/{card.address}" for card in cards])
    with client.session_transaction() as cookie:
        cookie["_user_id"] = _sign_in(site)
    measured["desk_ms"] = _time(client, ["/nb/desk/"] * (_BEFORE + _TIMES))
    site.database.engine.dispose()
    return measured


def _fill(site: Site, content: Path, entries: int, seed: int) -> dict[str, float]:
    write_content(content, list(records(entries, seed)))
    upgrade(site.database)

    def bring_in() -> None:
        with site.database.transaction() as session:
            import_folder(session, content)

    imported = milliseconds(bring_in)
    with site.database.engine.connect() as connection:
        # What a database in use has done by itself by then.
        connection.execute(text("ANALYZE"))
        connection.commit()
    return {"imported_per_s": entries / imported * 1_000}


def _sign_in(site: Site) -> str:
    """Somebody who writes at the organisation with the most texts; what their cookie says."""
    with site.database.transaction() as session:
        actor = get_system_actor(session, "benchmark")
        home = session.scalars(
            select(Document.publisher_id)
            .group_by(Document.publisher_id)
            .order_by(func.count().desc())
            .limit(1)
        ).one()
        account = invite(session, "Coordinator", "coordinator@example.org", "nb", actor=actor)
        give(session, account.id, "coordinator", organisation_id=home, country="", actor=actor)
        return begin_sign_in(session, account.id, "")


def _time(client: FlaskClient, addresses: Sequence[str]) -> float:
    def ask(address: str) -> None:
        assert client.get(address).status_code == 200, address

    for address in addresses[:_BEFORE]:
        ask(address)
    return median(milliseconds(partial(ask, address)) for address in addresses[_BEFORE:])


@contextmanager
def _databases(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'portal.sqlite'}"
        return
    with cluster() as socket:
        yield make_database(socket, "grannar")


_SAID = {
    "search_ms": "the search page, ms",
    "entry_ms": "an entry's page, ms",
    "desk_ms": "the desk of a coordinator, ms",
    "imported_per_s": "entries imported a second",
    "indexed_per_s": "entries indexed a second",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--without-search", action="store_true", help="build no index")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    all_measured = []
    for entries in options.entries:
        with (
            tempfile.TemporaryDirectory() as name,
            _databases(options.database, Path(name)) as database_url,
        ):
            all_measured.append(
                measure(entries, database_url, Path(name), with_search=not options.without_search)
            )
    if options.json:
        json.dump(dict(zip(options.entries, all_measured, strict=True)), sys.stdout)
        return
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; {options.database}; with {options.entries} entries"
    )
    for name, said in _SAID.items():
        if name not in all_measured[0]:
            continue
        values = [measured[name] for measured in all_measured]
        shown = "".join(f"{value:10.1f}" for value in values)
        print(f"{shown}  {values[-1] / values[0]:6.2f} ×  {said}")


if __name__ == "__main__":
    main()
