"""What lies under each topic, in numbers: how many entries, whence, and how telling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from network.entries.tables import Entry, EntryEndorsement, EntryTopic
from network.organisations.tables import Organisation

# The outcomes of which an entry can tell how it went.
_TELLING = ("goes_on", "ended", "stopped")


@dataclass(slots=True)
class TopicFigures:
    """Of one topic, narrower ones included: its entries by country (NO, SE, "" for bodies of
    neither), how many of them are endorsed, and how many are experiences that say how it went."""

    by_country: dict[str, int] = field(default_factory=dict)
    endorsed: int = 0
    telling: int = 0

    @property
    def entries(self) -> int:
        """How many entries lie under it."""
        return sum(self.by_country.values())

    @property
    def is_nordic(self) -> bool:
        """Whether both countries have written on it."""
        return bool(self.by_country.get("NO") and self.by_country.get("SE"))

    @property
    def weight(self) -> tuple[bool, int, int]:
        """What orders topics by how good an answer waits there, the greatest first."""
        both = min(self.by_country.get("NO", 0), self.by_country.get("SE", 0))
        return self.is_nordic, both + self.endorsed + self.telling, self.entries


def read_topic_figures(session: Session) -> Mapping[str, TopicFigures]:
    """The figures of every topic that has entries, by its id. One query."""
    telling = func.sum(case((Entry.outcome.in_(_TELLING), 1), else_=0))
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
