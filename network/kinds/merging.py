"""What two people made of one text, joined: each field as whoever changed it left it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from network.kinds import content_from
from network.kinds.content import Content, canonical
from network.kinds.differences import as_text
from network.kinds.translation import Translation

Plain = dict[str, Any]
_Tell = Callable[["MergeConflict"], None]

# The fields that name another part of the same content by its id.
_NAMING = (
    "recorded_from",
    "account",
    "document",
    "item",
    "said_in",
    "same_as",
    "part",
    "source",
    "section",
)


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A place that both changed, each otherwise: what it was, and both texts, plain.

    ``path`` is as in ``differences``.
    """

    path: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A plain mapping as ``content_from`` takes it, and where it holds mine though both changed.

    The mapping may break a rule that each of the two kept (two parts that refer to what the other
    removed): making a content of it may raise pydantic's ``ValidationError``.
    """

    value: Plain
    clashes: tuple[MergeConflict, ...]

    def content(self) -> Content | Translation:
        """The value as what was joined; raises ``ValidationError`` where it breaks a rule."""
        if "words" in self.value:
            return Translation.model_validate(self.value)
        return content_from(self.value)


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
    b, m, t = canonical(base), canonical(mine), canonical(theirs)
    if isinstance(base, Translation):
        found = {name: _newer(b.get(name), m.get(name), t.get(name)) for name in (*m, *t)}
        found["words"] = _words(b["words"], m["words"], t["words"], clashes.append)
        return Joined({k: v for k, v in found.items() if v is not None}, tuple(clashes))
    held = {name for one in (base, mine, theirs) for name in _with_parts(one)}
    m = _renamed(m, _ids_to_give(held, b, m, t), held)
    value = {}
    for name in dict.fromkeys(
        name for one in (mine, theirs, base) for name in type(one).model_fields
    ):
        of = _parts if name in held else _value
        joined = of(name, b.get(name), m.get(name), t.get(name), clashes.append)
        if joined not in (None, []):
            value[name] = joined
    return Joined(value, tuple(clashes))


def _with_parts(content: Content | Translation) -> tuple[str, ...]:
    return (*getattr(content, "parts_in", ()), "sources", "attachments")


def _ids_to_give(held: set[str], b: Plain, m: Plain, t: Plain) -> dict[str, str]:
    """New ids for my new parts whose id theirs gave to another new one: old → new."""
    was, ours, other = ({one["id"]: (name, one) for name, one in _all(held, v)} for v in (b, m, t))
    both = [one for one in ours if one in other and one not in was]
    taken = {*was, *ours, *other}
    given: dict[str, str] = {}
    while True:
        # A part that names one with a new id is no longer the same as theirs.
        found = [
            one
            for one in both
            if one not in given and (ours[one][0], _naming(ours[one][1], given)) != other[one]
        ]
        if not found:
            return given
        for one in found:
            given[one] = _free(one, taken)


def _renamed(value: Plain, given: Mapping[str, str], held: set[str]) -> Plain:
    """The same with new ids, wherever one stands."""
    if not given:
        return value
    found = _naming(value, given)
    for name in held & found.keys():
        found[name] = [
            _naming(one, given) | {"id": given.get(one["id"], one["id"])} for one in found[name]
        ]
    return found


def _naming(value: Plain, given: Mapping[str, str]) -> Plain:
    named = {name: given.get(value[name], value[name]) for name in _NAMING if value.get(name)}
    return value | named


def _all(held: set[str], value: Plain) -> Iterator[tuple[str, Plain]]:
    for name in held:
        for part in value.get(name, ()):
            yield name, part


def _words(b: Plain, m: Plain, t: Plain, tell: _Tell) -> Plain:
    found: Plain = {}
    for path in _order(list(b), list(m), list(t)):
        one = _value(path, b.get(path), m.get(path), t.get(path), tell)
        if one is not None:
            found[path] = one
    return found


def _newer(b: Any, m: Any, t: Any) -> Any:
    return t if m == b else m


def _value(path: str, b: Any, m: Any, t: Any, tell: _Tell) -> Any:
    if m in (t, b) or t == b:
        return deepcopy(_newer(b, m, t))
    if any(isinstance(one, list) for one in (b, m, t)):
        return _values(b or [], m or [], t or [])
    tell(MergeConflict(path, as_text(b), as_text(m), as_text(t)))
    return deepcopy(m)


def _values(b: list[Any], m: list[Any], t: list[Any]) -> list[Any]:
    """Values without an id: what either added is there, what either removed is gone."""
    if _order_of(m, b) == _order_of(b, m) and _order_of(t, b) != _order_of(b, t):
        # Only they changed the order.
        new = [one for one in m if one not in b and one not in t]
        return [*(deepcopy(one) for one in t if one in m or one not in b), *deepcopy(new)]
    kept = [one for one in m if one in t or one not in b]
    return [*deepcopy(kept), *(deepcopy(one) for one in t if one not in m and one not in b)]


def _parts(
    name: str,
    b: list[Plain] | None,
    m: list[Plain] | None,
    t: list[Plain] | None,
    tell: _Tell,
) -> list[Plain]:
    was, ours, other = ({one["id"]: one for one in some or ()} for some in (b, m, t))
    found = []
    for part_id in _order(list(was), list(ours), list(other)):
        part = _part(
            f"{name}.{part_id}", was.get(part_id), ours.get(part_id), other.get(part_id), tell
        )
        if part is not None:
            found.append(part)
    return found


def _part(
    path: str, b: Plain | None, m: Plain | None, t: Plain | None, tell: _Tell
) -> Plain | None:
    if m in (t, b) or t == b:
        return deepcopy(t if m == b else m)
    if m is None or t is None:
        tell(MergeConflict(path, as_text(b), as_text(m), as_text(t)))
        return deepcopy(m or t)
    found: Plain = {}
    for name in dict.fromkeys((*m, *t, *(b or {}))):
        one = _value(f"{path}.{name}", (b or {}).get(name), m.get(name), t.get(name), tell)
        if one not in (None, []):
            found[name] = one
    return found


def _order(b: Sequence[str], m: Sequence[str], t: Sequence[str]) -> list[str]:
    """All of mine and theirs in the order of whoever changed it, mine if both did.

    What that side lacks comes behind what it stood behind on the other, mine after theirs.
    """
    theirs_first = _order_of(m, b) == _order_of(b, m)
    first, second = (t, m) if theirs_first else (m, t)
    order = list(first)
    new = set(first) - set(second) - set(b)
    there = set(first)
    at = 0
    for one in second:
        if one in there:
            at = order.index(one) + 1
            continue
        while theirs_first and at < len(order) and order[at] in new:
            at += 1
        order.insert(at, one)
        at += 1
    return order


def _order_of(some: Sequence[Any], among: Sequence[Any]) -> list[Any]:
    return [one for one in some if one in among]


def _free(part_id: str, taken: set[str]) -> str:
    number = 2
    while f"{part_id}-{number}" in taken:
        number += 1
    taken.add(f"{part_id}-{number}")
    return f"{part_id}-{number}"
