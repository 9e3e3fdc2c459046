"""Searches that found little: counted without who searched, kept for a while, seen by curators."""

from __future__ import annotations

import threading
import time
from datetime import date, datetime, timedelta
from datetime import time as datetime_time

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from network import clock
from network.community.missed_searches import counting
from network.community.missed_searches.actions import put_aside, read_missed_searches
from network.community.missed_searches.counting import (
    MOST_HELD,
    MOST_TIMES,
    Missed,
    MissedInMonth,
    MissedSearches,
    normalise_words,
    read_missed_by_month,
    read_most_missed,
)
from network.community.missed_searches.tables import MissedSearch
from network.db import Database
from network.errors import NotAllowed
from network.search.query import Query
from network.text.identity_numbers import find_identity_numbers
from network.topics.vocabulary import load_topics
from network.web.desk.missed_searches.picture import draw_missed
from tests.people import coordinator
from tests.web.people import signed_in, site_of

KEPT = [
    ("Ungdom og  RUS", "ungdom og rus"),
    ('"tidlig innsats" -skole', "tidlig innsats skole"),
    ("förebyggande, insats?", "förebyggande insats"),
    ("CTG-plan 2025", "ctg-plan 2025"),
    ("Skolefravær", "skolefravær"),
]
NOT_KEPT = [
    "",
    "a",
    "2025",
    "???",
    "ola@eksempelvik.example",
    "https://example.org/ola",
    "example.org",
    "21880650006",
    "218806 50006",
    "ring 912 34 567",
    "sak 2024/001234",
    "Ola Nordmann",
    "nabo Kari Eksempel",
    "en to tre fire fem seks sju åtte ni",
    "x" * 101,
]


@pytest.mark.parametrize(("text", "words"), KEPT)
def test_words_are_kept_in_small_letters(text: str, words: str) -> None:
    assert normalise_words(text) == words


@pytest.mark.parametrize("text", NOT_KEPT)
def test_nothing_is_kept_that_looks_like_a_person(text: str) -> None:
    assert normalise_words(text) == ""


@given(st.text(max_size=220))
def test_whatever_is_kept_is_words_and_never_a_number_of_a_person(text: str) -> None:
    kept = normalise_words(text)
    assert sum(sign.isdigit() for sign in kept) < 6
    assert not find_identity_numbers(kept)
    assert "@" not in kept
    assert len(kept) <= 100
    assert normalise_words(kept) in (kept, "")


def test_searches_are_counted_by_day_and_deleted_after_ninety_days(database: Database) -> None:
    held = MissedSearches()
    began = clock.now()
    for day, times in ((0, 1), (1, 2), (89, 1)):
        with clock.freeze_time(began + timedelta(days=day)):
            for _ in range(times):
                held.count("Nattevandring", "nb")
            held.write(database)
            # Nothing more to write.
            held.write(database)
    with clock.freeze_time(began + timedelta(days=89)), database.reading() as session:
        assert list(read_most_missed(session)) == [Missed("nattevandring", "nb", 4, 3)]
    with clock.freeze_time(began + timedelta(days=91)):
        held.write(database)
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(MissedSearch)) == 2
        # A site on which nobody searches shows nothing older either.
    with clock.freeze_time(began + timedelta(days=180)), database.reading() as session:
        assert list(read_most_missed(session)) == []


def test_what_was_asked_once_is_shown_to_nobody(database: Database) -> None:
    held = MissedSearches()
    for words, times in (("en gang", 1), ("to ganger", 2), ("tre ganger", 3)):
        for _ in range(times):
            held.count(words, "nb")
    held.write(database)
    with database.reading() as session:
        assert [missed.words for missed in read_most_missed(session)] == ["tre ganger"]


def test_a_flood_takes_no_room_and_counts_for_little(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = MissedSearches()
    for _ in range(100):
        held.count("oversvømmelse", "nb")
    for number in range(MOST_HELD + 500):
        held.count(f"ord a{number}b", "nb")
    monkeypatch.setattr(counting, "MOST_LINES", 40)
    held.write(database)
    held.count("ett til", "nb")
    held.count("oversvømmelse", "nb")
    held.write(database)
    with database.reading() as session:
        rows = {row.words: row.times for row in session.scalars(select(MissedSearch))}
    assert len(rows) == 40
    assert rows["oversvømmelse"] == MOST_TIMES + 1
    assert "ett til" not in rows


def test_threads_count_every_search_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_TIMES", 10_000)
    held = MissedSearches()

    def search() -> None:
        for _ in range(200):
            held.count("samtidig", "nb")
            if _ % 50 == 0:
                held.write(database)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held.write(database)
    with database.reading() as session:
        assert session.scalar(select(func.sum(MissedSearch.times))) == 800


def test_the_search_page_counts_plain_searches_that_missed(own_app: Flask) -> None:
    reader, site = own_app.test_client(), site_of(own_app)
    for query in (
        "q=nattevandring",
        "q=nattevandring&page=2",
        "q=nattevandring&kind=plan",
        "q=nattevandring&exact=1",
        "q=nattevandring&without=natt",
        "q=",
    ):
        assert reader.get(f"/nb/search?{query}").status_code == 200
    reader.head("/nb/search?q=nattevandring")
    # Two hits are few as well.
    reader.get("/sv/search?q=frukost")
    site.missed.write(site.database)
    with site.database.reading() as session:
        rows = session.execute(
            select(MissedSearch.words, MissedSearch.language, MissedSearch.times)
        )
        found = {tuple(row) for row in rows}
    assert ("nattevandring", "nb", 1) in found
    assert all(times == 1 for _, _, times in found)


def test_a_search_is_missed_where_entries_lie_near_it_and_none_answers(own_app: Flask) -> None:
    reader, site = own_app.test_client(), site_of(own_app)
    for words, nearest in (("romskip frokost", True), ("nattevandring i Eksempelvik", False)):
        result = site.index.find(Query(words, language="nb"))
        assert (result.answered, bool(result.nearest)) == (False, nearest)
        reader.get("/nb/search", query_string={"q": words})
    # What is asked of one place alone has few answers, and is answered by one.
    result = site.index.find(Query("frokost i Eksempelvik", language="nb"))
    assert (result.total, len(result.understood)) == (1, 1)
    reader.get("/nb/search", query_string={"q": "frokost i Eksempelvik"})
    site.missed.write(site.database)
    with site.database.reading() as session:
        words_missed = set(session.scalars(select(MissedSearch.words)))
    assert words_missed == {"romskip frokost", "nattevandring i eksempelvik"}


def test_a_search_writes_what_is_due_without_waiting_for_it(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "SECONDS", 0.0)
    own_app.test_client().get("/nb/search?q=nattevandring")
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with site_of(own_app).database.reading() as session:
            if session.scalar(select(MissedSearch.words)) == "nattevandring":
                return
        time.sleep(0.02)
    raise AssertionError("nothing was written")


def test_curators_see_what_was_searched_make_a_need_of_it_or_put_it_aside(own_app: Flask) -> None:
    site = site_of(own_app)
    for day in (0, 1):
        with clock.freeze_time(clock.now() - timedelta(days=day)):
            site.missed.count("nattevandring i sentrum", "nb")
            site.missed.count("frokost", "nb")
            site.missed.write(site.database)
    nils = signed_in(own_app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
    page = nils.get("/nb/desk/missed-searches").text
    assert "nattevandring i sentrum" in page
    # What was published since may have answered it.
    assert "/nb/search?q=frokost" in page
    words = {"words": "nattevandring i sentrum", "language": "nb"}
    made = nils.post("/nb/desk/missed-searches", {**words, "do": "need"})
    assert made.status_code == 303
    form = nils.get(made.location).text
    assert 'value="Nattevandring i sentrum"' in form
    assert 'name="kind" value="need"' in form
    nils.post("/nb/desk/missed-searches", {**words, "do": "not-ours"})
    page = nils.get("/nb/desk/missed-searches").text
    assert "nattevandring" not in page
    kari = signed_in(own_app, "Kari", "coordinator", "eksempelvik")
    assert kari.get("/nb/desk/missed-searches").status_code == 403


def test_only_curators_see_and_put_aside(own_app: Flask) -> None:
    with site_of(own_app).database.transaction() as session:
        kari = coordinator(session)
        with pytest.raises(NotAllowed):
            read_missed_searches(session, actor=kari)
        with pytest.raises(NotAllowed):
            put_aside(session, "ord", "nb", actor=kari)


def test_what_found_too_little_is_told_from_what_found_nothing(own_app: Flask) -> None:
    site = site_of(own_app)
    for _ in range(3):
        own_app.test_client().get("/nb/search", query_string={"q": "romskip"})
        own_app.test_client().get("/nb/search", query_string={"q": "rektor"})
    site.missed.write(site.database)
    with site.database.reading() as session:
        by_words = {search.words: search for search in read_missed_by_month(session)}
    month = clock.today().strftime("%Y-%m")
    assert by_words["romskip"] == MissedInMonth("romskip", "nb", month, 3, 0)
    assert by_words["rektor"] == MissedInMonth("rektor", "nb", month, 0, 3)


def test_the_picture_has_a_row_a_subject_and_a_column_a_month(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(own_app)
    monkeypatch.setattr(counting, "MOST_TIMES", 50)
    for day, words, language, times in (
        (date(2026, 10, 30), "skolefravær", "nb", 4),
        (date(2026, 11, 2), "skolefravær", "nb", 6),
        (date(2026, 11, 3), "skolan", "sv", 3),
        (date(2026, 11, 3), "romskip", "nb", 20),
        (date(2026, 11, 3), "en gang", "nb", 1),
    ):
        with clock.freeze_time(datetime.combine(day, datetime_time(12), tzinfo=clock.ZONE)):
            for number in range(times):
                site.missed.count(words, language, is_weak=number % 2 == 1)
            site.missed.write(site.database)
    with clock.freeze_time(datetime(2026, 11, 4, 12, tzinfo=clock.ZONE)):
        with site.database.reading() as session:
            picture = draw_missed(read_missed_by_month(session), load_topics(session))
        assert picture.months == ("2026-10", "2026-11")
        school, other = picture.rows
        assert school.topic is not None
        assert school.topic.id == "schools"
        assert [(cell.nothing, cell.weak) for cell in school.cells] == [(2, 2), (5, 4)]
        assert school.words == (("skolefravær", "nb"), ("skolan", "sv"))
        # What no subject is known of stands last, however often it was asked.
        assert (other.topic, [cell.nothing + cell.weak for cell in other.cells]) == (None, [0, 20])
        longest = max(sum(bar.width for bar in cell.bars) for cell in other.cells)
        assert longest == pytest.approx(100, abs=0.2)
        nils = signed_in(own_app, "Nils", "national_coordinator", "ostfylket-fylkeskommune", "NO")
        page = BeautifulSoup(nils.get("/nb/desk/missed-searches").text, "lxml")
    table = page.select_one("table.months")
    assert table is not None
    heads = [head.get_text(strip=True) for head in table.select("thead th")]
    assert heads == ["Emne", "okt. 2026", "nov. 2026"]
    row = table.select_one("tbody tr")
    assert row is not None
    assert "ingen treff: 5, for få treff: 4" in row.text
    assert "en gang" not in table.text


def test_words_of_no_month_draw_nothing() -> None:
    assert draw_missed([], {}).rows == ()
