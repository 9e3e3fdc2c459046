"""A name that stands alone, as in a field, is the organisation that bears it, or asked about."""

from __future__ import annotations

import pytest

from network.names.bodies import find_bodies
from network.names.known_names import KnownArea, KnownNames, KnownOrganisation


def municipality(slug: str, country: str, county: str, *names: str) -> KnownOrganisation:
    return KnownOrganisation(slug, names, "municipality", country, f"{country}-{county}")


NAMES = KnownNames(
    [
        municipality("eksempelvik", "NO", "99", "Eksempelvik", "Gamle Eksempelvik"),
        municipality("exempelstad", "SE", "97", "Exempelstad"),
        municipality("provaas", "NO", "99", "Prøvås"),
        municipality("like-no", "NO", "99", "Like"),
        municipality("like-se", "SE", "97", "Like"),
        municipality("vinje-ost", "NO", "99", "Vinje"),
        municipality("vinje-vest", "NO", "98", "Vinje"),
        KnownOrganisation("region-exempel", ("Region Exempel",), "county", "SE", "SE-97"),
        KnownOrganisation("ostfylket", ("Østfylket fylkeskommune",), "county", "NO", "NO-99"),
        KnownOrganisation(
            "laget", ("LAGET – Landsforeningen for alt", "LAGET"), "association", "NO"
        ),
    ],
    [
        KnownArea("NO-99", ("Østfylket",), "ostfylket"),
        KnownArea("NO-98", ("Vestfylket",)),
        KnownArea("SE-97", ("Exempelns län",)),
    ],
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Eksempelvik", "eksempelvik"),
        ("Eksempelvik kommune", "eksempelvik"),
        ("EKSEMPELVIK KOMMUNE", "eksempelvik"),
        ("kommunen i Eksempelvik", "eksempelvik"),
        ("Eksempelviks", "eksempelvik"),
        ("Eksempelvik kommunes", "eksempelvik"),
        ("Eksempelvik kommun", "eksempelvik"),
        ("Gamle Eksempelvik kommune", "eksempelvik"),
        ("Exempelstads kommun", "exempelstad"),
        ("Exempelstads stad", "exempelstad"),
        ("Prövås", "provaas"),
        ("Provas kommune", "provaas"),
        ("Region Exempel", "region-exempel"),
        ("Østfylket fylkeskommune", "ostfylket"),
        ("Landsforeningen for alt", "laget"),
        ("LAGET", "laget"),
        ("Like kommune", "like-no"),
        ("Likes kommun", "like-se"),
        ("svenske Like", "like-se"),
        ("Like i Sverige", "like-se"),
        ("Vinje i Vestfylket", "vinje-vest"),
        ("Vinje kommune (Østfylket)", "vinje-ost"),
    ],
)
def test_a_name_in_any_form_is_its_bearer(name: str, slug: str) -> None:
    assert find_bodies(name, NAMES) == (slug,)


@pytest.mark.parametrize(
    ("name", "slugs"),
    [("Like", ("like-no", "like-se")), ("Vinje kommune", ("vinje-ost", "vinje-vest"))],
)
def test_a_name_of_several_is_all_of_them(name: str, slugs: tuple[str, ...]) -> None:
    assert find_bodies(name, NAMES) == slugs


@pytest.mark.parametrize(
    "name",
    [
        "",
        "kommune",
        "Politiet i Eksempelvik",
        "Eksempelvik idrettslag",
        "Kommunestyret i Eksempelvik",
        "Eksempelvik og Exempelstad",
        "Ukjent kommune",
        "x" * 5000,
    ],
)
def test_what_only_has_a_name_in_it_is_nobodys(name: str) -> None:
    assert find_bodies(name, NAMES) == ()
