"""Which glossary terms stand in a text of the neighbour's, in whatever form they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from network.interface_languages import PREFERRED
from network.kinds.dates import is_past
from network.language.words.inflections import agreeing_bases, bases
from network.language.words.nordic_key import nordic_key
from network.language.words.tokens import MAX_LETTERS, fold
from network.text.highlighting import HighlightedText
from network.topics.values import Term

# Everyday words that are terms for the sake of searching; the neighbour reads them without help.
UNDERSTOOD: Mapping[str, frozenset[str]] = {
    "sv": frozenset({"fråga", "förebyggande arbete", "prevention", "protokoll"}),
    "nb": frozenset(
        "forebyggende arbeid|foreldre|medlem|representant|samarbeid|spørsmål".split("|")
    ),
    "nn": frozenset(
        "førebyggjande arbeid|foreldre|medlem|representant|samarbeid|spørsmål".split("|")
    ),
}

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[-\u2010\u2011\u00ad][^\W\d_]+)*")
_HYPHENS = re.compile("[-\u2010\u2011]")
_BETWEEN = re.compile(r"[-,]?\s{1,3}")
# Longer names are found however they are written; KS, Brå and Säpo only so.
_ABBREVIATION = 4

# A compound's last part says what it is: a remissyttrande is a yttrande.
_HEAD = 5
_MODIFIER = 3
_NO_MODIFIERS = frozenset(
    "ytter under over över etter efter före inter kontra anti med mot till til ved vid upp opp inn "
    "för for ovan nedan sist först förut åter pro mis med".split()
)
# What may follow a term in a compound that is still about it, up to its endings:
# barnevernstjenesten, förskolelärarna.
_FIRST = 6
_FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "sv": tuple("arbete chef instans lärar möte personal svar verksamhet ärende".split()),
    "nb": tuple("ansatt arbeid instans leder lærer møte sak svar tjeneste vedtak".split()),
    "nn": tuple("tilsett arbeid instans leiar lærar møte sak svar teneste vedtak".split()),
}
_LINKS = ("", "s", "e")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of the neighbour's stands for.

    ``word`` is as the glossary writes it. ``term`` explains it; ``lookalike`` is the false friend
    that has the same word, where that is another term or the only one. ``name`` is the key of a
    name that was given beside the glossary and that the word, or the term, is.
    """

    word: str
    term: Term | None
    lookalike: Term | None = None
    name: str = ""


class TermsInText:
    """Finds the terms of one language that a reader of another needs explained.

    ``language`` is that of the text and ``reader`` that of the reader (nb, nn, sv). Of the terms
    that are the same institution, those are left out whose word the reader's language has too, as
    *äldreomsorg* and *eldreomsorg*. ``names`` adds names that are no terms: name → key, found as
    written when short, else however they are written. Made in some 3 ms of a glossary of 150.
    """

    def __init__(
        self,
        terms: Iterable[Term],
        language: str,
        reader: str,
        today: date,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.language = language
        self._written: dict[str, Meaning] = {}
        # First part of a phrase, in its base form → phrases, the longest first.
        self._phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        self._heads: dict[str, Meaning] = {}
        self._known: dict[str, tuple[Meaning | None, frozenset[str]]] = {}
        self._by_term: dict[str, Meaning] = {}
        self._by_name: dict[str, Meaning] = {}
        for meaning in _meanings(terms, language, reader, today, names or {}):
            self._add(meaning)

    def find(self, text: str) -> Iterator[HighlightedText[Meaning]]:
        """The terms in ``text`` (NFC) in order, the longest where several begin at one word."""
        words = list(_WORD.finditer(text))
        number = 0
        while number < len(words):
            meaning, many = self._longest(text, words, number)
            if meaning is not None:
                yield HighlightedText(
                    words[number].start(), words[number + many - 1].end(), meaning
                )
            number += many

    def of_term(self, term_id: str) -> Meaning | None:
        """What the term with this id means, by its first word; None where it needs no telling."""
        return self._by_term.get(term_id)

    def of_name(self, key: str) -> Meaning | None:
        """What the name that was given with this key means."""
        return self._by_name.get(key)

    def _add(self, meaning: Meaning) -> None:
        if meaning.term is not None:
            self._by_term.setdefault(meaning.term.id, meaning)
        if meaning.name:
            self._by_name.setdefault(meaning.name, meaning)
        if is_as_written(meaning.word):
            self._written[meaning.word] = meaning
            return
        parts = _parts(meaning.word)
        if not parts:
            return
        phrases = self._phrases.setdefault(parts[0], [])
        phrases.append((parts, meaning))
        phrases.sort(key=lambda phrase: -len(phrase[0]))
        is_term = meaning.term is not None and meaning.term.relation != "false-friend"
        if len(parts) == 1 and len(parts[0]) >= _HEAD and is_term:
            self._heads[parts[0]] = meaning

    def _longest(
        self, text: str, words: Sequence[re.Match[str]], number: int
    ) -> tuple[Meaning | None, int]:
        """What begins at the word of this number, and how many words it is."""
        written = words[number][0]
        own_meaning, first = self._one(written)
        best: tuple[Meaning | None, int] = (own_meaning, 1)
        for base in first:
            for parts, meaning in self._phrases[base]:
                if len(parts) > best[1] and self._continues(text, words, number, parts):
                    best = meaning, len(parts)
        return best

    def _continues(
        self, text: str, words: Sequence[re.Match[str]], number: int, parts: tuple[str, ...]
    ) -> bool:
        if number + len(parts) > len(words):
            return False
        for place, part in enumerate(parts[1:], number + 1):
            between = text[words[place - 1].end() : words[place].start()]
            form = _folded(words[place][0])
            last = place == number + len(parts) - 1
            bases_of = bases if last else agreeing_bases
            if not _BETWEEN.fullmatch(between) or part not in bases_of(form, self.language):
                return False
        return True

    def _one(self, written: str) -> tuple[Meaning | None, frozenset[str]]:
        """What one word means by itself, and the first parts of phrases that it may be."""
        meaning = self._known.get(written)
        if meaning is None:
            meaning = self._known[written] = self._worked_out(written)
        return meaning

    def _worked_out(self, written: str) -> tuple[Meaning | None, frozenset[str]]:
        if len(written) > MAX_LETTERS:
            return None, frozenset()
        form = _folded(written)
        first = frozenset(
            base for base in agreeing_bases(form, self.language) if base in self._phrases
        )
        for short in (written, written.removesuffix("s")):
            if short in self._written:
                return self._written[short], first
        # The form itself comes first, then the longest base, which took the least away.
        for base in sorted(
            bases(form, self.language) & first, key=lambda base: (base != form, -len(base), base)
        ):
            for parts, meaning in self._phrases[base]:
                if len(parts) == 1:
                    return meaning, first
        abbreviation = _HYPHENS.split(written, maxsplit=1)[0]
        return self._written.get(abbreviation) or self._compound(form), first

    def _compound(self, form: str) -> Meaning | None:
        """The term that a compound is a kind of, or that it is about."""
        if len(form) < _HEAD + _MODIFIER:
            return None
        for base in bases(form, self.language):
            for place in range(_MODIFIER, len(base) - _HEAD + 1):
                if base[place:] in self._heads and _may_modify(base[:place]):
                    return self._heads[base[place:]]
        for place in range(len(form) - 3, _FIRST - 1, -1):
            first = form[:place]
            for modifier in (first, f"{first[:-1]}a" if first.endswith("e") else first):
                if modifier in self._heads and self._may_follow(form[place:]):
                    return self._heads[modifier]
        return None

    def _may_follow(self, rest: str) -> bool:
        return any(
            rest.startswith(link + word) and len(rest) - len(link + word) <= 5
            for link in _LINKS
            for word in _FOLLOWING[self.language]
        )


def is_as_written(word: str) -> bool:
    """Whether a word is one that means itself only in these letters: KS, NSVE, Brå."""
    return word.isupper() or (len(word) <= _ABBREVIATION and not word.islower())


def _meanings(
    terms: Iterable[Term], language: str, reader: str, today: date, names: Mapping[str, str]
) -> Iterator[Meaning]:
    """Every word that is to be found, once, with the term that explains it best."""
    by_word: dict[str, list[tuple[tuple[bool, int, int], str, Term]]] = {}
    key_of = {_key(name): key for name, key in names.items()}
    named: dict[str, str] = {}
    for order, term in enumerate(terms):
        if not any(term.explanation.get(known) for known in PREFERRED[reader]):  # type: ignore[call-overload]
            continue
        has_ended = has_gone(term, reader, today)
        for position, word in enumerate(term.words(language)):
            if _key(word) in key_of:
                named[term.id] = key_of.pop(_key(word))
            if needs_explaining(term, word, language, reader):
                rank = (has_ended, position, order)
                by_word.setdefault(_key(word), []).append((rank, word, term))
    for ranked in by_word.values():
        ranked.sort(key=lambda candidate: candidate[0])
        friends = [term for _, _, term in ranked if term.relation == "false-friend"]
        real = [term for _, _, term in ranked if term.relation != "false-friend"]
        term = (real or friends)[0]
        yield Meaning(ranked[0][1], term, friends[0] if friends else None, named.get(term.id, ""))
    for name, key in names.items():
        if _key(name) in key_of:
            yield Meaning(name, None, None, key)


def needs_explaining(term: Term, word: str, language: str, reader: str) -> bool:
    """Whether the reader's language lacks this word of the term in this meaning."""
    if term.relation == "false-friend":
        return True
    if word.casefold() in UNDERSTOOD[language]:
        return False
    if term.relation == "near":
        return True
    own = {_spelt(other, reader) for other in term.words(reader)}
    return _spelt(word, language) not in own


def has_gone(term: Term, language: str, today: date) -> bool:
    """Whether the term is no longer in use in ``language``."""
    validity = term.valid.get(language)  # type: ignore[call-overload]
    return validity is not None and is_past(validity.until, today)


def _spelt(word: str, language: str) -> tuple[str, ...]:
    return tuple(nordic_key(part, language) for part in _parts(word))


def _key(word: str) -> str:
    return word if is_as_written(word) else " ".join(_parts(word))


def _parts(word: str) -> tuple[str, ...]:
    return tuple(_folded(part[0]) for part in _WORD.finditer(word))


def _folded(word: str) -> str:
    return fold(_HYPHENS.sub("", word)) if not word.isalpha() else word.casefold()


def _may_modify(first: str) -> bool:
    return first not in _NO_MODIFIERS and first.removesuffix("s") not in _NO_MODIFIERS
