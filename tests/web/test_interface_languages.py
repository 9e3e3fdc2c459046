"""The interface in four languages: what each reader is met in, and what is marked as another."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import get_args

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from network.interface_languages import (
    FOREIGN,
    INTERFACE_LANGUAGES,
    LABELS,
    PREFERRED,
    choose_label,
    choose_writing_language,
)
from network.kinds.words import Language
from network.organisations.values import DatedName, Registered
from network.text.alphabet import make_sort_key
from network.text.references import parse_page_address
from network.web.dates import (
    ZONES,
    format_moment_and_time,
    format_number,
    format_partial_date,
    format_written_number,
)
from network.web.languages import UI_NAMES, get_usual_language
from network.web.public.search.suggestions import _PREFIXES
from network.web.safe_redirect import choose_safe_redirect

TEXT_LANGUAGES = ("nb", "nn", "sv")


def test_every_table_by_interface_language_has_all_of_them() -> None:
    for table in (PREFERRED, LABELS, FOREIGN, UI_NAMES, ZONES, _PREFIXES):
        assert set(table) == set(INTERFACE_LANGUAGES)
    for ui in INTERFACE_LANGUAGES:
        # One label is better than none, and what somebody reads without help is never foreign.
        assert set(LABELS[ui]) == set(TEXT_LANGUAGES)
        assert not FOREIGN[ui] & set(PREFERRED[ui])
        assert choose_writing_language(ui) in TEXT_LANGUAGES
        assert make_sort_key("Ås", ui) > make_sort_key("Zenobia", ui)


@pytest.mark.parametrize(
    ("ui", "present", "chosen"),
    [
        ("nb", "nb nn sv", "nb"),
        ("nb", "nn sv", "nn"),
        ("nn", "nb nn sv", "nn"),
        ("nn", "nb sv", "nb"),
        ("sv", "nb nn", "nb"),
        ("en", "nb nn sv", "nb"),
        ("en", "nn sv", "nn"),
        ("en", "sv", "sv"),
    ],
)
def test_a_label_is_in_the_readers_language_or_the_nearest(
    ui: str, present: str, chosen: str
) -> None:
    assert choose_label({code: f"in {code}" for code in present.split()}, ui) == (
        f"in {chosen}",
        chosen,
    )
    assert choose_label({}, ui) is None


@pytest.mark.parametrize(
    ("wanted", "ui"),
    [
        ("nn-NO,nn;q=0.9,nb;q=0.8", "nn"),
        ("nb,nn;q=0.5", "nb"),
        ("no", "nb"),
        ("en-GB,en;q=0.9", "en"),
        ("en-US,sv;q=0.5", "en"),
        ("da", "nb"),
        ("fi", "sv"),
        ("de,en;q=0.5", "en"),
        ("de", "nb"),
        ("", "nb"),
    ],
)
def test_the_root_leads_to_the_language_nearest_to_what_is_asked_for(
    reader: FlaskClient, wanted: str, ui: str
) -> None:
    answer = reader.get("/", headers={"Accept-Language": wanted})
    assert (answer.status_code, answer.location) == (302, f"/{ui}/")
    missing = reader.get("/finnes/ikke/her", headers={"Accept-Language": wanted})
    assert f'<html lang="{ui}">' in missing.text


@pytest.mark.parametrize("ui", INTERFACE_LANGUAGES)
def test_a_page_leads_to_itself_in_the_other_languages(reader: FlaskClient, ui: str) -> None:
    page = reader.get(f"/{ui}/eksempelvik/frokost").text
    assert f'<html lang="{ui}">' in page
    for other in INTERFACE_LANGUAGES:
        link = f'hreflang="{other}" href="/{other}/eksempelvik/frokost"'
        assert re.sub(r"\s+", " ", page).count(link) == 1
    switch = page[page.index('<details class="switch"') :]
    switch = switch[: switch.index("</details>")]
    assert re.findall(r'<a href="/(..)/[^"]*" lang="(..)" hreflang="(..)"', switch) == [
        (other, other, other) for other in INTERFACE_LANGUAGES if other != ui
    ]


@pytest.mark.parametrize(
    ("ui", "title", "language"),
    [
        ("nb", "Frokost på skolen", "nb"),
        ("nn", "Frokost på skolen", "nb"),
        ("sv", "Frukost i skolan", "sv"),
        ("en", "Frokost på skolen", "nb"),
    ],
)
def test_a_text_is_shown_in_what_its_reader_would_rather_read(
    reader: FlaskClient, ui: str, title: str, language: str
) -> None:
    page = reader.get(f"/{ui}/eksempelvik/frokost").text
    heading = re.search(r"<h1[^>]*>\s*(?:<[^>]*>\s*)*([^<]*)", page)
    assert heading is not None
    assert heading[1].strip() == title
    assert (f'lang="{language}"' in heading[0]) is (language != ui)


@pytest.mark.parametrize(
    ("ui", "name"), [("nb", "Utvalget"), ("nn", "Utvalget"), ("sv", "Nämnden"), ("en", "Nämnden")]
)
def test_an_organisation_is_called_as_its_reader_would_rather_read(ui: str, name: str) -> None:
    body = Registered(
        slug="namnden",
        type="editors",
        names=(
            DatedName(name="Nämnden", language="sv"),
            DatedName(name="Det gamle utvalget", language="nn", valid_until="2019"),
            DatedName(name="Utvalget", language="nb"),
        ),
    )
    assert body.name_for(ui).name == name


def test_a_topic_is_marked_where_its_label_is_in_another_language(reader: FlaskClient) -> None:
    assert '<span lang="nb">Skolefravær</span>' in reader.get("/en/topics").text
    assert '<span lang="nb">Skolefravær</span>' in reader.get("/nn/topics").text
    assert '<span lang="nb">' not in reader.get("/nb/topics/schools").text.split("<h1")[1][:200]


def test_a_term_is_explained_in_the_nearest_language(reader: FlaskClient) -> None:
    english = reader.get("/en/glossary/yttrande").text
    assert '<p class="lead" lang="nb">Det en svensk nemnd svarer.</p>' in english
    assert "Det ett norskt utvalg svarar." in reader.get("/sv/glossary/yttrande").text


def test_the_reading_aid_is_for_those_who_read_one_of_the_languages(reader: FlaskClient) -> None:
    swedish = "exempelstad/frukost"
    for ui, is_offered in (("nb", True), ("nn", True), ("sv", False), ("en", False)):
        assert ("aid=on" in reader.get(f"/{ui}/{swedish}").text) is is_offered


def test_dates_and_numbers_are_written_as_in_the_readers_language(app: Flask) -> None:
    moment = datetime(2026, 11, 21, 13, 32, tzinfo=UTC)
    for ui, told in {
        "nb": ("21. november 2026 kl. 14.32", "1 250", "1 250,5", "27. mai 2016"),
        "nn": ("21. november 2026 kl. 14.32", "1 250", "1 250,5", "27. mai 2016"),
        "sv": ("21 november 2026 kl. 14.32", "1 250", "1 250,5", "27 maj 2016"),
        "en": ("21 November 2026 at 14:32", "1,250", "1,250.5", "27 May 2016"),
    }.items():
        with app.test_request_context(f"/{ui}/"):
            g.ui = ui
            written = (
                format_moment_and_time(moment),
                format_number(1250),
                format_written_number("1250,5"),
                format_partial_date("2016-05-27"),
            )
            assert tuple(text.replace("\u00a0", " ") for text in written) == told
            assert format_written_number("1250,5", as_typed=True).split() == ["1", "250,5"]


def test_addresses_in_every_language_are_known_as_the_sites() -> None:
    for ui in INTERFACE_LANGUAGES:
        assert parse_page_address(f"https://grannar.example/{ui}/moss/plan#m1") == "moss/plan#m1"
        assert choose_safe_redirect(f"/{ui}/desk", "/") == f"/{ui}/desk"
    assert parse_page_address("https://grannar.example/de/moss/plan") == ""
    assert choose_safe_redirect("/de/desk", "/") == "/"


def test_a_text_is_never_written_in_the_language_of_the_interface_alone() -> None:
    assert set(get_args(Language)) == set(TEXT_LANGUAGES)


@pytest.mark.parametrize(
    ("ui", "norwegian", "swedish", "neither"),
    [
        ("nb", "nb", "sv", "nb"),
        ("nn", "nn", "sv", "nn"),
        ("sv", "nb", "sv", "sv"),
        ("en", "nb", "sv", "nb"),
    ],
)
def test_a_new_text_begins_in_the_language_that_its_writer_uses(
    app: Flask, ui: str, norwegian: str, swedish: str, neither: str
) -> None:
    with app.test_request_context(f"/{ui}/"):
        g.ui = ui
        assert [get_usual_language(country) for country in ("NO", "SE", "")] == [
            norwegian,
            swedish,
            neither,
        ]
