"""From the words of a query to everything that is looked for, in the three languages.

A query word is looked for as it was typed, in other forms of its stem, in cognates that share its
Nordic key, and as what the lexicon calls it in the other languages. Each keeps its
language and how near it is, so that a page can show it and a reader can take it away. False friends
are never joined.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from network.language.lexicon.lexicon import Match, lexicon, related, terms_of
from network.language.words.nearness import (
    EQUIVALENT,
    NOT_JOINED,
    RELATED,
    ROUGH_KEY,
    SAME_FORM,
    SAME_KEY,
    SAME_STEM,
    SYNONYM,
)
from network.language.words.nordic_key import nordic_key
from network.language.words.stems import LANGUAGES, stem
from network.language.words.tokens import fold

_WEIGHTS = (SYNONYM, EQUIVALENT)

_NORWEGIAN = frozenset(("nb", "nn"))
# Texts in which an equivalent of a language may stand: the two Norwegian forms read each other.
TEXTS = {"sv": frozenset(("sv",)), "nb": _NORWEGIAN, "nn": _NORWEGIAN}


class Lookup(NamedTuple):
    """One word to look up in the index: in which languages it is read, in which texts it counts.

    `home` are the languages in which its own inflections stand and cannot be taken away, empty
    when unknown; `never` holds (language, stem) of its false friends, `removed` what the reader
    took away. The word itself can be taken away only if it was not `typed`. `language` is its own,
    None when unknown.
    """

    word: str
    languages: tuple[str, ...]
    texts: frozenset[str]
    home: frozenset[str] = frozenset()
    never: frozenset[tuple[str, str]] = frozenset()
    removed: frozenset[str] = frozenset()
    typed: bool = True
    language: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The Nordic keys under which the index may have the word, one to three."""
        return tuple(dict.fromkeys(nordic_key(self.word, language) for language in self.languages))

    def nearness(self) -> Callable[[str, str], float]:
        """A function of a form and the language of its text: how near the form is to the word, on
        the scale of `words.nearness`. For forms that the index has under one of `keys`."""
        stems = {stem(self.word, language) for language in self.languages}
        begins = tuple(stems)
        taken = {
            (language, stem(word, language)) for word in self.removed for language in LANGUAGES
        }

        # What is typed may share a key with a word of the other Norwegian; the lexicon has both.
        own_texts = frozenset((self.language,)) if self.typed else self.texts

        def near(form: str, language: str) -> float:
            if language not in self.texts:
                return NOT_JOINED
            # A stem is the beginning of its word, so most forms need not be stemmed to be
            # compared.
            if not (self.never or self.removed or form.startswith(begins)):
                return ROUGH_KEY if language in own_texts else SAME_KEY
            form_stem = stem(form, language)
            if (language, form_stem) in self.never:
                return NOT_JOINED
            if form == self.word and self.typed:
                return SAME_FORM
            own = form_stem in stems
            away = self.removed and not (own and language in self.home)
            if away and (form in self.removed or (language, form_stem) in taken):
                return NOT_JOINED
            if form == self.word:
                return SAME_FORM
            return SAME_STEM if own else ROUGH_KEY if language in own_texts else SAME_KEY

        return near

    def likeness(self) -> Callable[[str, str], float]:
        """A function of a form that looks like the word and the language of its text: 1.0 if it
        may be searched, 0.0 if it is, or begins with, a false friend of the word, and if the
        reader took it away."""
        never = self.never | _false_beginnings(self.word)

        def near(form: str, language: str) -> float:
            if language not in self.texts or form in self.removed:
                return NOT_JOINED
            form_stem = stem(form, language)
            if any(
                of_language == language and form_stem.startswith(other)
                for of_language, other in never
            ):
                return NOT_JOINED
            taken = {stem(word, language) for word in self.removed}
            return NOT_JOINED if form_stem in taken else SAME_FORM

        return near


class Equivalent(NamedTuple):
    """What a query word is called elsewhere: one or more words that must all stand in a text.

    `stands_for` counts the words of the query that it is another name of. One that is `related`
    is no name of the same thing: who writes of the one writes of the other. One that is
    `guessed` is what was probably meant by a word misspelt.
    """

    label: str
    language: str
    words: tuple[Lookup, ...]
    weight: float
    stands_for: int = 1
    related: bool = False
    guessed: bool = False


class BridgedWord(NamedTuple):
    """A query word, how it is looked up itself, and what else it is called."""

    word: str
    own: Lookup
    equivalents: tuple[Equivalent, ...] = ()


def bridge(
    words: Sequence[str],
    language: str | None,
    removed: AbstractSet[str] = frozenset(),
) -> tuple[BridgedWord, ...]:
    """The query's words, folded and in order, each with its ways; as many come out as go in.

    `language` is the query's, None when unknown: then every language is tried. `removed` holds
    words (as the bridge labelled them) that the reader does not want searched. A run of words
    that is one term of the lexicon (*voldelig ekstremisme*) gives its equivalents to each of its
    words. Unknown words come back with their own ways only; nothing is raised.
    """
    taken = frozenset(fold(word) for word in removed)
    return _bridged(tuple(words), language, taken)


@lru_cache(maxsize=10_000)
def _false_beginnings(word: str) -> frozenset[tuple[str, str]]:
    return lexicon().false_beginnings(word)


@lru_cache(maxsize=2_000)
def _bridged(
    words: tuple[str, ...], language: str | None, removed: frozenset[str]
) -> tuple[BridgedWord, ...]:
    gathered: list[dict[tuple[str, str], Equivalent]] = [{} for _ in words]
    longest = [0] * len(words)
    for start in range(len(words)):
        for match in _matches(words[start:], language):
            # What is no friend of a word is no friend of its other names either.
            of = words[start : start + match.length]
            never = frozenset().union(*(_never(word, language) for word in of))
            for place in range(start, start + match.length):
                if match.length < longest[place]:
                    continue
                longest[place] = match.length
                for equivalent in _others(match, removed, never, _WEIGHTS):
                    _keep_nearest(gathered[place], equivalent)
        for match in _related(words[start:], language):
            of = words[start : start + match.length]
            never = frozenset().union(*(_never(word, language) for word in of))
            for place in range(start, start + match.length):
                for equivalent in _others(match, removed, never, (RELATED, RELATED)):
                    _keep_nearest(gathered[place], equivalent._replace(related=True))
    return tuple(
        BridgedWord(word, _own(word, language, removed), tuple(equivalents.values()))
        for word, equivalents in zip(words, gathered, strict=True)
    )


def _matches(words: tuple[str, ...], language: str | None) -> list[Match]:
    """Terms at the start of the words: of the query's language, or else of the others.

    The very word keeps out those of its stem (*utrymning* is no *utrymme*), a same stem the mere
    sharing of a key, and the query's own language the others, so that a Norwegian *by* is not taken
    for a Swedish one.
    """
    own = _NORWEGIAN if language in _NORWEGIAN else frozenset((language,))
    tried = [other for other in LANGUAGES if language is None or other in own]
    matches = [match for own_language in tried for match in lexicon().matches(words, own_language)]
    if not matches:
        matches = [
            match
            for other in LANGUAGES
            if other not in tried
            for match in lexicon().matches(words, other)
        ]
    exact = {match.length for match in matches if match.nearness == SAME_FORM}
    sure = [
        match
        for match in matches
        if match.nearness >= (SAME_FORM if match.length in exact else SAME_STEM)
    ]
    return sorted(sure or matches, key=lambda match: -match.length)


def _related(words: tuple[str, ...], language: str | None) -> list[Match]:
    """Related terms (see `lexicon.related`) at the start of the words."""
    own = _NORWEGIAN if language in _NORWEGIAN else frozenset((language,))
    matches = [
        match
        for own_language in LANGUAGES
        if language is None or own_language in own
        for match in related().matches(words, own_language)
    ]
    return [match for match in matches if match.nearness >= SAME_STEM] or matches


def _keep_nearest(equivalents: dict[tuple[str, str], Equivalent], equivalent: Equivalent) -> None:
    before = equivalents.get((equivalent.label, equivalent.language))
    if before is None or before.weight < equivalent.weight:
        equivalents[equivalent.label, equivalent.language] = equivalent


def _others(
    match: Match,
    removed: frozenset[str],
    never: frozenset[tuple[str, str]],
    weights: tuple[float, float],
) -> list[Equivalent]:
    """The row's terms without those removed and those spelt the same; weighed as synonyms in the
    language of the match and as equivalents in the others."""
    equivalents = []
    for language in LANGUAGES:
        weight = weights[language != match.term.language] * match.nearness
        for other in terms_of(match.row, language):
            if other.words == match.term.words or fold(other.label) in removed:
                continue
            lookups = tuple(
                Lookup(
                    word,
                    (language,),
                    TEXTS[language],
                    never=never,
                    removed=removed,
                    typed=False,
                    language=language,
                )
                for word in other.words
            )
            equivalents.append(Equivalent(other.label, language, lookups, weight, match.length))
    return equivalents


def _own(word: str, language: str | None, removed: frozenset[str]) -> Lookup:
    home = TEXTS[language] if language else frozenset()
    everywhere = frozenset(LANGUAGES)
    return Lookup(
        word, LANGUAGES, everywhere, home, _never(word, language), removed, language=language
    )


def _never(word: str, language: str | None) -> frozenset[tuple[str, str]]:
    """The false friends of a word.

    A word is taken for the side of the pair whose spelling it has, the query's language first.
    In a query of unknown language a word that both sides spell alike (*rolig*) has none.
    """
    words = lexicon()
    swedish = words.false_friends(word, "sv")
    norwegian = words.false_friends(word, "nb") | words.false_friends(word, "nn")
    if language is None:
        return frozenset() if swedish and norwegian else swedish or norwegian
    return (swedish or norwegian) if language == "sv" else (norwegian or swedish)
