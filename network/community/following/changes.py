"""The public changes between two numbers of the log, by everything that somebody may follow."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from network.changes import Change
from network.entries.tables import (
    Entry,
    EntryAddress,
    EntryLink,
    EntrySeries,
    EntryTopic,
)
from network.organisations.tables import Organisation

# The verbs that are news: a name or an address that changed is no news.
_NEWS_VERBS = ("published", "revised", "withdrawn", "answered")
_AT_ONCE = 500

Key = tuple[str, str]
# Which of these entries a saved search, by its key, finds.
Searched = Callable[[str, frozenset[UUID]], Collection[UUID]]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One change of an entry: its number in the log, what was done, whether an outcome came."""

    number: int
    verb: str
    outcome: bool


@dataclass(slots=True)
class FollowedChanges:
    """The changes up to ``upto``, and what they are changes of.

    ``around`` maps what may be followed to the entries that changed there, each with whether it
    merely points there: a new entry that names a followed one is news for who wants everything.
    """

    after: int
    upto: int
    steps: Mapping[UUID, Sequence[EntryChange]]
    around: dict[Key, dict[UUID, bool]] = field(default_factory=dict)
    _found: dict[str, Mapping[UUID, bool]] = field(default_factory=dict)

    def at(self, what: str, key: str, searched: Searched) -> Mapping[UUID, bool]:
        """The entries that changed around one thing that may be followed."""
        if what != "search":
            return self.around.get((what, key), {})
        if key not in self._found:
            public = frozenset(self.steps)
            self._found[key] = dict.fromkeys(searched(key, public), False) if public else {}
        return self._found[key]


def read_changes(session: Session, after: int, upto: int) -> FollowedChanges:
    """Read the log after one number up to another, and where each entry that changed lies.

    One query for the log and five for each 500 entries that changed; what it takes in memory grows
    with these and with nothing else. What was withdrawn is known by its id alone.
    """
    steps: dict[UUID, list[EntryChange]] = {}
    rows = session.execute(
        select(Change.number, Change.entry_id, Change.verb, Change.outcome)
        .where(Change.number > after, Change.number <= upto, Change.verb.in_(_NEWS_VERBS))
        .order_by(Change.number)
    )
    for row in rows:
        steps.setdefault(row.entry_id, []).append(EntryChange(row.number, row.verb, row.outcome))
    changes = FollowedChanges(after, upto, steps)
    for portion in _portions(list(steps)):
        for (what, key), entry_id, points in _places(session, portion):
            entries = changes.around.setdefault((what, key), {})
            entries[entry_id] = entries.get(entry_id, True) and points
    return changes


def _portions(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _places(session: Session, ids: Sequence[UUID]) -> Iterator[tuple[Key, UUID, bool]]:
    for entry_id in ids:
        yield ("entry", entry_id.hex), entry_id, False
        yield ("collection", entry_id.hex), entry_id, False
    publisher = aliased(Organisation)
    for row in session.execute(
        select(Entry.id, Organisation.slug, publisher.slug.label("publisher"))
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .join(publisher, publisher.id == Entry.publisher_id)
        .where(Entry.id.in_(ids))
    ):
        yield ("organisation", row.slug), row.id, False
        if row.publisher != row.slug:
            yield ("organisation", row.publisher), row.id, False
    for entry_id, topic in session.execute(
        select(EntryTopic.entry_id, EntryTopic.topic_id).where(EntryTopic.entry_id.in_(ids))
    ):
        yield ("topic", topic), entry_id, False
    for entry_id, series, slug in session.execute(
        select(EntrySeries.entry_id, EntrySeries.series, Organisation.slug)
        .join(Organisation, Organisation.id == EntrySeries.organisation_id)
        .where(EntrySeries.entry_id.in_(ids))
    ):
        yield ("series", f"{slug}/{series}"), entry_id, False
    is_target = (EntryAddress.organisation == EntryLink.target_organisation) & (
        EntryAddress.slug == EntryLink.target_slug
    )
    # A collection changes with what it collects.
    for collection, item in session.execute(
        select(EntryLink.entry_id, EntryAddress.entry_id)
        .join(EntryAddress, is_target)
        .where(EntryAddress.entry_id.in_(ids), EntryLink.relation == "collects")
    ):
        if item is not None:
            yield ("collection", collection.hex), item, False
    pointed = aliased(Entry)
    for entry_id, target in session.execute(
        select(EntryLink.entry_id, EntryAddress.entry_id)
        .join(EntryAddress, is_target)
        .join(pointed, pointed.id == EntryAddress.entry_id)
        .where(
            EntryLink.entry_id.in_(ids),
            # That a need is answered stands in the log as a change of the need itself.
            or_(EntryLink.relation != "answers", pointed.kind != "need"),
        )
    ):
        if target is not None and target != entry_id:
            yield ("entry", target.hex), entry_id, True
