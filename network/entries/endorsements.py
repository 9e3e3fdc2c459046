"""What national coordinators' organisations say for entries, publicly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.changes import record_change
from network.db import insert_if_absent
from network.entries.tables import Entry, EntryEndorsement
from network.organisations.tables import Organisation
from network.organisations.values import Registered
from network.public_words import demand_words

REASON_LENGTH = 2_000
# When an endorsement is looked at again, where nobody said so.
USUAL_TIME = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Endorsement:
    """Who endorses an entry and why. ``is_earlier`` when the text has been revised since;
    ``look_again`` is when they mean to look whether they still do."""

    organisation: Registered
    reason: str
    language: str
    endorsed_at: datetime
    is_earlier: bool
    look_again: date


def find_endorsement(session: Session, entry_id: UUID) -> Endorsement | None:
    """The endorsement of a public entry, or None. One query."""
    return find_endorsements(session, [entry_id]).get(entry_id)


def find_endorsements(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, Endorsement]:
    """The endorsements of these entries, by the entry; most have none. One query."""
    rows = session.execute(
        select(EntryEndorsement, Organisation, Entry.fingerprint)
        .join(Organisation, Organisation.id == EntryEndorsement.organisation_id)
        .join(Entry, Entry.id == EntryEndorsement.entry_id)
        .where(EntryEndorsement.entry_id.in_(list(ids)))
    )
    return {
        said.entry_id: Endorsement(
            body.value,
            said.reason,
            said.language,
            said.endorsed_at,
            said.fingerprint != fingerprint,
            said.look_again or said.endorsed_at.date() + USUAL_TIME,
        )
        for said, body, fingerprint in rows
    }


def find_endorsements_to_look_at(session: Session, country: str) -> Mapping[UUID, Endorsement]:
    """The endorsements of a country's entries by the entry, the first to be looked at again first.

    Two queries, which read all of the country's endorsements.
    """
    ids = session.scalars(
        select(EntryEndorsement.entry_id)
        .join(Entry, Entry.id == EntryEndorsement.entry_id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .where(Organisation.country == country)
    ).all()
    # Not by the database: where there is no day, it follows from when it was said.
    return dict(
        sorted(
            find_endorsements(session, ids).items(),
            key=lambda pair: (pair[1].look_again, pair[1].endorsed_at, str(pair[0])),
        )
    )


def find_endorsed_entries(session: Session, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these entries are endorsed. One query."""
    return frozenset(
        session.scalars(
            select(EntryEndorsement.entry_id).where(EntryEndorsement.entry_id.in_(list(ids)))
        )
    )


def endorse_entry(
    session: Session,
    entry_id: UUID,
    organisation_id: int,
    reason: str,
    language: str,
    endorsed_at: datetime | None = None,
    of: str = "",
    look_again: date | None = None,
) -> None:
    """Write the endorsement of a public entry; one that is there is replaced.

    ``look_again`` is the day to look at it again, None for a year from when it was said.
    ``endorsed_at`` and ``of`` (the fingerprint that it was said of) are given where it comes from
    another site; they default to now and to the entry as it is. Raises ``Invalid`` (field
    ``reason``) for a reason that may not be public.
    """
    reason = demand_words(reason, "reason", longest=REASON_LENGTH)
    entry = session.get_one(Entry, entry_id)
    values = {
        "entry_id": entry_id,
        "organisation_id": organisation_id,
        "reason": reason,
        "language": language,
        "fingerprint": of or entry.fingerprint,
        "endorsed_at": endorsed_at or clock.now(),
        "look_again": look_again,
    }
    if not insert_if_absent(session, EntryEndorsement, **values):
        session.merge(EntryEndorsement(**values))
        session.flush()
    record_change(session, entry_id, "revised")


def take_endorsement_back(session: Session, entry_id: UUID) -> bool:
    """Delete the endorsement; False where there is none."""
    row = session.get(EntryEndorsement, entry_id, with_for_update=True)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    record_change(session, entry_id, "revised")
    return True
