"""The parts of a form that other parts of it may refer to, for choosing among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from network.kinds import KINDS
from network.kinds.field_types import FieldType, list_field_types, list_part_fields
from network.kinds.marks import Caption, PartRef, Translatable, Verbatim
from network.kinds.parts import Part
from network.web.desk.form import labels
from network.web.desk.form.fields import list_fields
from network.web.desk.form.widgets import PartChoice

_LONGEST = 70


def list_own_parts(
    kind: str, fields: Mapping[str, Any], choice: PartChoice
) -> Sequence[tuple[str, str]]:
    """The id of each part that may be chosen, and what it is called: in the order of the form.

    A part gets its id when it is first kept. One that itself refers to another of its own list,
    as a further account does, cannot be chosen.
    """
    options = []
    for field in list_part_fields(KINDS[kind]):
        if choice.among != field.name and (choice.among or _is_basis(field)):
            continue
        kinds = _types(field)
        chained = [name for name, own in kinds.items() if _among(own) == field.name]
        for number, part in enumerate(fields.get(field.name) or [], 1):
            if part.get("id") and not any(part.get(name) for name in chained):
                options.append((part["id"], _called(field, number, part, choice)))
    return options


def list_choices(kind: str, fields: Mapping[str, Any]) -> dict[str, Sequence[tuple[str, str]]]:
    """What each choice among the form's own parts offers now, by the list that it is among, "" for
    all of them: (id, what it is called)."""
    choices = {
        inner.among: inner
        for field in list_fields(kind)
        for inner in (field, *field.inner)
        if isinstance(inner, PartChoice)
    }
    return {among: list_own_parts(kind, fields, choice) for among, choice in choices.items()}


def _is_basis(field: FieldType) -> bool:
    return field.model is not None and issubclass(field.model, Part) and field.model.basis


def _among(field: FieldType) -> str | None:
    reference = field.mark(PartRef)
    return reference.among if reference else None


def _called(field: FieldType, number: int, part: Mapping[str, Any], choice: PartChoice) -> str:
    """What a part is called by: the line that it must have, among its like alone; else what kind
    of part it is, its number, and its first words."""
    captions = [own for own in _types(field).values() if own.mark(Caption)]
    texts = [str(part.get(own.name) or "") for own in captions]
    words = ": ".join(" ".join(text.split()) for text in texts if text.strip())
    must_have_one = bool(captions) and captions[0].required
    if choice.among and must_have_one and _is_line(captions[0]):
        return texts[0] or str(part["id"])
    called = f"{labels.ONE[field.name]} {number}"
    cut = f"{words[:_LONGEST].rstrip()}…" if len(words) > _LONGEST else words
    return f"{called} – {cut}" if cut else called


def _is_line(field: FieldType) -> bool:
    text = field.mark(Translatable)
    return (text is None or text.line) and field.mark(Verbatim) is None


def _types(field: FieldType) -> Mapping[str, FieldType]:
    return list_field_types(field.model) if field.model else {}
