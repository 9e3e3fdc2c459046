"""What two people made of one text, joined: each field as whoever changed it left it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from network.kinds.content import Content, canonical
from network.kinds.differences import as_text
from network.kinds.translation import Translation

Plain = dict[str, Any]
_Tell = Callable[["Clash"], None]


@dataclass(frozen=True, slots=True)
class Clash:
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

    value: Mapping[str, Any]
    clashes: tuple[Clash, ...]


def join(
    base: Content | Translation, mine: Content | Translation, theirs: Content | Translation
) -> Joined:
    """What ``mine`` and ``theirs``, both made from ``base``, say together.

    Fields stand by themselves, and so do the parts with an id and their fields. What only one
    changed is taken from there; a part that one removed and the other changed stays and is a
    clash. Of lists of values (topics, links) what either added is there, what either removed is
    gone. Nothing that anybody wrote is lost: it is in the value or in a clash.
    """
    clashes: list[Clash] = []
    b, m, t = canonical(base), canonical(mine), canonical(theirs)
    if isinstance(base, Translation):
        value = {**b, **t, **m}
        value["words"] = _words(b["words"], m["words"], t["words"], clashes.append)
        return Joined(value, tuple(clashes))
    has_ids = {
        name
        for content in (base, mine, theirs)
        for name in (
            *getattr(content, "parts_in", ()),
            "sources",
            "attachments",
        )
    }
    value = {}
    for name in type(base).model_fields:
        if name in has_ids:
            found = _parts(name, b.get(name, []), m.get(name, []), t.get(name, []), clashes.append)
        else:
            found = _value(name, b.get(name), m.get(name), t.get(name), clashes.append)
        if found not in (None, []):
            value[name] = found
    return Joined(value, tuple(clashes))


def _words(b: Plain, m: Plain, t: Plain, tell: _Tell) -> Plain:
    found: Plain = {}
    for path in dict.fromkeys((*m, *t, *b)):
        one = _value(path, b.get(path), m.get(path), t.get(path), tell)
        if one is not None:
            found[path] = one
    return found


def _value(path: str, b: Any, m: Any, t: Any, tell: _Tell) -> Any:
    if m == t or t == b:
        return deepcopy(m)
    if m == b:
        return deepcopy(t)
    if isinstance(m or t, list) and not isinstance(m, str):
        return _values(b or [], m or [], t or [])
    if isinstance(m or t, dict) and isinstance(m or {}, dict) and isinstance(t or {}, dict):
        return _groups(path, b or {}, m or {}, t or {}, tell)
    tell(Clash(path, as_text(b), as_text(m), as_text(t)))
    return deepcopy(m)


def _groups(path: str, b: Plain, m: Plain, t: Plain, tell: _Tell) -> Plain | None:
    found: Plain = {}
    for name in dict.fromkeys((*m, *t, *b)):
        one = _value(f"{path}.{name}", b.get(name), m.get(name), t.get(name), tell)
        if one is not None:
            found[name] = one
    return found or None


def _values(b: list[Any], m: list[Any], t: list[Any]) -> list[Any]:
    """Values without an id: what either added is there, what either removed is gone."""
    if sorted(map(str, m)) == sorted(map(str, b)):
        # Only their order is mine; what is there is the other's.
        place = {str(one): at for at, one in enumerate(m)}
        return sorted(deepcopy(t), key=lambda one: place.get(str(one), len(place)))
    kept = [one for one in m if one in t or one not in b]
    return [*deepcopy(kept), *(deepcopy(one) for one in t if one not in m and one not in b)]


def _parts(name: str, b: list[Plain], m: list[Plain], t: list[Plain], tell: _Tell) -> list[Plain]:
    if m == t or t == b:
        return deepcopy(m)
    if m == b:
        return deepcopy(t)
    was, ours, other = ({one["id"]: one for one in some} for some in (b, m, t))
    found: dict[str, Plain] = {}
    added: list[Plain] = []
    for part_id in dict.fromkeys((*ours, *other)):
        mine, theirs, base = ours.get(part_id), other.get(part_id), was.get(part_id)
        path = f"{name}.{part_id}"
        if mine is not None and theirs is not None:
            if base is None and mine != theirs:
                # Two new parts that were given the same id by chance are two.
                found[part_id] = deepcopy(theirs)
                added.append(deepcopy(mine))
            else:
                joined = _groups(path, base or {}, mine, theirs, tell)
                assert joined is not None
                found[part_id] = joined
        elif base is None:
            found[part_id] = deepcopy(mine or theirs or {})
        else:
            left = mine if mine is not None else theirs
            if left != base:
                tell(Clash(path, as_text(base), as_text(mine), as_text(theirs)))
                found[part_id] = deepcopy(left or {})
    order = _order([one["id"] for one in b], list(ours), list(other), found)
    taken = set(found) | set(was)
    for part in added:
        part["id"] = _free(part["id"], taken)
    return [found[part_id] for part_id in order] + added


def _order(b: list[str], m: list[str], t: list[str], found: Mapping[str, Any]) -> list[str]:
    """The order of whoever changed it, mine if both did; what that side lacks comes after its
    neighbour on the other side."""
    kept_b = [one for one in b if one in m]
    first, second = (t, m) if [one for one in m if one in b] == kept_b else (m, t)
    order = [one for one in first if one in found]
    for at, part_id in enumerate(second):
        if part_id in found and part_id not in order:
            before = next((one for one in reversed(second[:at]) if one in order), None)
            order.insert(order.index(before) + 1 if before else 0, part_id)
    return order


def _free(part_id: str, taken: set[str]) -> str:
    number = 2
    while f"{part_id}-{number}" in taken:
        number += 1
    taken.add(f"{part_id}-{number}")
    return f"{part_id}-{number}"
