"""Processes that approve a text at the site's door and die at one point each.

``main`` makes FOLDER/template, a site with texts in review, and for every point of every approval a
copy of it, FOLDER/CASE/POINT, in which a process of its own approved the text and died there. It
wrote ``acknowledged`` into the copy when it had the answer. The cases with their points, which are
``whole`` (nobody died), a number of writes, or a name, are printed as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from network import clock
from network.app import create_app
from network.documents import workflow
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin, revise
from network.kinds import parse_content
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from tests.conftest import FULL, make_settings, make_site
from tests.folders import write_folder
from tests.web.people import Person, actor, signed_in, site_of

# Everything happens at one moment, so that two copies can be compared row by row.
MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
# Around the commit, at the door, and in the index. ``committed`` lies between the index's own
# commit and its cursor.
NAMED = (
    "before the commit",
    "after the commit",
    "before the wake-up",
    "after the wake-up",
    "after the answer",
    "entry written",
    "committed",
    "marker moved",
)
_COOKIE = "__Host-grannar"
_EXPERIENCE = {
    "kind": "experience",
    "language": "nb",
    "summary": "Kveldsvandring i sentrum.",
    "topics": ["truancy"],
    "sources": [{"id": "rapport", "title": "Rapport"}],
    "attachments": [{"id": "kart", "title": "Kart", "url": "https://example.org/kart.pdf"}],
    "links": [{"relation": "relates", "to": "eksempelvik/frokost"}],
    "partners": [{"organisation": "region-exempel"}],
    "done": "Sammen med [[exempelstad]]; se [[exempelstad/frukost]] og [[begrep:yttrande]].",
    "body": "# Slik gikk det\n\nGodt.",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A text in review, and what its approver's browser sends."""

    name: str
    address: str
    form: dict[str, str]
    cookie: str


def main(folder: Path) -> None:
    with clock.freeze_time(MOMENT):
        cases = _make_template(folder / "template")
        # What this compiles and reads, every process that is forked from here has.
        _approve(folder, cases[0], folder / "rehearsal", (lambda _engine: None, lambda _name: None))
        made = {}
        for case in cases:
            whole = folder / case.name / "whole"
            _in_a_process(partial(_approve, folder, case, whole, _count(whole)), 0)
            writes = int((whole / "writes").read_text())
            # Of the later cases the quick run tries every other write: the first has them all.
            steps = range(1, writes + 1, 1 if FULL or case is cases[0] else 2)
            points = [str(number) for number in steps] + list(NAMED)
            for point in points:
                to = folder / case.name / point
                _in_a_process(partial(_approve, folder, case, to, _killing_at(point)), 9)
            made[case.name] = ["whole", *points]
    print(json.dumps(made))


# Listens to the approval, and is told the name of every step outside the database.
Listener = tuple[Callable[[Engine], None], Callable[[str], None]]


def _killing_at(point: str) -> Listener:
    def die_if(name: str) -> None:
        if name == point:
            os._exit(9)

    def listen(engine: Engine) -> None:
        written = 0

        def wrote(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            nonlocal written
            if _is_write(statement):
                written += 1
                die_if(str(written))

        def committed(session: Session) -> None:
            # The end of a savepoint is told as a commit, too.
            if not session.in_nested_transaction():
                die_if("after the commit")

        event.listen(engine, "after_cursor_execute", wrote)
        event.listen(engine, "commit", lambda _connection: die_if("before the commit"))
        event.listen(Session, "after_commit", committed)

    return listen, die_if


def _count(to: Path) -> Listener:
    written: list[str] = []

    def listen(engine: Engine) -> None:
        def wrote(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if _is_write(statement):
                written.append(statement)

        event.listen(engine, "after_cursor_execute", wrote)

    def note(name: str) -> None:
        if name == "after the answer":
            (to / "writes").write_text(str(len(written)))

    return listen, note


def _is_write(statement: str) -> bool:
    return statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))


def _in_a_process(work: Callable[[], None], expected: int) -> None:
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        finally:
            # Whatever was raised: nothing of the parent's is cleaned up here.
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code != expected:
        raise SystemExit(f"ended with {code}, not {expected}")


def _approve(folder: Path, case: Case, to: Path, listener: Listener) -> None:
    """Press the button in a copy of the template, then bring the index up to it."""
    listen, step = listener
    shutil.copytree(folder / "template", to)
    app = create_app(make_settings(to))
    site = site_of(app)
    site.database.after_commit.append(lambda: step("before the wake-up"))
    site.database.after_commit.append(lambda: step("after the wake-up"))
    listen(site.database.engine)
    client = app.test_client()
    client.set_cookie(_COOKIE, case.cookie, domain="localhost")
    answer = client.post(case.address, data=case.form)
    if answer.status_code != 303:
        raise SystemExit(f"the approval was answered with {answer.status_code}")
    with (to / "acknowledged").open("w") as file:
        os.fsync(file.fileno())
    step("after the answer")
    catch_up(site.index.folder, DatabaseSource(site.database), step=step)
    site.database.engine.dispose()


def _make_template(folder: Path) -> list[Case]:
    app = make_site(folder, write_folder(folder / "in"))
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    nils = signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
    in_review = _write(app, kari)
    catch_up(site_of(app).index.folder, DatabaseSource(site_of(app).database))
    token = nils.token()
    cookie = nils.client.get_cookie(_COOKIE)
    assert cookie is not None
    with site_of(app).database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    site_of(app).database.engine.dispose()
    return [
        Case(
            name,
            f"/nb/desk/documents/{document}/approve",
            {"revision": str(revision), "note": "Godt.", "csrf_token": token},
            cookie.value,
        )
        for name, (document, revision) in in_review.items()
    ]


def _write(app: Flask, kari: Person) -> dict[str, tuple[Any, Any]]:
    """A first text, a newer one of a public entry and a translation, all in review."""
    me = actor(app, kari)
    with site_of(app).database.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]
        system = get_system_actor(session, "test")

        def write(slug: str, title: str) -> Any:
            content = parse_content({**_EXPERIENCE, "title": title})
            return begin(session, Placement(home, slug, home), content, actor=me)

        first = write("forste", "Nattergaltokt")
        earlier = write("neste", "Kveldstokt")
        translated = write("oversatt", "Morgentokt")
        for revision in (earlier, translated):
            publish(session, revision.id, actor=system)
        later = revise(
            session,
            earlier.document_id,
            parse_content({**_EXPERIENCE, "title": "Nattergaltokt", "topics": ["schools"]}),
            actor=me,
        )
        translation = revise(
            session,
            translated.document_id,
            Translation(language="sv", translates="nb", words={"title": "Nattergaltokt"}),
            actor=me,
        )
        found = {"first": first, "next": later, "translation": translation}
        for revision in found.values():
            workflow.submit(session, revision.id, actor=me)
        return {name: (drafted.document_id, drafted.id) for name, drafted in found.items()}
