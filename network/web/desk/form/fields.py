"""What a form has of each kind: read off the kind's own model, so that no field is forgotten."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from network.kinds import KINDS
from network.kinds.words import LINE_LENGTH, PROSE_LENGTH, Translatable

Widget = Literal[
    "line",  # one line of text
    "prose",  # Markdown
    "number",
    "date",  # a partial date
    "choice",  # one of some values
    "choices",  # any of some values
    "topics",  # any of the topics
    "organisation",  # one of the register
    "address",  # another entry, or a part of it
    "addresses",  # any number of them
    "source",  # one of the entry's own sources, by id
    "agenda",  # one of the meeting's own agenda items, by id
    "statement",  # one of the meeting's own statements, by id
    "part",  # one of the entry's own parts that say something, by id
    "section",  # one of the collection's own sections, by id
    "slug",  # the last part of an address, made of what is typed
    "original",  # the text of another document, as it stands there
    "group",  # fields that belong together, at most once
    "parts",  # any number of groups in order
]

# What the form never asks: it follows from where the form was opened.
_NOT_ASKED = frozenset({"kind", "language"})
_DATES = frozenset({"date", "due", "voiced", "since", "start", "end", "review_by"})
_ADDRESSES = frozenset({"to", "entry", "practice", "before", "after"})
_OWN: Mapping[str, Widget] = {
    "account": "source",
    "document": "source",
    "recorded_from": "source",
    "source": "source",
    "item": "agenda",
    "said_in": "statement",
    "same_as": "statement",
    "part": "part",
    "section": "section",
}
# First what the entry says, then what it stands on.
_LAST = (
    "topics",
    "links",
    "sources",
    "passages",
    "recorded_from",
    "attachments",
    "contact",
    "review_by",
)
MOST_PARTS = 300


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the content, how it is asked, and what may stand in it."""

    name: str
    widget: Widget
    required: bool = False
    longest: int = LINE_LENGTH
    options: tuple[str, ...] = ()
    default: str = ""
    inner: tuple[Field, ...] = ()
    # Parts with an id of their own have an address on the page.
    has_id: bool = False


@cache
def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a kind, in the order of the form. Raises KeyError for an unknown kind."""
    model = KINDS[kind]
    found = [
        _field(name, info) for name, info in model.model_fields.items() if name not in _NOT_ASKED
    ]
    order = {name: place for place, name in enumerate(("title", "summary"))}
    own = [one for one in found if one.name not in _LAST and one.name not in order]
    own.sort(key=lambda one: one.name == "body")
    first = sorted((one for one in found if one.name in order), key=lambda one: order[one.name])
    last = sorted((one for one in found if one.name in _LAST), key=lambda o: _LAST.index(o.name))
    return (*first, *own, *last)


def _field(name: str, info: FieldInfo) -> Field:
    annotation, metadata = _bare(info.annotation, list(info.metadata))
    required = info.is_required()
    default = "" if required or info.default is None else str(info.default)
    if get_origin(annotation) is tuple:
        return _several(name, get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Field(name, "group", required, inner=_inner(annotation))
    if get_origin(annotation) is Literal:
        options = tuple(str(one) for one in get_args(annotation))
        if not required and info.default is None:
            options = ("", *options)
        return Field(name, "choice", required, options=options, default=default)
    if annotation is int:
        return Field(name, "number", required, longest=6)
    return Field(name, _text(name, metadata), required, _longest(metadata))


def _several(name: str, of: Any) -> Field:
    of, _ = _bare(of, [])
    if isinstance(of, type) and issubclass(of, BaseModel):
        return Field(name, "parts", inner=_inner(of), has_id="id" in of.model_fields)
    if get_origin(of) is Literal:
        return Field(name, "choices", options=tuple(str(one) for one in get_args(of)))
    return Field(name, "topics" if name == "topics" else "addresses", longest=260)


def _inner(model: type[BaseModel]) -> tuple[Field, ...]:
    return tuple(_field(name, info) for name, info in model.model_fields.items() if name != "id")


def _text(name: str, metadata: list[Any]) -> Widget:
    for mark in metadata:
        if isinstance(mark, Translatable) and mark.markdown:
            return "prose"
    if name in _DATES:
        return "date"
    if name in _ADDRESSES and _longest(metadata) == 260:
        return "address"
    if name in _OWN:
        return _OWN[name]
    if name == "series":
        return "slug"
    if name in ("text", "words"):
        return "original"
    return "organisation" if name == "organisation" else "line"


def _longest(metadata: list[Any]) -> int:
    found = [mark.max_length for mark in metadata if getattr(mark, "max_length", None)]
    if found:
        return int(min(found))
    prose = any(isinstance(mark, Translatable) and mark.markdown for mark in metadata)
    return PROSE_LENGTH if prose else LINE_LENGTH


def _bare(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any]]:
    """Without *or nothing* and without what is only said about the type."""
    while True:
        if get_origin(annotation) in (Union, types.UnionType):
            annotation = next(one for one in get_args(annotation) if one is not type(None))
        elif hasattr(annotation, "__metadata__"):
            metadata = [*metadata, *annotation.__metadata__]
            annotation = get_args(annotation)[0]
        else:
            return annotation, metadata
