"""Pasting a text: what a reader is told in either language, and that nothing of the text stays."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks.pasted import hard_texts
from network.db import Base
from network.search.index import SearchIndex
from network.search.pasted_text import MOST_LETTERS
from network.seats import Seats
from network.web.admission import Admission
from tests.conftest import make_site
from tests.folders import write_folder
from tests.motions import FILES, MOTION_NB, MOTION_SV
from tests.web.people import site_of

SECRET = "qvintelkvast"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with the same matter on both sides of the border."""
    folder = tmp_path_factory.mktemp("pasted")
    app = make_site(folder, write_folder(folder / "in", FILES))
    yield app
    site_of(app).database.engine.dispose()


def _paste(reader: FlaskClient, text: str, ui: str = "nb") -> str:
    answer = reader.post(f"/{ui}/pasted-text", data={"text": text})
    assert answer.status_code == 200
    return answer.text


def _plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize(
    ("ui", "title", "label"),
    [
        ("nb", "Hva gjorde naboene?", "Teksten din, på norsk eller svensk"),
        ("sv", "Vad gjorde grannarna?", "Din text, på svenska eller norska"),
    ],
)
def test_the_form_says_what_it_is_for(reader: FlaskClient, ui: str, title: str, label: str) -> None:
    page = reader.get(f"/{ui}/pasted-text").text
    assert f"<h1>{title}</h1>" in page
    assert f'<label for="text">{label}</label>' in page
    assert f'maxlength="{MOST_LETTERS}"' in page
    assert 'method="post"' in page


def test_a_norwegian_motion_is_told_of_the_swedish_case_with_all_that_came_of_it(
    reader: FlaskClient,
) -> None:
    page = _paste(reader, MOTION_NB)
    assert "Om det samme fant vi 2 saker og 1 erfaring hos 2 naboer." in _plain(page)
    case = page[page.index('href="/nb/exempelstad/elbilar"') :]
    case = case[: case.index("</article>")]
    words = _plain(case)
    assert "Det du limte inn" in words
    assert "<mark>kjøretøyer</mark>" in case
    assert re.search(r'<q lang="sv">Att <mark>hemtjänstens</mark>\s*<mark>fordon</mark>', case)
    assert 'href="/nb/exempelstad/elbilar#krav-1"' in case
    for heading, passage in (
        ("Forslagspunkter", "Att laddplatser byggs vid äldreboenden."),
        ("Sagt for", "Två ledamöter vill ha tystare bilar."),
        ("Sagt imot", "Avstyrker. Elnätet räcker inte. bostadsbolaget"),
        ("For en del av det", "Tillstyrker delvis. socialnämnden"),
        ("Hva som ble vedtatt", "Motionen bifalls. 30. januar 2023, 31 for, 18 mot"),
        ("Hva andre gjorde etterpå", "Elbiler i vinterkulda Eksempelvik , Avsluttet"),
    ):
        assert words.index(heading) < words.index(passage), heading
    whole = _plain(page)
    assert "Exempelstad Sverige 2022 Elbilar i hemtjänsten" in whole
    assert "Eksempelvik Norge 2023 Elbiler i hjemmetjenesten" in whole
    experiences = whole[whole.index("Erfaringer og praksiser") :]
    assert whole.index("Saker med de samme forslagspunktene") < whole.index(
        "Erfaringer og praksiser"
    )
    assert "Avsluttet Kjøretøyene ble utslippsfrie, og ladeplassene holdt." in experiences


def test_a_swedish_motion_is_told_of_the_norwegian_case(
    reader: FlaskClient,
) -> None:
    page = _paste(reader, MOTION_SV, "sv")
    words = _plain(page)
    assert "Om samma sak hittade vi 2 ärenden och 1 erfarenhet hos 2 grannar." in words
    case = page[page.index('href="/sv/eksempelvik/elbiler"') :]
    case = case[: case.index("</article>")]
    assert re.search(r'<q lang="nb">.*<mark>kjøretøyer</mark>', case)
    assert "Vad som beslutades Återstår" in _plain(case)


@pytest.mark.parametrize(("ui", "language"), [("nb", "sv"), ("sv", "nb")])
def test_what_was_pasted_says_its_language_where_the_page_has_another(
    reader: FlaskClient, ui: str, language: str
) -> None:
    page = _paste(reader, MOTION_SV if language == "sv" else MOTION_NB, ui)
    assert f'<blockquote lang="{language}">' in page


@pytest.mark.parametrize(
    ("text", "nb", "sv"),
    [
        ("Vafler\n\nBland mel, egg og sukker i en bolle.", "Vi fant ikke noe", "Vi hittade inget"),
        ("<p></p><br>", "Det er ingen ord i det", "Det finns inga ord i det"),
        ("1. 2. 3.", "Det er ingen ord i det", "Det finns inga ord i det"),
        ("школа детский сад", "bokstaver som ikke leses", "bokstäver som inte kan läsas"),
        ("og i på av til", "Ingen av ordene", "Inget av orden"),
    ],
)
def test_nothing_found_is_said_in_a_sentence_with_ways_on(
    reader: FlaskClient, text: str, nb: str, sv: str
) -> None:
    for ui, sentence in (("nb", nb), ("sv", sv)):
        page = _paste(reader, text, ui)
        assert sentence in _plain(page)
        assert f'href="/{ui}/desk/new?kind=need"' in page


@pytest.mark.parametrize("kind", list(hard_texts()))
def test_a_hard_text_is_answered_with_a_sentence(reader: FlaskClient, kind: str) -> None:
    _paste(reader, MOTION_NB)
    page = reader.post("/nb/pasted-text", data={"text": hard_texts()[kind]}).text
    assert re.search(r'role="(?:status|alert)">[^<]{20,}\.</p>', page)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Lim inn en tekst først."), (" \r\n\t", "Lim inn en tekst først.")],
)
def test_an_empty_text_is_refused_with_a_sentence(
    reader: FlaskClient, text: str, sentence: str
) -> None:
    answer = reader.post("/nb/pasted-text", data={"text": text})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert reader.post("/nb/pasted-text").status_code == 422


def test_a_text_that_is_too_long_is_refused_and_kept_in_the_form(reader: FlaskClient) -> None:
    long = "skole " * 4_000 + "til slutt & <b>"
    answer = reader.post("/nb/pasted-text", data={"text": long})
    assert answer.status_code == 422
    assert "Teksten har 24\xa0015 tegn" in answer.text
    assert "til slutt &amp; &lt;b&gt;</textarea>" in answer.text


def test_an_end_of_a_line_counts_as_one_character_as_in_browsers(reader: FlaskClient) -> None:
    lines = "a\r\n" * (MOST_LETTERS // 2)
    assert reader.post("/nb/pasted-text", data={"text": lines}).status_code == 200
    assert reader.post("/nb/pasted-text", data={"text": lines + "b"}).status_code == 422


def test_what_is_far_too_long_is_refused_with_a_page(reader: FlaskClient) -> None:
    answer = reader.post("/nb/pasted-text", data={"text": "a" * 4_100_000})
    assert (answer.status_code, "Det ble for mye på én gang" in answer.text) == (413, True)


def test_markup_that_was_pasted_is_shown_as_text(reader: FlaskClient) -> None:
    page = _paste(reader, f"{MOTION_NB}\n<script>alert(1)</script><img src=x onerror=alert(1)>")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_while_there_is_no_index_the_page_says_so(
    reader: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing = SearchIndex(tmp_path / "none")
    monkeypatch.setattr(type(site_of(app).index), "_newest", lambda _: missing._opened)
    assert "Søket gjøres klart akkurat nå." in _paste(reader, MOTION_NB)


# --- Nothing of the text stays --------------------------------------------------------------


def _rows(app: Flask) -> str:
    """Everything that stands in the database."""
    with site_of(app).database.reading() as session:
        return "\n".join(
            str(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
        )


def test_the_text_is_in_no_log_row_address_or_cookie(
    reader: FlaskClient, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    before = _rows(app)
    with caplog.at_level(logging.DEBUG):
        answer = reader.post("/nb/pasted-text", data={"text": f"{SECRET} {MOTION_NB}"})
        nothing = reader.post("/nb/pasted-text", data={"text": f"{SECRET} og noe om vafler"})
    for response in (answer, nothing):
        assert SECRET in response.text
        assert SECRET not in str(response.headers)
        assert "Set-Cookie" not in response.headers
        # Nor does it stand in an address that the page leads to.
        assert not re.search(rf'(?:href|action|src)="[^"]*{SECRET}', response.text)
    assert SECRET not in caplog.text
    site = site_of(app)
    site.missed.write(site.database)
    assert _rows(app) == before


@pytest.mark.parametrize("text", [MOTION_NB, "", "x" * (MOST_LETTERS + 1)])
def test_the_answer_is_kept_by_nobody(reader: FlaskClient, text: str) -> None:
    headers = reader.post("/sv/pasted-text", data={"text": text}).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in headers
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_fault_is_logged_without_the_text(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    pages = import_module("network.web.public.pasted_text.pages")
    monkeypatch.setattr(pages, "make_answer", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = app.test_client().post("/nb/pasted-text", data={"text": f"{SECRET} skole"})
    assert answer.status_code == 500
    assert "broken" in caplog.text
    assert SECRET not in caplog.text + answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_text_in_the_address_is_not_read(reader: FlaskClient) -> None:
    answer = reader.post(f"/nb/pasted-text?text={SECRET}+skole")
    assert (answer.status_code, "Lim inn en tekst først." in answer.text) == (422, True)


# --- Seats ----------------------------------------------------------------------------------


def test_who_pastes_takes_no_readers_and_no_writers_seat(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    admission = app.extensions["admission"]
    assert isinstance(admission, Admission)
    full = Seats(0, 0, patience=0)
    with monkeypatch.context() as context:
        context.setattr(admission, "comparers", full)
        refused = app.test_client().post("/sv/pasted-text", data={"text": MOTION_SV})
        assert refused.status_code == 503
        assert "Retry-After" in refused.headers
        assert app.test_client().get("/sv/pasted-text").status_code == 200
        # The application answers there as well.
        doubled = {"PATH_INFO": "//sv/pasted-text"}
        again = app.test_client().post("/", data={"text": MOTION_SV}, environ_overrides=doubled)
        assert again.status_code == 503
    with monkeypatch.context() as context:
        context.setattr(admission, "readers", full)
        context.setattr(admission, "writers", full)
        assert (
            app.test_client().post("/sv/pasted-text", data={"text": MOTION_SV}).status_code == 200
        )
        assert app.test_client().post("/sv/account/reset").status_code == 503


# --- The ways there -------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "search", "search?q=skole"])
def test_the_front_page_and_the_search_lead_there(reader: FlaskClient, page: str) -> None:
    for ui in ("nb", "sv"):
        assert f'href="/{ui}/pasted-text"' in reader.get(f"/{ui}/{page}").text
