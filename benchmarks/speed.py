"""How fast the whole portal is: import, index, search through the engine and through HTTP.

    python -m benchmarks.speed --entries 10000 [--json]

A folder of content files is generated, imported into an empty database, indexed from there and
served. SQLite FTS5 answers the same questions on the same texts in the same run.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from benchmarks.engine import (
    Question,
    ask_engine,
    fts5,
    in_a_new_process,
    milliseconds,
    percentile,
    searches,
)
from benchmarks.hostile import questions as hostile_questions
from benchmarks.texts import queries, records
from network.app import create_app
from network.cli.web_server import WebServer
from network.config import read_settings
from network.content_files.entry_file import EntryFile, serialise
from network.content_files.importing import import_folder
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.kinds import Content, parse_content
from network.migrations.schema import upgrade
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.query import Query
from network.search.record import Record
from network.search.source import DatabaseSource
from network.site import Site
from network.text.slugs import slugify

_QUESTIONS = 200
# Questions that the process has answered before, so that it is one in use; none is asked again.
_ASKED_BEFORE = 300


def write_content(folder: Path, entries: Sequence[Record]) -> None:
    """The records as content files, with the organisations and topics that they name."""
    files = {
        "topics.yaml": "".join(
            f"- id: {topic}\n  labels:\n    nb: {topic}\n    sv: {topic}\n"
            for topic in sorted({topic for record in entries for topic in record.topics})
        ),
        "organisations/counties.csv": "country,code,area,name,slug,parallel\n"
        + "".join(
            f"{key[:2]},{key[3:]},{key},,,\n"
            for key in sorted({record.county for record in entries})
        ),
        "organisations/municipalities.csv": "country,code,name,county_code,group,slug,parallel\n"
        + "".join(
            f"{country},{9_000 + number},{name},{county},,{slugify(name)},\n"
            for number, (country, county, name) in enumerate(
                sorted(set(map(_municipality, entries)))
            )
        ),
    }
    for number, record in enumerate(entries):
        organisation = slugify(record.organisation)
        language = record.texts[0].language
        file = EntryFile(organisation, f"e{number}", language, _content(record))
        files[file.path] = serialise(file)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def _municipality(record: Record) -> tuple[str, str, str]:
    return record.country, record.county[3:], record.organisation.capitalize()


def _content(record: Record) -> Content:
    text = record.texts[0]
    value: dict[str, Any] = {
        "kind": "meeting" if text.parts else "experience",
        "language": text.language,
        "title": text.title,
        "summary": text.summary,
        "topics": record.topics,
        "body": text.body,
    }
    if text.parts:
        value["statements"] = [
            {"id": part.id, "wording": "paraphrase", "text": part.text} for part in text.parts
        ]
    else:
        value["levels"] = record.levels
        value["period"] = {"start": str(record.years[0])}
    return parse_content(value)


@contextmanager
def served(site_folder: Path) -> Iterator[tuple[Site, int]]:
    """A site in ``site_folder``, migrated and served: the site and its port."""
    environment = {
        "DATABASE_URL": f"sqlite:///{site_folder / 'portal.sqlite'}",
        "SEARCH_INDEX": str(site_folder / "index"),
        "SECRET_KEY": "benchmark",
    }
    app = create_app(read_settings(environment))
    site: Site = app.extensions["grannar"]
    upgrade(site.database)
    ending = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = WebServer(app, [listening])
        thread = threading.Thread(
            target=server.run, args=(ending.is_set, lambda: None), daemon=True
        )
        thread.start()
        try:
            yield site, int(listening.getsockname()[1])
        finally:
            ending.set()
            server.wake()
            thread.join(timeout=20)
            server.release()
            site.database.engine.dispose()


def portal(entries: int, seed: int = 1) -> dict[str, float]:
    """All measurements, in a temporary folder."""
    generated = list(records(entries, seed))
    asked = queries(_ASKED_BEFORE + 2 * _QUESTIONS, seed)
    asked_before, questions = list(islice(asked, _ASKED_BEFORE)), list(islice(asked, _QUESTIONS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_content(folder / "content", generated)
        with served(folder) as (site, port):
            measured = _fill(site, folder / "content", entries)
            measured |= in_a_new_process(folder / "index", questions)
            site.index.warm()
            database = fts5(generated, folder)
            for question in asked_before:
                ask_engine(site.index, question)
            measured |= searches(site.index, database, questions)
            database.close()
            measured |= _pages(port, list(asked))
            measured |= {
                "hostile_worst_ms": max(
                    milliseconds(partial(site.index.find, Query(text)))
                    for text in hostile_questions()
                ),
                "publish_to_found_ms": _publish_to_found(site),
            }
            return measured


def _fill(site: Site, content: Path, entries: int) -> dict[str, float]:
    def bring_in() -> None:
        with site.database.transaction() as session:
            import_folder(session, content)

    imported = milliseconds(bring_in)
    source = DatabaseSource(site.database)
    indexed = milliseconds(partial(catch_up, site.index.folder, source))
    return {
        "imported_entries_per_s": entries / imported * 1_000,
        "index_entries_per_s": entries / indexed * 1_000,
    }


def _publish_to_found(site: Site) -> float:
    """From the commit of a publication to the first search that has it, the index following."""
    with site.database.transaction() as session:
        actor = get_system_actor(session, "benchmark")
        home = next(iter(find_organisation_ids(session).values()))
        content = parse_content({"kind": "need", "language": "nb", "title": "Zyxwvut"})
        revision = begin(session, Placement(home, "zyxwvut", home), content, actor=actor)
        publish(session, revision.id, actor=actor)

    def follow() -> None:
        catch_up(site.index.folder, DatabaseSource(site.database))
        assert site.index.find(Query("zyxwvut", exact=True)).total == 1

    return milliseconds(follow)


def _pages(port: int, questions: Sequence[Question]) -> dict[str, float]:
    """Whole pages over one kept connection; the search page with its twenty hits."""
    connection = HTTPConnection("127.0.0.1", port)

    def page(path: str) -> None:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200, path
        answer.read()

    for _ in range(20):
        page("/nb/about")
    about = [milliseconds(partial(page, "/nb/about")) for _ in range(100)]
    asked = [f"/nb/search?{urlencode({'q': ' '.join(words)})}" for _, words in questions]
    for path in asked[:20]:
        page(path)
    search = [milliseconds(partial(page, path)) for path in asked[20:]]
    for _, words in questions[:20]:
        page(f"/nb/suggest?{urlencode({'q': words[0][:3]})}")
    suggest = [
        milliseconds(partial(page, f"/nb/suggest?{urlencode({'q': words[0][:4]})}"))
        for _, words in questions[20:]
    ]
    connection.close()
    return {
        "suggest_ms": median(suggest),
        "about_page_ms": median(about),
        "search_page_ms": median(search),
        "search_page_p95_ms": percentile(search, 0.95),
    }


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args(arguments)
    measured = {"entries": options.entries, **portal(options.entries, options.seed)}
    if options.json:
        print(json.dumps({name: round(value, 2) for name, value in measured.items()}))
        return
    for name, value in measured.items():
        print(f"{name:24}{value:12.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
