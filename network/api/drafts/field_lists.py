"""The fields of every kind, as a page for whoever hands in drafts, written by the models.

``python -m network.api.drafts.field_lists > docs/fields.md`` writes it; a test says when it is old.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pydantic import BaseModel

from network.kinds import KINDS, Content
from network.kinds.field_types import FieldType, list_field_types
from network.kinds.marks import (
    Date,
    EntryRef,
    Number,
    OrganisationRef,
    PartRef,
    StoredFileRef,
    TopicRef,
    Translatable,
)
from network.web.desk.form import labels

_HEAD: Final = """\
# What a draft may have

Written by the models (`python -m network.api.drafts.field_lists`): the fields of each kind, as the
API takes and gives them and as the files have them. All but those that are *needed* may be left
out. What the desk calls a field stands beside it, in English. How to hand in a draft:
[api.md](api.md).
"""
_TYPES: Final = {str: "text", int: "whole number", bool: "true or false", float: "number"}


def write_field_lists() -> str:
    """The page, as Markdown: what every kind has, each kind, and the parts that they are made
    of."""
    lines = [_HEAD, "## Every kind", *_write_table("", Content, ())]
    parts: dict[str, tuple[type[BaseModel], str]] = {}
    _collect(Content, parts)
    for kind, model in KINDS.items():
        lines += [f"## {kind}", *_write_table("", model, Content.model_fields)]
        _collect(model, parts)
    for name, (part, held_by) in sorted(parts.items()):
        lines += [f"### {name}", *_write_table(held_by, part, ())]
    return "\n".join(lines)


def _collect(model: type[BaseModel], parts: dict[str, tuple[type[BaseModel], str]]) -> None:
    """Put the models of the fields among the parts, each with a field that holds it."""
    for name, field in list_field_types(model).items():
        part = field.model
        if part is not None and part.__name__ not in parts:
            parts[part.__name__] = (part, name)
            _collect(part, parts)


def _write_table(held_by: str, model: type[BaseModel], left_out: Iterable[str]) -> Iterator[str]:
    yield "| field | | takes |"
    yield "| --- | --- | --- |"
    passed = set(left_out) - {"kind"}
    for name, field in list_field_types(model).items():
        if name not in passed:
            needed = "; *needed*" if field.required or name == "kind" else ""
            yield f"| `{name}` | {_call(held_by, name)} | {_describe(field)}{needed} |"
    yield ""


def _call(held_by: str, name: str) -> str:
    """What the desk calls the field, "" where it has no field of a form."""
    return str(labels.WITHIN.get((held_by, name)) or labels.LABELS.get(name, ""))


def _describe(field: FieldType) -> str:
    if field.name == "kind":
        return f"`{field.options[0]}`" if len(field.options) == 1 else "the kind"
    one = _describe_one(field)
    return f"list of: {one}" if field.is_list else one


def _describe_one(field: FieldType) -> str:
    """What one value may be."""
    if field.model is not None:
        name = field.model.__name__
        return f"[{name}](#{name.lower()})"
    if field.options:
        return ", ".join(f"`{option}`" for option in field.options)
    for mark, told in _MARKS.items():
        if field.mark(mark) is not None:
            return told
    part = field.mark(PartRef)
    if part is not None:
        return f"id of one of `{part.among}`" if part.among else "id of a part"
    told = _TYPES.get(field.value_type, "text")
    words = field.mark(Translatable)
    if words is not None:
        told = "one line" if words.line else "Markdown"
    if field.longest is not None:
        told += f" of at most {field.longest:,} signs".replace(",", " ")
    return told


_MARKS: Final = {
    Date: "partial date (`2015`, `2015-02`, `2015~`)",
    Number: "number as text (`1250`, `31.5`)",
    StoredFileRef: "SHA-256 of a file that the site has",
    TopicRef: "id of a topic",
    EntryRef: "address of an entry (`organisation/entry`), or of a part of it (`#id`)",
    OrganisationRef: "slug of an organisation",
}


if __name__ == "__main__":
    print(write_field_lists(), end="")
