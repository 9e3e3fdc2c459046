"""One commit of the index in arrays: which texts a word meets, and how much.

A search adds slices of the segments' arrays and never reads the whole index. Texts of deleted
entries are in no answer.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.language.bridge.bridge import Lookup
from network.language.words.analysis import form_of, term
from network.language.words.nordic_key import nordic_key
from network.language.words.stems import LANGUAGES
from network.search.engine import Segment, Snapshot
from network.search.indexed_text import in_order
from network.search.numbering import Floats, Ints, Mask, Numbering, Texts
from network.search.vocabulary import is_word

# BM25's own: how soon repetition stops to count, and how much a long text is held against itself.
_SATURATION, _LENGTH = np.float32(1.2), np.float32(0.5)
_GAIN = _SATURATION + 1
# Where a form is as near as this, those of less than that are left out.
_GOOD, _POOR = 0.8, 0.3
# What is kept of earlier answers: at most so many, with so many places in all (some 12 bytes each).
_MOST_KEPT, _MOST_PLACES = 4_000, 5_000_000
_MOST_FORMS = 5_000

_NO_TEXTS: Texts = np.zeros(0, dtype=np.int32)
_NO_FLOATS: Floats = np.zeros(0, dtype=np.float32)


# Terms side by side in a segment whose texts begin at a number, and who asks for them.
_Wanted = tuple[int, Segment, range, Sequence[int]]
# How near a form is in texts of a language, for those who ask for it.
_Near = Callable[[str, str, Sequence[int]], float]


class Postings(NamedTuple):
    """Where some forms stand: for every place its text, the number of its form, and how much it
    counts (BM25's part that does not depend on how rare a word is).

    A text has as many places as it has forms. `languages` counts, for each form, its texts in
    each of LANGUAGES.
    """

    forms: tuple[str, ...]
    texts: Texts
    which: Texts
    impacts: Floats
    languages: Ints

    @property
    def size(self) -> int:
        """How many places it keeps in memory."""
        return len(self.texts)


class TextScores(NamedTuple):
    """Texts, ascending, each once, with how much it has of what was looked for."""

    texts: Texts
    impacts: Floats

    @property
    def size(self) -> int:
        """How many places it keeps in memory."""
        return len(self.texts)


NOTHING = TextScores(_NO_TEXTS, _NO_FLOATS)
_NOTHING_MET = Postings(
    (), _NO_TEXTS, _NO_TEXTS, _NO_FLOATS, np.zeros((0, len(LANGUAGES)), dtype=np.int64)
)


class Reader:
    """Answers for one snapshot. Safe between threads; some of what it looked up it keeps."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Numbers the snapshot's texts."""
        self.numbers = Numbering(snapshot)
        self._segments: list[tuple[int, Segment]] = []
        self._lock = Lock()
        self._kept: dict[Any, Any] = {}
        self._places = 0
        offset = 0
        for segment, _ in snapshot.segments:
            self._segments.append((offset, segment))
            offset += len(segment.told.language)
        live = self.numbers.live_texts
        self._live_texts = int(np.count_nonzero(live))
        self._all_live = self._live_texts == self.numbers.texts
        having = np.arange(self.numbers.texts + 1)
        self._rarity: Floats = np.log(
            1 + np.maximum(self._live_texts - having + 0.5, 0.5) / (having + 0.5)
        ).astype(np.float32)
        length = self.numbers.length
        mean = float(length[live].mean()) if self._live_texts else 1.0
        self._norm: Floats = _SATURATION * (1 - _LENGTH + _LENGTH * length / np.float32(mean))

    def keep(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` makes, made once a snapshot for equal keys.

        The oldest are forgotten when there are many, or when they keep (by their `size`) many
        places in memory.
        """
        found = self._kept.get(key)
        if found is None:
            found = make()
            with self._lock:
                self._places += getattr(found, "size", 0)
                self._kept[key] = found
                if len(self._kept) > _MOST_KEPT or self._places > _MOST_PLACES:
                    for old in list(self._kept)[: len(self._kept) // 2 + 1]:
                        del self._kept[old]
                    self._places = sum(getattr(one, "size", 0) for one in self._kept.values())
        return found

    def meetings(self, *wanted: tuple[Lookup, float], least: float) -> Postings:
        """The forms of the index that words meet, no less near than `least`; each word has the
        weight that comes with it, and a form that several meet the best of theirs."""
        keys: dict[str, list[int]] = {}
        for number, (sought, _) in enumerate(wanted):
            for key in sought.keys:
                keys.setdefault(key, []).append(number)
        nearness = [(sought.nearness(), weight) for sought, weight in wanted]

        def near(form: str, language: str, askers: Sequence[int]) -> float:
            best = 0.0
            for one in askers:
                measure, weight = nearness[one]
                found = measure(form, language)
                if found >= least and found * weight > best:
                    best = found * weight
            return best

        return self._met(self._of_keys(keys), near)

    def best(self, *sought: Lookup, least: float) -> TextScores:
        """The texts that one of these words meets, each with its best form."""

        def look_up() -> TextScores:
            met = self.meetings(*((one, 1.0) for one in sought), least=least)
            return self.best_of([(met.texts, met.impacts)])

        result: TextScores = self.keep(("best", sought, least), look_up)
        return result

    def best_of(self, several: Iterable[tuple[Texts, Floats]]) -> TextScores:
        """Texts of all, ascending, each with its best number. Numbers are above nothing."""
        several = [one for one in several if len(one[0])]
        if not several:
            return NOTHING
        best: Floats = np.zeros(self.numbers.texts, dtype=np.float32)
        for texts, numbers in several:
            np.maximum.at(best, texts, numbers)
        reached = (best > 0).nonzero()[0].astype(np.int32)
        return TextScores(reached, best[reached])

    def stands(self, sought: Lookup) -> bool:
        """Whether a segment has the very form of a word."""
        terms = [term(key, sought.word) for key in sought.keys]
        return any(segment.arrays.of_term(one) for one in terms for _, segment in self._segments)

    def has(self, key: str) -> bool:
        """Whether a text has a word of this key; words too short to be told apart aside."""
        return is_word(key) and any(segment.arrays.of_key(key) for _, segment in self._segments)

    def alike(self, sought: Lookup, least: float, most: int) -> tuple[Postings, Floats]:
        """The forms whose keys look like a sought word's, and for each how much it does.

        At most so many keys, no less alike than `least`; never a false friend of the word, nor
        what the reader took away. The likest come first.
        """
        likest: dict[str, float] = {}
        for key in sought.keys:
            for _, segment in self._segments:
                for other, share in segment.arrays.vocabulary.like(key, least, most):
                    likest[other] = max(share, likest.get(other, 0.0))
        chosen = sorted(likest.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
        allows = sought.likeness()

        def near(form: str, language: str, askers: Sequence[int]) -> float:
            return allows(form, language)

        met = self._met(self._of_keys({key: () for key, _ in chosen}), near)
        share_of: dict[str, float] = {}
        for key, share in chosen:
            for _, segment in self._segments:
                for number in segment.arrays.of_key(key):
                    share_of.setdefault(form_of(segment.arrays.terms[number]), share)
        return met, np.array([share_of[form] for form in met.forms], dtype=np.float32)

    def exactly(self, form: str) -> Postings:
        """The form itself, in texts of every language."""

        def look_up() -> Postings:
            wanted = [
                (offset, segment, segment.arrays.of_term(one), ())
                for one in exact_terms(form)
                for offset, segment in self._segments
            ]
            return self._met(wanted, _as_near)

        result: Postings = self.keep(("exactly", form), look_up)
        return result

    def beginning(self, prefix: str) -> Postings:
        """The forms that begin with a prefix, at most 5,000 terms of each segment."""

        def look_up() -> Postings:
            wanted = [
                (offset, segment, range(number, number + 1), ())
                for offset, segment in self._segments
                for number in segment.arrays.beginning(prefix, _MOST_FORMS)
            ]
            return self._met(wanted, _as_near)

        result: Postings = self.keep(("beginning", prefix), look_up)
        return result

    def _of_keys(self, keys: Mapping[str, Sequence[int]]) -> list[_Wanted]:
        return [
            (offset, segment, terms, askers)
            for key, askers in keys.items()
            for offset, segment in self._segments
            if (terms := segment.arrays.of_key(key))
        ]

    def _met(self, wanted: Iterable[_Wanted], near: _Near) -> Postings:
        """The living texts of terms, in the languages in which their forms are near."""
        numbers: dict[str, int] = {}
        askers: list[Sequence[int]] = []
        texts: list[Texts] = []
        which: list[Texts] = []
        weights: list[NDArray[np.uint8]] = []
        for offset, segment, terms, who in wanted:
            its_texts, its_weights, sizes = segment.arrays.postings(terms)
            of = []
            for written in segment.arrays.terms[terms.start : terms.stop]:
                form = form_of(written)
                number = numbers.setdefault(form, len(numbers))
                of.append(number)
                if number == len(askers):
                    askers.append(who)
                elif askers[number] is not who:
                    askers[number] = (*askers[number], *who)
            texts.append(its_texts + np.int32(offset) if offset else its_texts)
            which.append(np.array(of, dtype=np.int32).repeat(sizes))
            weights.append(its_weights)
        if not numbers:
            return _NOTHING_MET
        every, number_of, weight = _joined(texts), _joined(which), _joined(weights)
        languages = len(LANGUAGES)
        spoken = number_of * languages + self.numbers.language.take(every)
        forms = tuple(numbers)
        among = np.bincount(spoken, minlength=len(forms) * languages)
        nearness = [0.0] * len(among)
        for one in among.nonzero()[0].tolist():
            number, language = divmod(one, languages)
            nearness[one] = near(forms[number], LANGUAGES[language], askers[number])
        if max(nearness) >= _GOOD:
            nearness = [one if one >= _POOR else 0.0 for one in nearness]
        factor = np.array(nearness, dtype=np.float32).take(spoken)
        every_counts = self._all_live and bool(factor.all())
        if not every_counts:
            if not self._all_live:
                factor *= self.numbers.live_texts[every]
            at = (factor > 0).nonzero()[0]
            every, number_of, weight = every[at], number_of[at], weight[at]
            factor, spoken = factor[at], spoken[at]
            among = np.bincount(spoken, minlength=len(among))
        impacts = factor * weight * _GAIN / (weight + self._norm.take(every))
        met = Postings(forms, every, number_of, impacts, among.reshape(-1, languages))
        return met if every_counts else _without_empty(met)

    def phrase(self, words: tuple[str, ...]) -> TextScores:
        """The living texts in which these forms stand side by side, and how much that counts.

        Reads the words of every text that has all of them: some 5 µs each, the first time.
        """

        def look_up() -> TextScores:
            having = [np.unique(self.exactly(form).texts) for form in dict.fromkeys(words)]
            together = reduce(partial(np.intersect1d, assume_unique=True), having)
            wanted = in_order(words)
            times = np.array([self.words(int(text)).count(wanted) for text in together])
            met = np.flatnonzero(times)
            texts, weight = together[met], times[met].astype(np.float32)
            impacts = weight * _GAIN / (weight + self._norm[texts])
            return TextScores(texts, impacts.astype(np.float32))

        result: TextScores = self.keep(("phrase", words), look_up)
        return result

    def words(self, text: int) -> str:
        """The words of a text in order, as `indexed_text` joined them."""
        offset, segment = next(one for one in reversed(self._segments) if one[0] <= text)
        return segment.words(text - offset)

    @property
    def size(self) -> int:
        """How many texts live."""
        return self._live_texts

    def rarity(self, texts: int) -> float:
        """BM25's weight of what stands in so many texts."""
        return float(self._rarity[texts])

    def rarities(self, texts: Ints) -> Floats:
        """`rarity` of many at once."""
        return self._rarity.take(texts)

    def information(self, texts: int) -> float:
        """How much it says that a text has what so many texts have; something even if all do."""
        return math.log(1 + self._live_texts / texts)

    def having(self, facet: str, values: frozenset[str]) -> Mask:
        """The entries that have at least one of a facet's values; unknown values none."""
        return self.numbers.having(facet, values)


def _without_empty(met: Postings) -> Postings:
    """Without the forms that stand in no living text of the right language."""
    having = met.languages.sum(axis=1) > 0
    if having.all():
        return met
    number = np.cumsum(having, dtype=np.int32) - 1
    forms = tuple(form for form, has in zip(met.forms, having, strict=True) if has)
    return met._replace(forms=forms, which=number[met.which], languages=met.languages[having])


def _joined(arrays: list[NDArray[Any]]) -> NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _as_near(form: str, language: str, askers: Sequence[int]) -> float:
    return 1.0


def exact_terms(form: str) -> tuple[str, ...]:
    """The terms under which texts of any language have a form."""
    keys = dict.fromkeys(nordic_key(form, language) for language in LANGUAGES)
    return tuple(term(key, form) for key in keys)
