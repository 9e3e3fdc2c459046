"""The form: kept at every step, saved as a version, joined with what others wrote meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.permissions import demand, demand_writing
from network.documents.revisions import Placement, begin, content_in, newest_revision, revise
from network.documents.tables import Document, Revision, UsedPart, WorkingCopy
from network.documents.working_copies import drop_copy, find_copy, keep_fields, open_copy
from network.entries.queries import cards
from network.errors import Invalid
from network.kinds import KINDS, Content, content_from
from network.kinds.merging import Joined, merge
from network.organisations.tables import Organisation
from network.public_words import identity_faults
from network.search.query import Query
from network.site import site
from network.web.authentication import actor
from network.web.desk.form import forms, labels
from network.web.desk.form.choices import names, topic_labels
from network.web.desk.form.faults import (
    FormFault,
    from_guard,
    from_validation,
    unknown_organisation,
)
from network.web.desk.form.fields import fields_of
from network.web.desk.form.part_choices import own_parts
from network.web.desk.writing.existing_entries import what_exists
from network.web.desk.writing.hints import hints_for
from network.web.desk.writing.mentions import Suggested, link_mention, suggested
from network.web.desk.writing.merge_conflicts import clashes_shown, settled
from network.web.desk.writing.start import left_out_in_words
from network.web.languages import ui_language


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is about: its kind and language, whose it is, and what it began with."""

    document_id: UUID
    kind: str
    language: str
    organisation_id: int
    base_id: UUID | None
    fields: forms.Fields
    is_new: bool


def write(document_id: UUID) -> str | Response:
    """The form of a document's original, or what becomes of it when a button was pressed."""
    if request.method != "POST":
        with site().database.reading() as session:
            sheet = _sheet(session, document_id)
            return _page(session, sheet)
    do = request.form.get("do", "keep")
    with site().database.transaction() as session:
        sheet = _kept(session, document_id)
    if do == "save":
        return _save(sheet)
    if do == "preview":
        with site().database.reading() as session:
            _, wrong = _content(session, sheet)
            if wrong:
                return _page(session, sheet, wrong, 422)
        return redirect(url_for("desk.preview", document_id=document_id), 303)
    if do in ("find", "exists"):
        with site().database.reading() as session:
            return _page(session, sheet)
    place = _change(sheet, do)
    with site().database.transaction() as session:
        _keep(session, sheet)
    address = url_for("desk.write", document_id=document_id, _anchor=place or None)
    return redirect(address, 303)


def keep(document_id: UUID) -> Response:
    """Keep what the form holds, for the page's script: no page, only when it was kept."""
    with site().database.transaction() as session:
        _kept(session, document_id)
    return jsonify(kept=True)


def throw_away(document_id: UUID) -> Response:
    """Throw what was not saved away."""
    with site().database.transaction() as session:
        language = request.form.get("language", "")
        drop_copy(session, document_id, language, actor=actor())
        there = session.get(Document, document_id) is not None
    flash(_("What was not saved is thrown away."))
    target = url_for("desk.document", document_id=document_id) if there else url_for("desk.home")
    return redirect(target, 303)


def settle(document_id: UUID) -> Response:
    """Take, for each field that two people changed, the one text or the other."""
    with site().database.transaction() as session:
        sheet = _sheet(session, document_id)
        content, wrong = _content(session, sheet)
        newest = newest_revision(session, document_id, sheet.language)
        if wrong or content is None or newest is None or sheet.base_id in (None, newest.id):
            return redirect(url_for("desk.write", document_id=document_id), 303)
        theirs = content_in(newest)
        joined = _joined(session, sheet, content, newest)
        assert isinstance(theirs, Content)
        value = settled(joined, theirs, request.form)
        fields = forms.from_value(sheet.kind, value, names(session))
        keep_fields(session, document_id, sheet.language, fields, newest.id, actor=actor())
    flash(_("Both texts are joined as you chose. Read it through, then save."))
    return redirect(url_for("desk.write", document_id=document_id), 303)


def keep_interrupted(document_id: UUID, given: forms.Given) -> None:
    """Keep a form that came without anybody signed in, now that somebody is.

    Raises what ``open_copy`` raises, and ``Invalid`` for a form that is none.
    """
    with site().database.transaction() as session:
        _keep(session, _typed(session, document_id, given))


def page_again(document_id: UUID, problem: str, code: int) -> Response:
    """The form once more with what was typed, nothing kept: when a request cannot be trusted."""
    with site().database.reading() as session:
        sheet = _typed(session, document_id, request.form)
        return _page(session, sheet, [FormFault("", problem)], code)


def _sheet(session: Session, document_id: UUID) -> Sheet:
    """What the form shows: the working copy, else the newest revision."""
    document = session.get(Document, document_id)
    if document is not None:
        demand(session, actor(), "document.write", document)
        language = document.language
    else:
        language = _language_of_copy(session, document_id)
    copy = find_copy(session, document_id, language, actor=actor())
    if copy is not None:
        if document is None:
            demand_writing(actor(), copy.organisation_id)
        return Sheet(
            document_id,
            copy.kind,
            language,
            copy.organisation_id,
            copy.base_id,
            forms.completed(copy.kind, copy.fields),
            document is None,
        )
    if document is None:
        abort(404)
    newest = newest_revision(session, document_id, language)
    assert newest is not None
    content = content_in(newest)
    assert isinstance(content, Content)
    return Sheet(
        document_id,
        document.kind,
        language,
        document.organisation_id,
        newest.id,
        forms.from_content(content, names(session)),
        False,
    )


def typed_form(session: Session, document_id: UUID, given: forms.Given) -> Sheet:
    """What a form holds, for whoever may write it; nothing is kept. Raises ``NotAllowed``."""
    sheet = _typed(session, document_id, given)
    if sheet.is_new:
        demand_writing(actor(), sheet.organisation_id)
    return sheet


def _typed(session: Session, document_id: UUID, given: forms.Given) -> Sheet:
    """What was typed into the form, with what it is about from the database where it knows."""
    document = session.get(Document, document_id)
    if document is not None:
        demand(session, actor(), "document.write", document)
        kind, language, owner = document.kind, document.language, document.organisation_id
    else:
        language = _language_of_copy(session, document_id) or given.get("language", "")
        copy = find_copy(session, document_id, language, actor=actor())
        kind = copy.kind if copy else given.get("kind", "")
        slug = given.get("organisation_slug", "")
        body = session.scalar(select(Organisation).where(Organisation.slug == slug))
        owner = copy.organisation_id if copy else body.id if body else 0
        if kind not in KINDS or language not in ("nb", "nn", "sv") or not owner:
            abort(404)
    return Sheet(
        document_id,
        kind,
        language,
        owner,
        _base(session, document_id, given.get("base", "")),
        forms.from_request(kind, given),
        document is None,
    )


def _base(session: Session, document_id: UUID, text: str) -> UUID | None:
    """The revision that the form began with; only one of this document."""
    try:
        revision = session.get(Revision, UUID(text))
    except ValueError:
        return None
    return revision.id if revision is not None and revision.document_id == document_id else None


def _language_of_copy(session: Session, document_id: UUID) -> str:
    found = session.scalar(
        select(WorkingCopy.language).where(
            WorkingCopy.document_id == document_id, WorkingCopy.account_id == actor().account_id
        )
    )
    return found or ""


def _kept(session: Session, document_id: UUID) -> Sheet:
    sheet = _typed(session, document_id, request.form)
    _keep(session, sheet)
    return sheet


def _keep(session: Session, sheet: Sheet) -> None:
    open_copy(
        session,
        sheet.document_id,
        sheet.language,
        kind=sheet.kind,
        organisation_id=sheet.organisation_id,
        fields=sheet.fields,
        base_id=sheet.base_id,
        actor=actor(),
    )
    keep_fields(
        session, sheet.document_id, sheet.language, sheet.fields, sheet.base_id, actor=actor()
    )


def _change(sheet: Sheet, do: str) -> str:
    verb, _colon, rest = do.partition(":")
    if verb == "mention":
        with site().database.reading() as session:
            known = site().names.fresh(session)
        return link_mention(sheet.kind, sheet.fields, sheet.language, known, rest[:400])
    if verb == "link":
        return forms.linked(sheet.kind, sheet.fields, rest[:260])
    return forms.changed(sheet.kind, sheet.fields, do)


def _save(sheet: Sheet) -> Response:
    """Make what was typed a version; nothing that was typed is lost if that cannot be."""
    me = actor()
    with site().database.transaction() as session:
        content, wrong = _content(session, sheet)
        if wrong or content is None:
            return _page(session, sheet, wrong, 422)
        document = session.get(Document, sheet.document_id)
        if document is None:
            place = Placement(sheet.organisation_id, None, sheet.organisation_id)
            revision = begin(session, place, content, actor=me, id=sheet.document_id)
            told = _("Saved as version %(num)s.", num=revision.number)
        else:
            newest = newest_revision(session, document.id, document.language)
            told = ""
            if newest is not None and sheet.base_id not in (None, newest.id):
                joined = _joined(session, sheet, content, newest)
                if joined.clashes:
                    # Another window of the same person may have saved, and dropped the copy.
                    _keep(session, sheet)
                    return _clash_page(session, sheet, joined, newest)
                try:
                    content = content_from(joined.value)
                except ValidationError as problem:
                    return _page(session, sheet, from_validation(problem, {}), 422)
                told = " " + _("What others had written meanwhile is joined with it.")
            try:
                revision = revise(session, document.id, content, actor=me)
            except Invalid as refused:
                wrong = [FormFault(fault.field, fault.wrong) for fault in refused.faults]
                return _page(session, sheet, wrong, 422)
            told = _("Saved as version %(num)s.", num=revision.number) + told
        drop_copy(session, sheet.document_id, sheet.language, actor=me)
    flash(told)
    return redirect(url_for("desk.document", document_id=sheet.document_id), 303)


def _content(session: Session, sheet: Sheet) -> tuple[Content | None, list[FormFault]]:
    known = names(session)
    used = session.scalars(
        select(UsedPart.part_id).where(UsedPart.document_id == sheet.document_id)
    ).all()
    value, places = forms.value_of(sheet.kind, sheet.language, sheet.fields, known, used)
    unknown = [
        FormFault(place, unknown_organisation())
        for place in forms.unknown_organisations(sheet.kind, sheet.fields, known)
    ]
    try:
        content = content_from(value)
    except ValidationError as problem:
        return None, from_validation(problem, places) + unknown
    return content, unknown


def _joined(session: Session, sheet: Sheet, content: Content, newest: Revision) -> Joined:
    base = session.get(Revision, sheet.base_id)
    assert base is not None
    return merge(content_in(base), content, content_in(newest))


def _clash_page(session: Session, sheet: Sheet, joined: Joined, newest: Revision) -> Response:
    made = render_template(
        "desk/writing/merge_conflicts.html",
        sheet=sheet,
        clashes=clashes_shown(joined, sheet.kind),
        newest=newest,
    )
    return make_response(made, 409)


def _page(
    session: Session, sheet: Sheet, wrong: list[FormFault] | None = None, code: int = 200
) -> Response:
    known = names(session)
    _value, places = forms.value_of(sheet.kind, sheet.language, sheet.fields, known)
    body = session.get_one(Organisation, sheet.organisation_id)
    numbers = from_guard(identity_faults(_value), places)
    text = request.form.get("find", "")[:200] if request.form.get("do") == "find" else ""
    made = render_template(
        "desk/writing/write.html",
        sheet=sheet,
        fields=fields_of(sheet.kind),
        values=sheet.fields,
        organisation=body,
        wrong=wrong or [],
        wrong_at=_by_place(wrong or []),
        numbers=numbers,
        number_at={one.place: one.sentence for one in numbers},
        hint_at=_by_place(hints_for(session, sheet.kind, sheet.fields, sheet.language)),
        labels=labels,
        names=known,
        own_parts=partial(own_parts, sheet.kind, sheet.fields),
        topics=topic_labels(session, ui_language()),
        find=text,
        found=_found(session, text),
        left_out=list(filter(None, map(left_out_in_words, request.args.getlist("left_out")))),
        named_at=_named_at(session, sheet, body.slug),
        exists=what_exists(session, sheet.fields, sheet.language, sheet.document_id)
        if sheet.kind == "need"
        else [],
        asked=bool(sheet.fields.get("title")),
        has_copy=find_copy(session, sheet.document_id, sheet.language, actor=actor()) is not None,
    )
    return make_response(made, code)


def _named_at(session: Session, sheet: Sheet, own: str) -> dict[str, list[Suggested]]:
    found: dict[str, list[Suggested]] = {}
    for one in suggested(session, sheet.kind, sheet.fields, sheet.language, own):
        found.setdefault(one.place, []).append(one)
    return found


def _by_place(told: Iterable[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in told:
        found.setdefault(one.place, []).append(one.sentence)
    return found


def _found(session: Session, text: str) -> list[Any]:
    if not text.strip():
        return []
    hits = site().index.find(Query(text, language=ui_language(), limit=8)).hits
    return cards(session, [UUID(hex=hit.entry) for hit in hits], ui_language())
