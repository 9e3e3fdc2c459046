"""Who is to review a text."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from network.documents.permissions import context_of
from network.documents.tables import Document
from network.people.mandates import find_holders
from network.people.tables import Account


def reviewers_of(session: Session, document: Document, language: str) -> Sequence[Account]:
    """Those who may approve one language of a document: the publisher's approvers where it
    approves by itself, else the country's national coordinators, else administrators."""
    matter = context_of(session, document, language)
    if matter.approves_itself:
        found = find_holders(session, "approver", organisation_id=matter.publisher_id)
        others = [one for one in found if one.id not in matter.authors]
        if others:
            return others
    if matter.has_no_coordinator:
        return [
            one for one in find_holders(session, "administrator") if one.id not in matter.authors
        ]
    coordinators = find_holders(session, "national_coordinator", country=matter.country)
    return [one for one in coordinators if one.id not in matter.authors]
