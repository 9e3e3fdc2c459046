"""The form of a text: kept as a working copy, saved as a revision, merged with newer ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.permissions import demand, demand_writing
from network.documents.revisions import (
    Placement,
    begin,
    find_document_to_change,
    find_newest_revision,
    read_content,
    revise,
)
from network.documents.tables import Document, Revision, UsedPart, WorkingCopy
from network.documents.working_copies import drop_copy, find_copy, keep_fields, open_copy
from network.kinds import KINDS, Content, parse_content
from network.kinds.merging import Joined, merge
from network.organisations.tables import Organisation
from network.public_words import find_identity_faults
from network.site import get_site
from network.web.attempts import answer_form, attempt, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.form import forms, labels
from network.web.desk.form.choices import load_names, read_topic_labels
from network.web.desk.form.faults import (
    convert_guard_faults,
    convert_validation_error,
    find_unknown_organisations,
)
from network.web.desk.form.fields import list_fields
from network.web.desk.form.part_choices import list_own_parts
from network.web.desk.writing.dead_addresses import tell_dead_addresses
from network.web.desk.writing.existing_entries import find_entries_to_link, find_existing_entries
from network.web.desk.writing.hints import show_hints
from network.web.desk.writing.imported_text import describe_left_out
from network.web.desk.writing.mentions import Suggested, link_mention, suggest_links
from network.web.desk.writing.merge_conflicts import settle_clashes, show_clashes
from network.web.languages import get_ui_language
from network.web.refusals import FormFault, FormRefused, Refused, group_sentences


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


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people changed the same fields: what one typed, joined with the newest version."""

    sheet: Sheet
    joined: Joined
    newest: Revision


def write(document_id: UUID) -> str | Response:
    """The form of a document's original, or what becomes of it when a button was pressed."""
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _page(session, read_sheet(session, document_id))
    do = request.form.get("do", "keep")
    # Kept first, and for itself: whatever becomes of the button, nothing that was typed is lost.
    kept = attempt(lambda session: _kept(session, document_id))
    if isinstance(kept, Refused):
        return show_page_again(document_id, kept.sentence, kept.status)
    sheet = kept.value
    if do == "save":
        return _saved(sheet)
    if do == "stay":
        # Enter in a field of one line: it is kept, and the page stays where it is.
        return make_response("", 204)
    if do == "propose":
        return redirect(url_for("desk.proposals", document_id=document_id), 303)
    if do in ("preview", "find", "exists"):
        return _looked(sheet, do)
    place = _change(sheet, do)
    attempt(lambda session: _keep(session, sheet))
    address = url_for("desk.write", document_id=document_id, _anchor=place or None)
    return redirect(address, 303)


def _saved(sheet: Sheet) -> Response:
    def done(outcome: str | Clash) -> Response:
        if isinstance(outcome, Clash):
            return _clash_page(outcome)
        return redirect_with_message(
            outcome, url_for("desk.document", document_id=sheet.document_id)
        )

    return answer_form(
        lambda session: _save(session, sheet),
        done,
        lambda session, refused: _page(session, sheet, _at_parts(sheet, refused.faults)),
    )


def _at_parts(sheet: Sheet, faults: Sequence[FormFault]) -> list[FormFault]:
    """The faults with a part that is named by its id (``statements.s1``) at its place in the form
    (``statements.0``)."""
    places = {
        f"{name}.{part['id']}": f"{name}.{number}"
        for name, parts in sheet.fields.items()
        if isinstance(parts, list)
        for number, part in enumerate(parts)
        if isinstance(part, dict) and part.get("id")
    }
    return [FormFault(places.get(fault.place, fault.place), fault.sentence) for fault in faults]


def _looked(sheet: Sheet, do: str) -> str | Response:
    """The form with what was searched for; or the preview, where the form can be one."""
    with get_site().database.reading() as session:
        try:
            if do == "preview":
                _content(session, sheet)
        except FormRefused as problem:
            return make_response(_page(session, sheet, problem.faults), 422)
        if do != "preview":
            return _page(session, sheet)
    return redirect(url_for("desk.preview", document_id=sheet.document_id), 303)


def keep(document_id: UUID) -> Response:
    """Keep what the form holds, for the page's script: no page, only when it was kept."""
    kept = attempt(lambda session: _kept(session, document_id))
    if isinstance(kept, Refused):
        return make_response(jsonify(kept=False, problem=kept.sentence), kept.status)
    return jsonify(kept=True)


def throw_away(document_id: UUID) -> Response:
    """Throw what was not saved away."""

    def action(session: Session) -> bool:
        drop_copy(session, document_id, request.form.get("language", ""), actor=get_actor())
        return session.get(Document, document_id) is not None

    return answer_form(
        action,
        lambda is_there: redirect_with_message(
            _("What was not saved is thrown away."),
            url_for("desk.document", document_id=document_id) if is_there else url_for("desk.home"),
        ),
        lambda session, refused: _page(session, read_sheet(session, document_id), refused.faults),
    )


def settle(document_id: UUID) -> Response:
    """Take, for each field that two people changed, the one text or the other."""
    message = _("Both texts are joined as you chose. Read it through, then save.")
    address = url_for("desk.write", document_id=document_id)
    return answer_form(
        lambda session: _settle(session, document_id),
        lambda is_joined: (
            redirect_with_message(message, address) if is_joined else redirect(address, 303)
        ),
        lambda session, refused: _page(session, read_sheet(session, document_id), refused.faults),
    )


def _settle(session: Session, document_id: UUID) -> bool:
    """Join the copy with the newest version as the form chooses; whether anything was to join."""
    sheet = read_sheet(session, document_id)
    content = _content(session, sheet)
    newest = find_newest_revision(session, document_id, sheet.language)
    if newest is None or sheet.base_id in (None, newest.id):
        return False
    theirs = read_content(newest)
    joined = _joined(session, sheet, content, newest)
    assert isinstance(theirs, Content)
    value = settle_clashes(joined, theirs, request.form)
    fields = forms.fill_from_value(sheet.kind, value, load_names(session))
    keep_fields(session, document_id, sheet.language, fields, newest.id, actor=get_actor())
    return True


def keep_interrupted(document_id: UUID, submitted: forms.SubmittedForm) -> None:
    """Keep a form that came without anybody signed in, now that somebody is.

    Raises what ``open_copy`` raises, and ``Invalid`` for a form that is none.
    """
    with get_site().database.transaction() as session:
        _keep(session, _typed(session, document_id, submitted))


def show_page_again(document_id: UUID, problem: str, code: int) -> Response:
    """The form once more with what was typed, nothing kept: when a request cannot be trusted."""
    with get_site().database.reading() as session:
        sheet = _typed(session, document_id, request.form)
        return make_response(_page(session, sheet, [FormFault("", problem)]), code)


def read_sheet(session: Session, document_id: UUID) -> Sheet:
    """What the form shows: the working copy, else the newest revision.

    Raises ``NotAllowed`` for whoever may not write it; aborts with 404 where there is neither.
    """
    document = session.get(Document, document_id)
    if document is not None:
        demand(session, get_actor(), "document.write", document)
        language = document.language
    else:
        language = _language_of_copy(session, document_id)
    copy = find_copy(session, document_id, language, actor=get_actor())
    if copy is not None:
        if document is None:
            demand_writing(get_actor(), copy.organisation_id)
        return Sheet(
            document_id,
            copy.kind,
            language,
            copy.organisation_id,
            copy.base_id,
            forms.complete(copy.kind, copy.fields),
            document is None,
        )
    if document is None:
        abort(404)
    newest = find_newest_revision(session, document_id, language)
    assert newest is not None
    content = read_content(newest)
    assert isinstance(content, Content)
    return Sheet(
        document_id,
        document.kind,
        language,
        document.organisation_id,
        newest.id,
        forms.fill_from_content(content, load_names(session)),
        False,
    )


def read_typed_form(session: Session, document_id: UUID, submitted: forms.SubmittedForm) -> Sheet:
    """What a form holds, for whoever may write it; nothing is kept. Raises ``NotAllowed``."""
    sheet = _typed(session, document_id, submitted)
    if sheet.is_new:
        demand_writing(get_actor(), sheet.organisation_id)
    return sheet


def _typed(session: Session, document_id: UUID, submitted: forms.SubmittedForm) -> Sheet:
    """What was typed into the form, with what it is about from the database where it knows."""
    document = session.get(Document, document_id)
    if document is not None:
        demand(session, get_actor(), "document.write", document)
        kind, language, owner = document.kind, document.language, document.organisation_id
    else:
        language = _language_of_copy(session, document_id) or submitted.get("language", "")
        copy = find_copy(session, document_id, language, actor=get_actor())
        kind = copy.kind if copy else submitted.get("kind", "")
        slug = submitted.get("organisation_slug", "")
        body = session.scalar(select(Organisation).where(Organisation.slug == slug))
        owner = copy.organisation_id if copy else body.id if body else 0
        if kind not in KINDS or language not in ("nb", "nn", "sv") or not owner:
            abort(404)
    return Sheet(
        document_id,
        kind,
        language,
        owner,
        _base(session, document_id, submitted.get("base", "")),
        forms.read_request(kind, submitted),
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
    language = session.scalar(
        select(WorkingCopy.language).where(
            WorkingCopy.document_id == document_id, WorkingCopy.account_id == get_actor().account_id
        )
    )
    return language or ""


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
        actor=get_actor(),
    )
    keep_fields(
        session, sheet.document_id, sheet.language, sheet.fields, sheet.base_id, actor=get_actor()
    )


def _change(sheet: Sheet, do: str) -> str:
    verb, _colon, rest = do.partition(":")
    if verb == "mention":
        with get_site().database.reading() as session:
            known_names = get_site().names.fresh(session)
        return link_mention(sheet.kind, sheet.fields, sheet.language, known_names, rest[:400])
    if verb == "link":
        return forms.add_link(sheet.kind, sheet.fields, rest[:260])
    return forms.apply_change(sheet.kind, sheet.fields, do)


def _save(session: Session, sheet: Sheet) -> str | Clash:
    """Make what was typed a version; what to tell, or the clash with what others wrote."""
    document = find_document_to_change(session, sheet.document_id)
    content = _content(session, sheet)
    remark = ""
    if document is None:
        place = Placement(sheet.organisation_id, None, sheet.organisation_id)
        revision = begin(session, place, content, actor=get_actor(), id=sheet.document_id)
    else:
        newest = find_newest_revision(session, document.id, document.language)
        if newest is not None and sheet.base_id not in (None, newest.id):
            joined = _joined(session, sheet, content, newest)
            if joined.clashes:
                # Another window of the same person may have saved, and dropped the copy.
                _keep(session, sheet)
                return Clash(sheet, joined, newest)
            content = _valid(joined.value, {})
            remark = " " + _("What others had written meanwhile is joined with it.")
        revision = revise(session, document.id, content, restores=True, actor=get_actor())
    drop_copy(session, sheet.document_id, sheet.language, actor=get_actor())
    remark += tell_dead_addresses(session, sheet.kind, sheet.fields, load_names(session))
    return str(_("Saved as version %(num)s.", num=revision.number)) + remark


def _content(session: Session, sheet: Sheet) -> Content:
    """What the form says. Raises ``FormRefused``."""
    known_names = load_names(session)
    used = session.scalars(
        select(UsedPart.part_id).where(UsedPart.document_id == sheet.document_id)
    ).all()
    value, places = forms.make_value(sheet.kind, sheet.language, sheet.fields, known_names, used)
    unknown = find_unknown_organisations(sheet.kind, sheet.fields, known_names)
    content = _valid(value, places, unknown)
    if unknown:
        raise FormRefused(unknown)
    return content


def _valid(
    value: Mapping[str, Any], places: Mapping[str, str], further: Sequence[FormFault] = ()
) -> Content:
    try:
        return parse_content(dict(value))
    except ValidationError as problem:
        faults = convert_validation_error(problem, places, value["kind"])
        # What nobody is called is no slug either: one sentence says it.
        told = {fault.place for fault in further}
        raise FormRefused(
            [*(fault for fault in faults if fault.place not in told), *further]
        ) from None


def _joined(session: Session, sheet: Sheet, content: Content, newest: Revision) -> Joined:
    base = session.get(Revision, sheet.base_id)
    assert base is not None
    return merge(read_content(base), content, read_content(newest))


def _clash_page(clash: Clash) -> Response:
    html = render_template(
        "desk/writing/merge_conflicts.html",
        sheet=clash.sheet,
        clashes=show_clashes(clash.joined, clash.sheet.kind),
        newest=clash.newest,
    )
    return make_response(html, 409)


def _page(session: Session, sheet: Sheet, wrong: Sequence[FormFault] = ()) -> str:
    known_names = load_names(session)
    _value, places = forms.make_value(sheet.kind, sheet.language, sheet.fields, known_names)
    body = session.get_one(Organisation, sheet.organisation_id)
    numbers = convert_guard_faults(find_identity_faults(_value), places)
    text = request.form.get("find", "")[:200] if request.form.get("do") == "find" else ""
    return render_template(
        "desk/writing/write.html",
        sheet=sheet,
        fields=list_fields(sheet.kind),
        values=sheet.fields,
        organisation=body,
        wrong=wrong,
        wrong_at=group_sentences(wrong),
        numbers=numbers,
        number_at={fault.place: fault.sentence for fault in numbers},
        hint_at=group_sentences(
            show_hints(session, sheet.kind, sheet.fields, sheet.language, known_names)
        ),
        labels=labels,
        names=known_names,
        people=forms.list_people(sheet.kind, sheet.fields),
        own_parts=partial(list_own_parts, sheet.kind, sheet.fields),
        topics=read_topic_labels(session, get_ui_language()),
        find=text,
        found=find_entries_to_link(session, text) if text.strip() else [],
        left_out=list(filter(None, map(describe_left_out, request.args.getlist("left_out")))),
        named_at=_named_at(session, sheet, body.slug),
        exists=find_existing_entries(session, sheet.fields, sheet.language, sheet.document_id)
        if sheet.kind == "need"
        else [],
        asked=bool(sheet.fields.get("title")),
        has_copy=find_copy(session, sheet.document_id, sheet.language, actor=get_actor())
        is not None,
    )


def _named_at(session: Session, sheet: Sheet, own: str) -> dict[str, list[Suggested]]:
    by_place: dict[str, list[Suggested]] = {}
    for mention in suggest_links(session, sheet.kind, sheet.fields, sheet.language, own):
        by_place.setdefault(mention.place, []).append(mention)
    return by_place
