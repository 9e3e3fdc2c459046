"""Between a form and a content: what is typed, as it stands, and the value that it makes.

The *fields* of a form have the shape of the content, with text in every place: they are kept as
a working copy, whether or not they make a content already. Only what the kind's own fields name is
read from a request, whatever else it carries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from network.kinds import Content
from network.kinds.parts import Link
from network.web.desk.form.changes import apply_change, find_part, restore_part
from network.web.desk.form.fields import find_model, list_fields
from network.web.desk.form.reading import FormReading, Names, Position, SubmittedForm
from network.web.desk.form.several_parts import read_several
from network.web.desk.form.widgets import (
    MOST_PARTS,
    Address,
    Addresses,
    Field,
    Fields,
    Organisation,
    Parts,
    Prose,
)

__all__ = [
    "Fields",
    "Names",
    "SubmittedForm",
    "add_item",
    "add_link",
    "apply_change",
    "complete",
    "fill_from_content",
    "fill_from_value",
    "find_part",
    "list_addresses",
    "list_people",
    "list_prose",
    "list_texts",
    "list_unknown_organisations",
    "list_words",
    "make_blank",
    "make_value",
    "put_text",
    "read_request",
    "restore_part",
    "walk_fields",
]


def make_blank(kind: str) -> Fields:
    """The state of an empty form. Raises KeyError for an unknown kind, as all that take one do."""
    return {field.name: field.make_blank() for field in list_fields(kind)}


def complete(kind: str, fields: Fields) -> Fields:
    """``fields`` of a working copy, with blank ones for what the kind has got since."""
    return {field.name: field.complete(fields.get(field.name)) for field in list_fields(kind)}


def fill_from_content(content: Content, names: Names) -> Fields:
    """The state of the form that shows a content."""
    return fill_from_value(content.kind, content.model_dump(mode="json"), names)


def fill_from_value(kind: str, value: Mapping[str, Any], names: Names) -> Fields:
    """The state of the form that shows a JSON value, whether or not the model takes it."""
    return {field.name: field.fill(value.get(field.name), names) for field in list_fields(kind)}


def read_request(kind: str, submitted: SubmittedForm) -> Fields:
    """The state that a request's form holds; names that the kind does not have are left out. What
    stands in the boxes for several parts has become parts."""
    fields = {field.name: field.read(field.name, submitted) for field in list_fields(kind)}
    for field in list_fields(kind):
        if isinstance(field, Parts) and field.main_field:
            fields[field.name] += read_several(field, submitted)
    return fields


def make_value(
    kind: str, language: str, fields: Fields, names: Names, used: Collection[str] = ()
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """The value that the fields make, and for each place in it the place in the form.

    Nothing typed is nothing said: empty fields and parts are left out. Parts that have no id yet
    get one that is in neither ``used`` nor the form; it is also put into ``fields``.
    """
    reading = FormReading(names, {*used, *_ids(kind, fields)})
    content: dict[str, Any] = {"kind": kind, "language": language}
    for field in list_fields(kind):
        position = Position(field.name, field.name)
        value = field.make_value(fields.get(field.name), position, reading)
        if value not in ("", None, [], {}):
            content[field.name] = value
    return content, reading.places


def list_unknown_organisations(
    kind: str, fields: Fields, names: Names
) -> Iterator[tuple[str, str]]:
    """Where an organisation is named that is not in the register, or not one alone: (place, what
    stands there)."""
    for field, typed, place in _walk(kind, fields):
        if not isinstance(field, Organisation) or not (typed or "").strip():
            continue
        if names.find_slug(typed) not in names.name_of:
            yield place, typed


def list_prose(kind: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every Markdown text of a form, also within parts: (place, what stands in it)."""
    for field, typed, place in _walk(kind, fields):
        if isinstance(field, Prose):
            yield place, typed or ""


def list_words(kind: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text of a form in the entry's own language, also within parts: (place, what stands in
    it)."""
    for field, typed, place in _walk(kind, fields):
        if field.translatable and isinstance(typed, str):
            yield place, typed


def list_texts(kind: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text of a form that a reader will read, in any language: (place, what stands in it)."""
    for field, typed, place in _walk(kind, fields):
        if isinstance(typed, str) and field.widget in ("line", "prose", "original"):
            yield place, typed


def list_addresses(kind: str, fields: Fields, names: Names) -> Iterator[tuple[str, str]]:
    """Every address of an entry that a form holds, as the model would have it: (place, address)."""
    for field, typed, place in _walk(kind, fields):
        if isinstance(field, Addresses):
            for index, address in enumerate(typed or []):
                yield f"{place}.{index}", field.item.parse(address, names)
        elif isinstance(field, Address):
            yield place, field.parse(typed or "", names)


def list_people(kind: str, fields: Mapping[str, Any]) -> list[str]:
    """The names that stand in the parts of a form, each once, in its order: who takes part, who
    said something."""
    names = (
        typed.strip()
        for field, typed, place in _walk(kind, fields)
        if field.name == "name" and "." in place and isinstance(typed, str)
    )
    return [name for name in dict.fromkeys(names) if name]


def put_text(fields: Fields, place: str, text: str) -> None:
    """Put a text at a place of the form, such as one of ``list_prose``."""
    holder: Any = fields
    *around, last = place.split(".")
    for step in around:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    holder[last] = text


def add_link(kind: str, fields: Fields, address: str) -> str:
    """Put an address that was found by search in the form, as a link of the entry.

    The place of the links in the form, or "" where the kind has none or they are too many.
    """
    for field in list_fields(kind):
        links = fields.get(field.name)
        if find_model(kind, field.name) is Link and isinstance(links, list):
            if len(links) >= MOST_PARTS:
                return ""
            links.append({"relation": "relates", "to": address})
            return field.name
    return ""


def add_item(kind: str, fields: Fields, address: str) -> str:
    """Put an address that was found by search in the form, as the last item of a collection.

    The place of the item, or "" for another kind, where it is in already, or there are too many.
    """
    items = fields.get("items")
    if kind != "collection" or not isinstance(items, list) or len(items) >= MOST_PARTS:
        return ""
    if any(item.get("entry") == address for item in items):
        return ""
    items.append({"id": "", "entry": address, "gap": "", "why": "", "section": ""})
    return f"items.{len(items) - 1}"


def walk_fields(kind: str, fields: Mapping[str, Any]) -> Iterator[tuple[Field, Any, str]]:
    """Every field of a form, also within parts, in its order: (field, what stands in it, place)."""
    return _walk(kind, fields)


def _walk(kind: str, fields: Mapping[str, Any]) -> Iterator[tuple[Field, Any, str]]:
    for field in list_fields(kind):
        yield from field.walk(fields.get(field.name), field.name)


def _ids(kind: str, fields: Fields) -> Iterator[str]:
    for field in list_fields(kind):
        if isinstance(field, Parts) and field.has_id:
            yield from field.list_ids(fields.get(field.name))
