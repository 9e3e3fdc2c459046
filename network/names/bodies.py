"""Which organisation a name means that stands alone, as in a field of a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from network.names import evidence
from network.names.known_names import KnownNames, Pattern, normalise_spelling, split_name

# After a name: which countries' municipality it is. *Kommunen* is everybody's.
_COUNTRIES_OF_NOUN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys("kommune kommunes herad herads by bys".split(), ("NO",)),
    **dict.fromkeys("kommun kommuns stad stads".split(), ("SE", "FI")),
}
_NOUNS = frozenset({*_COUNTRIES_OF_NOUN, "kommunen", "kommunens"})
_LONGEST = 12


def find_bodies(name: str, known_names: KnownNames) -> tuple[str, ...]:
    """The slugs of the organisations that ``name`` as a whole may mean, by slug; none if unknown.

    Takes present and former names in any form, spelt with either country's letters or without
    them, in the genitive, with the municipality's noun (*Moss kommune*, *Göteborgs stad*, *kommunen
    i Moss*) and with where it lies (*Lund i Skåne*, *Våler (Østfold)*, *svenske Lund*). What is
    only part of a longer name, such as *politiet i Moss*, is nobody's. Costs microseconds.
    """
    words = split_name(name)
    if not words or len(words) > _LONGEST:
        return ()
    spelt = [normalise_spelling(word) for word in words]
    forms = [word.casefold() for word in words]
    for owners in (_find_named(spelt, known_names), _find_municipality(spelt, forms, known_names)):
        if owners:
            return tuple(sorted(owners))
    return tuple(sorted(_find_placed(spelt, forms, known_names)))


def _find_named(spelt: list[str], known_names: KnownNames) -> set[str]:
    """The owners of a name that is these words, perhaps in the genitive."""
    for last in _without_genitive(spelt[-1]):
        pattern = _find_pattern([*spelt[:-1], last], known_names)
        if pattern and not pattern.only_before_kommun:
            return pattern.exact or pattern.near
    return set()


def _without_genitive(word: str) -> tuple[str, ...]:
    return (word, word[:-1]) if word.endswith("s") and len(word) > 2 else (word,)


def _find_pattern(words: list[str], known_names: KnownNames) -> Pattern | None:
    patterns = known_names.patterns.get(words[0], ()) if words else ()
    return next((pattern for pattern in patterns if list(pattern.words) == words), None)


def _find_municipality(spelt: list[str], forms: list[str], known_names: KnownNames) -> set[str]:
    """*Moss kommune*, *Falu kommun*, *kommunen i Moss*, *Moss-kommune*."""
    countries: Collection[str] = ()
    if len(forms) > 1 and forms[-1] in _NOUNS:
        countries = _COUNTRIES_OF_NOUN.get(forms[-1], ())
        names = [[*spelt[:-2], last] for last in _without_genitive(spelt[-2])]
    elif len(forms) > 1 and forms[0] in evidence.MUNICIPALITY_NOUNS:
        countries = _COUNTRIES_OF_NOUN.get(forms[0], ())
        rest = spelt[2:] if forms[1] in evidence.WITHIN else spelt[1:]
        names = [[*rest[:-1], last] for last in _without_genitive(rest[-1])] if rest else []
    else:
        return set()
    for words in names:
        pattern = _find_pattern(words, known_names)
        if pattern:
            owners = _keep_municipalities(pattern.exact or pattern.near, known_names)
            # A Swede writes *Oslo kommun* and a Norwegian *Göteborg kommune*.
            return _of_countries(tuple(owners), countries, known_names) or owners
    return set()


def _keep_municipalities(owners: set[str], known_names: KnownNames) -> set[str]:
    return {slug for slug in owners if known_names.organisations[slug].type == "municipality"}


def _find_placed(spelt: list[str], forms: list[str], known_names: KnownNames) -> set[str]:
    """*svenske Lund*, *Lund i Sverige*, *Lund kommun i Skåne*, *Våler (Østfold)*."""
    country = evidence.find_country(forms[0])
    if country and len(forms) > 1:
        return _of_countries(find_bodies(" ".join(spelt[1:]), known_names), (country,), known_names)
    for count in range(1, len(spelt)):
        head, place = spelt[:count], spelt[count:]
        if forms[count] in evidence.WITHIN and len(place) > 1:
            place = place[1:]
        country = evidence.COUNTRIES.get(place[0], "") if len(place) == 1 else ""
        areas = {area.key for area in known_names.by_area.get(tuple(place), ())}
        if not country and not areas:
            continue
        owners = find_bodies(" ".join(head), known_names)
        if country:
            return _of_countries(owners, (country,), known_names)
        return {slug for slug in owners if known_names.organisations[slug].county in areas}
    return set()


def _of_countries(
    owners: tuple[str, ...], countries: Collection[str], known_names: KnownNames
) -> set[str]:
    return {slug for slug in owners if known_names.organisations[slug].country in countries}
