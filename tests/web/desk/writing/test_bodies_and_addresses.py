"""Organisations and entries are taken as people write them, or asked about; nothing is lost."""

from __future__ import annotations

import html
import re
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from network.content_files.importing import import_folder
from network.documents.revisions import find_newest_revision
from network.web.desk.form import forms
from network.web.desk.form.reading import Names
from network.web.desk.writing.dead_addresses import find_dead_addresses
from tests.folders import FILES, write_folder
from tests.web.people import Person, signed_in, site_of

MUNICIPALITIES = "organisations/municipalities.csv"


@pytest.fixture
def kari(own_app: Flask) -> Person:
    return signed_in(own_app, "Kari", "coordinator", "eksempelvik")


FORM = {
    "kind": "meeting",
    "language": "nb",
    "organisation_slug": "eksempelvik",
    "title": "Møte om frokost",
}


def test_a_municipality_is_taken_as_people_write_it_and_shown_as_the_register_does(
    own_app: Flask, kari: Person
) -> None:
    document_id = uuid4()
    address = f"/nb/desk/documents/{document_id}/write"
    typed = FORM | {
        "organiser.organisation": "kommunen i Eksempelvik",
        "participants.0.present": "1",
        "participants.0.organisation": "Exempelstads kommun",
    }
    # As soon as the page comes again, saved or not.
    assert kari.post(address, typed | {"do": "keep"}).status_code == 303
    page = kari.get(address).text
    assert re.search(r'id="organiser\.organisation"\s+value="Eksempelvik"', page)
    assert kari.post(address, typed | {"do": "save"}).status_code == 303
    with site_of(own_app).database.reading() as session:
        newest = find_newest_revision(session, document_id, "nb")
        assert newest is not None
        assert newest.content["organiser"] == {"organisation": "eksempelvik"}
        assert newest.content["participants"][0]["organisation"] == "exempelstad"
    page = kari.get(address).text
    assert re.search(r'id="organiser\.organisation"\s+value="Eksempelvik"', page)


def test_the_form_offers_what_the_register_has_now(
    own_app: Flask, kari: Person, tmp_path: Path
) -> None:
    address = f"/nb/desk/documents/{uuid4()}/write"
    assert kari.post(address, FORM | {"do": "keep"}).status_code == 303
    page = kari.get(address).text
    assert '<option value="Exempelstad">Exempelstad kommun' in page
    assert "Nyvik" not in page
    register = FILES[MUNICIPALITIES] + "NO,9904,Nyvik,99,Bokmål,nyvik,\n"
    with site_of(own_app).database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in", {MUNICIPALITIES: register}))
    assert '<option value="Nyvik">Nyvik kommune' in kari.get(address).text


def test_what_nobody_is_called_is_kept_with_one_sentence(kari: Person) -> None:
    address = f"/nb/desk/documents/{uuid4()}/write"
    typed = FORM | {"organiser.organisation": "Politiet i Eksempelvik", "do": "save"}
    answer = kari.post(address, typed)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert page.count("Ingen i registeret heter «Politiet i Eksempelvik»") == 2
    problems = page[page.index('id="problems"') :]
    assert problems[: problems.index("</ul>")].count("<li>") == 1
    assert 'value="Politiet i Eksempelvik"' in kari.get(address).text


def test_a_name_of_two_places_is_asked_about(kari: Person) -> None:
    address = f"/nb/desk/documents/{uuid4()}/write"
    answer = kari.post(address, FORM | {"organiser.organisation": "Lilleby kommune", "do": "save"})
    assert answer.status_code == 422
    assert "Flere heter det: Lilleby (lilleby-ost), Lilleby (lilleby-vest)" in html.unescape(
        answer.text
    )


def test_the_address_of_a_page_is_a_link_and_a_mistyped_one_is_told_with_the_nearest(
    own_app: Flask, kari: Person
) -> None:
    document_id = uuid4()
    address = f"/nb/desk/documents/{document_id}/write"
    typed = FORM | {
        "links.0.present": "1",
        "links.0.relation": "relates",
        "links.0.to": "https://grannar.example/sv/exempelstad/frukost?my=x#m1",
        "links.1.present": "1",
        "links.1.relation": "relates",
        "links.1.to": "exempelstad/frukosten",
    }
    answer = kari.post(address, typed | {"do": "save"}, follow_redirects=True)
    told = html.unescape(answer.text)
    assert "Lagret som versjon 1." in told
    assert "Mente du «exempelstad/frukost»?" in told
    with site_of(own_app).database.reading() as session:
        newest = find_newest_revision(session, document_id, "nb")
        assert newest is not None
        addresses = [link["to"] for link in newest.content["links"]]
    assert addresses == ["exempelstad/frukost#m1", "exempelstad/frukosten"]
    form = html.unescape(kari.get(address).text)
    at_field = form[form.index('id="links.1.to-faults"') :][:400]
    assert "Mente du «exempelstad/frukost»?" in at_field


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("exempelstad/frukos", "exempelstad/frukost"),
        ("eksempelstad/frukost", "exempelstad/frukost"),
        ("exempelstad/noe-helt-annet", ""),
        ("ukjent/noe-helt-annet", ""),
    ],
)
def test_the_nearest_address_is_one_that_is_near(own_app: Flask, typed: str, nearest: str) -> None:
    fields = forms.make_blank("meeting") | {"links": [{"relation": "relates", "to": typed}]}
    with site_of(own_app).database.reading() as session:
        (dead,) = find_dead_addresses(session, "meeting", fields, Names({}, {}))
    assert (dead.place, dead.nearest) == ("links.0.to", nearest)
