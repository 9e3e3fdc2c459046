"""Reading what national coordinators put first on the pages of topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from network import clock
from network.community.promotions.tables import Promotion
from network.entries.queries import Card, find_cards
from network.entries.tables import EntryTopic
from network.organisations.tables import Organisation
from network.organisations.values import Registered


@dataclass(frozen=True, slots=True)
class PromotedEntry:
    """An entry that is put first on a topic's page: by whom, why, and up to which day."""

    id: int
    topic_id: str
    entry_id: UUID
    organisation: Registered
    organisation_id: int
    reason: str
    language: str
    promoted_at: datetime
    until: date
    card: Card


def read_promotions_on(session: Session, topic_id: str, language: str) -> Sequence[PromotedEntry]:
    """What is put first on a topic's page today, the last chosen first. Three queries.

    An entry that no longer lies under the topic is left out.
    """
    return read_promotions(session, _in_force().where(Promotion.topic_id == topic_id), language)


def read_all_promotions(session: Session, language: str) -> Sequence[PromotedEntry]:
    """All that is put first on any topic's page today. Three queries."""
    return read_promotions(session, _in_force(), language)


def read_promotions(
    session: Session, query: Select[Promotion, Organisation], language: str
) -> Sequence[PromotedEntry]:
    """What a query of promotions finds, in words for a reader of ``language``."""
    rows = session.execute(query).all()
    shown = {
        card.id: card for card in find_cards(session, {row.entry_id for row, _ in rows}, language)
    }
    return [
        PromotedEntry(
            row.id,
            row.topic_id,
            row.entry_id,
            body.value,
            row.organisation_id,
            row.reason,
            row.language,
            row.promoted_at,
            row.until,
            shown[row.entry_id],
        )
        for row, body in rows
        if row.entry_id in shown
    ]


def _in_force() -> Select[Promotion, Organisation]:
    return (
        select(Promotion, Organisation)
        .join(Organisation, Organisation.id == Promotion.organisation_id)
        .join(
            EntryTopic,
            (EntryTopic.entry_id == Promotion.entry_id)
            & (EntryTopic.topic_id == Promotion.topic_id),
        )
        .where(Promotion.until >= clock.today())
        .order_by(Promotion.promoted_at.desc(), Promotion.id.desc())
    )
