"""How fast a series of many meetings is: its page against that of one of its meetings.

    python -m benchmarks.meetings [--meetings 500] [--statements 20] [--series 40] [--json]

Meetings of made-up municipalities are published, each with statements and follow-ups, one series
of them long; the pages are asked for in turn through Flask's own client, without a network.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, event

from network.app import create_app
from network.config import read_settings
from network.content_files.importing import import_folder
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.kinds import Content, parse_content
from network.migrations.schema import upgrade
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site

_ROUNDS = 30
_HOMES = ("eksempelvik", "exempelstad", "provefjord", "provkoping")
_REGISTER = "country,code,name,county_code,group,slug,parallel\n" + "".join(
    f"{'NO' if number % 2 == 0 else 'SE'},{9_900 + number},{name.capitalize()},99,,{name},\n"
    for number, name in enumerate(_HOMES)
)


def meeting(number: int, statements: int, series: str) -> Content:
    """One meeting of the benchmark; it takes up what the meeting before it was to follow."""
    before = f"{_HOMES[0]}/{series}-{number - 1}" if series and number else ""
    home = _HOMES[number % len(_HOMES)]
    return parse_content(
        {
            "kind": "meeting",
            "language": "nb",
            "title": f"Møte nummer {number} om samarbeid mellom skole og politi",
            "summary": "Deltakerne fortalte hva de gjør, og ble enige om hva som skal følges opp. "
            * 3,
            "sources": [{"id": "referat", "title": "Referatet"}],
            "date": f"20{10 + number // 40:02}-{1 + number % 12:02}-10",
            **({"series": series, "series_name": "Faste samarbeidsmøter"} if series else {}),
            "agenda": [{"id": f"sak-{number}", "title": f"Sak {number}"} for number in range(4)],
            "statements": [
                {
                    "id": f"s{number}",
                    "name": f"Person {number}",
                    "role": "rådgiver",
                    "organisation": home,
                    "wording": "paraphrase",
                    "account": "referat",
                    "item": f"sak-{number % 4}",
                    "text": f"Innlegg {number}: kommunen arbeider sammen med skole og politi, og "
                    "ber andre om å fortelle hva de har prøvd, hva det kostet og hvem som var med. "
                    * 2,
                    "links": [f"{before}#f0"] if before and number == 0 else [],
                }
                for number in range(statements)
            ],
            "follow_ups": [
                {
                    "id": f"f{number}",
                    "text": f"Oppgave {number} følges opp, se [[{home}]].",
                    "owner": {"organisation": home},
                    "state": ("open", "done", "not_stated")[(number + number) % 3],
                    "due": "2027",
                }
                for number in range(3)
            ],
        }
    )


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The queries that the database is asked while the block runs."""
    asked: list[str] = []

    def note(_1: object, _2: object, statement: str, *_: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def measure(meetings: int, statements: int, series: int) -> dict[str, Any]:
    """Publish the meetings and ask for both pages in turn; times are medians in milliseconds."""
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        register = folder / "in" / "organisations"
        register.mkdir(parents=True)
        (register / "municipalities.csv").write_text(_REGISTER)
        (register / "counties.csv").write_text(
            "country,code,area,name,slug,parallel\nNO,99,Eksempel,,,\nSE,99,Exempel,,,\n"
        )
        app = create_app(
            read_settings(
                {
                    "DATABASE_URL": f"sqlite:///{folder / 'g.sqlite'}",
                    "SEARCH_INDEX": str(folder / "index"),
                    "SECRET_KEY": "of the benchmark",
                }
            )
        )
        site: Site = app.extensions["grannar"]
        upgrade(site.database)
        with site.database.transaction() as session:
            import_folder(session, folder / "in")
        _publish(site, meetings, statements, series)
        catch_up(site.index.folder, DatabaseSource(site.database))
        client = app.test_client()
        pages = {
            "meeting": f"/nb/{_HOMES[0]}/lang-{series // 2}",
            "series": f"/nb/series/{_HOMES[0]}/lang",
        }
        measured: dict[str, Any] = {}
        times: dict[str, list[float]] = {name: [] for name in pages}
        for name, page in pages.items():
            with counted(site.database.engine) as asked:
                assert client.get(page).status_code == 200, page
            measured[f"{name}_queries"] = len(asked)
        for _ in range(_ROUNDS):
            for name, page in pages.items():
                began = perf_counter()
                client.get(page)
                times[name].append((perf_counter() - began) * 1000)
        measured |= {f"{name}_ms": median(took) for name, took in times.items()}
        return measured


def _publish(site: Site, meetings: int, statements: int, series: int) -> None:
    for number in range(meetings):
        in_series = number < series
        home = _HOMES[0] if in_series else _HOMES[number % len(_HOMES)]
        slug = f"lang-{number}" if in_series else f"mote-{number}"
        with site.database.transaction() as session:
            actor = get_system_actor(session, "benchmark")
            organisation_id = find_organisation_ids(session)[home]
            content = meeting(number, statements, "lang" if in_series else "")
            revision = begin(
                session, Placement(organisation_id, slug, organisation_id), content, actor=actor
            )
            publish(session, revision.id, actor=actor)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--meetings", type=int, default=500)
    parser.add_argument("--statements", type=int, default=20)
    parser.add_argument("--series", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    measured = measure(options.meetings, options.statements, options.series)
    if options.json:
        json.dump(measured, sys.stdout)
        return
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; {options.meetings} meetings of {options.statements} "
        f"statements, a series of {options.series}"
    )
    print(f"{measured['meeting_ms']:10.1f}  yardstick: the page of one meeting, median ms")
    print(f"{measured['series_ms']:10.1f}  the page of the series, median ms")
    print(f"{measured['series_ms'] / measured['meeting_ms']:10.2f}  series / meeting")
    print(f"{measured['meeting_queries']:10}  queries for the meeting")
    print(f"{measured['series_queries']:10}  queries for the series")


if __name__ == "__main__":
    main()
