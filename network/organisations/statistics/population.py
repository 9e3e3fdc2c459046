"""The population of each municipality for one year, out of a statistics office's table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from network.organisations.statistics.cube import Category, Cube, Dimension, UnusableFile
from network.organisations.statistics.naming import (
    are_all_statuses,
    find_country,
    is_age,
    is_contents,
    is_population,
    is_region,
    is_sex,
    is_time,
    is_total,
    parse_finnish_code,
    parse_region_code,
)

# How many cells are summed at most.
_MOST_SUMMED = 2_000_000
_YEAR = re.compile(r"(?:19|20)\d\d")
_AGES = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")
_ON = re.compile(r"\+|og over|eller eldre|og eldre|och äldre|or older|or over|and older|-\s*$")
_SEXES = (
    frozenset("menn män men mann male males hankjønn".split()),
    frozenset("kvinner kvinnor women kvinne female females hunkjønn".split()),
)


@dataclass(frozen=True, slots=True)
class Population:
    """``values`` is by municipality code, None where the table has no number, and ``signs`` what
    stands there instead; ``others`` is how many regions are no municipalities by their code, such
    as counties; ``note`` what the office says of totals that are not the sum of their parts."""

    year: int
    values: Mapping[str, int | None]
    others: int
    source: str
    table_id: str
    title: str
    note: str = ""
    signs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """What is wanted of a table: the year, the newest where it is None; what is counted, as the
    table calls it, where that is not plain; and the source, table and country where it names none.
    """

    year: int | None = None
    contents: str = ""
    source: str = ""
    table_id: str = ""
    country: str = ""


def extract_population(cube: Cube, asked: FigureRequest, counted: str = "") -> Population:
    """The population by municipality that a table holds. Raises ``UnusableFile``.

    ``counted`` is what it counts where no dimension says so. Sex and age are taken from a
    category for all; where there is none they are summed, if the categories are all there are,
    each once. Any other dimension must have a category for all.
    """
    region = _dimension_of(cube, "region")
    time = _dimension_of(cube, "time")
    contents = _contents(cube, region, time)
    year, at_year = _year(cube.dimensions[time], asked.year)
    chosen: list[Sequence[int]] = []
    for number, dimension in enumerate(cube.dimensions):
        if number == region:
            chosen.append((0,))
        elif number == time:
            chosen.append((at_year,))
        elif number == contents:
            chosen.append((_counted(dimension, asked.contents, cube.title),))
        else:
            chosen.append(_whole(dimension))
    if contents is None:
        _must_be_people(counted, asked.contents, cube.title)
    if prod(map(len, chosen)) * len(cube.dimensions[region].categories) > _MOST_SUMMED:
        raise UnusableFile(
            "has too much to sum.", "Choose the totals of sex and age at the export."
        )
    is_finnish = "FI" in (asked.country, find_country(cube.source or asked.source))
    parse_code = parse_finnish_code if is_finnish else parse_region_code
    values: dict[str, int | None] = {}
    signs: dict[str, str] = {}
    others = 0
    for position, category in enumerate(cube.dimensions[region].categories):
        code = parse_code(category.code, category.label)
        if not code:
            others += 1
            continue
        if code in values:
            raise UnusableFile(f"has the municipality {code} twice.", "Export each once.")
        chosen[region] = (position,)
        numbers = [cube.number_at(place) for place in product(*chosen)]
        counts = [count for count in numbers if count is not None]
        # A sum of which a part is missing is no population.
        values[code] = sum(counts) if len(counts) == len(numbers) else None
        if len(counts) != len(numbers):
            lacking = next(
                place
                for place, count in zip(product(*chosen), numbers, strict=True)
                if count is None
            )
            signs[code] = cube.sign_at(lacking)
    if not values:
        raise UnusableFile(
            "has no municipalities by code.", "Export it with codes, four digits each."
        )
    return Population(
        year,
        values,
        others,
        cube.source or asked.source,
        cube.table_id or asked.table_id,
        cube.title,
        cube.note_on_sums,
        signs,
    )


def _dimension_of(cube: Cube, role: str) -> int:
    """Where the regions or years are: as the file says, else by name."""
    is_called_so = is_region if role == "region" else is_time
    for places in (
        [place for place, dimension in enumerate(cube.dimensions) if dimension.role == role],
        [
            place
            for place, dimension in enumerate(cube.dimensions)
            if is_called_so(dimension.name) or is_called_so(dimension.label)
        ],
    ):
        if len(places) == 1:
            return places[0]
        if places:
            break
    what = "regions" if role == "region" else "years"
    raise UnusableFile(
        f"does not say which of its dimensions has the {what}.",
        f"Export it with the {what} as a variable of its own.",
    )


def _contents(cube: Cube, region: int, time: int) -> int | None:
    """Where it says what is counted, None for nowhere."""
    places = [
        place
        for place, dimension in enumerate(cube.dimensions)
        if place not in (region, time)
        and (
            dimension.role == "contents"
            or is_contents(dimension.name)
            or is_contents(dimension.label)
        )
    ]
    return places[0] if places else None


def _year(time: Dimension, wanted: int | None) -> tuple[int, int]:
    years = {
        int(category.code): place
        for place, category in enumerate(time.categories)
        if _YEAR.fullmatch(category.code)
    }
    if not years:
        label = time.categories[0].label if time.categories else "nothing"
        raise UnusableFile(
            f"tells of {label[:40]}, which is no year.", "Choose a table of whole years."
        )
    year = max(years) if wanted is None else wanted
    if year not in years:
        first, last = min(years), max(years)
        raise UnusableFile(f"has no {year}.", f"It has years from {first} to {last}.")
    return year, years[year]


def _counted(dimension: Dimension, wanted: str, title: str) -> int:
    """The category of what is counted that was asked for, or the only one if it is people."""
    names = ", ".join(f"“{category.label[:60]}”" for category in dimension.categories[:10])
    if wanted:
        for place, category in enumerate(dimension.categories):
            if wanted.casefold() in (category.code.casefold(), category.label.casefold()):
                return place
        raise UnusableFile(f"counts no “{wanted[:60]}”.", f"It counts {names}.")
    if len(dimension.categories) != 1:
        raise UnusableFile(
            f"counts several things: {names}.", "Say with --contents which is the population."
        )
    _must_be_people(dimension.categories[0].label, "", title)
    return 0


def _must_be_people(counted: str, wanted: str, title: str) -> None:
    if wanted and wanted.casefold() != counted.casefold():
        raise UnusableFile(f"counts no “{wanted[:60]}”.", f"It counts “{counted[:60]}”.")
    if not wanted and not is_population(counted, title):
        raise UnusableFile(
            f"counts “{counted[:60]}”, which may be something else than inhabitants.",
            "If it is the population, name it with --contents.",
        )


def _whole(dimension: Dimension) -> Sequence[int]:
    """The categories of a dimension that together are everybody once. Raises ``UnusableFile``."""
    name = dimension.label or dimension.name
    totals = [
        place
        for place, category in enumerate(dimension.categories)
        if category.code == dimension.total or is_total(category.label, category.code)
    ]
    declared = [
        place
        for place, category in enumerate(dimension.categories)
        if dimension.total and category.code == dimension.total
    ]
    # Of several that are called so the one that the file takes when nothing is chosen.
    totals = declared or totals
    if len(totals) == 1:
        return totals
    labels = [category.label for category in dimension.categories]
    if totals:
        raise UnusableFile(f"has several totals of {name[:60]}.", "Export it with one of them.")
    if is_sex(dimension.name) or is_sex(dimension.label):
        if _are_both(labels):
            return range(len(labels))
        raise UnusableFile(
            f"has of {name[:60]} only {', '.join(labels)[:100]}.", "Export both, or their total."
        )
    if is_age(dimension.name) or is_age(dimension.label):
        if _are_all_ages(dimension.categories):
            return range(len(labels))
        raise UnusableFile(
            f"has ages of {name[:60]} that are not every age once.",
            "Export the total, or every age from 0 to the oldest.",
        )
    if dimension.is_summed and are_all_statuses(labels):
        return range(len(labels))
    raise UnusableFile(
        f"divides by {name[:60]} and has no total of it.",
        "Export it with the total, or without that variable.",
    )


def _are_both(labels: Sequence[str]) -> bool:
    sexes = [
        number for label in labels for number, sex in enumerate(_SEXES) if label.casefold() in sex
    ]
    return len(labels) == 2 and sorted(sexes) == [0, 1]


def _are_all_ages(categories: Sequence[Category]) -> bool:
    """Whether these are every age once: from 0 on without gap or double, the last open."""
    spans = []
    for category in categories:
        text = category.label.casefold()
        match = _AGES.search(text)
        if match is None:
            return False
        low = int(match[1])
        # Codes say it shorter than labels do: 105+.
        is_open = bool(_ON.search(text)) or category.code.endswith("+")
        high = None if is_open and not match[2] else int(match[2] or low)
        spans.append((low, high))
    following = 0
    for number, (low, high) in enumerate(sorted(spans, key=lambda span: span[0])):
        if low != following:
            return False
        if high is None:
            return number == len(spans) - 1
        following = high + 1
    return False
