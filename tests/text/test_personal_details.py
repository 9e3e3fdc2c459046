"""What tells of a person is pointed out, and what is an office's, a figure's or many people's is
not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from network.text.personal_details import find_personal_details, names_person
from tests.growth import grows_evenly

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "personal_details.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_there_are_sixty_of_each_in_three_languages() -> None:
    counts = Counter(code == "-" for code, _language, _text in ROWS)
    assert min(counts.values()) >= 60
    assert {(code == "-", language) for code, language, _text in ROWS} == {
        (is_none, language) for is_none in (True, False) for language in ("nb", "nn", "sv")
    }


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, _language, text in ROWS])
def test_what_tells_of_a_person_is_pointed_out(code: str, text: str) -> None:
    codes = {detail.code for detail in find_personal_details(text)}
    assert (code in codes) if code != "-" else codes == set()


def test_it_says_where_it_stands() -> None:
    text = "Se ­her: ring **912 34 567** i dag"
    [detail] = find_personal_details(text)
    assert text[detail.start : detail.end] == "912 34 567"


def test_a_case_of_a_person_has_the_places_of_its_paragraph() -> None:
    text = (
        "I Oslo er det fint.\n\n"
        "En 16-åring i Fjellgrend ble 12. mars innlagt på Lia skole etter rus og overdose."
    )
    [detail] = find_personal_details(text)
    assert detail.places == ("Fjellgrend", "Lia skole")
    assert text[detail.start : detail.end].startswith("16-åring")


def test_matter_age_and_day_are_to_stand_in_one_paragraph() -> None:
    assert find_personal_details("En 16-åring tok en overdose.\n\nMøtet var 12. mars 2024.") == ()


@pytest.mark.parametrize("text", ["Kari Nordvik", "Møtet ledes av Anna von Essen", "Jon A. Lie"])
def test_a_name_is_known_by_its_form(text: str) -> None:
    assert names_person(text)


@pytest.mark.parametrize(
    "text",
    ["Eksempelvik Kommune", "Lia Skole", "Servicetorget", "Norges Bank", "Leder for oppvekst"],
)
def test_what_an_office_is_called_is_no_name(text: str) -> None:
    assert not names_person(text)


@pytest.mark.parametrize("text", ["9" * 100_000, "12 " * 30_000, "a@" * 50_000, "Aa " * 30_000])
def test_long_and_odd_texts_are_read_through(text: str) -> None:
    assert grows_evenly(find_personal_details, text[: len(text) // 4], text)
