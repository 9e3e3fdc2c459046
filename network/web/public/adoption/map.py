"""Where the users of something are: a map of the countries, each user at its county."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

from network.organisations.values import County, Registered
from network.web.public.maps.county_places import PLACES
from network.web.public.maps.drawn_outlines import draw_outlines, find_place, measure_frame

_RADIUS = 19
# The number of users above which a spot grows no more.
_LARGEST = 6
_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """A county with users, or with those who ask: where it is drawn, what it is called, and who is
    there."""

    x: float
    y: float
    radius: int
    place: str
    users: tuple[Registered, ...]
    is_asking: bool = False


@dataclass(frozen=True, slots=True)
class AdoptionMap:
    """A picture: each country's outline as SVG path data, and spots on it.

    ``made_up`` are users that lie in no real county and are drawn beside the map; ``unplaced``
    those that lie in none at all, such as the state's agencies.
    """

    width: int
    height: int
    outlines: Mapping[str, str]
    spots: tuple[Spot, ...]
    made_up: tuple[Registered, ...]
    unplaced: tuple[Registered, ...]


def draw_adoption_map(
    users: Iterable[Registered],
    counties: Mapping[str, County],
    asking: Iterable[Registered] = (),
) -> AdoptionMap | None:
    """The map of ``users`` and of those who are ``asking``, each organisation once, as a user where
    it is both; None where there are none.

    ``counties`` is the register's, by key. One whose county has no place on the map is unplaced.
    """
    by_county: dict[tuple[str, bool], list[Registered]] = {}
    made_up, unplaced = [], []
    using = {user.slug: user for user in users}
    for body in (using | {asker.slug: using.get(asker.slug, asker) for asker in asking}).values():
        key = f"{body.country}-{body.county}"
        if body.is_made_up:
            # Of those who ask, the list alone tells: they are on no map.
            if body.slug in using:
                made_up.append(body)
        elif key in PLACES:
            by_county.setdefault((key, body.slug not in using), []).append(body)
        else:
            unplaced.append(body)
    if not (by_county or made_up or unplaced):
        return None
    _, _, width, height = measure_frame()
    spots = []
    for (key, is_asking), bodies in by_county.items():
        x, y = find_place(*PLACES[key])
        radius = _RADIUS + 2 * (min(len(bodies), _LARGEST) - 1)
        area = counties[key].area if key in counties else key
        spots.append(Spot(x, y, radius, area, tuple(bodies), is_asking))
    return AdoptionMap(
        width, height, draw_outlines(), tuple(_move_apart(spots)), tuple(made_up), tuple(unplaced)
    )


def _move_apart(spots: Sequence[Spot]) -> list[Spot]:
    """The spots moved until none covers another; a county's place is no more exact than that."""
    moved = list(spots)
    for _ in range(_ROUNDS):
        is_settled = True
        for index, spot in enumerate(moved):
            for other_index in range(index):
                other = moved[other_index]
                distance = hypot(spot.x - other.x, spot.y - other.y)
                overlap = spot.radius + other.radius + 2 - distance
                if overlap <= 0:
                    continue
                is_settled = False
                # Two on the very same place part eastwards.
                x, y = (
                    ((spot.x - other.x) / distance, (spot.y - other.y) / distance)
                    if distance
                    else (1, 0)
                )
                spot = replace(spot, x=spot.x + x * overlap / 2, y=spot.y + y * overlap / 2)
                moved[index] = spot
                moved[other_index] = replace(
                    other, x=other.x - x * overlap / 2, y=other.y - y * overlap / 2
                )
        if is_settled:
            break
    return [replace(spot, x=round(spot.x), y=round(spot.y)) for spot in moved]
