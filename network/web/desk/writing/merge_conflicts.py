"""Merge conflicts: both texts of a field that two changed, their differences, the choice.

The two are a colleague and I, or two windows of mine; the texts lie with the working copy until it
is chosen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.permissions import demand
from network.documents.revisions import find_newest_revision, read_content
from network.documents.tables import Document, WorkingCopy
from network.documents.working_copies import (
    Choice,
    Clash,
    find_copy,
    get_copy_to_change,
    read_clashes,
    settle_clashes,
)
from network.errors import Conflict, NotFound
from network.kinds import KINDS, Content
from network.kinds.content import is_line, is_of_nameless, is_text
from network.kinds.differences import Fragment, format_value, mark_differences
from network.kinds.field_types import FieldType, list_field_types
from network.kinds.merging import find_value
from network.site import get_site
from network.web.attempts import answer_button
from network.web.authentication import get_actor
from network.web.desk.form import labels
from network.web.desk.writing.sheets import find_copy_language
from network.web.languages import NAMES

CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """One field that both changed: its name, and either text, what the other lacks marked in it."""

    # Of the choice in the form: the same field may be there more than once.
    name: str
    label: str
    mine: Sequence[Fragment]
    theirs: Sequence[Fragment]
    # The revision that theirs is from, by its number; 0 for another window of mine.
    version: int
    # Two texts can be put one below the other; two dates or two contacts cannot.
    is_text: bool


def describe_join() -> str:
    """What a page says when it shows more than was sent."""
    return str(_("What you had written in another window is joined with this."))


def describe_saved_join() -> str:
    """What a page says when a version holds more than was sent."""
    return str(_("What others had written meanwhile is joined with it."))


def describe_window_clash() -> str:
    """What the page's script says when another window wrote otherwise in the same field."""
    return str(_("You have written in the same field in another window. Both texts are kept."))


def settle(document_id: UUID) -> str | Response:
    """Both texts of each field where two wrote otherwise; and, sent, the choice between them."""
    with get_site().database.reading() as session:
        language = _read_language(session, document_id)
        copy = find_copy(session, document_id, language, actor=get_actor())
        address = find_form_address(session, document_id, language)
        if copy is None or not copy.clashes:
            return redirect(address, 303)
        if request.method != "POST":
            return make_clash_page(session, copy)

    def action(session: Session) -> None:
        copy = get_copy_to_change(session, document_id, language, actor=get_actor())
        if request.form.get("shown", _fingerprint(copy)) != _fingerprint(copy):
            # Another window has chosen, or written, since the page was made.
            raise Conflict("copy_went_on")
        fields = _find_part_fields(session, copy)
        choices = [_read_choice(name) for name in _name_choices(copy)]
        between = [_find_separator(copy.kind, clash, fields) for clash in read_clashes(copy)]
        settle_clashes(session, copy, choices, between)

    message = _("Both texts are joined as you chose. Read it through, then save.")
    return answer_button(action, message, address)


def make_clash_page(session: Session, copy: WorkingCopy) -> str:
    """The page that shows both texts of every clash of a copy, to choose from."""
    conflicts = show_clashes(copy, _find_part_fields(session, copy))
    return render_template(
        "desk/writing/merge_conflicts.html",
        copy=copy,
        clashes=conflicts,
        shown=_fingerprint(copy),
        version=max(conflict.version for conflict in conflicts),
        form_address=find_form_address(session, copy.document_id, copy.language),
    )


def show_clashes(copy: WorkingCopy, fields: Mapping[str, str]) -> list[ShownConflict]:
    """Every clash of a copy with the differences between both texts, in order.

    ``fields`` are those of the original's parts by their ids, for a translation, which does not
    tell them.
    """
    shown = []
    for name, clash in zip(_name_choices(copy), read_clashes(copy), strict=True):
        now = None if clash.mine is None else find_value(copy.fields, clash.path)
        mine, theirs = format_value(now), format_value(clash.theirs)
        path = _with_field(clash.path, fields)
        field = _find_field(copy.kind, path)
        shown.append(
            ShownConflict(
                name,
                label_path(path),
                _mark_added(theirs, mine),
                _mark_added(mine, theirs),
                clash.version,
                field is not None and not field.is_list and is_text(field),
            )
        )
    return shown


def label_path(path: str) -> str:
    """What a path such as ``statements.s1.text`` or ``statements.0.text`` is called on a page."""
    if path.startswith(("words.-", "-")):
        # A translation's words for what has no id.
        path = path.removeprefix("words.").removeprefix("-")
        if path.startswith("name-"):
            return str(labels.LABELS["name"])
    steps = [str(int(step) + 1) if step.isdigit() else step for step in path.split(".")]
    if steps[0] == "words":
        return label_path(".".join(path.split(".")[1:]))
    if len(steps) >= 3:
        part = labels.ONE.get(steps[0], labels.LABELS[steps[0]])
        return f"{part} {steps[1]}: {labels.label_field(steps[0], steps[-1])}"
    if len(steps) == 2:
        second = labels.LABELS.get(steps[1])
        if second is None:
            return f"{labels.ONE.get(steps[0], labels.LABELS[steps[0]])} {steps[1]}"
        first = labels.LABELS.get(steps[0])
        return f"{first}: {second}" if first else f"{steps[0]}: {second}"
    return str(labels.LABELS.get(steps[0], steps[0]))


def _find_field(kind: str, path: str) -> FieldType | None:
    """The field at a path of a kind's content; None for a part, and for a field of a group."""
    name, *rest = path.split(".")
    field = list_field_types(KINDS[kind]).get(name)
    if field is not None and rest:
        is_inner = len(rest) == 2 and field.model is not None
        field = list_field_types(field.model).get(rest[1]) if is_inner and field.model else None
    return field


def _find_separator(kind: str, clash: Clash, fields: Mapping[str, str]) -> str:
    """What stands between two texts that are both taken: nothing but a space in one line."""
    field = _find_field(kind, _with_field(clash.path, fields))
    return " " if field is not None and is_line(field) else "\n\n"


def _mark_added(before: str, after: str) -> list[Fragment]:
    """``after``, with what ``before`` lacks marked."""
    return [fragment for fragment in mark_differences(before, after) if fragment.state != "removed"]


def _name_choices(copy: WorkingCopy) -> list[str]:
    """How the choice of each clash is called in the form: ``take.done``, ``take.done@2``, …"""
    names: list[str] = []
    for clash in read_clashes(copy):
        times = sum(name.partition("@")[0] == f"take.{clash.path}" for name in names)
        names.append(f"take.{clash.path}" + (f"@{times + 1}" if times else ""))
    return names


def _fingerprint(copy: WorkingCopy) -> str:
    """What tells the clashes of a copy from others."""
    text = json.dumps(copy.clashes, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read_choice(name: str) -> Choice | None:
    """What was chosen; mine where nothing that there is, None where the form does not ask."""
    choice = request.form.get(name)
    if choice is None:
        return None
    return next((known for known in CHOICES if known == choice), "mine")


def _read_language(session: Session, document_id: UUID) -> str:
    """The language that is asked for; the original's where none is.

    Raises ``NotAllowed``, and ``NotFound`` where there is neither a document nor a form.
    """
    document = session.get(Document, document_id)
    language = request.values.get("language", "")
    if language not in NAMES:
        language = document.language if document else find_copy_language(session, document_id)
    if document is not None:
        demand(session, get_actor(), "document.write", document, language)
    elif find_copy(session, document_id, language, actor=get_actor()) is None:
        raise NotFound(str(document_id))
    return language


def find_form_address(session: Session, document_id: UUID, language: str) -> str:
    """Where a text is written: the original, or a translation."""
    document = session.get(Document, document_id)
    if document is None or document.language == language:
        return url_for("desk.write", document_id=document_id)
    return url_for("desk.translate", document_id=document_id, language=language)


def _find_part_fields(session: Session, copy: WorkingCopy) -> dict[str, str]:
    """The field of each part of the original that a translation is of, by the part's id."""
    if "words" not in copy.fields:
        return {}
    document = session.get_one(Document, copy.document_id)
    newest = find_newest_revision(session, document.id, document.language)
    content = read_content(newest) if newest else None
    if not isinstance(content, Content):
        return {}
    return {part.id: field for field, part in content.addressed_parts()}


def _with_field(path: str, fields: Mapping[str, str]) -> str:
    """``words.s1.text`` as ``statements.s1.text``, ``words.title`` as ``title``; any other path as
    it is."""
    if not path.startswith("words."):
        return path
    part, _dot, name = path.removeprefix("words.").rpartition(".")
    if is_of_nameless(part):
        return name if part.startswith("-name-") else f"{part[1:]}.{name}"
    return f"{fields[part]}.{part}.{name}" if part in fields else name
