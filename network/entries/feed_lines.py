"""Entries in feeds, calendars and site maps: when they changed, and the dates in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from network.entries.queries import Card, find_cards
from network.entries.tables import Entry, EntryText, EntryTopic
from network.kinds.dates import find_first_day, find_last_day
from network.organisations.tables import Organisation


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One entry of a feed. ``updated_at`` is the last revision of any of its texts, ``languages``
    those of its texts, the original's first; ``publisher`` is whose word it is."""

    card: Card
    updated_at: datetime
    publisher: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A day that belongs to an entry: of a meeting, or by which its text is to be reviewed."""

    card: Card
    kind: str
    day: date
    place: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Address:
    """Where an entry lies, and when any of its texts last changed."""

    organisation: str
    slug: str
    updated_at: datetime


def find_feed_lines(
    session: Session,
    language: str,
    limit: int,
    *where: ColumnElement[bool],
    ids: Sequence[UUID] | None = None,
) -> list[FeedLine]:
    """The entries that changed last, the newest first, in words for a reader of ``language``.

    ``where`` is any condition on ``Entry``; ``ids`` narrows to some. Five queries.
    """
    changed = func.max(EntryText.revised_at)
    query = (
        select(EntryText.entry_id, changed)
        .join(Entry, Entry.id == EntryText.entry_id)
        .where(*where)
        .group_by(EntryText.entry_id)
        .order_by(changed.desc(), EntryText.entry_id)
        .limit(limit)
    )
    if ids is not None:
        query = query.where(EntryText.entry_id.in_(ids))
    entry_ids = [row[0] for row in session.execute(query)]
    shown = {card.id: card for card in find_cards(session, entry_ids, language)}
    updated: dict[UUID, datetime] = {}
    languages: dict[UUID, list[str]] = {}
    for text in session.execute(
        select(EntryText.entry_id, EntryText.language, EntryText.revised_at)
        .where(EntryText.entry_id.in_(entry_ids))
        .order_by(EntryText.is_original.desc(), EntryText.language)
    ):
        updated[text.entry_id] = max(updated.get(text.entry_id, text.revised_at), text.revised_at)
        languages.setdefault(text.entry_id, []).append(text.language)
    topics: dict[UUID, list[str]] = {}
    for topic in session.execute(
        select(EntryTopic.entry_id, EntryTopic.topic_id)
        .where(EntryTopic.entry_id.in_(entry_ids))
        .order_by(EntryTopic.topic_id)
    ):
        topics.setdefault(topic.entry_id, []).append(topic.topic_id)
    publishers = {
        row.id: row.name
        for row in session.execute(
            select(Entry.id, Organisation.name)
            .join(Organisation, Organisation.id == Entry.publisher_id)
            .where(Entry.id.in_(entry_ids))
        )
    }
    return [
        FeedLine(
            shown[entry_id],
            updated[entry_id],
            publishers[entry_id],
            tuple(languages[entry_id]),
            tuple(topics.get(entry_id, ())),
        )
        for entry_id in entry_ids
        if entry_id in shown
    ]


def find_dated_events(
    session: Session, language: str, limit: int, *where: ColumnElement[bool]
) -> list[DatedEvent]:
    """The days of meetings and of reviews, the latest first. Three queries.

    A meeting whose day is not stated has none; a month or year by which a text is to be reviewed
    ends with its last day.
    """
    review, held = Entry.content["review_by"].as_string(), Entry.content["date"].as_string()
    rows = session.execute(
        select(
            Entry.id,
            Entry.kind,
            Entry.revised_at,
            review.label("review"),
            held.label("held"),
            Entry.content["place"].as_string().label("place"),
        ).where(or_(Entry.kind == "meeting", review.is_not(None)), *where)
    ).all()
    days: list[tuple[date, UUID, str, str, datetime]] = []
    for row in rows:
        if (
            row.kind == "meeting"
            and row.held
            and find_first_day(row.held) == find_last_day(row.held)
        ):
            days.append(
                (find_first_day(row.held), row.id, "meeting", row.place or "", row.revised_at)
            )
        if row.review:
            days.append((find_last_day(row.review), row.id, "review", "", row.revised_at))
    days.sort(key=lambda day: (day[0], day[1].hex, day[2]), reverse=True)
    days = days[:limit]
    shown = {card.id: card for card in find_cards(session, {day[1] for day in days}, language)}
    return [
        DatedEvent(shown[entry_id], kind, day, place, updated)
        for day, entry_id, kind, place, updated in days
        if entry_id in shown
    ]


def find_addresses(session: Session, offset: int, limit: int) -> Iterator[Address]:
    """Where entries lie, in the order of their ids. One query."""
    rows = session.execute(
        select(Organisation.slug.label("organisation"), Entry.slug, func.max(EntryText.revised_at))
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .join(EntryText, EntryText.entry_id == Entry.id)
        .group_by(Entry.id, Organisation.slug, Entry.slug)
        .order_by(Entry.id)
        .offset(offset)
        .limit(limit)
    )
    for organisation, slug, updated in rows:
        yield Address(organisation, slug, updated)
