"""How well each text answers a query, and which entries are an answer at all."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.language.bridge.matter_vectors import Vector
from network.language.words.stems import LANGUAGES
from network.search.array_types import Blocks, Mask, Scores
from network.search.interpretation import Interpretation
from network.search.query_term import QueryTerm
from network.search.reader import OFTEN, Reader
from network.search.unmet import weigh_unmet

# What counts, and how much; fitted on judged questions (docs/decisions/0031).
STRENGTH, COVER, TITLE, SUMMARY, SPREAD, NEAR = 0.07, 0.25, 0.34, 0.63, 1.32, 0.39
WEIGHTS = np.array([STRENGTH, COVER, TITLE, SUMMARY, SPREAD, NEAR], dtype=np.float32)
# How much it counts that a text is about the same (see `matter_vectors`), and in a question of more
# than three words, which say more themselves; of how many texts, at most, it is looked at.
ABOUT, ABOUT_OF_MANY, _MOST_COMPARED = np.float32(1.5), np.float32(1.0), 300
# Whether a question is answered at all is told by its best entry: by the logarithm of its score,
# how near it is in what it is about, and of how much of the question it has a name; together they
# must reach the last number (fitted by logistic regression, docs/decisions/0066). Questions of one
# word or of many, of a place's entries, and under other filters are answered sooner.
ANSWERED = {"score": 2.2, "about": 6.5, "named": 1.9, "least": 3.6}
_ONE_WORD, _MANY_WORDS, _OF_PLACE, _OF_OTHERS = 1.5, 3.0, 3.2, 1.2
_MOST = 0.5
# How near most answers are, where it is not known what a question is about.
_ABOUT_UNKNOWN = 0.35
# Below these scores an entry is no answer to a question of up to three, or more words, only what
# lies nearest; and below the other one where it tells of the matter and has less than this share of
# the question's own words, whatever they are called. Of many words a text has seldom all.
FLOOR, FLOOR_OF_MANY, UNNAMED_FLOOR = 1.0, 0.2, 1.25
_NAMED, _FEW_WORDS = np.float32(0.05), 3
# What is left of a floor where a filter says of which place an entry must be, or what else.
_FLOOR_OF_PLACE, _FLOOR_OF_OTHERS = 0.6, 0.85
# No less than this share of the best entry's score; where so many have that, the question has many
# answers, and less is enough, as it is for one of many words.
SHARE_OF_BEST, _MANY_ANSWERS, LEAST_SHARE = np.float32(0.42), 5, np.float32(0.3)
# A text is compared with the best in its own language, Norwegian or Swedish, where that is worse,
# but no less than this much of the best of all: the neighbour's words for a thing weigh less than
# the reader's own, and what is best there is an answer for all that.
SHARE_OF_NEIGHBOUR = np.float32(0.9)
_LEAST_SCORE = 0.01
_SWEDISH = LANGUAGES.index("sv")


# How many of the best entries say which topics the question is about, how much a topic that another
# has in common with them counts, and how large a share of the entries may have such a topic.
_BEST, _IN_COMMON, _NARROW_SHARE = 3, np.float32(0.4), 0.15


class Scored(NamedTuple):
    """The scores of all texts and entries, by number, and a mask of the living entries that may be
    an answer; `floor` is the score from which on they are one, and `surely` what says so beside
    the score (see `ANSWERED`), `share` the share of the best score that an answer has; the first
    two are None where no words are asked for. `in_common` is what entries have gained by topics in
    common with the best, and `unmet` tells of an entry what it lacks (see `weigh_unmet`)."""

    texts: Scores
    entries: Scores
    candidates: Mask
    floor: Scores | None
    surely: Scores | None
    swedish: Mask
    share: np.float32 = SHARE_OF_BEST
    in_common: TopicsInCommon | None = None
    unmet: Callable[[int], float] | None = None

    def answers_among(self, within: Mask, facets: Collection[str] = ()) -> Mask:
        """The candidates that are an answer where only some entries are asked for, by filters of
        these facets: none unless the best of those answers the question; else those that reach
        the floor, and a share of the best one's score.

        Who asks for a place's entries on a matter wants what it has on it: less is an answer."""
        if self.floor is None:
            return self.candidates
        least = self._least(self.floor, within, facets)
        if least is None:
            return np.zeros_like(within)
        answers: Mask = self.candidates & (self.entries >= least)
        return answers

    def find_common_topics(
        self, reader: Reader, entries: Sequence[int], within: Mask, facets: Collection[str]
    ) -> dict[int, tuple[str, ...]]:
        """Of these entries those that are an answer by a topic that they have in common with the
        best, and would be none without it: the ids of such topics."""
        if self.floor is None or self.in_common is None:
            return {}
        least = self._least(self.floor, within, facets)
        if least is None:
            return {}
        return {
            entry: tuple(
                reader.numbers.name_of("topic", topic)
                for topic in reader.numbers.values_of("topic", entry)
                if topic in self.in_common.topics
            )
            for entry in entries
            if self.entries[entry] >= least[entry]
            and self.entries[entry] - self.in_common.gained[entry] < least[entry]
        }

    def _least(self, floor: Scores, within: Mask, facets: Collection[str]) -> Scores | None:
        """The score from which on each entry is an answer, None where none is one."""
        if self.surely is None or not within.any():
            return None
        of_place = "organisation" in facets or "county" in facets
        sooner = _OF_PLACE if of_place else _OF_OTHERS if facets else 0.0
        best = int(np.where(within, self.entries, -1).argmax())
        highest = self.entries[best]
        if not self._is_answer(best, sooner):
            return None
        lower = _FLOOR_OF_PLACE if of_place else _FLOOR_OF_OTHERS if facets else 1.0
        compared = self._compared(within, highest)
        least: Scores = np.maximum(floor * np.float32(lower), self.share * compared)
        answers = self.candidates & (self.entries >= least)
        if np.count_nonzero(answers & within) >= _MANY_ANSWERS:
            least = LEAST_SHARE * compared
        return least

    def _is_answer(self, entry: int, sooner: float) -> bool:
        """Whether an entry surely answers what was asked for."""
        assert self.surely is not None
        surely = sooner + float(self.surely[entry])
        surely += ANSWERED["score"] * math.log(max(self.entries[entry], _LEAST_SCORE))
        if surely < ANSWERED["least"]:
            return False
        return self.unmet is None or surely - self.unmet(entry) >= ANSWERED["least"]

    def _compared(self, within: Mask, highest: np.float32) -> Scores:
        """The score that each entry's is a share of."""
        no_less = SHARE_OF_NEIGHBOUR * highest
        # No score is less than 0.
        best_swedish, best_norwegian = (
            max((self.entries * of_side).max(initial=0), no_less)
            for of_side in (within & self.swedish, within & ~self.swedish)
        )
        compared: Scores = np.where(self.swedish, best_swedish, best_norwegian)
        return compared


class TopicsInCommon(NamedTuple):
    """What every entry gains by narrow topics in common with the best, and the numbers of those
    topics."""

    gained: Scores
    topics: frozenset[int]


def score(reader: Reader, interpretation: Interpretation) -> Scored:
    """Score all texts: some 50 µs for each term and 10,000 texts.

    An entry may be an answer when one of its texts has something of the query, it has every phrase,
    and nothing that is not wanted.
    """
    numbers = reader.numbers
    candidates = numbers.live & ~interpretation.excluded
    terms = interpretation.terms
    if not terms:
        none: Scores = np.zeros(numbers.texts, dtype=np.float32)
        no_entries = numbers.by_entry(none)
        return Scored(none, no_entries, candidates, None, None, no_entries > 0)
    for term, is_required in zip(terms, interpretation.required, strict=True):
        if is_required:
            having = np.zeros(numbers.texts, dtype=np.bool_)
            having[term.texts] = True
            candidates &= numbers.entries_of(having)
    scores = _score_texts(reader, terms)
    by_entry = numbers.by_entry(scores)
    candidates &= by_entry > 0
    named = numbers.by_entry(_named(reader, terms))
    is_of_few = len(terms) <= _FEW_WORDS
    surely = np.float32(ANSWERED["named"]) * named
    if interpretation.about.any():
        near = _about_the_same(reader, scores, interpretation.about)
        scores += (ABOUT if is_of_few else ABOUT_OF_MANY) * near
        by_entry = numbers.by_entry(scores)
        # The likeness says nothing of what no text has, where that is most of the question.
        met = sum(
            float(share)
            for term, share in zip(terms, _shares(terms), strict=True)
            if len(term.texts)
        )
        known = met if met < _MOST else 1.0
        surely += np.float32(ANSWERED["about"] * known) * numbers.by_entry(near)
    else:
        surely += np.float32(ANSWERED["about"] * _ABOUT_UNKNOWN)
    surely += np.float32(_ONE_WORD if len(terms) == 1 else 0 if is_of_few else _MANY_WORDS)
    floor = np.full(len(by_entry), FLOOR if is_of_few else FLOOR_OF_MANY, dtype=np.float32)
    if is_of_few:
        floor[named < _NAMED] = UNNAMED_FLOOR
    swedish = numbers.by_entry(np.where(numbers.language == _SWEDISH, scores, 0)) >= by_entry
    if not candidates.any():
        return Scored(scores, by_entry, candidates, floor, surely, swedish)
    in_common = find_topics_in_common(reader, np.where(candidates, by_entry, 0))
    share = SHARE_OF_BEST if is_of_few else LEAST_SHARE
    entries = by_entry + in_common.gained

    def tell_unmet(entry: int) -> float:
        # Of many words a text has seldom all.
        return weigh_unmet(reader, terms, numbers.best_text(entry, scores)) if is_of_few else 0.0

    return Scored(scores, entries, candidates, floor, surely, swedish, share, in_common, tell_unmet)


def find_topics_in_common(reader: Reader, by_entry: Scores) -> TopicsInCommon:
    """What entries gain that are filed under the narrow topics of the best ones: who answers a
    question of mine in words that I did not think of has most often been given the same topic."""
    numbers = reader.numbers
    left = by_entry.copy()
    best = []
    for _ in range(min(_BEST, len(by_entry))):
        best.append(int(left.argmax()))
        left[best[-1]] = -1
    in_all = float(by_entry[best].sum())
    gained: Scores = np.zeros(len(by_entry), dtype=np.float32)
    weights: dict[int, float] = {}
    for entry in best:
        for topic in numbers.values_of("topic", entry):
            weights[topic] = weights.get(topic, 0.0) + float(by_entry[entry]) / in_all
    counting = set()
    for topic, weight in weights.items():
        having = numbers.entries_with("topic", topic)
        if 0 < len(having) <= len(by_entry) * _NARROW_SHARE:
            narrowness = math.log(len(by_entry) / len(having)) / math.log(len(by_entry))
            gained[having] += np.float32(weight * narrowness)
            counting.add(topic)
    gained *= _IN_COMMON * by_entry.max()
    return TopicsInCommon(gained, frozenset(counting))


def _about_the_same(reader: Reader, scores: Scores, about: Vector) -> Scores:
    """Of the texts with the best scores, how near what they are about is to what the question is
    about, 0 to 1; 0 for the others."""
    best = np.flatnonzero(scores > 0)
    if len(best) > _MOST_COMPARED:
        best = best[np.argpartition(scores[best], -_MOST_COMPARED)[-_MOST_COMPARED:]]
    near: Scores = np.zeros(len(scores), dtype=np.float32)
    near[best] = np.maximum(reader.vectors[best].astype(np.float32) @ about, 0)
    return near


def _named(reader: Reader, terms: tuple[QueryTerm, ...]) -> Scores:
    """Of each text the share of the question's information of which it has a name."""
    named: Scores = np.zeros(reader.numbers.texts, dtype=np.float32)
    in_all = sum(term.information for term in terms) or 1.0
    for term in terms:
        named[term.texts] += np.float32(term.information / in_all) * term.is_named
    return named


def _score_texts(reader: Reader, terms: tuple[QueryTerm, ...]) -> Scores:
    """The features, weighed: the same as `WEIGHTS @ features(…)`, with what is of a term alone
    added up once for all questions that have it."""
    shares = _shares(terms)
    scores: Scores = _near_each_other(reader, terms, shares)
    scores *= np.float32(NEAR)
    for term, share in zip(terms, shares, strict=True):
        alone: _Weighed = reader.kept(("alone", term), partial(_weigh_alone, reader, term))
        scores[term.texts] += share * alone.scores
    return scores


class _Weighed(NamedTuple):
    """The scores of the texts that have a term, by it alone."""

    scores: Scores

    @property
    def size(self) -> int:
        """How much it keeps in memory, in places of some 30 bytes."""
        return len(self.scores) // 7


def _weigh_alone(reader: Reader, term: QueryTerm) -> _Weighed:
    return _Weighed(WEIGHTS[:_ALONE] @ _features_alone(reader, term))


def features(reader: Reader, terms: tuple[QueryTerm, ...]) -> NDArray[np.float32]:
    """What is known of each text (columns, by number) for a query: six numbers of 0 to some 2.

    How strongly, how nearly, and in how many blocks it has the things wanted; how nearly in its
    title and in its summary; and which of them near each other. Things count by their information.
    """
    table = np.zeros((len(WEIGHTS), reader.numbers.texts), dtype=np.float32)
    shares = _shares(terms)
    for term, share in zip(terms, shares, strict=True):
        table[:_ALONE, term.texts] += share * _features_alone(reader, term)
    table[_ALONE] = _near_each_other(reader, terms, shares)
    return table


# How many of the features a text has by each term alone, in the order of WEIGHTS.
_ALONE = 5


def _shares(terms: Sequence[QueryTerm]) -> list[np.float32]:
    """How much of what is asked each term is."""
    in_all = sum(term.information for term in terms) or 1.0
    return [np.float32(term.information / in_all) for term in terms]


def _features_alone(reader: Reader, term: QueryTerm) -> NDArray[np.float32]:
    """The features of the texts (columns) that have a term, by it alone."""
    blocks = np.bitwise_count(term.blocks)
    if any(map(str.isdigit, term.word)):
        # A number of a case or a paragraph is seldom said twice.
        blocks = np.full(len(blocks), OFTEN)
    often = np.minimum(blocks / reader.often[term.texts], 1)
    alone = np.empty((_ALONE, len(term.texts)), dtype=np.float32)
    alone[:4] = term.strength, term.quality, term.title, term.summary
    alone[4] = term.quality * often
    return alone


def _near_each_other(
    reader: Reader, terms: Sequence[QueryTerm], shares: Sequence[np.float32]
) -> Scores:
    """Of each text how much of what is asked it has near each other, of one thing how nearly."""
    texts = reader.numbers.texts
    near: Scores = np.zeros(texts, dtype=np.float32)
    said = [(term, share) for term, share in zip(terms, shares, strict=True) if share]
    if len(said) == 1:
        for term, share in zip(terms, shares, strict=True):
            near[term.texts] += share * term.quality
        return near
    in_pairs = sum(first * second for (_, first), (_, second) in combinations(said, 2)) or 1.0
    places = []
    for term, share in said:
        blocks = np.zeros(texts, dtype=np.uint64)
        quality = np.zeros(texts, dtype=np.float32)
        blocks[term.texts] = term.blocks
        quality[term.texts] = term.quality
        places.append((term, blocks, quality, share))
    for pair in combinations(places, 2):
        # Of two things fewer texts have the one, and in those the other is looked for.
        (fewer, _, _, share), (_, others, other_quality, other_share) = sorted(
            pair, key=_count_texts
        )
        among = (fewer.blocks & others[fewer.texts] != 0).nonzero()[0]
        if len(among):
            together = fewer.texts[among]
            near[together] += (share * other_share / in_pairs) * np.minimum(
                fewer.quality[among], other_quality[together]
            )
    return near


def _count_texts(place: tuple[QueryTerm, Blocks, Scores, np.float32]) -> int:
    return len(place[0].texts)
