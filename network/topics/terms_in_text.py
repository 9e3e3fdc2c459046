"""Which glossary terms stand in a text of the neighbour's, in whatever form they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from network.interface_languages import PREFERRED
from network.kinds.dates import is_past
from network.language.lexicon.dictionary import lemmas, parts_of_speech
from network.language.lexicon.word_kinds import decide, place_in, readings
from network.language.words.inflections import SHORTEST, agreeing_bases, bases
from network.language.words.nordic_key import nordic_key
from network.language.words.paradigms import PartOfSpeech, forms_of
from network.language.words.tokens import MAX_LETTERS, fold
from network.text.highlighting import HighlightedText
from network.topics.values import Term

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
# A page has few languages and few names; an entry of some 200 bytes is kept for each word.
_MOST_FINDERS, _MOST_WORDS = 16, 10_000
_Value = TypeVar("_Value")

_INFLECTED: frozenset[PartOfSpeech] = frozenset({"noun", "verb", "adjective"})
# What may stand apart from its verb, and how many words from it.
_PARTICLES = frozenset({"in", "ut", "av", "upp", "till", "på", "opp", "inn"})
_PARTICLE_REACH = 4
_SENTENCE_END = re.compile(r"[.!?:;\n]+(?=\s|$)")
_CLAUSE_END = re.compile(r"[.!?:;,\n]+(?=\s|$)")


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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word or phrase of a term, or one that needs no explaining (no ``meaning``).

    ``kinds`` are the parts of speech that a single word has to be; none where that is not asked.
    """

    parts: tuple[str, ...]
    meaning: Meaning | None
    kinds: frozenset[str] = frozenset()
    only_near: tuple[str, ...] = ()
    never_near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one form may be: a candidate, and all that it may be otherwise."""

    candidate: _Candidate
    may_be: frozenset[str] = frozenset()
    infinitives: frozenset[str] = frozenset()


class TermsInText:
    """Finds the terms of one language that a reader of another needs explained.

    ``language`` is that of the text and ``reader`` that of the reader (nb, nn, sv). Of the terms
    that are the same institution, those are left out whose word the reader's language has too, as
    *äldreomsorg* and *eldreomsorg*. A word is met as the part of speech that its term has alone:
    *lagar* that cook are no laws; where nothing tells which it is, it is not explained.
    ``names`` adds names that are no terms: name → key, found as written when short, else however
    they are written. Made in some 10 ms of a glossary of 250.
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
        self._phrases: dict[str, list[_Candidate]] = {}
        self._heads: dict[str, Meaning] = {}
        # Forms of words that are too short to be found by their endings.
        self._short: dict[str, set[str]] = {}
        self._known: dict[str, tuple[tuple[_Reading, ...], frozenset[str]]] = {}
        self._by_term: dict[str, Meaning] = {}
        self._by_name: dict[str, Meaning] = {}
        terms = list(terms)
        for meaning in _meanings(terms, language, reader, today, names or {}):
            self._add(meaning)
        self._understood: set[str] = set()
        for term in terms:
            for phrase in _find_in(term.understood, language) or ():
                if len(_parts(phrase)) > 1:
                    self._add_candidate(_Candidate(_parts(phrase), None))
                else:
                    self._understood.add(_folded(phrase))

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
        term = meaning.term
        if term is not None:
            self._by_term.setdefault(term.id, meaning)
        if meaning.name:
            self._by_name.setdefault(meaning.name, meaning)
        if is_as_written(meaning.word):
            self._written[meaning.word] = meaning
            return
        parts = _parts(meaning.word)
        if not parts:
            return
        kinds: frozenset[str] = frozenset()
        only_near: tuple[str, ...] = ()
        never_near: tuple[str, ...] = ()
        if term is not None:
            only_near, never_near = (
                _find_in(near, self.language) or () for near in (term.only_near, term.never_near)
            )
            if len(parts) == 1:
                kinds = list_kinds(term, meaning.word, self.language)
        self._add_candidate(_Candidate(parts, meaning, kinds, only_near, never_near))
        is_head = len(parts) == 1 and len(parts[0]) >= _HEAD and kinds == {"noun"}
        if is_head and term is not None and term.relation != "false-friend" and not only_near:
            self._heads.setdefault(parts[0], meaning)

    def _add_candidate(self, candidate: _Candidate) -> None:
        first = candidate.parts[0]
        phrases = self._phrases.setdefault(first, [])
        phrases.append(candidate)
        phrases.sort(key=lambda phrase: -len(phrase.parts))
        if len(first) < SHORTEST:
            for kind in _INFLECTED.intersection(candidate.kinds):
                for form in forms_of(first, kind, self.language):
                    self._short.setdefault(form, set()).add(first)

    def _longest(
        self, text: str, words: Sequence[re.Match[str]], number: int
    ) -> tuple[Meaning | None, int]:
        """What begins at the word of this number, and how many words it is."""
        single, first = self._read(words[number][0])
        best: tuple[Meaning | None, int] = (None, 1)
        for base in first:
            for phrase in self._phrases[base]:
                many = self._count_words(text, words, number, phrase.parts)
                if many > best[1] and _is_meant(phrase, text, words[number]):
                    best = phrase.meaning, many
        if best[1] == 1:
            for reading in single:
                if self._fits(reading, text, words[number]):
                    return reading.candidate.meaning, 1
        return best

    def _count_words(
        self, text: str, words: Sequence[re.Match[str]], number: int, parts: tuple[str, ...]
    ) -> int:
        """How many words a phrase is that begins at a word; 0 where it does not go on."""
        if len(parts) == 1:
            return 0
        place = number
        for position, part in enumerate(parts[1:], 1):
            place += 1
            if len(parts) == 2 and part in _PARTICLES:
                place = self._find_particle(text, words, place, part)
            if place >= len(words):
                return 0
            between = text[words[place - 1].end() : words[place].start()]
            form = _folded(words[place][0])
            bases_of = bases if position == len(parts) - 1 else agreeing_bases
            if not _BETWEEN.fullmatch(between) or part not in bases_of(form, self.language):
                return 0
        return place - number + 1

    def _find_particle(
        self, text: str, words: Sequence[re.Match[str]], place: int, particle: str
    ) -> int:
        """Where the particle of a verb stands: *ställer vi aldrig in*; past the end if nowhere."""
        for after in range(place, min(place + _PARTICLE_REACH, len(words))):
            if not _BETWEEN.fullmatch(text[words[after - 1].end() : words[after].start()]):
                break
            form = words[after][0].casefold()
            if form == particle:
                return after
        return len(words)

    def _fits(self, reading: _Reading, text: str, word: re.Match[str]) -> bool:
        """Whether a word is the one of the term where it stands, and meant so."""
        candidate = reading.candidate
        if not _is_meant(candidate, text, word):
            return False
        if not reading.may_be or (len(reading.may_be) > 1 and reading.may_be <= candidate.kinds):
            return True
        place = place_in(text, word.start(), word.end())
        form = _folded(word[0])
        part = decide(form, place, reading.may_be, reading.infinitives, self.language)
        return part in candidate.kinds

    def _read(self, written: str) -> tuple[tuple[_Reading, ...], frozenset[str]]:
        """What one word may mean by itself, and the first parts of phrases that it may be."""
        known = self._known.get(written)
        if known is None:
            if len(self._known) >= _MOST_WORDS:
                self._known.clear()
            known = self._known[written] = self._work_out(written)
        return known

    def _work_out(self, written: str) -> tuple[tuple[_Reading, ...], frozenset[str]]:
        form = _folded(written)
        if len(written) > MAX_LETTERS or form in self._understood:
            return (), frozenset()
        words = {lemma.word for lemma in lemmas(form, self.language) if lemma.is_known}
        words |= self._short.get(form, set())
        first = frozenset(
            base for base in agreeing_bases(form, self.language) | words if base in self._phrases
        )
        for short in (written, written.removesuffix("s")):
            if short in self._written:
                return (_Reading(_Candidate((short,), self._written[short])),), first
        # The form itself comes first, then the longest base, which took the least away.
        single = [
            reading
            for base in sorted(
                (bases(form, self.language) | words) & first,
                key=lambda base: (base != form, -len(base), base),
            )
            for candidate in self._phrases[base]
            if len(candidate.parts) == 1 and (reading := self._read_as(form, candidate)) is not None
        ]
        if single:
            return tuple(single), first
        abbreviation = _HYPHENS.split(written, maxsplit=1)[0]
        meaning = self._written.get(abbreviation) or self._compound(form)
        if meaning is None:
            return (), first
        return (_Reading(_Candidate((form,), meaning)),), first

    def _read_as(self, form: str, candidate: _Candidate) -> _Reading | None:
        """The form as one of the candidate's word; None where it is only a form of others."""
        word = candidate.parts[0]
        if not candidate.kinds or not form.isalpha():
            return _Reading(candidate)
        known = readings(form, self.language)
        own: set[str] = {part for other, part in known if other == word and part in candidate.kinds}
        own |= {
            kind
            for kind in _INFLECTED.intersection(candidate.kinds)
            if form in forms_of(word, kind, self.language)
        }
        others = {(other, part) for other, part in known if other != word or part not in own}
        if not own:
            # The dictionary knows few names of institutions; verbs and adjectives it knows.
            if others or "noun" not in candidate.kinds:
                return None if form != word else _Reading(candidate)
            own = set(candidate.kinds)
        # As well a word of the same kind: *anker* and no *anker* of *anke*, *sköts* of *skjuta*.
        if form != word and any(
            part in own and (part == "verb" or other == form) for other, part in others
        ):
            return None
        may_be = frozenset(own | {part for _, part in others})
        infinitives = {other for other, part in known if part == "verb"}
        if "verb" in own:
            infinitives.add(word)
        return _Reading(candidate, may_be, frozenset(infinitives))

    def _compound(self, form: str) -> Meaning | None:
        """The term that a compound is a kind of, or that it is about."""
        if len(form) < _HEAD + _MODIFIER:
            return None
        for base in sorted(bases(form, self.language), key=lambda base: (-len(base), base)):
            for place in range(_MODIFIER, len(base) - _HEAD + 1):
                head = base[place:]
                if head in self._heads and _may_modify(base[:place]):
                    return self._heads[head] if self._may_end_in(head, form) else None
        for place in range(len(form) - 3, _FIRST - 1, -1):
            first = form[:place]
            for modifier in (first, f"{first[:-1]}a" if first.endswith("e") else first):
                # What has its link already is only that: *fritids|verksamhet*.
                if modifier.endswith("s"):
                    continue
                if modifier in self._heads and self._may_follow(form[place:]):
                    return self._heads[modifier]
        return None

    def _may_end_in(self, head: str, form: str) -> bool:
        """Whether the dictionary does not know better: *betjente* is of *betjene*, no *jente*."""
        known = readings(form, self.language)
        return not known or any(word.endswith(head) for word, _ in known)

    def _may_follow(self, rest: str) -> bool:
        return any(
            rest.startswith(link + word) and len(rest) - len(link + word) <= 5
            for link in _LINKS
            for word in _FOLLOWING[self.language]
        )


class _SameTerms:
    """Terms that are the same object; to compare them one by one would cost more than a finder."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self.terms = terms

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameTerms) and other.terms is self.terms

    def __hash__(self) -> int:
        return id(self.terms)


def load_finder(
    terms: Mapping[str, Term], language: str, reader: str, today: date, names: Mapping[str, str]
) -> TermsInText:
    """`TermsInText` for these terms, as an earlier page had it where they are the same object; it
    remembers the words of earlier texts. Some are kept, for each process."""
    return _finder(_SameTerms(terms), language, reader, today, tuple(sorted(names.items())))


@lru_cache(maxsize=_MOST_FINDERS)
def _finder(
    same: _SameTerms, language: str, reader: str, today: date, names: tuple[tuple[str, str], ...]
) -> TermsInText:
    return TermsInText(same.terms.values(), language, reader, today, dict(names))


def list_kinds(term: Term, word: str, language: str) -> frozenset[str]:
    """The parts of speech of a term's word: what the glossary says, else the dictionary, else a
    noun, which nearly all terms are. A phrase has none."""
    if len(_parts(word)) > 1:
        return frozenset()
    stated = _find_in(term.parts_of_speech, language)
    kinds = frozenset(stated or parts_of_speech(_folded(word), language) or ("noun",))
    return kinds or frozenset({"noun"})


def _is_meant(candidate: _Candidate, text: str, word: re.Match[str]) -> bool:
    """Whether the words of the sentence allow the sense that the term explains."""
    if not candidate.only_near and not candidate.never_near:
        return True
    if candidate.never_near and _has_word(text, word, _SENTENCE_END, candidate.never_near):
        return False
    return not candidate.only_near or _has_word(text, word, _CLAUSE_END, candidate.only_near)


def _has_word(
    text: str, word: re.Match[str], end: re.Pattern[str], beginnings: tuple[str, ...]
) -> bool:
    """Whether another word of the same sentence, or clause, begins so."""
    start = max((before.end() for before in end.finditer(text, 0, word.start())), default=0)
    after = end.search(text, word.end())
    return any(
        match[0].casefold().startswith(beginnings)
        for match in _WORD.finditer(text, start, after.start() if after else len(text))
        if match.start() != word.start()
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
        if not any(_find_in(term.explanation, known) for known in PREFERRED[reader]):
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
        yield from _meanings_of_word(ranked, language, named)
    for name, key in names.items():
        if _key(name) in key_of:
            yield Meaning(name, None, None, key)


def _meanings_of_word(
    ranked: list[tuple[tuple[bool, int, int], str, Term]], language: str, named: Mapping[str, str]
) -> Iterator[Meaning]:
    """The best term of a word, and further ones where the word is something else: *pleie*, which
    is care and is being used to."""
    friends = [term for _, _, term in ranked if term.relation == "false-friend"]
    real = [term for _, _, term in ranked if term.relation != "false-friend"]
    word = ranked[0][1]
    taken: set[str] = set()
    for term in real or friends[:1]:
        kinds = list_kinds(term, word, language)
        if taken & kinds or (taken and not kinds):
            continue
        taken |= kinds
        lookalike = next(
            (friend for friend in friends if list_kinds(friend, word, language) & kinds), None
        )
        yield Meaning(word, term, lookalike, named.get(term.id, ""))


def needs_explaining(term: Term, word: str, language: str, reader: str) -> bool:
    """Whether the reader's language lacks this word of the term in this meaning."""
    if term.relation == "false-friend":
        return True
    understood = _find_in(term.understood, language) or ()
    if word.casefold() in {phrase.casefold() for phrase in understood}:
        return False
    if term.relation == "near":
        return True
    own = {_spelt(other, reader) for other in term.words(reader)}
    return _spelt(word, language) not in own


def _find_in(texts: Mapping[Any, _Value], language: str) -> _Value | None:
    """What stands under a language; None for one that has nothing."""
    return texts.get(language)


def has_gone(term: Term, language: str, today: date) -> bool:
    """Whether the term is no longer in use in ``language``."""
    validity = _find_in(term.valid, language)
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
