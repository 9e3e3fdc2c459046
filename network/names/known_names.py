"""What a finder of names knows: organisations and entries by all they are called, made ready.

Pure values. Whoever has the register and the entries hands them over as ``KnownOrganisation``,
``KnownArea`` and ``KnownEntry``; ``KnownNames`` is made of these once and asked for every text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from network.names.entry_names import EntryNames, KnownEntry

# The longest name that still may be one of the landscape: Vik, Berg, Lund, Strand.
_LANDSCAPE = 6
_SHORTEST_WITHOUT_DIACRITICS = 5
_AREA_ENDINGS = (" län", " fylke")
# What a municipality calls itself before *kommun* otherwise than by the genitive. Source: the
# municipality's own name, Falu kommun.
_BEFORE_KOMMUN = {"falun": "falu"}
_SPELT_ALIKE = {"fylkeskommun": "fylkeskommune", "fylkeskommunen": "fylkeskommune"}
_LETTERS = str.maketrans({"ö": "ø", "ä": "æ", "ü": "y", "é": "e", "è": "e", "ë": "e"})
_PLAIN_LETTERS = str.maketrans({"ø": "o", "æ": "a", "å": "a"})
_PARTS = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*-?")
_APART = re.compile(r"\s+[–—]\s+")


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation by its slug. ``names`` holds every name in any form, the usual one first;
    ``type`` is its type in the register, ``country`` NO or SE, ``county`` the key of its county."""

    target: str
    names: tuple[str, ...]
    type: str
    country: str = ""
    county: str = ""


@dataclass(frozen=True, slots=True)
class KnownArea:
    """A county as an area: its key (``NO-31``), what it is called, and its own body, if any."""

    key: str
    names: tuple[str, ...]
    body: str = ""

    @property
    def country(self) -> str:
        return self.key[:2]


@dataclass(slots=True)
class Pattern:
    """One name, word by word as it is looked for, and whose it is: exactly spelt, or nearly."""

    words: tuple[str, ...]
    written: str
    exact: set[str] = field(default_factory=set)
    near: set[str] = field(default_factory=set)
    only_before_kommun: bool = False


class KnownNames:
    """Everything that a text may name, ready to be looked up. Never changed once it is made.

    Making it costs some 0.1 s for the register and some 0.1 ms for every title.
    """

    def __init__(
        self,
        organisations: Iterable[KnownOrganisation],
        areas: Iterable[KnownArea] = (),
        entries: Iterable[KnownEntry] = (),
    ) -> None:
        self.organisations: Mapping[str, KnownOrganisation] = {
            organisation.target: organisation for organisation in organisations
        }
        self.areas = tuple(areas)
        self.by_area: Mapping[tuple[str, ...], tuple[KnownArea, ...]] = self._areas()
        self.patterns: Mapping[str, tuple[Pattern, ...]] = self._patterns()
        self.landscape = self._landscape()
        taken = {pattern.words for patterns in self.patterns.values() for pattern in patterns}
        self.entries = EntryNames(entries, taken)

    def _areas(self) -> dict[tuple[str, ...], tuple[KnownArea, ...]]:
        areas: dict[tuple[str, ...], tuple[KnownArea, ...]] = {}
        for area in self.areas:
            for name in area.names:
                for variant in list_area_variants(name):
                    words = tuple(normalise_spelling(word) for word in split_name(variant))
                    if area not in areas.get(words, ()):
                        areas[words] = (*areas.get(words, ()), area)
        return areas

    def _patterns(self) -> dict[str, tuple[Pattern, ...]]:
        by_words: dict[tuple[str, ...], Pattern] = {}

        def add(target: str, name: str, exact: bool, before_kommun: bool = False) -> None:
            words = tuple(normalise_spelling(word) for word in split_name(name))
            if not words:
                return
            pattern = by_words.setdefault(words, Pattern(words, name))
            if len(pattern.exact) + len(pattern.near) == 0:
                pattern.only_before_kommun = before_kommun
            (pattern.exact if exact else pattern.near).add(target)

        bodiless = {area.key for area in self.areas if not area.body}
        for organisation in self.organisations.values():
            for name in organisation.names:
                for variant in _variants(name):
                    add(organisation.target, variant, True)
            if organisation.type == "municipality":
                own = normalise_spelling(organisation.names[0])
                if own in _BEFORE_KOMMUN:
                    add(organisation.target, _BEFORE_KOMMUN[own], True, before_kommun=True)
                if organisation.country == "SE" and organisation.county in bodiless:
                    add(organisation.target, f"Region {organisation.names[0]}", True)
        for area in self.areas:
            if area.country == "NO" and area.body:
                # Swedish grammar: *Rogalands fylkeskommun*.
                add(area.body, f"{area.names[0]}s fylkeskommune", True)
        for pattern in list(by_words.values()):
            self._add_without_diacritics(pattern, by_words)
        by_first: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in by_words.values():
            by_first[pattern.words[0]].append(pattern)
        return {
            first: tuple(sorted(of_word, key=lambda pattern: -len(pattern.words)))
            for first, of_word in by_first.items()
        }

    def _add_without_diacritics(
        self, pattern: Pattern, by_words: dict[tuple[str, ...], Pattern]
    ) -> None:
        """A name as it is typed where a keyboard lacks its letters: *Goteborg*, *Tromso*. Where
        that is another's name (*Håbo*, *Habo*), each may be meant for the other."""
        bare = tuple(word.translate(_PLAIN_LETTERS) for word in pattern.words)
        if bare == pattern.words:
            return
        other = by_words.get(bare)
        if other:
            owners = set(pattern.exact)
            pattern.near |= other.exact - owners
            other.near |= owners - other.exact
        elif len("".join(bare)) >= _SHORTEST_WITHOUT_DIACRITICS:
            by_words[bare] = Pattern(bare, pattern.written, set(), set(pattern.exact))

    def _landscape(self) -> frozenset[str]:
        """Names that end other names too (Vik, Narvik): farms, places and families bear them."""
        single = {
            words[0]
            for pattern in self.patterns.values()
            for variant in pattern
            if len(words := variant.words) == 1
            and any(self.organisations[slug].type == "municipality" for slug in variant.exact)
        }
        ends = {name[start:] for name in single for start in range(1, len(name))}
        return frozenset(
            name
            for name in single & ends
            # What a trading town is called (Köping, Norrköping) no family is.
            if len(name) <= _LANDSCAPE and not name.endswith("ing")
        )


def normalise_spelling(word: str) -> str:
    """One spelling of a word for both countries' letters: *Göteborg* and *Gøteborg*, *Bærum* and
    *Bärum*; and of *fylkeskommun* and *fylkeskommune*."""
    form = unicodedata.normalize("NFC", word).casefold().translate(_LETTERS)
    return _SPELT_ALIKE.get(form, form)


def split_name(name: str) -> list[str]:
    """The words of a name; those with a hyphen stay whole."""
    return [word.rstrip("-") for word in _PARTS.findall(name)]


def list_area_variants(name: str) -> Iterator[str]:
    """*Västmanlands län* is also *Västmanland* and, after a *Norwegian* pen, *Västmanland län*."""
    yield name
    for ending in _AREA_ENDINGS:
        if name.endswith(ending):
            bare = name.removesuffix(ending)
            yield bare
            if bare.endswith("s"):
                yield bare[:-1]
                yield bare[:-1] + ending


def _variants(name: str) -> Iterator[str]:
    """The ways in which a name is written; *Länsstyrelsen i Västmanlands län* has six."""
    for part in (name, *_APART.split(name)):
        head, within, area = part.partition(" i ")
        areas = list(list_area_variants(area)) if within else []
        if len(areas) > 1:
            for variant in areas:
                yield f"{head} i {variant}"
                yield f"{head} {variant}"
        else:
            yield part
            if part.startswith("Region ") and part.endswith(" län"):
                bare = part.removesuffix(" län")
                yield bare
                yield bare.removesuffix("s")
