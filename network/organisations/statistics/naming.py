"""What statistics offices call the axes of a table, and the codes of municipalities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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
_STATUSES = tuple(
    re.compile(rf"(?:{words})\w*", re.IGNORECASE)
    for words in (
        "ugift|ogift|single|unmarried|never married",
        "gift|married",
        "skilt|skild|frånskild|fraskilt|divorced",
        "enke|enkja|änk|widow",
    )
)
# What a number of inhabitants is called.
_PEOPLE = frozenset(
    "folkmängd folkmängden folkemengde folkemengden folketal folketallet befolkning befolkningen "
    "population innbyggere innbyggjarar invånare inhabitants".split()
)
# What it is called in a table whose title says that its persons are the population.
_PERSONS = frozenset(("personer", "persons"))
_OF_PEOPLE = re.compile(r"befolkning|folkmängd|folkemengd|folketal|population", re.IGNORECASE)
_ALL = frozenset(
    "total totalt totalen totals tot alt ialt alle alla samtliga samtlige begge båda både both all "
    "sum summa".split()
)
_MALE = frozenset("menn män mann male males men".split())
_FEMALE = frozenset("kvinner kvinnor women kvinne female females".split())
_BESIDE_ALL = (
    _MALE
    | _FEMALE
    | frozenset(
        "i kjønn kön könen kjønna kjønnene sex sexes gender genders aldre aldrar åldrar "
        "åldersgrupper "
        "aldersgrupper alder ålder age ages og och and år years personer persons folkmängd "
        "befolkning befolkningen civilstånd sivilstand sivilstander sivilstandar marital status "
        "statuses population".split()
    )
)
_ALL_CODES = frozenset("tot total totalt tot1 ialt _t 1+2".split())

# How the statistics offices call themselves in their files.
_OFFICES: Mapping[str, tuple[str, ...]] = {
    "NO": ("statistisk sentralbyrå", "statistics norway", "ssb"),
    "SE": ("statistiska centralbyrån", "statistikmyndigheten", "statistics sweden", "scb"),
    "FI": ("tilastokeskus", "statistikcentralen", "statistics finland", "statfin", "åsub"),
}
_FINNISH_CODE = re.compile(r"(?:KU)?(\d{3})(?!\d)")
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


def are_all_statuses(labels: Sequence[str]) -> bool:
    """Whether these are the four marital statuses, each once."""
    found = [
        number
        for label in labels
        for number, pattern in enumerate(_STATUSES)
        if pattern.match(label.strip())
    ]
    return len(labels) == 4 and sorted(found) == [0, 1, 2, 3]


def is_class(name: str) -> bool:
    """Whether an axis of this name divides people by what they are."""
    return _is(name, _CLASS)


def is_population(label: str, title: str) -> bool:
    """Whether what is counted is plainly inhabitants: *Folkmängd*, *Befolkning 1. januar*, or
    *Personer* under a title that says so."""
    first = _first(label)
    return first in _PEOPLE or (first in _PERSONS and _OF_PEOPLE.search(title) is not None)


def is_total(label: str, code: str = "") -> bool:
    """Whether a category is called all of them: *Totalt*, *Begge kjønn*, *samtliga åldrar*,
    *totalt, samtliga män och kvinnor*; one sex alone is not all, whatever stands beside it."""
    words = set(_WORD.findall(label.casefold()))
    if _DIGIT.search(label) or not words <= _ALL | _BESIDE_ALL:
        return False
    if bool(words & _MALE) != bool(words & _FEMALE):
        return False
    is_both = bool(words & _MALE)
    return bool(words & _ALL) or is_both or code.casefold() in _ALL_CODES


def find_country(source: str) -> str:
    """The country of the office that a source names: NO, SE, FI, or "" for none or several."""
    words = source.casefold()
    plain = set("".join(letter if letter.isalnum() else " " for letter in words).split())
    countries = [
        country
        for country, names in _OFFICES.items()
        if any(name in (words if " " in name else plain) for name in names)
    ]
    return countries[0] if len(countries) == 1 else ""


def parse_finnish_code(code: str, label: str) -> str:
    """The three digits of a Finnish municipality's code: *091*, *KU091*. Empty for whatever else:
    regions and the whole country begin with other letters, or have two digits."""
    for text in (code, label):
        match = _FINNISH_CODE.match(text.strip())
        if match:
            return match[1]
    return ""


def parse_region_code(code: str, label: str) -> str:
    """The four digits of a municipality's code, from a code or from the beginning of a label:
    *0301*, *K-0301*, *0301 Oslo*. Empty for counties, countries and whatever else."""
    for text in (code, label):
        match = _CODE.match(text.strip())
        if match:
            return match[1]
    return ""
