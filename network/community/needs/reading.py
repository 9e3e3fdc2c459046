"""Reading what answers a need: entries that say so themselves, entries pointed out, replies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from network.community.needs.tables import HelpfulAnswer, NeedAnswer
from network.entries.queries import Card, find_cards, find_newest_entries
from network.entries.tables import Entry, EntryAddress, EntryLink, EntryNeed, EntryTopic
from network.organisations.tables import Organisation
from network.organisations.values import Registered


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a need.

    ``id`` is None for an entry that answers by a link of its own; such a one has no ``by`` but
    the entry's own organisation. ``card`` is the entry, if it is one; else ``text`` the reply, in
    ``language``, empty where it was taken away.
    """

    id: UUID | None
    by: Registered | None
    role: str
    answered_at: datetime
    card: Card | None
    text: str
    language: str
    helped: bool
    is_hidden: bool


def read_answers(
    session: Session, need_id: UUID, language: str, linking: Iterable[Card] = ()
) -> list[Answer]:
    """What answers a need, what helped first, then from the first answer on.

    ``linking`` are the entries that answer it by a link of their own; each entry stands there
    once. Two queries, and two more where entries were pointed out.
    """
    rows = session.execute(
        select(NeedAnswer, Organisation)
        .join(Organisation, Organisation.id == NeedAnswer.organisation_id)
        .where(NeedAnswer.need_id == need_id)
    ).all()
    helpful = session.execute(
        select(HelpfulAnswer.entry_id, HelpfulAnswer.answer_id).where(
            HelpfulAnswer.need_id == need_id
        )
    ).all()
    entries = {row.entry_id for row in helpful}
    replies = {row.answer_id for row in helpful}
    pointed = {row.entry_id for row, _ in rows if row.entry_id is not None}
    shown = {card.id: card for card in find_cards(session, pointed, language)}
    answers = [
        Answer(
            row.id,
            body.value,
            row.role,
            row.answered_at,
            shown.get(row.entry_id) if row.entry_id else None,
            row.text,
            row.language,
            row.id in replies or (row.entry_id is not None and row.entry_id in entries),
            row.is_hidden,
        )
        for row, body in rows
    ]
    answers += [
        Answer(None, None, "", card.published_at, card, "", "", card.id in entries, False)
        for card in {card.id: card for card in linking}.values()
        if card.id not in pointed
    ]
    return sorted(
        answers, key=lambda answer: (not answer.helped, answer.answered_at, str(answer.id))
    )


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked for what an entry answers: the organisation, and its need."""

    organisation: Registered
    card: Card


def read_askers(session: Session, entry_id: UUID, language: str) -> list[Asker]:
    """The needs that an entry answers, by a link of its own or because it was pointed out there,
    the newest first. One query, and two more where there are any."""
    linked = (
        select(EntryAddress.entry_id)
        .join(
            EntryLink,
            (EntryAddress.organisation == EntryLink.target_organisation)
            & (EntryAddress.slug == EntryLink.target_slug),
        )
        .where(EntryLink.entry_id == entry_id, EntryLink.relation == "answers")
    )
    pointed_out = select(NeedAnswer.need_id).where(NeedAnswer.entry_id == entry_id)
    rows = session.execute(
        select(Entry.id, Organisation)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .where(Entry.kind == "need", or_(Entry.id.in_(linked), Entry.id.in_(pointed_out)))
        .order_by(Entry.published_at.desc(), Entry.id)
    ).all()
    bodies = {row[0]: row[1].value for row in rows}
    return [Asker(bodies[card.id], card) for card in find_cards(session, bodies, language)]


def read_open_needs(
    session: Session,
    *,
    country: str = "",
    topic: str = "",
    before: datetime | None = None,
) -> list[tuple[UUID, int]]:
    """Every open need and how many answers it has: those without any first, the longest open of
    them at the top, then the others, newest first.

    ``country`` and ``topic`` narrow; ``before`` leaves out what was published since. Three
    queries, however many needs there are.
    """
    query = (
        select(EntryNeed.entry_id)
        .join(Entry, Entry.id == EntryNeed.entry_id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .where(EntryNeed.state == "open")
        .order_by(Entry.published_at, Entry.id)
    )
    if country:
        query = query.where(Organisation.country == country)
    if topic:
        under = select(EntryTopic.entry_id).where(EntryTopic.topic_id == topic)
        query = query.where(Entry.id.in_(under))
    if before is not None:
        query = query.where(Entry.published_at <= before)
    ids = list(session.scalars(query))
    counts = count_answers(session, ids)
    waiting = [(need_id, 0) for need_id in ids if not counts.get(need_id)]
    return waiting + [
        (need_id, counts[need_id]) for need_id in reversed(ids) if counts.get(need_id)
    ]


def read_newest_open_needs(session: Session, language: str, limit: int) -> list[Card]:
    """The open needs last published. Three queries."""
    are_open = select(EntryNeed.entry_id).where(EntryNeed.state == "open")
    return find_newest_entries(session, language, limit, Entry.id.in_(are_open))


def count_answers(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """How many answers each of these needs has, each entry counted once. Two queries."""
    wanted = list(ids)
    if not wanted:
        return {}
    sources_by_need: dict[UUID, set[object]] = {}
    for row in session.execute(
        select(NeedAnswer.need_id, NeedAnswer.id, NeedAnswer.entry_id).where(
            NeedAnswer.need_id.in_(wanted), NeedAnswer.is_hidden.is_(False)
        )
    ):
        sources_by_need.setdefault(row.need_id, set()).add(row.entry_id or row.id)
    links = session.execute(
        select(EntryAddress.entry_id, EntryLink.entry_id)
        .join(
            EntryLink,
            (EntryAddress.organisation == EntryLink.target_organisation)
            & (EntryAddress.slug == EntryLink.target_slug),
        )
        .where(EntryAddress.entry_id.in_(wanted), EntryLink.relation == "answers")
    )
    for need_id, by in links:
        if need_id is not None and by != need_id:
            sources_by_need.setdefault(need_id, set()).add(by)
    return {need_id: len(sources) for need_id, sources in sources_by_need.items()}


def count_open_needs(session: Session) -> int:
    """How many needs are open. One query."""
    query = select(func.count()).select_from(EntryNeed).where(EntryNeed.state == "open")
    return session.scalar(query) or 0
