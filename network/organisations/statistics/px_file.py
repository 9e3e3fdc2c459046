"""PX files: PC-Axis, as PxWeb exports them.

Source of the format: Statistics Sweden, *PX-file format, version 2013*. Keys in a language of
their own (``TITLE[en]``) say the same once more and are passed over.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from math import prod

from network.organisations.statistics.cube import (
    Category,
    Cube,
    Dimension,
    Role,
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
_DATA = re.compile(r"\s*+DATA\s*+=")
# Where a statement begins that follows one which cannot be read, and what is not needed to count.
_NEXT = re.compile(r";[ \t]*\n(?=[A-Z][A-Z0-9_-]{1,40}(?:\[|\(|\s*=))")
_BESIDE = re.compile(
    r"\s*(?:NOTE|NOTEX|CELLNOTEX?|VALUENOTEX?|CONTACT|SOURCE|DESCRIPTION|MAP|INFO|INFOFILE|SURVEY|"
    r"LINK|COPYRIGHT|DATABASE|REFPERIOD|BASEPERIOD|PRESTEXT|DATANOTE\w*|META-ID)\s*[\[(=]"
)
_IS_PX = re.compile(
    r"\s*(?:CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGES?|CREATION-DATE|MATRIX|TABLEID|SUBJECT-AREA|"
    r'SUBJECT-CODE|DECIMALS|TITLE|CONTENTS)\s*=\s*["\d]'
)
_CODEPAGE = re.compile(rb'CODEPAGE\s*=\s*"([\w-]{1,20})"')
_CHARSET = re.compile(rb'CHARSET\s*=\s*"')
_KNOWN_CODEC = re.compile(
    r"utf-?8|(?:iso-?8859|windows|cp|ibm)[-_]?\d{1,5}|latin-?\d|koi8-r|\d{3,4}", re.IGNORECASE
)
_TIMES = re.compile(r"TLIST\([^)]*\)\s*,?")
_NUMBERED = {"." * number: f"DATASYMBOL{number}" for number in range(1, 7)}

Key = tuple[str, str]


def is_px(text: str) -> bool:
    """Whether a file begins as a PX file does."""
    return _IS_PX.match(text) is not None


def find_codec(data: bytes) -> str:
    """The encoding that a PX file says it has; empty where it says none that is known."""
    match = _CODEPAGE.search(data[:20_000])
    name = match[1].decode("ascii").lower() if match else ""
    if _KNOWN_CODEC.fullmatch(name):
        try:
            return codecs.lookup(name).name
        except LookupError:
            return ""
    # Before Windows: files say so by saying nothing.
    return "" if _CHARSET.search(data[:20_000]) else "cp850"


def read_px(text: str) -> Cube:
    """The cube in ``text``. Raises ``UnusableFile``."""
    said, data = _statements(text)
    stub, heading = (_items(said.get((key, ""), "")) for key in ("STUB", "HEADING"))
    names = [*stub, *heading]
    if not all(names) or not names or len(names) > 20 or len(set(names)) != len(names):
        raise UnusableFile("does not say which variables it has.")
    dimensions = tuple(_dimension(name, said) for name in names)
    cells = count_cells(dimensions)
    values: list[object] | dict[int, object] = [cell.strip('"') for cell in _CELL.findall(data)]
    absent = None
    keyed = [name for name in stub if ("KEYS", name) in said]
    if keyed:
        assert isinstance(values, list)
        values, absent = _place_rows(values, dimensions, len(stub), keyed, said), "0"
    elif len(values) != cells:
        raise UnusableFile(f"has {len(values)} values for {cells} cells.", "Fetch it once more.")
    return Cube(
        dimensions,
        values,
        _one(said, "SOURCE"),
        _one(said, "TABLEID") or _one(said, "MATRIX"),
        _one(said, "TITLE") or _one(said, "CONTENTS") or _one(said, "DESCRIPTION"),
        absent,
        _symbols(said),
        notes=tuple(
            " ".join(_items(value))
            for (key, _), value in said.items()
            if key in ("NOTE", "NOTEX") and value
        ),
    )


def _symbols(said: Mapping[Key, str]) -> Mapping[str, str]:
    """What the file's signs stand for. Without a word of it a dash is none, and dots are no number,
    which is what they mean in any case."""
    shown = {sign: _one(said, key) for sign, key in _NUMBERED.items()} | {
        "-": _one(said, "DATASYMBOLNIL")
    }
    return {sign: text for sign, text in shown.items() if text}


def _place_rows(
    cells: list[object],
    dimensions: tuple[Dimension, ...],
    stubs: int,
    keyed: list[str],
    said: Mapping[Key, str],
) -> dict[int, object]:
    """The values of a file that leaves out rows of noughts alone: each row says which it is."""
    if len(keyed) != stubs:
        raise UnusableFile("names its rows by some variables alone (KEYS).", "Export all rows.")
    width = prod(len(dimension.categories) for dimension in dimensions[stubs:])
    places = [
        {
            category.code if said["KEYS", dimension.name].strip() == "CODES" else category.label: at
            for at, category in enumerate(dimension.categories)
        }
        for dimension in dimensions[:stubs]
    ]
    values: dict[int, object] = {}
    if len(cells) % (stubs + width):
        raise UnusableFile("has a row that is not whole.", "Fetch it once more.")
    for begin in range(0, len(cells), stubs + width):
        row = 0
        for key, place in zip(cells[begin : begin + stubs], places, strict=True):
            at = place.get(" ".join(str(key).split()))
            if at is None:
                raise UnusableFile(f"has a row of {str(key)[:60]}, which is none of its values.")
            row = row * len(place) + at
        values |= enumerate(cells[begin + stubs : begin + stubs + width], row * width)
    return values


def find_contents(text: str) -> str:
    """What a PX file without a variable for it counts (CONTENTS)."""
    said, _ = _statements(text)
    return _one(said, "CONTENTS")


def _statements(text: str) -> tuple[Mapping[Key, str], str]:
    """What the file says by key and variable, and the text of its data."""
    said: dict[Key, str] = {}
    place = 0
    while True:
        # They are the last: some end them with no semicolon, and some every row with one.
        if data := _DATA.match(text, place):
            return said, text[data.end() :]
        statement = _STATEMENT.match(text, place)
        if statement is None or _runs_on(statement[4]):
            following = _NEXT.search(text, place) if _BESIDE.match(text, place) else None
            if following is None:
                break
            place = following.end()
            continue
        place = statement.end()
        key, language, about, value = statement.groups()
        if not language:
            named = (" ".join(name.split()) for name in _QUOTED.findall(about or ""))
            said[key, "".join(named)] = value
    raise UnusableFile("ends before its data do, or is no PX file.", "Fetch it once more.")


def _runs_on(value: str) -> bool:
    """Whether a value holds letters outside its quotation marks, of which then one is too many."""
    outside = _QUOTED.sub("", value)
    return len(outside) < 1_000 and "=" in outside


def _dimension(name: str, said: Mapping[Key, str]) -> Dimension:
    times = said.get(("TIMEVAL", name), "")
    labels = _items(said.get(("VALUES", name), "")) or _items(_TIMES.sub("", times))
    codes = _items(said.get(("CODES", name), "")) or labels
    # Without a code for each they are known by their names.
    codes = codes if len(codes) >= len(labels) else labels
    if not labels or len(codes) != len(labels) or len(set(codes)) != len(codes):
        raise UnusableFile(f"does not list the values of {name[:60]}.")
    is_time = ("TIMEVAL", name) in said
    is_contents = _one(said, "CONTVARIABLE") == name
    total = _one(said, "ELIMINATION", name)
    is_summed = said.get(("ELIMINATION", name), "").strip().upper() == "YES"
    codes_by_label = dict(zip(labels, codes, strict=True))
    return Dimension(
        name,
        name,
        tuple(Category(code, label) for code, label in zip(codes, labels, strict=True)),
        codes_by_label.get(total, total if total in codes else ""),
        "time" if is_time else "contents" if is_contents else _map_role(said, name),
        is_summed,
    )


def _map_role(said: Mapping[Key, str], name: str) -> Role:
    is_map = ("MAP", name) in said or _one(said, "VARIABLE-TYPE", name).casefold() == "geographical"
    return "region" if is_map else ""


def _items(value: str) -> list[str]:
    """A list of quoted texts; one that goes on over several lines is one."""
    return list(_joined(value))


def _joined(value: str) -> Iterator[str]:
    place = 0
    while place < len(value) and (item := _ITEM.match(value, place)):
        place = item.end()
        yield " ".join("".join(_QUOTED.findall(item[1])).split())


def _one(said: Mapping[Key, str], key: str, about: str = "") -> str:
    return next(iter(_items(said.get((key, about), ""))), "")[:300]
