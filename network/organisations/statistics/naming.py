"""What statistics offices call the axes of a table, and the codes of municipalities."""

from __future__ import annotations

import re

_REGION = frozenset(
    "region regions regioner regionkode regionkod kommune kommuner kommun kommunkod kommunenummer "
    "kommunnummer municipality municipalities geo".split()
)
_TIME = frozenset("tid time år year years årtal aar".split())
_CONTENTS = frozenset(
    "contentscode contents statistikkvariabel tabellinnehåll tabellinnhold innhold "
    "innehåll measure".split()
)
_SEX = frozenset("kjønn kjonn kön kon sex gender".split())
_AGE = frozenset("alder ålder age".split())
_CLASS = frozenset("civilstånd civilstand sivilstand sivilstatus marital".split()) | _SEX | _AGE
# What a number of inhabitants is called.
_PEOPLE = frozenset(
    "folkmängd folkmängden folkemengde folkemengden folketal folketallet befolkning befolkningen "
    "population innbyggere innbyggjarar invånare inhabitants".split()
)
# What it is called in a table whose title says that its persons are the population.
_PERSONS = frozenset(("personer", "persons"))
_OF_PEOPLE = re.compile(r"befolkning|folkmängd|folkemengd|folketal|population", re.IGNORECASE)
_ALL = frozenset("total totalt tot alt ialt alle samtliga alla begge båda both all".split())
_BESIDE_ALL = frozenset(
    "i kjønn kön könen sex sexes genders aldre aldrar åldrar alder ålder age ages".split()
)

_CODE = re.compile(r"(?:K[-_]?)?(\d{4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")


def _first(name: str) -> str:
    match = _WORD.search(name.casefold())
    return match[0] if match else ""


def _is(name: str, words: frozenset[str]) -> bool:
    """Whether a name is one of the words, or the word with its kind in brackets."""
    return _first(name) in words and len(_WORD.findall(name)) <= 2 and not _DIGIT.search(name)


def is_region(name: str) -> bool:
    """Whether an axis of this name has municipalities."""
    return _is(name, _REGION)


def is_time(name: str) -> bool:
    """Whether an axis of this name has years."""
    return _is(name, _TIME)


def is_contents(name: str) -> bool:
    """Whether an axis of this name says what is counted."""
    return _is(name, _CONTENTS)


def is_sex(name: str) -> bool:
    """Whether an axis of this name has sexes."""
    return _is(name, _SEX)


def is_age(name: str) -> bool:
    """Whether an axis of this name has ages."""
    return _is(name, _AGE)


def is_class(name: str) -> bool:
    """Whether an axis of this name divides people by what they are."""
    return _is(name, _CLASS)


def is_population(label: str, title: str) -> bool:
    """Whether what is counted is plainly inhabitants: *Folkmängd*, *Befolkning 1. januar*, or
    *Personer* under a title that says so."""
    first = _first(label)
    return first in _PEOPLE or (first in _PERSONS and _OF_PEOPLE.search(title) is not None)


def is_total(label: str) -> bool:
    """Whether a category is called all of them: *Totalt*, *Begge kjønn*, *samtliga åldrar*."""
    words = set(_WORD.findall(label.casefold()))
    return bool(words & _ALL) and words <= _ALL | _BESIDE_ALL and not _DIGIT.search(label)


def parse_region_code(code: str, label: str) -> str:
    """The four digits of a municipality's code, from a code or from the beginning of a label:
    *0301*, *K-0301*, *0301 Oslo*. Empty for counties, countries and whatever else."""
    for text in (code, label):
        match = _CODE.match(text.strip())
        if match:
            return match[1]
    return ""
