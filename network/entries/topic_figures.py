"""What lies under each topic, in numbers: how many entries, whence, and how telling."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from network.entries.tables import Entry, EntryEndorsement, EntryTopic
from network.organisations.tables import Organisation

# The outcomes of which an entry can tell how it went.
TELLING = ("goes_on", "ended", "stopped")


_COUNTRIES = ("NO", "SE", "FI")


@dataclass(slots=True)
class TopicFigures:
    """Of one topic, narrower ones included: its entries by country (NO, SE, FI, "" for bodies
    of none), how many of them are endorsed, and how many are experiences that say how it went."""

    by_country: dict[str, int] = field(default_factory=dict)
    endorsed: int = 0
    telling: int = 0

    @property
    def entries(self) -> int:
        """How many entries lie under it."""
        return sum(self.by_country.values())

    @property
    def is_nordic(self) -> bool:
        """Whether several countries have written on it."""
        return sum(bool(self.by_country.get(country)) for country in _COUNTRIES) > 1

    @property
    def weight(self) -> tuple[bool, int, int]:
        """What orders topics by how good an answer waits there, the greatest first."""
        # What the two countries with most have in common.
        both = sorted(self.by_country.get(country, 0) for country in _COUNTRIES)[-2]
        return self.is_nordic, both + self.endorsed + self.telling, self.entries


def find_best_by_topic(
    session: Session, topics: Collection[str], number: int
) -> Mapping[str, list[UUID]]:
    """The best ``number`` entries of each of these topics, ids by topic, the best first.

    What is endorsed goes first, then experiences that say how it went, then the newest; a need is
    no answer and is left out. One query.
    """
    place = (
        func.row_number()
        .over(
            partition_by=EntryTopic.topic_id,
            order_by=(
                case((EntryEndorsement.entry_id.is_not(None), 0), else_=1),
                case((Entry.outcome.in_(TELLING), 0), else_=1),
                Entry.published_at.desc(),
                Entry.id,
            ),
        )
        .label("place")
    )
    placed = (
        select(EntryTopic.topic_id, EntryTopic.entry_id, place)
        .join(Entry, Entry.id == EntryTopic.entry_id)
        .outerjoin(EntryEndorsement, EntryEndorsement.entry_id == Entry.id)
        .where(EntryTopic.topic_id.in_(list(topics)), Entry.kind != "need")
        .subquery()
    )
    rows = session.execute(
        select(placed.c.topic_id, placed.c.entry_id)
        .where(placed.c.place <= number)
        .order_by(placed.c.topic_id, placed.c.place)
    )
    best: dict[str, list[UUID]] = {}
    for topic_id, entry_id in rows:
        best.setdefault(topic_id, []).append(entry_id)
    return best


def read_topic_figures(session: Session) -> Mapping[str, TopicFigures]:
    """The figures of every topic that has entries, by its id. One query."""
    telling = func.sum(case((Entry.outcome.in_(TELLING), 1), else_=0))
    rows = session.execute(
        select(
            EntryTopic.topic_id,
            Organisation.country,
            func.count(),
            func.count(EntryEndorsement.entry_id),
            telling,
        )
        .join(Entry, Entry.id == EntryTopic.entry_id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .outerjoin(EntryEndorsement, EntryEndorsement.entry_id == Entry.id)
        .group_by(EntryTopic.topic_id, Organisation.country)
    )
    figures_by_topic: dict[str, TopicFigures] = {}
    for topic_id, country, entries, endorsed, telling_entries in rows:
        figures = figures_by_topic.setdefault(topic_id, TopicFigures())
        figures.by_country[country or ""] = entries
        figures.endorsed += endorsed
        figures.telling += int(telling_entries)
    return figures_by_topic
