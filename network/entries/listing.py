"""Entries for whoever takes many: page by page in an order that no change disturbs, and whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from network.changes import Change
from network.entries.attachments import PublicFile, find_attachments
from network.entries.endorsements import Endorsement, find_endorsements
from network.entries.projection import parse_entry_content
from network.entries.tables import (
    Entry,
    EntryCurator,
    EntryEndorsement,
    EntryLink,
    EntryNeed,
    EntryOrganisation,
    EntryText,
    EntryTopic,
)
from network.kinds import Content
from network.organisations.queries import find_organisations_by_id
from network.organisations.tables import Organisation
from network.organisations.values import Registered


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: after the entry first published at a moment, with an id. Both stay an
    entry's own for ever."""

    published_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries are wanted; what is empty narrows nothing. ``revised_since``: a text of theirs
    was written or revised then or later; ``need_states`` narrows to needs of these states."""

    kinds: Sequence[str] = ()
    topics: Sequence[str] = ()
    organisations: Sequence[str] = ()
    countries: Sequence[str] = ()
    languages: Sequence[str] = ()
    revised_since: datetime | None = None
    need_states: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ListedText:
    """What one text of an entry is called, says in short, and when it became so."""

    language: str
    is_original: bool
    title: str
    summary: str
    published_at: datetime
    revised_at: datetime


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry without its content. ``topics`` has the broader ones too; ``outcome``, ``began``,
    ``ended`` and ``cost`` are "" where the entry does not say."""

    id: UUID
    kind: str
    organisation: Registered
    publisher: Registered
    slug: str
    language: str
    published_at: datetime
    texts: tuple[ListedText, ...]
    topics: tuple[str, ...]
    is_endorsed: bool
    outcome: str
    began: str
    ended: str
    cost: str

    @property
    def address(self) -> str:
        """organisation/slug"""
        return f"{self.organisation.slug}/{self.slug}"

    @property
    def revised_at(self) -> datetime:
        """When any of its texts was last revised."""
        return max(text.revised_at for text in self.texts)


@dataclass(frozen=True, slots=True)
class WholeText:
    """The words of one text by their paths, as they were written, and whether the original has
    moved on since."""

    language: str
    is_original: bool
    is_stale: bool
    words: Mapping[str, str]
    published_at: datetime
    revised_at: datetime


@dataclass(frozen=True, slots=True)
class WholeLink:
    """A link from an entry or one of its parts ("" for the entry) to an address."""

    relation: str
    part: str
    organisation: str
    slug: str
    target_part: str


@dataclass(frozen=True, slots=True)
class WholeEntry:
    """Everything that is public of an entry by itself. ``change`` is the last line of the log that
    tells of it: its number, 0 where there is none, and when it was."""

    listed: ListedEntry
    content: Content
    texts: tuple[WholeText, ...]
    links: tuple[WholeLink, ...]
    organisations: tuple[tuple[str, str], ...]
    files: Mapping[str, PublicFile]
    endorsement: Endorsement | None
    curators: tuple[tuple[str, datetime], ...]
    change: int
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of the log, and where its entry is now; ``organisation`` and ``slug`` are "" where it
    is withdrawn."""

    number: int
    entry_id: UUID
    verb: str
    at: datetime
    organisation: str
    slug: str


def list_entry_ids(
    session: Session, wanted: EntryFilter, after: Place | None, limit: int
) -> list[Place]:
    """Up to ``limit`` entries after a place, those first published last before the others. One
    query. Whatever is published or withdrawn meanwhile, no other entry is left out or met twice."""
    query = _narrow(select(Entry.published_at, Entry.id), wanted)
    if after is not None:
        query = query.where(
            or_(
                Entry.published_at < after.published_at,
                and_(Entry.published_at == after.published_at, Entry.id < after.id),
            )
        )
    rows = session.execute(query.order_by(Entry.published_at.desc(), Entry.id.desc()).limit(limit))
    return [Place(row[0], row[1]) for row in rows]


def _narrow(query: Select[datetime, UUID], wanted: EntryFilter) -> Select[datetime, UUID]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.kinds:
        conditions.append(Entry.kind.in_(wanted.kinds))
    if wanted.organisations or wanted.countries:
        query = query.join(Organisation, Organisation.id == Entry.organisation_id)
    if wanted.organisations:
        conditions.append(Organisation.slug.in_(wanted.organisations))
    if wanted.countries:
        conditions.append(Organisation.country.in_(wanted.countries))
    if wanted.topics:
        conditions.append(
            Entry.id.in_(select(EntryTopic.entry_id).where(EntryTopic.topic_id.in_(wanted.topics)))
        )
    if wanted.languages or wanted.revised_since is not None:
        texts = exists().where(EntryText.entry_id == Entry.id)
        if wanted.languages:
            conditions.append(texts.where(EntryText.language.in_(wanted.languages)))
        if wanted.revised_since is not None:
            conditions.append(texts.where(EntryText.revised_at >= wanted.revised_since))
    if wanted.need_states:
        conditions.append(
            Entry.id.in_(select(EntryNeed.entry_id).where(EntryNeed.state.in_(wanted.need_states)))
        )
    return query.where(*conditions)


def find_listed(session: Session, ids: Iterable[UUID]) -> list[ListedEntry]:
    """These entries in the given order; those that are no longer public are left out. Four queries
    at most."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    rows = session.execute(
        select(
            Entry.id,
            Entry.kind,
            Entry.organisation_id,
            Entry.publisher_id,
            Entry.slug,
            Entry.language,
            Entry.published_at,
            Entry.outcome,
            Entry.began,
            Entry.ended,
            Entry.cost,
            EntryEndorsement.entry_id.label("endorsement"),
        )
        .outerjoin(EntryEndorsement, EntryEndorsement.entry_id == Entry.id)
        .where(Entry.id.in_(wanted))
    ).all()
    bodies = find_organisations_by_id(
        session, {id for row in rows for id in (row.organisation_id, row.publisher_id)}
    )
    texts: dict[UUID, list[ListedText]] = {}
    for text in session.execute(
        select(
            EntryText.entry_id,
            EntryText.language,
            EntryText.is_original,
            EntryText.title,
            EntryText.summary,
            EntryText.published_at,
            EntryText.revised_at,
        )
        .where(EntryText.entry_id.in_(wanted))
        .order_by(EntryText.is_original.desc(), EntryText.language)
    ):
        texts.setdefault(text.entry_id, []).append(ListedText(*text[1:]))
    topics: dict[UUID, list[str]] = {}
    for topic in session.execute(
        select(EntryTopic.entry_id, EntryTopic.topic_id)
        .where(EntryTopic.entry_id.in_(wanted))
        .order_by(EntryTopic.topic_id)
    ):
        topics.setdefault(topic.entry_id, []).append(topic.topic_id)
    by_id = {
        row.id: ListedEntry(
            id=row.id,
            kind=row.kind,
            organisation=bodies[row.organisation_id],
            publisher=bodies[row.publisher_id],
            slug=row.slug,
            language=row.language,
            published_at=row.published_at,
            texts=tuple(texts[row.id]),
            topics=tuple(topics.get(row.id, ())),
            is_endorsed=row.endorsement is not None,
            outcome=row.outcome or "",
            began=row.began or "",
            ended=row.ended or "",
            cost=row.cost or "",
        )
        for row in rows
    }
    return [by_id[id] for id in wanted if id in by_id]


def find_whole(session: Session, entry_id: UUID) -> WholeEntry | None:
    """Everything public of an entry by itself, or None where it is not public. Some ten queries."""
    entry = session.get(Entry, entry_id)
    if entry is None:
        return None
    (listed,) = find_listed(session, [entry_id])
    texts = session.scalars(
        select(EntryText)
        .where(EntryText.entry_id == entry_id)
        .order_by(EntryText.is_original.desc(), EntryText.language)
    )
    links = session.scalars(
        select(EntryLink).where(EntryLink.entry_id == entry_id).order_by(EntryLink.position)
    )
    named = session.execute(
        select(EntryOrganisation.organisation, EntryOrganisation.role)
        .where(EntryOrganisation.entry_id == entry_id)
        .order_by(EntryOrganisation.organisation, EntryOrganisation.role)
    )
    change = session.execute(
        select(Change.number, Change.at)
        .where(Change.entry_id == entry_id)
        .order_by(Change.number.desc())
        .limit(1)
    ).first()
    return WholeEntry(
        listed=listed,
        content=parse_entry_content(entry),
        texts=tuple(
            WholeText(
                text.language,
                text.is_original,
                not text.is_original and text.made_from != entry.fingerprint,
                text.words,
                text.published_at,
                text.revised_at,
            )
            for text in texts
        ),
        links=tuple(
            WholeLink(
                link.relation,
                link.part,
                link.target_organisation,
                link.target_slug,
                link.target_part,
            )
            for link in links
        ),
        organisations=tuple((row[0], row[1]) for row in named),
        files=find_attachments(session, [entry_id]).get(entry_id, {}),
        endorsement=find_endorsements(session, [entry_id]).get(entry_id),
        curators=find_curator_dates(session, [entry_id]).get(entry_id, ()),
        change=change[0] if change else 0,
        changed_at=change[1] if change else None,
    )


def find_curator_dates(
    session: Session, ids: Iterable[UUID]
) -> Mapping[UUID, tuple[tuple[str, datetime], ...]]:
    """The organisations that curate each of these along, by slug with the moment since when they
    do, the longest first; entries that nobody else curates are left out. One query."""
    curators: dict[UUID, tuple[tuple[str, datetime], ...]] = {}
    for entry_id, slug, since in session.execute(
        select(EntryCurator.entry_id, Organisation.slug, EntryCurator.since)
        .join(Organisation, Organisation.id == EntryCurator.organisation_id)
        .where(EntryCurator.entry_id.in_(list(ids)))
        .order_by(EntryCurator.since, Organisation.slug)
    ):
        curators[entry_id] = (*curators.get(entry_id, ()), (slug, since))
    return curators


def was_withdrawn(session: Session, entry_id: UUID) -> bool:
    """Whether an entry with this id, which is not public, once was. One query."""
    return (
        session.scalar(select(Change.number).where(Change.entry_id == entry_id).limit(1))
        is not None
    )


def list_change_lines(session: Session, number: int, limit: int) -> list[ChangeLine]:
    """Up to ``limit`` lines of the log after a number, oldest first. One query."""
    rows = session.execute(
        select(
            Change.number,
            Change.entry_id,
            Change.verb,
            Change.at,
            Organisation.slug.label("organisation"),
            Entry.slug,
        )
        .outerjoin(Entry, Entry.id == Change.entry_id)
        .outerjoin(Organisation, Organisation.id == Entry.organisation_id)
        .where(Change.number > number)
        .order_by(Change.number)
        .limit(limit)
    )
    return [
        ChangeLine(
            row.number, row.entry_id, row.verb, row.at, row.organisation or "", row.slug or ""
        )
        for row in rows
    ]
