"""What two people made of one text, joined: each field as whoever changed it left it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from network.kinds import KINDS
from network.kinds.field_types import FieldType, list_field_types
from network.kinds.marks import PartRef

Plain = dict[str, Any]
# Told the path of every place that both changed, each otherwise.
_Tell = Callable[[str], None]

# What stays as it is in a summary of fields: ids, choices, nothing at all. All else is a digest.
_SHORT = re.compile(r"[a-z0-9_~-]{0,60}")
# A part of a form that says nothing yet has no id; while two forms are joined it is called so.
_NAMELESS = "~"


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A place of a form that two changed, each otherwise: what either has there, None for a part
    that it removed. ``path`` is as in ``find_differences``; of a translation ``words.s1.text``."""

    path: str
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class JoinedFields:
    """The fields of a form, and where they hold mine though both changed."""

    value: Plain
    clashes: tuple[FieldConflict, ...]


def summarise_fields(fields: Plain) -> Plain:
    """What a form holds, with a digest of each text in its place: enough to tell later which fields
    have changed since, in a hundredth of the room. Ids and choices stay as they are.

    Line ends count alike, since a browser sends others than it was given.
    """
    summary: Plain = _summarise(fields)
    return summary


def merge_fields(kind: str, seen: Plain, mine: Plain, theirs: Plain) -> JoinedFields:
    """What two forms say together that were both made from ``seen``, a summary of fields.

    All three are the fields of one kind, or of a translation (``{"words": {…}}``), whether or not
    they make a content.

    Fields stand by themselves, and so do the parts with an id and their fields; a group (contact,
    period) is one value. What only one changed is taken from there; a part that one removed and
    the other changed stays and is a clash. Of lists of values (topics, links) what either added is
    there, what either removed is gone. Two new parts that were given one id are two, and mine is
    given another. Nothing that anybody typed is lost: it is in the value or in a clash. What each
    of the two may say, both together may not (a part that refers to what the other removed).

    Whatever is wrong in ``seen``, which a browser sent, counts as a change of both.
    """
    if "words" in mine or "words" in theirs:
        return _merge_words(seen, mine, theirs)
    types = list_field_types(KINDS[kind])
    parts = {name: field.model for name, field in types.items() if field.has_ids and field.model}
    mine, theirs = _with_ids(parts, mine), _with_ids(parts, theirs)
    b, m, t = _with_ids(parts, seen), summarise_fields(mine), summarise_fields(theirs)
    given = _ids_to_give(parts, b, m, t)
    mine, m = _renamed(types, mine, given), _renamed(types, m, given)
    clashes: list[str] = []
    texts = {**_texts(theirs), **_texts(mine)}
    value: Plain = {}
    for name in dict.fromkeys((*m, *t)):
        of = _parts if name in parts else _value
        joined = _restore(of(name, b.get(name), m.get(name), t.get(name), clashes.append), texts)
        value[name] = (
            _as_typed(joined, theirs.get(name, []), mine.get(name, [])) if name in parts else joined
        )
    return JoinedFields(value, _field_conflicts(clashes, mine, theirs))


def _merge_words(seen: Plain, mine: Plain, theirs: Plain) -> JoinedFields:
    b, m, t = (
        words if isinstance(words, dict) else {}
        for words in (
            seen.get("words"),
            _summarise(mine.get("words")),
            _summarise(theirs.get("words")),
        )
    )
    clashes: list[str] = []
    # Nothing typed and nothing there is the same.
    b, m, t = ({path: text for path, text in words.items() if text} for words in (b, m, t))
    words = _restore(_words(b, m, t, clashes.append), {**_texts(theirs), **_texts(mine)})
    paths = [f"words.{path}" for path in clashes]
    return JoinedFields({"words": words}, _field_conflicts(paths, mine, theirs))


def _field_conflicts(paths: Sequence[str], mine: Plain, theirs: Plain) -> tuple[FieldConflict, ...]:
    return tuple(
        FieldConflict(path, find_value(mine, path), find_value(theirs, path)) for path in paths
    )


def find_value(fields: Plain, path: str) -> Any:
    """What stands at a path of a form's fields (``done``, ``statements.s1.text``, ``words.title``);
    None where the part, or the field, is not there."""
    name, _dot, rest = path.partition(".")
    value = fields.get(name)
    if not rest or not value:
        return value if not rest else None
    if isinstance(value, dict):
        return value.get(rest)
    part_id, _dot, field = rest.partition(".")
    part = next((part for part in value if part.get("id") == part_id), None)
    return part.get(field) if part and field else part


def _summarise(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _summarise(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_summarise(inner) for inner in value]
    if not isinstance(value, str) or _SHORT.fullmatch(value):
        return value
    return f"#{hashlib.sha256(value.replace(chr(13), '').encode()).hexdigest()[:16]}"


def _texts(value: Any) -> dict[str, str]:
    """Every text of some fields by its digest."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return {digest: text for part in inner for digest, text in _texts(part).items()}
    return {_summarise(value): value} if isinstance(value, str) else {}


def _restore(value: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _restore(inner, texts) for name, inner in value.items()}
    if isinstance(value, list):
        return [_restore(inner, texts) for inner in value]
    return texts.get(value, value) if isinstance(value, str) else value


def _with_ids(parts: Iterable[str], fields: Plain) -> Plain:
    """The same with an id for every part; what is no list of parts has none."""
    named = dict(fields)
    for name in fields.keys() & set(parts):
        items = fields[name]
        given = (
            [part for part in items if isinstance(part, dict)] if isinstance(items, list) else []
        )
        named[name] = [
            part if isinstance(part.get("id"), str) and part["id"] else part | {"id": key}
            for part, key in zip(given, _nameless(given), strict=True)
        ]
    return named


def _nameless(parts: Sequence[Plain]) -> Iterator[str]:
    """Names for the parts without an id, in their order; the others get none that is used."""
    number = 0
    for part in parts:
        yield f"{_NAMELESS}{number}"
        number += not part.get("id")


def _as_typed(joined: list[Plain], *sides: list[Plain]) -> list[Plain]:
    """Joined parts as a form has them: with the fields that hold nothing, and without ids that were
    given for the joining alone."""
    empty: dict[str, Plain] = {
        part["id"]: {name: [] for name, value in part.items() if isinstance(value, list)}
        for parts in sides
        for part in parts
    }
    return _without_names([empty[part["id"]] | part for part in joined])


def _without_names(parts: list[Plain]) -> list[Plain]:
    return [part | {"id": ""} if part["id"].startswith(_NAMELESS) else part for part in parts]


def _ids_to_give(
    parts: Mapping[str, type[BaseModel]], b: Plain, m: Plain, t: Plain
) -> dict[str, str]:
    """New ids for my new parts whose id theirs gave to another new one: old → new."""
    was, ours, other = (
        {part["id"]: (name, part) for name, part in _all(parts, v)} for v in (b, m, t)
    )
    both = [part_id for part_id in ours if part_id in other and part_id not in was]
    taken = {*was, *ours, *other}
    given: dict[str, str] = {}

    def differs(part_id: str) -> bool:
        # A part that refers to one with a new id is no longer the same as theirs.
        name, part = ours[part_id]
        return (name, _referring(list_field_types(parts[name]), part, given)) != other[part_id]

    while clashing := [part_id for part_id in both if part_id not in given and differs(part_id)]:
        for part_id in clashing:
            given[part_id] = _free(part_id, taken)
    return given


def _renamed(fields: Mapping[str, FieldType], value: Plain, given: Mapping[str, str]) -> Plain:
    """The same with new ids, wherever one stands."""
    if not given:
        return value
    renamed = _referring(fields, value, given)
    for name, field in fields.items():
        if field.has_ids and name in renamed:
            renamed[name] = [
                part | {"id": given.get(part["id"], part["id"])} for part in renamed[name]
            ]
    return renamed


def _referring(fields: Mapping[str, FieldType], value: Plain, given: Mapping[str, str]) -> Plain:
    """The same with new ids in the fields that refer to a part, in groups and parts too."""
    return {
        name: _referring_field(fields[name], inner, given) if name in fields else inner
        for name, inner in value.items()
    }


def _referring_field(field: FieldType, value: Any, given: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_referring_field(field, inner, given) for inner in value]
    if field.model is not None and isinstance(value, dict):
        return _referring(list_field_types(field.model), value, given)
    return given.get(value, value) if field.mark(PartRef) else value


def _all(parts: Iterable[str], value: Plain) -> Iterator[tuple[str, Plain]]:
    for name in parts:
        for part in value.get(name, ()):
            yield name, part


def _words(b: Plain, m: Plain, t: Plain, tell: _Tell) -> Plain:
    words: Plain = {}
    for path in _order(list(b), list(m), list(t)):
        text = _value(path, b.get(path), m.get(path), t.get(path), tell)
        if text is not None:
            words[path] = text
    return words


def _newer(b: Any, m: Any, t: Any) -> Any:
    return t if m == b else m


def _value(path: str, b: Any, m: Any, t: Any, tell: _Tell) -> Any:
    if m in (t, b) or t == b:
        return deepcopy(_newer(b, m, t))
    if isinstance(m, list) or isinstance(t, list):
        return _values(*(value if isinstance(value, list) else [] for value in (b, m, t)))
    tell(path)
    return deepcopy(m)


def _values(b: list[Any], m: list[Any], t: list[Any]) -> list[Any]:
    """Values without an id: what either added is there, what either removed is gone."""
    if _order_of(m, b) == _order_of(b, m) and _order_of(t, b) != _order_of(b, t):
        # Only they changed the order.
        new = [value for value in m if value not in b and value not in t]
        kept = [value for value in t if value in m or value not in b]
        return deepcopy([*kept, *new])
    kept = [value for value in m if value in t or value not in b]
    return deepcopy([*kept, *(value for value in t if value not in m and value not in b)])


def _parts(
    name: str,
    b: list[Plain] | None,
    m: list[Plain] | None,
    t: list[Plain] | None,
    tell: _Tell,
) -> list[Plain]:
    was, ours, other = ({part["id"]: part for part in parts or ()} for parts in (b, m, t))
    joined = []
    for part_id in _order(list(was), list(ours), list(other)):
        part = _part(
            f"{name}.{part_id}", was.get(part_id), ours.get(part_id), other.get(part_id), tell
        )
        if part is not None:
            joined.append(part)
    return joined


def _part(
    path: str, b: Plain | None, m: Plain | None, t: Plain | None, tell: _Tell
) -> Plain | None:
    if m in (t, b) or t == b:
        return deepcopy(t if m == b else m)
    if m is None or t is None:
        tell(path)
        return deepcopy(m or t)
    joined: Plain = {}
    for name in dict.fromkeys((*m, *t, *(b or {}))):
        value = _value(f"{path}.{name}", (b or {}).get(name), m.get(name), t.get(name), tell)
        if value not in (None, []):
            joined[name] = value
    return joined


def _order(b: Sequence[str], m: Sequence[str], t: Sequence[str]) -> list[str]:
    """All of mine and theirs in the order of whoever changed it, mine if both did.

    What that side lacks comes behind what it stood behind on the other, mine after theirs.
    """
    theirs_first = _order_of(m, b) == _order_of(b, m)
    first, second = (t, m) if theirs_first else (m, t)
    order = list(first)
    new = set(first) - set(second) - set(b)
    placed = set(first)
    at = 0
    for value in second:
        if value in placed:
            at = order.index(value) + 1
            continue
        while theirs_first and at < len(order) and order[at] in new:
            at += 1
        order.insert(at, value)
        at += 1
    return order


def _order_of(values: Sequence[Any], among: Sequence[Any]) -> list[Any]:
    return [value for value in values if value in among]


def _free(part_id: str, taken: set[str]) -> str:
    number = 2
    while f"{part_id}-{number}" in taken:
        number += 1
    taken.add(f"{part_id}-{number}")
    return f"{part_id}-{number}"
