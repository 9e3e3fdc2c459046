"""How well each text answers a query, and which entries are an answer at all."""

import math
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.search.array_types import Mask, Scores
from network.search.indexed_text import FIRST_BLOCK
from network.search.interpretation import Interpretation
from network.search.query_term import QueryTerm
from network.search.reader import Reader

# What counts, and how much; fitted on judged questions (docs/decisions/0031).
STRENGTH, COVER, TITLE, SUMMARY, SPREAD, NEAR = 0.07, 0.28, 0.66, 0.64, 1.0, 0.35
WEIGHTS = np.array([STRENGTH, COVER, TITLE, SUMMARY, SPREAD, NEAR], dtype=np.float32)
# Below these scores an entry is no answer to a question of one, two, three, or more words, only
# what lies nearest; nor with less than this share of the best entry's score. Of many words a text
# has seldom all, and of few it must have more than a little.
FLOORS = (0.5, 0.85, 0.8, 0.3)
SHARE_OF_BEST = np.float32(0.35)
# The floor of an entry that tells of the matter and has less than this share of the question's own
# words, whatever they are called.
_NAMED, UNNAMED_FLOOR = np.float32(0.25), np.float32(1.0)
# In more blocks than this a thing is said often enough.
_BLOCKS = 6
_TEXT_BLOCKS = np.uint64(FIRST_BLOCK)


# How many of the best entries say which topics the question is about, how much a topic that another
# has in common with them counts, and how large a share of the entries may have such a topic.
_BEST, _IN_COMMON, _NARROW_SHARE = 3, np.float32(0.4), 0.15


class Scored(NamedTuple):
    """The scores of all texts and entries, by number, and a mask of the living entries that may be
    an answer; `floor` is the score from which on they are one, None where no words are asked
    for."""

    texts: Scores
    entries: Scores
    candidates: Mask
    floor: Scores | None

    def answers_among(self, within: Mask) -> Mask:
        """The candidates that are an answer where only some entries are asked for: those that reach
        the floor, and a share of the best one's score."""
        if self.floor is None:
            return self.candidates
        best = float(self.entries[within].max()) if within.any() else 0.0
        answers: Mask = self.candidates & (
            self.entries >= np.maximum(self.floor, SHARE_OF_BEST * np.float32(best))
        )
        return answers


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
        return Scored(none, numbers.by_entry(none), candidates, None)
    for term, is_required in zip(terms, interpretation.required, strict=True):
        if is_required:
            having = np.zeros(numbers.texts, dtype=np.bool_)
            having[term.texts] = True
            candidates &= numbers.entries_of(having)
    scores: Scores = WEIGHTS @ features(reader, terms)
    by_entry = numbers.by_entry(scores)
    candidates &= by_entry > 0
    floor = np.full(len(by_entry), FLOORS[min(len(terms), len(FLOORS)) - 1], dtype=np.float32)
    if len(terms) < len(FLOORS):
        floor[numbers.by_entry(_named(reader, terms)) < _NAMED] = UNNAMED_FLOOR
    if not candidates.any():
        return Scored(scores, by_entry, candidates, floor)
    by_entry = by_entry + find_topics_in_common(reader, np.where(candidates, by_entry, 0))
    return Scored(scores, by_entry, candidates, floor)


def find_topics_in_common(reader: Reader, by_entry: Scores) -> Scores:
    """What entries gain that are filed under the narrow topics of the best ones: who answers a
    question of mine in words that I did not think of has most often been given the same topic."""
    numbers = reader.numbers
    count = min(_BEST, len(by_entry))
    best = np.argpartition(-by_entry, count - 1)[:count]
    in_all = float(by_entry[best].sum())
    gained: Scores = np.zeros(len(by_entry), dtype=np.float32)
    weights: dict[int, float] = {}
    for entry in best.tolist():
        for topic in numbers.values_of("topic", entry):
            weights[topic] = weights.get(topic, 0.0) + float(by_entry[entry]) / in_all
    for topic, weight in weights.items():
        having = numbers.entries_with("topic", topic)
        if 0 < len(having) <= len(by_entry) * _NARROW_SHARE:
            narrowness = math.log(len(by_entry) / len(having)) / math.log(len(by_entry))
            gained[having] += np.float32(weight * narrowness)
    gained *= _IN_COMMON * by_entry.max()
    return gained


def _named(reader: Reader, terms: tuple[QueryTerm, ...]) -> Scores:
    """Of each text the share of the question's information of which it has a name."""
    named: Scores = np.zeros(reader.numbers.texts, dtype=np.float32)
    in_all = sum(term.information for term in terms) or 1.0
    for term in terms:
        named[term.texts] += np.float32(term.information / in_all) * term.is_named
    return named


def features(reader: Reader, terms: tuple[QueryTerm, ...]) -> NDArray[np.float32]:
    """What is known of each text (columns, by number) for a query: six numbers of 0 to some 2.

    How strongly, how nearly, and in how many blocks it has the things wanted; how nearly in its
    title and in its summary; and which of them near each other. Things count by their information.
    """
    texts = reader.numbers.texts
    table = np.zeros((len(WEIGHTS), texts), dtype=np.float32)
    strength, cover, title, summary, spread, near = table
    in_all = sum(term.information for term in terms) or 1.0
    shares = [np.float32(term.information / in_all) for term in terms]
    for term, share in zip(terms, shares, strict=True):
        strength[term.texts] += share * term.strength
        cover[term.texts] += share * term.quality
        title[term.texts] += share * term.title
        summary[term.texts] += share * term.summary
        blocks = np.bitwise_count(term.blocks >> _TEXT_BLOCKS)
        if any(map(str.isdigit, term.word)):
            # A number of a case or a paragraph is seldom said twice.
            blocks = np.full(len(blocks), _BLOCKS)
        spread[term.texts] += share * term.quality * np.minimum(blocks, _BLOCKS) / _BLOCKS
    said = [(term, share) for term, share in zip(terms, shares, strict=True) if share]
    if len(said) == 1:
        near[:] = cover
        return table
    in_pairs = sum(first * second for (_, first), (_, second) in combinations(said, 2)) or 1.0
    places = []
    for term, share in said:
        blocks = np.zeros(texts, dtype=np.uint64)
        quality = np.zeros(texts, dtype=np.float32)
        blocks[term.texts] = term.blocks
        quality[term.texts] = term.quality
        places.append((blocks, quality, share))
    for (blocks, quality, share), (others, other_quality, other_share) in combinations(places, 2):
        together = np.flatnonzero(blocks & others)
        if len(together):
            near[together] += (share * other_share / in_pairs) * np.minimum(
                quality[together], other_quality[together]
            )
    return table
