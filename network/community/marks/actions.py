"""Marking a measure or practice for one's municipality, and taking the mark back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.community.marks.reading import STATES, list_markable
from network.community.marks.tables import Mark
from network.db import insert_if_absent
from network.entries.tables import Entry
from network.errors import Contended, Fault, Invalid, NotAllowed, NotFound
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.people.events import record_event
from network.public_words import read_words

# Who marks for their municipality or county: whoever writes or approves there.
_TYPES = ("municipality", "county")


@dataclass(frozen=True, slots=True)
class OwnMark:
    """A mark of one of the actor's organisations, with what it is at."""

    mark: Mark
    organisation: Organisation
    entry: Entry


def demand_marking(session: Session, actor: Actor, organisation_id: int) -> Organisation:
    """The organisation that the actor may mark for; raises ``NotAllowed`` for all others."""
    body = session.get(Organisation, organisation_id)
    if body is None or body.type not in _TYPES or not _acts_for(actor, organisation_id):
        raise NotAllowed("mark.set")
    return body


def find_organisations_to_mark_for(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations that the actor may mark for, by slug. One query."""
    ids = [held.organisation_id for held in actor.mandates if held.organisation_id is not None]
    mine = [organisation_id for organisation_id in ids if _acts_for(actor, organisation_id)]
    return session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(mine), Organisation.type.in_(_TYPES))
        .order_by(Organisation.slug)
    ).all()


def set_mark(
    session: Session,
    entry_id: UUID,
    part: str,
    organisation_id: int,
    *,
    state: str,
    why: str,
    language: str,
    actor: Actor,
) -> Mark:
    """Say of a measure or practice whether an organisation has it; a mark that is there changes.

    Raises ``NotAllowed``; ``NotFound`` for what is not public, has no such part or is the
    organisation's own; ``Invalid`` for an unknown state or language (field ``state``,
    ``language``) and for a sentence that is missing, too long, or holds an identity number of a
    person (field ``why``).
    """
    body = demand_marking(session, actor, organisation_id)
    entry = session.get(Entry, entry_id)
    if (
        entry is None
        or part not in list_markable(entry)
        or entry.organisation_id == organisation_id
    ):
        raise NotFound(f"{entry_id}#{part}")
    why = _checked(state, why, language)
    now = clock.now()
    insert_if_absent(
        session,
        Mark,
        organisation_id=organisation_id,
        entry_id=entry_id,
        part=part,
        state=state,
        why=why,
        language=language,
        marked_at=now,
    )
    row = _find(session, entry_id, part, organisation_id, for_change=True)
    if row is None:
        # Another took it away between the two statements.
        raise Contended("the mark was taken away meanwhile")
    row.state, row.why, row.language, row.marked_at = state, why, language, now
    session.flush()
    detail = f"{body.slug}: {state}, {entry.slug}{'#' if part else ''}{part}"
    record_event(session, actor.account_id, "marked", actor.account_id, detail)
    return row


def remove_mark(
    session: Session, entry_id: UUID, part: str, organisation_id: int, *, actor: Actor
) -> None:
    """Delete a mark. Raises ``NotAllowed``, and ``NotFound`` where there is none."""
    body = demand_marking(session, actor, organisation_id)
    row = _find(session, entry_id, part, organisation_id, for_change=True)
    if row is None:
        raise NotFound(f"{entry_id}#{part}")
    session.delete(row)
    session.flush()
    detail = f"{body.slug}: {entry_id.hex[:8]}{'#' if part else ''}{part}"
    record_event(session, actor.account_id, "mark_taken_back", actor.account_id, detail)


def read_own_marks(session: Session, actor: Actor) -> list[OwnMark]:
    """All marks of the organisations that the actor marks for, the newest first. Two queries."""
    ids = [body.id for body in find_organisations_to_mark_for(session, actor)]
    rows = session.execute(
        select(Mark, Organisation, Entry)
        .join(Organisation, Organisation.id == Mark.organisation_id)
        .join(Entry, Entry.id == Mark.entry_id)
        .where(Mark.organisation_id.in_(ids))
        .order_by(Mark.marked_at.desc(), Mark.id)
    )
    return [OwnMark(*row) for row in rows]


def find_mark(
    session: Session, entry_id: UUID, part: str, organisation_id: int, *, actor: Actor
) -> Mark | None:
    """The mark of an organisation that the actor marks for. Raises ``NotAllowed``."""
    demand_marking(session, actor, organisation_id)
    return _find(session, entry_id, part, organisation_id)


def _find(
    session: Session, entry_id: UUID, part: str, organisation_id: int, *, for_change: bool = False
) -> Mark | None:
    query = select(Mark).where(
        Mark.entry_id == entry_id, Mark.part == part, Mark.organisation_id == organisation_id
    )
    return session.scalar(query.with_for_update() if for_change else query)


def _acts_for(actor: Actor, organisation_id: int) -> bool:
    return actor.holds("coordinator", organisation_id=organisation_id) or actor.holds(
        "approver", organisation_id=organisation_id
    )


def _checked(state: str, why: str, language: str) -> str:
    """The sentence as it is kept; raises ``Invalid`` with one fault for each field."""
    faults = []
    if state not in STATES:
        faults.append(Fault.of("not_a_choice", "state"))
    if language not in ("nb", "nn", "sv"):
        faults.append(Fault.of("not_a_choice", "language"))
    needs_none = state not in STATES or state == "have"
    why, wrong = read_words(why, "why", is_line=True, may_be_empty=needs_none)
    faults += wrong
    if faults:
        raise Invalid(faults)
    return why
