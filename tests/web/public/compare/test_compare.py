"""Two or three entries side by side, on the same facts; what cannot be compared is told kindly."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.documents.publishing import move, withdraw
from network.people.actors import get_system_actor
from tests.web.people import site_of
from tests.web.public.collections.test_collections import written

ROW = {"id": "i1", "title": "Klager", "unit": "i året", "before": "74", "after": "21"}


@pytest.fixture(scope="module")
def compared(app: Flask) -> None:
    """Three entries that say much, and two that are not where they were."""
    contact = {"office": "Skolekontoret", "email": "skole@eksempelvik.example"}
    more: dict[str, Any] = {
        "cost": "Mye",
        "results": "Gikk **bra**",
        "period": {"start": "2020", "end": "2022"},
    }
    more["topics"] = ["truancy"]
    written(app, "en", contact=contact, indicators=[ROW], outcome="ended", **more)
    written(app, "to", at="lilleby-vest", went_wrong="Alt", summary="To & tre", topics=["truancy"])
    written(app, "tre", kind="practice", evidence="evaluated")
    with site_of(app).database.transaction() as session:
        actor = get_system_actor(session, "test")
    gone = written(app, "borte")
    moved = written(app, "flyttet-fra")
    with site_of(app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        withdraw(session, gone, actor=actor)
        move(session, moved, "flyttet-til", actor=actor)


def ask(reader: FlaskClient, *entries: str, ui: str = "nb") -> str:
    """The page that compares these."""
    answer = reader.get(f"/{ui}/compare", query_string={"entry": list(entries)})
    assert answer.status_code == 200
    return unescape(answer.text)


def rows(page: str) -> dict[str, list[str]]:
    """The words of each row by its head, a cell for each entry."""
    found = re.findall(r'<tr>\s*<th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    return {
        head.strip(): [
            " ".join(re.sub(r"<[^>]*>", " ", cell.split("</span>", 1)[1]).split())
            for cell in re.findall(r"<td>(.*?)</td>", cells, re.DOTALL)
        ]
        for head, cells in found
    }


def test_the_same_facts_stand_beside_each_other_and_silence_is_silence(
    reader: FlaskClient, compared: None
) -> None:
    table = rows(ask(reader, "eksempelvik/en", "lilleby-vest/to"))
    assert table["Slik gikk det"] == ["Avsluttet Gikk bra", "Ikke oppgitt"]
    assert table["Kostnad"] == ["Mye", "Ikke oppgitt"]
    assert table["Når"] == ["2020 – 2022", "Ikke oppgitt"]
    assert table["Dette gikk galt"] == ["Ikke oppgitt", "Alt"]
    assert table["Hva det er"] == ["Ikke oppgitt", "To & tre"]
    assert table["Tall før og etter"][0].split() == "Klager i året Før 74 Etter 21".split()
    assert "skole@eksempelvik.example" in table["Hvem kan du spørre?"][0]
    # Whose each is stands above its column.
    assert table["Hvor"][1].startswith("Vestfylket, Norge")
    assert "Lilleby" not in table["Hvor"][1]
    assert len(table) == 8


def test_three_of_different_kinds_are_compared_in_either_language(
    reader: FlaskClient, compared: None
) -> None:
    page = ask(reader, "eksempelvik/en", "lilleby-vest/to", "eksempelvik/tre", ui="sv")
    assert [len(cells) for cells in rows(page).values()] == [3] * 8
    assert "<h1>Jämför</h1>" in page
    # There is room for no fourth, and each can be taken away.
    assert "compare-with" not in page
    assert page.count("Ta bort") == 3


@pytest.mark.parametrize(
    ("given", "sentence", "columns"),
    [
        (["eksempelvik/en"], "Velg hva du vil sammenligne med", 1),
        ([], "Velg hva du vil sammenligne", 0),
        (["eksempelvik/en", "eksempelvik/finnes-ikke"], "Det finnes ingen tekst på", 1),
        (["eksempelvik/en", "eksempelvik/borte"], "er trukket tilbake", 1),
        (["eksempelvik/en", "eksempelvik/en"], "samme tekst", 1),
        (["eksempelvik/en", "hva som helst <b>"], "er ikke adressen til en tekst", 1),
        (
            ["eksempelvik/en", "lilleby-vest/to", "eksempelvik/tre", "eksempelvik/frokost"],
            "høyst tre. «eksempelvik/frokost»",
            3,
        ),
        (["eksempelvik/en", "\x00'\";--/\u202e"], "er ikke adressen", 1),
    ],
)
def test_what_cannot_be_compared_is_told_and_the_rest_is(
    reader: FlaskClient, compared: None, given: list[str], sentence: str, columns: int
) -> None:
    page = ask(reader, *given)
    assert sentence in page
    assert page.count('<th scope="col">') == columns


@pytest.mark.parametrize(
    "written_as",
    [
        "https://grannar.example/nb/lilleby-vest/to?my=eksempelvik",
        "/lilleby-vest/to",
        "Lilleby-vest/to#s1",
    ],
)
def test_an_address_is_taken_as_a_reader_copies_it(
    reader: FlaskClient, compared: None, written_as: str
) -> None:
    assert ask(reader, "eksempelvik/en", written_as).count('<th scope="col">') == 2


def test_what_has_moved_is_found_at_its_earlier_address(
    reader: FlaskClient, compared: None
) -> None:
    page = ask(reader, "eksempelvik/flyttet-fra", "eksempelvik/en")
    assert 'href="/nb/eksempelvik/flyttet-til"' in page


def test_an_entry_leads_there_and_the_form_needs_no_script_and_no_account(
    reader: FlaskClient, compared: None
) -> None:
    page = unescape(reader.get("/nb/eksempelvik/en?my=lilleby-vest").text)
    assert "/nb/compare?entry=eksempelvik/en" in page.replace("%2F", "/")
    page = unescape(reader.get("/nb/compare?entry=eksempelvik/en&my=lilleby-vest").text)
    # Nothing is like it by its words: what shares its topics is offered.
    assert "Disse handler om noe lignende:" in page
    assert "/nb/compare?entry=eksempelvik/en&entry=lilleby-vest/to" in page.replace("%2F", "/")
    form = page.split('<form action="/nb/compare"')[1].split("</form>")[0]
    assert '<input type="hidden" name="entry" value="eksempelvik/en">' in form
    assert 'name="my" value="lilleby-vest"' in form
    assert 'content="noindex"' in page


def test_a_state_that_an_old_source_tells_is_told_with_its_date(
    reader: FlaskClient, app: Flask, compared: None
) -> None:
    source = {"id": "avis", "title": "Avisen", "language": "nb", "date": "2016"}
    written(app, "gammel", outcome="goes_on", sources=[source], recorded_from="avis")
    table = rows(ask(reader, "eksempelvik/gammel", "lilleby-vest/to"))
    assert table["Slik gikk det"][0] == "Pågikk 2016 ifølge kilden"


def test_on_a_phone_each_fact_says_whose_it_is_in_as_few_words_as_tell_them_apart(
    reader: FlaskClient, compared: None
) -> None:
    def whose(*entries: str) -> list[str]:
        page = ask(reader, *entries)
        return re.findall(r'class="compare-whose"[^>]*>\s*(.*?)\s*<', page)[: len(entries)]

    assert whose("eksempelvik/en", "lilleby-vest/to") == ["Eksempelvik", "Lilleby"]
    same = whose("eksempelvik/en", "eksempelvik/tre")
    assert len(set(same)) == 2
