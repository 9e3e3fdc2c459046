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
    Role,
    UnusableFile,
    count_cells,
    parse_whole_number,
)
from network.organisations.statistics.naming import (
    is_class,
    is_contents,
    is_region,
    is_time,
    parse_region_code,
)

_YEAR_LAST = re.compile(r"(.*?)\s*((?:19|20)\d\d)")
_TABLE = re.compile(r"([A-Z0-9_]{4,20}):\s*(\S.*)")
_SOURCE = re.compile(r"(?:kilde|källa|source)\s*:\s*(.+)", re.IGNORECASE)
_CODE_AND_NAME = re.compile(r"(?:K[-_]?)?\d{1,4}\s+[^\d\s]|K[-_]?\d{1,4}")
# How many lines are read to see how the file is divided.
_READ_FIRST = 60


@dataclass(slots=True)
class _Table:
    header: list[str]
    rows: list[list[str]]
    # What stands above and below the table: its title, and where it is from.
    around: list[str]


def read_csv(text: str) -> Cube:
    """The cube in ``text``. Raises ``UnusableFile``."""
    table = _table(text)
    columns = list(range(len(table.header)))
    region = _region(table)
    # A second column of the region has its names, and says nothing that the codes do not.
    columns = [
        column for column in columns if column == region or not is_region(table.header[column])
    ]
    values = _value_columns(table, columns, region)
    if not values:
        raise UnusableFile("has no column of numbers.")
    wide = [_YEAR_LAST.fullmatch(table.header[column]) for column in values]
    by_year = all(wide) and not any(is_time(table.header[column]) for column in columns)
    contents_and_years = [
        (match[1], match[2]) if by_year and match else (table.header[column], "")
        for column, match in zip(values, wide, strict=True)
    ]
    classes = [column for column in columns if column not in values]
    dimensions = [_dimension(table, column, region) for column in classes]
    years = list(dict.fromkeys(year for _, year in contents_and_years))
    contents = list(dict.fromkeys(_without_table(name) for name, _ in contents_and_years))
    has_contents = any(dimension.role == "contents" for dimension in dimensions)
    if by_year:
        dimensions.append(
            Dimension("year", "year", tuple(Category(year, year) for year in years), role="time")
        )
    if not has_contents:
        names = tuple(Category(name, name) for name in contents)
        dimensions.append(Dimension("contents", "contents", names, role="contents"))
    count_cells(dimensions)
    cells: dict[int, object] = {}
    positions = [
        {category.code: position for position, category in enumerate(dimension.categories)}
        for dimension in dimensions
    ]
    for row in table.rows:
        place = [
            of_dimension[_code(row[column], column == region)]
            for column, of_dimension in zip(classes, positions, strict=False)
        ]
        for column, (name, year) in zip(values, contents_and_years, strict=True):
            whole = [*place, *([years.index(year)] if by_year else [])]
            if not has_contents:
                whole.append(contents.index(_without_table(name)))
            number = 0
            for dimension, position in zip(dimensions, whole, strict=True):
                number = number * len(dimension.categories) + position
            if number in cells:
                raise UnusableFile(
                    "has two numbers for the same.", "Export it with every variable as a column."
                )
            cells[number] = row[column]
    title, table_id, source = _around(table)
    return Cube(tuple(dimensions), cells, source, table_id, title)


def _table(text: str) -> _Table:
    rows = _divided(text)
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if not counts:
        raise UnusableFile("is no table.", "Export it as JSON-stat2, PX or CSV.")
    width = counts.most_common(1)[0][0]
    first = next(line for line, row in enumerate(rows) if len(row) == width)
    table = _Table([cell.strip() for cell in rows[first]], [], [])
    for line, row in enumerate(rows):
        said = [cell.strip() for cell in row if cell.strip()]
        if line < first or (line > first and len(said) <= 1 and len(row) != width):
            table.around += said
        elif line > first and len(row) != width:
            raise UnusableFile(
                f"has {len(row)} columns in line {line + 1}, not {width}.", "Fetch it once more."
            )
        elif line > first:
            table.rows.append([cell.strip() for cell in row])
    if not table.rows:
        raise UnusableFile("has a first line and no more.", "Fetch it once more.")
    return table


def _divided(text: str) -> list[list[str]]:
    """The lines divided by what divides most of them alike."""
    best: tuple[int, str] = (0, ";")
    for delimiter in (";", "\t", ","):
        first_rows = _rows("\n".join(text.split("\n", _READ_FIRST)[:_READ_FIRST]), delimiter)
        counts = Counter(len(row) for row in first_rows if len(row) > 1)
        alike = counts.most_common(1)[0][1] if counts else 0
        if alike > best[0]:
            best = (alike, delimiter)
    return _rows(text, best[1])


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = []
        cells = 0
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            if cells > MOST_CELLS:
                raise UnusableFile("has too many cells.", "Choose less of it.")
            if any(cell.strip() for cell in row):
                rows.append(row)
        return rows
    except csv.Error as problem:
        raise UnusableFile(f"cannot be divided into columns: {problem}.") from None


def _region(table: _Table) -> int:
    """The column with the municipalities' codes: one that is called so, or of codes with names."""
    for column, name in enumerate(table.header):
        if is_region(name) and any(
            parse_region_code(row[column], row[column]) for row in table.rows
        ):
            return column
    for column in range(len(table.header)):
        if all(_CODE_AND_NAME.match(row[column]) for row in table.rows):
            return column
    raise UnusableFile(
        "does not say which column has the municipalities' codes.",
        "Export it with codes, in a column called region.",
    )


def _is_number(cell: str) -> bool:
    """Whether a cell may stand in a column of numbers."""
    try:
        parse_whole_number(cell)
    except UnusableFile:
        return False
    return True


def _value_columns(table: _Table, columns: Sequence[int], region: int) -> list[int]:
    """The last columns, as far as they hold numbers and are not known to be something else."""
    value_columns: list[int] = []
    for column in reversed(columns):
        name = table.header[column]
        if column == region or is_time(name) or is_class(name) or is_contents(name):
            break
        if not all(_is_number(row[column]) for row in table.rows):
            break
        value_columns.insert(0, column)
    return value_columns


def _dimension(table: _Table, column: int, region: int) -> Dimension:
    name = table.header[column]
    cells = dict.fromkeys(row[column] for row in table.rows)
    codes = {_code(cell, column == region): cell for cell in cells}
    role: Role = "region" if column == region else "time" if is_time(name) else ""
    if is_contents(name):
        role = "contents"
    return Dimension(
        name, name, tuple(Category(*code_and_label) for code_and_label in codes.items()), role=role
    )


def _code(cell: str, is_of_region: bool) -> str:
    return (parse_region_code(cell, cell) or cell) if is_of_region else cell


def _without_table(name: str) -> str:
    match = _TABLE.fullmatch(name)
    return match[2] if match else name


def _around(table: _Table) -> tuple[str, str, str]:
    """Title, table and source, as far as they stand around the table or in its first line."""
    title = table_id = source = ""
    for line in [*table.around, *table.header]:
        source_match = _SOURCE.search(line)
        if source_match:
            source = source or source_match[1]
            continue
        named = _TABLE.fullmatch(line)
        if named:
            table_id, title = table_id or named[1], title or named[2]
    title = title or next(iter(table.around), "")
    return title[:300], table_id, source[:200]
