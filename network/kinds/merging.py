"""What two people made of one text, joined: each field as whoever changed it left it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from network.kinds import parse_content
from network.kinds.content import Content, dump_canonical
from network.kinds.differences import format_value
from network.kinds.field_types import FieldType, list_field_types
from network.kinds.marks import PartRef
from network.kinds.translation import Translation

Plain = dict[str, Any]
_Tell = Callable[["MergeConflict"], None]


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A place that both changed, each otherwise: what it was, and both texts, plain.

    ``path`` is as in ``find_differences``.
    """

    path: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A plain mapping as ``parse_content`` takes it, and where it holds mine though both changed.

    The mapping may break a rule that each of the two kept (two parts that refer to what the other
    removed): making a content of it may raise pydantic's ``ValidationError``.
    """

    value: Plain
    clashes: tuple[MergeConflict, ...]

    def content(self) -> Content | Translation:
        """The value as what was joined; raises ``ValidationError`` where it breaks a rule."""
        if "words" in self.value:
            return Translation.model_validate(self.value)
        return parse_content(self.value)


def merge(
    base: Content | Translation, mine: Content | Translation, theirs: Content | Translation
) -> Joined:
    """What ``mine`` and ``theirs``, both made from ``base``, say together.

    Fields stand by themselves, and so do the parts with an id and their fields; a group (contact,
    period) is one value. What only one changed is taken from there; a part that one removed and
    the other changed stays and is a clash. Of lists of values (topics, links) what either added is
    there, what either removed is gone. Two new parts that were given one id are two, and mine is
    given another. Nothing that anybody wrote is lost: it is in the value or in a clash.

    Of a translation the words are joined, and ``made_from`` never clashes.
    """
    clashes: list[MergeConflict] = []
    b, m, t = dump_canonical(base), dump_canonical(mine), dump_canonical(theirs)
    if isinstance(base, Translation):
        value = {name: _newer(b.get(name), m.get(name), t.get(name)) for name in (*m, *t)}
        value["words"] = _words(b["words"], m["words"], t["words"], clashes.append)
        stated = {name: inner for name, inner in value.items() if inner is not None}
        return Joined(stated, tuple(clashes))
    fields: dict[str, FieldType] = {}
    for content in (mine, theirs, base):
        fields = {**list_field_types(type(content)), **fields}
    parts = {name: field.model for name, field in fields.items() if field.has_ids and field.model}
    m = _renamed(fields, m, _ids_to_give(parts, b, m, t))
    value = {}
    for name in fields:
        of = _parts if name in parts else _value
        joined = of(name, b.get(name), m.get(name), t.get(name), clashes.append)
        if joined not in (None, []):
            value[name] = joined
    return Joined(value, tuple(clashes))


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
    if any(isinstance(value, list) for value in (b, m, t)):
        return _values(b or [], m or [], t or [])
    tell(MergeConflict(path, format_value(b), format_value(m), format_value(t)))
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
        tell(MergeConflict(path, format_value(b), format_value(m), format_value(t)))
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
