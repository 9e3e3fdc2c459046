"""The subjects that the front page leads to: those that have good answers waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from network.entries.topic_figures import TopicFigures
from network.topics.values import Topic
from network.topics.vocabulary import list_lineage


def choose_subjects(
    topics: Mapping[str, Topic], figures: Mapping[str, TopicFigures], number: int
) -> Sequence[Topic]:
    """At most ``number`` topics, the best first, so different from one another as may be.

    One of each main topic before a second of any, and none that lies under another of them: who
    sees them should see how wide the site is. A main topic itself stands for what has been written
    under it alone.
    """
    lineages = {topic_id: list_lineage(topics, topic_id) for topic_id in figures}
    with_narrower = {broader for lineage in lineages.values() for broader in lineage[1:]}
    candidates = sorted(
        (
            topic_id
            for topic_id, lineage in lineages.items()
            if lineage and not (len(lineage) == 1 and topic_id in with_narrower)
        ),
        key=lambda topic_id: (figures[topic_id].weight, topic_id),
        reverse=True,
    )
    chosen: list[str] = []
    for may_share_main_topic in (False, True):
        for topic_id in candidates:
            if len(chosen) == number:
                break
            lineage = lineages[topic_id]
            is_near = any(
                topic_id in lineages[other]
                or other in lineage
                or (not may_share_main_topic and lineages[other][-1] == lineage[-1])
                for other in chosen
            )
            if not is_near:
                chosen.append(topic_id)
    return [topics[topic_id] for topic_id in chosen]
