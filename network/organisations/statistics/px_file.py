"""PX files: PC-Axis, as PxWeb exports them.

Source of the format: Statistics Sweden, *PX-file format, version 2013*. Keys in a language of
their own (``TITLE[en]``) say the same once more and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from network.organisations.statistics.cube import (
    Category,
    Cube,
    Dimension,
    UnusableFile,
    count_cells,
)

# One statement: key, language, for which variable or value, and the rest up to the semicolon.
# Nothing in it is read twice, whatever follows.
_STATEMENT = re.compile(
    r'\s*+([A-Z][A-Z0-9_-]*+)(?:\[([\w-]*+)\])?+(?:\(([^)"]*+(?:"[^"]*+"[^)"]*+)*+)\))?+\s*+='
    r'((?:"[^"]*+"|[^";]++)*+);'
)
_QUOTED = re.compile(r'"([^"]*)"')
_ITEM = re.compile(r'((?:"[^"]*+"|[^",]++)*+)(?:,|$)')
_CELL = re.compile(r'"[^"]*"|[^\s,;"]+')
_IS_PX = re.compile(r'\s*(?:CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE|CREATION-DATE|MATRIX)\s*=\s*"')
_CODEPAGE = re.compile(rb'CODEPAGE\s*=\s*"([\w-]{1,20})"')
_CODECS = {
    "utf-8": "utf-8",
    "iso-8859-1": "latin-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
}

Key = tuple[str, str]


def is_px(text: str) -> bool:
    """Whether a file begins as a PX file does."""
    return _IS_PX.match(text) is not None


def find_codec(data: bytes) -> str:
    """The encoding that a PX file says it has; empty where it says none that is known."""
    match = _CODEPAGE.search(data[:5_000])
    return _CODECS.get(match[1].decode("ascii").lower(), "") if match else ""


def read_px(text: str) -> Cube:
    """The cube in ``text``. Raises ``Refused``."""
    said, data = _statements(text)
    if ("KEYS", "") in said or any(key == "KEYS" for key, _ in said):
        raise UnusableFile(
            "leaves empty rows out (KEYS).", "Export it with all rows, or as JSON-stat2."
        )
    names = [*_items(said.get(("STUB", ""), "")), *_items(said.get(("HEADING", ""), ""))]
    if not names or len(names) > 20 or len(set(names)) != len(names):
        raise UnusableFile("does not say which variables it has.")
    dimensions = tuple(_dimension(name, said) for name in names)
    cells = count_cells(dimensions)
    values: list[object] = [cell.strip('"') for cell in _CELL.findall(data)]
    if len(values) != cells:
        raise UnusableFile(f"has {len(values)} values for {cells} cells.", "Fetch it once more.")
    return Cube(
        dimensions,
        values,
        _one(said, "SOURCE"),
        _one(said, "TABLEID") or _one(said, "MATRIX"),
        _one(said, "TITLE") or _one(said, "CONTENTS"),
    )


def find_contents(text: str) -> str:
    """What a PX file without a variable for it counts (CONTENTS)."""
    said, _ = _statements(text)
    return _one(said, "CONTENTS")


def _statements(text: str) -> tuple[Mapping[Key, str], str]:
    """What the file says by key and variable, and the text of its data."""
    said: dict[Key, str] = {}
    place = 0
    while statement := _STATEMENT.match(text, place):
        place = statement.end()
        key, language, about, value = statement.groups()
        if key == "DATA":
            return said, value
        if not language:
            said[key, "".join(_QUOTED.findall(about or ""))] = value
    raise UnusableFile("ends before its data do, or is no PX file.", "Fetch it once more.")


def _dimension(name: str, said: Mapping[Key, str]) -> Dimension:
    labels = _items(said.get(("VALUES", name), ""))
    codes = _items(said.get(("CODES", name), "")) or labels
    if not labels or len(codes) != len(labels) or len(set(codes)) != len(codes):
        raise UnusableFile(f"does not list the values of {name[:60]}.")
    is_time = ("TIMEVAL", name) in said
    is_contents = _one(said, "CONTVARIABLE") == name
    total = _one(said, "ELIMINATION", name)
    codes_by_label = dict(zip(labels, codes, strict=True))
    return Dimension(
        name,
        name,
        tuple(Category(code, label) for code, label in zip(codes, labels, strict=True)),
        codes_by_label.get(total, total if total in codes else ""),
        "time" if is_time else "contents" if is_contents else "",
    )


def _items(value: str) -> list[str]:
    """A list of quoted texts; one that goes on over several lines is one."""
    return [text for text in _joined(value) if text]


def _joined(value: str) -> Iterator[str]:
    place = 0
    while place < len(value) and (item := _ITEM.match(value, place)):
        place = item.end()
        yield " ".join("".join(_QUOTED.findall(item[1])).split())


def _one(said: Mapping[Key, str], key: str, about: str = "") -> str:
    return next(iter(_items(said.get((key, about), ""))), "")[:300]
