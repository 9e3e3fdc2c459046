"""The search page shows what it understood as filters, and makes words of it again by a link."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from network.community.following.subjects import make_search_key
from network.entries.tables import Entry
from network.interface_languages import INTERFACE_LANGUAGES
from network.organisations.register import register_organisations
from network.organisations.values import DatedName, Registered
from network.search.record import FACETS
from network.site import KeptPlaceNames, Site

HIT = re.compile(r"<h2><a.*?</h2>")
NB, SV = "Forstått som filtre:", "Uppfattat som filter:"


def links(html: str) -> dict[str, str]:
    """The links of a stretch of a page, as a reader sees and hears them, with where they lead."""
    return {
        " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split()): unescape(href)
        for href, text in re.findall(r'<a (?:[^>]*?)href="([^"]*)"[^>]*>(.*?)</a>', html)
    }


def chips(page: str) -> dict[str, str]:
    """What was understood, and what is taken as words: links."""
    shown = re.search(r'<div class="understood">(.*?)</div>', page)
    return links(shown[1]) if shown else {}


def titles(page: str) -> list[str]:
    return [title for hit in HIT.findall(page) for title in links(hit)]


@pytest.mark.parametrize(
    ("address", "heading", "chip"),
    [
        (
            "/nb/search?q=frokost+i+Sverige",
            NB,
            "Land: Sverige × søk etter ordene «Sverige» i stedet",
        ),
        (
            "/sv/search?q=frukost+i+Norge",
            SV,
            "Land: Norge × sök på orden ”Norge” i stället",
        ),
        (
            "/nb/search?q=frokost+i+Exempelstads+kommun",
            NB,
            "Organisasjon: Exempelstad × søk etter ordene «Exempelstads kommun» i stedet",
        ),
        (
            "/sv/search?q=frukost+prövat+och+avslutat",
            SV,
            "Utfall: Prövat och nedlagt × sök på orden ”prövat och avslutat” i stället",
        ),
        ("/nb/search?q=frokost+2020", NB, "År: 2020 × søk etter ordene «2020» i stedet"),
    ],
)
def test_what_was_understood_is_shown_and_can_be_taken_away(
    reader: FlaskClient, address: str, heading: str, chip: str
) -> None:
    page = reader.get(address).text
    assert heading in page
    assert list(chips(page)) == [chip]
    taken_away = reader.get(chips(page)[chip]).text
    assert not any("×" in other for other in chips(taken_away))
    (again,) = chips(taken_away).values()
    assert chips(reader.get(again).text) == chips(page)


@pytest.mark.parametrize("ui", INTERFACE_LANGUAGES)
@pytest.mark.parametrize(
    "asked", ["i Finland", "finländska kommuner", "finska kommuner", "åländska kommuner"]
)
def test_finland_is_understood_alike_under_every_language(
    reader: FlaskClient, ui: str, asked: str
) -> None:
    page = reader.get(f"/{ui}/search", query_string={"q": f"frukost {asked}"}).text
    (chip,) = chips(page)
    assert "×" in chip
    # The register of these tests has no region of that key, so that it stands for the name.
    assert ("FI-21" if asked.startswith("å") else "Finland") in chip
    (again,) = chips(reader.get(chips(page)[chip]).text)
    assert "×" not in again


def test_a_chip_leads_to_the_same_search_with_its_words_as_words(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?q=frokost+i+Sverige+2020&sort=date").text
    hrefs = [parse_qs(urlsplit(href).query) for href in chips(page).values()]
    kept = {"q": ["frokost i Sverige 2020"], "sort": ["date"]}
    assert hrefs == [kept | {"as_words": ["Sverige"]}, kept | {"as_words": ["2020"]}]


def test_what_is_understood_narrows_the_page_and_its_feed(reader: FlaskClient) -> None:
    for question, expected in (
        ("frokost i Sverige", "Skolfrukost i Exempelstad"),
        ("frokost prøvd og stoppet", "Skolfrukost i Exempelstad"),
        ("frokost pågående prosjekter", "Frokost på skolen"),
    ):
        assert expected in titles(reader.get("/nb/search", query_string={"q": question}).text)
        feed = reader.get("/nb/feeds/search.atom", query_string={"q": question}).text
        assert expected in feed
    stopped = reader.get("/nb/search?q=frokost+prøvd+og+stoppet").text
    assert "Frokost på skolen" not in titles(stopped)


def test_a_country_without_entries_says_so_and_offers_the_words(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?q=frokost+i+danske+kommuner").text
    assert "Ingen tekster passer med det som ble forstått som filtre." in page
    assert "Land: Danmark × søk etter ordene «danske kommuner» i stedet" in chips(page)
    swedish = reader.get("/sv/search?q=frukost+i+Danmark").text
    assert "Inga texter stämmer med det som uppfattades som filter." in swedish
    href = links(swedish)["Sök på orden i stället"]
    assert chips(reader.get(href).text).keys() == {
        "”Danmark” som ord + uppfatta det som ett filter igen"
    }


def test_a_chosen_filter_goes_before_what_is_understood(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?q=frokost+i+Sverige&country=NO").text
    assert chips(page) == {}
    assert "Frokost på skolen" in titles(page)


def test_outcomes_are_a_facet_with_names(reader: FlaskClient) -> None:
    for language, heading, value in (
        ("nb", "Utfall", "Prøvd og stanset"),
        ("sv", "Utfall", "Prövat och nedlagt"),
    ):
        page = reader.get(f"/{language}/search").text
        facets = page.partition('id="facets"')[2]
        assert f"<h3>{heading}</h3>" in facets
        assert titles(reader.get(links(facets)[value]).text) == ["Skolfrukost i Exempelstad"]


def test_what_is_meant_as_words_is_followed_so(reader: FlaskClient) -> None:
    page = reader.get("/nb/search?q=frokost+i+Sverige&as_words=Sverige").text
    query = parse_qs(urlsplit(links(page)["Følg dette søket"]).query)
    assert query["as_words"] == ["Sverige"]


def test_a_followed_search_finds_what_its_page_finds(app: Flask, reader: FlaskClient) -> None:
    site: Site = app.extensions["grannar"]
    with site.database.reading() as session:
        entries = {entry.id: entry.slug for entry in session.scalars(select(Entry))}
    for address in (
        {"q": ["frokost i Sverige"]},
        {"q": ["frokost i Sverige"], "as_words": ["Sverige"]},
        {"q": ["prøvd og stoppet"]},
    ):
        followed = site.searched(make_search_key("nb", address), frozenset(entries))
        page = reader.get("/nb/search", query_string=address).text
        page = page.partition('class="nearest"')[0]
        assert {entries[entry] for entry in followed} == {
            href.rpartition("/")[2] for hit in HIT.findall(page) for href in links(hit).values()
        }


def test_any_words_in_the_address_are_answered(reader: FlaskClient) -> None:
    for words in ("", "\x00", "<script>", "a" * 5000, "Sverige&as_words=Sverige"):
        answer = reader.get(f"/nb/search?q=Sverige&as_words={words}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_names_are_read_once_and_not_for_every_search(app: Flask) -> None:
    site: Site = app.extensions["grannar"]
    names = KeptPlaceNames(site.public)
    statements: list[str] = []

    def count(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", count)
    try:
        first = names.fresh()
        asked = len(statements)
        assert names.fresh() is first
        # The number of the register alone.
        assert all("FROM counters" in words for words in statements[asked:] if words != "BEGIN")
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert "eksempelvik" in first.by_first


def test_a_place_that_was_registered_is_known_at_once(own_app: Flask) -> None:
    site: Site = own_app.extensions["grannar"]
    names = KeptPlaceNames(site.public)
    assert "prøvebygd" not in names.fresh().by_first
    with site.database.transaction() as session:
        value = Registered(
            slug="provebygd",
            type="municipality",
            country="NO",
            county="99",
            names=(DatedName(name="Prøvebygd"),),
        )
        register_organisations(session, [value])
    assert "prøvebygd" in names.fresh().by_first


@pytest.mark.parametrize("facet", FACETS)
def test_a_followed_search_keeps_every_filter_of_the_page(facet: str) -> None:
    # The features below the pages do not know the search: its filters are named there once more.
    without = make_search_key("nb", {"q": ["frokost"]})
    assert make_search_key("nb", {"q": ["frokost"], facet: ["x"]}) != without
