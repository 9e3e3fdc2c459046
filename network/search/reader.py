"""One commit of the index in arrays: which texts have a word, and how much it counts in each.

A search adds slices of the segments' arrays and never reads the whole index. Numbers of deleted
entries are in no answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial, reduce
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np

from network.language.bridge.matter_vectors import DIRECTIONS
from network.search.array_types import Blocks, Counts, Mask, Numbers, Scores, Vectors, Weights
from network.search.arrays import Postings
from network.search.engine import Segment, Snapshot
from network.search.indexed_text import BLOCK_WORDS, in_order
from network.search.numbering import Numbering

# BM25's own: how soon repetition stops to count, and how much a long text is held against itself.
SATURATION, _LENGTH = np.float32(1.2), np.float32(0.5)
# In so many blocks a thing is said often in a long text, in a short one in all it has; in less than
# the other number never.
OFTEN, _SELDOM = 6, 2
# How many earlier answers are kept, with how many places in all (some 30 bytes each), at most.
_MOST_KEPT, _MOST_PLACES, _MOST_IN_RESULTS = 20_000, 2_000_000, 600_000
_MOST_FORMS = 5_000

NOTHING = Postings(
    np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint8), np.zeros(0, dtype=np.uint64)
)


class _KeptAnswers:
    """What was worked out before, by key. Safe between threads.

    The oldest answers are forgotten when there are more than ``most``, or when they keep (by their
    `size`) more than ``most_places`` places in memory.
    """

    def __init__(self, most: int, most_places: int) -> None:
        self._most, self._most_places = most, most_places
        self._lock = Lock()
        self._answers: dict[Any, Any] = {}
        self._places = 0

    def answer(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` returns, called once for equal keys."""
        answer = self._answers.get(key)
        if answer is None:
            answer = make()
            with self._lock:
                self._places += getattr(answer, "size", 0)
                self._answers[key] = answer
                if len(self._answers) > self._most or self._places > self._most_places:
                    for old in list(self._answers)[: len(self._answers) // 2 + 1]:
                        del self._answers[old]
                    self._places = sum(
                        getattr(answer, "size", 0) for answer in self._answers.values()
                    )
        return answer


class Reader:
    """Answers for one snapshot. Safe between threads; some of what it looked up it keeps."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Numbers the snapshot's texts."""
        self.numbers = Numbering(snapshot)
        self._segments: list[tuple[int, Segment]] = []
        self._kept = _KeptAnswers(_MOST_KEPT, _MOST_PLACES)
        self._results = _KeptAnswers(_MOST_KEPT, _MOST_IN_RESULTS)
        offset = 0
        for segment, _ in snapshot.segments:
            self._segments.append((offset, segment))
            offset += len(segment.rows.language)
        live = self.numbers.live_texts
        self._live_texts = int(np.count_nonzero(live))
        self._all_live = self._live_texts == self.numbers.texts
        # What each text is about (see `matter_vectors`).
        vectors = [segment.vectors for _, segment in self._segments]
        none: Vectors = np.zeros((0, DIRECTIONS), dtype=np.float16)
        self.vectors: Vectors = (
            vectors[0] if len(vectors) == 1 else np.concatenate([none, *vectors])
        )
        length = self.numbers.length
        mean = float(length[live].mean()) if self._live_texts else 1.0
        # In how many blocks a thing must stand to be said often in a text.
        self.often: Scores = np.clip(length / np.float32(BLOCK_WORDS), _SELDOM, OFTEN)
        # What a text's length adds to BM25's denominator.
        self.norm: Scores = SATURATION * (1 - _LENGTH + _LENGTH * length / np.float32(mean))

    def kept(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` returns, called once a snapshot for equal keys, unless it was forgotten."""
        return self._kept.answer(key, make)

    def kept_result(self, key: Any, make: Callable[[], Any]) -> Any:
        """As `kept`, for results of whole queries, which do not crowd out what many need."""
        return self._results.answer(key, make)

    def has_key(self, key: str) -> bool:
        """Whether a text, living or not, has a key."""
        return any(segment.arrays.has_key(key) for _, segment in self._segments)

    def look_up(self, key: str) -> Postings:
        """The living texts that have a key (see `bridge.kin`) in any of its forms."""
        found = [
            (offset, postings)
            for offset, segment in self._segments
            if (postings := segment.arrays.of_key(key)) is not None
        ]
        return self._living(found)

    def look_up_form(self, form: str) -> Postings:
        """The living texts of every language that have just this form."""

        def look_up() -> Postings:
            return self._of_terms(
                (offset, segment, segment.arrays.with_form(form))
                for offset, segment in self._segments
            )

        postings: Postings = self.kept(("form", form), look_up)
        return postings

    def has_form(self, form: str) -> bool:
        """Whether a living text has just this form."""
        if self._all_live:
            return any(segment.arrays.with_form(form) for _, segment in self._segments)
        return len(self.look_up_form(form).texts) > 0

    def look_up_prefix(self, prefix: str) -> Postings:
        """The living texts with forms that begin with a prefix, at most 5,000 terms of each
        segment."""

        def look_up() -> Postings:
            return self._of_terms(
                (offset, segment, segment.arrays.with_prefix(prefix, _MOST_FORMS))
                for offset, segment in self._segments
            )

        postings: Postings = self.kept(("prefix", prefix), look_up)
        return postings

    def look_up_phrase(self, words: tuple[str, ...]) -> Postings:
        """The living texts in which these forms stand side by side, with how often.

        Reads the words of every text that has all of them: some 5 µs each, the first time.
        """

        def look_up() -> Postings:
            of_forms = [self.look_up_form(form) for form in dict.fromkeys(words)]
            with_all = reduce(
                partial(np.intersect1d, assume_unique=True), [form.texts for form in of_forms]
            )
            phrase = in_order(words)
            times = np.array([self.words(int(text)).count(phrase) for text in with_all])
            having = np.flatnonzero(times)
            texts = with_all[having].astype(np.int32)
            rarest = min(of_forms, key=lambda form: len(form.texts))
            blocks = rarest.blocks[np.searchsorted(rarest.texts, texts)]
            return Postings(texts, np.minimum(times[having], 255).astype(np.uint8), blocks)

        postings: Postings = self.kept(("phrase", words), look_up)
        return postings

    def spelt_as(self, spelling: str) -> list[str]:
        """The keys of words that have this common spelling, in any text."""
        keys = [key for _, segment in self._segments for key in segment.arrays.spelt_as(spelling)]
        return list(dict.fromkeys(keys))

    def like(self, word: str, least: float, most: int) -> list[tuple[str, float]]:
        """The keys of words that look like one (see `vocabulary`), the most alike first."""
        likeness: dict[str, float] = {}
        for _, segment in self._segments:
            for key, share in segment.arrays.vocabulary.like(word, least, most):
                likeness[key] = max(share, likeness.get(key, 0.0))
        return sorted(likeness.items(), key=lambda pair: (-pair[1], pair[0]))[:most]

    def forms_of(self, key: str) -> dict[str, int]:
        """The forms of a key in living texts, each with how many have it, most first."""

        def count() -> dict[str, int]:
            counted: dict[str, int] = {}
            live = self.numbers.live_texts
            for offset, segment in self._segments:
                for form, texts in segment.arrays.forms_of_key(key):
                    number = len(texts)
                    if not self._all_live:
                        number = int(np.count_nonzero(live[texts + offset]))
                    if number:
                        counted[form] = counted.get(form, 0) + number
            return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

        forms: dict[str, int] = self.kept(("forms", key), count)
        return forms

    def words(self, text: int) -> str:
        """The words of a text in order, as `indexed_text` joined them."""
        offset, segment = next(pair for pair in reversed(self._segments) if pair[0] <= text)
        return segment.words(text - offset)

    def entry_ids(self) -> list[UUID]:
        """The entries by number, those that were deleted among them."""
        return [UUID(hex=entry) for entry in self.numbers.entries]

    @property
    def size(self) -> int:
        """How many texts live."""
        return self._live_texts

    def information(self, texts: float) -> float:
        """How much it says that a text has what this number of texts have; above 0 even if all
        have it."""
        return math.log(1 + (self._live_texts + 0.5) / (texts + 0.5))

    def _of_terms(self, several: Iterable[tuple[int, Segment, Sequence[int]]]) -> Postings:
        return join_postings(
            self._living([(offset, segment.arrays.of_term(term))])
            for offset, segment, terms in several
            for term in terms
        )

    def _living(self, found: Sequence[tuple[int, Postings]]) -> Postings:
        """The postings of several segments, each with the number of its first text, of living
        texts."""
        if not found:
            return NOTHING
        parts = [
            postings._replace(texts=postings.texts + np.int32(offset)) if offset else postings
            for offset, postings in found
        ]
        postings = parts[0] if len(parts) == 1 else _one_after_another(parts)
        if self._all_live:
            return postings
        living: Mask = self.numbers.live_texts[postings.texts]
        return Postings(postings.texts[living], postings.weights[living], postings.blocks[living])


def join_postings(several: Iterable[Postings]) -> Postings:
    """The postings of several things as one: a text has what it has of any."""
    parts = [postings for postings in several if len(postings.texts)]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    together = _one_after_another(parts)
    order = together.texts.argsort(kind="stable")
    texts = together.texts[order]
    first = first_of_each(texts)
    weights: Counts = np.add.reduceat(together.weights[order].astype(np.int64), first)
    blocks: Blocks = np.bitwise_or.reduceat(together.blocks[order], first)
    return Postings(texts[first], np.minimum(weights, 255).astype(np.uint8), blocks)


def first_of_each(texts: Numbers) -> Counts:
    """Where each text begins in ascending numbers of texts."""
    is_first = np.ones(len(texts), dtype=np.bool_)
    is_first[1:] = texts[1:] != texts[:-1]
    return np.flatnonzero(is_first)


def _one_after_another(parts: Sequence[Postings]) -> Postings:
    texts: Numbers = np.concatenate([part.texts for part in parts])
    weights: Weights = np.concatenate([part.weights for part in parts])
    blocks: Blocks = np.concatenate([part.blocks for part in parts])
    return Postings(texts, weights, blocks)
