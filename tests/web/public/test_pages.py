"""Every public page answers, in both languages, and says what it should."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.interface_languages import INTERFACE_LANGUAGES
from tests.conftest import FULL

PAGES = [
    "",
    "search",
    "search?q=frokost",
    "search?kind=experience&country=NO",
    "pasted-text",
    "compare",
    "compare?entry=eksempelvik/frokost&entry=exempelstad/frukost",
    "topics",
    "topics/schools",
    "glossary",
    "glossary/yttrande",
    "organisations",
    "organisations?name=lille",
    "eksempelvik",
    "region-exempel",
    "grannar",
    "lilleby",
    "eksempelvik/frokost",
    "exempelstad/frukost",
    "exempelstad/mote",
    "about",
    "accessibility",
]


@pytest.mark.parametrize(
    ("page", "ui"),
    # Each page in one language in the quick run, in turn.
    [
        (page, ui)
        for number, page in enumerate(PAGES)
        for place, ui in enumerate(INTERFACE_LANGUAGES)
        if FULL or place == number % len(INTERFACE_LANGUAGES)
    ],
)
def test_every_page_answers_in_its_language(reader: FlaskClient, page: str, ui: str) -> None:
    answer = reader.get(f"/{ui}/{page}")
    assert answer.status_code == 200
    assert f'<html lang="{ui}">' in answer.text
    assert answer.text.count("<h1") == 1


def test_the_switch_keeps_the_page_and_what_was_asked(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?q=skole&kind=experience&kind=meeting&my=eksempelvik").text
    switch = re.search(r'<a href="([^"]+)" lang="sv"', page)
    assert switch is not None
    address = switch[1].replace("&amp;", "&")
    assert address.startswith("/sv/search?")
    for kept in ("q=skole", "kind=experience", "kind=meeting", "my=eksempelvik"):
        assert kept in address


def test_the_readers_municipality_stays_in_the_addresses(reader: FlaskClient) -> None:
    page = reader.get("/nb/?my=eksempelvik").text
    assert "/nb/topics?my=eksempelvik" in page
    assert "Set-Cookie" not in reader.get("/nb/?my=eksempelvik").headers
    assert "Gratis frokost ga mindre fravær." in page


def test_a_name_that_several_bear_asks_which(reader: FlaskClient) -> None:
    page = reader.get("/nb/lilleby").text
    assert "/nb/lilleby-ost" in page
    assert "/nb/lilleby-vest" in page


def test_choosing_a_municipality_by_name_leads_home(reader: FlaskClient) -> None:
    answer = reader.get("/nb/organisations?name=Eksempelvik&choose=1")
    assert (answer.status_code, answer.location) == (302, "/nb/?my=eksempelvik")


def test_an_entry_is_shown_in_the_readers_language_where_there_is_a_text(
    reader: FlaskClient,
) -> None:
    page = reader.get("/sv/eksempelvik/frokost").text
    assert "<h1>Frukost i skolan</h1>" in page
    # What the translation lacks stands in the original's language, marked as such.
    assert re.search(r'<div class="prose" lang="nb">\s*<p>Vi begynte', page)
    assert "<h1>Frokost på skolen</h1>" in reader.get("/nb/eksempelvik/frokost").text


def test_a_text_can_be_pinned(reader: FlaskClient) -> None:
    page = reader.get("/nb/eksempelvik/frokost?text=sv").text
    assert '<h1 lang="sv">Frukost i skolan</h1>' in page
    assert reader.get("/nb/eksempelvik/frokost?text=xx").status_code == 200


def test_references_are_filled_in(reader: FlaskClient) -> None:
    page = reader.get("/nb/eksempelvik/frokost").text
    assert '<a href="/nb/glossary/yttrande" lang="sv">yttrande</a>' in page
    assert '<a href="/nb/exempelstad/frukost">Exempelstad</a>' in page
    assert '<a href="/nb/eksempelvik">Eksempelvik</a>' in page


def test_a_dead_link_shows_as_one(reader: FlaskClient) -> None:
    page = reader.get("/sv/exempelstad/frukost").text
    assert '<span class="dead-link">exempelstad/finns-inte' in page
    assert "data-ref" not in page


def test_a_statement_leads_to_what_it_mentions_and_is_mentioned_there(
    reader: FlaskClient,
) -> None:
    meeting = reader.get("/sv/exempelstad/mote").text
    assert 'id="vik"' in meeting
    assert '<a href="/sv/eksempelvik/frokost">Frukost i skolan</a>' in meeting
    entry = reader.get("/sv/eksempelvik/frokost").text
    assert '<a href="/sv/exempelstad/mote#vik"' in entry


def test_an_organisation_shows_what_it_took_part_in(reader: FlaskClient) -> None:
    page = reader.get("/sv/eksempelvik").text
    assert "Möte om frukost" in page
    assert "Eksempelvuotna" in page


def test_links_from_both_ends(reader: FlaskClient) -> None:
    assert "/nb/eksempelvik/frokost" in reader.get("/nb/exempelstad/frukost").text
    assert "/nb/exempelstad/frukost" in reader.get("/nb/eksempelvik/frokost").text


def test_sharing_by_mail_names_the_page(reader: FlaskClient) -> None:
    page = reader.get("/nb/eksempelvik/frokost?my=eksempelvik").text
    share = re.search(r'href="(mailto:\?[^"]+)"', page)
    assert share is not None
    # Without what is the reader's own: whose eyes she reads with.
    assert share[1].endswith("%0Ahttps%3A//grannar.example/nb/eksempelvik/frokost")


def test_nothing_foreign_nothing_inline_no_cookie(app: Flask, reader: FlaskClient) -> None:
    for page in PAGES:
        answer = reader.get(f"/nb/{page}")
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "Set-Cookie" not in answer.headers
        assert not re.search(
            r"<style|<script(?! type=.module. src=./static/| type=.application/ld\+json.>)"
            r"| style=| on[a-z]+=",
            answer.text,
        )
        for source in re.findall(
            r"<(?:img|script|link|use)[^>]+(?:src|href)=\"([^\"]+)\"", answer.text
        ):
            assert source.startswith("/"), source


def test_a_page_that_has_not_changed_is_not_sent_again(reader: FlaskClient) -> None:
    answer = reader.get("/nb/eksempelvik/frokost")
    again = reader.get("/nb/eksempelvik/frokost", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_dates_follow_the_language(reader: FlaskClient) -> None:
    assert "2019 – 2021" in reader.get("/nb/eksempelvik/frokost").text
