"""The log of accounts in words: names for slugs, labels for codes, days in the language."""

from __future__ import annotations

import pytest
from flask import Flask, g

from network import clock
from network.people.events import Event
from network.web.desk.people.event_details import describe_details
from tests.web.people import site_of


def describe(app: Flask, ui: str, verb: str, detail: str) -> str:
    event = Event("Ada", verb, "Ada", clock.now(), detail)
    with (
        app.test_request_context(f"/{ui}/desk/people/events"),
        site_of(app).database.reading() as session,
    ):
        g.ui = ui
        (described,) = describe_details(session, [event])
    return described


@pytest.mark.parametrize(
    ("verb", "detail", "nb", "sv"),
    [
        ("mandate_given", "coordinator, oslo", "koordinator, Oslo", "samordnare, Oslo"),
        (
            "mandate_given",
            "national_coordinator, koping, SE",
            "nasjonal koordinator, Köping, Sverige",
            "nationell samordnare, Köping, Sverige",
        ),
        ("mandate_given", "administrator", "administrator", "administratör"),
        ("mandate_ended", "approver", "godkjenner", "godkännare"),
        ("own_approval_given", "oslo", "Oslo", "Oslo"),
        (
            "marked",
            "koping: considered, ring-fore-nio#atgard-1",
            "Köping, har vurdert det, ring-fore-nio#atgard-1",
            "Köping, har övervägt det, ring-fore-nio#atgard-1",
        ),
        (
            "promoted",
            "oslo: schools, unggruppen, 2027-05-29",
            "Oslo, Grunnskole, unggruppen, 29. mai 2027",
            "Oslo, Grundskola, unggruppen, 29 maj 2027",
        ),
        ("reported", "page: oslo/unggruppen", "selve siden, oslo/unggruppen", None),
        ("letter_sent", "NO 2026-05", "Norge, mai 2026", "Norge, maj 2026"),
        ("token_made", "Nettside, ny, oslo", "Nettside, ny, Oslo", "Nettside, ny, Oslo"),
        # As they are kept.
        ("signed_in", "Firefox, Linux", "Firefox, Linux", "Firefox, Linux"),
        ("need_answered", "et-behov", "et-behov", "et-behov"),
        ("mandate_given", "gone, nowhere, ZZ", "gone, nowhere, ZZ", "gone, nowhere, ZZ"),
        ("promoted", "oslo: gone, x, soon", "Oslo, gone, x, soon", "Oslo, gone, x, soon"),
        ("signed_out", "", "", ""),
    ],
)
def test_what_the_log_keeps_is_told_in_words(
    seeded_app: Flask, verb: str, detail: str, nb: str, sv: str | None
) -> None:
    assert describe(seeded_app, "nb", verb, detail) == nb
    if sv is not None:
        assert describe(seeded_app, "sv", verb, detail) == sv


def test_a_label_of_another_language_is_marked_with_it(seeded_app: Flask) -> None:
    described = describe(seeded_app, "en", "promotion_ended", "oslo: schools, abcdef12")
    assert described == 'Oslo, <span lang="nb">Grunnskole</span>, abcdef12'


def test_a_name_is_no_markup(seeded_app: Flask) -> None:
    assert "<b>" not in describe(seeded_app, "nb", "token_made", "<b>Nettside, oslo")
