"""What the first page of the desk takes where an organisation has much: queries and milliseconds.

    python -m benchmarks.desk [--texts 20000] [--own 1300] [--json]

Made-up texts lie at 40 municipalities, ``own`` of them at one: a fifth of those in review, most
public with a day by which they are to be looked at again, a tenth drafts. Who writes and approves
there, the national coordinator and an administrator who writes there open their desks. The
yardstick, in the same run, is the page of the account, which reads hardly anything.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, insert, select
from sqlalchemy.orm import Session

from benchmarks.texts import records
from network import clock
from network.app import create_app
from network.config import read_settings
from network.documents.tables import Document, DocumentText, Revision, TrailLine
from network.kinds import parse_content
from network.kinds.content import dump_canonical, make_fingerprint
from network.migrations.schema import upgrade
from network.organisations.tables import Organisation
from network.people.accounts import invite
from network.people.actors import Actor, Role, get_system_actor
from network.people.mandates import give, set_own_approval
from network.people.sign_ins import begin_sign_in
from network.site import Site
from network.text.alphabet import make_sort_bytes

_HOMES, _TIMES, _SEED = 40, 15, 7
# One text of so many is in review: at the organisation with much, and elsewhere.
_OWN_IN_REVIEW, _IN_REVIEW = 5, 50


def measure(texts: int, own: int) -> dict[str, Any]:
    """Build the site, open the desks, and count."""
    with tempfile.TemporaryDirectory() as place:
        app = create_app(
            read_settings(
                {
                    "DATABASE_URL": f"sqlite:///{Path(place) / 'g.sqlite'}",
                    "SEARCH_INDEX": str(Path(place) / "index"),
                    "SECRET_KEY": "of the benchmark",
                }
            )
        )
        site: Site = app.extensions["grannar"]
        upgrade(site.database)
        with site.database.transaction() as session:
            homes = _add_organisations(session)
            people = _add_people(session, homes[0])
            _add_texts(session, homes, texts, own, list(people.values()))
        measured: dict[str, Any] = {}
        for name, account_id in people.items():
            with site.database.transaction() as session:
                secret = begin_sign_in(session, account_id, "")
            client = app.test_client()
            with client.session_transaction() as cookie:
                cookie["_user_id"] = secret
            yardstick = _time(client, "/nb/account/sign-ins", site.database.engine)
            measured[name] = _time(client, "/nb/desk/", site.database.engine)
            measured[name]["ratio"] = measured[name]["cpu_ms"] / yardstick["cpu_ms"]
        site.database.engine.dispose()
        return measured


def _time(client: FlaskClient, path: str, engine: Engine) -> dict[str, float]:
    took, worked = [], []
    for _ in range(_TIMES):
        with _counting(engine) as asked:
            began, began_work = perf_counter(), process_time()
            answer = client.get(path)
            took.append((perf_counter() - began) * 1000)
            worked.append((process_time() - began_work) * 1000)
        assert answer.status_code == 200, answer.text
    return {
        "queries": len(asked),
        "ms": median(took),
        "cpu_ms": median(worked),
        "kb": len(answer.data) / 1024,
    }


@contextmanager
def _counting(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_1: object, _2: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _add_organisations(session: Session) -> list[int]:
    names = [f"Eksempelkommune {number}" for number in range(_HOMES)]
    session.add_all(
        Organisation(
            slug=f"eksempel-{number}",
            type="municipality",
            name=name,
            bare_slug=f"eksempel-{number}",
            country="NO",
            is_closed=False,
            county="NO-99",
            content={
                "slug": f"eksempel-{number}",
                "type": "municipality",
                "country": "NO",
                "names": [{"name": name, "language": "nb"}],
            },
        )
        for number, name in enumerate(names)
    )
    session.flush()
    return list(session.scalars(select(Organisation.id).order_by(Organisation.id)))


def _add_people(session: Session, home: int) -> dict[str, UUID]:
    site = get_system_actor(session, "benchmark")

    def person(name: str, *mandates: tuple[Role, str]) -> UUID:
        account = invite(session, name, f"{name.replace(' ', '.')}@example.org", "nb", actor=site)
        for role, country in mandates:
            where = None if role == "administrator" else home
            give(session, account.id, role, organisation_id=where, country=country, actor=site)
        return account.id

    set_own_approval(session, home, True, actor=site)
    return {
        "coordinator": person("coordinator", ("coordinator", "")),
        "approver": person("approver", ("approver", "")),
        "national coordinator": person("national", ("national_coordinator", "NO")),
        "administrator": person("administrator", ("administrator", ""), ("coordinator", "")),
    }


def _add_texts(
    session: Session, homes: list[int], texts: int, own: int, people: list[UUID]
) -> None:
    random, now = Random(_SEED), clock.now()
    author: Actor = get_system_actor(session, "benchmark")
    rows: dict[type, list[dict[str, Any]]] = {
        Document: [],
        Revision: [],
        DocumentText: [],
        TrailLine: [],
    }
    for number, record in enumerate(records(texts, seed=_SEED)):
        written = record.texts[0]
        content = parse_content(
            {
                "kind": "need",
                "language": "nb",
                "title": written.title,
                "body": written.body,
                "review_by": "2026-01" if number % 2 else None,
            }
        )
        home = homes[0] if number < own else homes[1 + number % (_HOMES - 1)]
        document_id, revision_id = UUID(int=(1 << 100) + number), UUID(int=(2 << 100) + number)
        in_review = number % (_OWN_IN_REVIEW if number < own else _IN_REVIEW) == 0
        state = "in_review" if in_review else "draft" if number % 10 == 1 else "published"
        since = now - timedelta(hours=number)
        is_public = state == "published"
        rows[Document].append(
            {
                "id": document_id,
                "kind": "need",
                "language": "nb",
                "organisation_id": home,
                "publisher_id": home,
                "slug": f"behov-{number}",
                "follows_title": False,
                "created_at": since,
                "created_by": author.account_id,
            }
        )
        rows[Revision].append(
            {
                "id": revision_id,
                "document_id": document_id,
                "language": "nb",
                "number": 1,
                "content": dump_canonical(content),
                "fingerprint": make_fingerprint(content),
                "author_id": people[0]
                if number < own and random.random() < 0.5
                else author.account_id,
                "made_at": since,
            }
        )
        rows[DocumentText].append(
            {
                "document_id": document_id,
                "language": "nb",
                "is_original": True,
                "state": state,
                "state_since": since,
                "published_id": revision_id if is_public else None,
                "submitted_id": revision_id if state == "in_review" else None,
                "first_published_at": since if is_public else None,
                "newest_id": revision_id,
                "changed_at": since,
                "title": written.title,
                "order_nb": make_sort_bytes(written.title, "nb"),
                "order_sv": make_sort_bytes(written.title, "sv"),
                "review_due": (now - timedelta(days=number % 300)).date()
                if is_public and number % 2
                else None,
            }
        )
        rows[TrailLine].append(
            {
                "document_id": document_id,
                "language": "nb",
                "revision_id": revision_id,
                "verb": "submitted" if state == "in_review" else "revised",
                "actor_id": author.account_id,
                "at": since,
                "note": "",
            }
        )
    for table, values in rows.items():
        session.execute(insert(table), values)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--own", type=int, default=1_300)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    measured = measure(given.texts, given.own)
    if given.json:
        print(json.dumps(measured))
        return
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}; {given.texts} texts, {given.own} of one organisation"
    )
    for name, numbers in measured.items():
        print(
            f"{numbers['queries']:4} queries {numbers['ms']:7.1f} ms, "
            f"{numbers['cpu_ms']:6.1f} ms of a core, "
            f"{numbers['ratio']:6.2f} times "
            f"the account's page {numbers['kb']:6.0f} KiB  the desk of the {name}"
        )


if __name__ == "__main__":
    main()
