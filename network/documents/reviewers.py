"""Who is to review a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.documents.permissions import load_context
from network.documents.tables import Document
from network.organisations.tables import Organisation
from network.people.actors import Actor, Role
from network.people.mandates import find_holders, find_self_approving
from network.people.tables import Account


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Who may approve one language of a document, in which role; nobody where nobody may."""

    role: Role
    accounts: Sequence[Account]


def find_review_office(session: Session, document: Document, language: str) -> Reviewers:
    """Who may approve one language of a document: the publisher's approvers where it approves by
    itself, else the country's national coordinators, else administrators. No author is among them.

    Some ten queries.
    """
    context = load_context(session, document, language)

    def others(accounts: Sequence[Account]) -> list[Account]:
        return [account for account in accounts if account.id not in context.authors]

    if context.has_own_approval:
        approvers = find_holders(session, "approver", organisation_id=context.publisher_id)
        if others(approvers):
            return Reviewers("approver", others(approvers))
    if context.has_no_coordinator:
        return Reviewers("administrator", others(find_holders(session, "administrator")))
    coordinators = find_holders(session, "national_coordinator", country=context.country)
    return Reviewers("national_coordinator", others(coordinators))


def find_reviewers(session: Session, document: Document, language: str) -> Sequence[Account]:
    """The people of ``find_review_office``."""
    return find_review_office(session, document, language).accounts


def find_idle_approvals(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations at which the actor is an approver and has nothing to approve, since they do
    not approve by themselves; by slug. At most two queries."""
    ids = {
        mandate.organisation_id
        for mandate in actor.mandates
        if mandate.role == "approver" and mandate.organisation_id is not None
    }
    idle = ids - find_self_approving(session, ids) if ids else set()
    if not idle:
        return []
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(idle)).order_by(Organisation.slug)
    ).all()
