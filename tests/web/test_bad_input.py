"""Whatever is asked for, a sentence in the reader's language comes back, never a 500."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.conftest import FULL

ADDRESSES = [
    "/nb/%00",
    "/nb/../../etc/passwd",
    "/nb/" + "a" * 5000,
    "/nb/eksempelvik/" + "b" * 5000,
    "/nb/ÅÆØ/åäö",
    "/nb/eksempelvik/%F0%9F%A7%AD",
    "/nb/eksempelvik/frokost/mer",
    "/nb/%FF%FE",
    "/nb/topics/%00%00",
    "/nb/glossary/" + quote("å" * 500),
    "/en/",
    "/nb//",
    "/nb/eksempelvik/frokost?text=" + "x" * 10_000,
    "/nb/?my=" + quote("<script>\x00" * 100),
    "/nb/organisations?name=" + quote("'\";--\x00🧭" * 50),
    "/static/../wsgi.py",
    "/static/nothing.css",
]
QUERIES = [
    "q=%00",
    "q=" + "a" * 100_000,
    "q=" + quote("🧭 förskola a\u030a"),
    "q=" + quote('"' * 50),
    "q=" + quote("(" * 2000),
    "q=%3F*%3F*",
    "q=%ff%fe",
    "page=-1",
    "page=999999",
    "page=99999999999999999999",
    "page=%F0%9F%98%80",
    "page=1e9",
    "page=٣",
    "kind=nonsense&country=XX&year=abc&level=%00",
    "nonsense=1&sort=sideways&exact=maybe",
    "&".join(f"kind=k{number}" for number in range(2000)),
    "&".join(f"without=w{number}" for number in range(2000)) + "&q=skole",
    "q=-",
    "q=OR",
    "q=-skole",
]


@pytest.mark.parametrize("address", ADDRESSES, ids=range(len(ADDRESSES)))
def test_a_malformed_address_is_answered_with_a_sentence(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code in (200, 302, 308, 400, 404)
    if answer.status_code in (400, 404) and not address.startswith("/static"):
        assert "<h1>" in answer.text


@pytest.mark.parametrize(
    ("number", "ui"),
    # Each in one language in the quick run, in turn.
    [
        (number, ui)
        for number in range(len(QUERIES))
        for place, ui in enumerate(("nb", "sv"))
        if FULL or place == number % 2
    ],
)
def test_a_hostile_search_is_answered(reader: FlaskClient, number: int, ui: str) -> None:
    answer = reader.get(f"/{ui}/search?{QUERIES[number]}")
    assert answer.status_code == 200
    assert f'<html lang="{ui}">' in answer.text


def test_what_was_typed_is_shown_back_escaped(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?q=" + quote("<img src=x onerror=alert(1)>\"'")).text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_missing_page_speaks_the_language_of_its_address(reader: FlaskClient) -> None:
    swedish = reader.get("/sv/finns-inte", headers={"Accept-Language": "nb"})
    assert swedish.status_code == 404
    assert '<html lang="sv">' in swedish.text
    norwegian = reader.get("/helt/feil/adresse", headers={"Accept-Language": "nb"})
    assert '<html lang="nb">' in norwegian.text


def test_other_methods_are_refused_with_a_sentence(reader: FlaskClient) -> None:
    answer = reader.post("/nb/search")
    assert answer.status_code == 405
    assert "<h1>" in answer.text


def test_a_filter_nobody_knows_finds_nothing(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?kind=nonsense").text
    assert 'href="/nb/search"' in page
    assert 'class="card hit"' not in page


def test_a_page_past_the_last_says_so(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?page=40").text
    assert 'class="card hit"' not in page
    assert 'class="results"' in page
