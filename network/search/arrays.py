"""A segment's terms and postings in arrays, as they lie in one file beside the segment.

All that a search wants is worked out when a segment is written, so that it adds slices of arrays
and a process that starts has nothing to work out: for every key (a word as a dictionary has it, in
one language) its forms together, and every key under the common spelling of its cognates.
The file is a line of JSON (name, type and length of each array) and the arrays as they are in
memory; they are read where they lie, without a copy.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.language.words.spelling import common_spelling
from network.search.array_types import Blocks, Counts, Numbers, Weights
from network.search.indexed_text import form_of, key_of
from network.search.vocabulary import Vocabulary

# What a key begins with that is of no word of the text: a topic's, a matter's.
NO_WORDS = "#%~"
# Sorts after every letter that a word can go on with.
_LAST = "\U0010ffff"
_ALIGNED = 16


class Postings(NamedTuple):
    """The texts that have something, ascending, each once; of each how much it has (weighted by
    where) and the bits of the blocks that have it (see `indexed_text`)."""

    texts: Numbers
    weights: Weights
    blocks: Blocks


class SegmentArrays:
    """What stands in one segment. Immutable, safe between threads.

    Terms are numbered in their order, which has the forms of one key side by side.
    """

    def __init__(self, content: bytes) -> None:
        """Reads what `pack` made: some 0.1 µs a term. Raises ValueError or KeyError for anything
        else."""
        arrays = _unpacked(content)
        self.terms = _lines(arrays["terms"])
        self.keys = _lines(arrays["keys"])
        # Most keys that a query asks for are in no text: a look into a table costs a tenth of a
        # search among them.
        self._numbers = {key: number for number, key in enumerate(self.keys)}
        self._spellings = _lines(arrays["spellings"])
        self._spelt: Numbers = arrays["spelt"]
        self.vocabulary = Vocabulary(
            self.keys, arrays["word_keys"], arrays["pieces"], arrays["owners"], arrays["sizes"]
        )
        self._term_starts: Counts = arrays["term_starts"]
        self._term_postings = Postings(
            arrays["term_texts"], arrays["term_weights"], arrays["term_blocks"]
        )
        self._key_terms: Counts = arrays["key_terms"]
        self._key_starts: Counts = arrays["key_starts"]
        self._key_postings = Postings(
            arrays["key_texts"], arrays["key_weights"], arrays["key_blocks"]
        )
        self._by_form: NDArray[np.int32] = arrays["by_form"]
        if len(self._term_starts) != len(self.terms) + 1 or len(self._key_starts) != (
            len(self.keys) + 1
        ):
            raise ValueError("terms and postings are not of one segment")

    def of_key(self, key: str) -> Postings | None:
        """The texts that have a key in any of its forms, whether or not they live."""
        number = self._numbers.get(key)
        return None if number is None else self._cut(self._key_postings, self._key_starts, number)

    def has_key(self, key: str) -> bool:
        """Whether a text, living or not, has a key."""
        return key in self._numbers

    def forms_of_key(self, key: str) -> list[tuple[str, Numbers]]:
        """The forms of a key with the texts of each."""
        number = self._numbers.get(key)
        if number is None:
            return []
        first, last = int(self._key_terms[number]), int(self._key_terms[number + 1])
        return [
            (form_of(self.terms[term]), self.of_term(term).texts) for term in range(first, last)
        ]

    def spelt_as(self, spelling: str) -> list[str]:
        """The keys of words whose common spelling this is."""
        first = bisect_left(self._spellings, spelling)
        keys = []
        while first < len(self._spellings) and self._spellings[first] == spelling:
            keys.append(self.keys[self._spelt[first]])
            first += 1
        return keys

    def all_terms(self) -> tuple[Sequence[str], Counts, Postings]:
        """The terms in order, where the postings of each begin and the last ones end, and the
        postings of all."""
        return self.terms, self._term_starts, self._term_postings

    def of_term(self, term: int) -> Postings:
        """The texts that have the term of a number."""
        return self._cut(self._term_postings, self._term_starts, term)

    def with_form(self, form: str) -> list[int]:
        """The numbers of the terms of a form."""
        first = place = bisect_left(self._by_form, form, key=self._form)
        while place < len(self._by_form) and self._form(self._by_form[place]) == form:
            place += 1
        numbers: list[int] = self._by_form[first:place].tolist()
        return numbers

    def with_prefix(self, prefix: str, most: int) -> list[int]:
        """The numbers of the terms whose form begins with a prefix, at most ``most``, in order of
        form."""
        return self.with_beginning(prefix, prefix + _LAST, most)

    def with_beginning(self, least: str, beyond: str, most: int) -> list[int]:
        """The numbers of the terms whose form is between two, the second left out."""
        first = bisect_left(self._by_form, least, key=self._form)
        last = bisect_left(self._by_form, beyond, lo=first, key=self._form)
        numbers: list[int] = self._by_form[first : min(last, first + most)].tolist()
        return numbers

    def _form(self, term: int) -> str:
        return form_of(self.terms[term])

    @staticmethod
    def _cut(postings: Postings, starts: Counts, number: int) -> Postings:
        first, last = starts[number], starts[number + 1]
        return Postings(
            postings.texts[first:last], postings.weights[first:last], postings.blocks[first:last]
        )


def is_of_part(key: str) -> bool:
    """Whether a key is of a word inside compounds."""
    return key[2:3] in ("<", ">")


def pack(postings: Iterable[tuple[str, Postings]]) -> bytes:
    """The file of a segment whose terms and postings come in the terms' order."""
    several = list(postings)
    sizes = np.array([len(of_term.texts) for _, of_term in several], dtype=np.int64)
    return pack_terms([term for term, _ in several], sizes, _joined([each for _, each in several]))


def pack_terms(terms: Sequence[str], sizes: Counts, postings: Postings) -> bytes:
    """The file of a segment with these terms, in order, of how many postings each, and the postings
    of all, end to end.

    Costs some 10 µs a term.
    """
    texts, weights, blocks = postings
    term_starts = _starts(sizes)
    keys: list[str] = []
    key_terms: list[int] = []
    for number, term in enumerate(terms):
        key = key_of(term)
        if not keys or keys[-1] != key:
            keys.append(key)
            key_terms.append(number)
    key_terms.append(len(terms))
    owner = np.repeat(np.repeat(np.arange(len(keys), dtype=np.int64), np.diff(key_terms)), sizes)
    key_texts, key_weights, key_blocks, key_sizes = _merged(
        owner, texts, weights, blocks, len(keys)
    )
    # Of words alone; a part of compounds, a name and a topic have no cognates.
    spelt = sorted(
        (common_spelling(key[3:]), number) for number, key in enumerate(keys) if key[2:3] == ":"
    )
    forms = [form_of(term) for term in terms]
    arrays: dict[str, NDArray[Any]] = {
        "terms": _written(terms),
        "keys": _written(keys),
        "spellings": _written([spelling for spelling, _ in spelt]),
        "spelt": np.array([number for _, number in spelt], dtype=np.int32),
        "term_starts": term_starts,
        "term_texts": texts,
        "term_weights": weights,
        "term_blocks": blocks,
        "key_terms": np.array(key_terms, dtype=np.int64),
        "key_starts": _starts(key_sizes),
        "key_texts": key_texts,
        "key_weights": key_weights,
        "key_blocks": key_blocks,
        "by_form": np.array(
            [
                number
                for number in sorted(range(len(forms)), key=forms.__getitem__)
                if not is_of_part(terms[number]) and terms[number][0] not in NO_WORDS
            ],
            dtype=np.int32,
        ),
        **Vocabulary.arrays(
            (key[3:], number) for number, key in enumerate(keys) if key[2:3] == ":"
        ),
    }
    return _packed(arrays)


def _merged(
    owner: Counts, texts: Numbers, weights: Weights, blocks: Blocks, keys: int
) -> tuple[Numbers, Weights, Blocks, Counts]:
    """The postings of several terms joined to those of their keys: weights added, blocks joined."""
    if not len(owner):
        return texts, weights, blocks, np.zeros(keys, dtype=np.int64)
    order = np.lexsort((texts, owner))
    owner, texts, weights, blocks = owner[order], texts[order], weights[order], blocks[order]
    is_first = np.ones(len(owner), dtype=np.bool_)
    is_first[1:] = (owner[1:] != owner[:-1]) | (texts[1:] != texts[:-1])
    first = np.flatnonzero(is_first)
    summed = np.add.reduceat(weights.astype(np.int64), first)
    return (
        texts[first],
        np.minimum(summed, 255).astype(np.uint8),
        np.bitwise_or.reduceat(blocks, first),
        np.bincount(owner[first], minlength=keys),
    )


def _joined(several: list[Postings]) -> Postings:
    return Postings(
        np.concatenate([*(each.texts for each in several), np.zeros(0, np.int32)], dtype=np.int32),
        np.concatenate(
            [*(each.weights for each in several), np.zeros(0, np.uint8)], dtype=np.uint8
        ),
        np.concatenate(
            [*(each.blocks for each in several), np.zeros(0, np.uint64)], dtype=np.uint64
        ),
    )


def _starts(sizes: NDArray[np.int64]) -> Counts:
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes)))


def _written(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _lines(written: NDArray[Any]) -> list[str]:
    text = written.tobytes().decode()
    return text.split("\n") if text else []


def _packed(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    head = json.dumps([[name, array.dtype.str, len(array)] for name, array in arrays.items()])
    parts = [_filled(head.encode() + b"\n", b" ")]
    parts += [_filled(array.tobytes(), b"\0") for array in arrays.values()]
    return b"".join(parts)


def _unpacked(content: bytes) -> dict[str, NDArray[Any]]:
    end = content.index(b"\n") + 1
    offset = _aligned(end)
    arrays = {}
    for name, kind, length in json.loads(content[:end]):
        dtype = np.dtype(kind)
        arrays[name] = np.frombuffer(content, dtype=dtype, count=length, offset=offset)
        offset = _aligned(offset + dtype.itemsize * length)
    return arrays


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNED) * _ALIGNED


def _filled(content: bytes, filler: bytes) -> bytes:
    return content + filler * (_aligned(len(content)) - len(content))
