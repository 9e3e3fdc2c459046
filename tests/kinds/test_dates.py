"""Partial dates: what they mean at the earliest and the latest, and what is none."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from network.kinds.dates import PartialDate, find_first_day, find_last_day

# (as it is written, first day, last day)
DATES = [
    ("2015", date(2015, 1, 1), date(2015, 12, 31)),
    ("2015~", date(2015, 1, 1), date(2015, 12, 31)),
    ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
    ("2016-05-27", date(2016, 5, 27), date(2016, 5, 27)),
    ("2015-40", date(2015, 1, 1), date(2015, 6, 30)),
    ("2015-41", date(2015, 7, 1), date(2015, 12, 31)),
    ("2015-21", date(2015, 3, 1), date(2015, 5, 31)),
    ("2015-23~", date(2015, 9, 1), date(2015, 11, 30)),
]


@pytest.mark.parametrize(("text", "first", "last"), DATES)
def test_what_a_date_may_mean(text: str, first: date, last: date) -> None:
    assert (find_first_day(text), find_last_day(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15",
        "2015-13",
        "2015-00",
        "2015-02-30",
        "2015-40-01",
        "2015-2",
        "20150227",
        "٢٠١٥",
        "0999",
        "2015-02-27T10:00",
        "2015/02",
        " 2015",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(PartialDate).validate_python(text)
