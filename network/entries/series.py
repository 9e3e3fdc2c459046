"""Meetings in a series: what was promised, and what has happened since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.entries.queries import Card, find_cards
from network.entries.reading import Words
from network.entries.tables import (
    Entry,
    EntryAddress,
    EntryLink,
    EntrySeries,
    EntryText,
    SeriesPlace,
)
from network.errors import NotFound
from network.interface_languages import PREFERRED
from network.kinds.parts import FollowUp
from network.organisations.queries import find_organisation
from network.organisations.values import Registered

# How many meetings a series page shows at most, the newest ones.
MOST_MEETINGS = 200


@dataclass(frozen=True, slots=True)
class SeriesMeeting:
    """One meeting of a series: where it is, its title, and its date, None where not stated."""

    id: UUID
    organisation: str
    slug: str
    title: Words
    date: str | None


@dataclass(frozen=True, slots=True)
class FollowUpLink:
    """Something public that points at a promise: the entry, and the part of it that does."""

    card: Card
    part: str
    relation: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What was to follow of one meeting, and what points at it since. ``html`` is safe HTML with
    references not yet filled in."""

    meeting: SeriesMeeting
    follow_up: FollowUp
    html: Words
    since: tuple[FollowUpLink, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody has said that it is done or dropped."""
        return self.follow_up.state in ("open", "not_stated")


@dataclass(frozen=True, slots=True)
class Series:
    """A series with its meetings and promises, the newest meeting first. Meetings without a date
    come last. ``name`` is what the newest meeting calls it."""

    organisation: Registered
    series: str
    name: Words
    meetings: tuple[SeriesMeeting, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a meeting stands in its series: its number from the first, how many there are, and
    the meetings beside it."""

    number: int
    total: int
    earlier: SeriesMeeting | None
    later: SeriesMeeting | None


def read_series(session: Session, organisation: str, series: str, language: str) -> Series | None:
    """The series at organisation/series for a reader of ``language`` (nb, nn, sv). Seven queries.

    None for one that was public and has no meeting any more; raises ``NotFound`` where there
    never was any.
    """
    body = find_organisation(session, organisation)
    if body is None:
        raise NotFound(organisation)
    rows = session.execute(
        select(Entry.id, Entry.slug, Entry.language, Entry.content)
        .join(EntrySeries, EntrySeries.entry_id == Entry.id)
        .where(EntrySeries.organisation_id == body.id, EntrySeries.series == series)
        .order_by(EntrySeries.held.desc(), Entry.id)
        .limit(MOST_MEETINGS)
    ).all()
    if not rows:
        if session.get(SeriesPlace, (body.id, series)) is None:
            raise NotFound(f"{organisation}/{series}")
        return None
    texts = _texts(session, [row.id for row in rows], language)
    meetings, promises, follow_ups = [], [], []
    for row in rows:
        own = texts[row.id]
        shown = next(
            (preferred for preferred in PREFERRED[language] if preferred in own), row.language
        )
        title = Words(own[shown].title, shown)
        held = SeriesMeeting(row.id, organisation, row.slug, title, row.content.get("date"))
        meetings.append(held)
        for value in row.content.get("follow_ups", ()):
            path = f"{value['id']}.text"
            language_of = shown if path in own[shown].html else row.language
            html = Words(own[language_of].html.get(path, ""), language_of)
            follow_ups.append((held, FollowUp.model_validate(value), html))
    since = _since(session, [held.id for held, _, _ in follow_ups], language)
    for held, follow_up, html in follow_ups:
        promises.append(
            Promise(held, follow_up, html, tuple(since.get((held.id, follow_up.id), ())))
        )
    newest = texts[rows[0].id]
    first = next(
        (preferred for preferred in PREFERRED[language] if preferred in newest), rows[0].language
    )
    name = _name(session, rows[0].id, (first, rows[0].language)) or Words(series, "")
    return Series(body.value, series, name, tuple(meetings), tuple(promises))


def find_neighbours(session: Session, entry_id: UUID, language: str) -> Neighbours | None:
    """Where a meeting stands in its series; None when it is in none. Up to three queries."""
    own = session.get(EntrySeries, entry_id)
    if own is None:
        return None
    ids = session.scalars(
        select(EntrySeries.entry_id)
        .where(EntrySeries.organisation_id == own.organisation_id, EntrySeries.series == own.series)
        .order_by(EntrySeries.held, EntrySeries.entry_id.desc())
    ).all()
    place = ids.index(entry_id)
    beside = [ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None]
    linked_cards = {
        card.id: card
        for card in find_cards(
            session, [neighbour_id for neighbour_id in beside if neighbour_id], language
        )
    }
    earlier, later = (
        _held(linked_cards.get(neighbour_id)) if neighbour_id else None for neighbour_id in beside
    )
    return Neighbours(place + 1, len(ids), earlier, later)


def _held(card: Card | None) -> SeriesMeeting | None:
    if card is None:
        return None
    return SeriesMeeting(
        card.id, card.organisation, card.slug, Words(card.title, card.language), None
    )


@dataclass(frozen=True, slots=True)
class _Text:
    title: str
    html: Mapping[str, str]


def _texts(
    session: Session, ids: Sequence[UUID], language: str
) -> Mapping[UUID, Mapping[str, _Text]]:
    rows = session.execute(
        select(EntryText.entry_id, EntryText.language, EntryText.title, EntryText.html).where(
            EntryText.entry_id.in_(ids),
            EntryText.is_original | EntryText.language.in_(PREFERRED[language]),
        )
    )
    texts: dict[UUID, dict[str, _Text]] = {}
    for row in rows:
        texts.setdefault(row.entry_id, {})[row.language] = _Text(row.title, row.html)
    return texts


def _name(session: Session, entry_id: UUID, wishes: Iterable[str]) -> Words | None:
    rows = session.execute(
        select(EntryText.language, EntryText.words).where(EntryText.entry_id == entry_id)
    )
    words = {row.language: row.words.get("series_name", "") for row in rows}
    return next(
        (Words(words[preferred], preferred) for preferred in wishes if words.get(preferred)), None
    )


def _since(
    session: Session, ids: Iterable[UUID], language: str
) -> Mapping[tuple[UUID, str], list[FollowUpLink]]:
    """What points at parts of these entries, by (entry, part), the newest first."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.execute(
        select(
            EntryAddress.entry_id.label("target"),
            EntryLink.target_part,
            EntryLink.entry_id,
            EntryLink.part,
            EntryLink.relation,
        )
        .join(
            EntryLink,
            (EntryLink.target_organisation == EntryAddress.organisation)
            & (EntryLink.target_slug == EntryAddress.slug),
        )
        .where(
            EntryAddress.entry_id.in_(wanted),
            EntryLink.target_part != "",
            EntryLink.entry_id != EntryAddress.entry_id,
        )
        .order_by(EntryLink.entry_id, EntryLink.position)
    ).all()
    pointing = {
        card.id: card for card in find_cards(session, {row.entry_id for row in rows}, language)
    }
    links: dict[tuple[UUID, str], list[FollowUpLink]] = {}
    for row in rows:
        if row.entry_id in pointing:
            link = FollowUpLink(pointing[row.entry_id], row.part, row.relation)
            links.setdefault((row.target, row.target_part), []).append(link)
    for of_part in links.values():
        of_part.sort(key=lambda link: (link.card.published_at, link.card.id), reverse=True)
    return links
