"""From the private to the public side and back: approve, move, withdraw."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.documents.attached_files import demand_described_files
from network.documents.curators import show_curators
from network.documents.document_addresses import settle_address, take_slug
from network.documents.identity_guard import demand_no_numbers
from network.documents.listed_texts import list_published
from network.documents.permissions import demand
from network.documents.revisions import (
    add_trail_line,
    drop_schedule,
    find_document,
    find_newest_revision,
    get_document,
    get_text,
    read_content,
)
from network.documents.tables import Document, DocumentText, Revision
from network.entries.addresses import find_address, reopen_address
from network.entries.projection import (
    ApprovedContent,
    project_original,
    project_translation,
    withdraw_entry,
    withdraw_translation,
)
from network.entries.tables import Entry, EntryText
from network.errors import Conflict, NotFound
from network.kinds import Collection, Content
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.public_words import demand_address


def publish(
    session: Session,
    revision_id: UUID,
    *,
    actor: Actor,
    first: datetime | None = None,
    revised: datetime | None = None,
    note: str = "",
) -> None:
    """Make one exact revision public: from now on everybody reads it.

    ``first`` and ``revised`` are given where the text was public on another site before; they
    default to what is known here and to now. Raises ``NotAllowed``, ``NotFound``,
    ``Conflict`` when a translation's original is not public, or the address is another's, and
    ``Invalid`` when a text, a file or the address holds an identity number of a person, or a
    picture has no words for who cannot see it.
    """
    revision = session.get(Revision, revision_id)
    if revision is None:
        raise NotFound(str(revision_id))
    document = get_document(session, revision.document_id, for_change=True)
    demand(session, actor, "document.review", document, revision.language)
    make_public(session, document, revision, "published", actor, first, revised, note)


def make_public(
    session: Session,
    document: Document,
    revision: Revision,
    verb: str,
    actor: Actor,
    first: datetime | None = None,
    revised: datetime | None = None,
    note: str = "",
) -> None:
    """What ``publish`` does, for who was asked elsewhere whether they may: with a line ``verb`` in
    the trail. Raises as ``publish``, but ``NotAllowed``."""
    text = get_text(session, document, revision.language)
    if text.is_original:
        settle_address(session, document, revision)
    demand_no_numbers(session, document, revision)
    demand_described_files(session, read_content(revision))
    now = clock.now()
    reopened = text.was_withdrawn and text.is_original
    text.first_published_at = first or text.first_published_at or now
    if reopened:
        organisation = session.get_one(Organisation, document.organisation_id)
        reopen_address(session, organisation.slug, _lies_at(document))
    newest = find_newest_revision(session, document.id, revision.language)
    is_newest = newest is None or newest.id == revision.id
    # Whoever wrote on while the text was in review goes on with a draft.
    text.state = "published" if is_newest else "draft"
    text.published_id, text.submitted_id, text.state_since = revision.id, None, now
    drop_schedule(session, text)
    list_published(text, read_content(revision))
    session.flush()
    add_trail_line(
        session,
        document.id,
        revision.language,
        verb,
        actor,
        revision_id=revision.id,
        note=note,
    )
    _project(session, document, revision, text, revised or now)


def project_again(session: Session, document: Document) -> None:
    """Write what is public of a document once more, as its public revisions say it now, with the
    days on which they became so. It is no news. Nothing is done for what is not public."""
    entry = session.get(Entry, document.id)
    if entry is None:
        return
    texts = session.scalars(
        select(DocumentText).where(
            DocumentText.document_id == document.id, DocumentText.published_id.is_not(None)
        )
    ).all()
    # A translation is fitted to its original.
    for text in sorted(texts, key=lambda text: not text.is_original):
        shown = session.get(EntryText, (document.id, text.language))
        revised = shown.revised_at if shown is not None else entry.revised_at
        revision = session.get_one(Revision, text.published_id)
        _project(session, document, revision, text, revised, is_news=False)


def _project(
    session: Session,
    document: Document,
    revision: Revision,
    text: DocumentText,
    revised: datetime,
    *,
    is_news: bool = True,
) -> None:
    value = read_content(revision)
    assert text.first_published_at is not None
    if isinstance(value, Content):
        project_original(
            session,
            ApprovedContent(
                entry_id=document.id,
                organisation_id=document.organisation_id,
                slug=_lies_at(document),
                publisher_id=document.publisher_id,
                content=value,
                first=text.first_published_at,
                revised=revised,
            ),
            is_news=is_news,
        )
        if isinstance(value, Collection):
            show_curators(session, document.id)
        return
    if session.get(Entry, document.id) is None:
        raise Conflict("original_not_public")
    project_translation(
        session, document.id, value, text.first_published_at, revised, is_news=is_news
    )


def withdraw(session: Session, document_id: UUID, *, actor: Actor, reason: str = "") -> None:
    """Take the document and all its texts out of public: 410 from now on, no title.

    Revisions stay on the private side. Raises ``NotAllowed``, ``NotFound``, and ``Conflict``
    when it is not public.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.withdraw", document)
    if session.get(Entry, document_id) is None:
        raise Conflict("not_public")
    for text in session.scalars(
        select(DocumentText).where(
            DocumentText.document_id == document_id, DocumentText.published_id.is_not(None)
        )
    ):
        was_public = text.published_id
        _leave_the_public(session, text)
        add_trail_line(
            session,
            document_id,
            text.language,
            "withdrawn",
            actor,
            revision_id=was_public,
            note=reason,
        )
    withdraw_entry(session, document_id)


def withdraw_text(
    session: Session, document_id: UUID, language: str, *, actor: Actor, reason: str = ""
) -> None:
    """Take one further text out of public; the entry stays in its other languages."""
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.withdraw", document)
    text = get_text(session, document, language)
    if text.is_original:
        raise Conflict("original_withdraws_whole")
    if text.published_id is None:
        raise Conflict("not_public")
    was_public = text.published_id
    _leave_the_public(session, text)
    add_trail_line(
        session, document_id, language, "withdrawn", actor, revision_id=was_public, note=reason
    )
    withdraw_translation(session, document_id, language)


def move(session: Session, document_id: UUID, slug: str, *, actor: Actor) -> None:
    """Give the document another address under its organisation; the old one leads there.

    Raises ``NotAllowed``, ``NotFound``, and ``Conflict`` when the address is another's, or was
    another's when it was withdrawn: what was linked to one text must not lead to a second.
    ``Invalid`` (field ``slug``) when it holds an identity number.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.move", document)
    demand_address(slug)
    if slug == document.slug:
        return
    if find_document(session, document.organisation_id, slug) is not None:
        raise Conflict("address_taken", slug=slug)
    organisation = session.get_one(Organisation, document.organisation_id)
    taken = find_address(session, organisation.slug, slug)
    if taken is not None and taken.entry_id != document.id:
        raise Conflict("address_used_before", slug=slug)
    before = document.slug or ""
    take_slug(session, document, slug)
    document.follows_title = False
    session.flush()
    add_trail_line(
        session, document_id, document.language, "moved", actor, note=f"{before} → {slug}"
    )
    text = get_text(session, document, document.language)
    if text.published_id is not None:
        revision = session.get_one(Revision, text.published_id)
        entry = session.get_one(Entry, document_id)
        _project(session, document, revision, text, entry.revised_at)


def _lies_at(document: Document) -> str:
    assert document.slug is not None
    return document.slug


def _leave_the_public(session: Session, text: DocumentText) -> None:
    drop_schedule(session, text)
    text.state, text.state_since = "withdrawn", clock.now()
    text.published_id, text.submitted_id, text.review_due = None, None, None
