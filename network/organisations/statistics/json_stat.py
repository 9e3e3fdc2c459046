"""JSON-stat, as the interfaces of statistics offices give it: 2.0, and 1.x with its bundles.

Source of the format: json-stat.org/full, versions 1.3 and 2.0; PxWeb's ``extension`` beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from network.organisations.statistics.cube import (
    MOST_NOTE,
    Category,
    Cube,
    Dimension,
    Role,
    UnusableFile,
    count_cells,
)

_ROLES: Mapping[str, Role] = {"geo": "region", "time": "time", "metric": "contents"}


# So many data sets of one file are looked at.
_MOST_SETS = 50


def read_json_stat(text: str) -> list[Cube]:
    """The cubes in ``text``, one or more. Raises ``UnusableFile``."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise UnusableFile("is nested too deeply to be JSON-stat.") from None
    except ValueError as problem:
        line = getattr(problem, "lineno", 0)
        raise UnusableFile(
            f"is no whole JSON{f' (line {line})' if line else ''}.", "Fetch it once more."
        ) from None
    sets = list(_list_sets(value))[:_MOST_SETS]
    if not sets:
        raise UnusableFile(
            "is JSON, but no JSON-stat data set.", "Choose the format JSON-stat2 at the export."
        )
    return [_read_set(value) for value in sets]


def _list_sets(value: Any) -> Iterator[dict[str, Any]]:
    """The data sets of a file: itself, those that a collection holds, or those of a bundle."""
    if not isinstance(value, dict):
        return
    kind = value.get("class")
    if kind == "dataset" or (kind is None and "dimension" in value and "value" in value):
        yield value
    elif kind == "collection":
        link = value.get("link")
        items = link.get("item") if isinstance(link, dict) else None
        for item in items if isinstance(items, list) else ():
            # One that is only named lies elsewhere.
            if isinstance(item, dict) and item.get("class") == "dataset" and "dimension" in item:
                yield item
    elif kind in (None, "bundle"):
        for item in value.values():
            if isinstance(item, dict) and "dimension" in item and "value" in item:
                yield item


def _read_set(value: dict[str, Any]) -> Cube:
    described = value.get("dimension")
    if not isinstance(described, dict):
        raise UnusableFile("does not say which dimensions it has.")
    # Version 1 has them among the dimensions.
    names, sizes, said_roles = (
        value.get(key, described.get(key)) for key in ("id", "size", "role")
    )
    roles = _roles(said_roles)
    if (
        not isinstance(names, list)
        or not isinstance(sizes, list)
        or len(names) != len(sizes)
        or len(names) > 20
    ):
        raise UnusableFile("does not say which dimensions it has.")
    dimensions = tuple(
        _dimension(name, size, described, roles) for name, size in zip(names, sizes, strict=True)
    )
    cells = count_cells(dimensions)
    extension = value.get("extension")
    px = extension.get("px") if isinstance(extension, dict) else None
    return Cube(
        dimensions,
        _values(value.get("value"), cells),
        _text(value.get("source")),
        _text(px.get("tableid") or px.get("matrix")) if isinstance(px, dict) else "",
        _text(value.get("label")),
        marks=_marks(value.get("status")),
        notes=_notes(value.get("note"), MOST_NOTE * 10),
    )


def _marks(status: Any) -> Mapping[int, str]:
    """What is said of cells without a number: the list or mapping of signs."""
    if isinstance(status, list):
        status = {str(number): sign for number, sign in enumerate(status)}
    if not isinstance(status, dict):
        return {}
    return {
        int(number): sign.strip()[:30]
        for number, sign in status.items()
        if isinstance(sign, str)
        and sign.strip()
        and number.isascii()
        and number.isdigit()
        and len(number) < 12
    }


def _notes(notes: Any, longest: int) -> tuple[str, ...]:
    notes = [notes] if isinstance(notes, str) else notes
    if not isinstance(notes, list):
        return ()
    return tuple(note[:longest] for note in notes if isinstance(note, str))


def _roles(roles_by_name: Any) -> Mapping[str, Role]:
    roles: dict[str, Role] = {}
    if isinstance(roles_by_name, dict):
        for role, names in roles_by_name.items():
            if role in _ROLES and isinstance(names, list):
                roles |= {name: _ROLES[role] for name in names if isinstance(name, str)}
    return roles


def _dimension(
    name: Any, size: Any, described: Mapping[str, Any], roles: Mapping[str, Role]
) -> Dimension:
    value = described.get(name) if isinstance(name, str) else None
    category = value.get("category") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(category, dict):
        raise UnusableFile(f"does not describe its dimension {str(name)[:60]}.")
    labels = category.get("label")
    labels = labels if isinstance(labels, dict) else {}
    index = category.get("index", list(labels))
    if isinstance(index, dict):
        if not all(
            isinstance(position, int) and not isinstance(position, bool)
            for position in index.values()
        ):
            raise UnusableFile(f"does not order the categories of {name[:60]}.")
        index = sorted(index, key=lambda code: int(index[code]))
    if not isinstance(index, list) or not all(isinstance(code, str) for code in index):
        raise UnusableFile(f"does not list the categories of {name[:60]}.")
    # Some interfaces of version 1 write sizes as texts.
    if isinstance(size, str) and size.isascii() and size.isdigit() and len(size) < 9:
        size = int(size)
    if len(index) != size or len(set(index)) != len(index):
        raise UnusableFile(f"has other categories of {name[:60]} than it counts.")
    extension = value.get("extension")
    total = extension.get("eliminationValueCode") if isinstance(extension, dict) else ""
    return Dimension(
        name,
        _text(value.get("label")) or name,
        tuple(Category(code, _text(labels.get(code)) or code) for code in index),
        total if isinstance(total, str) and total in index else "",
        roles.get(name, ""),
        isinstance(extension, dict) and extension.get("elimination") is True and not total,
    )


def _values(values: Any, cells: int) -> Mapping[int, object] | list[object]:
    if isinstance(values, list):
        if not values and cells:
            raise UnusableFile(
                "describes a table and has none of its numbers.", "Export the data of it."
            )
        if len(values) != cells:
            raise UnusableFile(
                f"has {len(values)} values for {cells} cells.", "Fetch it once more."
            )
        return values
    if isinstance(values, dict):
        if not all(
            number.isascii() and number.isdigit() and len(number) < 12 and int(number) < cells
            for number in values
        ):
            raise UnusableFile("has values that lie in none of its cells.")
        return {int(number): value for number, value in values.items()}
    raise UnusableFile("has no values.")


def _text(value: Any) -> str:
    return " ".join(value.split())[:300] if isinstance(value, str) else ""
