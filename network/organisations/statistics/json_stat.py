"""JSON-stat 2.0, as the interfaces of both countries' statistics offices give it.

Source of the format: json-stat.org/full, version 2.0; PxWeb's ``extension`` beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from network.organisations.statistics.cube import (
    Category,
    Cube,
    Dimension,
    Role,
    UnusableFile,
    count_cells,
)

_ROLES: Mapping[str, Role] = {"geo": "region", "time": "time", "metric": "contents"}


def read_json_stat(text: str) -> Cube:
    """The cube in ``text``. Raises ``Refused``."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise UnusableFile("is nested too deeply to be JSON-stat.") from None
    except ValueError as problem:
        line = getattr(problem, "lineno", 0)
        raise UnusableFile(
            f"is no whole JSON{f' (line {line})' if line else ''}.", "Fetch it once more."
        ) from None
    if not isinstance(value, dict) or value.get("class") != "dataset":
        raise UnusableFile(
            "is JSON, but no JSON-stat 2 data set.", "Choose the format JSON-stat2 at the export."
        )
    roles = _roles(value.get("role"))
    names, sizes = value.get("id"), value.get("size")
    described = value.get("dimension")
    if (
        not isinstance(names, list)
        or not isinstance(sizes, list)
        or not isinstance(described, dict)
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
    )


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
    )


def _values(values: Any, cells: int) -> Mapping[int, object] | list[object]:
    if isinstance(values, list):
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
