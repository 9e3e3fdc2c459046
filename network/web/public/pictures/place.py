"""Where an organisation lies: the countries' outlines with a dot amid its county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from network.organisations.values import Registered
from network.web.public.maps.county_places import PLACES
from network.web.public.maps.drawn_outlines import draw_outlines, find_place, measure_frame

# It is shown a tenth as large as the map of users.
_GRAIN = 3


@dataclass(frozen=True, slots=True)
class PlacePicture:
    """The outlines as SVG path data by country, and the dot, in the picture's own units."""

    width: int
    height: int
    outlines: Mapping[str, str]
    x: int
    y: int


def draw_place(organisation: Registered) -> PlacePicture | None:
    """The picture of where an organisation lies, as far as its county tells; None for one that lies
    in no real county: a made-up one, the state's agencies, and those whose county is no more."""
    place = PLACES.get(f"{organisation.country}-{organisation.county}")
    if place is None:
        return None
    _, _, width, height = measure_frame()
    x, y = find_place(*place)
    return PlacePicture(
        round(width / _GRAIN),
        round(height / _GRAIN),
        draw_outlines(_GRAIN),
        round(x / _GRAIN),
        round(y / _GRAIN),
    )
