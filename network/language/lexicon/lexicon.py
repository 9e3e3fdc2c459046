"""What a word is called in the other languages, and which words are false friends.

Read once, when first asked: some 0.1 s for 10,000 rows, 0.4 s where their keys are not kept.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from network.language.lexicon.file import LexiconRow, read_false_friends, read_related, read_terms
from network.language.lexicon.kept_files import folded
from network.language.words.stems import LANGUAGES, stem
from network.language.words.tokens import tokens


class LexiconTerm(NamedTuple):
    """One word or word group of the lexicon: as written, its language, its folded words."""

    label: str
    language: str
    words: tuple[str, ...]


@dataclass
class Lexicon:
    """The rows of both files, with the tables that answer for them."""

    rows: tuple[LexiconRow, ...]
    false_rows: tuple[LexiconRow, ...]

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


# Asked some seventy times for a word of a question; a row is some 250 bytes here.
@lru_cache(maxsize=20_000)
def terms_of(row: LexiconRow, language: str) -> tuple[LexiconTerm, ...]:
    """The row's words in one language, folded."""
    terms = (_term(label, language) for label in row.words(language))
    return tuple(term for term in terms if term.words)


@lru_cache(maxsize=10_000)
def _term(label: str, language: str) -> LexiconTerm:
    return LexiconTerm(label, language, folded(label))


def _one(label: str) -> str:
    return next(tokens(label)).form


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the package, read at the first call and kept."""
    return Lexicon(read_terms(), read_false_friends())


@lru_cache(maxsize=1)
def related() -> Lexicon:
    """The rows of words that are used of one subject, though none is another's translation.

    Read at the first call and kept."""
    return Lexicon(read_related(), ())
