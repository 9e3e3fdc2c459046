"""The countries' outlines as a picture, and where on it a place lies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import groupby, pairwise

from network.web.public.maps.outlines import OUTLINES, Ring
from network.web.public.maps.projection import project

# Kilometres to a unit of the picture.
_UNIT = 2.0
_EDGE = 8


def find_place(longitude: float, latitude: float) -> tuple[float, float]:
    """Across and down on the picture, for a place in degrees. Raises as ``project`` does."""
    left, top, _, _ = measure_frame()
    x, y = _to_picture(longitude, latitude)
    return x - left, y - top


def _to_picture(longitude: float, latitude: float) -> tuple[float, float]:
    east, north = project(longitude, latitude)
    return east / _UNIT, -north / _UNIT


@cache
def measure_frame() -> tuple[float, float, int, int]:
    """Left, top, width and height of what all outlines need."""
    points = [
        _to_picture(*point) for rings in OUTLINES.values() for ring in rings for point in ring
    ]
    across, down = zip(*points, strict=True)
    left, top = min(across) - _EDGE, min(down) - _EDGE
    return left, top, round(max(across) - left) + _EDGE, round(max(down) - top) + _EDGE


@cache
def draw_outlines(grain: int = 1) -> Mapping[str, str]:
    """Each country's outline as SVG path data, in whole units of the picture. For a small picture
    of the same, ``grain`` units are one: what is smaller than that is left out."""
    return {
        country: "".join(_draw_path(ring, grain) for ring in rings)
        for country, rings in OUTLINES.items()
    }


def _draw_path(ring: Ring, grain: int) -> str:
    """Whole units from point to point, as short as SVG can say them; "" for what is a point."""
    left, top, _, _ = measure_frame()
    places = (
        (round((x - left) / grain), round((y - top) / grain))
        for x, y in (_to_picture(*point) for point in ring)
    )
    points = [place for place, _ in groupby(places)]
    steps = [f"{x - before[0]} {y - before[1]}" for before, (x, y) in pairwise(points)]
    if len(steps) < 3:
        return ""
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-")
