"""What a word is called in the other languages, and which words are false friends.

Read once, when first asked: some 0.1 s for 10,000 rows, 0.4 s where their keys are not kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from network.language.lexicon.file import LexiconRow, read_false_friends, read_related, read_terms
from network.language.lexicon.keys import FirstKeys, first_keys, folded, kept_keys, place_of
from network.language.words.nearness import SAME_FORM, SAME_KEY_IN_LEXICON, SAME_STEM
from network.language.words.nordic_key import nordic_key
from network.language.words.stems import LANGUAGES, stem
from network.language.words.tokens import tokens

# A word this long can begin a compound that is recognised by it.
_LONG = 6


class LexiconTerm(NamedTuple):
    """One word or word group of the lexicon: as written, its language, its folded words."""

    label: str
    language: str
    words: tuple[str, ...]


class Match(NamedTuple):
    """A term found at the start of a run of words: how many words it takes, how near it is.

    `nearness` is of `words.nearness`: SAME_FORM, SAME_STEM or SAME_KEY_IN_LEXICON.
    """

    term: LexiconTerm
    length: int
    nearness: float
    row: LexiconRow


@dataclass
class Lexicon:
    """The rows of both files, with the tables that answer for them."""

    rows: tuple[LexiconRow, ...]
    false_rows: tuple[LexiconRow, ...]
    first_keys: FirstKeys = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first_keys = self.first_keys or first_keys(self.rows)

    def matches(self, words: Sequence[str], language: str) -> list[Match]:
        """The terms of one language that the folded words begin with, nearest first."""
        if not words:
            return []
        matches = []
        for term_number in self.first_keys[language].get(nordic_key(words[0], language), ()):
            number, place = place_of(term_number)
            row = self.rows[number]
            term = _term(row.words(language)[place], language)
            length = len(term.words)
            if length > len(words):
                continue
            pairs = list(zip(words[:length], term.words, strict=True))
            if all(nordic_key(a, language) == nordic_key(b, language) for a, b in pairs):
                near = min(_near(a, b, language) for a, b in pairs)
                matches.append(Match(term, length, near, row))
        return sorted(matches, key=lambda match: (-match.nearness, match.row.line))

    def of_key(self, key: str, language: str) -> list[LexiconTerm]:
        """The terms of one language that begin with a word of this key."""
        return [
            _term(self.rows[number].words(language)[place], language)
            for number, place in map(place_of, self.first_keys[language].get(key, ()))
        ]

    def has_key(self, key: str, language: str) -> bool:
        """Whether a term of one language begins with a word of this key."""
        return key in self.first_keys[language]

    @cached_property
    def _false(self) -> dict[tuple[str, str], frozenset[tuple[str, str]]]:
        friends: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for row in self.false_rows:
            sides = {
                # The word itself too: some definite forms have it for a stem (skjema, skjemaet).
                language: {
                    (language, form)
                    for word in map(_one, row.words(language))
                    for form in (word, stem(word, language))
                }
                for language in LANGUAGES
            }
            norwegian = sides["nb"] | sides["nn"]
            for side, other in ((sides["sv"], norwegian), (norwegian, sides["sv"])):
                for stemmed in side:
                    friends.setdefault(stemmed, set()).update(other)
        return {stemmed: frozenset(others) for stemmed, others in friends.items()}

    def false_friends(self, word: str, language: str) -> frozenset[tuple[str, str]]:
        """(language, stem) of every word that a folded word of `language` must not be joined to."""
        return self._false.get((language, stem(word, language)), frozenset())

    def false_beginnings(self, word: str) -> frozenset[tuple[str, str]]:
        """(language, stem) of what a compound must not be taken for because it begins with a
        false friend: *kommunestyremøte* keeps away from what *kommunestyre* keeps away from."""
        stems = (
            others
            for (_, false), others in self._false.items()
            if len(false) >= _LONG and word.startswith(false)
        )
        return frozenset().union(*stems)


def terms_of(row: LexiconRow, language: str) -> tuple[LexiconTerm, ...]:
    """The row's words in one language, folded."""
    terms = (_term(label, language) for label in row.words(language))
    return tuple(term for term in terms if term.words)


@lru_cache(maxsize=10_000)
def _term(label: str, language: str) -> LexiconTerm:
    return LexiconTerm(label, language, folded(label))


def _one(label: str) -> str:
    return next(tokens(label)).form


def _near(word: str, wanted: str, language: str) -> float:
    if word == wanted:
        return SAME_FORM
    is_same = stem(word, language) == stem(wanted, language)
    return SAME_STEM if is_same else SAME_KEY_IN_LEXICON


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the package, read at the first call and kept."""
    rows = read_terms()
    return Lexicon(rows, read_false_friends(), kept_keys("terms", rows))


@lru_cache(maxsize=1)
def related() -> Lexicon:
    """The rows of words that are used of one subject, though none is another's translation.

    Read at the first call and kept."""
    rows = read_related()
    return Lexicon(rows, (), kept_keys("related", rows))
