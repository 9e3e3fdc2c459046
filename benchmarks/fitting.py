"""How far the weights of the score can be fitted, and how far what is fitted holds elsewhere.

    python -m benchmarks.fitting

The judged questions are dealt into five folds by need, so that a question and its twin are in one.
On four folds the weights are changed one after the other while nDCG@10 grows, from equal weights
on; on the fifth they are tried. Printed are, without the floor: the mean where fitted and the mean
on the questions held out, the same with equal weights and with those of the site, and the weights
that were found, made to sum to three. Takes half a minute.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import chain
from statistics import mean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.judged import Question, filled_site, ndcg, read_judged
from network.entries.queries import find_cards
from network.search.interpretation import interpret
from network.search.query import Query
from network.search.reader import Reader
from network.search.scoring import WEIGHTS, features, find_topics_in_common

_FOLDS, _ROUNDS = 5, 2
_FACTORS = (0.25, 0.6, 1.6, 2.5)
_LEAST_GAIN = 2e-4


class _Case(NamedTuple):
    """A question with what is known of each text, and the addresses of the entries by number."""

    question: Question
    features: NDArray[np.float32]


def _value(
    reader: Reader, addresses: Sequence[str], case: _Case, weights: NDArray[np.float32]
) -> float:
    """The nDCG@10 of a question under these weights."""
    by_entry = reader.numbers.by_entry(weights @ case.features)
    candidates = reader.numbers.live & (by_entry > 0)
    if not candidates.any():
        return 0.0
    scores = by_entry + find_topics_in_common(reader, np.where(candidates, by_entry, 0)).gained
    ranked = [n for n in np.argsort(-scores).tolist() if candidates[n]]
    return ndcg([addresses[n] for n in ranked], case.question.answers)


def main() -> None:
    """Fit, hold out, print."""
    with filled_site() as site:
        reader = site.index.open_reader()
        ids = reader.entry_ids()
        with site.database.reading() as session:
            cards = {card.id: card.address for card in find_cards(session, ids, "nb")}
        addresses = [cards.get(entry, "") for entry in ids]
        needs: dict[str, list[_Case]] = {}
        for question in read_judged():
            if question.has_answer:
                terms = interpret(reader, Query(question.text, language=question.language)).terms
                need = min(question.text, question.twin or question.text)
                needs.setdefault(need, []).append(_Case(question, features(reader, terms)))

        def measure(cases: Sequence[_Case], weights: NDArray[np.float32]) -> list[float]:
            return [_value(reader, addresses, case, weights) for case in cases]

        names = sorted(needs)
        random.Random(5).shuffle(names)
        equal = np.full(len(WEIGHTS), 0.5, dtype=np.float32)
        fitted, held_out = [], []
        for fold in range(_FOLDS):
            outside = set(names[fold::_FOLDS])
            cases = list(chain(*(needs[name] for name in names if name not in outside)))
            weights, best = equal, mean(measure(cases, equal))
            for place in list(range(len(equal))) * _ROUNDS:
                for factor in _FACTORS:
                    tried = weights.copy()
                    tried[place] *= factor
                    value = mean(measure(cases, tried))
                    if value > best + _LEAST_GAIN:
                        weights, best = tried, value
            fitted.append(best)
            held_out += measure(list(chain(*(needs[name] for name in outside))), weights)
            shares = weights / weights.sum() * 3
            print(f"fold {fold + 1}:", *(f"{share:.2f}" for share in shares))
        every = list(chain(*needs.values()))
        print(f"where fitted   {mean(fitted):.4f}")
        print(f"held out       {mean(held_out):.4f}")
        print(f"equal weights  {mean(measure(every, equal)):.4f}")
        print(f"as they stand  {mean(measure(every, WEIGHTS)):.4f}")


if __name__ == "__main__":
    main()
