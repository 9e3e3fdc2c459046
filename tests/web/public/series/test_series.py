"""A series of meetings: what was promised, what has happened since, and when it is gone."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network import clock
from network.documents.publishing import move, publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.entries.tables import Entry
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from tests.web.people import site_of
from tests.web.public.test_query_plans import statements


def written(app: Flask, slug: str, home: str = "eksempelvik", **value: Any) -> UUID:
    """Something public of a made-up municipality."""
    content = parse_content({"kind": "meeting", "language": "nb", "title": slug} | value)
    with site_of(app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        at = find_organisation_ids(session)[home]
        revision = begin(session, Placement(at, slug, at), content, actor=actor)
        publish(session, revision.id, actor=actor)
        return revision.document_id


def met(app: Flask, number: int, series: str, **value: Any) -> UUID:
    return written(
        app,
        f"{series}-{number}",
        title=f"Møte {number}",
        series=series,
        series_name="Faste møter",
        date=f"2026-{number:02}-05",
        **value,
    )


@pytest.fixture
def series(app: Flask) -> str:
    """Three meetings; the first two promised something."""
    name = "faste-moter"
    with site_of(app).database.reading() as session:
        there = session.query(Entry).filter(Entry.slug == f"{name}-1").first()
    if there is None:
        met(
            app,
            1,
            name,
            follow_ups=[
                {"id": "brev", "text": "Sende brev.", "state": "open", "due": "2026-02"},
                {"id": "telle", "text": "Telle stoler.", "state": "done"},
            ],
        )
        met(
            app,
            2,
            name,
            follow_ups=[
                {
                    "id": "rapport",
                    "text": "Skrive rapport.",
                    "owner": {"organisation": "eksempelvik"},
                }
            ],
        )
        met(app, 3, name)
        written(
            app,
            "svar-pa-brevet",
            "exempelstad",
            kind="need",
            title="Svar på brevet",
            links=[{"relation": "answers", "to": f"eksempelvik/{name}-1#brev"}],
        )
    return name


def text_of(page: str) -> str:
    """The page from its heading on, without what the site says everywhere."""
    return page[page.index("<h1") : page.index("<footer")]


def test_what_was_promised_last_time_stands_first(reader: FlaskClient, series: str) -> None:
    page = text_of(reader.get(f"/nb/series/eksempelvik/{series}").text)
    assert "Faste møter" in page
    last, before = page.index("Lovet sist"), page.index("Fortsatt åpent fra tidligere")
    assert last < page.index("Skrive rapport.") < before < page.index("Sende brev.")
    assert page.index("Gjort eller skrinlagt") < page.index("Telle stoler.")


def test_what_has_happened_since_is_told_with_its_entry(reader: FlaskClient, series: str) -> None:
    page = text_of(reader.get(f"/nb/series/eksempelvik/{series}").text)
    promise = page[page.index("Sende brev.") : page.index("Gjort eller skrinlagt")]
    assert "/nb/exempelstad/svar-pa-brevet" in promise
    assert "Svar på brevet" in promise


def test_a_promise_past_its_date_says_so(
    reader: FlaskClient, series: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for today, late in ((date(2026, 2, 28), False), (date(2026, 3, 1), True)):
        monkeypatch.setattr(clock, "today", lambda today=today: today)
        page = reader.get(f"/nb/series/eksempelvik/{series}").text
        assert ("Fristen er ute" in page) is late


def test_a_meeting_tells_where_it_stands_in_its_series(reader: FlaskClient, series: str) -> None:
    page = reader.get(f"/sv/eksempelvik/{series}-2").text
    assert f"/sv/series/eksempelvik/{series}" in page
    assert "Möte 2 av 3 här" in page
    assert f"/sv/eksempelvik/{series}-1" in page
    assert f"/sv/eksempelvik/{series}-3" in page


@pytest.mark.parametrize(
    "address", ["eksempelvik/finnes-ikke", "ingen/faste-moter", "exempelstad/faste-moter", "a/%00"]
)
def test_a_series_that_never_was_is_not_found(reader: FlaskClient, address: str) -> None:
    assert reader.get(f"/nb/series/{address}").status_code == 404


def test_a_series_follows_its_meetings_and_is_gone_with_the_last(
    app: Flask, reader: FlaskClient
) -> None:
    first, second = met(app, 1, "kortvarig"), met(app, 2, "kortvarig")
    with site_of(app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        move(session, first, "flyttet", actor=actor)
        other = {"kind": "meeting", "language": "nb", "title": "Møte 2", "series": "annen"}
        revision = revise(session, second, parse_content(other), actor=actor)
        publish(session, revision.id, actor=actor)
    page = reader.get("/nb/series/eksempelvik/kortvarig").text
    assert "/nb/eksempelvik/flyttet" in page
    assert "kortvarig-2" not in page
    assert "kortvarig-2" in reader.get("/nb/series/eksempelvik/annen").text
    with site_of(app).database.transaction() as session:
        withdraw(session, first, actor=get_system_actor(session, "test"))
    gone = reader.get("/nb/series/eksempelvik/kortvarig")
    assert gone.status_code == 410
    assert "Møte 1" not in gone.text


def test_a_long_series_asks_the_database_no_more_than_a_short_one(app: Flask) -> None:
    # What a process reads once is no part of either.
    app.test_client().get("/nb/eksempelvik/frokost")
    counted = []
    for series, many in (("kort", 2), ("lang", 40)):
        for number in range(many):
            written(
                app,
                f"{series}-{number}",
                series=series,
                follow_ups=[
                    {
                        "id": "f",
                        "text": "Se [[eksempelvik/frokost]].",
                        "links": ["exempelstad/frukost"],
                    }
                ],
            )
        with statements(site_of(app).database.engine) as asked:
            assert app.test_client().get(f"/nb/series/eksempelvik/{series}").status_code == 200
        counted.append(
            len([statement for statement, _ in asked if statement.startswith(("SELECT", "WITH"))])
        )
    assert counted[0] == counted[1]
    assert counted[1] <= 12


SAID = {"wording": "paraphrase", "organisation": "eksempelvik", "role": "ordfører"}


def test_several_accounts_of_one_statement_stand_side_by_side_once(
    app: Flask, reader: FlaskClient
) -> None:
    written(
        app,
        "to-kilder",
        sources=[{"id": "avis", "title": "Avisen"}, {"id": "radio", "title": "Radioen"}],
        agenda=[{"id": "forst", "title": "Først"}, {"id": "tom", "title": "Tomt"}],
        statements=[
            SAID | {"id": "utenfor", "text": "Utenfor."},
            SAID | {"id": "a", "text": "Etter avisen.", "account": "avis", "item": "forst"},
            SAID
            | {
                "id": "b",
                "text": "Enligt radion.",
                "wording": "verbatim",
                "language": "sv",
                "account": "radio",
                "same_as": "a",
            },
        ],
    )
    page = reader.get("/nb/eksempelvik/to-kilder").text
    both = page[page.index("Etter avisen.") : page.index("Utenfor.")]
    assert both.count('class="speaker"') == 1  # that of the statement beside the agenda
    assert '<div class="prose" lang="sv"><blockquote><p>Enligt radion.</p>' in both
    assert page.count('<li class="statement"') == 2
    assert "Det finnes flere gjengivelser av det samme møtet." in page


def test_a_statement_is_quoted_with_its_words_role_and_source(reader: FlaskClient) -> None:
    page = reader.get("/sv/exempelstad/mote").text
    quoted = page[page.index('<p class="quotable">') :].partition("</p>")[0]
    assert quoted.startswith(
        '<p class="quotable">Frukosten betalar sig. – borgmästare, Eksempelvik (återgivet med '
        "andra ord). I: Möte om frukost, Grannar. Källa: Minnesanteckningar. http"
    )
    assert quoted.endswith("/sv/exempelstad/mote#vik")
    assert "[[exempelstad/mote#vik]]" in page


def test_the_text_stands_beside_its_source(reader: FlaskClient) -> None:
    page = reader.get("/sv/exempelstad/mote/source/protokoll").text
    marked = page[page.index("<mark>") : page.index("</mark>")]
    assert marked.endswith("frukosten\nbetalar sig")
    assert 'id="betalar"' in marked
    assert 'href="#betalar"' in page
    assert reader.get("/sv/exempelstad/mote/source/finns-inte").status_code == 404
    assert reader.get("/sv/exempelstad/frukost/source/protokoll").status_code == 404
    assert (
        "/sv/exempelstad/mote/source/protokoll#betalar" in reader.get("/sv/exempelstad/mote").text
    )


CASE: dict[str, Any] = {
    "kind": "case",
    "kept": "open",
    "steps": [{"id": "m", "type": "motion", "date": "2025-03-10"}],
}
CLOCKS = [
    ("exempelstad", "member", "Ärendet har väntat", "10 mars 2026"),
    ("exempelstad", "citizens", "Ärendet har väntat", "10 mars 2026"),
    ("eksempelvik", "citizens", "Ärendet har väntat", "10 september 2025"),
    ("eksempelvik", "member", "", ""),
    ("exempelstad", "interpellation", "", ""),
]


@pytest.mark.parametrize(("home", "origin", "told", "due"), CLOCKS)
def test_an_open_case_has_the_clock_of_its_countrys_law(
    app: Flask,
    reader: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    home: str,
    origin: str,
    told: str,
    due: str,
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 4, 1))
    slug = f"sak-{origin}"
    written(app, slug, home, **CASE | {"origin": origin})
    page = reader.get(f"/sv/{home}/{slug}").text
    assert ("Tid för beslut enligt lag" in page) is bool(told)
    assert told in page
    assert due in page


def test_a_recorded_case_has_no_clock(app: Flask, reader: FlaskClient) -> None:
    content = parse_content({"language": "sv", "title": "Motion"} | CASE | {"origin": "member"})
    with site_of(app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        ids = find_organisation_ids(session)
        place = Placement(ids["exempelstad"], "skriven-av-andra", ids["eksempelvik"])
        publish(session, begin(session, place, content, actor=actor).id, actor=actor)
    page = reader.get("/sv/exempelstad/skriven-av-andra").text
    assert "Tid för beslut enligt lag" not in page
    assert "uppdateras inte här" in page


def test_a_vote_tells_what_is_stated_and_no_zero_that_is_not(
    app: Flask, reader: FlaskClient
) -> None:
    step = {"id": "b", "type": "decision", "vote": {"in_favour": 25, "abstained": 0}}
    written(app, "votering", "exempelstad", kind="case", steps=[step])
    page = reader.get("/sv/exempelstad/votering").text
    assert "25 för, 0 avstod" in page
    assert "emot" not in page


def test_the_step_that_says_what_was_decided_stands_open(app: Flask, reader: FlaskClient) -> None:
    steps = [
        {"id": "m", "type": "motion", "whose": "member", "text": "Skrevs."},
        {"id": "b", "type": "decision", "whose": "council", "text": "Bifölls."},
        {"id": "senare", "type": "decision", "state": "not_in_source"},
    ]
    written(app, "beslutat", "exempelstad", kind="case", steps=steps)
    page = reader.get("/sv/exempelstad/beslutat").text
    shown = page[page.index('class="timeline"') :]
    before, decided, later = shown.split("<details")[1:4]
    assert "Bifölls." in decided
    assert [" open" in step.split(">")[0] for step in (before, decided, later)] == [0, 1, 0]


def test_by_whom_a_case_was_raised_is_said_once(app: Flask, reader: FlaskClient) -> None:
    for origin, told in (("member", False), ("citizens", True)):
        steps = [{"id": "m", "type": "motion", "whose": "member", "text": "Skrevs."}]
        written(app, f"fran-{origin}", "exempelstad", kind="case", origin=origin, steps=steps)
        page = reader.get(f"/sv/exempelstad/fran-{origin}").text
        assert ("Så väcktes ärendet" in page) is told


def test_whose_a_page_is_is_said_where_it_is_anothers(app: Flask, reader: FlaskClient) -> None:
    demand = {"id": "k", "text": "Visa vägen.", "links": ["eksempelvik/frokost"]}
    own = {"id": "e", "text": "Visa vår.", "links": ["exempelstad/frukost"]}
    written(app, "leder", "exempelstad", kind="case", demands=[demand, own])
    page = reader.get("/sv/exempelstad/leder").text
    shown = page[page.index('class="demands"') : page.index("</ol>", page.index('class="demands"'))]
    assert shown.count('class="leads"') == 2
    assert "(Eksempelvik)" in shown
    assert "(Exempelstad)" not in shown


def test_in_a_plan_of_ones_own_a_measure_does_not_say_whose_it_is(
    app: Flask, reader: FlaskClient
) -> None:
    measures = [
        {"id": "var", "title": "Vår egen", "owner": {"organisation": "exempelstad"}},
        {"id": "deras", "title": "Deras", "owner": {"organisation": "eksempelvik"}},
    ]
    written(app, "egen-plan", "exempelstad", kind="plan", measures=measures)
    page = reader.get("/sv/exempelstad/egen-plan").text
    assert page.count("measure-state") == 1
    assert "Eksempelvik" in page[page.index("measure-state") :][:300]


def test_the_map_draws_both_ways_and_lists_the_same(reader: FlaskClient) -> None:
    page = reader.get("/nb/eksempelvik/frokost/map").text
    drawn = page[page.index("<svg") : page.index("</svg>")]
    listed = page[page.rindex("</svg>") :]
    for address in ("/nb/exempelstad/frukost", "/nb/exempelstad/mote#vik"):
        assert f'href="{address}"' in drawn
        assert f'href="{address}"' in listed
    assert "style=" not in page
    assert reader.get("/nb/eksempelvik/finnes-ikke/map").status_code == 404


SPELLINGS = ["KS 2031/00278", "KS2031/278", "2031:278", "dnr 2031-00278", "KS-2031/278-4", "31/278"]


def test_a_case_is_found_by_its_number_in_any_spelling(app: Flask, reader: FlaskClient) -> None:
    written(app, "nummer", "exempelstad", kind="case", case_number="KS 2031/00278")
    here = site_of(app)
    catch_up(here.index.folder, DatabaseSource(here.database))
    for spelling in SPELLINGS:
        hits = reader.get("/sv/search", query_string={"q": spelling}).text
        assert "/sv/exempelstad/nummer" in hits, spelling
    assert "/sv/exempelstad/nummer" not in reader.get("/sv/search?q=2031/279").text
