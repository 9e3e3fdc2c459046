"""Which address a document gets: made of the title that is submitted, and kept once it is public.

Until it was public a document has an address only while it is in review, so that what somebody
called it meanwhile becomes public nowhere. An address that was given, by a file or by whoever moves
the document, stays as it is.
"""

from __future__ import annotations

from itertools import count
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from network.documents.revisions import find_document, find_text, read_content
from network.documents.tables import Document, Revision
from network.entries.addresses import find_address
from network.errors import Conflict
from network.kinds import Content
from network.organisations.tables import Organisation
from network.text.slugs import slugify

# How often another may be quicker before the writer gets an error.
_TRIES = 20


def find_free_slug(
    session: Session, organisation_id: int, title: str, document_id: UUID | None = None
) -> str:
    """An address under the organisation that nothing else has or had, made of a title.

    What ``document_id`` holds counts as free. Some queries; a title without letters gives *text*.
    """
    stem = slugify(title, length=80) or "text"
    for number in count(1):
        slug = stem if number == 1 else f"{stem}-{number}"
        if _is_free(session, organisation_id, slug, document_id):
            return slug
    raise AssertionError("unreachable")


def find_coming_slug(session: Session, document: Document, revision: Revision) -> str:
    """The slug at which the document is public once this revision of its original is, or where it
    is already. Some queries."""
    text = find_text(session, document.id, document.language)
    is_held = not document.follows_title or (text is not None and text.submitted_id == revision.id)
    if document.slug is not None and is_held:
        return document.slug
    value = read_content(revision)
    assert isinstance(value, Content)
    return find_free_slug(session, document.organisation_id, value.title, document.id)


def hold_address(session: Session, document: Document, revision: Revision) -> None:
    """Give a document that was never public the address that this revision's title makes.

    Raises ``Conflict`` when others were quicker again and again.
    """
    if not document.follows_title:
        return None
    value = read_content(revision)
    assert isinstance(value, Content)
    for _ in range(_TRIES):
        slug = find_free_slug(session, document.organisation_id, value.title, document.id)
        try:
            return take_slug(session, document, slug)
        except Conflict:
            continue
    raise Conflict("no_free_address")


def release_address(session: Session, document: Document) -> None:
    """Take the address of a document that was never public away: it is in review no more."""
    if document.follows_title:
        document.slug = None
        session.flush()


def settle_address(session: Session, document: Document, revision: Revision) -> None:
    """Make the address last, since the document becomes public: the one that was shown, or a
    numbered one where something else was public there meanwhile. Raises as ``hold_address``."""
    if not document.follows_title:
        return
    if document.slug is None or not _is_free(
        session, document.organisation_id, document.slug, document.id
    ):
        hold_address(session, document, revision)
    document.follows_title = False
    session.flush()


def take_slug(session: Session, document: Document, slug: str) -> None:
    """Let the document lie at ``slug``. Raises ``Conflict`` when another took it meanwhile."""
    if document.slug == slug:
        return
    try:
        with session.begin_nested():
            document.slug = slug
            session.flush()
    except IntegrityError:
        raise Conflict("address_taken", slug=slug) from None


def _is_free(session: Session, organisation_id: int, slug: str, document_id: UUID | None) -> bool:
    lies_there = find_document(session, organisation_id, slug)
    if lies_there is not None and lies_there.id != document_id:
        return False
    organisation = session.get_one(Organisation, organisation_id)
    was_there = find_address(session, organisation.slug, slug)
    return was_there is None or (document_id is not None and was_there.entry_id == document_id)
