"""One commit of the index in arrays: which texts a word meets, and how much.

Postings are decoded when a word first asks for them and kept, so that a search adds arrays and
never reads the whole index. Texts of deleted entries are in no answer.
"""

import math
from collections.abc import Callable, Iterable
from functools import partial, reduce
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from network.language.analysis import SEPARATOR, form_of, term
from network.language.bridge import Sought
from network.language.nordic_key import nordic_key
from network.language.stems import LANGUAGES
from network.search.engine import Segment, Snapshot
from network.search.indexed_text import in_order
from network.search.numbering import Floats, Ints, Mask, Numbering
from network.search.vocabulary import Vocabulary

# BM25's own: how soon repetition stops to count, and how much a long text is held against itself.
_SATURATION, _LENGTH = np.float32(1.2), np.float32(0.5)
_MOST_KEPT = 4_000
_MOST_FORMS = 5_000

_NONE: Ints = np.zeros(0, dtype=np.int64)


Near = Callable[[str, str], float]


class Meeting(NamedTuple):
    """A form that stands in the index, the texts that have it (ascending), and how much."""

    form: str
    texts: Ints
    impacts: Floats


class Reader:
    """Answers for one snapshot. Safe between threads; what it has looked up it keeps."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Numbers the snapshot's texts; decodes nothing."""
        self.numbers = Numbering(snapshot)
        self._segments: list[tuple[int, Segment]] = []
        self._lock = Lock()
        self._kept: dict[Any, Any] = {}
        offset = 0
        for segment, _ in snapshot.segments:
            self._segments.append((offset, segment))
            offset += len(segment.told.language)
        live = self.numbers.live_texts
        self._live_texts = int(np.count_nonzero(live))
        length = self.numbers.length
        mean = float(length[live].mean()) if self._live_texts else 1.0
        self._norm: Floats = _SATURATION * (1 - _LENGTH + _LENGTH * length / np.float32(mean))

    def keep(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` makes, made once a snapshot for equal keys (the oldest are forgotten)."""
        found = self._kept.get(key)
        if found is None:
            found = make()
            with self._lock:
                if len(self._kept) >= _MOST_KEPT:
                    for old in list(self._kept)[: _MOST_KEPT // 4]:
                        del self._kept[old]
                self._kept[key] = found
        return found

    def meetings(self, sought: Sought, least: float) -> tuple[Meeting, ...]:
        """The forms of the index that a sought word meets, no less near than `least`."""

        def near(form: str, language: str) -> float:
            found = sought.nearness(form, language)
            return found if found >= least else 0.0

        def look_up() -> tuple[Meeting, ...]:
            terms = {
                one
                for key in sought.keys
                for _, segment in self._segments
                for one in segment.terms(key)
            }
            found = []
            for one in sorted(terms):
                form = form_of(one)
                met = self._meeting(one, form, near)
                if met is not None:
                    found.append(met)
            return tuple(found)

        result: tuple[Meeting, ...] = self.keep((sought, least), look_up)
        return result

    def vocabulary(self) -> Vocabulary:
        """The keys of all texts. Made at the first call: some 4 µs for each term."""

        def make() -> Vocabulary:
            terms = (one for _, segment in self._segments for one in segment.vocabulary())
            return Vocabulary({one.partition(SEPARATOR)[0] for one in terms})

        result: Vocabulary = self.keep("vocabulary", make)
        return result

    def alike(self, sought: Sought, least: float, most: int) -> tuple[tuple[Meeting, float], ...]:
        """The forms whose keys look like a sought word's, each with how much it does.

        At most so many keys, no less alike than `least`; never a false friend of the word, nor
        what the reader took away.
        """

        def look_up() -> tuple[tuple[Meeting, float], ...]:
            likest: dict[str, float] = {}
            for key in sought.keys:
                for other, share in self.vocabulary().like(key, least, most):
                    likest[other] = max(share, likest.get(other, 0.0))
            chosen = sorted(likest.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
            found = []
            for key, share in chosen:
                terms = {one for _, segment in self._segments for one in segment.terms(key)}
                for one in sorted(terms):
                    met = self._meeting(one, form_of(one), sought.allows)
                    if met is not None:
                        found.append((met, share))
            return tuple(found)

        result: tuple[tuple[Meeting, float], ...] = self.keep(
            ("alike", sought, least, most), look_up
        )
        return result

    def exactly(self, form: str) -> tuple[Meeting, ...]:
        """The form itself, in texts of every language."""
        return self._of_terms(("exactly", form), lambda: exact_terms(form))

    def beginning(self, prefix: str) -> tuple[Meeting, ...]:
        """The forms that begin with a prefix, at most 5,000 of them."""
        return self._of_terms(("beginning", prefix), lambda: self._terms_beginning(prefix))

    def _of_terms(self, key: Any, terms: Callable[[], Iterable[str]]) -> tuple[Meeting, ...]:
        def look_up() -> tuple[Meeting, ...]:
            met = (self._meeting(one, form_of(one), _as_near) for one in terms())
            return tuple(one for one in met if one is not None)

        result: tuple[Meeting, ...] = self.keep(key, look_up)
        return result

    def _terms_beginning(self, prefix: str) -> list[str]:
        found = {one for _, segment in self._segments for one in segment.beginning(prefix)}
        return sorted(found)[:_MOST_FORMS]

    def _meeting(self, indexed: str, form: str, near: Near) -> Meeting | None:
        """A term's living texts in languages where it is near, with BM25's part of them that does
        not depend on how rare it is."""
        known = np.full(len(LANGUAGES), np.nan, dtype=np.float32)
        texts: list[Ints] = []
        impacts: list[Floats] = []
        for offset, segment in self._segments:
            postings = segment.find(indexed)
            if postings is None:
                continue
            numbers = postings.texts + offset
            languages = self.numbers.language[numbers]
            for one in set(languages.tolist()):
                if np.isnan(known[one]):
                    known[one] = near(form, LANGUAGES[one])
            factor = known[languages]
            weight = postings.weights
            counts = (factor > 0) & self.numbers.live_texts[numbers]
            if not counts.all():
                numbers, weight, factor = numbers[counts], weight[counts], factor[counts]
            texts.append(numbers)
            impacts.append(factor * weight * (_SATURATION + 1) / (weight + self._norm[numbers]))
        if not any(map(len, texts)):
            return None
        return Meeting(form, np.concatenate(texts), np.concatenate(impacts))

    def phrase(self, words: tuple[str, ...]) -> Meeting:
        """The living texts in which these forms stand side by side, and how much that counts.

        Reads the words of every text that has all of them: some 5 µs each, the first time.
        """

        def look_up() -> Meeting:
            having = [
                np.unique(np.concatenate([*(one.texts for one in self.exactly(form)), _NONE]))
                for form in dict.fromkeys(words)
            ]
            together = reduce(partial(np.intersect1d, assume_unique=True), having)
            wanted = in_order(words)
            times = np.array([self.words(int(text)).count(wanted) for text in together])
            met = np.flatnonzero(times)
            texts, weight = together[met], times[met].astype(np.float32)
            impacts = weight * (_SATURATION + 1) / (weight + self._norm[texts])
            return Meeting(" ".join(words), texts, impacts.astype(np.float32))

        result: Meeting = self.keep(("phrase", words), look_up)
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
        return math.log(1 + (self._live_texts - texts + 0.5) / (texts + 0.5))

    def information(self, texts: int) -> float:
        """How much it says that a text has what so many texts have; something even if all do."""
        return math.log(1 + self._live_texts / texts)

    def having(self, facet: str, values: frozenset[str]) -> Mask:
        """The entries that have at least one of a facet's values; unknown values none."""
        result: Mask = self.keep(
            ("having", facet, values), lambda: self.numbers.having(facet, values)
        )
        return result


def _as_near(form: str, language: str) -> float:
    return 1.0


def exact_terms(form: str) -> tuple[str, ...]:
    """The terms under which texts of any language have a form."""
    keys = dict.fromkeys(nordic_key(form, language) for language in LANGUAGES)
    return tuple(term(key, form) for key in keys)
