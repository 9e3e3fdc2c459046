"""Partial dates: what a source really says of a time, from a year to a day.

A subset of the Extended Date/Time Format (ISO 8601-2, EDTF): ``2015``, ``2015-02``,
``2015-02-27``; a season or part of a year in the month's place (21 spring, 22 summer, 23 autumn,
24 winter, 40 first half, 41 second half); ``~`` at the end for *about*.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from network.kinds.marks import Date

_SHAPE = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?(~)?", re.ASCII)

# First and last month of what may stand in the month's place. Winter is that of the year's start.
_PARTS = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    24: (1, 2),
    40: (1, 6),
    41: (7, 12),
}


@dataclass(frozen=True, slots=True)
class DateParts:
    """A partial date taken apart: ``month`` may be a season or half (see the module)."""

    year: int
    month: int | None
    day: int | None
    about: bool


def split_date(text: str) -> DateParts:
    """Take a partial date apart. Raises ``ValueError`` when ``text`` is none."""
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in shape.groups()[:3])
    assert year is not None
    if month is not None and not (1 <= month <= 12 or (month in _PARTS and day is None)):
        raise ValueError(text)
    if day is not None:
        date(year, month or 1, day)
    return DateParts(year, month, day, shape[4] is not None)


def find_first_day(text: str) -> date:
    """The first day that a partial date may mean."""
    parts = split_date(text)
    first = _PARTS.get(parts.month, (parts.month,))[0] if parts.month else 1
    return date(parts.year, first, parts.day or 1)


def find_last_day(text: str) -> date:
    """The last day that a partial date may mean."""
    parts = split_date(text)
    last = _PARTS.get(parts.month, (parts.month,))[-1] if parts.month else 12
    return date(parts.year, last, parts.day or calendar.monthrange(parts.year, last)[1])


def is_past(text: str | None, today: date) -> bool:
    """Whether all of what a partial date may mean lies before ``today``; nothing never does."""
    return text is not None and text != "" and find_last_day(text) < today


def _checked(text: str) -> str:
    try:
        split_date(text)
    except ValueError:
        raise PydanticCustomError(
            "partial_date",
            "is no date.",
            {"right": "Write 2015, 2015-02, 2015-02-27 or 2015~; 2015-40 is its first half."},
        ) from None
    return text


PartialDate = Annotated[str, AfterValidator(_checked), Date()]
