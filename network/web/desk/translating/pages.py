"""A further text: the original's words beside those in another language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.permissions import demand
from network.documents.privacy_warnings import PrivacyWarning, find_privacy_warnings
from network.documents.review_notes import read_notes
from network.documents.revisions import find_newest_revision, get_document, read_content, revise
from network.documents.tables import Document, Revision, WorkingCopy
from network.documents.working_copies import (
    Kept,
    SavedText,
    SentForm,
    drop_copy,
    find_copy,
    find_own_later,
    join_saved,
    keep_form,
)
from network.kinds import Collection, Content
from network.kinds.content import (
    collect_words,
    is_line,
    list_text_fields,
    list_text_places,
    make_fingerprint,
)
from network.kinds.differences import Fragment, mark_differences
from network.kinds.merging import summarise_fields
from network.kinds.translation import Translation, find_changed_paths
from network.public_words import find_identity_faults
from network.site import get_site
from network.web.attempts import answer_form, attempt, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.documents.place_labels import label_place
from network.web.desk.form import labels
from network.web.desk.form.faults import convert_guard_faults, convert_validation_error
from network.web.desk.form.privacy import group_warnings
from network.web.desk.review_notes.placing import is_of_note, place_notes_at, press_note
from network.web.desk.writing.item_cards import read_item_cards
from network.web.desk.writing.merge_conflicts import (
    describe_join,
    describe_saved_join,
    describe_window_clash,
    make_clash_page,
)
from network.web.desk.writing.other_writers import describe_other_writers
from network.web.desk.writing.windows import (
    draw_window,
    pack_seen,
    pack_summary,
    read_number,
    read_window,
    unpack_seen,
)
from network.web.refusals import FormFault, FormRefused, Refused, group_sentences

# So much is kept as it was typed, though a text takes a tenth of it.
_ROOM = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One text: the original's, what it says in the other language, and what changed since."""

    path: str
    # The path with the field that a part is in, where notes are.
    place: str
    label: str
    original: str
    words: str
    is_markdown: bool
    # In characters; None where nothing but the whole text is limited.
    longest: int | None
    has_changed: bool
    changes: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the form of a further text shows: the words by their path, and what it began with.

    ``number``, ``seen`` and ``window`` are as in the form of an original.
    """

    words: dict[str, str]
    base_id: UUID | None
    number: int = 0
    seen: dict[str, Any] | None = None
    window: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """The number of the version that was made; and whether what others wrote is joined with it."""

    number: int
    has_joined: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """Nothing was saved: two wrote otherwise in one text, and it has to be chosen first."""


def translate(document_id: UUID, language: str) -> str | Response:
    """The form of a further text, and what becomes of it."""
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _page(session, document_id, language)
    # Kept first, and for itself: what was typed stays, whatever becomes of the button.
    outcome = attempt(lambda session: _keep(session, document_id, language))
    if isinstance(outcome, Refused):
        with get_site().database.reading() as session:
            sheet = _typed(session, document_id, language)
            html = _page(session, document_id, language, sheet, outcome.faults)
        return make_response(html, outcome.status)
    kept = outcome.value
    if kept.has_clashed:
        return _clash_page(document_id, language)
    do = request.form.get("do", "keep")
    if do == "save":
        return _saved(document_id, language, _of_copy(kept.copy), has_joined=kept.has_joined)
    if is_of_note(do):
        return _pressed_note(document_id, language, do)
    if do == "stay" and not kept.has_joined:
        # Enter in a field of one line: it is kept, and the page stays where it is.
        return make_response("", 204)
    if kept.has_joined:
        flash(describe_join())
    return redirect(url_for("desk.translate", document_id=document_id, language=language), 303)


def _pressed_note(document_id: UUID, language: str, do: str) -> Response:
    """Answer or settle a note of the review; the form stays as it was typed."""
    return answer_form(
        lambda session: press_note(session, document_id, do, request.form, actor=get_actor()),
        lambda _done: redirect(
            url_for("desk.translate", document_id=document_id, language=language), 303
        ),
        lambda session, refused: _page(
            session, document_id, language, _typed(session, document_id, language), refused.faults
        ),
    )


def keep_translation(document_id: UUID, language: str) -> Response:
    """Keep what the form holds, for the page's script, and answer as an original's form does."""

    def action(session: Session) -> tuple[Sheet, Kept]:
        sheet = _typed(session, document_id, language)
        return sheet, _keep_sheet(session, document_id, language, sheet)

    outcome = attempt(action)
    if isinstance(outcome, Refused):
        return make_response(jsonify(kept=False, problem=outcome.sentence), outcome.status)
    sheet, kept = outcome.value
    return jsonify(
        kept=True,
        number=kept.copy.number,
        seen=pack_seen({"words": sheet.words}),
        ids={},
        joined=kept.has_joined,
        problem=describe_window_clash() if kept.has_clashed else "",
        choices={},
    )


def _saved(document_id: UUID, language: str, sheet: Sheet, *, has_joined: bool) -> Response:
    def done(outcome: Saved | Clash) -> Response:
        if isinstance(outcome, Clash):
            return _clash_page(document_id, language)
        remark = f" {describe_saved_join()}" if has_joined or outcome.has_joined else ""
        message = str(_("Saved as version %(num)s.", num=outcome.number)) + remark
        return redirect_with_message(message, url_for("desk.document", document_id=document_id))

    return answer_form(
        lambda session: _save(session, document_id, language, sheet),
        done,
        lambda session, refused: _page(session, document_id, language, sheet, refused.faults),
    )


def _clash_page(document_id: UUID, language: str) -> Response:
    with get_site().database.reading() as session:
        copy = find_copy(session, document_id, language, actor=get_actor())
        if copy is None or not copy.clashes:
            # Another window has chosen, between the two.
            address = url_for("desk.translate", document_id=document_id, language=language)
            return redirect(address, 303)
        return make_response(make_clash_page(session, copy), 409)


def _original(session: Session, document_id: UUID, language: str) -> tuple[Document, Content]:
    document = get_document(session, document_id)
    demand(session, get_actor(), "document.write", document, language)
    if language == document.language:
        abort(404)
    newest = find_newest_revision(session, document_id, document.language)
    assert newest is not None
    content = read_content(newest)
    assert isinstance(content, Content)
    return document, content


def _read_sheet(session: Session, document: Document, language: str) -> Sheet:
    """What the form shows: the working copy, else the newest version, else nothing."""
    copy = find_copy(session, document.id, language, actor=get_actor())
    if copy is not None:
        return _of_copy(copy)
    newest = find_newest_revision(session, document.id, language)
    return Sheet(_words_of(newest), newest.id if newest else None)


def _of_copy(copy: WorkingCopy) -> Sheet:
    return Sheet(dict(copy.fields.get("words", {})), copy.base_id, copy.number, window=copy.window)


def _words_of(revision: Revision | None) -> dict[str, str]:
    value = read_content(revision) if revision is not None else None
    return dict(value.words) if isinstance(value, Translation) else {}


def _typed(session: Session, document_id: UUID, language: str) -> Sheet:
    """What was typed, for the texts that the original has and no others."""
    document, original = _original(session, document_id, language)
    words = {
        path: request.form.get(f"words.{path}", "")[:_ROOM] for path in collect_words(original)
    }
    return Sheet(
        words,
        _named_base(session, document, language),
        read_number(request.form),
        unpack_seen(request.form.get("seen", "")),
        read_window(request.form),
    )


def _keep(session: Session, document_id: UUID, language: str) -> Kept:
    return _keep_sheet(session, document_id, language, _typed(session, document_id, language))


def _keep_sheet(session: Session, document_id: UUID, language: str, sheet: Sheet) -> Kept:
    """Keep a sheet in the working copy, joined with what other windows kept there or saved."""
    document, _content = _original(session, document_id, language)
    seen = sheet.seen
    if seen is None:
        base = session.get(Revision, sheet.base_id) if sheet.base_id is not None else None
        seen = summarise_fields({"words": _words_of(base)})

    def find_saved() -> SavedText | None:
        later = find_own_later(session, document_id, language, sheet.base_id, actor=get_actor())
        return _saved_text(later) if later is not None else None

    form = SentForm({"words": sheet.words}, sheet.number, seen, sheet.base_id, sheet.window)
    return keep_form(
        session,
        document_id,
        language,
        form,
        find_saved,
        kind=document.kind,
        organisation_id=document.organisation_id,
        actor=get_actor(),
    )


def _saved_text(revision: Revision) -> SavedText:
    number = 0 if revision.author_id == get_actor().account_id else revision.number
    return SavedText(revision.id, number, {"words": _words_of(revision)})


def _named_base(session: Session, document: Document, language: str) -> UUID | None:
    try:
        revision = session.get(Revision, UUID(request.form.get("base", "")))
    except ValueError:
        return None
    fits = (
        revision is not None
        and revision.document_id == document.id
        and revision.language == language
    )
    return revision.id if revision is not None and fits else None


def _save(session: Session, document_id: UUID, language: str, sheet: Sheet) -> Saved | Clash:
    """Make what was typed a version, or say that it clashes with what others wrote.

    What was kept or saved since it was kept, by another window or a colleague, is joined first.
    """
    get_document(session, document_id, for_change=True)
    document, original = _original(session, document_id, language)
    seen = summarise_fields({"words": sheet.words})
    kept = _keep_sheet(session, document_id, language, replace(sheet, seen=seen))
    copy, has_joined = kept.copy, kept.has_joined
    newest = find_newest_revision(session, document_id, language)
    if newest is not None and newest.id != copy.base_id:
        base = session.get(Revision, copy.base_id) if copy.base_id is not None else None
        joined = join_saved(session, copy, {"words": _words_of(base)}, _saved_text(newest))
        has_joined = has_joined or joined.has_joined
    if copy.clashes:
        return Clash()
    paths = collect_words(original)
    words = {path: text.strip() for path, text in copy.fields["words"].items() if path in paths}
    value = _translation(
        {
            "language": language,
            "translates": document.language,
            "made_from": make_fingerprint(original),
            "words": {path: text for path, text in words.items() if text},
        }
    )
    revision = revise(session, document.id, value, actor=get_actor())
    drop_copy(session, document.id, language, actor=get_actor())
    return Saved(revision.number, has_joined)


def _name_rows(faults: Sequence[FormFault], rows: Sequence[Row]) -> list[FormFault]:
    """The faults, each with what its row is called before it: above the form they stand alone."""
    label_at = {f"words.{row.path}": row.label for row in rows}
    return [
        FormFault(fault.place, f"{label_at[fault.place]}: {fault.sentence}")
        if fault.place in label_at
        else fault
        for fault in faults
    ]


def _translation(value: Mapping[str, Any]) -> Translation:
    """The further text that the value says. Raises ``FormRefused``."""
    try:
        return Translation.model_validate(value)
    except ValidationError as problem:
        places = {f"words.{path}": f"words.{path}" for path in value["words"]}
        places["words.title"] = "words.title"
        raise FormRefused(convert_validation_error(problem, places)) from None


def _made_from(session: Session, document: Document, language: str) -> Content | None:
    """The original as it was when the further text was made."""
    newest = find_newest_revision(session, document.id, language)
    if newest is None:
        return None
    value = read_content(newest)
    if not isinstance(value, Translation) or value.made_from is None:
        return None
    then = session.scalar(
        select(Revision)
        .where(
            Revision.document_id == document.id,
            Revision.language == document.language,
            Revision.fingerprint == value.made_from,
        )
        .order_by(Revision.number.desc())
        .limit(1)
    )
    content = read_content(then) if then is not None else None
    return content if isinstance(content, Content) else None


def _page(
    session: Session,
    document_id: UUID,
    language: str,
    sheet: Sheet | None = None,
    wrong: Sequence[FormFault] = (),
) -> str:
    document, original = _original(session, document_id, language)
    copy = find_copy(session, document.id, language, actor=get_actor())
    if sheet is None:
        sheet = _read_sheet(session, document, language)
    words = sheet.words
    types = list_text_fields(original)
    then = _made_from(session, document, language)
    changed = set(find_changed_paths(then, original)) if then is not None else set()
    before = collect_words(then) if then is not None else {}
    places = list_text_places(original)
    notes_at = place_notes_at(read_notes(session, document_id), set(places.values()), language)
    cards = (
        read_item_cards(session, [item.entry for item in original.items if item.entry])
        if isinstance(original, Collection)
        else {}
    )
    rows = []
    for path, text in collect_words(original).items():
        rows.append(
            Row(
                path,
                places[path],
                label_place(places[path], original, cards),
                text,
                words.get(path, ""),
                not is_line(types[path]),
                types[path].longest,
                path in changed,
                mark_differences(before.get(path, ""), text) if path in changed else (),
            )
        )
    numbers = convert_guard_faults(
        find_identity_faults({"words": words}), {f"words.{path}": f"words.{path}" for path in words}
    )
    return render_template(
        "desk/translating/translate.html",
        document=document,
        original=original,
        language=language,
        rows=rows,
        sheet=sheet,
        notes_at=notes_at,
        wrong=_name_rows(wrong, rows),
        wrong_at=group_sentences((*wrong, *numbers)),
        warned_at=group_warnings(
            PrivacyWarning(f"words.{warning.path}", warning.code, warning.words, warning.place)
            for warning in find_privacy_warnings(session, words.items(), document.organisation_id)
        ),
        was_made=then is not None,
        changed=len(changed),
        labels=labels,
        has_copy=copy is not None,
        has_clashes=copy is not None and bool(copy.clashes),
        window=draw_window(),
        other_writers=describe_other_writers(session, document.id),
        # What is not kept is joined, when it is, by what the window had seen before.
        seen=pack_seen({"words": words}) if sheet.seen is None else pack_summary(sheet.seen),
    )
