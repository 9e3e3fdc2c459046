"""What may tell of a person is pointed out beside its field, to the writer and to the reviewer, and
stops nothing."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete

from network import clock
from network.documents.privacy_warnings import PrivacyWarning, find_privacy_warnings
from network.organisations.queries import find_organisation
from network.organisations.tables import Figure
from tests.web.desk.reviewing.test_review import meeting, press
from tests.web.people import Person, signed_in, site_of

CASE = "En 16-åring {}ble 12. mars 2024 innlagt etter en overdose."


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


@pytest.fixture
def kari(app: Flask) -> Person:
    """Writes for Eksempelvik."""
    return signed_in(app, "Kari", "coordinator", "eksempelvik")


@pytest.fixture
def nils(app: Flask) -> Person:
    """Coordinates Norway."""
    return signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")


@pytest.fixture
def document(kari: Person) -> UUID:
    """A meeting with a mobile number in its second statement and a mail address in its summary."""
    return meeting(
        kari,
        summary="Skriv til kari.nordvik@eksempelvik.example.",
        **{"statements.1.text": "Ring meg på 912 34 567."},
    )


def set_population(app: Flask, slug: str, value: int | None) -> int:
    """The population of a municipality by the figures, None for none; its id."""
    with site_of(app).database.transaction() as session:
        body = find_organisation(session, slug)
        assert body
        session.execute(delete(Figure).where(Figure.organisation_id == body.id))
        if value is not None:
            session.add(
                Figure(
                    organisation_id=body.id,
                    measure="population",
                    year=2026,
                    value=value,
                    source="SSB",
                    table_id="07459",
                    title="Befolkning",
                    imported_at=clock.now(),
                )
            )
        return body.id


def test_the_writer_sees_it_at_the_field_in_both_languages(kari: Person, document: UUID) -> None:
    page = kari.get(f"/nb/desk/documents/{document}/write").text
    faults = re.search(r'id="statements.1.text-faults">(.*?)</span></span>', page, re.DOTALL)
    assert faults
    assert (
        "«912\u00a034\u00a0567» er et mobilnummer. Oppgi heller telefonnummeret til kontoret"
        in faults[1]
    )
    assert "e-postadressen til en person" in page
    assert "är ett mobilnummer" in kari.get(f"/sv/desk/documents/{document}/write").text


def test_the_reviewer_sees_it_and_may_publish_it(
    app: Flask, kari: Person, nils: Person, document: UUID
) -> None:
    press(app, kari, document, "submit")
    page = nils.get(f"/nb/desk/documents/{document}/review/nb").text
    assert "personopplysninger på 2 steder" in page
    assert '<a href="#at-statements.s2.text">' in page
    assert page.count("er et mobilnummer") == 2
    press(app, nils, document, "approve")
    assert nils.get(f"/nb/desk/documents/{document}").text.count("state-published")


def test_who_translates_sees_it_beside_the_field(app: Flask, kari: Person, document: UUID) -> None:
    page = kari.post(
        f"/nb/desk/documents/{document}/translate/sv",
        {"words.title": "Möte", "words.summary": "Ring 070-123 45 67.", "do": "keep"},
        follow_redirects=True,
    ).text
    assert "«070-123\u00a045\u00a067» er et mobilnummer." in page


def test_a_case_is_told_where_few_live(app: Flask) -> None:
    body = set_population(app, "eksempelvik", 4_200)

    def find(text: str) -> list[PrivacyWarning]:
        with site_of(app).database.reading() as session:
            return find_privacy_warnings(session, [("body", text)], body)

    assert [warning.place for warning in find(CASE.format(""))] == [""]
    assert [warning.place for warning in find(CASE.format("i Eksempelvik "))] == ["Eksempelvik"]
    assert [warning.place for warning in find(CASE.format("på Lia skole "))] == ["Lia skole"]
    set_population(app, "eksempelvik", 84_000)
    assert find(CASE.format("")) == find(CASE.format("i Eksempelvik kommune ")) == []
    assert [warning.place for warning in find(CASE.format("på Lia skole "))] == ["Lia skole"]
    set_population(app, "eksempelvik", None)
    assert find(CASE.format("")) == []
    assert [warning.code for warning in find(CASE.format("i Eksempelvik "))] == ["case_of_person"]


def test_a_contact_that_is_called_after_a_person_is_told(app: Flask) -> None:
    body = set_population(app, "eksempelvik", None)
    with site_of(app).database.reading() as session:
        texts = [("contact.office", "Kari Nordvik"), ("contact.phone", "22 33 44 55")]
        [warning] = find_privacy_warnings(session, texts, body)
        assert (warning.path, warning.code) == ("contact.phone", "direct_phone")
        texts[0] = ("contact.office", "Oppvekstkontoret")
        assert find_privacy_warnings(session, texts, body) == []
