"""Bands of population: how municipalities are grouped by size, in both countries alike.

The limits are the site's own choice, in round numbers. No official grouping covers both countries:
SKR's groups are for Sweden alone and look at commuting too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """From ``low`` to ``high`` inhabitants, both among them; no ``high`` is *and more*."""

    low: int
    high: int | None

    @property
    def key(self) -> str:
        """How an address names it: ``5000-9999``, ``100000-``."""
        return f"{self.low}-{'' if self.high is None else self.high}"


_LIMITS = (0, 5_000, 10_000, 20_000, 50_000, 100_000)
# From the smallest to the largest; together they hold every number once.
BANDS: tuple[Band, ...] = tuple(
    Band(low, following - 1 if following else None)
    for low, following in zip(_LIMITS, (*_LIMITS[1:], None), strict=True)
)


def find_band(population: int) -> Band:
    """The band that a population lies in. Raises ``ValueError`` for less than nobody."""
    for band in reversed(BANDS):
        if population >= band.low:
            return band
    raise ValueError(population)
