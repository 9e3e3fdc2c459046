"""What a word is called in the other languages, and which words are false friends.

Read once, when first asked; the reading of 5,000 rows takes some 0.3 s, most of it for keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from network.language.lexicon_file import Row, read_false_friends, read_terms
from network.language.nordic_key import nordic_key
from network.language.stems import LANGUAGES, stem
from network.language.tokens import tokens

# A word this long can begin a compound that is recognised by it.
_LONG = 6


@dataclass(frozen=True, slots=True)
class Term:
    """One word or word group of the lexicon: as written, its language, its folded words."""

    label: str
    language: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A term found at the start of a run of words: how many words it takes, how near it is.

    `nearness` is 1.0 for the dictionary form itself, 0.95 for the same stem, 0.8 for the same key.
    """

    term: Term
    length: int
    nearness: float
    row: Row


@dataclass
class Lexicon:
    """The rows of both files, with the tables that answer for them."""

    rows: tuple[Row, ...]
    false_rows: tuple[Row, ...]
    _by_first_key: dict[tuple[str, str], list[tuple[Term, tuple[str, ...], Row]]] = field(
        init=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for row in self.rows:
            for language in LANGUAGES:
                for one in terms_of(row, language):
                    keys = tuple(nordic_key(word, language) for word in one.words)
                    self._by_first_key.setdefault((language, keys[0]), []).append((one, keys, row))

    def matches(self, words: Sequence[str], language: str) -> list[Match]:
        """The terms of one language that the folded words begin with, nearest first."""
        if not words:
            return []
        keys = [nordic_key(words[0], language)]
        found = []
        for one, wanted, row in self._by_first_key.get((language, keys[0]), ()):
            length = len(wanted)
            if length > len(words):
                continue
            keys += [nordic_key(word, language) for word in words[len(keys) : length]]
            if tuple(keys[:length]) == wanted:
                near = min(map(_near, words[:length], one.words, (language,) * length))
                found.append(Match(one, length, near, row))
        return sorted(found, key=lambda match: (-match.nearness, match.row.line))

    def has_key(self, key: str, language: str) -> bool:
        """Whether a term of one language begins with a word of this key."""
        return (language, key) in self._by_first_key

    @cached_property
    def _false(self) -> dict[tuple[str, str], frozenset[tuple[str, str]]]:
        found: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for row in self.false_rows:
            sides = {
                language: {
                    (language, stem(word, language)) for word in map(_one, row.words(language))
                }
                for language in LANGUAGES
            }
            norwegian = sides["nb"] | sides["nn"]
            for side, other in ((sides["sv"], norwegian), (norwegian, sides["sv"])):
                for one in side:
                    found.setdefault(one, set()).update(other)
        return {one: frozenset(others) for one, others in found.items()}

    def false_friends(self, word: str, language: str) -> frozenset[tuple[str, str]]:
        """(language, stem) of every word that a folded word of `language` must not be joined to."""
        return self._false.get((language, stem(word, language)), frozenset())

    def false_beginnings(self, word: str) -> frozenset[tuple[str, str]]:
        """(language, stem) of what a compound must not be taken for because it begins with a
        false friend: *kommunestyremøte* keeps away from what *kommunestyre* keeps away from."""
        found = (
            others
            for (_, false), others in self._false.items()
            if len(false) >= _LONG and word.startswith(false)
        )
        return frozenset().union(*found)


def terms_of(row: Row, language: str) -> tuple[Term, ...]:
    """The row's words in one language, folded."""
    found = []
    for label in row.words(language):
        words = tuple(part for token in tokens(label) for part in (token.parts or (token.form,)))
        if words:
            found.append(Term(label, language, words))
    return tuple(found)


def _one(label: str) -> str:
    return next(tokens(label)).form


def _near(word: str, wanted: str, language: str) -> float:
    if word == wanted:
        return 1.0
    return 0.95 if stem(word, language) == stem(wanted, language) else 0.8


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the package, read at the first call and kept."""
    return Lexicon(read_terms(), read_false_friends())
