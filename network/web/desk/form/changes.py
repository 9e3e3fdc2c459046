"""Adding, removing and moving the parts of a form, by its buttons."""

from __future__ import annotations

import re
from typing import Any

from network.web.desk.form.fields import list_fields
from network.web.desk.form.widgets import MOST_PARTS, Field, FieldList, Fields, Parts

# A list, one of its items, a list in that, or an item of the latter.
_PLACE = re.compile(r"[a-z_]+(?:\.\d{1,3}\.[a-z_]+)?(?:\.\d{1,3})?\Z", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)


def apply_change(kind: str, fields: Fields, how: str) -> str:
    """Add, remove or move a part of ``fields``; the place in the form to go on at.

    ``how`` is ``add:statements``, ``remove:statements.2``, ``up:…``, ``down:…``, or the same of a
    list within a part: ``add:statements.2.links``, ``remove:measures.0.partners.1``.
    ``move:statements.4:1`` puts a part at another place at once. Anything else changes nothing and
    gives an empty place.
    """
    verb, _, rest = how.partition(":")
    place, _, wanted = rest.partition(":")
    if not _PLACE.match(place):
        return ""
    steps = place.split(".")
    # Names and numbers take turns: a place that ends in a number is that of an item.
    names_list = len(steps) % 2 == 1
    list_steps = steps if names_list else steps[:-1]
    field, items = _list_at(list_fields(kind), fields, list_steps)
    if field is None:
        return ""
    if names_list:
        return _added(field, items, place) if verb == "add" else ""
    index, around = int(steps[-1]), ".".join(list_steps)
    if index >= len(items):
        return ""
    match verb:
        case "remove":
            del items[index]
            return f"{around}.{min(index, len(items) - 1)}" if items else around
        case "up" | "down":
            return f"{around}.{_moved(items, index, index + (1 if verb == 'down' else -1))}"
        case "move":
            to = int(wanted) if _NUMBER.fullmatch(wanted) else -1
            return f"{around}.{_moved(items, index, to)}"
    return ""


def find_part(kind: str, fields: Fields, place: str) -> Any:
    """What was typed in the part of a list at ``statements.2`` or ``measures.0.partners.1``; None
    where there is none."""
    *list_steps, last = place.split(".")
    if not _PLACE.match(place) or not last.isdigit():
        return None
    field, items = _list_at(list_fields(kind), fields, list_steps)
    return items[int(last)] if field is not None and int(last) < len(items) else None


def restore_part(kind: str, fields: Fields, place: str, typed: Any) -> str:
    """Put a part that was removed back where it stood; the place that it has, "" where its list is
    not there or full. Of ``typed`` only what the part's own fields name is taken."""
    *list_steps, last = place.split(".")
    if not _PLACE.match(place) or not last.isdigit():
        return ""
    field, items = _list_at(list_fields(kind), fields, list_steps)
    if not isinstance(field, Parts) or not isinstance(typed, dict) or len(items) >= MOST_PARTS:
        return ""
    index = min(int(last), len(items))
    items.insert(index, field.complete([typed])[0])
    return f"{'.'.join(list_steps)}.{index}"


def _list_at(
    fields: tuple[Field, ...], typed: Any, steps: list[str]
) -> tuple[FieldList | None, list[Any]]:
    """The list at ``statements`` or ``statements.2.links``, and what was typed in it."""
    name, *further = steps
    field = next((field for field in fields if field.name == name), None)
    items = typed.get(name) if isinstance(typed, dict) else None
    if not isinstance(field, FieldList) or not isinstance(items, list):
        return None, []
    if not further:
        return field, items
    index = int(further[0])
    return _list_at(field.inner, items[index] if index < len(items) else None, further[1:])


def _added(field: FieldList, items: list[Any], place: str) -> str:
    if len(items) < MOST_PARTS:
        items.append(field.make_blank_item())
    return f"{place}.{len(items) - 1}"


def _moved(items: list[Any], index: int, to: int) -> int:
    """Where the item stands that was at a place: at another, where the list has that."""
    if not 0 <= to < len(items):
        return index
    items.insert(to, items.pop(index))
    return to
