"""Drafting a letter from what happened in a month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, UnaryExpression, or_, select
from sqlalchemy.orm import Session, aliased

from network.community.missed_searches.counting import Missed
from network.community.monthly_letters.content import COUNTRIES, LetterItem, Month, Section
from network.community.needs.reading import read_open_needs
from network.community.needs.tables import NeedAnswer
from network.entries.queries import find_cards
from network.entries.tables import Entry, EntryAddress, EntryEndorsement, EntryLink, EntryNeed
from network.organisations.tables import Organisation

# The most that is drafted of each section: a letter is read in some minutes.
MOST = {"new": 12, "neighbour": 6, "endorsed": 8, "answered": 6, "needs": 8, "searches": 8}
# So many are looked at to find them, since those of made-up municipalities are left out.
_LOOKED_AT = 200
# The languages in which a country searches.
LANGUAGES = {"NO": ("nb", "nn"), "SE": ("sv",)}


def draft_items(
    session: Session, country: str, month: Month, searches: Sequence[Missed]
) -> tuple[LetterItem, ...]:
    """What happened in a country (NO, SE) in a month, section by section, each thing once.

    New entries and those of the neighbour, the newest first; what was endorsed; needs that were
    answered; needs that are open now, the country's own before the neighbour's, those without an
    answer first. Made-up municipalities are left out. ``searches`` are what was searched in vain.
    Some fifteen queries.
    """
    begins, ends = month.between()
    in_month = (Entry.published_at >= begins, Entry.published_at < ends, Entry.kind != "need")
    neighbours = [other for other in COUNTRIES if other != country]
    newest = Entry.published_at.desc()
    endorsed = _find_entries(
        session,
        [country],
        EntryEndorsement.endorsed_at.desc(),
        Entry.id == EntryEndorsement.entry_id,
        EntryEndorsement.endorsed_at >= begins,
        EntryEndorsement.endorsed_at < ends,
    )
    open_needs = [
        need_id
        for of_country in (country, *neighbours)
        for need_id, _answers in read_open_needs(session, country=of_country)
    ]
    candidates: dict[Section, Sequence[UUID]] = {
        "endorsed": endorsed,
        "new": _find_entries(session, [country], newest, *in_month),
        "neighbour": _find_entries(session, neighbours, newest, *in_month),
        "answered": _find_answered(session, country, month),
        "needs": open_needs[:_LOOKED_AT],
    }
    told_of = _leave_made_up_out(session, {id for ids in candidates.values() for id in ids})
    told: set[UUID] = set()
    items: list[LetterItem] = []
    for section, ids in candidates.items():
        fresh = (id for id in dict.fromkeys(ids) if id in told_of and id not in told)
        chosen = list(islice(fresh, MOST[section]))
        told.update(chosen)
        items += [LetterItem(section, entry_id) for entry_id in chosen]
    items += [
        LetterItem("searches", None, missed.words, missed.language)
        for missed in searches[: MOST["searches"]]
    ]
    return tuple(items)


def _find_entries(
    session: Session,
    countries: Sequence[str],
    order: UnaryExpression[datetime],
    *conditions: ColumnElement[bool],
) -> Sequence[UUID]:
    return session.scalars(
        select(Entry.id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .where(Organisation.country.in_(countries), *conditions)
        .order_by(order, Entry.id)
        .limit(_LOOKED_AT)
    ).all()


def _find_answered(session: Session, country: str, month: Month) -> Sequence[UUID]:
    """The country's needs that got an answer in a month: a reply or an entry pointed out, or an
    entry that says so itself."""
    begins, ends = month.between()
    replied = select(NeedAnswer.need_id).where(
        NeedAnswer.answered_at >= begins,
        NeedAnswer.answered_at < ends,
        NeedAnswer.is_hidden.is_(False),
    )
    answering = aliased(Entry)
    linked = (
        select(EntryAddress.entry_id)
        .join(
            EntryLink,
            (EntryAddress.organisation == EntryLink.target_organisation)
            & (EntryAddress.slug == EntryLink.target_slug),
        )
        .join(answering, answering.id == EntryLink.entry_id)
        .where(
            EntryLink.relation == "answers",
            answering.published_at >= begins,
            answering.published_at < ends,
        )
    )
    return _find_entries(
        session,
        [country],
        Entry.published_at.desc(),
        Entry.id == EntryNeed.entry_id,
        or_(Entry.id.in_(replied), Entry.id.in_(linked)),
    )


def _leave_made_up_out(session: Session, ids: Iterable[UUID]) -> frozenset[UUID]:
    return frozenset(card.id for card in find_cards(session, ids, "nb") if not card.made_up)
