"""A pasted text: what is found of the same, which passage answers which sentence, and how little a
hard text costs."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.pasted import hard_texts
from network.search.index import SearchIndex
from network.search.pasted_text import MOST_LETTERS, PastedResult
from network.search.record import RecordText
from tests.growth import grows_evenly
from tests.motions import MOTION_NB, MOTION_SV
from tests.search.conftest import Publish
from tests.search.file_source import FileSource

CASE_SV: dict[str, Any] = {
    "summary": "Fullmäktige beslutade att byta hemtjänstens dieselbilar mot elbilar.",
    "body": "Utsläppen från bilarna var stora.\nPersonalen körde korta turer.",
    "parts": {
        "krav-1": "Att hemtjänstens fordon ska vara utsläppsfria.",
        "krav-2": "Att laddplatser byggs vid äldreboenden.",
    },
}
CASE_NB: dict[str, Any] = {
    "summary": "Kommunestyret vedtok å bytte dieselbilene i hjemmetjenesten med elbiler.",
    "body": "Utslippene fra bilene var store.\nDe ansatte kjørte korte turer.",
    "parts": {
        "krav-1": "Hjemmetjenestens kjøretøyer skal være utslippsfrie.",
        "krav-2": "Det skal bygges ladeplasser ved omsorgssentrene.",
    },
}


@pytest.fixture
def filled(publish: Publish, index: SearchIndex) -> SearchIndex:
    """Entries about several things, some of them about cars."""
    publish("Elbilar i hemtjänsten", "sv", kind="case", **CASE_SV)
    publish("Elbiler i hjemmetjenesten", kind="case", **CASE_NB)
    publish("Frokost på skolen", summary="Gratis frokost ga mindre fravær blant elevene.")
    publish("Bibliotek på kvällen", "sv", summary="Låntagare öppnar dörren med sitt kort.")
    publish("Vann i kjelleren", summary="Overvann ledes til regnbed og bekken åpnes.")
    return index


def _titles(source: FileSource, result: PastedResult) -> list[str]:
    records = source.records([match.entry for match in result.matches])
    return [records[match.entry].texts[0].title for match in result.matches]


@pytest.mark.parametrize(
    ("motion", "across"),
    [(MOTION_NB, "Elbilar i hemtjänsten"), (MOTION_SV, "Elbiler i hjemmetjenesten")],
)
def test_a_motion_finds_the_same_on_both_sides_of_the_border_and_nothing_else(
    filled: SearchIndex, source: FileSource, motion: str, across: str
) -> None:
    titles = _titles(source, filled.match_text(motion, language="nb"))
    assert set(titles) == {"Elbilar i hemtjänsten", "Elbiler i hjemmetjenesten"}
    assert across in titles


@pytest.mark.parametrize(
    ("motion", "title", "asked", "marked"),
    [
        (MOTION_NB, "Elbilar i hemtjänsten", "kjøretøyer", "fordon"),
        (MOTION_SV, "Elbiler i hjemmetjenesten", "fordon", "kjøretøyer"),
    ],
)
def test_a_demand_is_answered_by_the_demand_of_the_other_language(
    filled: SearchIndex, source: FileSource, motion: str, title: str, asked: str, marked: str
) -> None:
    result = filled.match_text(motion, language="nb")
    match = result.matches[_titles(source, result).index(title)]
    pair = next(pair for pair in match.pairs if pair.part == "krav-1")
    assert (asked, True) in pair.sentence
    assert motion[pair.start : pair.end] == "".join(written for written, _ in pair.sentence)
    assert marked in pair.highlights.of(match.language)


def test_each_pair_is_of_another_sentence_and_another_part(filled: SearchIndex) -> None:
    for match in filled.match_text(MOTION_NB, language="nb").matches:
        assert len({pair.start for pair in match.pairs}) == len(match.pairs)
        parts = [pair.part for pair in match.pairs if pair.part]
        assert len(set(parts)) == len(parts)


def test_the_best_text_of_an_entry_answers(publish: Publish, index: SearchIndex) -> None:
    translation = RecordText("sv", "Elbilar i hemtjänsten", CASE_SV["summary"], CASE_SV["body"])
    publish("Elbiler i hjemmetjenesten", kind="case", also=(translation,), **CASE_NB)
    publish("Frokost på skolen", summary="Gratis frokost ga mindre fravær.")
    assert [match.language for match in index.match_text(MOTION_SV, language="sv").matches] == [
        "sv"
    ]


def test_the_same_text_has_the_same_answer(filled: SearchIndex) -> None:
    answers = [filled.match_text(MOTION_NB, language="nb") for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]


def test_needs_and_collections_are_not_compared(
    publish: Publish, index: SearchIndex, source: FileSource
) -> None:
    for kind in ("need", "collection", "resource", "practice"):
        publish(f"Elbiler i hjemmetjenesten {kind}", kind=kind, **CASE_NB)
    titles = _titles(source, index.match_text(MOTION_NB, language="nb"))
    assert titles == ["Elbiler i hjemmetjenesten practice"]


def test_a_text_about_something_else_finds_nothing(filled: SearchIndex) -> None:
    recipe = "Vafler\n\nBland mel, egg og sukker i en bolle. Stek i smør og server med rømme."
    result = filled.match_text(recipe, language="nb")
    assert (result.matches, result.unread) == ((), "")


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("", "no words"),
        (" \n\t \r\n", "no words"),
        ("12. 13. 2024 % §", "no words"),
        ("<p></p><br><a href='x'></a>", "no words"),
        ("школа детский сад", "another script"),
        ("เทศบาลและโรงเรียน", "another script"),
        ("a" * MOST_LETTERS, "nothing telling"),
        ("og i på av til som er det", "nothing telling"),
    ],
)
def test_why_a_text_was_not_read_is_said(filled: SearchIndex, text: str, unread: str) -> None:
    result = filled.match_text(text, language="nb")
    assert (result.unread, result.matches, result.words) == (unread, (), ())


@pytest.mark.parametrize("kind", list(hard_texts()))
@pytest.mark.quick(cases=6)
def test_a_hard_text_of_twenty_thousand_letters_takes_time_that_grows_with_it(
    filled: SearchIndex, kind: str
) -> None:
    filled.match_text(MOTION_NB, language="nb")
    text = hard_texts()[kind]
    assert grows_evenly(
        lambda letters: filled.match_text(letters, language="nb"), text[: len(text) // 4], text
    )


def test_no_more_is_read_than_the_longest_text(filled: SearchIndex) -> None:
    assert not filled.match_text(" " * MOST_LETTERS + MOTION_NB, language="nb").matches


def test_without_an_index_the_state_says_why(index: SearchIndex) -> None:
    assert index.match_text(MOTION_NB, language="nb").state == "missing"
