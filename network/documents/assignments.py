"""Giving a text to a colleague: who is to go on with it, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.documents.permissions import demand, load_context
from network.documents.review_tables import Assignment
from network.documents.revisions import add_trail_line, get_document
from network.documents.tables import Document
from network.errors import Invalid
from network.people.actors import Actor
from network.people.mandates import find_holders
from network.people.tables import Account

# The latest day that somebody may be given to finish a text, in days from today.
LATEST_DUE = 730


@dataclass(frozen=True, slots=True)
class Assigned:
    """Whom a document is given to, by whom, and the day by which, if any."""

    account: Account
    by: str
    due: date | None


def find_possible_writers(session: Session, document: Document) -> Sequence[Account]:
    """Those who may write a document today, by name. Some queries for each organisation."""
    context = load_context(session, document)
    accounts = {
        holder.id: holder
        for organisation_id in (context.publisher_id, *sorted(context.curators))
        for role in ("coordinator", "approver", "national_coordinator")
        for holder in find_holders(session, role, organisation_id=organisation_id)
    }
    return sorted(accounts.values(), key=lambda account: (account.name, account.id))


def find_assigned(session: Session, document_id: UUID) -> Assigned | None:
    """Whom a document is given to, or None. Two queries."""
    row = session.get(Assignment, document_id)
    if row is None:
        return None
    names = {
        account.id: account
        for account in session.scalars(
            select(Account).where(Account.id.in_({row.account_id, row.assigned_by}))
        )
    }
    return Assigned(names[row.account_id], names[row.assigned_by].name, row.due)


def assign(
    session: Session,
    document_id: UUID,
    account_id: UUID | None,
    *,
    due: date | None = None,
    actor: Actor,
) -> Account | None:
    """Give a document to one of those who may write it, or to nobody (None) any more.

    Returns whom it was given to. Raises ``NotAllowed`` for who may not write it, ``NotFound``, and
    ``Invalid`` for somebody who may not (field ``assignee``), and for a day before today or more
    than two years ahead (field ``due``).
    """
    document = get_document(session, document_id)
    demand(session, actor, "document.write", document)
    row = session.get(Assignment, document_id)
    if account_id is None:
        if row is not None:
            session.delete(row)
            session.flush()
            add_trail_line(session, document_id, document.language, "unassigned", actor)
        return None
    writers = {account.id: account for account in find_possible_writers(session, document)}
    if account_id not in writers:
        raise Invalid.in_field("not_a_choice", "assignee")
    today = clock.today()
    if due is not None and not today <= due <= today + timedelta(days=LATEST_DUE):
        raise Invalid.in_field("day_out_of_reach", "due", most=LATEST_DUE)
    account = writers[account_id]
    session.merge(
        Assignment(
            document_id=document_id,
            account_id=account_id,
            due=due,
            assigned_by=actor.account_id,
            assigned_at=clock.now(),
        )
    )
    session.flush()
    note = account.name + (f", {due.isoformat()}" if due else "")
    add_trail_line(session, document_id, document.language, "assigned", actor, note=note)
    return account
