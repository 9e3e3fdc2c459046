"""Which body it was, at that place and then; nothing where the register does not know."""

from __future__ import annotations

from datetime import date

import pytest

from network.content_files.organisation_files import BODIES, COUNTIES, FORMER, MUNICIPALITIES
from network.content_files.organisation_files import read_register as read
from network.organisations.county_bodies import (
    find_names_from,
    find_state_office,
    has_executive,
    list_county_bodies,
    name_authority,
    parse_time,
)
from tests.conftest import CONTENT

_ORGANISATIONS, _COUNTIES, _ = read(
    {path: (CONTENT / path).read_text() for path in (MUNICIPALITIES, COUNTIES, FORMER, BODIES)}
)
REGISTER = {organisation.slug: organisation for organisation in _ORGANISATIONS}
AREAS = {county.key: county.area for county in _COUNTIES}


def names(slug: str, start: str | None, end: str | None = None) -> list[str]:
    bodies = list_county_bodies(REGISTER[slug], REGISTER.values())
    return [body.name for body in find_names_from(bodies, parse_time(start, end or start))]


def test_the_county_of_moss_goes_from_ostfold_to_viken_and_back() -> None:
    after = ["Viken fylkeskommune", "Østfold fylkeskommune"]
    assert names("moss", "2015") == ["Østfold fylkeskommune", *after]
    assert names("moss", "2021-05") == after
    assert names("moss", "2024-01-01") == after[1:]
    assert names("moss", "2015", "2022") == ["Østfold fylkeskommune", *after]
    bodies = list_county_bodies(REGISTER["moss"], REGISTER.values())
    assert [(body.start, body.end) for body in bodies] == [
        (None, date(2019, 12, 31)),
        (date(2020, 1, 1), date(2023, 12, 31)),
        (date(2024, 1, 1), None),
    ]


def test_without_a_date_only_what_never_changed_is_said() -> None:
    assert names("moss", None) == []
    assert names("stavanger", None) == ["Rogaland fylkeskommune"]


@pytest.mark.parametrize(
    ("slug", "year"), [("sarpsborg", "2015"), ("sarpsborg", "2021"), ("bergen", "2018")]
)
def test_what_the_register_does_not_know_is_not_guessed(slug: str, year: str) -> None:
    # Their former codes are not registered; that their county's present code is new, is known.
    assert names(slug, year) == []


def test_a_swedish_region_bears_the_name_it_had() -> None:
    assert names("koping", "2016-05-27") == ["Landstinget Västmanland", "Region Västmanland"]
    assert names("koping", "2017-01-01") == ["Region Västmanland"]
    # No former name of Region Uppsala is registered, though it had one.
    assert names("uppsala", "2010") == []
    assert names("uppsala", "2020") == ["Region Uppsala"]


def test_oslo_has_no_county_body() -> None:
    assert names("oslo", "2015") == []


def test_the_state_s_office_has_its_registered_name_or_its_county_s() -> None:
    for slug, name in (
        ("koping", "Länsstyrelsen i Västmanlands län"),
        ("uppsala", "Länsstyrelsen i Uppsala län"),
    ):
        place = REGISTER[slug]
        area = AREAS[f"SE-{place.county}"]
        office = find_state_office(place, area, REGISTER.values(), None)
        assert office is not None
        assert office.name == name
    koping = REGISTER["koping"]
    time = parse_time("1995", None)
    assert find_state_office(koping, "Västmanlands län", REGISTER.values(), time) is None
    assert find_state_office(REGISTER["moss"], "Østfold", REGISTER.values(), None) is None


def test_oslo_and_bergen_are_governed_by_a_byrad() -> None:
    now = parse_time("2015", None)
    long_ago = parse_time("1970", None)
    assert has_executive(REGISTER["oslo"], "byråd", None)
    assert has_executive(REGISTER["bergen"], "byråd", now)
    assert not has_executive(REGISTER["oslo"], "byråd", long_ago)
    assert not has_executive(REGISTER["oslo"], "formannskap", now)
    assert has_executive(REGISTER["moss"], "formannskap", None)
    assert not has_executive(REGISTER["moss"], "byråd", None)
    for body in ("byråd", "formannskap"):
        assert not has_executive(REGISTER["tromso"], body, now)


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("koping", "Köpings kommun"),
        ("boras", "Borås kommun"),
        ("malmo", "Malmö kommun"),
        ("falun", "Falu kommun"),
        ("moss", "Moss kommune"),
    ],
)
def test_a_municipality_is_called_what_its_letters_say(slug: str, name: str) -> None:
    assert name_authority(REGISTER[slug]) == name
