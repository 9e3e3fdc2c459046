"""From the page of a text: taking back, deleting a draft, and making it something else."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from network.documents.tables import Document, WorkingCopy
from network.entries.tables import Entry
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
def nils(app: Flask) -> Person:
    """Coordinates Norway."""
    return signed_in(app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")


def begun(who: Person, kind: str = "experience") -> UUID:
    """A form that was opened."""
    id = uuid4()
    form = {"id": str(id), "kind": kind, "language": "nb", "organisation": "eksempelvik"}
    assert who.post("/nb/desk/new", form).status_code == 303
    return id


def saved(who: Person, **fields: str) -> UUID:
    """A text with one version."""
    id = begun(who)
    form = {"title": "Nattkafé", **fields, "do": "save"}
    assert who.post(f"/nb/desk/documents/{id}/write", form).status_code == 303
    return id


def press(who: Person, document: UUID, button: str, **form: str) -> str:
    """Press a button with the version that the page names; the page after it."""
    address = f"/nb/desk/documents/{document}"
    revision = re.search(r"/revisions/([0-9a-f-]{36})", who.get(address).text)
    if revision:
        form.setdefault("revision", revision[1])
    answer = who.post(f"{address}/{button}", form)
    assert answer.status_code in (303, 409, 422), answer.text
    return answer.text if answer.status_code != 303 else who.get(answer.location).text


def published(kari: Person, nils: Person, **fields: str) -> UUID:
    """A text that is public."""
    document = saved(kari, **fields)
    press(kari, document, "submit")
    press(nils, document, "approve")
    return document


def test_a_writer_withdraws_her_own_text_and_takes_that_back(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = published(kari, nils)
    page = kari.get(f"/nb/desk/documents/{document}").text
    assert "Trekk tilbake" in page
    address = "/nb/eksempelvik/nattkafe"
    assert "Skriv hvorfor" in press(kari, document, "withdraw", note=" ")
    press(kari, document, "withdraw", note="Et telefonnummer")
    assert app.test_client().get(address).status_code == 410
    page = kari.get(f"/nb/desk/documents/{document}").text
    assert "Angre tilbaketrekkingen" in page
    assert "Angre tilbaketrekkingen" not in nils.get(f"/nb/desk/documents/{document}").text
    page = press(kari, document, "undo", what="withdrawal", language="nb")
    assert "offentlig igjen" in page
    assert app.test_client().get(address).status_code == 200
    assert "kan ikke angres lenger" in press(
        kari, document, "undo", what="withdrawal", language="nb"
    )


def test_a_publication_is_taken_back_from_the_page_that_follows_it(
    app: Flask, kari: Person, nils: Person
) -> None:
    document = saved(kari)
    press(kari, document, "submit")
    page = press(nils, document, "approve")
    assert "Angre publiseringen" in page
    assert "Angre publiseringen" not in kari.get(f"/nb/desk/documents/{document}").text
    page = press(nils, document, "undo", what="publication", language="nb")
    assert "Publiseringen er angret." in page
    assert "angret publiseringen" in page
    assert app.test_client().get("/nb/eksempelvik/nattkafe").status_code == 410


def test_a_draft_is_deleted_and_the_organisations_list_says_so(app: Flask, kari: Person) -> None:
    berit = signed_in(app, "Berit", "coordinator", "eksempelvik")
    document = saved(kari, title="Hemmelig tanke")
    assert "Slett utkastet" not in berit.get(f"/nb/desk/documents/{document}").text
    assert "Slett utkastet" in kari.get(f"/nb/desk/documents/{document}").text
    answer = kari.post(f"/nb/desk/documents/{document}/delete")
    assert answer.status_code == 303
    assert "Utkastet er slettet" in kari.get(answer.location).text
    assert kari.get(f"/nb/desk/documents/{document}").status_code == 404
    page = berit.get("/nb/desk/lists/organisation").text
    assert "slettet av Kari" in page
    assert "Hemmelig" not in page
    lisa = signed_in(app, "Lisa", "coordinator", "exempelstad")
    assert "slettet av Kari" not in lisa.get("/nb/desk/lists/organisation").text


def test_what_was_shown_offers_neither_deleting_nor_changing(kari: Person) -> None:
    document = saved(kari)
    press(kari, document, "submit")
    page = kari.get(f"/nb/desk/documents/{document}").text
    assert "Slett utkastet" not in page
    assert "Endre type, språk" not in page
    assert "ikke slettes" in press(kari, document, "delete")


def test_a_draft_of_the_wrong_kind_keeps_all_that_was_written(app: Flask, kari: Person) -> None:
    document = saved(kari, results="Færre bråk.", done="Vi åpnet.")
    change = {"kind": "practice", "language": "nn", "organisation": "eksempelvik"}
    page = press(kari, document, "change", **change)
    assert "Det er endret." in page
    # Above the form, until it is ticked off.
    assert page.index("Færre bråk.") < page.index('name="title"')
    assert "Resultater:" in page
    assert "Vi åpnet." in page
    with site_of(app).database.reading() as session:
        row = session.get_one(Document, document)
        assert (row.kind, row.language) == ("practice", "nn")
    # What is not saved is in the way of it.
    kari.post(f"/nb/desk/documents/{document}/keep", {"title": "Halvt"})
    assert "ikke lagret ennå" in press(kari, document, "change", **change)


def test_a_form_begun_as_the_wrong_kind_keeps_all_that_was_typed(app: Flask, kari: Person) -> None:
    document = begun(kari)
    address = f"/nb/desk/documents/{document}"
    typed = {"title": "Møte", "body": "Lang tekst.", "results": "Færre bråk."}
    kari.post(f"{address}/keep", typed)
    assert "Endre type, språk" in kari.get(f"{address}/write").text
    change = {"was": "nb", "kind": "meeting", "language": "sv", "organisation": "eksempelvik"}
    answer = kari.post(f"{address}/change", change)
    assert answer.status_code == 303
    page = kari.get(answer.location).text
    assert 'name="kind" value="meeting"' in page
    assert 'name="language" value="sv"' in page
    assert "Lang tekst.\n\nResultater: Færre bråk.</textarea>" in page
    with site_of(app).database.reading() as session:
        copy = session.scalars(select(WorkingCopy)).one()
        assert (copy.kind, copy.language, copy.fields["title"]) == ("meeting", "sv", "Møte")
        assert session.get(Entry, document) is None
    for wrong in ({"kind": "none"}, {"language": "da"}, {"organisation": "none"}):
        answer = kari.post(f"{address}/change", {**change, "was": "sv", **wrong})
        assert answer.status_code == 422, wrong
        assert "Lang tekst." in answer.text
        assert "Ingenting er endret" in answer.text
