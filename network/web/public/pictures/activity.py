"""What is written about in each country: bars by topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from network.topics.values import Topic
from network.web.public.pictures.bars import Bar, stack_bars

COUNTRIES = ("NO", "SE")
_MOST = 8


@dataclass(frozen=True, slots=True)
class TopicActivity:
    """A topic, how many entries each country has on it in the order of ``COUNTRIES``, and the bars
    of those counts."""

    topic: Topic
    counts: tuple[int, ...]
    bars: tuple[Bar, ...]


def draw_activity(
    counts: Mapping[str, Mapping[str, int]], topics: Mapping[str, Topic], language: str
) -> list[TopicActivity]:
    """The eight broadest topics with most entries, those with most first; empty without any.

    ``counts`` is by topic and country, narrower topics included, as
    ``entries.queries.count_by_topic_and_country`` gives it.
    """
    rows = [
        (topics[key], tuple(by_country.get(country, 0) for country in COUNTRIES))
        for key, by_country in counts.items()
        if key in topics and topics[key].broader is None
    ]
    rows.sort(key=lambda row: (-sum(row[1]), row[0].label(language)))
    shown = [row for row in rows if sum(row[1])][:_MOST]
    bars = stack_bars([numbers for _, numbers in shown])
    return [
        TopicActivity(topic, numbers, drawn)
        for (topic, numbers), drawn in zip(shown, bars, strict=True)
    ]
