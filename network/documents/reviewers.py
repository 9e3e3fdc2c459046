"""Who is to review a text."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from network.documents.permissions import load_context
from network.documents.tables import Document
from network.people.mandates import find_holders
from network.people.tables import Account


def find_reviewers(session: Session, document: Document, language: str) -> Sequence[Account]:
    """Those who may approve one language of a document: the publisher's approvers where it
    approves by itself, else the country's national coordinators, else administrators."""
    context = load_context(session, document, language)
    if context.approves_itself:
        approvers = find_holders(session, "approver", organisation_id=context.publisher_id)
        others = [approver for approver in approvers if approver.id not in context.authors]
        if others:
            return others
    if context.has_no_coordinator:
        return [
            administrator
            for administrator in find_holders(session, "administrator")
            if administrator.id not in context.authors
        ]
    coordinators = find_holders(session, "national_coordinator", country=context.country)
    return [coordinator for coordinator in coordinators if coordinator.id not in context.authors]
