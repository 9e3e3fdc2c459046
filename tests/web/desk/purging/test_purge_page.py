"""The page of a purge: looked at first, then done, and told."""

from __future__ import annotations

import json
import re
from uuid import UUID

import pytest
from flask import Flask

from network.purging.blanking import MARK
from tests.web.desk.reviewing.test_review import meeting, press
from tests.web.people import Person, signed_in, site_of

WORDS = "Klossmajor Brillefin"


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
def document(app: Flask, kari: Person, nils: Person) -> UUID:
    """A public meeting with words that must not be kept."""
    document = meeting(kari, summary=f"Om {WORDS}.", **{"statements.1.text": f"{WORDS} sa det."})
    press(app, kari, document, "submit")
    press(app, nils, document, "approve")
    return document


def ask(nils: Person, document: UUID, **form: str) -> str:
    """Send the form of the purge; the page that answers."""
    address = f"/nb/desk/documents/{document}/purge"
    return nils.post(address, form, follow_redirects=True).text


def test_what_would_go_is_shown_first_and_nothing_is_done(
    app: Flask, nils: Person, document: UUID
) -> None:
    page = ask(nils, document, what="words", words=WORDS, do="look")
    assert "<li>Versjoner: 1</li>" in page
    assert "Fjern det for godt" in page
    assert WORDS in app.test_client().get("/nb/eksempelvik/mote-om-torget").text


def test_words_are_taken_out_of_the_public_page_and_the_list_is_kept(
    app: Flask, nils: Person, document: UUID
) -> None:
    page = ask(nils, document, what="words", words=WORDS, do="purge")
    assert "Fjernet: Det står ikke noe sted på nettstedet lenger." in page
    assert "fjernet overalt det som ikke skal finnes" in page
    public = app.test_client().get("/nb/eksempelvik/mote-om-torget").text
    assert WORDS not in public
    assert MARK in public
    [line] = site_of(app).settings.purge_list.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["what"] == "words"
    assert "Klossmajor" not in line


def test_one_place_is_chosen_by_its_name(app: Flask, nils: Person, document: UUID) -> None:
    page = nils.get(f"/nb/desk/documents/{document}/purge").text
    [place] = re.findall(r'value="(statements\.[^."]+)"[^>]*>\s*Utsagn 2\b', page)
    ask(nils, document, what="field", path=place, do="purge")
    public = app.test_client().get("/nb/eksempelvik/mote-om-torget").text
    assert f"{WORDS} sa det." not in public
    assert f"Om {WORDS}." in public


def test_a_whole_text_answers_that_it_is_gone(app: Flask, nils: Person, document: UUID) -> None:
    ask(nils, document, what="document", do="purge")
    answer = app.test_client().get("/nb/eksempelvik/mote-om-torget")
    assert answer.status_code == 410
    assert WORDS not in nils.get(f"/nb/desk/documents/{document}").text


def test_what_stands_nowhere_is_told_in_both_languages(nils: Person, document: UUID) -> None:
    page = ask(nils, document, what="words", words="Står ingen steder", do="purge")
    assert "Det står ikke noe sted på nettstedet." in page
    page = nils.post(
        f"/sv/desk/documents/{document}/purge", {"what": "words", "words": "Zz", "do": "look"}
    ).text
    assert "Skriv minst 5 tecken." in page
