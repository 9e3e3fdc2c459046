"""Tables of comma, semicolon or tab separated values, long or wide, as PxWeb exports them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from network.organisations.statistics.cube import (
    MOST_CELLS,
    Category,
    Cube,
    Dimension,
    Refused,
    Role,
    size_of,
    whole_number,
)
from network.organisations.statistics.naming import (
    is_class,
    is_contents,
    is_region,
    is_time,
    region_code,
)

_YEAR_LAST = re.compile(r"(.*?)\s*((?:19|20)\d\d)")
_TABLE = re.compile(r"([A-Z0-9_]{4,20}):\s*(\S.*)")
_SOURCE = re.compile(r"(?:kilde|källa|source)\s*:\s*(.+)", re.IGNORECASE)
_CODE_AND_NAME = re.compile(r"(?:K[-_]?)?\d{1,4}\s+[^\d\s]|K[-_]?\d{1,4}")
# So many lines tell how the file is divided.
_LOOKED_AT = 60


@dataclass(slots=True)
class _Table:
    header: list[str]
    rows: list[list[str]]
    # What stands above and below the table: its title, and where it is from.
    around: list[str]


def read_csv(text: str) -> Cube:
    """The cube in ``text``. Raises ``Refused``."""
    table = _table(text)
    columns = list(range(len(table.header)))
    region = _region(table)
    # A second column of the region has its names, and says nothing that the codes do not.
    columns = [at for at in columns if at == region or not is_region(table.header[at])]
    values = _value_columns(table, columns, region)
    if not values:
        raise Refused("has no column of numbers.")
    wide = [_YEAR_LAST.fullmatch(table.header[at]) for at in values]
    by_year = all(wide) and not any(is_time(table.header[at]) for at in columns)
    told = [
        (match[1], match[2]) if by_year and match else (table.header[at], "")
        for at, match in zip(values, wide, strict=True)
    ]
    classes = [at for at in columns if at not in values]
    dimensions = [_dimension(table, at, region) for at in classes]
    years = list(dict.fromkeys(year for _, year in told))
    contents = list(dict.fromkeys(_without_table(name) for name, _ in told))
    has_contents = any(one.role == "contents" for one in dimensions)
    if by_year:
        dimensions.append(
            Dimension("year", "year", tuple(Category(one, one) for one in years), role="time")
        )
    if not has_contents:
        names = tuple(Category(one, one) for one in contents)
        dimensions.append(Dimension("contents", "contents", names, role="contents"))
    size_of(dimensions)
    cells: dict[int, object] = {}
    positions = [
        {category.code: at for at, category in enumerate(one.categories)} for one in dimensions
    ]
    for row in table.rows:
        place = [
            found[_code(row[at], at == region)]
            for at, found in zip(classes, positions, strict=False)
        ]
        for at, (name, year) in zip(values, told, strict=True):
            whole = [*place, *([years.index(year)] if by_year else [])]
            if not has_contents:
                whole.append(contents.index(_without_table(name)))
            number = 0
            for one, position in zip(dimensions, whole, strict=True):
                number = number * len(one.categories) + position
            if number in cells:
                raise Refused(
                    "has two numbers for the same.", "Export it with every variable as a column."
                )
            cells[number] = row[at]
    title, table_id, source = _around(table)
    return Cube(tuple(dimensions), cells, source, table_id, title)


def _table(text: str) -> _Table:
    rows = _divided(text)
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if not counts:
        raise Refused("is no table.", "Export it as JSON-stat2, PX or CSV.")
    width = counts.most_common(1)[0][0]
    first = next(at for at, row in enumerate(rows) if len(row) == width)
    found = _Table([one.strip() for one in rows[first]], [], [])
    for at, row in enumerate(rows):
        said = [one.strip() for one in row if one.strip()]
        if at < first or (at > first and len(said) <= 1 and len(row) != width):
            found.around += said
        elif at > first and len(row) != width:
            raise Refused(
                f"has {len(row)} columns in line {at + 1}, not {width}.", "Fetch it once more."
            )
        elif at > first:
            found.rows.append([one.strip() for one in row])
    if not found.rows:
        raise Refused("has a first line and no more.", "Fetch it once more.")
    return found


def _divided(text: str) -> list[list[str]]:
    """The lines divided by what divides most of them alike."""
    best: tuple[int, str] = (0, ";")
    for sign in (";", "\t", ","):
        some = _rows("\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT]), sign)
        counts = Counter(len(row) for row in some if len(row) > 1)
        alike = counts.most_common(1)[0][1] if counts else 0
        if alike > best[0]:
            best = (alike, sign)
    return _rows(text, best[1])


def _rows(text: str, sign: str) -> list[list[str]]:
    try:
        found = []
        cells = 0
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            cells += len(row)
            if cells > MOST_CELLS:
                raise Refused("has too many cells.", "Choose less of it.")
            if any(one.strip() for one in row):
                found.append(row)
        return found
    except csv.Error as problem:
        raise Refused(f"cannot be divided into columns: {problem}.") from None


def _region(table: _Table) -> int:
    """The column with the municipalities' codes: one that is called so, or of codes with names."""
    for at, name in enumerate(table.header):
        if is_region(name) and any(region_code(row[at], row[at]) for row in table.rows):
            return at
    for at in range(len(table.header)):
        if all(_CODE_AND_NAME.match(row[at]) for row in table.rows):
            return at
    raise Refused(
        "does not say which column has the municipalities' codes.",
        "Export it with codes, in a column called region.",
    )


def _is_number(cell: str) -> bool:
    """Whether a cell may stand in a column of numbers."""
    try:
        whole_number(cell)
    except Refused:
        return False
    return True


def _value_columns(table: _Table, columns: Sequence[int], region: int) -> list[int]:
    """The last columns, as far as they hold numbers and are not known to be something else."""
    found: list[int] = []
    for at in reversed(columns):
        name = table.header[at]
        if at == region or is_time(name) or is_class(name) or is_contents(name):
            break
        if not all(_is_number(row[at]) for row in table.rows):
            break
        found.insert(0, at)
    return found


def _dimension(table: _Table, at: int, region: int) -> Dimension:
    name = table.header[at]
    cells = dict.fromkeys(row[at] for row in table.rows)
    codes = {_code(cell, at == region): cell for cell in cells}
    role: Role = "region" if at == region else "time" if is_time(name) else ""
    if is_contents(name):
        role = "contents"
    return Dimension(name, name, tuple(Category(*one) for one in codes.items()), role=role)


def _code(cell: str, is_of_region: bool) -> str:
    return (region_code(cell, cell) or cell) if is_of_region else cell


def _without_table(name: str) -> str:
    found = _TABLE.fullmatch(name)
    return found[2] if found else name


def _around(table: _Table) -> tuple[str, str, str]:
    """Title, table and source, as far as they stand around the table or in its first line."""
    title = table_id = source = ""
    for line in [*table.around, *table.header]:
        found = _SOURCE.search(line)
        if found:
            source = source or found[1]
            continue
        named = _TABLE.fullmatch(line)
        if named:
            table_id, title = table_id or named[1], title or named[2]
    title = title or next(iter(table.around), "")
    return title[:300], table_id, source[:200]
