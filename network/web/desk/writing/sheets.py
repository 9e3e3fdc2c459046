"""What the form of an original is about, as it is read, typed and kept: everything but its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import Session

from network.documents.permissions import demand, demand_writing
from network.documents.revisions import find_newest_revision, read_content
from network.documents.tables import Document, Revision, UsedPart, WorkingCopy
from network.documents.working_copies import (
    Kept,
    SavedText,
    SentForm,
    find_copy,
    find_own_later,
    join_saved,
    keep_form,
)
from network.kinds import KINDS, Content
from network.kinds.merging import summarise_fields
from network.organisations.tables import Organisation
from network.web.authentication import get_actor
from network.web.desk.form import forms
from network.web.desk.form.choices import load_names
from network.web.desk.writing.windows import read_number, read_window, unpack_seen


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is about: its kind and language, whose it is, and what it began with.

    ``number`` is that of the working copy it shows, 0 without one, -1 where a sent form does not
    say; ``seen`` the summary of what a sent form had shown, None where it does not say.
    ``has_clashes`` while nobody has chosen where two wrote otherwise.
    """

    document_id: UUID
    kind: str
    language: str
    organisation_id: int
    base_id: UUID | None
    fields: forms.Fields
    is_new: bool
    number: int = 0
    seen: dict[str, Any] | None = None
    window: str = ""
    has_clashes: bool = False


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A sheet that was kept: as it was typed, and as the working copy has it now."""

    typed: Sheet
    sheet: Sheet
    has_joined: bool
    has_clashed: bool


def read_sheet(session: Session, document_id: UUID) -> Sheet:
    """What the form shows: the working copy, else the newest revision.

    Raises ``NotAllowed`` for whoever may not write it; aborts with 404 where there is neither.
    """
    document = session.get(Document, document_id)
    if document is not None:
        demand(session, get_actor(), "document.write", document)
        language = document.language
    else:
        language = find_copy_language(session, document_id)
    copy = find_copy(session, document_id, language, actor=get_actor())
    if copy is not None:
        if document is None:
            demand_writing(get_actor(), copy.organisation_id)
        return _of_copy(copy, is_new=document is None)
    if document is None:
        abort(404)
    newest = find_newest_revision(session, document_id, language)
    assert newest is not None
    return Sheet(
        document_id,
        document.kind,
        language,
        document.organisation_id,
        newest.id,
        _fields_of(session, newest),
        False,
    )


def read_typed_form(session: Session, document_id: UUID, submitted: forms.SubmittedForm) -> Sheet:
    """What a form holds, for whoever may write it; nothing is kept. Raises ``NotAllowed``."""
    sheet = read_typed_sheet(session, document_id, submitted)
    if sheet.is_new:
        demand_writing(get_actor(), sheet.organisation_id)
    return sheet


def read_typed_sheet(session: Session, document_id: UUID, submitted: forms.SubmittedForm) -> Sheet:
    """What was typed into the form, with what it is about from the database where it knows.

    Parts that are new have been given their ids.
    """
    document = session.get(Document, document_id)
    if document is not None:
        demand(session, get_actor(), "document.write", document)
        kind, language, owner = document.kind, document.language, document.organisation_id
    else:
        language = find_copy_language(session, document_id) or submitted.get("language", "")
        copy = find_copy(session, document_id, language, actor=get_actor())
        kind = copy.kind if copy else submitted.get("kind", "")
        slug = submitted.get("organisation_slug", "")
        body = session.scalar(select(Organisation).where(Organisation.slug == slug))
        owner = copy.organisation_id if copy else body.id if body else 0
        if kind not in KINDS or language not in ("nb", "nn", "sv") or not owner:
            abort(404)
    fields = forms.read_request(kind, submitted)
    used = session.scalars(
        select(UsedPart.part_id).where(UsedPart.document_id == document_id)
    ).all()
    forms.make_value(kind, language, fields, forms.Names({}, {}), used)
    return Sheet(
        document_id,
        kind,
        language,
        owner,
        _base(session, document_id, submitted.get("base", "")),
        fields,
        document is None,
        read_number(submitted),
        unpack_seen(submitted.get("seen", "")),
        read_window(submitted),
    )


def draw_ids(session: Session, sheet: Sheet, fields: forms.Fields) -> forms.Fields:
    """``fields`` with an id for every part that has none, one that the document never had."""
    used = session.scalars(
        select(UsedPart.part_id).where(UsedPart.document_id == sheet.document_id)
    ).all()
    forms.make_value(sheet.kind, sheet.language, fields, forms.Names({}, {}), used)
    return fields


def keep_sheet(session: Session, sheet: Sheet) -> KeptSheet:
    """Keep a sheet in the working copy, joined with what other windows kept there or saved.

    Raises what ``keep_form`` raises.
    """
    seen = sheet.seen
    if seen is None:
        seen = summarise_fields(_fields_at(session, sheet.kind, sheet.base_id))
    form = SentForm(sheet.fields, sheet.number, seen, sheet.base_id, sheet.window)

    def find_saved() -> SavedText | None:
        later = find_own_later(
            session, sheet.document_id, sheet.language, sheet.base_id, actor=get_actor()
        )
        return _saved_text(session, later) if later is not None else None

    kept = keep_form(
        session,
        sheet.document_id,
        sheet.language,
        form,
        find_saved,
        kind=sheet.kind,
        organisation_id=sheet.organisation_id,
        actor=get_actor(),
    )
    return _kept_sheet(sheet, kept)


def keep_changed(session: Session, kept: KeptSheet, fields: forms.Fields) -> KeptSheet:
    """Keep what a button made of a form that was kept just before: ``fields`` are those of
    ``kept.typed``, changed. What other windows wrote is not what it changed."""
    changed = replace(kept.typed, fields=fields, number=kept.sheet.number)
    if kept.has_joined:
        changed = replace(changed, number=-1, seen=summarise_fields(kept.typed.fields))
    return keep_sheet(session, changed)


def join_newest(session: Session, kept: KeptSheet) -> KeptSheet:
    """Join the working copy with the newest revision where that is another than it began with:
    a colleague has saved it meanwhile. The document is to be locked."""
    sheet = kept.sheet
    newest = find_newest_revision(session, sheet.document_id, sheet.language)
    if newest is None or newest.id == sheet.base_id:
        return replace(kept, has_joined=False, has_clashed=False)
    copy = find_copy(session, sheet.document_id, sheet.language, actor=get_actor())
    assert copy is not None
    base = _fields_at(session, sheet.kind, sheet.base_id)
    return _kept_sheet(sheet, join_saved(session, copy, base, _saved_text(session, newest)))


def find_copy_language(session: Session, document_id: UUID) -> str:
    """The language of the actor's working copy of a document yet to be made, "" without one."""
    language = session.scalar(
        select(WorkingCopy.language).where(
            WorkingCopy.document_id == document_id, WorkingCopy.account_id == get_actor().account_id
        )
    )
    return language or ""


def list_new_ids(kept: KeptSheet) -> dict[str, str]:
    """The ids of a sent form's parts by their places in the form (``statements.0.id``)."""
    return {
        f"{name}.{number}.id": part["id"]
        for name, parts in kept.typed.fields.items()
        if isinstance(parts, list)
        for number, part in enumerate(parts)
        if isinstance(part, dict) and part.get("id")
    }


def _kept_sheet(typed: Sheet, kept: Kept) -> KeptSheet:
    sheet = replace(_of_copy(kept.copy, is_new=typed.is_new), window=typed.window)
    return KeptSheet(typed, sheet, kept.has_joined, kept.has_clashed)


def _of_copy(copy: WorkingCopy, *, is_new: bool) -> Sheet:
    return Sheet(
        copy.document_id,
        copy.kind,
        copy.language,
        copy.organisation_id,
        copy.base_id,
        forms.complete(copy.kind, copy.fields),
        is_new,
        copy.number,
        has_clashes=bool(copy.clashes),
    )


def _saved_text(session: Session, revision: Revision) -> SavedText:
    number = 0 if revision.author_id == get_actor().account_id else revision.number
    return SavedText(revision.id, number, _fields_of(session, revision))


def _fields_at(session: Session, kind: str, base_id: UUID | None) -> forms.Fields:
    """The fields of the revision that a form began with; of an empty form where it is None."""
    base = session.get(Revision, base_id) if base_id is not None else None
    return _fields_of(session, base) if base is not None else forms.make_blank(kind)


def _fields_of(session: Session, revision: Revision) -> forms.Fields:
    content = read_content(revision)
    assert isinstance(content, Content)
    return forms.fill_from_content(content, load_names(session))


def _base(session: Session, document_id: UUID, text: str) -> UUID | None:
    """The revision that the form began with; only one of this document."""
    try:
        revision = session.get(Revision, UUID(text))
    except ValueError:
        return None
    if revision is None or revision.document_id != document_id or "kind" not in revision.content:
        return None
    return revision.id
