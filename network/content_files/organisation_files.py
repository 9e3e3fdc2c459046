"""The register as files: municipalities, counties, former names and codes, other bodies."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from network.content_files.faults import list_faults
from network.content_files.yaml_text import BrokenYaml, read_yaml, write_yaml
from network.errors import Fault
from network.organisations.values import County, DatedName, Registered

MUNICIPALITIES = "organisations/municipalities.csv"
COUNTIES = "organisations/counties.csv"
FORMER = "organisations/former.csv"
# Which organisations border on each other: each pair once, with its source. There may be none.
NEIGHBOURS = "organisations/neighbours.csv"
BODIES = "organisations/bodies.yaml"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    MUNICIPALITIES: ("country", "code", "name", "county_code", "group", "slug", "parallel"),
    COUNTIES: ("country", "code", "area", "name", "slug", "parallel"),
    FORMER: (
        "slug",
        "country",
        "type",
        "name",
        "code",
        "county_code",
        "valid_from",
        "valid_until",
        "successor",
        "event",
    ),
    NEIGHBOURS: ("slug", "neighbour", "source"),
}

_BETWEEN = " | "
_LANGUAGE = {"NO": "nb", "SE": "sv", "FI": "sv"}


class CsvRows:
    """A CSV file's rows, each with its line; faults of its form are collected."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.faults: list[Fault] = []
        reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        columns = COLUMNS[path]
        if tuple(reader.fieldnames or ()) != columns:
            right = f"The first line must be {','.join(columns)}."
            self.faults.append(Fault(path, "has other columns.", right, line=1))
            self.rows: list[tuple[int, dict[str, str]]] = []
            return
        self.rows = []
        for row in reader:
            if None in row or None in row.values():
                right = f"Write {len(columns)} columns, empty ones included."
                self.faults.append(
                    Fault(path, "has too few or too many columns.", right, line=reader.line_num)
                )
            else:
                self.rows.append((reader.line_num, row))


def read_register(
    texts: Mapping[str, str],
) -> tuple[list[Registered], list[County], list[Fault]]:
    """The organisations and counties that the register's files describe, and every fault.

    ``texts`` maps the files' paths to their text; a file that is missing holds nothing.
    """
    faults: list[Fault] = []
    values: list[tuple[str, int, dict[str, Any]]] = []
    counties: list[tuple[str, int, dict[str, Any]]] = []
    bordering: list[tuple[int, dict[str, str]]] = []
    for path in COLUMNS:
        rows = CsvRows(path, texts.get(path, ",".join(COLUMNS[path])))
        faults += rows.faults
        for line, row in rows.rows:
            if path == MUNICIPALITIES:
                values.append((path, line, _municipality(row)))
            elif path == COUNTIES:
                counties.append((path, line, _county(row)))
                if row["slug"]:
                    values.append((path, line, _county_body(row)))
            elif path == FORMER:
                _add_former(values, line, row)
            else:
                bordering.append((line, row))
    bodies, more = _bodies(texts.get(BODIES, ""))
    faults += _border(bordering, {value["slug"]: value for _, _, value in values})
    organisations = _organisations([*values, *bodies], faults)
    faults += more
    slugs = {organisation.slug for organisation in organisations}
    for organisation in organisations:
        followers = {*organisation.successors}.union(
            *(former.successors for former in organisation.former)
        )
        faults += [
            Fault(FORMER, f"names the successor {slug}, not here.", "Add it.", organisation.slug)
            for slug in sorted(followers - slugs)
        ]
    return organisations, _counties(counties, faults), faults


def _municipality(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "type": "municipality",
        "country": row["country"],
        "code": row["code"],
        "county": row["county_code"],
        "group": row["group"],
        "names": [{"name": row["name"], "language": _LANGUAGE.get(row["country"], "nb")}],
        "parallel": _parallel(row["parallel"]),
    }


def _county(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "country": row["country"],
        "code": row["code"],
        "area": row["area"],
        "body": row["slug"] or None,
        "parallel": _parallel(row["parallel"]),
    }


def _county_body(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "type": "county",
        "country": row["country"],
        "code": row["code"],
        "county": row["code"],
        "names": [{"name": row["name"], "language": _LANGUAGE.get(row["country"], "nb")}],
    }


def _parallel(text: str) -> list[dict[str, str]]:
    pairs = (item.partition(":") for item in text.split(_BETWEEN) if item)
    return [{"language": language, "name": name} for language, _, name in pairs]


def _add_former(
    values: list[tuple[str, int, dict[str, Any]]], line: int, row: Mapping[str, str]
) -> None:
    """Put a dated name where it belongs: with its organisation, or as a closed one of its own."""
    former: dict[str, Any] = {
        name: row[name]
        for name in ("name", "code", "county_code", "valid_from", "valid_until", "event")
        if row[name]
    }
    former["successors"] = [slug for slug in row["successor"].split(_BETWEEN) if slug]
    for _, _, value in values:
        if value["slug"] == row["slug"]:
            value.setdefault("former", []).append(former)
            return
    values.append(
        (
            FORMER,
            line,
            {
                "slug": row["slug"],
                "type": row["type"],
                "country": row["country"],
                "county": row["county_code"] or None,
                "names": [{"name": row["name"], "language": _LANGUAGE.get(row["country"], "nb")}],
                "former": [former],
                "valid_from": row["valid_from"] or None,
                "valid_until": row["valid_until"] or None,
            },
        )
    )


def _border(
    rows: Iterable[tuple[int, Mapping[str, str]]], values: Mapping[str, dict[str, Any]]
) -> list[Fault]:
    """Make each pair neighbours of one another; what is wrong with the pairs."""
    faults = []
    for line, row in rows:
        slug, neighbour = row["slug"], row["neighbour"]
        if slug not in values or neighbour not in values:
            unknown = slug if slug not in values else neighbour
            right = "Name municipalities or counties of the register."
            faults.append(Fault(NEIGHBOURS, f"names {unknown}, not here.", right, line=line))
        elif slug == neighbour or neighbour in values[slug].get("neighbours", {}):
            right = "Write each pair of neighbours once."
            faults.append(Fault(NEIGHBOURS, f"has {slug} and {neighbour} twice.", right, line=line))
        elif not row["source"]:
            right = "Say where it stands."
            faults.append(Fault(NEIGHBOURS, "names no source.", right, line=line))
        else:
            values[slug].setdefault("neighbours", {})[neighbour] = row["source"]
            values[neighbour].setdefault("neighbours", {})[slug] = row["source"]
    return faults


def _bodies(text: str) -> tuple[list[tuple[str, int, dict[str, Any]]], list[Fault]]:
    try:
        items, lines = read_yaml(text) if text.strip() else ([], {})
    except BrokenYaml as problem:
        return [], [Fault(BODIES, problem.wrong, problem.right, line=problem.line)]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return [], [Fault(BODIES, "is no list of bodies.", "Begin each with a dash.", line=1)]
    bodies = []
    for position, item in enumerate(items):
        value = {_KEYS.get(key, key): inner for key, inner in item.items()}
        names = value.get("names")
        if isinstance(names, list):
            value["names"] = [
                {_KEYS.get(key, key): inner for key, inner in name.items()}
                if isinstance(name, dict)
                else name
                for name in names
            ]
        bodies.append((BODIES, lines[position,], value))
    return bodies, []


_KEYS = {"from": "valid_from", "until": "valid_until"}
_BACK = {after: before for before, after in _KEYS.items()}


def _organisations(
    values: Iterable[tuple[str, int, dict[str, Any]]], faults: list[Fault]
) -> list[Registered]:
    organisations: dict[str, Registered] = {}
    for path, line, value in values:
        try:
            organisation = Registered.model_validate(value)
        except ValidationError as problem:
            faults += list_faults(problem, path, {(): line}, Registered.model_fields)
            continue
        if organisation.slug in organisations:
            right = "Give each its own; the register is one."
            faults.append(Fault(path, "is there twice.", right, organisation.slug, line))
        organisations[organisation.slug] = organisation
    return list(organisations.values())


def _counties(
    values: Iterable[tuple[str, int, dict[str, Any]]], faults: list[Fault]
) -> list[County]:
    counties = []
    for path, line, value in values:
        try:
            counties.append(County.model_validate(value))
        except ValidationError as problem:
            faults += list_faults(problem, path, {(): line}, County.model_fields)
    return counties


def write_register(
    organisations: Sequence[Registered], counties: Sequence[County]
) -> dict[str, str]:
    """The register's files: path → text, rows in the order of country and code."""
    by_slug = {organisation.slug: organisation for organisation in organisations}
    municipalities = [
        value for value in organisations if value.type == "municipality" and value.code
    ]
    bodies = [value for value in organisations if value.type not in ("municipality", "county")]
    formers = [
        (value, former)
        for value in organisations
        if value.type in ("municipality", "county")
        for former in value.former
    ]
    pairs = [
        (value.slug, other, source)
        for value in organisations
        for other, source in value.neighbours.items()
        if value.slug < other
    ]
    # Without neighbours there is no file of them.
    bordering = {NEIGHBOURS: _csv(NEIGHBOURS, pairs, lambda row: row)} if pairs else {}
    return bordering | {
        MUNICIPALITIES: _csv(
            MUNICIPALITIES,
            (
                (
                    value.country or "",
                    value.code or "",
                    value.name,
                    value.county or "",
                    value.group,
                    value.slug,
                    _joined(value.parallel),
                )
                for value in municipalities
            ),
            lambda row: row[:2],
        ),
        COUNTIES: _csv(
            COUNTIES,
            (
                (
                    county.country,
                    county.code,
                    county.area,
                    by_slug[county.body].name if county.body else "",
                    county.body or "",
                    _joined(county.parallel),
                )
                for county in counties
            ),
            lambda row: row[:2],
        ),
        FORMER: _csv(
            FORMER,
            (
                (
                    value.slug,
                    value.country or "",
                    value.type,
                    former.name,
                    former.code,
                    former.county_code,
                    former.valid_from or "",
                    former.valid_until or "",
                    _BETWEEN.join(former.successors),
                    former.event,
                )
                for value, former in formers
            ),
            lambda row: (row[1], row[0], row[7]),
        ),
        BODIES: "\n".join(
            write_yaml([_body(value)])
            for value in sorted(bodies, key=lambda value: (value.country or "", value.slug))
        ),
    }


def _joined(names: Iterable[DatedName]) -> str:
    return _BETWEEN.join(f"{name.language}:{name.name}" for name in names)


def _csv(path: str, rows: Iterable[tuple[str, ...]], key: Callable[[tuple[str, ...]], Any]) -> str:
    ordered = sorted(rows, key=key)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS[path])
    writer.writerows(ordered)
    return text.getvalue()


def _body(value: Registered) -> dict[str, Any]:
    def back(mapping: Mapping[str, Any]) -> dict[str, Any]:
        return {_BACK.get(key, key): inner for key, inner in mapping.items()}

    head = back(value.model_dump(mode="json", exclude_defaults=True))
    # The language is always written: a reader should not have to know which one is assumed.
    head["names"] = [
        back(
            {
                field: text
                for field, text in name.model_dump(mode="json", exclude_none=True).items()
                if text
            }
        )
        for name in value.names
    ]
    return head
