"""Topics: each with what is best under it, and numbers that stay with their nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from network import clock
from network.entries.endorsements import endorse_entry
from network.entries.tables import Entry
from network.organisations.queries import find_organisation_ids
from tests.conftest import make_site
from tests.folders import write_folder
from tests.web.people import site_of
from tests.web.public.ledger.test_ledger import written


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("topics")
    made = make_site(folder, write_folder(folder / "in"))
    for slug, outcome in (("planlagt", "planned"), ("avsluttet", "ended"), ("godt", "planned")):
        entry = written(
            made, "exempelstad", slug, kind="experience", topics=["truancy"], outcome=outcome
        )
    written(made, "exempelstad", "behov", kind="need", topics=["truancy"])
    with site_of(made).database.transaction() as session:
        by = find_organisation_ids(session)["grannar"]
        endorse_entry(session, entry, by, "Les denne.", "nb")
        # The newest, one of those that say how it went: moments are no finer than a second.
        session.execute(
            update(Entry)
            .where(Entry.slug.in_(("avsluttet", "behov")))
            .values(published_at=clock.now() + timedelta(days=1))
        )
    for number in range(6):
        written(made, "exempelstad", f"metode-{number}", kind="practice", topics=["truancy"])
    yield made
    made.extensions["grannar"].database.engine.dispose()


def entries_in(html: str) -> list[str]:
    return re.findall(r'<a href="/nb/((?:exempelstad|eksempelvik)/[a-z0-9-]+)"', html)


def test_each_main_topic_shows_what_is_best_under_it_and_says_why(reader: FlaskClient) -> None:
    page = reader.get("/nb/topics").text
    best = page[page.index('class="plain best"') :].partition("</ul>")[0]
    # What is endorsed, then the newest that says how it went; the topic below it counts along.
    assert entries_in(best) == ["exempelstad/godt", "exempelstad/avsluttet"]
    endorsed, _, telling = best.partition("</li>")
    assert "Anbefalt" in endorsed
    assert "Avsluttet" in telling


def test_no_number_parts_from_its_noun(reader: FlaskClient) -> None:
    # As it was sent: the tests' own client shows ties between numbers and nouns as spaces.
    page = reader.get("/nb/topics").data.decode()
    assert re.search(r">\s*\d+\xa0tekster\s*<", page)
    assert re.search(r'Skolefravær</a>\xa0<span class="count">\d+<', page.replace("&nbsp;", "\xa0"))


def test_a_topics_page_begins_with_the_best_and_shows_nothing_twice(reader: FlaskClient) -> None:
    page = reader.get("/nb/topics/truancy").text
    first, _, more = page.partition("Mer om dette")
    listed = entries_in(first)
    assert listed[:2] == ["exempelstad/godt", "exempelstad/avsluttet"]
    assert len(listed) == 6
    # A need is no answer; it is there, though.
    assert "exempelstad/behov" not in listed
    assert "exempelstad/behov" in entries_in(more)
    shown = listed + entries_in(more)
    assert len(shown) == len(set(shown)) == 11


def test_without_entries_the_topics_say_what_to_do_next(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    for entry in (folder / "entries").rglob("*.md"):
        entry.unlink()
    app = make_site(tmp_path, folder)
    page = app.test_client().get("/sv/topics").text
    assert "Ingen har skrivit här ännu" in page
    assert "Det här är ämnena som det går att skriva om." in page
    assert "/sv/topics/truancy" in page
    assert "Logga in och skriv" in app.test_client().get("/sv/topics/truancy").text
    app.extensions["grannar"].database.engine.dispose()
