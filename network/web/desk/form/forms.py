"""Between a form and a content: what is typed, as it stands, and the value that it makes.

The *fields* of a form have the shape of the content, with text in every place: they are kept as
a working copy, whether or not they make a content already. Only what the kind's own fields name is
read from a request, whatever else it carries.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict

from network.kinds import Content
from network.text.slugs import slugify
from network.web.desk.form.fields import MOST_PARTS, Field, fields_of

Fields = dict[str, Any]
# What somebody may type for an organisation or a date reaches the model in its own spelling.
_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_PLACE = re.compile(r"[a-z_]+(?:\.\d{1,3}\.[a-z_]+)?(?:\.\d{1,3})?\Z")
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
# So many times what a field takes is kept as it was typed, and told to be too long.
_ROOM = 10


# What a request's form offers.
Given = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """What organisations are called in the form, both ways."""

    slug_of: Mapping[str, str]
    name_of: Mapping[str, str]

    def slug(self, typed: str) -> str:
        """The slug of what was typed: a name, or a slug; else what was typed."""
        return self.slug_of.get(" ".join(typed.split()).casefold(), typed.strip())

    def name(self, slug: str) -> str:
        """What the form shows for a slug."""
        return self.name_of.get(slug, slug)


def blank(kind: str) -> Fields:
    """The fields of an empty form."""
    return {one.name: _blank(one) for one in fields_of(kind)}


def completed(kind: str, fields: Fields) -> Fields:
    """The same fields with an empty one for each that the kind has got since they were kept."""
    return {one.name: _completed(one, fields.get(one.name)) for one in fields_of(kind)}


def from_content(content: Content, names: Names) -> Fields:
    """The fields of a form that says what a content says."""
    return from_value(content.kind, content.model_dump(mode="json"), names)


def from_value(kind: str, value: Mapping[str, Any], names: Names) -> Fields:
    """The fields of a form that says what a plain mapping says, be it a content or not."""
    return {one.name: _shown(one, value.get(one.name), names) for one in fields_of(kind)}


def unknown_organisations(kind: str, fields: Fields, names: Names) -> Iterator[str]:
    """The places in the form where an organisation is named that is not in the register."""

    def within(field: Field, typed: Any, place: str) -> Iterator[str]:
        if field.widget == "organisation":
            if typed and names.slug(typed) not in names.name_of:
                yield place
        elif field.widget == "group":
            for one in field.inner:
                yield from within(one, (typed or {}).get(one.name), f"{place}.{one.name}")
        elif field.widget == "parts":
            for at, part in enumerate(typed or []):
                for one in field.inner:
                    yield from within(one, part.get(one.name), f"{place}.{at}.{one.name}")

    for field in fields_of(kind):
        yield from within(field, fields.get(field.name), field.name)


def prose_of(kind: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every Markdown text of a form, also within parts: (place, what stands in it)."""
    for field in fields_of(kind):
        typed = fields.get(field.name)
        if field.widget == "prose":
            yield field.name, typed or ""
        elif field.widget == "parts":
            for at, part in enumerate(typed or []):
                for one in field.inner:
                    if one.widget == "prose":
                        yield f"{field.name}.{at}.{one.name}", part.get(one.name) or ""


def from_request(kind: str, given: Given) -> Fields:
    """The fields as they were typed."""
    return {one.name: _read(one, one.name, given) for one in fields_of(kind)}


def changed(kind: str, fields: Fields, how: str) -> str:
    """Add, remove or move a part of ``fields``; the place in the form to go on at.

    ``how`` is ``add:statements``, ``remove:statements.2``, ``up:…``, ``down:…``, or the same of a
    list within a part: ``add:statements.2.links``, ``remove:measures.0.partners.1``.
    ``move:statements.4:1`` puts a part at another place at once. Anything else changes nothing and
    gives an empty place.
    """
    verb, _, place = how.partition(":")
    place, _, wanted = place.partition(":")
    if not _PLACE.match(place):
        return ""
    steps = place.split(".")
    # Up to the last list: what follows it is the number of one of its parts.
    depth = len(steps) if len(steps) % 2 else len(steps) - 1
    found = _list_at(kind, fields, steps[:depth])
    if found is None:
        return ""
    field, some = found
    if verb == "add" and depth == len(steps):
        if len(some) < MOST_PARTS:
            some.append(_blank_part(field) if field.widget == "parts" else "")
        return f"{place}.{len(some) - 1}"
    if depth == len(steps) or int(steps[-1]) >= len(some):
        return ""
    at, around = int(steps[-1]), ".".join(steps[:depth])
    match verb:
        case "remove":
            del some[at]
            return f"{around}.{min(at, len(some) - 1)}" if some else around
        case "up" | "down":
            to = at + (1 if verb == "down" else -1)
            if 0 <= to < len(some):
                some[at], some[to] = some[to], some[at]
                return f"{around}.{to}"
            return place
        case "move":
            to = int(wanted) if _NUMBER.fullmatch(wanted) else -1
            if 0 <= to < len(some):
                some.insert(to, some.pop(at))
                return f"{around}.{to}"
            return place
    return ""


def _list_at(kind: str, fields: Fields, steps: list[str]) -> tuple[Field, list[Any]] | None:
    """The list of parts or addresses at ``statements`` or ``statements.2.links``."""
    field = next((one for one in fields_of(kind) if one.name == steps[0]), None)
    some = fields.get(steps[0])
    if field is not None and len(steps) == 3:
        part = some[int(steps[1])] if isinstance(some, list) and int(steps[1]) < len(some) else {}
        field = next((one for one in field.inner if one.name == steps[2]), None)
        some = part.get(steps[2]) if isinstance(part, dict) else None
    if field is None or field.widget not in ("parts", "addresses") or not isinstance(some, list):
        return None
    return field, some


def linked(kind: str, fields: Fields, place: str, address: str) -> None:
    """Put an address that was found by search in the form: as a link of the entry."""
    links = fields.get("links")
    if isinstance(links, list) and len(links) < MOST_PARTS:
        links.append({"relation": "relates", "to": address})


def value_of(
    kind: str, language: str, fields: Fields, names: Names, used: Collection[str] = ()
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """The value that the fields make, and for each place in it the place in the form.

    Nothing typed is nothing said: empty fields and parts are left out. Parts that have no id yet
    get one that is in neither ``used`` nor the form; it is also put into ``fields``.
    """
    taken = {*used, *_ids(kind, fields)}
    places: dict[str, str] = {}
    value: dict[str, Any] = {"kind": kind, "language": language}
    for one in fields_of(kind):
        made = _value(one, fields.get(one.name), names, taken, (one.name, one.name), places)
        if made not in ("", None, [], {}):
            value[one.name] = made
    return value, places


def _blank(field: Field) -> Any:
    match field.widget:
        case "parts" | "addresses" | "topics" | "choices":
            return []
        case "group":
            return {one.name: _blank(one) for one in field.inner}
    return field.default


def _blank_part(field: Field) -> Fields:
    part = {one.name: _blank(one) for one in field.inner}
    return {"id": "", **part} if field.has_id else part


def _completed(field: Field, typed: Any) -> Any:
    if typed is None:
        return _blank(field)
    if field.widget == "group":
        return {one.name: _completed(one, typed.get(one.name)) for one in field.inner}
    if field.widget == "parts":
        return [
            {name: part[name] for name in ("id",) if name in part}
            | {one.name: _completed(one, part.get(one.name)) for one in field.inner}
            for part in typed
        ]
    return typed


def _shown(field: Field, value: Any, names: Names) -> Any:
    if value is None:
        return _blank(field)
    match field.widget:
        case "parts":
            return [_shown_part(field, part, names) for part in value]
        case "group":
            return {one.name: _shown(one, value.get(one.name), names) for one in field.inner}
        case "addresses" | "topics" | "choices":
            return [str(one) for one in value]
        case "organisation":
            return names.name(str(value))
    return str(value)


def _shown_part(field: Field, part: Mapping[str, Any], names: Names) -> Fields:
    shown = {one.name: _shown(one, part.get(one.name), names) for one in field.inner}
    return {"id": str(part.get("id", "")), **shown} if field.has_id else shown


def _read(field: Field, place: str, given: Given) -> Any:
    match field.widget:
        case "topics" | "choices":
            return [one[:100] for one in given.getlist(place)[:100] if one]
        case "addresses":
            return [given.get(f"{place}.{at}", "")[:600] for at in _indexes(place, given)]
        case "group":
            return {one.name: _read(one, f"{place}.{one.name}", given) for one in field.inner}
        case "parts":
            return [_read_part(field, f"{place}.{at}", given) for at in _indexes(place, given)]
    return given.get(place, field.default)[: field.longest * _ROOM]


def _read_part(field: Field, place: str, given: Given) -> Fields:
    part = {one.name: _read(one, f"{place}.{one.name}", given) for one in field.inner}
    return {"id": given.get(f"{place}.id", "")[:60], **part} if field.has_id else part


def _indexes(place: str, given: Given) -> Iterator[int]:
    """The parts that the form had: each says so in a hidden field."""
    for at in range(MOST_PARTS):
        if f"{place}.{at}.there" not in given:
            return
        yield at


def _value(
    field: Field,
    typed: Any,
    names: Names,
    taken: set[str],
    where: tuple[str, str],
    places: dict[str, str],
) -> Any:
    """What was typed, as the model takes it; ``where`` is the place in the value and the form."""
    inside, place = where
    places[inside] = place
    match field.widget:
        case "parts":
            return _parts(field, typed or [], names, taken, where, places)
        case "group":
            made = _group(field, typed or {}, names, taken, where, places)
            return made if _says_something(field, typed or {}) else None
        case "addresses":
            found: list[str] = []
            for at, one in enumerate(typed or []):
                if one.strip():
                    places[f"{inside}.{len(found)}"] = f"{place}.{at}"
                    found.append(_address(one))
            return found
        case "topics" | "choices":
            return list(typed or [])
        case "organisation":
            return names.slug(typed or "")
        case "address":
            return _address(typed or "")
        case "slug":
            return slugify(typed or "")
        case "date":
            return _date(typed or "")
        case "number":
            text = (typed or "").strip()
            return int(text) if text.isascii() and text.isdigit() else text
    return (typed or "").replace("\r\n", "\n").strip()


def _parts(
    field: Field,
    typed: list[Fields],
    names: Names,
    taken: set[str],
    where: tuple[str, str],
    places: dict[str, str],
) -> list[dict[str, Any]]:
    inside, place = where
    found: list[dict[str, Any]] = []
    for at, part in enumerate(typed):
        # A new part that says nothing is none; one that was saved is taken away by its button.
        if not part.get("id") and not _says_something(field, part):
            continue
        here = (f"{inside}.{len(found)}", f"{place}.{at}")
        made = _group(field, part, names, taken, here, places)
        if field.has_id:
            if not part.get("id"):
                part["id"] = _new_id(field.name, taken)
            made["id"] = part["id"]
        places[here[0]] = here[1]
        found.append(made)
    return found


def _group(
    field: Field,
    typed: Fields,
    names: Names,
    taken: set[str],
    where: tuple[str, str],
    places: dict[str, str],
) -> dict[str, Any]:
    made = {}
    for one in field.inner:
        here = (f"{where[0]}.{one.name}", f"{where[1]}.{one.name}")
        value = _value(one, typed.get(one.name), names, taken, here, places)
        if value not in ("", None, [], {}) or (one.required and one.widget == "line"):
            made[one.name] = value
    return made


def _says_something(field: Field, typed: Fields) -> bool:
    """Whether anything was typed: what is chosen from a list is there in an empty part too."""
    for one in field.inner:
        value = typed.get(one.name)
        if one.widget == "choice":
            continue
        if one.widget == "group":
            if _says_something(one, value or {}):
                return True
        elif isinstance(value, list):
            if any(str(part).strip() for part in value):
                return True
        elif (value or "").strip():
            return True
    return False


def _ids(kind: str, fields: Fields) -> Iterator[str]:
    for one in fields_of(kind):
        if one.widget == "parts" and one.has_id:
            yield from (part.get("id", "") for part in fields.get(one.name) or [])


def _new_id(name: str, taken: set[str]) -> str:
    letter, number = name[0], 1
    while f"{letter}{number}" in taken:
        number += 1
    taken.add(f"{letter}{number}")
    return f"{letter}{number}"


def _address(typed: str) -> str:
    """organisation/entry#part, also from a whole address of a page."""
    typed = typed.strip()
    if "://" in typed or typed.startswith(("/nb/", "/sv/")):
        parts = urlsplit(typed)
        path = parts.path.strip("/").removeprefix("nb/").removeprefix("sv/")
        return f"{path}#{parts.fragment}" if parts.fragment else path
    return typed.strip("/")


def _date(typed: str) -> str:
    """A partial date, also from *27.2.2015*."""
    typed = typed.strip()
    day = _DATE.fullmatch(typed)
    if day:
        return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    return typed
