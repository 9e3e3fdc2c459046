"""An entry's numbers before and after, drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from network.kinds.indicators import Indicator
from network.kinds.numbers import to_decimal
from network.web.public.pictures.bars import Bar, draw_bars


@dataclass(frozen=True, slots=True)
class DrawnIndicator:
    """An indicator, the bars of its two numbers (None where one is missing), and where zero is."""

    indicator: Indicator
    before: Bar | None
    after: Bar | None
    zero: float


def draw_indicators(indicators: Iterable[Indicator]) -> list[DrawnIndicator]:
    """Each indicator with its bars, on a scale of its own: units differ."""
    drawn = []
    for indicator in indicators:
        numbers = (indicator.before, indicator.after)
        picture = draw_bars([None if number is None else to_decimal(number) for number in numbers])
        before, after = picture.bars
        drawn.append(DrawnIndicator(indicator, before, after, picture.zero))
    return drawn
