"""A country as its curator sees it: needs by their age, endorsements by when they are due."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from network import clock
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.entries.tables import Entry, EntryEndorsement
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from tests.web.people import Person, signed_in, site_of


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


@pytest.fixture
def nils(app: Flask) -> Person:
    """Coordinates Norway."""
    return signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")


def published(app: Flask, title: str, at: str, days: int, kind: str = "need") -> UUID:
    """A public entry, published so many days ago."""
    value = {"kind": kind, "language": "nb", "title": title}
    value |= {"state": "open"} if kind == "need" else {}
    with site_of(app).database.transaction() as session:
        ids = find_organisation_ids(session)
        who = get_system_actor(session, "test")
        place = Placement(ids[at], None, ids[at])
        revision = begin(session, place, parse_content(value), actor=who)
        publish(session, revision.id, actor=who)
        session.flush()
        session.execute(
            update(Entry)
            .where(Entry.id == revision.document_id)
            .values(published_at=clock.now() - timedelta(days=days))
        )
        return revision.document_id


def test_open_needs_stand_by_their_age_and_the_neighbour_s_are_the_neighbour_s(
    app: Flask, nils: Person
) -> None:
    published(app, "Hvem har prøvd sommerskole?", "eksempelvik", 3)
    published(app, "Hvordan rydder dere snø?", "lilleby-ost", 40)
    published(app, "Vem har simskola?", "exempelstad", 50)
    page = nils.get("/nb/desk/country").text
    needs = page.split('id="needs"')[1].split("</section>")[0]
    titles = re.findall(r"(Hvem har prøvd sommerskole\?|Hvordan rydder dere snø\?)</a>", needs)
    assert titles == ["Hvordan rydder dere snø?", "Hvem har prøvd sommerskole?"]
    assert "åpent i 40 dager" in needs
    assert "Vem har simskola?" not in page
    # Another's country is not shown for the asking.
    assert "Vem har simskola?" not in nils.get("/nb/desk/country?country=SE").text


def test_endorsements_that_are_due_stand_first_with_who_gave_them(app: Flask, nils: Person) -> None:
    fresh = published(app, "Fersk erfaring", "eksempelvik", 9, "experience")
    due = published(app, "Gammel erfaring", "lilleby-ost", 500, "experience")
    for entry, reason in ((fresh, "Les den."), (due, "Enkel å ta etter.")):
        answer = nils.post(f"/nb/desk/endorse/{entry}", {"note": reason})
        assert answer.status_code == 303, answer.text
    with site_of(app).database.transaction() as session:
        session.execute(
            update(EntryEndorsement)
            .where(EntryEndorsement.entry_id == due)
            .values(look_again=clock.today() - timedelta(days=1))
        )
    page = nils.get("/nb/desk/country").text
    section = page.split('id="endorsements"')[1]
    assert section.index("Gammel erfaring") < section.index("Fersk erfaring")
    assert section.count("se på anbefalingen igjen nå") == 1
    assert "(Nils)" in section
    assert "Enkel å ta etter." in section


def test_an_empty_country_says_what_comes_next(app: Flask, nils: Person) -> None:
    page = nils.get("/sv/desk/country").text
    assert "Inget är rekommenderat ännu." in page
