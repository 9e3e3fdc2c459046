"""JSON-stat 2.0, as the interfaces of both countries' statistics offices give it.

Source of the format: json-stat.org/full, version 2.0; PxWeb's ``extension`` beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from network.organisations.statistics.cube import Category, Cube, Dimension, Refused, Role, size_of

_ROLES: Mapping[str, Role] = {"geo": "region", "time": "time", "metric": "contents"}


def read_json_stat(text: str) -> Cube:
    """The cube in ``text``. Raises ``Refused``."""
    try:
        found = json.loads(text)
    except RecursionError:
        raise Refused("is nested too deeply to be JSON-stat.") from None
    except ValueError as problem:
        line = getattr(problem, "lineno", 0)
        raise Refused(
            f"is no whole JSON{f' (line {line})' if line else ''}.", "Fetch it once more."
        ) from None
    if not isinstance(found, dict) or found.get("class") != "dataset":
        raise Refused(
            "is JSON, but no JSON-stat 2 data set.", "Choose the format JSON-stat2 at the export."
        )
    roles = _roles(found.get("role"))
    names, sizes = found.get("id"), found.get("size")
    described = found.get("dimension")
    if (
        not isinstance(names, list)
        or not isinstance(sizes, list)
        or not isinstance(described, dict)
        or len(names) != len(sizes)
        or len(names) > 20
    ):
        raise Refused("does not say which dimensions it has.")
    dimensions = tuple(
        _dimension(name, size, described, roles) for name, size in zip(names, sizes, strict=True)
    )
    cells = size_of(dimensions)
    extension = found.get("extension")
    px = extension.get("px") if isinstance(extension, dict) else None
    return Cube(
        dimensions,
        _values(found.get("value"), cells),
        _text(found.get("source")),
        _text(px.get("tableid") or px.get("matrix")) if isinstance(px, dict) else "",
        _text(found.get("label")),
    )


def _roles(given: Any) -> Mapping[str, Role]:
    found: dict[str, Role] = {}
    if isinstance(given, dict):
        for role, names in given.items():
            if role in _ROLES and isinstance(names, list):
                found |= {name: _ROLES[role] for name in names if isinstance(name, str)}
    return found


def _dimension(
    name: Any, size: Any, described: Mapping[str, Any], roles: Mapping[str, Role]
) -> Dimension:
    value = described.get(name) if isinstance(name, str) else None
    category = value.get("category") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(category, dict):
        raise Refused(f"does not describe its dimension {str(name)[:60]}.")
    labels = category.get("label")
    labels = labels if isinstance(labels, dict) else {}
    index = category.get("index", list(labels))
    if isinstance(index, dict):
        if not all(isinstance(at, int) and not isinstance(at, bool) for at in index.values()):
            raise Refused(f"does not order the categories of {name[:60]}.")
        index = sorted(index, key=lambda code: int(index[code]))
    if not isinstance(index, list) or not all(isinstance(one, str) for one in index):
        raise Refused(f"does not list the categories of {name[:60]}.")
    if len(index) != size or len(set(index)) != len(index):
        raise Refused(f"has other categories of {name[:60]} than it counts.")
    extension = value.get("extension")
    total = extension.get("eliminationValueCode") if isinstance(extension, dict) else ""
    return Dimension(
        name,
        _text(value.get("label")) or name,
        tuple(Category(code, _text(labels.get(code)) or code) for code in index),
        total if isinstance(total, str) and total in index else "",
        roles.get(name, ""),
    )


def _values(given: Any, cells: int) -> Mapping[int, object] | list[object]:
    if isinstance(given, list):
        if len(given) != cells:
            raise Refused(f"has {len(given)} values for {cells} cells.", "Fetch it once more.")
        return given
    if isinstance(given, dict):
        if not all(
            at.isascii() and at.isdigit() and len(at) < 12 and int(at) < cells for at in given
        ):
            raise Refused("has values that lie in none of its cells.")
        return {int(at): value for at, value in given.items()}
    raise Refused("has no values.")


def _text(value: Any) -> str:
    return " ".join(value.split())[:300] if isinstance(value, str) else ""
