"""An entry answers before it explains: what it is, how it went, where; the notices in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from network import clock
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from tests.web.people import site_of

SOURCE = {
    "sources": [{"id": "notat", "title": "Notat om matlag", "by": "Etaten", "date": "2016~"}],
    "recorded_from": "notat",
}
MATLAG = {
    "kind": "experience",
    "title": "Matlag",
    "summary": "Vi spiser sammen hver torsdag.",
    "done": "Vi åpnet kjøkkenet. Deretter kom alle.",
    "results": "Sju av ti kom igjen, bl.a. de eldste. Resten ble hjemme.",
    "cost": "215 000 kr i året",
    "period": {"start": "2022"},
    "contact": {"office": "Etat for omsorg", "role": "koordinator"},
    "outcome": "goes_on",
    "body": "Kjøkkenet lå i kjelleren.\n\nDet var kaldt der.",
}


def put(app: Flask, slug: str, value: Mapping[str, Any], *, by: str = "eksempelvik") -> str:
    """Something public of Eksempelvik's; its address."""
    content = parse_content({"kind": "experience", "language": "nb", "title": slug} | dict(value))
    with site_of(app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        ids = find_organisation_ids(session)
        place = Placement(ids["eksempelvik"], slug, ids[by])
        publish(session, begin(session, place, content, actor=actor).id, actor=actor)
    return f"/nb/eksempelvik/{slug}"


def read(reader: FlaskClient, address: str) -> Tag:
    article = BeautifulSoup(reader.get(address).text, "lxml").article
    assert article is not None
    return article


def facts(article: Tag) -> dict[str, str]:
    """The facts of an entry by their labels, in the order of the page."""
    assert article.dl is not None
    rows = article.dl.find_all("div", recursive=False)
    return {
        " ".join(row.dt.get_text().split()): " ".join(row.dd.get_text().split())
        for row in rows
        if row.dt and row.dd
    }


def find_heading(text: Tag) -> Tag | None:
    """What a text stands under: a heading beside it, or that of the fold which it is in."""
    before = text.find_previous_sibling(["h2", "summary"])
    heading = before.h2 if isinstance(before, Tag) and before.name == "summary" else before
    return heading if isinstance(heading, Tag) else None


def test_the_facts_follow_the_summary_in_the_order_in_which_readers_ask(
    app: Flask, reader: FlaskClient
) -> None:
    article = read(reader, put(app, "matlag", MATLAG))
    shown = facts(article)
    assert list(shown)[:7] == [
        "Dette gjorde de",
        "Slik gikk det",
        "Kostnad",
        "Når",
        "Status",
        "Hvor",
        "Hvem kan du spørre?",
    ]
    # Of the results the first sentence, which an abbreviation does not end.
    assert shown["Slik gikk det"] == "Sju av ti kom igjen, bl.a. de eldste."
    assert shown["Hvor"].startswith("Eksempelvik")
    assert shown["Hvor"].endswith("Norge")
    # Nothing but the way there, its kind and the notices stands beside title and summary.
    head = article.find("div", class_="entry-head")
    assert isinstance(head, Tag)
    assert not head.select(".banner")
    assert len(head.select("details")) == 1


@pytest.mark.parametrize(
    ("done", "told"),
    [
        ("Dag 1. Skolen ringer hjem før ni. Så skjer mer.", "Dag 1. Skolen ringer hjem før ni."),
        ("Nei. Vi sluttet med det i 2024.", "Nei. Vi sluttet med det i 2024."),
        ("Ja. Nei. Vi vet ikke. Kanskje.", "Ja. Nei. Vi vet ikke."),
        ("Vi sluttet helt. Så kom flere.", "Vi sluttet helt."),
        ("Ingenting.\n\nDet var alt.", "Ingenting."),
        ("Vi gjorde to ting:\n\n- Vi ringte. Og gikk.\n- Vi kom.", "Vi gjorde to ting: Vi ringte."),
    ],
)
def test_a_fact_is_a_sentence_that_says_something(
    app: Flask, reader: FlaskClient, done: str, told: str
) -> None:
    slug = f"setning-{len(done)}-{len(told)}"
    article = read(reader, put(app, slug, MATLAG | {"done": done}))
    assert facts(article)["Dette gjorde de"] == told


@pytest.mark.parametrize(
    ("value", "headings"),
    [
        ({}, ["Dette gjorde de", "Resultater", "Mer om dette"]),
        # What was done is told in the general text, and then stands before the results.
        ({"done": ""}, ["Dette gjorde de", "Resultater"]),
        # What stands whole among the facts is not said twice.
        ({"results": "Sju av ti kom igjen."}, ["Dette gjorde de", "Mer om dette"]),
        ({"body": ""}, ["Dette gjorde de", "Resultater"]),
    ],
)
def test_what_was_done_has_its_heading_and_comes_before_the_results(
    app: Flask, reader: FlaskClient, value: dict[str, Any], headings: list[str]
) -> None:
    slug = f"rekkefolge-{'-'.join(value) or 'hel'}"
    article = read(reader, put(app, slug, MATLAG | value))
    column = article.find("div", class_="main-column")
    assert isinstance(column, Tag)
    # Each text with the heading it stands under.
    shown = [heading.get_text(" ", strip=True) for heading in column.select("section h2")]
    assert shown == headings
    prose = column.select("section > .prose, section > details > .prose")
    assert len(prose) == len(headings)
    assert all(find_heading(text) for text in prose)


@pytest.mark.parametrize(
    ("value", "by", "told", "nb", "sv"),
    [
        (
            SOURCE,
            "exempelstad",
            date(2026, 11, 1),
            "Pågikk ca. 2016 ifølge kilden",
            "Pågick ca 2016 enligt källan",
        ),
        (
            {"sources": [{"id": "notat", "title": "N"}], "recorded_from": "notat", "period": {}},
            "exempelstad",
            date(2026, 11, 1),
            "Pågikk ifølge kilden, som ikke er datert",
            "Pågick enligt källan, som är odaterad",
        ),
        ({}, "eksempelvik", date(2026, 11, 1), "Pågår (per 1. november 2026)", "Pågår (per 1"),
        (
            {"period": {"start": "2022-04", "end": "2023-10"}},
            "eksempelvik",
            date(2026, 11, 1),
            "Pågikk til oktober 2023",
            "Pågick till oktober 2023",
        ),
        (
            {},
            "eksempelvik",
            date(2021, 3, 2),
            "Pågikk da teksten ble skrevet, 2. mars 2021",
            "Pågick när texten skrevs, 2 mars 2021",
        ),
        (
            {"outcome": "stopped", "outcome_why": "Ingen kom."},
            "eksempelvik",
            date(2021, 3, 2),
            "Prøvd og stanset",
            "Prövat och",
        ),
    ],
)
def test_no_old_and_no_borrowed_text_says_that_something_goes_on(
    app: Flask,
    reader: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    value: dict[str, Any],
    by: str,
    told: date,
    nb: str,
    sv: str,
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 29))
    moment = datetime(told.year, told.month, told.day, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    slug = f"tilstand-{re.sub('[^a-z0-9]+', '-', nb.lower()).strip('-')}"
    address = put(app, slug, MATLAG | value, by=by)
    for ui, expected in (("nb", nb), ("sv", sv)):
        shown = facts(read(reader, address.replace("/nb/", f"/{ui}/")))["Status"]
        assert shown.startswith(expected), (ui, shown)


def test_measures_of_a_recorded_plan_are_told_in_the_past(app: Flask, reader: FlaskClient) -> None:
    plan = SOURCE | {
        "kind": "plan",
        "measures": [
            {"id": "m1", "title": "Kurs", "status": "goes_on"},
            {"id": "m2", "title": "Veileder", "status": "done"},
        ],
    }
    article = read(reader, put(app, "planen", plan, by="exempelstad"))
    states = [state.get_text(strip=True) for state in article.select(".steps .state")]
    assert states == ["Pågikk ca. 2016 ifølge kilden", "Gjennomført"]


def test_all_notices_stand_in_one_line_that_opens(app: Flask, reader: FlaskClient) -> None:
    address = put(app, "noter", MATLAG | SOURCE | {"review_by": "2020"}, by="exempelstad")
    article = read(reader, address.replace("/nb/", "/sv/"))
    notices = article.select(".entry-head details")
    assert len(notices) == 1
    summary = notices[0].summary
    assert summary is not None
    heads = [head.get_text(strip=True) for head in summary.select(".notice-head")]
    assert heads == [
        "Påhittat exempel",
        "Har inte setts över i tid",
        "Publicerat av någon annan",
        "Texten är på norska (bokmål)",
    ]
    told = " ".join(notices[0].get_text(" ").split())
    for sentence in ("både kommunen", "2020", "inte skrivet", "på norska (bokmål)."):
        assert sentence in told
    assert not notices[0].has_attr("open")


CASE = {"kind": "case", "steps": [{"id": "m", "type": "motion", "date": "2026-01-10"}]}


@pytest.mark.parametrize(
    ("value", "by", "told"),
    [
        ({"kept": "open"}, "eksempelvik", "Ikke avgjort"),
        ({}, "eksempelvik", "Ikke oppgitt"),
        # Nobody follows a case that somebody else recorded.
        ({"kept": "open"}, "exempelstad", "Ikke oppgitt"),
    ],
)
def test_an_open_case_is_not_decided(
    app: Flask, reader: FlaskClient, value: dict[str, Any], by: str, told: str
) -> None:
    slug = f"saken-{by}-{len(value)}"
    article = read(reader, put(app, slug, CASE | value, by=by))
    assert facts(article)["Slik gikk det"] == told


KINDS: list[dict[str, Any]] = [
    {"kind": "practice", "how": "Slik gjøres det. Og så slik."},
    {"kind": "meeting", "follow_ups": [{"id": "f", "text": "Veilederen kommer. Senere."}]},
    CASE | {"kept": "open"},
    {"kind": "plan", "measures": [{"id": "m", "title": "Kurs"}]},
    {"kind": "resource", "type": "guide", "url": "https://eksempel.example/"},
    {"kind": "need", "wanted": [{"id": "w", "text": "Noen å spørre."}]},
    {"kind": "collection", "items": [{"id": "g", "gap": "noe"}]},
]


@pytest.mark.parametrize("value", KINDS, ids=lambda value: value["kind"])
def test_every_kind_has_its_facts_under_the_summary_and_no_text_without_a_heading(
    app: Flask, reader: FlaskClient, value: dict[str, Any]
) -> None:
    given = {"summary": "Kort sagt.", "body": "Resten av det.\n\nOg mer."} | value
    article = read(reader, put(app, f"slag-{value['kind']}", given))
    labels = list(facts(article))
    assert "Hvor" in labels[1:]
    texts = article.select(".main-column > section > .prose, .body > details > .prose")
    assert texts
    for text in texts:
        heading = find_heading(text)
        assert heading
        assert "visually-hidden" not in (heading.get("class") or [])
    assert re.search("Resten av det", article.get_text())
