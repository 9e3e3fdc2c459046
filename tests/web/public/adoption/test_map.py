"""The map of users: a projection that keeps distances, and counties within their country."""

from __future__ import annotations

from math import acos, cos, dist, hypot, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.content_files.organisation_files import COUNTIES, read_register
from network.organisations.values import DatedName, Registered
from network.web.public.adoption.map import draw_adoption_map
from network.web.public.maps.county_places import PLACES
from network.web.public.maps.outlines import OUTLINES, Ring
from network.web.public.maps.projection import RADIUS, project
from tests.conftest import CONTENT

Place = tuple[float, float]


def _apart(one: Place, other: Place) -> float:
    """Kilometres along the great circle."""
    (a, b), (c, d) = (
        (radians(longitude), radians(latitude)) for longitude, latitude in (one, other)
    )
    return RADIUS * acos(min(1.0, sin(b) * sin(d) + cos(b) * cos(d) * cos(a - c)))


def _is_within(place: Place, ring: Ring) -> bool:
    x, y = place
    crossed = [
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    return sum(crossed) % 2 == 1


_places = st.tuples(st.floats(5, 30), st.floats(55.5, 71))


@given(_places, st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_distances_on_the_land_are_at_most_one_per_cent_wrong(
    place: Place, east: float, north: float
) -> None:
    other = (place[0] + east, min(71.0, max(55.5, place[1] + north)))
    apart = _apart(place, other)
    if apart > 1:
        assert dist(project(*place), project(*other)) == pytest.approx(apart, rel=0.01)


def test_the_middle_is_the_middle_and_north_is_up() -> None:
    assert project(16, 64) == pytest.approx((0, 0), abs=1e-6)
    assert project(16, 70)[1] > 0 > project(16, 58)[1]
    assert project(10, 64)[0] < 0 < project(20, 64)[0]
    for place in ((16, 40), (16, 80), (-10, 60), (60, 60)):
        with pytest.raises(ValueError, match=" "):
            project(*place)


def test_every_county_of_the_register_has_a_place_within_its_own_country() -> None:
    _, counties, faults = read_register({COUNTIES: (CONTENT / COUNTIES).read_text()})
    assert faults == []
    assert {county.key for county in counties} == set(PLACES)
    for key, place in PLACES.items():
        for country, rings in OUTLINES.items():
            is_there = any(_is_within(place, ring) for ring in rings)
            assert is_there == (country == key[:2]), key


def _body(slug: str, country: str, county: str) -> Registered:
    return Registered(
        slug=slug,
        type="municipality",
        country=country,
        county=county,
        names=(DatedName(name=slug),),
    )


def test_users_of_every_county_cover_no_other_and_stay_in_the_picture() -> None:
    bodies = [_body(key.lower(), key[:2], key[3:]) for key in PLACES]
    drawn = draw_adoption_map([*bodies, *bodies], {})
    assert drawn is not None
    assert sum(len(spot.users) for spot in drawn.spots) == len(PLACES)
    for number, drawn_spot in enumerate(drawn.spots):
        assert drawn_spot.radius <= drawn_spot.x <= drawn.width - drawn_spot.radius
        assert drawn_spot.radius <= drawn_spot.y <= drawn.height - drawn_spot.radius
        for other in drawn.spots[:number]:
            assert (
                hypot(drawn_spot.x - other.x, drawn_spot.y - other.y)
                > drawn_spot.radius + other.radius - 3
            )


def test_who_lies_in_no_county_of_the_map_is_told_beside_it() -> None:
    made_up, unknown = _body("dikta", "NO", "99"), _body("annet", "SE", "98")
    drawn = draw_adoption_map([made_up, unknown], {})
    assert drawn is not None
    assert (drawn.spots, drawn.made_up, drawn.unplaced) == ((), (made_up,), (unknown,))
    assert draw_adoption_map([], {}) is None


def test_who_asks_is_a_ring_of_its_own_and_who_uses_it_is_no_asker() -> None:
    user, both, asker = _body("a", "NO", "31"), _body("b", "NO", "31"), _body("c", "NO", "31")
    made_up = _body("d", "NO", "99")
    drawn = draw_adoption_map([user, both], {}, [both, asker, made_up])
    assert drawn is not None
    assert [(spot.is_asking, [at.slug for at in spot.users]) for spot in drawn.spots] == [
        (False, ["a", "b"]),
        (True, ["c"]),
    ]
    assert drawn.made_up == ()
