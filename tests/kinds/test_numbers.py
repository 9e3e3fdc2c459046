"""Written numbers: what they mean, what is none, and that nothing of them is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from network.kinds import parse_content
from network.kinds.content import collect_words, dump_canonical
from network.kinds.differences import find_differences
from network.kinds.numbers import WrittenNumber, count_decimals, read_written_number, to_decimal
from tests.merged import merge

NUMBER = TypeAdapter(WrittenNumber)

# (as it is written, as it is kept)
NUMBERS = [
    ("71", "71"),
    ("31,5", "31,5"),
    ("31.5", "31,5"),
    ("7,0", "7,0"),
    ("1 250", "1250"),
    ("1\u00a0234\u202f567,80", "1234567,80"),
    ("1.234.567", "1234567"),
    ("1.234,5", "1234,5"),
    ("0.125", "0,125"),
    ("1234.567", "1234,567"),
    ("\u22123", "-3"),
    ("– 3,5", "-3,5"),
    ("-0,0", "0,0"),
    ("007", "7"),
    ("  12 ", "12"),
    ("123456789012345", "123456789012345"),
    ("0,12345678901234", "0,12345678901234"),
]


@pytest.mark.parametrize(("written", "kept"), NUMBERS)
def test_a_number_is_read_as_it_is_written_in_norway_and_sweden(written: str, kept: str) -> None:
    assert read_written_number(written) == (kept,)
    assert NUMBER.validate_python(written) == kept
    assert NUMBER.validate_python(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        *("", "ca. 7", "29 %", "1,2,3", "1 25", "12 34", "1e5", "\u0663", "∞", "NaN", ",5", "5,"),
        *("--3", "1" * 16, "1" * 41, "1 000 000 000 000 000 000 000 000 000 000"),
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert read_written_number(text) == ()
    with pytest.raises(ValidationError):
        NUMBER.validate_python(text)


def test_a_full_stop_before_three_digits_may_mean_two_numbers() -> None:
    assert read_written_number("1.250") == ("1250", "1,250")
    with pytest.raises(ValidationError, match="may mean two numbers"):
        NUMBER.validate_python("1.250")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_no_digit_of_a_number_is_lost(number: Decimal) -> None:
    kept = NUMBER.validate_python(str(number).replace(".", ","))
    assert to_decimal(kept) == number
    assert count_decimals(kept) == 4


ROW = {"id": "i1", "title": "Meldinger", "unit": "i året", "before": "71", "after": "29"}


@pytest.mark.parametrize("kind", ["experience", "practice"])
def test_numbers_before_and_after_are_parts_with_words_of_their_own(kind: str) -> None:
    value = {"kind": kind, "language": "nb", "title": "Stasjonen", "indicators": [ROW]}
    content = parse_content(value)
    words = {"title": "Stasjonen", "i1.title": "Meldinger", "i1.unit": "i året"}
    assert collect_words(content) == words
    assert dump_canonical(content) == value
    changed = parse_content(value | {"indicators": [ROW | {"after": "29,0"}]})
    assert [
        (difference.path, difference.before, difference.after)
        for difference in find_differences(content, changed)
    ] == [("indicators.i1.after", "29", "29,0")]


def test_two_who_change_one_number_each_have_both() -> None:
    value = {"kind": "experience", "language": "nb", "title": "Stasjonen", "indicators": [ROW]}
    seen, mine, theirs = (
        parse_content(value | {"indicators": [ROW | change]})
        for change in ({}, {"before": "72"}, {"after": "30"})
    )
    joined = merge(seen, mine, theirs)
    assert joined.value["indicators"] == [ROW | {"before": "72", "after": "30"}]
    assert joined.clashes == ()


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([{"id": "i1", "title": "Meldinger"}], "indicator_without_number"),
        ([ROW | {"before_date": "2021", "after_date": "2019"}], "indicator_dates"),
        ([ROW | {"source": "ingen"}], "part_reference"),
        ([ROW | {"title": ""}], "empty"),
        ([ROW | {"id": f"i{n}"} for n in range(7)], "too_long"),
    ],
)
def test_a_row_of_numbers_that_says_too_little_or_wrong_is_refused(
    rows: list[dict[str, str]], error: str
) -> None:
    value = {"kind": "experience", "language": "nb", "title": "Stasjonen", "indicators": rows}
    with pytest.raises(ValidationError) as problem:
        parse_content(value)
    assert [inner["type"] for inner in problem.value.errors()] == [error]
