"""A document: how far it has come, its versions, what was done with it, and how it will look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask import abort, make_response, redirect, render_template, request, url_for
from pydantic import ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.documents import worklists
from network.documents.assignments import find_assigned, find_possible_writers
from network.documents.curators import find_curators
from network.documents.document_addresses import find_coming_slug
from network.documents.item_changes import ItemChange, read_item_changes
from network.documents.permissions import demand, demand_writing
from network.documents.review_notes import read_notes
from network.documents.reviewers import find_idle_approvals, find_review_office
from network.documents.revisions import find_newest_revision, get_document, read_content
from network.documents.scheduling import find_schedule
from network.documents.tables import Document, Revision
from network.documents.undoing import find_undoable
from network.documents.wanted_translations import find_wanted_translation
from network.documents.working_copies import find_copy
from network.entries.endorsements import find_endorsement
from network.entries.queries import Card, find_backlinks
from network.entries.reading import make_reading
from network.entries.tables import Entry
from network.kinds import Collection, Content, parse_content
from network.kinds.differences import find_differences
from network.kinds.translation import Translation
from network.organisations.queries import find_organisations_by_slug
from network.organisations.tables import Organisation
from network.people.mandates import find_coordinating_organisations
from network.site import get_site
from network.web.authentication import get_actor
from network.web.collation import sort_by_label
from network.web.desk.documents.place_labels import label_place
from network.web.desk.files.shown import show_given_files
from network.web.desk.form import forms, labels
from network.web.desk.form.choices import find_own_organisations, load_names
from network.web.desk.writing.item_cards import read_item_cards
from network.web.desk.writing.merge_conflicts import label_path
from network.web.desk.writing.other_writers import describe_other_writers
from network.web.languages import NAMES, get_ui_language
from network.web.public.entry.loading import load_entry_page
from network.web.refusals import describe_code


def document(document_id: UUID) -> str:
    """The page of a document."""
    with get_site().database.reading() as session:
        return render_document_page(session, document_id)


def render_document_page(session: Session, document_id: UUID, problem: str = "") -> str:
    """The page of a document for whoever may read it, with what was refused if anything was.

    Raises ``NotFound``, ``NotAllowed``.
    """
    me = get_actor()
    document = get_document(session, document_id)
    demand(session, me, "document.read", document)
    lines = worklists.read_trail(session, document_id)
    texts = worklists.list_text_states(session, document, lines, actor=me)
    original = texts[0]
    present = {state.text.language for state in texts}
    newest_content = original.value
    is_collection = isinstance(newest_content, Collection)
    revisions = worklists.find_revisions(session, document_id)
    asked = find_curators(session, document_id) if is_collection else []
    country = session.get_one(Organisation, document.organisation_id).country
    return render_template(
        "desk/documents/document.html",
        document=document,
        collection=newest_content if is_collection else None,
        changed_items=_item_changes(session, document, newest_content),
        curators=asked,
        own_bodies={body.id for body in find_own_organisations(session, me)},
        names=load_names(session) if is_collection else None,
        texts=texts,
        original=original,
        organisation=session.get_one(Organisation, document.organisation_id).value,
        publisher=session.get_one(Organisation, document.publisher_id).value,
        revisions=revisions,
        compared=_choose_compared([revision for revision, _author in revisions], document.language),
        trail=lines,
        curators_named=find_organisations_by_slug(
            session, {line.note for line in lines if line.verb.startswith("curator_")}
        ),
        endorsement=find_endorsement(session, document_id),
        superseded_by=[
            link.card
            for link in find_backlinks(session, document_id, get_ui_language())
            if link.relation == "supersedes"
        ],
        notes=read_notes(session, document_id),
        undoable={
            state.text.language: find_undoable(session, document, state.text, actor=me)
            for state in texts
        },
        own_organisations=find_own_organisations(session, me),
        wanted=find_wanted_translation(session, document_id, _content(original.newest)),
        place_label=lambda path: label_place(path, _content(original.newest)),
        offices={
            state.text.language: find_review_office(session, document, state.text.language)
            for state in texts
            if state.text.state == "in_review" or state.may["document.write"]
        },
        contents=_read_contents(session, document, newest_content),
        neighbours=[
            body
            for body in find_coordinating_organisations(session, but=country)
            if body.id != document.publisher_id
            and body.id not in {curator.organisation_id for curator in asked}
        ]
        if is_collection and original.may["document.share"]
        else [],
        is_idle_approver=document.publisher_id
        in {body.id for body in find_idle_approvals(session, me)},
        assigned=find_assigned(session, document_id),
        possible_writers=sort_by_label(
            find_possible_writers(session, document), lambda writer: writer.name
        )
        if original.may["document.write"]
        else [],
        further=[language for language in NAMES if language not in present],
        labels=labels,
        path_label=label_path,
        now=clock.now(),
        describe_code=describe_code,
        other_writers=describe_other_writers(session, document_id)
        if original.may["document.write"]
        else [],
        schedules={language: find_schedule(session, document_id, language) for language in present},
        new_id=uuid4(),
        problem=problem,
    )


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection holds, as the actor has it open, else as its newest version says: each an
    address with the entry that is there, or a gap. ``gathered`` of them are in no version yet."""

    items: Sequence[tuple[str, Card | None, str]]
    gathered: int


def _read_contents(
    session: Session, document: Document, content: Content | Translation
) -> Collected | None:
    """What a collection holds, None for every other document. Four queries at most."""
    if not isinstance(content, Collection):
        return None
    saved = {item.id for item in content.items}
    items: list[dict[str, Any]] = [item.model_dump(mode="json") for item in content.items]
    copy = find_copy(session, document.id, document.language, actor=get_actor())
    if copy is not None:
        items = list(copy.fields.get("items", []))
    cards = read_item_cards(session, [str(item.get("entry") or "") for item in items])
    return Collected(
        [
            (
                str(item.get("entry") or ""),
                cards.get(item.get("entry") or ""),
                item.get("gap") or "",
            )
            for item in items
        ],
        sum(item.get("id") not in saved for item in items) if copy is not None else 0,
    )


def _item_changes(
    session: Session, document: Document, content: Content | Translation
) -> list[ItemChange]:
    """The changes of a collection's entries since its curators last read; [] for others."""
    if not isinstance(content, Collection):
        return []
    return read_item_changes(session, {document.id: content}, get_ui_language()).get(
        document.id, []
    )


def preview(document_id: UUID) -> str | Response:
    """How the text will look: one's working copy, else the newest version."""
    me = get_actor()
    with get_site().database.reading() as session:
        document = session.get(Document, document_id)
        if document is not None:
            demand(session, me, "document.write", document)
        revision = next(
            (
                copy
                for language in NAMES
                if (copy := find_copy(session, document_id, language, actor=me)) is not None
                and "words" not in copy.fields
            ),
            None,
        )
        if revision is not None:
            if document is None:
                demand_writing(me, revision.organisation_id)
            value, _places = forms.make_value(
                revision.kind, revision.language, revision.fields, load_names(session)
            )
            try:
                content = parse_content(value)
            except ValidationError:
                abort(409)
            owner = revision.organisation_id
        elif document is not None:
            newest = find_newest_revision(session, document_id, document.language)
            assert newest is not None
            content, owner = _content(newest), document.organisation_id
        else:
            abort(404)
        return _shown(session, document_id, content, owner)


def revision(document_id: UUID, revision_id: UUID) -> str | Response:
    """One version as it would look to the public."""
    with get_site().database.reading() as session:
        document = get_document(session, document_id)
        demand(session, get_actor(), "document.read", document)
        shown = _revision_of(session, document, str(revision_id))
        value = read_content(shown)
        if isinstance(value, Translation):
            original = find_newest_revision(session, document_id, document.language)
            assert original is not None
            return _shown(
                session, document_id, _content(original), document.organisation_id, value, shown
            )
        is_public = session.get(Entry, document_id) is not None
        return _shown(
            session,
            document_id,
            value,
            document.organisation_id,
            revision=shown,
            address="" if is_public else find_coming_slug(session, document, shown),
        )


def compare(document_id: UUID) -> str | Response:
    """What changed between two versions, field by field; for two languages, the page with both
    beside each other (303)."""
    with get_site().database.reading() as session:
        document = get_document(session, document_id)
        demand(session, get_actor(), "document.read", document)
        before = _revision_of(session, document, request.args.get("before", ""))
        after = _revision_of(session, document, request.args.get("after", ""))
        if before.language != after.language:
            # Two languages differ in every word; a translation is read beside its original.
            return redirect(
                url_for("desk.review", document_id=document_id, language=_pick_text(before, after)),
                303,
            )
        changes = find_differences(read_content(before), read_content(after))
        return render_template(
            "desk/documents/compare.html",
            document=document,
            before=before,
            after=after,
            differences=changes,
            path_label=label_path,
            language=after.language,
        )


def _choose_compared(revisions: Sequence[Revision], original: str) -> tuple[UUID, UUID] | None:
    """The two versions to compare at first: the last two of the original, else of a language that
    has two; None where none has. ``revisions`` are by language, the newest first."""
    of_language: dict[str, list[UUID]] = {}
    for revision in revisions:
        of_language.setdefault(revision.language, []).append(revision.id)
    pairs = {language: ids for language, ids in of_language.items() if len(ids) > 1}
    if not pairs:
        return None
    newest, before, *_older = pairs.get(original) or next(iter(pairs.values()))
    return before, newest


def _pick_text(before: Revision, after: Revision) -> str:
    """Of two versions in two languages, the language of the translation."""
    return before.language if "kind" not in before.content else after.language


def _content(revision: Revision) -> Content:
    value = read_content(revision)
    assert isinstance(value, Content)
    return value


def _revision_of(session: Session, document: Document, text: str) -> Revision:
    """A version of this document and no other."""
    try:
        revision = session.get(Revision, UUID(text))
    except ValueError:
        abort(400)
    if revision is None or revision.document_id != document.id:
        abort(404)
    return revision


def _shown(
    session: Session,
    document_id: UUID,
    content: Content,
    owner: int,
    translation: Translation | None = None,
    revision: Revision | None = None,
    address: str = "",
) -> Response:
    reading = make_reading(session, document_id, content, owner, translation)
    html = render_template(
        f"kinds/{content.kind}.html",
        page=load_entry_page(
            session, reading, files=show_given_files(session, document_id, content)
        ),
        reading=reading,
        content=content,
        share="",
        more=[],
        previewed=revision.number if revision else 0,
        document_id=document_id,
        address=address,
    )
    return make_response(html)
