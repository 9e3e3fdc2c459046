"""The form of a text: kept as a working copy, saved as a revision, merged with newer ones."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.attached_files import find_numbers_in_given
from network.documents.privacy_warnings import find_privacy_warnings
from network.documents.revisions import Placement, begin, find_document_to_change, revise
from network.documents.tables import Document, UsedPart
from network.documents.working_copies import (
    bring_back_copy,
    drop_copy,
    find_copy,
    throw_away_copy,
)
from network.errors import Fault
from network.kinds import Content, parse_content
from network.kinds.merging import summarise_fields
from network.organisations.tables import Organisation
from network.public_words import find_identity_faults
from network.site import get_site
from network.web.attempts import answer_form, attempt, commit_action, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.files.shown import list_document_files
from network.web.desk.form import forms, labels
from network.web.desk.form.choices import (
    find_own_organisations,
    load_names,
    read_organisation_options,
    read_topic_choices,
)
from network.web.desk.form.faults import (
    convert_guard_faults,
    convert_validation_error,
    find_unknown_organisations,
)
from network.web.desk.form.fields import list_fields
from network.web.desk.form.part_choices import list_choices, list_own_parts
from network.web.desk.form.privacy import group_warnings
from network.web.desk.form.reading import Names
from network.web.desk.review_notes.placing import is_of_note, press_note, read_placed_notes
from network.web.desk.writing.attaching import (
    FIELD,
    add_files,
    add_given_file,
    give_files,
    read_sent_files,
)
from network.web.desk.writing.dead_addresses import tell_dead_addresses
from network.web.desk.writing.existing_entries import find_entries_to_link, find_existing_entries
from network.web.desk.writing.hints import show_hints
from network.web.desk.writing.imported_text import describe_brought_in, describe_left_out
from network.web.desk.writing.item_cards import read_item_cards
from network.web.desk.writing.mentions import Suggested, link_mention, suggest_links
from network.web.desk.writing.merge_conflicts import (
    describe_join,
    describe_saved_join,
    describe_window_clash,
    make_clash_page,
)
from network.web.desk.writing.other_writers import describe_other_writers
from network.web.desk.writing.sheets import (
    KeptSheet,
    Sheet,
    draw_ids,
    join_newest,
    keep_changed,
    keep_sheet,
    list_new_ids,
    read_sheet,
    read_typed_sheet,
)
from network.web.desk.writing.windows import (
    draw_window,
    pack_seen,
    pack_summary,
    read_number,
    read_window,
)
from network.web.languages import NAMES, get_ui_language
from network.web.refusals import FormFault, FormRefused, Refused, group_sentences


@dataclass(frozen=True, slots=True)
class Saved:
    """The number of the version that was made; whether what others wrote is joined with it; and a
    remark on addresses in it that lead nowhere."""

    number: int
    has_joined: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Nothing was saved: two wrote otherwise in one field, and it has to be chosen first."""

    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Nothing was saved: what was typed makes no version, joined with what others wrote."""

    sheet: Sheet
    faults: Sequence[FormFault]


def write(document_id: UUID) -> str | Response:
    """The form of a document's original, or what becomes of it when a button was pressed."""
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _page(session, read_sheet(session, document_id))
    do = request.form.get("do", "keep")
    # Kept first, and for itself: whatever becomes of the button, nothing that was typed is lost.
    outcome = attempt(lambda session: _keep(session, document_id))
    if isinstance(outcome, Refused):
        return show_page_again(document_id, outcome.sentence, outcome.status)
    kept = outcome.value
    if kept.has_clashed:
        return _clash_page(kept.sheet)
    if do == "save":
        return _saved(kept.sheet, has_joined=kept.has_joined)
    if do == "stay":
        # Enter in a field of one line: it is kept, and the page stays where it is.
        return make_response("", 204)
    if do == "propose":
        return redirect(url_for("desk.proposals", document_id=document_id), 303)
    if is_of_note(do):
        return _pressed_note(kept.sheet, do)
    if do in ("preview", "find", "exists"):
        return _looked(kept.sheet, do)
    if do == "attach":
        return _attached(kept)
    # The parts are where the form had them, wherever joining has put them.
    fields = deepcopy(kept.typed.fields)
    removed = _find_removed(kept.typed, do)
    place = _change(kept.typed, fields, do)
    if fields != kept.typed.fields:
        attempt(lambda session: keep_changed(session, kept, fields))
    if kept.has_joined:
        flash(describe_join())
        place = ""
    if removed is not None:
        # Not led away from: the page has what was removed, to be put back by one press.
        with get_site().database.reading() as session:
            return _page(session, read_sheet(session, document_id), removed=removed)
    return redirect(url_for("desk.write", document_id=document_id, _anchor=place or None), 303)


def _attached(kept: KeptSheet) -> Response:
    """Give the document the files of this request and put them into its form; back to the form,
    which says what could not be taken."""
    fields = deepcopy(kept.typed.fields)
    place = f"{FIELD}.{len(fields[FIELD])}"
    read = read_sent_files(len(fields[FIELD]))
    add_files(fields, read.files)

    def action(session: Session) -> None:
        give_files(session, kept.typed, read.files)
        keep_changed(session, kept, draw_ids(session, kept.typed, fields))

    outcome = attempt(action) if read.files else None
    refused = read.refused
    if isinstance(outcome, Refused):
        refused = (*refused, outcome.sentence)
    document_id = kept.typed.document_id
    if not refused:
        return redirect(url_for("desk.write", document_id=document_id, _anchor=place), 303)
    faults = [FormFault(FIELD, sentence) for sentence in refused]
    with get_site().database.reading() as session:
        return make_response(_page(session, read_sheet(session, document_id), faults), 422)


@dataclass(frozen=True, slots=True)
class Removed:
    """A part that was just removed: what it was called, and as the form sends it to put it back."""

    label: str
    sent: str


def _find_removed(sheet: Sheet, do: str) -> Removed | None:
    """The part that the button ``do`` removes, None for another button and for an empty part."""
    verb, _colon, place = do.partition(":")
    part = forms.find_part(sheet.kind, sheet.fields, place) if verb == "remove" else None
    if not isinstance(part, dict):
        return None
    *_around, name, number = place.split(".")
    return Removed(
        f"{labels.ONE[name]} {int(number) + 1}", json.dumps({"place": place, "part": part})
    )


def _restore(sheet: Sheet, fields: forms.Fields) -> str:
    """Put the part that the form sends as removed back; its place, "" for what is none."""
    try:
        removed = json.loads(request.form.get("removed", ""))
        return forms.restore_part(sheet.kind, fields, str(removed["place"]), removed["part"])
    except (ValueError, KeyError, TypeError):
        return ""


def _pressed_note(sheet: Sheet, do: str) -> Response:
    """Answer or settle a note of the review; the form stays as it was typed."""
    return answer_form(
        lambda session: press_note(session, sheet.document_id, do, request.form, actor=get_actor()),
        lambda _done: redirect(url_for("desk.write", document_id=sheet.document_id), 303),
        lambda session, refused: _page(session, sheet, refused.faults),
    )


def _saved(sheet: Sheet, *, has_joined: bool) -> Response:
    def done(outcome: Saved | Clash | Unsaved) -> Response:
        if isinstance(outcome, Clash):
            return _clash_page(outcome.sheet)
        if isinstance(outcome, Unsaved):
            with get_site().database.reading() as session:
                return make_response(_page(session, outcome.sheet, outcome.faults), 422)
        remark = f" {describe_saved_join()}" if has_joined or outcome.has_joined else ""
        remark += outcome.remark
        return redirect_with_message(
            str(_("Saved as version %(num)s.", num=outcome.number)) + remark,
            url_for("desk.document", document_id=sheet.document_id),
        )

    return answer_form(
        lambda session: save_sheet(session, sheet),
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
                _content(session, sheet, load_names(session))
        except FormRefused as problem:
            return make_response(_page(session, sheet, problem.faults), 422)
        if do != "preview":
            return _page(session, sheet)
    return redirect(url_for("desk.preview", document_id=sheet.document_id), 303)


def keep(document_id: UUID) -> Response:
    """Keep what the form holds, for the page's script: no page, but what the form is to know.

    ``number`` of the copy; ``seen``, the summary of what was sent; ``ids`` that new parts got, by
    their fields; ``joined`` when the copy holds more than was sent, so that the form is to be
    fetched anew; ``problem``, a sentence, when another window wrote otherwise in one field; and
    ``choices`` of the form's own parts by the list that they are in.
    """
    outcome = attempt(lambda session: _keep(session, document_id))
    if isinstance(outcome, Refused):
        return make_response(jsonify(kept=False, problem=outcome.sentence), outcome.status)
    kept = outcome.value
    return jsonify(
        kept=True,
        number=kept.sheet.number,
        seen=pack_seen(kept.typed.fields),
        ids=list_new_ids(kept),
        joined=kept.has_joined,
        problem=describe_window_clash() if kept.has_clashed else "",
        choices=list_choices(kept.typed.kind, kept.typed.fields),
    )


def throw_away(document_id: UUID) -> Response:
    """Throw what was not saved away, as the window that asks for it shows it."""

    def action(session: Session) -> bool:
        throw_away_copy(
            session,
            document_id,
            request.form.get("language", ""),
            number=read_number(request.form),
            window=read_window(request.form),
            actor=get_actor(),
        )
        return session.get(Document, document_id) is not None

    return answer_form(
        action,
        lambda is_there: redirect(_after_throwing(document_id, is_there=is_there), 303),
        lambda session, refused: _page(session, read_sheet(session, document_id), refused.faults),
    )


def _after_throwing(document_id: UUID, *, is_there: bool) -> str:
    """The page that tells of it and offers it back: the document's, else the desk."""
    language = _read_language(request.form)
    if is_there:
        return url_for(
            "desk.document",
            document_id=document_id,
            thrown_away=str(document_id),
            language=language,
        )
    return url_for("desk.home", thrown_away=str(document_id), language=language)


def read_thrown_away() -> tuple[UUID, str] | None:
    """What the address of this page says was just thrown away: the document's id and the language.
    None where it says nothing of the kind."""
    try:
        return UUID(request.args.get("thrown_away", "")), _read_language(request.args)
    except ValueError:
        return None


def _read_language(submitted: Mapping[str, str]) -> str:
    language = submitted.get("language", "")
    return language if language in NAMES else ""


def bring_back(document_id: UUID) -> Response:
    """Bring back what was thrown away, in the form's ``language``, and go to its form."""
    language = _read_language(request.form)

    def action(session: Session) -> bool:
        copy = bring_back_copy(session, document_id, language, actor=get_actor())
        document = session.get(Document, document_id)
        return document is None or document.language == copy.language

    outcome = attempt(action)
    if isinstance(outcome, Refused):
        return redirect_with_message(
            outcome.sentence, url_for("desk.write", document_id=document_id)
        )
    form = (
        url_for("desk.write", document_id=document_id)
        if outcome.value
        else url_for("desk.translate", document_id=document_id, language=language)
    )
    return redirect_with_message(_("It is back, as it was."), form)


def keep_interrupted(document_id: UUID, submitted: forms.SubmittedForm) -> None:
    """Keep a form that came without anybody signed in, now that somebody is.

    Raises what ``keep_sheet`` raises, and ``Invalid`` for a form that is none.
    """
    commit_action(
        lambda session: keep_sheet(session, read_typed_sheet(session, document_id, submitted))
    )


def show_page_again(document_id: UUID, problem: str, code: int) -> Response:
    """The form once more with what was typed, nothing kept: when a request cannot be trusted."""
    with get_site().database.reading() as session:
        sheet = read_typed_sheet(session, document_id, request.form)
        return make_response(_page(session, sheet, [FormFault("", problem)]), code)


def _keep(session: Session, document_id: UUID) -> KeptSheet:
    return keep_sheet(session, read_typed_sheet(session, document_id, request.form))


def render_form(session: Session, document_id: UUID, faults: Sequence[FormFault]) -> str:
    """The form as it is kept, with what was refused. Raises as ``read_sheet``."""
    return _page(session, read_sheet(session, document_id), faults)


def _change(sheet: Sheet, fields: forms.Fields, do: str) -> str:
    """Change the fields as a button says; the place in the form to go on at."""
    verb, _colon, rest = do.partition(":")
    if verb == "mention":
        with get_site().database.reading() as session:
            known_names = get_site().names.fresh(session)
        return link_mention(sheet.kind, fields, sheet.language, known_names, rest[:400])
    if verb == "restore":
        return _restore(sheet, fields)
    if verb == "several":
        # They are read with the form, wherever else it was sent.
        return rest[:60]
    if verb == "given":
        with get_site().database.reading() as session:
            return add_given_file(session, sheet.document_id, fields, rest[:64])
    if verb == "collect":
        return forms.add_item(sheet.kind, fields, rest[:260])
    if verb == "link":
        return forms.add_link(sheet.kind, fields, rest[:260])
    return forms.apply_change(sheet.kind, fields, do)


def save_sheet(session: Session, sheet: Sheet) -> Saved | Clash | Unsaved:
    """Make what was typed a version, or say why there is none.

    What was kept or saved since the form was kept, by another window or a colleague, is joined
    first; that stays in the working copy, whether or not a version can be made of it.
    """
    document = find_document_to_change(session, sheet.document_id)
    kept = keep_sheet(session, replace(sheet, seen=summarise_fields(sheet.fields)))
    joined = join_newest(session, kept)
    sheet = joined.sheet
    if sheet.has_clashes:
        return Clash(sheet)
    known_names = load_names(session)
    try:
        content = _content(session, sheet, known_names)
    except FormRefused as problem:
        return Unsaved(sheet, problem.faults)
    if document is None:
        place = Placement(sheet.organisation_id, None, sheet.organisation_id)
        revision = begin(session, place, content, actor=get_actor(), id=sheet.document_id)
    else:
        revision = revise(session, document.id, content, restores=True, actor=get_actor())
    drop_copy(session, sheet.document_id, sheet.language, actor=get_actor())
    dead = tell_dead_addresses(session, sheet.kind, sheet.fields, known_names)
    return Saved(revision.number, joined.has_joined or kept.has_joined, dead)


def _content(session: Session, sheet: Sheet, known_names: Names) -> Content:
    """What the form says. Raises ``FormRefused``."""
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
        unknown = {fault.place for fault in further}
        raise FormRefused(
            [*(fault for fault in faults if fault.place not in unknown), *further]
        ) from None


def _clash_page(sheet: Sheet) -> Response:
    with get_site().database.reading() as session:
        copy = find_copy(session, sheet.document_id, sheet.language, actor=get_actor())
        if copy is None or not copy.clashes:
            # Another window has chosen, between the two.
            return redirect(url_for("desk.write", document_id=sheet.document_id), 303)
        return make_response(make_clash_page(session, copy), 409)


def _page(
    session: Session,
    sheet: Sheet,
    wrong: Sequence[FormFault] = (),
    removed: Removed | None = None,
) -> str:
    known_names = load_names(session)
    _value, places = forms.make_value(sheet.kind, sheet.language, sheet.fields, known_names)
    body = session.get_one(Organisation, sheet.organisation_id)
    numbers = convert_guard_faults(
        [*find_identity_faults(_value), *_find_numbers_in_files(session, sheet, _value)], places
    )
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
        warned_at=group_warnings(
            find_privacy_warnings(
                session, forms.list_texts(sheet.kind, sheet.fields), sheet.organisation_id
            )
        ),
        hint_at=group_sentences(
            show_hints(session, sheet.kind, sheet.fields, sheet.language, known_names)
        ),
        labels=labels,
        names=known_names,
        organisation_options=read_organisation_options(session),
        removed=removed,
        given_files=list_document_files(session, sheet.document_id),
        people=forms.list_people(sheet.kind, sheet.fields),
        own_parts=partial(list_own_parts, sheet.kind, sheet.fields),
        topics=read_topic_choices(session, get_ui_language()),
        find=text,
        found=find_entries_to_link(session, text) if text.strip() else [],
        left_out=list(filter(None, map(describe_left_out, request.args.getlist("left_out")))),
        brought_in=list(filter(None, map(describe_brought_in, request.args.getlist("left_out")))),
        named_at=_named_at(session, sheet, body.slug),
        notes_at=read_placed_notes(session, sheet.document_id, sheet.fields, sheet.language),
        exists=find_existing_entries(session, sheet.fields, sheet.language, sheet.document_id)
        if sheet.kind == "need"
        else [],
        asked=bool(sheet.fields.get("title")),
        own_organisations=find_own_organisations(session, get_actor()) if sheet.is_new else [],
        item_cards=read_item_cards(
            session, [str(item.get("entry") or "") for item in sheet.fields.get("items", [])]
        )
        if sheet.kind == "collection"
        else {},
        has_copy=find_copy(session, sheet.document_id, sheet.language, actor=get_actor())
        is not None,
        window=sheet.window or draw_window(),
        other_writers=describe_other_writers(session, sheet.document_id),
        # What is not kept is joined, when it is, by what the window had seen before.
        seen=pack_seen(sheet.fields) if sheet.seen is None else pack_summary(sheet.seen),
    )


def _find_numbers_in_files(session: Session, sheet: Sheet, value: Mapping[str, Any]) -> list[Fault]:
    """The identity numbers in the files of the form, whether or not it makes a content."""
    given = [(part["file"], part["file_name"]) for part in value.get(FIELD, ())]
    return find_numbers_in_given(session, given)


def _named_at(session: Session, sheet: Sheet, own: str) -> dict[str, list[Suggested]]:
    by_place: dict[str, list[Suggested]] = {}
    for mention in suggest_links(session, sheet.kind, sheet.fields, sheet.language, own):
        by_place.setdefault(mention.place, []).append(mention)
    return by_place
