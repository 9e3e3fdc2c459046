"""The page of a review: what is to be judged, with notes at its places, and the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import abort, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network import clock
from network.documents import worklists
from network.documents.permissions import demand
from network.documents.privacy_warnings import find_privacy_warnings
from network.documents.review_notes import (
    NOTE_LENGTH,
    QUOTE_LENGTH,
    PlacedNote,
    add_note,
    answer_note,
    read_notes,
    settle_note,
)
from network.documents.reviewers import find_review_office
from network.documents.revisions import (
    find_newest_revision,
    get_document,
    get_text,
    read_content,
)
from network.documents.tables import Document, Revision
from network.documents.wanted_translations import find_wanted_translation
from network.kinds import Content
from network.kinds.content import collect_words, is_line, list_text_fields, list_text_places
from network.kinds.differences import Difference, find_differences
from network.kinds.translation import Translation
from network.organisations.tables import Organisation
from network.site import get_site
from network.text.markdown import render
from network.text.references import WRITTEN
from network.web.attempts import answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.dates import format_partial_date, format_written_number
from network.web.desk.documents.pages import render_document_page
from network.web.desk.documents.place_labels import label_place
from network.web.desk.files.shown import list_document_files
from network.web.desk.form import forms, labels
from network.web.desk.form.choices import load_names, read_topic_choices
from network.web.desk.form.privacy import group_warnings
from network.web.desk.form.widgets import Field, WrittenNumber
from network.web.desk.review_notes.placing import find_path
from network.web.desk.writing.merge_conflicts import label_path
from network.web.languages import get_ui_language
from network.web.refusals import Refused
from network.web.translation import gettext as _

# The most of a place in an address that is looked at.
_PLACE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands at one place of a text: its path, what the place is called, and the words.

    ``html`` is what Markdown became, "" where the words are none. ``original`` and
    ``original_html`` are the original's at that place, for a translation.
    """

    path: str
    label: str
    words: str
    html: str
    original: str = ""
    original_html: str = ""
    # The hash of a file, where one stands there.
    file: str = ""


def review(document_id: UUID, language: str) -> str:
    """What is in review, else the newest version: whole, or (``since``) what changed since a
    version."""
    with get_site().database.reading() as session:
        return render_review_page(session, document_id, language)


def note(document_id: UUID, language: str) -> Response:
    """Write a note at the ``place`` of the form's ``revision``, about the words in ``quote``."""

    def action(session: Session) -> str:
        document = get_document(session, document_id)
        demand(session, get_actor(), "document.read", document, language)
        revision = _named_revision(session, document, language, request.form.get("revision", ""))
        place = request.form.get("place", "")[: _PLACE_LENGTH + 1]
        add_note(
            session,
            revision.id,
            place,
            # One sign more than is taken, so that too much is told and not cut.
            quote=request.form.get("quote", "")[: QUOTE_LENGTH * 2],
            text=request.form.get("text", "")[: NOTE_LENGTH * 2],
            actor=get_actor(),
        )
        return place

    return answer_form(
        action,
        lambda place: redirect_with_message(
            _("Your note is kept. The writer sees it at that place."),
            url_for(
                "desk.review",
                document_id=document_id,
                language=language,
                since=request.form.get("since") or None,
                _anchor=f"at-{place}",
            ),
        ),
        lambda session, refused: render_review_page(session, document_id, language, refused),
    )


def answer_or_settle(document_id: UUID, note_id: UUID) -> Response:
    """Answer a note, tick it off or open it again, as the form's ``do`` says (*answer*, *settle*,
    *reopen*); back to the page of the document."""

    def action(session: Session) -> None:
        demand(session, get_actor(), "document.read", get_document(session, document_id))
        do = request.form.get("do", "")
        if do == "answer":
            text = request.form.get("answer", "")[: NOTE_LENGTH * 2]
            answer_note(session, document_id, note_id, text=text, actor=get_actor())
        elif do in ("settle", "reopen"):
            settle_note(session, document_id, note_id, is_settled=do == "settle", actor=get_actor())
        else:
            abort(400)

    return answer_form(
        action,
        lambda _done: redirect_with_message(
            _("The note is answered.")
            if request.form.get("do") == "answer"
            else _("The note is done with.")
            if request.form.get("do") == "settle"
            else _("The note is open again."),
            url_for("desk.document", document_id=document_id, _anchor="notes"),
        ),
        lambda session, refused: render_document_page(session, document_id, refused.sentence),
    )


def render_review_page(
    session: Session, document_id: UUID, language: str, refused: Refused | None = None
) -> str:
    """The page for whoever may read the document, with what was refused if anything was.

    Raises ``NotFound``, ``NotAllowed``.
    """
    me = get_actor()
    document = get_document(session, document_id)
    demand(session, me, "document.read", document, language)
    text = get_text(session, document, language)
    lines = worklists.read_trail(session, document_id)
    state = next(
        state
        for state in worklists.list_text_states(session, document, lines, actor=me)
        if state.text.language == language
    )
    shown = state.asked if state.asked and text.state == "in_review" else state.newest
    value = read_content(shown)
    original = value if isinstance(value, Content) else _read_original(session, document)
    bases = _find_bases(session, state, lines, shown)
    since = request.values.get("since", "")
    base = next((revision for revision in bases if str(revision.id) == since), None)
    if since and base is None:
        abort(404)
    passages = (
        list(_list_fields(session, value))
        if isinstance(value, Content)
        else _list_translated(original, value)
    )
    notes = [placed for placed in read_notes(session, document_id) if placed.language == language]
    differences: list[tuple[str, Difference]] = []
    if base is not None:
        differences = [
            # The differences of a translation do not name the field that a part is in.
            (_with_field(original, difference.path), difference)
            for difference in find_differences(read_content(base), value)
        ]
    paths = {passage.path for passage in passages}
    if base is not None:
        paths = {path for path, _difference in differences}
    warned_at = group_warnings(
        find_privacy_warnings(
            session,
            ((passage.path, passage.words) for passage in passages),
            document.organisation_id,
        )
    )
    return render_template(
        "desk/reviewing/review.html",
        warned_at=warned_at,
        wanted=find_wanted_translation(session, document_id, value)
        if isinstance(value, Content)
        else "",
        soonest=clock.now().astimezone(clock.ZONE) + timedelta(minutes=5),
        document=document,
        organisation=session.get_one(Organisation, document.organisation_id),
        state=state,
        shown=shown,
        language=language,
        passages=passages,
        differences=differences,
        bases=bases,
        base=base,
        notes_at=_group(notes, paths),
        open_notes=[placed for placed in notes if placed.is_open],
        settled_notes=[placed for placed in notes if not placed.is_open],
        office=find_review_office(session, document, language),
        refused=refused,
        given_files=list_document_files(session, document_id),
        file_of={file.id: file.file for file in original.files},
        labels=labels,
        path_label=lambda path: label_place(path, original),
    )


def _group(notes: Sequence[PlacedNote], paths: set[str]) -> Mapping[str, list[PlacedNote]]:
    """The notes by where the page shows them: at their place, at the part around it, or above."""
    grouped: dict[str, list[PlacedNote]] = {}
    for placed in notes:
        place = placed.place
        while place and place not in paths:
            place = place.rpartition(".")[0]
        grouped.setdefault(place, []).append(placed)
    return grouped


def _find_bases(
    session: Session,
    state: worklists.TextState,
    lines: Sequence[worklists.TrailEntry],
    shown: Revision,
) -> list[Revision]:
    """The versions that what is shown may be compared with, the newest first: the public one, and
    the one that was sent back last; never itself. One query."""
    sent_back = next(
        (
            line.number
            for line in lines
            if line.verb == "sent_back" and line.language == shown.language
        ),
        None,
    )
    numbers = {sent_back, state.published.number if state.published else None}
    wanted = numbers - {None, shown.number}
    return list(
        session.scalars(
            select(Revision)
            .where(
                Revision.document_id == shown.document_id,
                Revision.language == shown.language,
                Revision.number.in_(wanted),
            )
            .order_by(Revision.number.desc())
        )
    )


def _read_original(session: Session, document: Document) -> Content:
    newest = find_newest_revision(session, document.id, document.language)
    assert newest is not None
    content = read_content(newest)
    assert isinstance(content, Content)
    return content


def _list_translated(original: Content, value: Translation) -> list[Passage]:
    """The texts that the original has, each beside what became of it."""
    types = list_text_fields(original)
    passages = []
    for path, words in collect_words(original).items():
        place = _with_field(original, path)
        is_markdown = not is_line(types[path])
        translated = value.words.get(path, "")
        passages.append(
            Passage(
                place,
                label_place(place, original),
                translated,
                _to_html(translated) if is_markdown else "",
                words,
                _to_html(words) if is_markdown else "",
            )
        )
    return passages


def _list_fields(session: Session, content: Content) -> Iterator[Passage]:
    names = load_names(session)
    fields = forms.fill_from_content(content, names)
    topics = {choice.id: choice.label for choice in read_topic_choices(session, get_ui_language())}
    for field, typed, place in forms.walk_fields(content.kind, fields):
        if field.widget in ("parts", "group"):
            continue
        if field.widget == "file":
            path = find_path(fields, place)
            yield Passage(path, label_path(place), "", "", file=str(typed))
            continue
        words = _to_words(field, typed, place, topics)
        if words:
            html = _to_html(words) if field.widget == "prose" else ""
            yield Passage(find_path(fields, place), label_path(place), words, html)


def _to_words(field: Field, typed: Any, place: str, topics: Mapping[str, str]) -> str:
    """What was typed in a field, as its form shows it."""
    within = place.split(".")[0] if "." in place else ""
    if field.widget == "topics":
        return ", ".join(topics.get(topic, topic) for topic in typed or ())
    if field.widget == "choices":
        shown = labels.label_options(within, field)  # type: ignore[arg-type]  # told by the widget
        return ", ".join(str(shown[option]) for option in typed or () if option in shown)
    if field.widget == "choice":
        # What nobody chose is no statement of the text.
        if not typed:
            return ""
        shown = labels.label_options(within, field)  # type: ignore[arg-type]  # told by the widget
        return str(shown.get(typed, typed))
    if field.widget == "date" and typed:
        return format_partial_date(str(typed))
    if isinstance(field, WrittenNumber) and typed:
        return format_written_number(str(typed))
    if isinstance(typed, list):
        return "\n".join(str(inner) for inner in typed if inner)
    return str(typed or "")


def _to_html(text: str) -> str:
    """Markdown as safe HTML; a reference without a label shows where it leads."""
    return render(WRITTEN.sub(lambda found: f"[[{found[1]}|{found[2] or found[1]}]]", text))


def _with_field(original: Content, path: str) -> str:
    """The path of a translated text with the field that its part is in: ``statements.s1.text``; any
    other as it is."""
    return list_text_places(original).get(path, path)


def _named_revision(session: Session, document: Document, language: str, text: str) -> Revision:
    """The revision that a form names, of this text alone: 400 for no id, 404 for another's."""
    try:
        revision = session.get(Revision, UUID(text))
    except ValueError:
        abort(400)
    if revision is None or revision.document_id != document.id or revision.language != language:
        abort(404)
    return revision
