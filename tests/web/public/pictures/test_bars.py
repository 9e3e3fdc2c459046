"""Bars: as long as their numbers, whatever these are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.web.public.pictures.bars import Bar, draw_bars, stack_bars


def drawn(*numbers: str | None) -> tuple[float, list[tuple[float, float] | None]]:
    """Where zero stands, and (x, width) of each bar."""
    picture = draw_bars([None if number is None else Decimal(number) for number in numbers])
    return picture.zero, [None if bar is None else (bar.x, bar.width) for bar in picture.bars]


@pytest.mark.parametrize(
    ("numbers", "zero", "bars"),
    [
        (("71", "29"), 0, [(0, 100), (0, 40.8)]),
        (("4.2", "3.3"), 0, [(0, 100), (0, 78.6)]),
        (("7", "7"), 0, [(0, 100), (0, 100)]),
        (("0", "5"), 0, [(0, 0), (0, 100)]),
        (("0", "0"), 0, [(0, 0), (0, 0)]),
        (("-3", "1"), 75, [(0, 75), (75, 25)]),
        (("-4", "-2"), 100, [(0, 100), (50, 50)]),
        (("1e15", "1"), 0, [(0, 100), (0, 0.6)]),
        (("-1", "1e15"), 0, [(0, 0.6), (0, 100)]),
        ((None, "8"), 0, [None, (0, 100)]),
        (("8",), 0, [(0, 100)]),
        ((), 0, []),
    ],
)
def test_a_bar_reaches_from_zero_to_its_number(
    numbers: tuple[str | None, ...], zero: float, bars: list[tuple[float, float] | None]
) -> None:
    assert drawn(*numbers) == (zero, bars)


@given(st.lists(st.decimals(min_value=-(10**14), max_value=10**14, places=3), max_size=4))
def test_no_bar_leaves_the_picture_and_longer_means_more(numbers: list[Decimal]) -> None:
    picture = draw_bars(numbers)
    for number, bar in zip(numbers, picture.bars, strict=True):
        assert bar is not None
        assert bar.x >= 0
        assert bar.x + bar.width <= 100.11
        assert (bar.width == 0) == (number == 0)
    widths = sorted(zip(map(abs, numbers), (bar.width for bar in picture.bars if bar), strict=True))
    assert [width for _, width in widths] == sorted(width for _, width in widths)


def test_counts_stand_one_behind_the_other_on_the_scale_of_the_longest_row() -> None:
    assert stack_bars([(3, 1), (0, 2), (0, 0)]) == (
        (Bar(0, 75), Bar(75, 25)),
        (Bar(0, 0), Bar(0, 50)),
        (Bar(0, 0), Bar(0, 0)),
    )
    assert stack_bars([]) == ()
    assert stack_bars([(0,)]) == ((Bar(0, 0),),)
