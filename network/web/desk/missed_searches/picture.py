"""What was searched in vain, by subject and month: a table whose numbers have bars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from network.community.missed_searches.counting import MissedInMonth
from network.topics.topic_of_words import TopicNames
from network.topics.values import Topic
from network.topics.vocabulary import list_lineage
from network.web.public.pictures.bars import Bar, stack_bars


@dataclass(frozen=True, slots=True)
class MonthCell:
    """What was searched in vain on a subject in a month: how often nothing answered, how often too
    little did, and the bars of the two in that order."""

    nothing: int
    weak: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A subject (None for words of which no topic's name tells), its months, and its most often
    searched words with their language."""

    topic: Topic | None
    cells: tuple[MonthCell, ...]
    times: int
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MissedPicture:
    """The months (*2026-11*), the oldest first, and the subjects, most often searched first and
    what has none last."""

    months: tuple[str, ...]
    rows: tuple[SubjectRow, ...]


_MOST_WORDS = 3


def draw_missed(searches: Sequence[MissedInMonth], topics: Mapping[str, Topic]) -> MissedPicture:
    """The picture of ``searches``, each counted under the broadest topic that its words are about.

    Some 0.3 s for the topics' names and 0.5 ms for each different search.
    """
    if not searches:
        return MissedPicture((), ())
    names = TopicNames(topics)
    months = tuple(sorted({search.month for search in searches}))
    counts: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    times: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for search in searches:
        lineage = list_lineage(topics, names.find(search.words, search.language))
        key = lineage[-1] if lineage else ""
        nothing, weak = counts[key].get(search.month, (0, 0))
        counts[key][search.month] = nothing + search.nothing, weak + search.weak
        times[key][search.words, search.language] += search.nothing + search.weak
    keys = sorted(counts, key=lambda key: (not key, -sum(times[key].values()), key))
    numbers = [counts[key].get(month, (0, 0)) for key in keys for month in months]
    cells = [
        MonthCell(nothing, weak, bars)
        for (nothing, weak), bars in zip(numbers, stack_bars(numbers), strict=True)
    ]
    return MissedPicture(
        months,
        tuple(
            SubjectRow(
                topics.get(key),
                tuple(cells[row * len(months) : (row + 1) * len(months)]),
                sum(times[key].values()),
                tuple(sorted(times[key], key=lambda words: (-times[key][words], words)))[
                    :_MOST_WORDS
                ],
            )
            for row, key in enumerate(keys)
        ),
    )
