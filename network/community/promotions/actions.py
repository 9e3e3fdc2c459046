"""Putting an entry first on a topic's page, for a time and with a reason, and ending it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.community.promotions.tables import Promotion
from network.db import insert_if_absent
from network.entries.tables import Entry, EntryTopic
from network.errors import Contended, Fault, Invalid, NotAllowed, NotFound
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.people.events import record_event
from network.public_words import read_words

# A year at the most, and the day that a leap year has more.
LONGEST_DAYS = 366


def find_organisations_to_promote_for(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations that the actor speaks for as a national coordinator. One query."""
    ids = [
        mandate.organisation_id
        for mandate in actor.mandates
        if mandate.role == "national_coordinator"
    ]
    return session.scalars(
        select(Organisation)
        .where(
            Organisation.id.in_(
                [organisation_id for organisation_id in ids if organisation_id is not None]
            )
        )
        .order_by(Organisation.slug)
    ).all()


def read_topics_of(session: Session, entry_id: UUID) -> frozenset[str]:
    """The topics that an entry lies under, broader ones included. One query."""
    return frozenset(
        session.scalars(select(EntryTopic.topic_id).where(EntryTopic.entry_id == entry_id))
    )


def promote(
    session: Session,
    entry_id: UUID,
    topic_id: str,
    organisation_id: int,
    *,
    reason: str,
    language: str,
    until: date | None,
    actor: Actor,
) -> Promotion:
    """Put a public entry first on the page of a topic that it lies under; one that is there
    changes.

    Raises ``NotAllowed`` for whoever is not a national coordinator for the organisation,
    ``NotFound`` for what is not public, and ``Invalid`` with one fault for each field: ``topic``
    it does not lie under, ``reason`` (one sentence, no identity number), ``language``, ``until``
    (from today to a year ahead).
    """
    body = _demand(session, actor, organisation_id)
    entry = session.get(Entry, entry_id)
    if entry is None:
        raise NotFound(str(entry_id))
    reason, end = _checked(session, entry_id, topic_id, reason, language, until)
    place = {"topic_id": topic_id, "entry_id": entry_id, "organisation_id": organisation_id}
    now = clock.now()
    insert_if_absent(
        session, Promotion, **place, reason=reason, language=language, until=end, promoted_at=now
    )
    row = session.scalar(select(Promotion).filter_by(**place).with_for_update())
    if row is None:
        # Another ended it between the two statements.
        raise Contended("the promotion was ended meanwhile")
    row.reason, row.language, row.until, row.promoted_at = reason, language, end, now
    session.flush()
    detail = f"{body.slug}: {topic_id}, {entry.slug}, {end.isoformat()}"
    record_event(session, actor.account_id, "promoted", actor.account_id, detail)
    return row


def end_promotion(session: Session, promotion_id: int, *, actor: Actor) -> None:
    """Put an entry first no more. Raises ``NotFound``, ``NotAllowed``."""
    row = session.get(Promotion, promotion_id, with_for_update=True)
    if row is None:
        raise NotFound(str(promotion_id))
    body = _demand(session, actor, row.organisation_id)
    detail = f"{body.slug}: {row.topic_id}, {row.entry_id.hex[:8]}"
    session.delete(row)
    session.flush()
    record_event(session, actor.account_id, "promotion_ended", actor.account_id, detail)


def _demand(session: Session, actor: Actor, organisation_id: int) -> Organisation:
    """The organisation that the actor speaks for; raises ``NotAllowed`` for all others."""
    body = session.get(Organisation, organisation_id)
    if body is None or not actor.holds("national_coordinator", organisation_id=organisation_id):
        raise NotAllowed("promotion.make")
    return body


def _checked(
    session: Session,
    entry_id: UUID,
    topic_id: str,
    reason: str,
    language: str,
    until: date | None,
) -> tuple[str, date]:
    faults = []
    if topic_id not in read_topics_of(session, entry_id):
        faults.append(Fault.of("not_a_choice", "topic"))
    if language not in ("nb", "nn", "sv"):
        faults.append(Fault.of("not_a_choice", "language"))
    days = (until - clock.today()).days if until else -1
    if not 0 <= days <= LONGEST_DAYS:
        faults.append(Fault.of("day_out_of_reach", "until", most=LONGEST_DAYS))
    reason, wrong = read_words(reason, "reason", is_line=True)
    faults += wrong
    if faults:
        raise Invalid(faults)
    assert until is not None
    return reason, until
