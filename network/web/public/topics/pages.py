"""Subjects: the whole list, and one of them with what lies under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort, render_template
from sqlalchemy import select

from network.community.promotions.reading import read_all_promotions, read_promotions_on
from network.entries.queries import Card, count_by_topic, find_cards, find_newest_entries
from network.entries.tables import Entry, EntryTopic
from network.entries.topic_figures import TELLING, find_best_by_topic
from network.site import get_site
from network.topics.values import Topic
from network.topics.vocabulary import find_narrower, list_lineage, load_topics
from network.web.collation import sort_by_label
from network.web.languages import get_ui_language

# How many entries stand for a topic in the list, of how many of the best those are that stand for
# no other, and how many come first on its own page.
_BEST, _CHOSEN_AMONG, _FIRST = 2, 12, 6


def topics() -> str:
    """Every main topic with what is best under it, and the topics below it with their numbers."""
    ui = get_ui_language()
    with get_site().public.reading() as session:
        topics_by_id = load_topics(session)
        main_topics = sort_by_label(
            (topic for topic in topics_by_id.values() if not topic.broader), _label
        )
        ids_by_topic = find_best_by_topic(
            session, [topic.id for topic in main_topics], _CHOSEN_AMONG
        )
        ids = {entry_id for best in ids_by_topic.values() for entry_id in best}
        cards = {card.id: card for card in find_cards(session, ids, ui)}
        promoted_by_topic: dict[str, list[Card]] = {}
        for promotion in read_all_promotions(session, ui):
            lineage = list_lineage(topics_by_id, promotion.topic_id)
            if lineage:
                promoted_by_topic.setdefault(lineage[-1], []).append(promotion.card)
        best_by_topic: dict[str, list[BestEntry]] = {}
        shown: set[UUID] = set()
        for topic in main_topics:
            candidates = [
                BestEntry(card, is_chosen=True) for card in promoted_by_topic.get(topic.id, ())
            ]
            candidates += [
                BestEntry(cards[entry_id])
                for entry_id in ids_by_topic.get(topic.id, ())
                if entry_id in cards
            ]
            best_by_topic[topic.id] = _choose_unseen(candidates, shown)
        return render_template(
            "public/topics/topics.html",
            main_topics=main_topics,
            below={
                topic.id: sort_by_label(_list_below(topics_by_id, topic.id), _label)
                for topic in main_topics
            },
            best_by_topic=best_by_topic,
            counts=count_by_topic(session),
        )


@dataclass(frozen=True, slots=True)
class BestEntry:
    """An entry that stands for what is under a topic; ``is_chosen`` by a national coordinator."""

    card: Card
    is_chosen: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether it is an experience that says how it went."""
        return self.card.outcome in TELLING


def _choose_unseen(candidates: Sequence[BestEntry], shown: set[UUID]) -> list[BestEntry]:
    """The first ``_BEST`` that stand under no topic above, then others; they count as shown."""
    by_id = {candidate.card.id: candidate for candidate in reversed(candidates)}
    in_order = sorted(
        dict.fromkeys(candidate.card.id for candidate in candidates), key=lambda id: id in shown
    )
    shown.update(in_order[:_BEST])
    return [by_id[entry_id] for entry_id in in_order[:_BEST]]


def _list_below(topics_by_id: Mapping[str, Topic], topic_id: str) -> list[Topic]:
    """All topics below this one, however far."""
    return [
        topic
        for topic in topics_by_id.values()
        if topic_id in list_lineage(topics_by_id, topic.id)[1:]
    ]


def topic(topic_id: str) -> str:
    """One topic: what it means, what is near it, and the entries, the best of them first."""
    ui = get_ui_language()
    with get_site().public.reading() as session:
        topics_by_id = load_topics(session)
        if topic_id not in topics_by_id:
            abort(404)
        under = select(EntryTopic.entry_id).where(EntryTopic.topic_id == topic_id)
        promoted = read_promotions_on(session, topic_id, ui)
        above = {promotion.entry_id for promotion in promoted}
        best = [
            entry_id
            for entry_id in find_best_by_topic(session, [topic_id], _FIRST).get(topic_id, ())
            if entry_id not in above
        ]
        above.update(best)
        return render_template(
            "public/topics/topic.html",
            topic=topics_by_id[topic_id],
            broader=[
                topics_by_id[other] for other in reversed(list_lineage(topics_by_id, topic_id)[1:])
            ],
            narrower=sort_by_label(
                (topics_by_id[other] for other in find_narrower(topics_by_id, topic_id)), _label
            ),
            counts=count_by_topic(session),
            promoted=promoted,
            best=find_cards(session, best, ui),
            entries=find_newest_entries(
                session, ui, 100, Entry.id.in_(under), Entry.id.not_in(above)
            ),
        )


def _label(topic: Topic) -> str:
    return topic.label(get_ui_language())
