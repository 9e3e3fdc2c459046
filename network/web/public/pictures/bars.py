"""Bars for two or more numbers of one kind, on one scale that has zero in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# What a number that is nearly none beside the others is still seen by.
_LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Bar:
    """From where, and how far, in hundredths of the width."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each number in their order, None where there is none, and where zero stands."""

    zero: float
    bars: tuple[Bar | None, ...]


def draw_bars(numbers: Sequence[Decimal | None]) -> Bars:
    """The bars of ``numbers`` (None where one is not known), of any size and sign.

    The longest fills the width; negative ones reach from zero to the left. Zero has no width, what
    else is too short to be seen the least that can be.
    """
    known = [number for number in numbers if number is not None]
    low, high = min([Decimal(0), *known]), max([Decimal(0), *known])
    scale = high - low

    def place(number: Decimal) -> float:
        return float((number - low) * 100 / scale) if scale else 0.0

    zero = place(Decimal(0))
    return Bars(
        round(zero, 1),
        tuple(None if number is None else _draw(zero, place(number)) for number in numbers),
    )


def _draw(zero: float, end: float) -> Bar:
    x, width = min(zero, end), abs(end - zero)
    if 0 < width < _LEAST:
        # On its side of zero, as far as the picture reaches.
        x, width = (zero if end > zero else zero - _LEAST), _LEAST
    x = max(0.0, min(x, 100 - width))
    return Bar(round(x, 1), round(width, 1))


def stack_bars(rows: Sequence[Sequence[int]]) -> tuple[tuple[Bar, ...], ...]:
    """For each row its counts (none negative) one behind the other; the row with the greatest sum
    fills the width. A count of zero has no width."""
    most = max((sum(row) for row in rows), default=0)
    stacked = []
    for row in rows:
        bars, before = [], 0
        for count in row:
            start, end = (before * 100 / most, (before + count) * 100 / most) if most else (0, 0)
            bars.append(Bar(round(start, 1), round(round(end, 1) - round(start, 1), 1)))
            before += count
        stacked.append(tuple(bars))
    return tuple(stacked)
