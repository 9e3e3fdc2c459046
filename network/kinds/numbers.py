"""Numbers as a source gives them: exact, with as many decimals as whoever wrote them gave.

Written as in Norway and Sweden (``1 250``, ``31,5``, ``−3``), kept as text without the spaces
(``1250``, ``31,5``, ``-3``): no binary fraction stands for them, and ``7,0`` stays ``7,0``.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from network.kinds.marks import Number

MOST_DIGITS = 15
# With its spaces; above that nothing is read.
_LONGEST = 40

_MINUS = re.compile("^[\u2212\u2013]")
_PLAIN = re.compile(r"(-?)(\d+)(?:,(\d+))?", re.ASCII)
# A thousand is set apart by a space; by a full stop too where that cannot mean decimals.
_SPACED = re.compile(r"-?\d{1,3}(?: \d{3})+(?:,\d+)?", re.ASCII)
_STOPPED = re.compile(r"-?[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+(?=,))(?:,\d+)?", re.ASCII)
# By English habit.
_POINT = re.compile(r"-?\d+\.\d+", re.ASCII)
_EITHER = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)


def read_written_number(text: str) -> tuple[str, ...]:
    """What a written number may mean, as it is kept: one reading, none where it is no number, and
    two for ``1.250``, which is a thousand and more here and little more than one in English."""
    if len(text) > _LONGEST:
        return ()
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    text = _MINUS.sub("-", text).replace("- ", "-", 1)
    if _EITHER.fullmatch(text):
        return _plain(text.replace(".", "")) + _plain(text.replace(".", ","))
    if _SPACED.fullmatch(text):
        return _plain(text.replace(" ", ""))
    if _STOPPED.fullmatch(text):
        return _plain(text.replace(".", ""))
    return _plain(text.replace(".", ",")) if _POINT.fullmatch(text) else _plain(text)


def _plain(text: str) -> tuple[str, ...]:
    shape = _PLAIN.fullmatch(text)
    if shape is None:
        return ()
    sign, whole, decimals = shape[1], shape[2].lstrip("0") or "0", shape[3] or ""
    if len(whole) + len(decimals) > MOST_DIGITS:
        return ()
    number = f"{whole},{decimals}" if decimals else whole
    return (number if not number.strip("0,") else f"{sign}{number}",)


def to_decimal(number: str) -> Decimal:
    """The value of a kept number, exactly."""
    return Decimal(number.replace(",", "."))


def count_decimals(number: str) -> int:
    """With how many decimals a kept number was written."""
    return len(number.partition(",")[2])


def _checked(text: str) -> str:
    readings = read_written_number(text)
    if len(readings) != 1:
        raise PydanticCustomError(
            "written_number",
            "is no number." if not readings else "may mean two numbers.",
            {"right": "Write 1250 or 31,5 with digits alone, and the unit in unit."},
        )
    return readings[0]


WrittenNumber = Annotated[
    str, StringConstraints(max_length=_LONGEST), AfterValidator(_checked), Number()
]
