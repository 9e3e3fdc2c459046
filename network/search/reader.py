"""One commit of the index in arrays: which texts have a word, and how much it counts in each.

A search adds slices of the segments' arrays and never reads the whole index. Numbers of deleted
entries are in no answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.language.bridge.bridge import Lookup
from network.language.words.analysis import form_of, term
from network.language.words.nearness import SAME_FORM
from network.language.words.nordic_key import nordic_key
from network.language.words.stems import LANGUAGES
from network.search.array_types import Counts, Mask, Numbers, Scores, Weights
from network.search.engine import Segment, Snapshot
from network.search.indexed_text import in_order
from network.search.numbering import Numbering
from network.search.vocabulary import is_word

# BM25's own: how soon repetition stops to count, and how much a long text is held against itself.
_SATURATION, _LENGTH = np.float32(1.2), np.float32(0.5)
_GAIN = _SATURATION + 1
# Where a form is as near as this, those of less than that are left out.
_GOOD, _POOR = 0.8, 0.3
# How many earlier answers are kept, with how many places in all (some 12 bytes each), at most.
_MOST_KEPT, _MOST_PLACES = 4_000, 5_000_000
_MOST_FORMS = 5_000

_NO_TEXTS: Numbers = np.zeros(0, dtype=np.int32)
_NO_FLOATS: Scores = np.zeros(0, dtype=np.float32)


# The number of a segment's first text, the segment, terms side by side in it, and for which of the
# words that are looked up, by number.
_Terms = tuple[int, Segment, range, Sequence[int]]
# How near a form in texts of a language is to one of the words of these numbers.
_Nearness = Callable[[str, str, Sequence[int]], float]


class Postings(NamedTuple):
    """Where forms stand: for every place its text, the number of its form, and how much it counts
    (BM25's part that does not depend on how rare a word is).

    A text has as many places as it has forms. `languages` counts, for each form, its texts in
    each of LANGUAGES.
    """

    forms: tuple[str, ...]
    texts: Numbers
    form_numbers: Numbers
    impacts: Scores
    languages: Counts

    @property
    def size(self) -> int:
        """How many places it keeps in memory."""
        return len(self.texts)

    def only(self, chosen: Mask) -> Postings:
        """The postings of the forms that are chosen."""
        if chosen.all():
            return self
        places = chosen[self.form_numbers]
        new_numbers = np.cumsum(chosen, dtype=np.int32) - 1
        return Postings(
            tuple(form for form, keep in zip(self.forms, chosen, strict=True) if keep),
            self.texts[places],
            new_numbers[self.form_numbers[places]],
            self.impacts[places],
            self.languages[chosen],
        )


class TextScores(NamedTuple):
    """Texts, ascending, each once, with how much each has of what was looked up."""

    texts: Numbers
    impacts: Scores

    @property
    def size(self) -> int:
        """How many places it keeps in memory."""
        return len(self.texts)

    def weighted(self, weight: float) -> TextScores:
        """The same texts with their impacts multiplied by a weight."""
        return TextScores(self.texts, self.impacts * np.float32(weight))


NOTHING = TextScores(_NO_TEXTS, _NO_FLOATS)
_NO_POSTINGS = Postings(
    (), _NO_TEXTS, _NO_TEXTS, _NO_FLOATS, np.zeros((0, len(LANGUAGES)), dtype=np.int64)
)


class Reader:
    """Answers for one snapshot. Safe between threads; some of what it looked up it keeps."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Numbers the snapshot's texts."""
        self.numbers = Numbering(snapshot)
        self._segments: list[tuple[int, Segment]] = []
        self._lock = Lock()
        self._answers: dict[Any, Any] = {}
        self._places = 0
        offset = 0
        for segment, _ in snapshot.segments:
            self._segments.append((offset, segment))
            offset += len(segment.rows.language)
        live = self.numbers.live_texts
        self._live_texts = int(np.count_nonzero(live))
        self._all_live = self._live_texts == self.numbers.texts
        having = np.arange(self.numbers.texts + 1)
        self._rarity: Scores = np.log(
            1 + np.maximum(self._live_texts - having + 0.5, 0.5) / (having + 0.5)
        ).astype(np.float32)
        length = self.numbers.length
        mean = float(length[live].mean()) if self._live_texts else 1.0
        self._norm: Scores = _SATURATION * (1 - _LENGTH + _LENGTH * length / np.float32(mean))

    def kept(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` returns, called once a snapshot for equal keys.

        The oldest answers are forgotten when there are more than 4,000, or when they keep (by
        their `size`) more than 5,000,000 places in memory.
        """
        answer = self._answers.get(key)
        if answer is None:
            answer = make()
            with self._lock:
                self._places += getattr(answer, "size", 0)
                self._answers[key] = answer
                if len(self._answers) > _MOST_KEPT or self._places > _MOST_PLACES:
                    for old in list(self._answers)[: len(self._answers) // 2 + 1]:
                        del self._answers[old]
                    self._places = sum(
                        getattr(answer, "size", 0) for answer in self._answers.values()
                    )
        return answer

    def look_up(self, *wanted: tuple[Lookup, float], least: float) -> Postings:
        """The postings of the forms that are no less near than `least` to one of these words;
        each word has the weight that comes with it, and a form the best that a word gives it."""
        keys: dict[str, list[int]] = {}
        for number, (word, _) in enumerate(wanted):
            for key in word.keys:
                keys.setdefault(key, []).append(number)
        measures = [(word.nearness(), weight) for word, weight in wanted]

        def weighted_nearness(form: str, language: str, words: Sequence[int]) -> float:
            best = 0.0
            for number in words:
                nearness_of, weight = measures[number]
                nearness = nearness_of(form, language)
                if nearness >= least and nearness * weight > best:
                    best = nearness * weight
            return best

        return self._postings(self._terms_of_keys(keys), weighted_nearness)

    def best_texts(self, *words: Lookup, least: float) -> TextScores:
        """The texts that have one of these words, each with its best form."""

        def look_up() -> TextScores:
            postings = self.look_up(*((word, 1.0) for word in words), least=least)
            return self.best_of([(postings.texts, postings.impacts)])

        texts: TextScores = self.kept(("best", words, least), look_up)
        return texts

    def best_of(self, several: Iterable[tuple[Numbers, Scores]]) -> TextScores:
        """The texts of all, ascending, each with its best score. Scores are above 0."""
        scored = [(texts, scores) for texts, scores in several if len(texts)]
        if not scored:
            return NOTHING
        best: Scores = np.zeros(self.numbers.texts, dtype=np.float32)
        for texts, scores in scored:
            np.maximum.at(best, texts, scores)
        having = (best > 0).nonzero()[0].astype(np.int32)
        return TextScores(having, best[having])

    def has_form(self, word: Lookup) -> bool:
        """Whether a segment has the very form of a word."""
        terms = [term(key, word.word) for key in word.keys]
        return any(
            segment.arrays.of_term(indexed) for indexed in terms for _, segment in self._segments
        )

    def has_key(self, key: str) -> bool:
        """Whether a text has a word of this key; words too short to be compared aside."""
        return is_word(key) and any(segment.arrays.of_key(key) for _, segment in self._segments)

    def look_up_alike(self, word: Lookup, least: float, most: int) -> tuple[Postings, Scores]:
        """The postings of forms whose keys look like a word's, and for each form how much its
        key does (see `vocabulary`).

        At most ``most`` keys, the most alike, none less alike than ``least``; never a false friend
        of the word, nor what the reader took away.
        """
        likeness_of_key: dict[str, float] = {}
        for key in word.keys:
            for _, segment in self._segments:
                for other, likeness in segment.arrays.vocabulary.like(key, least, most):
                    likeness_of_key[other] = max(likeness, likeness_of_key.get(other, 0.0))
        by_likeness = sorted(likeness_of_key.items(), key=lambda pair: (-pair[1], pair[0]))
        chosen = by_likeness[:most]
        may_be_searched = word.likeness()

        def nearness(form: str, language: str, words: Sequence[int]) -> float:
            return may_be_searched(form, language)

        postings = self._postings(self._terms_of_keys({key: () for key, _ in chosen}), nearness)
        likeness_of_form: dict[str, float] = {}
        for key, likeness in chosen:
            for _, segment in self._segments:
                for number in segment.arrays.of_key(key):
                    form = form_of(segment.arrays.terms[number])
                    likeness_of_form.setdefault(form, likeness)
        of_forms = [likeness_of_form[form] for form in postings.forms]
        return postings, np.array(of_forms, dtype=np.float32)

    def look_up_form(self, form: str) -> Postings:
        """The form itself, in texts of every language."""

        def look_up() -> Postings:
            terms = [
                (offset, segment, segment.arrays.of_term(indexed), ())
                for indexed in exact_terms(form)
                for offset, segment in self._segments
            ]
            return self._postings(terms, _all_same)

        postings: Postings = self.kept(("form", form), look_up)
        return postings

    def look_up_prefix(self, prefix: str) -> Postings:
        """The forms that begin with a prefix, at most 5,000 terms of each segment."""

        def look_up() -> Postings:
            terms = [
                (offset, segment, range(number, number + 1), ())
                for offset, segment in self._segments
                for number in segment.arrays.with_prefix(prefix, _MOST_FORMS)
            ]
            return self._postings(terms, _all_same)

        postings: Postings = self.kept(("prefix", prefix), look_up)
        return postings

    def _terms_of_keys(self, keys: Mapping[str, Sequence[int]]) -> list[_Terms]:
        return [
            (offset, segment, terms, words)
            for key, words in keys.items()
            for offset, segment in self._segments
            if (terms := segment.arrays.of_key(key))
        ]

    def _postings(self, several: Iterable[_Terms], nearness_of: _Nearness) -> Postings:
        """The postings of terms in living texts, in the languages in which their forms are near."""
        numbers: dict[str, int] = {}
        words_of_form: list[Sequence[int]] = []
        texts_of_terms: list[Numbers] = []
        forms_of_terms: list[Numbers] = []
        weights_of_terms: list[Weights] = []
        for offset, segment, terms, words in several:
            texts, weights, sizes = segment.arrays.postings(terms)
            numbers_of_terms = []
            for indexed in segment.arrays.terms[terms.start : terms.stop]:
                form = form_of(indexed)
                number = numbers.setdefault(form, len(numbers))
                numbers_of_terms.append(number)
                if number == len(words_of_form):
                    words_of_form.append(words)
                elif words_of_form[number] is not words:
                    words_of_form[number] = (*words_of_form[number], *words)
            texts_of_terms.append(texts + np.int32(offset) if offset else texts)
            forms_of_terms.append(np.array(numbers_of_terms, dtype=np.int32).repeat(sizes))
            weights_of_terms.append(weights)
        if not numbers:
            return _NO_POSTINGS
        text, form_number = _joined(texts_of_terms), _joined(forms_of_terms)
        weight = _joined(weights_of_terms)
        # One number for each form in each language, for which nearness is asked once.
        languages = len(LANGUAGES)
        form_in_language = form_number * languages + self.numbers.language.take(text)
        forms = tuple(numbers)
        counts = np.bincount(form_in_language, minlength=len(forms) * languages)
        nearness = [0.0] * len(counts)
        for pair in counts.nonzero()[0].tolist():
            number, language = divmod(pair, languages)
            nearness[pair] = nearness_of(forms[number], LANGUAGES[language], words_of_form[number])
        if max(nearness) >= _GOOD:
            nearness = [near if near >= _POOR else 0.0 for near in nearness]
        factor = np.array(nearness, dtype=np.float32).take(form_in_language)
        all_count = self._all_live and bool(factor.all())
        if not all_count:
            if not self._all_live:
                factor *= self.numbers.live_texts[text]
            counting = (factor > 0).nonzero()[0]
            text, form_number, weight = text[counting], form_number[counting], weight[counting]
            factor, form_in_language = factor[counting], form_in_language[counting]
            counts = np.bincount(form_in_language, minlength=len(counts))
        impacts = factor * weight * _GAIN / (weight + self._norm.take(text))
        postings = Postings(forms, text, form_number, impacts, counts.reshape(-1, languages))
        # Without the forms that stand in no living text of the right language.
        return postings if all_count else postings.only(postings.languages.sum(axis=1) > 0)

    def look_up_phrase(self, words: tuple[str, ...]) -> TextScores:
        """The living texts in which these forms stand side by side, and how much that counts.

        Reads the words of every text that has all of them: some 5 µs each, the first time.
        """

        def look_up() -> TextScores:
            of_forms = [np.unique(self.look_up_form(form).texts) for form in dict.fromkeys(words)]
            with_all = reduce(partial(np.intersect1d, assume_unique=True), of_forms)
            phrase = in_order(words)
            times = np.array([self.words(int(text)).count(phrase) for text in with_all])
            having = np.flatnonzero(times)
            texts, weight = with_all[having], times[having].astype(np.float32)
            impacts = weight * _GAIN / (weight + self._norm[texts])
            return TextScores(texts, impacts.astype(np.float32))

        texts: TextScores = self.kept(("phrase", words), look_up)
        return texts

    def words(self, text: int) -> str:
        """The words of a text in order, as `indexed_text` joined them."""
        offset, segment = next(pair for pair in reversed(self._segments) if pair[0] <= text)
        return segment.words(text - offset)

    @property
    def size(self) -> int:
        """How many texts live."""
        return self._live_texts

    def rarity(self, texts: int) -> float:
        """BM25's weight of what stands in this number of texts."""
        return float(self._rarity[texts])

    def rarities(self, texts: Counts) -> Scores:
        """`rarity` of many at once."""
        return self._rarity.take(texts)

    def information(self, texts: int) -> float:
        """How much it says that a text has what this number of texts have; above 0 even if all
        have it."""
        return math.log(1 + self._live_texts / texts)


def _joined(arrays: list[NDArray[Any]]) -> NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _all_same(form: str, language: str, words: Sequence[int]) -> float:
    return SAME_FORM


def exact_terms(form: str) -> tuple[str, ...]:
    """The terms under which texts of any language have a form."""
    keys = dict.fromkeys(nordic_key(form, language) for language in LANGUAGES)
    return tuple(term(key, form) for key in keys)
