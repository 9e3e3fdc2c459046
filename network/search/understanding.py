"""What a question says of where, when and how it went, understood as filters instead of words.

*skolefravær i Sverige*, *svenske kommuner*, *Köpings kommun*, *prøvd og stoppet*, *2016*: each is
taken out of the words and becomes a value of a facet. What may as well be an ordinary word stays
one: *svensk* and *norsk* without a noun are most often languages, *lund* and *bo* words. Quoted
words, words with a minus or a star, and questions with OR are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from network.language.lexicon.dictionary import is_known, split
from network.language.words.stems import LANGUAGES
from network.language.words.stop_words import is_small
from network.language.words.tokens import Token, normal, tokens
from network.names.known_names import normalise_spelling
from network.search.parsing import LONGEST
from network.search.understood_words import (
    ADJECTIVES,
    BEFORE_YEARS_ONLY,
    COMPARING,
    CONJUNCTIONS,
    COUNTED,
    FIELD,
    FIRST_OF_OUTCOME,
    FROM,
    INSTITUTIONS,
    LANDS,
    LEFT_OVER,
    MONTHS,
    MUNICIPALITIES,
    MUNICIPALITY,
    NAMES_IN_LEXICON,
    NOT,
    NOT_PROVENANCE,
    NUMBERED,
    OUTCOMES,
    WHERE,
    WHOLE,
    WORDS_THAT_ARE_NAMES,
)

_FIRST_YEAR, _LAST_YEAR = 1990, 2039
_QUOTES = re.compile('["“”„«»]')
_OR = re.compile(r"\b(?:OR|ELLER)\b")
_SENTENCE_ENDS = re.compile(r"[.?!:;]")
_MINUS_SIGNS = "-\u2010\u2011\u2013\u2212"
_OF_COUNTRY = "country"


class Place(NamedTuple):
    """A value of the facet ``organisation`` or ``county``, with the country (NO, SE) and the
    county (its key) where it lies, as far as they are known."""

    facet: str
    value: str
    country: str = ""
    county: str = ""


class PlaceName(NamedTuple):
    """A name as it is looked for: its words in ``normalise_spelling``, and whose it is.

    ``is_municipality`` says that *kommune* may follow it. A name that ``needs_from`` is understood
    after *fra* alone, one that ``needs_capitals`` only as a name is written.
    """

    words: tuple[str, ...]
    places: tuple[Place, ...]
    is_municipality: bool = False
    needs_from: bool = False
    needs_capitals: bool = False


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """The names that a question may have, by their first word, the longest first."""

    by_first: Mapping[str, tuple[PlaceName, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[PlaceName]) -> PlaceNames:
        """Makes them ready to be looked up."""
        by_first: dict[str, list[PlaceName]] = {}
        for name in names:
            by_first.setdefault(name.words[0], []).append(name)
        return cls(
            {
                first: tuple(sorted(of_word, key=lambda name: -len(name.words)))
                for first, of_word in by_first.items()
            }
        )


NO_PLACES = PlaceNames()


@dataclass(frozen=True, slots=True)
class UnderstoodPart:
    """Words as they were written, and the value of the facet that they were understood as."""

    written: str
    facet: str
    value: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question understood: the ``text`` left to search as words, ``filters`` (values by facet),
    and a part for every value, in the order of the question."""

    text: str
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    parts: tuple[UnderstoodPart, ...] = ()


class _Meaning(NamedTuple):
    """What tokens ``first`` to ``end`` (exclusive) mean; ``before`` more are taken with them."""

    first: int
    end: int
    values: tuple[tuple[str, str], ...]
    before: int = 0
    places: tuple[Place, ...] = ()


def understand(text: str, places: PlaceNames, literal: Collection[str] = ()) -> Understanding:
    """What a question asks for beside its words. ``literal`` holds what of it, as it was written
    (see ``UnderstoodPart``), is meant as words; it may be the whole text.

    Pure and linear; raises nothing. Some 15 µs for a question of five words in which nothing is
    understood. A text longer than a query may be is left as it is.
    """
    written = normal(text)
    if text in literal:
        return Understanding(text)
    if len(written) > LONGEST or _QUOTES.search(written) or _OR.search(written):
        return _understand_around_quotes(text, written, places, literal)
    question = _Question(written, places, literal)
    meanings = question.read()
    if not meanings:
        return Understanding(text)
    return question.without(meanings)


def _understand_around_quotes(
    text: str, written: str, places: PlaceNames, literal: Collection[str]
) -> Understanding:
    """What is in quotes is meant as words; a question with OR, or one too long, altogether."""
    if len(written) > LONGEST or _OR.search(written):
        return Understanding(text)
    # Each quoted stretch is blanked out for reading and kept for searching.
    blanked = re.sub('["“”„«»][^"“”„«»]*(?:["“”„«»]|$)', lambda m: " " * len(m[0]), written)
    question = _Question(blanked, places, literal, shown=written)
    meanings = question.read()
    return question.without(meanings) if meanings else Understanding(text)


class _Question:
    """One question's words, and the meanings found in them."""

    def __init__(
        self, text: str, places: PlaceNames, literal: Collection[str], shown: str | None = None
    ) -> None:
        self.text = text
        self.shown = text if shown is None else shown
        self.tokens: list[Token] = list(tokens(text))
        self.forms = [token.form for token in self.tokens]
        self.places = places
        self.literal = {_key(other) for other in literal}
        self.has_capitals = not text.isupper()
        self.not_meant = self._compared()

    def read(self) -> list[_Meaning]:
        """What is understood, in the order of the question."""
        meanings: list[_Meaning] = []
        at = 0
        while at < len(self.forms):
            meaning = self._at(at)
            if meaning is None:
                at += 1
                continue
            if self._key(meaning) not in self.literal:
                meanings.append(meaning)
            at = meaning.end
        return self._consistent(meanings)

    def without(self, meanings: list[_Meaning]) -> Understanding:
        """The question without the words that were understood."""
        if not meanings:
            return Understanding(self.shown)
        kept, end = [], 0
        parts: list[UnderstoodPart] = []
        filters: dict[str, set[str]] = {}
        for meaning in meanings:
            kept.append(self.shown[end : self.tokens[meaning.first - meaning.before].start])
            end = self.tokens[meaning.end - 1].end
            written = self.text[self.tokens[meaning.first].start : end]
            for facet, value in meaning.values:
                parts.append(UnderstoodPart(written, facet, value))
                filters.setdefault(facet, set()).add(value)
        kept.append(self.shown[end:])
        left = " ".join("".join(kept).split())
        if all(is_small(form) or form in LEFT_OVER for form in _forms(left)):
            left = ""
        return Understanding(
            left,
            {facet: frozenset(values) for facet, values in filters.items()},
            tuple(dict.fromkeys(parts)),
        )

    def _at(self, at: int) -> _Meaning | None:
        """What begins at a word, the longest of it."""
        form = self.forms[at]
        if self._is_operated(at):
            return None
        if len(form) == 4 and form.isascii() and form.isdigit():
            return self._year(at)
        meaning = None
        if form in FIRST_OF_OUTCOME:
            meaning = self._outcome(at)
        if meaning is None and self.places.by_first:
            meaning = self._place(at)
        if meaning is None and form in LANDS:
            meaning = self._land(at)
        if meaning is None and form in ADJECTIVES:
            meaning = self._adjective(at)
        return meaning

    # Countries

    def _land(self, at: int) -> _Meaning | None:
        word = LANDS[self.forms[at]]
        end = at + 1
        if word.is_genitive:
            # *Norges Bank* is no bank in Norway.
            if end == len(self.forms) or self.tokens[end].parts or self._has_capital(end):
                return None
            if self.forms[end] in MUNICIPALITIES:
                end += 1
        if not self._is_provenance(at, NOT_PROVENANCE):
            return None
        return _Meaning(at, end, ((word.facet, word.value),), self._before(at, WHERE))

    def _adjective(self, at: int) -> _Meaning | None:
        """*svenske kommuner*, *norske og svenske skoler*; without the noun it is a language."""
        values = [ADJECTIVES[self.forms[at]]]
        end = at + 1
        while (
            end + 1 < len(self.forms)
            and self.forms[end] in CONJUNCTIONS
            and self.forms[end + 1] in ADJECTIVES
        ):
            values.append(ADJECTIVES[self.forms[end + 1]])
            end += 2
        if end == len(self.forms) or self.forms[end] not in FIELD or self._is_operated(end):
            return None
        if self._has_capital(end) and end > 0 and self._has_capital(at):
            # *Svenska Kommunförbundet* and the like are names.
            return None
        # What nearly every entry is about is not searched as a word as well.
        if FIELD[self.forms[end]]:
            end += 1
        if not self._is_provenance(at, NOT_PROVENANCE - {"om"}):
            return None
        return _Meaning(at, end, tuple(dict.fromkeys(values)), self._before(at, WHERE))

    # Places

    def _place(self, at: int) -> _Meaning | None:
        form = normalise_spelling(self.forms[at])
        names = self.places.by_first.get(form, ())
        if form.endswith("s") and len(form) > 2:
            names = (*names, *self.places.by_first.get(form[:-1], ()))
        for name in sorted(names, key=_length) if len(names) > 1 else names:
            end = self._end_of_name(at, name)
            if end is not None:
                meaning = self._named(at, end, name)
                if meaning is not None:
                    return meaning
        return None

    def _end_of_name(self, at: int, name: PlaceName) -> int | None:
        """Where the name ends that is looked for at a word; its last word may have an s more."""
        end = at + len(name.words)
        if end > len(self.forms):
            return None
        for place, word in zip(range(at, end), name.words, strict=True):
            form = normalise_spelling(self.forms[place])
            if form != word and not (place == end - 1 and form == f"{word}s"):
                return None
        return end

    def _named(self, at: int, end: int, name: PlaceName) -> _Meaning | None:
        places = name.places
        has_kommune = (
            name.is_municipality and end < len(self.forms) and self.forms[end] in MUNICIPALITY
        )
        if has_kommune:
            countries = MUNICIPALITY[self.forms[end]]
            places = tuple(place for place in places if place.country in countries) or places
            end += 1
        elif name.places[0].facet == "county" and self._form(end) in MUNICIPALITIES:
            # *Västmanlands kommuner*, and *Ålands* is then no word.
            end += 1
        elif not self._is_meant(at, end, name):
            return None
        if not self._is_provenance(at, NOT_PROVENANCE - {"om"}):
            return None
        values = tuple((place.facet, place.value) for place in places)
        return _Meaning(at, end, values, self._before(at, WHERE), places)

    def _is_meant(self, at: int, end: int, name: PlaceName) -> bool:
        """Whether a name without *kommune* is the place's and no ordinary word or another's."""
        if name.needs_from and self._form(at - 1) not in FROM:
            return False
        if name.needs_capitals and not self._has_capital(at):
            return False
        following = self._form(end)
        if following in INSTITUTIONS or following.startswith("universitet"):
            return False
        if end - at > 1:
            return True
        if not may_be_word(self.forms[at]):
            return True
        if not self._has_capital(at) or self._begins_sentence(at):
            return False
        # *Gran Canaria* lies elsewhere, *Ida Lund* is a person.
        if self._has_capital(end) and not self._begins_sentence(end) and _is_unknown(following):
            return False
        before = self._form(at - 1)
        return (
            not self._has_capital(at - 1)
            or is_small(before)
            or self.text[self.tokens[at - 1].start : self.tokens[at - 1].end].isupper()
            or not _is_unknown(before)
        )

    # How it went

    def _outcome(self, at: int) -> _Meaning | None:
        rest = " ".join(self.forms[at : at + 12]) + " "
        before = self.forms[:at]
        for pattern in OUTCOMES:
            match = pattern.regex.match(rest)
            end = at + match[0].count(" ") if match else at
            if match and pattern.may_stand(before, self._form(end)):
                if any(map(self._is_operated, range(at, end))):
                    return None
                return _Meaning(at, end, tuple(("outcome", value) for value in pattern.values))
        return None

    # Years

    def _year(self, at: int) -> _Meaning | None:
        token = self.tokens[at]
        if not _FIRST_YEAR <= int(token.form) <= _LAST_YEAR:
            return None
        before, after = self._form(at - 1), self._form(at + 1)
        if before in NUMBERED or before in BEFORE_YEARS_ONLY or after in COUNTED:
            return None
        # 12. mai 2020
        if (before.isdigit() and len(before) != 4) or (
            before in MONTHS and self._form(at - 2).isdigit()
        ):
            return None
        # 2020–2023, 2016:278, 2016/17, 20.2016, 2016-
        if self.text[token.start - 1 : token.start].strip(" ([,;") if token.start else "":
            return None
        if not re.match(r"[.,;?!)\]]*(?:\s(?!\s*[-–—/]\s*\d)|$)", self.text[token.end :]):
            return None
        if re.search(r"\d\s*[-–—/]\s+$", self.text[: token.start]):
            return None
        if after in ("til", "till", "to") and re.match(r"\d{4}$", self._form(at + 2)):
            return None
        if before in ("til", "till"):
            return None
        if before in ("og", "och") and self._form(at - 3) in ("mellom", "mellan"):
            return None
        return _Meaning(at, at + 1, (("year", token.form),), self._before_year(at))

    def _before_year(self, at: int) -> int:
        count = 1 if self._form(at - 1) in ("år", "året") else 0
        return count + (1 if self._form(at - 1 - count) in _SINCE else 0)

    # What stands around

    def _form(self, at: int) -> str:
        return self.forms[at] if 0 <= at < len(self.forms) else ""

    def _has_capital(self, at: int) -> bool:
        if not (self.has_capitals and 0 <= at < len(self.tokens)):
            return False
        return self.text[self.tokens[at].start].isupper()

    def _begins_sentence(self, at: int) -> bool:
        if at == 0:
            return True
        between = self.text[self.tokens[at - 1].end : self.tokens[at].start]
        return bool(_SENTENCE_ENDS.search(between))

    def _is_operated(self, at: int) -> bool:
        """Whether a word has a minus before it or a star behind it."""
        start, end = self.tokens[at].start, self.tokens[at].end
        before = self.text[start - 1 : start] if start else ""
        return (before != "" and before in _MINUS_SIGNS) or self.text[end : end + 1] == "*"

    def _before(self, at: int, words: Collection[str]) -> int:
        """How many small words before a place belong to it: *i*, *i hele*."""
        count = 1 if self._form(at - 1) in WHOLE and self._form(at - 2) in words else 0
        return count + (1 if self._form(at - 1 - count) in words else 0)

    def _is_provenance(self, at: int, others: Collection[str]) -> bool:
        """Whether it is said where something is done; not *til Sverige*, *ikke i Sverige*."""
        before = self._before(at, WHERE)
        return (
            at not in self.not_meant
            and self._form(at - 1) not in others
            and self._form(at - 1 - before) not in NOT
            and self._form(at - 1) not in NOT
        )

    def _compared(self) -> frozenset[int]:
        """The words that *mellom … og …* compares: neither is where something is done."""
        compared: set[int] = set()
        for at, form in enumerate(self.forms):
            if form in COMPARING:
                following = self.forms[at + 1 : at + 6]
                joint = next(
                    (place for place, word in enumerate(following) if word in CONJUNCTIONS), None
                )
                if joint is not None:
                    compared.update(range(at + 1, at + joint + 4))
        return frozenset(compared)

    def _key(self, meaning: _Meaning) -> str:
        return " ".join(self.forms[meaning.first : meaning.end])

    def _consistent(self, meanings: list[_Meaning]) -> list[_Meaning]:
        """Places that no entry can be in at once stay words: *hva kan Moss lære av svenskene*."""
        countries = {
            value for meaning in meanings for facet, value in meaning.values if facet == _OF_COUNTRY
        }

        def is_within(meaning: _Meaning) -> bool:
            return not (meaning.places and countries) or any(
                not place.country or place.country in countries for place in meaning.places
            )

        within = [meaning for meaning in meanings if is_within(meaning)]
        places = [place for meaning in within for place in meaning.places]
        counties = {place.value for place in places if place.facet == "county"}
        bodies = [place for place in places if place.facet == "organisation"]
        if counties and any(place.county not in counties for place in bodies):
            return [meaning for meaning in within if not meaning.places]
        return within


_SINCE = frozenset("i fra från frå siden sidan sedan".split())


@lru_cache(maxsize=20_000)
def may_be_word(form: str) -> bool:
    """Whether a folded word that is a name may be an ordinary word, or a form of one, as well.

    What the dictionary knows as a compound alone (*haugesund*) is none.
    """
    bare = form[:-1] if form.endswith("s") and len(form) > 3 else form
    return any(_is_word(word) for word in {form, bare})


def _is_word(form: str) -> bool:
    if form in NAMES_IN_LEXICON:
        return False
    if len(form) < 3 or is_small(form) or form in WORDS_THAT_ARE_NAMES:
        return True
    return any(is_known(form, language) and split(form, language) is None for language in LANGUAGES)


def _is_unknown(form: str) -> bool:
    return not any(is_known(form, language) for language in LANGUAGES)


def _length(name: PlaceName) -> int:
    return -len(name.words)


def _forms(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


def _key(text: str) -> str:
    """Words as they are compared, however they were written."""
    return " ".join(_forms(text[: LONGEST * 4]))
