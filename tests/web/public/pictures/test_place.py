"""Where an organisation lies: at its county, and nowhere where that is not known."""

from __future__ import annotations

import gzip

import pytest

from network.organisations.values import Registered
from network.web.public.maps.county_places import PLACES
from network.web.public.pictures.place import draw_place


def body(country: str | None, county: str | None) -> Registered:
    """A municipality of a county."""
    return Registered.model_validate(
        {
            "slug": "lilleby",
            "type": "municipality",
            "names": [{"name": "Lilleby", "language": "nb"}],
            "country": country,
            "county": county,
        }
    )


def test_every_county_has_a_dot_within_the_picture_in_the_right_direction() -> None:
    dots = {}
    for key in PLACES:
        picture = draw_place(body(*key.split("-")))
        assert picture is not None
        assert 0 < picture.x < picture.width
        assert 0 < picture.y < picture.height
        dots[key] = (picture.x, picture.y)
    finnmark, skane, vestland, gotland = (dots[key] for key in ("NO-56", "SE-12", "NO-46", "SE-09"))
    assert finnmark[1] < vestland[1] < skane[1]
    assert vestland[0] < skane[0] < gotland[0]


@pytest.mark.parametrize(
    ("country", "county"), [("NO", "99"), ("SE", "99"), (None, None), ("NO", "30")]
)
def test_what_lies_in_no_county_of_today_is_on_no_map(
    country: str | None, county: str | None
) -> None:
    assert draw_place(body(country, county)) is None


def test_the_outlines_are_small_enough_for_every_page() -> None:
    picture = draw_place(body("SE", "19"))
    assert picture is not None
    paths = "".join(picture.outlines.values()).encode()
    # Three countries, each as coarse as the others.
    assert len(paths) < 3_000
    assert len(gzip.compress(paths)) < 1_200
