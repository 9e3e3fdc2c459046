"""A segment's terms and postings in arrays, as they lie in one file beside the segment.

Whoosh keeps the postings and merges them; for reading, each segment is decoded once, when it is
written, so that a search adds slices of arrays and a process that starts has nothing to work out.
The file is a line of JSON (name, type and length of each array) and the arrays as they are in
memory; they are read where they lie, without a copy.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from network.language.words.analysis import SEPARATOR, form_of
from network.search.array_types import Counts, Numbers, Weights
from network.search.vocabulary import Vocabulary

# Sorts after every letter that a word can go on with.
_LAST = "\U0010ffff"
_ALIGNED = 16


class SegmentArrays:
    """What stands in one segment. Immutable, safe between threads.

    Terms are numbered in their order, which has the forms of one Nordic key side by side; the
    postings of a term follow those of the one before, so that a key's are one slice.
    """

    def __init__(self, content: bytes) -> None:
        """Reads what `packed` made: some 0.1 µs a term. Raises ValueError or KeyError for
        anything else."""
        arrays = _unpacked(content)
        written = arrays["terms"].tobytes().decode()
        self.terms: list[str] = written.split("\n") if written else []
        self.vocabulary = Vocabulary(
            self.terms, arrays["key_terms"], arrays["pieces"], arrays["owners"], arrays["sizes"]
        )
        self._starts: Counts = arrays["starts"]
        self._sizes: Counts = np.diff(self._starts)
        self._texts: Numbers = arrays["texts"]
        self._weights: Weights = arrays["weights"]
        self._by_form: NDArray[np.int32] = arrays["by_form"]
        if len(self._starts) != len(self.terms) + 1:
            raise ValueError("terms and postings are not of one segment")

    def of_key(self, key: str) -> range:
        """The numbers of the terms of a Nordic key, whether or not a living entry has them."""
        prefix = f"{key}{SEPARATOR}"
        first = bisect_left(self.terms, prefix)
        last = first
        while last < len(self.terms) and self.terms[last].startswith(prefix):
            last += 1
        return range(first, last)

    def of_term(self, term: str) -> range:
        """The number of a term, or nothing."""
        first = bisect_left(self.terms, term)
        is_there = first < len(self.terms) and self.terms[first] == term
        return range(first, first + is_there)

    def with_prefix(self, prefix: str, most: int) -> list[int]:
        """The numbers of the terms whose form begins with a prefix, at most ``most``, in order of
        form."""

        def form(number: np.int32) -> str:
            return form_of(self.terms[number])

        first = bisect_left(self._by_form, prefix, key=form)
        last = bisect_left(self._by_form, prefix + _LAST, lo=first, key=form)
        numbers: list[int] = self._by_form[first : min(last, first + most)].tolist()
        return numbers

    def postings(self, terms: range) -> tuple[Numbers, Weights, Counts]:
        """The postings of neighbouring terms: of each its text and weight; of each term, how many
        there are."""
        first, last = self._starts[terms.start], self._starts[terms.stop]
        sizes = self._sizes[terms.start : terms.stop]
        return self._texts[first:last], self._weights[first:last], sizes


def pack(postings: Iterable[tuple[str, Numbers, Weights]]) -> bytes:
    """The file of a segment whose terms and postings come in the terms' order.

    Costs some 5 µs a term.
    """
    terms: list[str] = []
    texts: list[Numbers] = []
    weights: list[Weights] = []
    for term, its_texts, its_weights in postings:
        terms.append(term)
        texts.append(its_texts)
        weights.append(its_weights)
    sizes = np.array([len(its_texts) for its_texts in texts], dtype=np.int64)
    forms = [form_of(indexed) for indexed in terms]
    arrays: dict[str, NDArray[Any]] = {
        "terms": np.frombuffer("\n".join(terms).encode(), dtype=np.uint8),
        "starts": np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes))),
        "texts": np.concatenate([*texts, np.zeros(0, dtype=np.int32)]).astype(np.int32),
        "weights": np.concatenate([*weights, np.zeros(0, dtype=np.uint8)]).astype(np.uint8),
        "by_form": np.array(sorted(range(len(forms)), key=forms.__getitem__), dtype=np.int32),
        **Vocabulary.arrays(_keys(terms)),
    }
    return _packed(arrays)


def _keys(terms: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Every key with the number of its first term."""
    numbered = enumerate(indexed.partition(SEPARATOR)[0] for indexed in terms)
    for key, of_key in groupby(numbered, key=lambda pair: pair[1]):
        yield key, next(of_key)[0]


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
