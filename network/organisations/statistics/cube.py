"""A statistical table as a cube: dimensions with their categories, and a number in each cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Literal

# More cells than any published table of population by municipality, sex, age and year has.
MOST_CELLS = 5_000_000
# More people than either country has, ten times over.
_MOST_PEOPLE = 100_000_000
# What the offices write where there is no number.
_NO_NUMBER = frozenset({"", ".", "..", "...", "....", ":", "x", "n/a", "na", "nan"})
# What they write for none at all: a number.
_NIL = frozenset({"-", "–", "−"})
# A whole number that is written with decimals, as files do whose other columns have some.
_WHOLE = re.compile(r"(\d{1,11})(?:\.0{1,2})?")
# What is said of a table as a whole, in characters.
MOST_NOTE = 600
_OF_SUMS = re.compile(
    r"\b(?:summ?\w*|sums?|totals?|totalt|totaler\w*|totalsumm?a?\w*|delsummer|avrund\w*|rounded|"
    r"rounding|cell ?key|ckm|røjande\w*|röjande\w*|prikk\w*|støy\w*|slumpm\w*|perturb\w*)\b",
    re.IGNORECASE,
)

Role = Literal["region", "time", "contents", ""]


class UnusableFile(Exception):
    """The file cannot be used; ``wrong`` and ``right`` are English sentences of a ``Fault``."""

    def __init__(self, wrong: str, right: str = "") -> None:
        super().__init__(f"{wrong} {right}".strip())
        self.wrong, self.right = wrong, right


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a dimension: its code, and what it is called."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """One axis. ``total`` is the code of the category that holds all others, where the file says
    which one it is, and ``is_summed`` that it says that all of them together are the whole;
    ``role`` is what the file says the axis is, "" where it says nothing."""

    name: str
    label: str
    categories: tuple[Category, ...]
    total: str = ""
    role: Role = ""
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class Cube:
    """``values`` holds the cells by their number, the last dimension running fastest; what is in
    no cell is ``absent``. ``symbols`` is what the file says its signs stand for, ``marks`` what is
    said of cells beside their value, ``notes`` what is said of the table."""

    dimensions: tuple[Dimension, ...]
    values: Mapping[int, object] | Sequence[object]
    source: str = ""
    table_id: str = ""
    title: str = ""
    absent: object = None
    symbols: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def note_on_sums(self) -> str:
        """What the file says of totals that need not be the sum of their parts, "" for nothing."""
        said = [" ".join(note.split()) for note in self.notes if _OF_SUMS.search(note)]
        text = " ".join(dict.fromkeys(said))
        if len(text) <= MOST_NOTE:
            return text
        return text[: MOST_NOTE - 2].rpartition(" ")[0] + " …"

    def number_at(self, place: Sequence[int]) -> int | None:
        """The whole number at one category of each dimension, None where there is none.

        Raises ``UnusableFile`` for what is neither.
        """
        value, shown = self._value_at(place)
        if isinstance(value, str) and value.strip() in _NIL:
            # None at all, unless the file's own word for the dash is one for no number.
            return None if shown and shown.casefold() in _NO_NUMBER else 0
        if shown:
            return 0 if shown.strip() in _NIL else None
        return parse_whole_number(value)

    def sign_at(self, place: Sequence[int]) -> str:
        """What stands where there is no number, as the file's readers see it: *..* or *:*."""
        value, shown = self._value_at(place)
        return (shown or (value.strip() if isinstance(value, str) else ""))[:30]

    def _value_at(self, place: Sequence[int]) -> tuple[object, str]:
        """The value of a cell, and what its sign or mark stands for, "" for nothing."""
        number = 0
        for dimension, position in zip(self.dimensions, place, strict=True):
            number = number * len(dimension.categories) + position
        if isinstance(self.values, Mapping):
            value = self.values.get(number, self.absent)
        else:
            value = self.values[number]
        if isinstance(value, str):
            return value, self.symbols.get(value.strip(), "")
        return value, self.marks.get(number, "") if value is None else ""


def count_cells(dimensions: Sequence[Dimension]) -> int:
    """How many cells these dimensions make. Raises ``UnusableFile`` for too many."""
    cells = prod(len(dimension.categories) for dimension in dimensions)
    if cells > MOST_CELLS:
        raise UnusableFile(
            f"has {cells} cells.", f"Choose less of it: at most {MOST_CELLS} are read."
        )
    return cells


def parse_whole_number(value: object) -> int | None:
    """A cell as a number of people, None for none. Raises ``UnusableFile`` for anything else."""
    if value is None:
        return None
    if isinstance(value, str):
        text = "".join(value.split()).strip("\"'")
        if text in _NIL:
            return 0
        if text.casefold() in _NO_NUMBER:
            return None
        whole = _WHOLE.fullmatch(text) if text.isascii() else None
        if whole is None:
            raise UnusableFile(f"has “{value[:30]}” where a whole number belongs.")
        value = int(whole[1])
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnusableFile("has a value that is no number.")
    if value != value or value in (float("inf"), float("-inf")) or int(value) != value:
        raise UnusableFile(f"has {value} where a whole number belongs.")
    if not 0 <= value < _MOST_PEOPLE:
        raise UnusableFile(f"has {int(value)}, which is no number of people.")
    return int(value)
