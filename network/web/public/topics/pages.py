"""Subjects: the whole list, and one of them with what lies under it."""

from __future__ import annotations

from flask import abort, render_template
from sqlalchemy import select

from network.community.promotions.reading import read_promotions_on
from network.entries.queries import count_by_topic, find_newest_entries
from network.entries.tables import Entry, EntryTopic
from network.site import get_site
from network.topics.values import Topic
from network.topics.vocabulary import find_narrower, list_lineage, load_topics
from network.web.collation import sort_by_label
from network.web.languages import get_ui_language


def topics() -> str:
    """Every topic below its broader one, with how many entries lie there."""
    with get_site().public.reading() as session:
        topics_by_id = load_topics(session)
        below = {
            topic_id: sort_by_label(
                (topics_by_id[other] for other in find_narrower(topics_by_id, topic_id)), _label
            )
            for topic_id in topics_by_id
        }
        return render_template(
            "public/topics/topics.html",
            top=sort_by_label(
                (topic for topic in topics_by_id.values() if not topic.broader), _label
            ),
            below=below,
            counts=count_by_topic(session),
        )


def topic(topic_id: str) -> str:
    """One topic: what it means, what is near it, and the entries."""
    ui = get_ui_language()
    with get_site().public.reading() as session:
        topics_by_id = load_topics(session)
        if topic_id not in topics_by_id:
            abort(404)
        under = select(EntryTopic.entry_id).where(EntryTopic.topic_id == topic_id)
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
            promoted=read_promotions_on(session, topic_id, ui),
            entries=find_newest_entries(session, ui, 100, Entry.id.in_(under)),
        )


def _label(topic: Topic) -> str:
    return topic.label(get_ui_language())
