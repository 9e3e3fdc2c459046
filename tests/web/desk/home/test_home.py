"""The first page of the desk: how much it asks of the database, and what it tells apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from network import clock
from network.documents import workflow
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from tests.web.people import Person, actor, signed_in, site_of


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


@contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """What the database is asked while the block runs, beginnings of transactions aside."""
    statements: list[str] = []

    def note(_1: object, _2: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def fill(app: Flask, kari: Person, number: int, since: int = 0) -> None:
    """Texts of Eksempelvik: some in review, some public and due, some drafts."""
    writer = actor(app, kari)
    with site_of(app).database.transaction() as session:
        site = get_system_actor(session, "test")
        home = find_organisation_ids(session)["eksempelvik"]
        for place in range(since, since + number):
            content = parse_content(
                {
                    "kind": "need",
                    "language": "nb",
                    "title": f"Behov {place}",
                    "review_by": "2020" if place % 3 == 1 else None,
                }
            )
            revision = begin(
                session, Placement(home, f"behov-{place}", home), content, actor=writer
            )
            if place % 3 == 0:
                workflow.submit(session, revision.id, actor=writer)
            elif place % 3 == 1:
                publish(session, revision.id, actor=site)


def test_the_desk_asks_as_much_of_the_database_for_much_as_for_little(app: Flask) -> None:
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    people = {
        "coordinator": kari,
        "approver": signed_in(app, "Anders", "approver", "eksempelvik"),
        "national": signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO"),
        "administrator": signed_in(app, "Ada", "administrator"),
    }
    numbers: dict[str, list[int]] = {name: [] for name in people}
    for since, more in ((0, 9), (9, 90)):
        fill(app, kari, more, since)
        for name, somebody in people.items():
            with asked(site_of(app).database.engine) as statements:
                page = somebody.get("/nb/desk/")
            assert page.status_code == 200
            numbers[name].append(len(statements))
    for name, (few, many) in numbers.items():
        assert many <= few, (name, few, many)
        assert many <= 15, (name, many)


@pytest.mark.quick(cases=0)
def test_a_list_goes_on_in_pages_without_a_script(app: Flask) -> None:
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    fill(app, kari, 200)
    nils = signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
    page = nils.get("/nb/desk/").text
    link = re.search(r'href="(/nb/desk/lists/waiting)"', page)
    assert link
    assert "Alle 67" in page
    titles: list[str] = []
    address: str | None = link[1]
    while address:
        page = nils.get(address).text
        titles += re.findall(r">(Behov \d+)<", page)
        following = re.search(r'rel="next"\s+href="([^"]+)"', page)
        address = following[1] if following else None
    assert sorted(titles) == sorted(f"Behov {number}" for number in range(0, 200, 3))
    assert 'rel="prev"' in page
    for wrong in ("0", "-1", "9999", "to", "²", "1e3"):
        assert nils.get(f"/nb/desk/lists/waiting?page={wrong}").status_code == 404, wrong
    for name in ("waiting", "overdue", "own", "organisation"):
        assert kari.get(f"/sv/desk/lists/{name}").status_code == 200
    assert kari.get("/nb/desk/lists/all").status_code == 404


def test_forms_of_one_day_are_told_apart_and_thrown_away(app: Flask) -> None:
    kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
    forms = []
    for minute, words in enumerate(
        ("Vi åpnet kafé på torget om kvelden hver fredag hele vinteren", "")
    ):
        id = str(uuid4())
        with clock.freeze_time(datetime.now(UTC) + timedelta(minutes=minute)):
            kari.post(
                "/nb/desk/new",
                {"id": id, "kind": "experience", "language": "nb", "organisation": "eksempelvik"},
            )
            kari.post(f"/nb/desk/documents/{id}/keep", {"done": words})
        forms.append(id)
    page = kari.get("/nb/desk/").text
    assert "«Vi åpnet kafé på torget om kvelden hver …»" in page
    assert "Ikke skrevet noe ennå" in page
    kept = re.findall(r"lagret (\d+\. \w+ \d{4} kl\. \d\d[.:]\d\d)", page)
    assert len(set(kept)) == 2
    answer = kari.post(f"/nb/desk/documents/{forms[0]}/throw-away", {"language": "nb"})
    assert answer.status_code == 303
    assert "Vi åpnet kafé" not in kari.get("/nb/desk/").text
