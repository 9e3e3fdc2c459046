"""Lists of entries: slim cards, never bodies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session

from network.entries.tables import (
    Entry,
    EntryAddress,
    EntryEndorsement,
    EntryLink,
    EntryOrganisation,
    EntryText,
    EntryTopic,
)
from network.interface_languages import PREFERRED
from network.organisations.queries import find_organisations_by_id
from network.organisations.tables import Organisation
from network.organisations.values import MADE_UP


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of an entry. ``language`` is that of title and summary; ``outcome``,
    ``began``, ``ended`` (partial dates) and ``cost`` are "" where the entry does not say."""

    id: UUID
    kind: str
    organisation_id: int
    organisation: str
    organisation_name: str
    country: str
    slug: str
    title: str
    summary: str
    language: str
    original_language: str
    recorded: bool
    made_up: bool
    endorsed: bool
    published_at: datetime
    outcome: str
    began: str
    ended: str
    cost: str

    @property
    def address(self) -> str:
        """organisation/slug"""
        return f"{self.organisation}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Backlink:
    """A link that leads here: from which entry and part of it, to which part of this one."""

    card: Card
    relation: str
    part: str
    target_part: str


def find_cards(session: Session, ids: Iterable[UUID], language: str) -> list[Card]:
    """The cards of these entries in the given order, in words for a reader of ``language``.

    Entries that are no longer public are left out. Two queries.
    """
    wanted = list(ids)
    if not wanted:
        return []
    return _cards(session, wanted, language)


def find_newest_entries(
    session: Session,
    language: str,
    limit: int,
    *where: ColumnElement[bool],
    kinds: Sequence[str] = (),
) -> list[Card]:
    """The entries last published for the first time, newest first. Three queries.

    ``kinds`` narrows to some kinds, ``where`` to any condition on ``Entry``.
    """
    query = select(Entry.id).order_by(Entry.published_at.desc(), Entry.id).limit(limit)
    if kinds:
        query = query.where(Entry.kind.in_(kinds))
    return _cards(session, list(session.scalars(query.where(*where))), language)


def find_entries_about(
    session: Session, organisation_id: int, language: str, limit: int = 200
) -> list[Card]:
    """What lies under an organisation, newest first."""
    return find_newest_entries(session, language, limit, Entry.organisation_id == organisation_id)


def find_entries_published_by(
    session: Session, organisation_id: int, language: str, limit: int
) -> list[Card]:
    """What an organisation published about others, newest first."""
    return find_newest_entries(
        session,
        language,
        limit,
        Entry.publisher_id == organisation_id,
        Entry.organisation_id != organisation_id,
    )


def find_entries_naming(session: Session, slug: str, language: str) -> list[tuple[str, Card]]:
    """The entries that name an organisation in a role: (role, card), newest first."""
    rows = session.execute(
        select(EntryOrganisation.entry_id, EntryOrganisation.role)
        .where(EntryOrganisation.organisation == slug)
        .order_by(EntryOrganisation.entry_id)
    ).all()
    naming_cards = {
        card.id: card for card in find_cards(session, {row.entry_id for row in rows}, language)
    }
    named = [(row.role, naming_cards[row.entry_id]) for row in rows if row.entry_id in naming_cards]
    return sorted(named, key=lambda pair: (pair[1].published_at, pair[1].id), reverse=True)


def find_backlinks(session: Session, entry_id: UUID, language: str) -> list[Backlink]:
    """The links that lead to an entry, by its present address or any earlier one."""
    return find_backlinks_by_entry(session, [entry_id], language).get(entry_id, [])


def find_backlinks_by_entry(
    session: Session, ids: Iterable[UUID], language: str
) -> Mapping[UUID, list[Backlink]]:
    """The same for several entries at once; those that nothing leads to are left out. Three
    queries, however many there are."""
    rows = session.execute(
        select(
            EntryAddress.entry_id.label("target"),
            EntryLink.entry_id,
            EntryLink.relation,
            EntryLink.part,
            EntryLink.target_part,
        )
        .join(
            EntryAddress,
            (EntryAddress.organisation == EntryLink.target_organisation)
            & (EntryAddress.slug == EntryLink.target_slug),
        )
        .where(EntryAddress.entry_id.in_(list(ids)), EntryLink.entry_id != EntryAddress.entry_id)
        .order_by(EntryLink.entry_id, EntryLink.position)
    ).all()
    linking_cards = {
        card.id: card for card in find_cards(session, {row.entry_id for row in rows}, language)
    }
    links: dict[UUID, list[Backlink]] = {}
    for row in rows:
        if row.entry_id in linking_cards:
            links.setdefault(row.target, []).append(
                Backlink(linking_cards[row.entry_id], row.relation, row.part, row.target_part)
            )
    for backlinks in links.values():
        backlinks.sort(key=lambda link: (link.card.kind, link.card.title))
    return links


def count_by_topic(session: Session) -> Mapping[str, int]:
    """How many entries lie under each topic, narrower ones included. One query."""
    rows = session.execute(select(EntryTopic.topic_id, func.count()).group_by(EntryTopic.topic_id))
    return {row[0]: row[1] for row in rows}


def find_entries_sharing_topics(
    session: Session, entry_id: UUID, language: str, limit: int
) -> list[Card]:
    """The entries with most topics in common with one, the newest first of those with as many. One
    query, and two more where there are any."""
    own = select(EntryTopic.topic_id).where(EntryTopic.entry_id == entry_id)
    rows = session.execute(
        select(Entry.id)
        .join(EntryTopic, EntryTopic.entry_id == Entry.id)
        .where(EntryTopic.topic_id.in_(own), Entry.id != entry_id)
        .group_by(Entry.id, Entry.published_at)
        .order_by(func.count().desc(), Entry.published_at.desc(), Entry.id)
        .limit(limit)
    )
    return find_cards(session, [row.id for row in rows], language)


def count_by_topic_and_country(session: Session) -> Mapping[str, Mapping[str, int]]:
    """How many entries of each country (NO, SE) lie under each topic, narrower ones included.
    Without those of made-up municipalities, and of bodies of no country. One query."""
    rows = session.execute(
        select(EntryTopic.topic_id, Organisation.country, func.count())
        .join(Entry, Entry.id == EntryTopic.entry_id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .where(Organisation.country != "", Organisation.county.not_like(f"%-{MADE_UP}"))
        .group_by(EntryTopic.topic_id, Organisation.country)
    )
    counts: dict[str, dict[str, int]] = {}
    for topic, country, number in rows:
        counts.setdefault(topic, {})[country] = number
    return counts


def count_by_organisation(session: Session) -> Mapping[str, int]:
    """How many entries lie under each organisation that has any, by slug. One query."""
    rows = session.execute(
        select(Organisation.slug, func.count())
        .join(Entry, Entry.organisation_id == Organisation.id)
        .group_by(Organisation.slug)
    )
    return {row[0]: row[1] for row in rows}


def find_entries_near(
    session: Session, county: str, language: str, limit: int, but: int = 0
) -> list[Card]:
    """The newest entries of a county's organisations, without those of one of them."""
    ids = select(Organisation.id).where(Organisation.county == county, Organisation.id != but)
    return find_newest_entries(session, language, limit, Entry.organisation_id.in_(ids))


def count_entries(session: Session) -> int:
    """How many entries are public. One query."""
    return session.scalar(select(func.count()).select_from(Entry)) or 0


# Made once: putting a query together takes longer than asking it.
_OF_CARDS = (
    select(
        Entry.id,
        Entry.kind,
        Entry.slug,
        Entry.language,
        Entry.published_at,
        Entry.organisation_id,
        Entry.publisher_id,
        Entry.outcome,
        Entry.began,
        Entry.ended,
        Entry.cost,
        EntryEndorsement.entry_id.label("endorsement"),
    )
    .outerjoin(EntryEndorsement, EntryEndorsement.entry_id == Entry.id)
    .where(Entry.id.in_(bindparam("ids", expanding=True)))
)
_TEXTS_OF_CARDS = select(
    EntryText.entry_id, EntryText.language, EntryText.title, EntryText.summary
).where(
    EntryText.entry_id.in_(bindparam("ids", expanding=True)),
    or_(EntryText.is_original, EntryText.language.in_(bindparam("languages", expanding=True))),
)


def _cards(session: Session, ids: list[UUID], language: str) -> list[Card]:
    rows = session.execute(_OF_CARDS, {"ids": ids}).all()
    bodies = find_organisations_by_id(session, {row.organisation_id for row in rows})
    texts: dict[UUID, dict[str, tuple[str, str]]] = {}
    for text in session.execute(_TEXTS_OF_CARDS, {"ids": ids, "languages": PREFERRED[language]}):
        texts.setdefault(text.entry_id, {})[text.language] = (text.title, text.summary)
    by_id = {}
    for row in rows:
        own = texts[row.id]
        shown = next(
            (preferred for preferred in PREFERRED[language] if preferred in own), row.language
        )
        title, summary = own[shown]
        body = bodies[row.organisation_id]
        name = body.name_for(language)
        by_id[row.id] = Card(
            id=row.id,
            kind=row.kind,
            organisation_id=row.organisation_id,
            organisation=body.slug,
            organisation_name=name.short or name.name,
            country=body.country or "",
            slug=row.slug,
            title=title,
            summary=summary,
            language=shown,
            original_language=row.language,
            recorded=row.publisher_id != row.organisation_id,
            made_up=body.is_made_up,
            endorsed=row.endorsement is not None,
            published_at=row.published_at,
            outcome=row.outcome or "",
            began=row.began or "",
            ended=row.ended or "",
            cost=row.cost or "",
        )
    return [by_id[entry_id] for entry_id in ids if entry_id in by_id]
