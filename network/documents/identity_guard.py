"""No identity number of a person becomes public: what is to be published is read for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from network.documents.document_addresses import address_to_be
from network.documents.revisions import content_in
from network.documents.tables import Document, OverruledGuard, Revision
from network.errors import Fault, Invalid
from network.kinds import Content
from network.kinds.translation import Translation
from network.public_words import address_faults, identity_faults, texts_in
from network.text.identity_numbers import identity_numbers

_AROUND = 60


@dataclass(frozen=True, slots=True)
class NumberInContext:
    """An identity number with the words around it: for the page of whoever may read the text."""

    path: str
    before: str
    number: str
    after: str


def revision_faults(session: Session, document: Document, revision: Revision) -> list[Fault]:
    """One fault for each identity number that would be public with a revision: in its texts, and in
    the address (field ``address``) that an original has or would get."""
    value = content_in(revision)
    all_faults = identity_faults(value)
    if isinstance(value, Content):
        all_faults += address_faults(address_to_be(session, document, revision))
    return all_faults


def demand_no_numbers(session: Session, document: Document, revision: Revision) -> None:
    """Raise ``Invalid`` with what ``revision_faults`` finds, unless it was let through."""
    faults = revision_faults(session, document, revision)
    if faults and session.get(OverruledGuard, revision.id) is None:
        raise Invalid(faults)


def identity_numbers_seen(value: Content | Translation) -> list[NumberInContext]:
    """Every identity number in any text of a content, where it stands. Never to be logged."""
    return [
        NumberInContext(
            path,
            text[max(0, number.start - _AROUND) : number.start],
            text[number.start : number.end],
            text[number.end : number.end + _AROUND],
        )
        for path, text in texts_in(value)
        for number in identity_numbers(text)
    ]


def address_seen(slug: str) -> list[NumberInContext]:
    """The same of an address (path ``address``), which is one such number at most."""
    return [NumberInContext("address", "", slug, "")] if address_faults(slug) else []
