"""What helps a reader to search: suggestions, a browser's own search, what was meant."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.documents.publishing import withdraw
from network.entries.tables import Entry
from network.people.actors import get_system_actor
from network.site import Site


def test_suggestions_lead_to_pages(reader: FlaskClient) -> None:
    found = reader.get("/sv/suggest?q=fruk").json
    assert found is not None
    assert {
        "text": "Frukost i skolan",
        "lang": "sv",
        "what": "text",
        "href": "/sv/eksempelvik/frokost",
        "ref": "eksempelvik/frokost",
    } in found
    for suggestion in found:
        assert reader.get(suggestion["href"]).status_code == 200


@pytest.mark.parametrize("typed", ["", "a", "\x00", "%", "a" * 5000, "🧭🧭", "(((", "<script>"])
def test_any_typing_is_answered(reader: FlaskClient, typed: str) -> None:
    answer = reader.get(f"/nb/suggest?q={quote(typed)}")
    assert answer.status_code == 200
    assert answer.json == []


def test_a_browser_can_add_the_search(reader: FlaskClient) -> None:
    page = reader.get("/nb/").text
    assert 'rel="search" type="application/opensearchdescription+xml"' in page
    described = reader.get("/nb/opensearch")
    assert described.mimetype == "application/opensearchdescription+xml"
    assert 'template="https://grannar.example/nb/search?q={searchTerms}"' in described.text


def test_a_misspelt_word_is_searched_as_it_was_meant_and_told(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?q=gratis+rektroene").text
    assert "Ingen har skrevet «rektroene». Søkte etter «rektorene» i stedet." in page
    assert 'href="/nb/search?q=gratis+rektroene&amp;exact=1"' in page
    swedish = reader.get("/sv/search?q=gratis+rektroene").text
    assert "Ingen har skrivit ”rektroene”. Sökte på ”rektorene” i stället." in swedish


def test_an_attachment_is_found_by_its_title_and_led_to(reader: FlaskClient) -> None:
    page = reader.get("/sv/search?q=skolvägskartor").text
    assert "<mark>Skolvägskarta</mark> för vintern" in page
    assert '<a href="/sv/exempelstad/mote#karta">Gå till bilagan</a>' in page
    assert 'id="karta"' in reader.get("/sv/exempelstad/mote").text


def test_small_words_of_a_question_are_not_marked(reader: FlaskClient) -> None:
    page = reader.get("/sv/search?q=frukost+i+skolan").text
    assert "<mark>Frukost</mark>" in page or "<mark>frukost</mark>" in page
    assert "<mark>i</mark>" not in page
    assert 'class="facets"' in page
    assert 'class="facets"' not in reader.get("/sv/search?q=zzzyx").text


def test_an_empty_result_says_what_else_to_do(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?q=zzzyx").text
    assert "Ingen har skrevet om dette ennå" in page
    assert 'href="/nb/search?kind=need"' in page
    assert 'class="nearest"' not in page


def test_what_is_no_answer_stands_as_what_lies_nearest(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?q=frokost+til+astronauter+og+romskip").text
    assert "Ingen har skrevet om dette ennå" in page
    answer, _, nearest = page.partition('class="nearest"')
    assert 'class="card hit"' not in answer
    assert "Dette ligger nærmest" in nearest
    assert 'class="card hit"' in nearest


def test_what_is_withdrawn_is_no_longer_suggested(own_app: Flask) -> None:
    site: Site = own_app.extensions["grannar"]
    reader = own_app.test_client()
    assert reader.get("/sv/suggest?q=möte").json
    with site.database.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "mote")).one()
        withdraw(session, entry.id, actor=get_system_actor(session, "test"))
    assert reader.get("/sv/suggest?q=möte").json == []
