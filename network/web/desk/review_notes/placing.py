"""From the place of a field in a form to that of a note, which stays when parts are moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from network.documents.review_notes import PlacedNote, answer_note, read_notes, settle_note
from network.people.actors import Actor

# Of a form's buttons, those that belong to a note: "note-settle:<id>", "note-answer:<id>".
_SETTLE, _ANSWER = "note-settle", "note-answer"


def find_path(fields: Mapping[str, Any], place: str) -> str:
    """The path of what stands at a place of the form: ``statements.0.text`` is that of the part
    that stands first, ``statements.s1.text``. A part that has no id yet keeps its number."""
    name, *steps = place.split(".")
    parts = fields.get(name)
    if steps and isinstance(parts, list) and steps[0].isdigit() and int(steps[0]) < len(parts):
        part = parts[int(steps[0])]
        if isinstance(part, dict) and part.get("id"):
            steps[0] = str(part["id"])
    return ".".join((name, *steps))


def place_notes(
    notes: Iterable[PlacedNote], fields: Mapping[str, Any], language: str
) -> dict[str, list[PlacedNote]]:
    """The open notes on one language by the place in the form that they stand at.

    Those on the whole, and on what is in the form no more, stand at "".
    """
    places = {"": ""}
    for name, value in fields.items():
        places[name] = name
        if isinstance(value, dict):
            places.update({f"{name}.{inner}": f"{name}.{inner}" for inner in value})
        for number, part in enumerate(value) if isinstance(value, list) else ():
            inner = part if isinstance(part, dict) else {}
            at = f"{name}.{number}"
            for place in (at, *(f"{at}.{field}" for field in inner)):
                places[find_path(fields, place)] = place
    by_place: dict[str, list[PlacedNote]] = {}
    for note in notes:
        if note.is_open and note.language == language:
            by_place.setdefault(places.get(note.place, ""), []).append(note)
    return by_place


def place_notes_at(
    notes: Iterable[PlacedNote], places: Collection[str], language: str
) -> dict[str, list[PlacedNote]]:
    """The open notes on one language by these places; those at none of them stand at ""."""
    by_place: dict[str, list[PlacedNote]] = {}
    for note in notes:
        if note.is_open and note.language == language:
            by_place.setdefault(note.place if note.place in places else "", []).append(note)
    return by_place


def read_placed_notes(
    session: Session, document_id: UUID, fields: Mapping[str, Any], language: str
) -> dict[str, list[PlacedNote]]:
    """The open notes of a document for its form, by place; see ``place_notes``. One query."""
    return place_notes(read_notes(session, document_id), fields, language)


def is_of_note(do: str) -> bool:
    """Whether a button of a form belongs to a note."""
    return do.partition(":")[0] in (_SETTLE, _ANSWER)


def press_note(
    session: Session, document_id: UUID, do: str, form: Mapping[str, str], *, actor: Actor
) -> None:
    """Do what the button of a note in a form says: settle it, or answer with what was typed in
    ``note-answer.<id>``. Raises as ``settle_note`` and ``answer_note``; a button of no note is
    left alone."""
    verb, _, name = do.partition(":")
    try:
        note_id = UUID(name)
    except ValueError:
        return
    if verb == _ANSWER:
        text = form.get(f"{_ANSWER}.{name}", "")
        answer_note(session, document_id, note_id, text=text, actor=actor)
    else:
        settle_note(session, document_id, note_id, actor=actor)
