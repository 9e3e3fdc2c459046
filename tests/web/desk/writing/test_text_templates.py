"""Ready-made starts: a text copied, and templates of an organisation's own."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from network.documents import text_templates
from network.documents.tables import Document, WorkingCopy
from tests.web.desk.test_desk import begun, saved
from tests.web.people import Person, signed_in, site_of


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


@pytest.fixture
def kari(app: Flask) -> Person:
    """Writes for Eksempelvik."""
    return signed_in(app, "Kari", "coordinator", "eksempelvik")


@pytest.fixture
def ola(app: Flask) -> Person:
    """Writes for Eksempelvik, too."""
    return signed_in(app, "Ola", "coordinator", "eksempelvik")


def written(who: Person) -> UUID:
    """A saved text with something in several fields."""
    document = begun(who)
    saved(who, document, title="Nattevandring", done="Vi gikk **hver** fredag.", cost="40 000")
    return document


def test_a_copy_begins_a_text_of_ones_own_with_all_that_the_other_says(
    app: Flask, kari: Person, ola: Person
) -> None:
    document, copy = written(kari), str(uuid4())
    for _press in range(2):
        answer = ola.post(f"/nb/desk/documents/{document}/copy", {"id": copy})
        assert answer.location.endswith(f"/nb/desk/documents/{copy}/write")
    page = ola.get(answer.location).text
    for text in ("Nattevandring", "Vi gikk **hver** fredag.", "40 000"):
        assert text in page
    saved(ola, UUID(copy), title="Nattevandring i sentrum", done="Vi gikk **hver** fredag.")
    with site_of(app).database.reading() as session:
        assert session.scalars(select(func.count()).select_from(Document)).one() >= 2
        assert session.get_one(Document, UUID(copy)).id != document
    assert "Nattevandring i sentrum" not in kari.get(f"/nb/desk/documents/{document}").text


def test_a_template_is_offered_to_colleagues_begun_with_and_thrown_away(
    app: Flask, kari: Person, ola: Person
) -> None:
    document = written(kari)
    address = f"/nb/desk/documents/{document}/template"
    assert kari.post(address, {"name": "  Vår   uke "}).status_code == 303
    answer = kari.post(address, {"name": "Vår uke"})
    assert answer.status_code == 409
    assert "En annen mal heter «Vår uke»" in answer.text
    assert kari.post(address, {"name": " "}).status_code == 422
    assert kari.post(address, {"name": "x" * 101}).status_code == 422

    elsewhere = signed_in(app, "Siv", "coordinator", "lilleby-ost")
    assert "Vår uke" not in elsewhere.get("/nb/desk/new").text
    page = ola.get("/nb/desk/new").text
    assert "Vår uke" in page
    begin = re.search(r'action="(/nb/desk/templates/[^"]+/begin)"', page)
    drop = re.search(r'action="(/nb/desk/templates/[^"]+/drop)"', page)
    assert begin
    assert drop
    answer = ola.post(begin[1], {"id": str(uuid4())})
    assert "Vi gikk **hver** fredag." in ola.get(answer.location).text
    assert elsewhere.post(begin[1], {"id": str(uuid4())}).status_code == 403

    assert ola.post(drop[1]).status_code == 303
    assert "Vår uke" not in kari.get("/nb/desk/new").text
    with site_of(app).database.reading() as session:
        # What was begun with it stays.
        assert session.scalar(select(func.count()).select_from(WorkingCopy)) == 1


def test_templates_end_at_a_number_that_is_told(
    app: Flask, kari: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_templates, "MOST_TEMPLATES", 1)
    address = f"/nb/desk/documents/{written(kari)}/template"
    assert kari.post(address, {"name": "Første"}).status_code == 303
    answer = kari.post(address, {"name": "Andre"})
    assert answer.status_code == 409
    assert "Det er 1 maler fra før" in answer.text
