"""A statistical table as a cube: dimensions with their categories, and a number in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

# More cells than any published table of population by municipality, sex, age and year has.
MOST_CELLS = 5_000_000
# More people than either country has, ten times over.
_MOST_PEOPLE = 100_000_000
# What the offices write where there is no number; a dash means none.
_NO_NUMBER = frozenset({"", ".", "..", "...", "....", ":", "-", "–", "x", "n/a"})

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
    which one it is; ``role`` what the file says the axis is, "" where it says nothing."""

    name: str
    label: str
    categories: tuple[Category, ...]
    total: str = ""
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Cube:
    """``values`` holds the cells by their number, the last dimension running fastest."""

    dimensions: tuple[Dimension, ...]
    values: Mapping[int, object] | Sequence[object]
    source: str = ""
    table_id: str = ""
    title: str = ""

    def number_at(self, place: Sequence[int]) -> int | None:
        """The whole number at one category of each dimension, None where there is none.

        Raises ``Refused`` for what is neither.
        """
        number = 0
        for dimension, position in zip(self.dimensions, place, strict=True):
            number = number * len(dimension.categories) + position
        if isinstance(self.values, Mapping):
            return parse_whole_number(self.values.get(number))
        return parse_whole_number(self.values[number])


def count_cells(dimensions: Sequence[Dimension]) -> int:
    """How many cells these dimensions make. Raises ``Refused`` for too many."""
    cells = prod(len(dimension.categories) for dimension in dimensions)
    if cells > MOST_CELLS:
        raise UnusableFile(
            f"has {cells} cells.", f"Choose less of it: at most {MOST_CELLS} are read."
        )
    return cells


def parse_whole_number(value: object) -> int | None:
    """A cell as a number of people, None for none. Raises ``Refused`` for anything else."""
    if value is None:
        return None
    if isinstance(value, str):
        text = "".join(value.split()).strip("\"'")
        if text.casefold() in _NO_NUMBER:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 12):
            raise UnusableFile(f"has “{value[:30]}” where a whole number belongs.")
        value = int(text)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnusableFile("has a value that is no number.")
    if value != value or value in (float("inf"), float("-inf")) or int(value) != value:
        raise UnusableFile(f"has {value} where a whole number belongs.")
    if not 0 <= value < _MOST_PEOPLE:
        raise UnusableFile(f"has {int(value)}, which is no number of people.")
    return int(value)
