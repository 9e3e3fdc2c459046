"""What a form has of each kind: read off the kind's own model, so that no field is forgotten."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel

from network.kinds import KINDS, marks
from network.kinds.field_types import FieldType, list_field_types
from network.kinds.parts import Passage
from network.kinds.words import LINE_LENGTH, PROSE_LENGTH
from network.web.desk.form import widgets
from network.web.desk.form.widgets import Field

# What the form never asks: it follows from where the form was opened.
_NOT_ASKED = frozenset({"kind", "language"})
# Where the fields that every kind has are asked: first what the entry says, then what the kind
# asks, then what the entry stands on.
_FIRST = ("title", "summary")
_LAST = (
    "topics",
    "links",
    "files",
    "head_picture",
    "sources",
    "",
    "recorded_from",
    "attachments",
    "contact",
    "review_by",
)
# The place in ``_LAST`` of a kind's passages.
_PASSAGES = ""
_ADDRESS_LENGTH = 260
_NUMBER_LENGTH = 6


@cache
def list_fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind, in the order of the form. Raises KeyError for an unknown kind."""
    model = KINDS[kind]
    types = [field for name, field in list_field_types(model).items() if name not in _NOT_ASKED]
    return tuple(_field(field) for field in sorted(types, key=_place))


def find_model(kind: str, field: str) -> type[BaseModel] | None:
    """The model of the parts or the group in a field of a kind; None for all other fields."""
    return list_field_types(KINDS[kind])[field].model


def _place(field: FieldType) -> tuple[int, int]:
    """Where a field stands in the form; those of one place in the order of the model."""
    name = field.name
    if field.model is not None and issubclass(field.model, Passage):
        name = _PASSAGES
    if name in _FIRST:
        return 0, _FIRST.index(name)
    if name in _LAST:
        return 3, _LAST.index(name)
    return (2 if field.mark(marks.Main) else 1), 0


def _field(field: FieldType) -> Field:
    if field.model is not None:
        inner = tuple(
            _field(own) for own in list_field_types(field.model).values() if own.name != "id"
        )
        if field.is_list:
            return widgets.Parts(name=field.name, inner=inner, has_id=field.has_ids)
        return widgets.Group(name=field.name, required=field.required, inner=inner)
    return _list(field) if field.is_list else _single(field)


def _list(field: FieldType) -> Field:
    if field.options:
        return widgets.Choices(name=field.name, options=field.options)
    if field.mark(marks.TopicRef):
        return widgets.Topics(name=field.name)
    if field.mark(marks.EntryRef):
        longest = field.longest or _ADDRESS_LENGTH
        item = widgets.Address(name=field.name, longest=longest)
        return widgets.Addresses(name=field.name, longest=longest, item=item)
    raise TypeError(f"The form cannot ask for a list of what is in {field.name}.")


def _single(field: FieldType) -> Field:
    name, required = field.name, field.required
    if field.options:
        is_optional = not required and field.default is None
        return widgets.Choice(
            name=name,
            required=required,
            options=("", *field.options) if is_optional else field.options,
            default="" if required or field.default is None else str(field.default),
        )
    if field.value_type is int:
        return widgets.Number(name=name, required=required, longest=_NUMBER_LENGTH)
    reference = field.mark(marks.PartRef)
    longest = field.longest or LINE_LENGTH
    if reference is not None:
        return widgets.PartChoice(
            name=name, required=required, longest=longest, among=reference.among
        )
    translatable = field.mark(marks.Translatable)
    if translatable is not None and not translatable.line:
        return widgets.Prose(
            name=name,
            required=required,
            longest=field.longest or PROSE_LENGTH,
            translatable=True,
            main=field.mark(marks.Main) is not None,
        )
    widget: type[Field] = next(
        (widget for mark, widget in _TEXTS.items() if field.mark(mark)), widgets.Line
    )
    return widget(
        name=name, required=required, longest=longest, translatable=translatable is not None
    )


# The fields of one text, by the mark that says what it means; all others are lines.
_TEXTS: dict[type, type[Field]] = {
    marks.Date: widgets.Date,
    marks.EntryRef: widgets.Address,
    marks.Number: widgets.WrittenNumber,
    marks.OrganisationRef: widgets.Organisation,
    marks.SeriesRef: widgets.SeriesAddress,
    marks.StoredFileRef: widgets.StoredFile,
    marks.Verbatim: widgets.Original,
}
