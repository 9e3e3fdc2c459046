"""The names of places and organisations that a question may have, from the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from network.names.known_names import list_area_variants, normalise_spelling, split_name
from network.organisations.values import County, Registered
from network.search.understanding import Place, PlaceName, PlaceNames

# Source: the municipality's own name, Falu kommun.
_GENITIVES = {"falun": "falu"}
_PLAIN_LETTERS = str.maketrans({"ø": "o", "æ": "a", "å": "a"})
_SHORTEST_WITHOUT_DIACRITICS = 5
_APART = re.compile(r"\s+[–—]\s+")
# A name of as many words as this can be nothing else, however it is written.
_LONG_NAME = 3


def make_place_names(organisations: Iterable[Registered], counties: Iterable[County]) -> PlaceNames:
    """The names of a whole register, ready to be looked up.

    A municipality goes before the county of the same name, a county before its elected body, and
    that before any other organisation; a name that several bear at one of these steps means all of
    them. A closed municipality means its successors, too. Costs some 30 ms for 700 organisations.
    """
    register = {organisation.slug: organisation for organisation in organisations}
    steps: list[list[tuple[str, Place]]] = [[], [], [], []]
    for organisation in register.values():
        step = {"municipality": 0, "county": 2}.get(organisation.type, 3)
        places = [_place(organisation)]
        if organisation.type == "municipality":
            places += [
                _place(register[slug]) for slug in organisation.followed_by() if slug in register
            ]
        for name in organisation.all_names():
            steps[step] += [(variant, place) for variant in _variants(name) for place in places]
    for county in counties:
        place = Place("county", county.key, county.country, county.key)
        for name in (county.area, *(parallel.name for parallel in county.parallel)):
            steps[1] += [(variant, place) for variant in _area_variants(name, county.country)]
    return PlaceNames.of(_names(steps))


def _names(steps: list[list[tuple[str, Place]]]) -> Iterator[PlaceName]:
    taken: set[tuple[str, ...]] = set()
    for step, named in enumerate(steps):
        owners: dict[tuple[str, ...], list[Place]] = {}
        written: dict[tuple[str, ...], str] = {}
        for name, place in named:
            for words in _spellings(name):
                owners.setdefault(words, []).append(place)
                written.setdefault(words, name)
        for words, places in owners.items():
            bare = tuple(word.translate(_PLAIN_LETTERS) for word in words)
            forms = [words]
            if (
                bare != words
                and bare not in owners
                and len("".join(bare)) >= (_SHORTEST_WITHOUT_DIACRITICS)
            ):
                forms.append(bare)
            for form in forms:
                if form in taken:
                    continue
                taken.add(form)
                is_other = step == 3
                yield PlaceName(
                    form,
                    tuple(dict.fromkeys(places)),
                    is_municipality=step == 0,
                    needs_from=is_other and len(form) == 1,
                    needs_capitals=is_other and 1 < len(form) < _LONG_NAME,
                )


def _place(organisation: Registered) -> Place:
    country = organisation.country or ""
    county = f"{country}-{organisation.county}" if country and organisation.county else ""
    return Place("organisation", organisation.slug, country, county)


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    """The words of a name as a question's words are compared, with and without its hyphens."""
    parts = [normalise_spelling(word) for word in split_name(name)]
    if not parts:
        return
    yield tuple(part.replace("-", "") for part in parts)
    if any("-" in part for part in parts):
        yield tuple(word for part in parts for word in part.split("-") if word)


def _variants(name: str) -> Iterator[str]:
    for part in dict.fromkeys((name, *_APART.split(name))):
        # *Västmanlands kommuner* are the municipalities there before they are their association.
        if part.casefold().endswith(" kommuner"):
            continue
        yield part
        if part.casefold() in _GENITIVES:
            yield _GENITIVES[part.casefold()]
        if part.startswith("Region ") and part.endswith(" län"):
            bare = part.removesuffix(" län")
            yield bare
            yield bare.removesuffix("s")
        if part.endswith(" fylkeskommune"):
            yield f"{part.removesuffix(' fylkeskommune')}s fylkeskommune"


def _area_variants(name: str, country: str) -> Iterator[str]:
    for variant in list_area_variants(name):
        # *Västmanlands* is found as a genitive, and *Stockholms* is the municipality's first.
        if variant != name and variant.endswith("s") and name.endswith(" län"):
            continue
        yield variant
        if country == "NO":
            yield f"{variant} fylke"
            yield f"{variant}s fylke"
        elif country == "FI":
            yield f"landskapet {variant}"
        elif not variant.endswith(" län"):
            yield f"{variant} län"
