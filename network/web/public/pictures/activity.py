"""What is written about in each country: bars by topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from network.topics.values import Topic
from network.web.public.pictures.bars import Bar, stack_bars

# The two that began, and those that have joined as soon as anything is written about them.
_ALWAYS, _LATER = ("NO", "SE"), ("FI",)
_MOST = 8


@dataclass(frozen=True, slots=True)
class TopicActivity:
    """A topic, how many entries each of ``countries`` has on it, and the bars of those counts."""

    topic: Topic
    countries: tuple[str, ...]
    counts: tuple[int, ...]
    bars: tuple[Bar, ...]


def draw_activity(
    counts: Mapping[str, Mapping[str, int]], topics: Mapping[str, Topic], language: str
) -> list[TopicActivity]:
    """The eight broadest topics with most entries, those with most first; empty without any.

    ``counts`` is by topic and country, narrower topics included, as
    ``entries.queries.count_by_topic_and_country`` gives it.
    """
    countries = (
        *_ALWAYS,
        *(country for country in _LATER if any(row.get(country) for row in counts.values())),
    )
    rows = [
        (topics[key], tuple(by_country.get(country, 0) for country in countries))
        for key, by_country in counts.items()
        if key in topics and topics[key].broader is None
    ]
    rows.sort(key=lambda row: (-sum(row[1]), row[0].label(language)))
    shown = [row for row in rows if sum(row[1])][:_MOST]
    bars = stack_bars([numbers for _, numbers in shown])
    return [
        TopicActivity(topic, countries, numbers, drawn)
        for (topic, numbers), drawn in zip(shown, bars, strict=True)
    ]
