"""What is indexed of a text: its words as terms, each with its key and its place.

The one analysis for index, query and excerpts. A term is the word's Nordic key and its folded
form, so that an index sorted by term has all words of one key side by side: a query looks a key
up and sees which words of the living texts have it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from network.language.words.nordic_key import nordic_key
from network.language.words.tokens import MAX_WORDS, tokens

SEPARATOR = "\t"


class IndexedWord(NamedTuple):
    """One word of a text: form, key, position (counted in words), and offsets in the NFC text."""

    form: str
    key: str
    position: int
    start: int
    end: int

    @property
    def term(self) -> str:
        return term(self.key, self.form)


def analyse(text: str, language: str, limit: int = MAX_WORDS) -> Iterator[IndexedWord]:
    """The words of a text in `nb`, `nn` or `sv`, in order of position.

    A word with a hyphen is there joined, at the position of its first part, and in its parts.
    """
    position = 0
    for token in tokens(text, limit):
        form, start, end, parts = token
        yield IndexedWord(form, nordic_key(form, language), position, start, end)
        for part in parts:
            yield IndexedWord(part, nordic_key(part, language), position, start, end)
            position += 1
        position += not parts


def term(key: str, form: str) -> str:
    """The indexed term of a form: key first, so that forms of one key stand together."""
    return f"{key}{SEPARATOR}{form}"


def form_of(indexed: str) -> str:
    """The folded form in an indexed term."""
    return indexed.partition(SEPARATOR)[2]
