"""No identity number of a person becomes public: what is to be published is read for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from network.documents.attached_files import find_numbers_in_files, list_file_texts
from network.documents.document_addresses import find_coming_slug
from network.documents.revisions import read_content
from network.documents.tables import Document, OverruledGuard, Revision
from network.errors import Fault, Invalid
from network.kinds import Content
from network.kinds.translation import Translation
from network.public_words import (
    find_address_faults,
    find_identity_faults,
    find_numbers_between,
    walk_texts,
)
from network.text.identity_numbers import find_identity_numbers
from network.text.shown_numbers import find_shown_numbers

_AROUND = 60


@dataclass(frozen=True, slots=True)
class NumberInContext:
    """An identity number with the words around it: for the page of whoever may read the text."""

    path: str
    before: str
    number: str
    after: str


def find_revision_faults(session: Session, document: Document, revision: Revision) -> list[Fault]:
    """One fault for each identity number that would be public with a revision: in its texts, in its
    files, and in the address (field ``address``) that an original has or would get."""
    value = read_content(revision)
    all_faults = find_identity_faults(value) + find_numbers_in_files(session, value)
    if isinstance(value, Content):
        all_faults += find_address_faults(find_coming_slug(session, document, revision))
    return all_faults


def demand_no_numbers(session: Session, document: Document, revision: Revision) -> None:
    """Raise ``Invalid`` with what ``find_revision_faults`` finds, unless it was let through."""
    faults = find_revision_faults(session, document, revision)
    if faults and session.get(OverruledGuard, revision.id) is None:
        raise Invalid(faults)


def find_numbers_in_value(value: Content | Translation) -> list[NumberInContext]:
    """Every identity number in any text of a content, where it stands. Never to be logged."""
    return [
        NumberInContext(
            path,
            text[max(0, number.start - _AROUND) : number.start],
            text[number.start : number.end],
            text[number.end : number.end + _AROUND],
        )
        for path, text in walk_texts(value)
        for number in find_shown_numbers(text)
    ] + [
        NumberInContext(path, "", f"{first} {second}", "")
        for path, first, second, _kind in find_numbers_between(value)
    ]


def find_numbers_in_file_texts(
    session: Session, value: Content | Translation
) -> list[NumberInContext]:
    """The same of the files of a content: of their pages, titles and authors, with the file's path
    (``files.0.file``)."""
    # Files that were looked through before, and hold none, are not read again.
    if isinstance(value, Translation) or not find_numbers_in_files(session, value):
        return []
    return [
        NumberInContext(
            path,
            text[max(0, number.start - _AROUND) : number.start],
            text[number.start : number.end],
            text[number.end : number.end + _AROUND],
        )
        for path, _page, text in list_file_texts(session, [file.file for file in value.files])
        for number in find_identity_numbers(text)
    ]


def find_numbers_in_slug(slug: str) -> list[NumberInContext]:
    """The same of an address (path ``address``), which is one such number at most."""
    return [NumberInContext("address", "", slug, "")] if find_address_faults(slug) else []
