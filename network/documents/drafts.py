"""Drafts that nobody beyond their organisation was shown: deleted, or made into something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args
from uuid import UUID, uuid4

from pydantic import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network import clock
from network.documents.permissions import demand, demand_writing, load_context
from network.documents.review_tables import Assignment, DeletedDraft, ReviewNote
from network.documents.revisions import (
    add_trail_line,
    find_document,
    find_newest_revision,
    get_document,
    get_text,
    read_content,
    revise,
)
from network.documents.tables import (
    Curation,
    Document,
    DocumentFile,
    DocumentText,
    OverruledGuard,
    Revision,
    SeenItem,
    ThrownAwayCopy,
    TrailLine,
    UsedPart,
    WorkingCopy,
)
from network.documents.working_copies import open_copy
from network.errors import Conflict, Invalid, NotFound
from network.kinds import KINDS, Content, parse_content
from network.kinds.differences import format_value
from network.kinds.field_types import list_field_types
from network.kinds.words import Language
from network.people.actors import Actor
from network.people.tables import Account

# What every content has by itself and no change of kind takes away.
_OF_ITSELF = ("kind", "language")
LANGUAGES: tuple[str, ...] = get_args(Language)
# What belongs to a document and goes with it, before the revisions that some of it points at.
_OF_A_DOCUMENT = (
    WorkingCopy,
    ThrownAwayCopy,
    DocumentFile,
    ReviewNote,
    Assignment,
    SeenItem,
    Curation,
    UsedPart,
    TrailLine,
    DocumentText,
)


@dataclass(frozen=True, slots=True)
class Deletion:
    """That a draft was deleted: of which kind, by whom and when; not a word of it."""

    kind: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What a draft said in a field that its new kind does not have, as plain text."""

    field: str
    text: str


def delete_draft(session: Session, document_id: UUID, *, actor: Actor) -> None:
    """Delete a draft with its versions, notes and trail. That it was there, of which kind and who
    deleted it is kept for its organisation, without a word of it.

    Raises ``NotAllowed`` for who neither wrote it nor approves there, ``NotFound``, and
    ``Conflict`` for what a reviewer was ever shown, or what somebody else has open and unsaved.
    """
    document = get_document(session, document_id)
    demand(session, actor, "document.delete", document)
    _demand_never_shown(session, document)
    _demand_no_copies(session, document, but=actor.account_id)
    session.add(
        DeletedDraft(
            document_id=document.id,
            organisation_id=document.publisher_id,
            kind=document.kind,
            deleted_by=actor.account_id,
            deleted_at=clock.now(),
        )
    )
    revisions = select(Revision.id).where(Revision.document_id == document_id)
    session.execute(delete(OverruledGuard).where(OverruledGuard.revision_id.in_(revisions)))
    for table in _OF_A_DOCUMENT:
        session.execute(delete(table).where(table.document_id == document_id))
    session.execute(delete(Revision).where(Revision.document_id == document_id))
    session.delete(document)
    session.flush()


def find_deletions(
    session: Session, organisation_ids: Sequence[int], limit: int = 20
) -> Sequence[Deletion]:
    """The drafts that were last deleted at organisations, the last first. One query at most."""
    if not organisation_ids:
        return []
    rows = session.execute(
        select(DeletedDraft.kind, Account.name, DeletedDraft.deleted_at)
        .join(Account, Account.id == DeletedDraft.deleted_by)
        .where(DeletedDraft.organisation_id.in_(organisation_ids))
        .order_by(DeletedDraft.deleted_at.desc(), DeletedDraft.document_id)
        .limit(limit)
    )
    return [Deletion(*row) for row in rows]


def change_draft(
    session: Session,
    document_id: UUID,
    *,
    kind: str,
    language: str,
    organisation_id: int,
    describe: Callable[[Sequence[LeftOver]], str],
    actor: Actor,
) -> Revision:
    """Make a draft one of another kind, language or organisation: its newest version as that.

    What the new kind has no field for becomes an open note on the whole text, in the words of
    ``describe``, so that it stands above the form until somebody has seen to it. Raises
    ``NotAllowed`` for who may not write it, or not for the new organisation; ``NotFound``;
    ``Invalid`` for an unknown kind or language; and ``Conflict`` for what a reviewer was ever
    shown, what is open and unsaved, an address that is taken, and another language where there are
    translations.
    """
    document = get_document(session, document_id)
    demand(session, actor, "document.write", document)
    _demand_never_shown(session, document)
    if kind not in KINDS:
        raise Invalid.in_field("not_a_choice", "kind")
    if language not in LANGUAGES:
        raise Invalid.in_field("not_a_choice", "language")
    _demand_no_copies(session, document)
    if organisation_id != document.organisation_id:
        _move_draft(session, document, organisation_id, actor)
    newest = find_newest_revision(session, document.id, document.language)
    assert newest is not None
    content = read_content(newest)
    assert isinstance(content, Content)
    if language != document.language:
        _change_language(session, document, language)
    changed, left_over = convert(content, kind, language)
    document.kind = kind
    session.flush()
    revision = revise(session, document.id, changed, actor=actor)
    if left_over:
        session.add(
            ReviewNote(
                id=uuid4(),
                document_id=document.id,
                language=language,
                revision_id=revision.id,
                place="",
                quote="",
                text=describe(left_over),
                author_id=actor.account_id,
                made_at=clock.now(),
                answer="",
            )
        )
        session.flush()
    add_trail_line(session, document.id, language, "changed_draft", actor, revision_id=revision.id)
    return revision


def change_copy(
    session: Session,
    document_id: UUID,
    was: str,
    *,
    kind: str,
    language: str,
    organisation_id: int,
    fields: dict[str, Any],
    actor: Actor,
) -> None:
    """Make the actor's form of a text that has no version yet one of another kind, language or
    organisation, with ``fields`` in it; ``was`` is the language that it was in.

    Raises ``NotAllowed`` for who may not write for the new organisation, ``NotFound`` without such
    a form, ``Invalid`` for an unknown kind or language, and ``Conflict`` for a text with a version.
    """
    copy = session.get(WorkingCopy, (actor.account_id, document_id, was))
    if copy is None:
        raise NotFound(str(document_id))
    demand_writing(actor, organisation_id)
    if session.get(Document, document_id) is not None:
        raise Conflict("document_there", id=document_id)
    if kind not in KINDS:
        raise Invalid.in_field("not_a_choice", "kind")
    if language not in LANGUAGES:
        raise Invalid.in_field("not_a_choice", "language")
    session.delete(copy)
    session.flush()
    open_copy(
        session,
        document_id,
        language,
        kind=kind,
        organisation_id=organisation_id,
        fields=fields,
        actor=actor,
    )


def convert(content: Content, kind: str, language: str) -> tuple[Content, list[LeftOver]]:
    """A content as one of another kind or language, and what that kind has no place for.

    A field that both kinds have with values of the same type keeps what it says. A choice that
    the new kind demands is made for what says least: *other*, else the first.
    """
    values = content.model_dump(mode="json", exclude_defaults=True)
    old, new = list_field_types(type(content)), list_field_types(KINDS[kind])
    kept: dict[str, Any] = {"kind": kind, "language": language}
    for name, value in values.items():
        if name in _OF_ITSELF or name not in new:
            continue
        if (old[name].value_type, old[name].is_list) == (new[name].value_type, new[name].is_list):
            kept[name] = value
    for name, field in new.items():
        if field.required and name not in kept and field.options:
            kept[name] = "other" if "other" in field.options else field.options[0]
    changed = _make_valid(kept)
    left_over = [
        LeftOver(name, text)
        for name in values
        if name not in _OF_ITSELF and name not in changed.model_fields_set
        if (text := format_value(getattr(content, name)))
    ]
    return changed, left_over


def _make_valid(kept: dict[str, Any]) -> Content:
    """The content without the fields that only hold together with one that is gone."""
    while True:
        try:
            return parse_content(kept)
        except ValidationError as problem:
            faulty = {name for name in _fields_of(problem) if name in kept} - {"title"}
            # A rule over the whole names no field: what refers to parts goes first.
            faulty = faulty or {name for name in kept if name not in (*_OF_ITSELF, "title", "body")}
            if not faulty:
                raise
            kept = {name: value for name, value in kept.items() if name not in faulty}


def _fields_of(problem: ValidationError) -> Iterator[str]:
    for fault in problem.errors():
        places = (*fault["loc"], *(fault.get("ctx", {}).get("path") or ()))
        yield from (str(place) for place in places[:2])


def _move_draft(session: Session, document: Document, organisation_id: int, actor: Actor) -> None:
    demand_writing(actor, organisation_id)
    if document.slug is not None and find_document(session, organisation_id, document.slug):
        raise Conflict("address_taken", slug=document.slug)
    document.organisation_id = document.publisher_id = organisation_id
    # Whoever it was given to need not write for the other; who curates along cannot be its own.
    session.execute(delete(Assignment).where(Assignment.document_id == document.id))
    session.execute(
        delete(Curation).where(
            Curation.document_id == document.id, Curation.organisation_id == organisation_id
        )
    )
    session.flush()


def _change_language(session: Session, document: Document, language: str) -> None:
    """Let the next revision be the original, in another language; earlier ones stay as they are."""
    others = select(DocumentText.language).where(
        DocumentText.document_id == document.id, DocumentText.language != document.language
    )
    if session.scalar(others.limit(1)) is not None:
        raise Conflict("has_translations")
    text = get_text(session, document, document.language)
    session.execute(
        delete(ReviewNote).where(
            ReviewNote.document_id == document.id,
            ReviewNote.language == document.language,
            ReviewNote.settled_at.is_not(None),
        )
    )
    for note in session.scalars(select(ReviewNote).where(ReviewNote.document_id == document.id)):
        note.language = language
    session.delete(text)
    document.language = language
    session.flush()


def _demand_never_shown(session: Session, document: Document) -> None:
    if load_context(session, document).was_shown:
        raise Conflict("was_shown")


def _demand_no_copies(session: Session, document: Document, but: UUID | None = None) -> None:
    copies = select(WorkingCopy.account_id).where(WorkingCopy.document_id == document.id)
    if but is not None:
        copies = copies.where(WorkingCopy.account_id != but)
    if session.scalar(copies.limit(1)) is not None:
        raise Conflict("open_unsaved")
