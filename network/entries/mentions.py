"""What content points at: other entries, and organisations in a role. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from network.kinds import Case, Collection, Content, Experience, Meeting, Need, Plan, Resource
from network.kinds.parts import Organiser
from network.text.references import references_in


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link to ``organisation/slug#target_part`` from ``part`` ("" for the entry as a whole)."""

    relation: str
    organisation: str
    slug: str
    target_part: str = ""
    part: str = ""


def pointers(content: Content, html: Mapping[str, str]) -> list[Pointer]:
    """Every link to an entry in the order of the page, doubles left out.

    ``html`` is the original's rendered Markdown by path, from which ``[[…]]`` are read.
    """
    return list(dict.fromkeys((*_fields(content), *_written(html))))


def _fields(content: Content) -> Iterator[Pointer]:
    for link in content.links:
        yield _pointer(link.relation, link.to)
    if isinstance(content, Experience):
        for practice in content.practices:
            yield _pointer("used", practice)
        for taken in content.taken_up:
            # The same link where the practice is named among those used.
            yield _pointer("used", taken.practice)
    if isinstance(content, Meeting):
        for relation in ("before", "after"):
            address = getattr(content, relation)
            if address:
                yield _pointer(relation, address)
    if isinstance(content, Collection):
        for item in content.items:
            if item.entry:
                yield _pointer("collects", item.entry, item.id)
    for _, part in content.addressed_parts():
        for address in getattr(part, "links", ()):
            yield _pointer("relates", address, part.id)


def _written(html: Mapping[str, str]) -> Iterator[Pointer]:
    for path, rendered in html.items():
        part, dot, _ = path.rpartition(".")
        for found in references_in(rendered):
            if found.points == "entry":
                yield Pointer(
                    "mentions", found.organisation, found.slug, found.part, part if dot else ""
                )


def _pointer(relation: str, address: str, part: str = "") -> Pointer:
    place, _, target_part = address.partition("#")
    organisation, _, slug = place.partition("/")
    return Pointer(relation, organisation, slug, target_part, part)


def organisations_named(content: Content, html: Mapping[str, str]) -> list[tuple[str, str]]:
    """The organisations that content names: (slug, role), in order, doubles left out.

    Roles: organiser, initiative, took_part, partner, owner, asked, mentioned.
    """
    found = [(slug, role) for role, slug in _roles(content) if slug]
    for rendered in html.values():
        found += [
            (target.slug, "mentioned")
            for target in references_in(rendered)
            if target.points == "organisation"
        ]
    return list(dict.fromkeys(found))


def _roles(content: Content) -> Iterator[tuple[str, str | None]]:
    def of(organiser: Organiser | None) -> str | None:
        return organiser.organisation if organiser else None

    match content:
        case Meeting():
            yield "organiser", of(content.organiser)
            yield "initiative", of(content.initiative)
            for participant in content.participants:
                yield "took_part", participant.organisation
            for statement in content.statements:
                yield "took_part", statement.organisation
            for example in content.examples:
                yield "mentioned", of(example.by)
            for demand in content.asked:
                yield "took_part", of(demand.by)
                yield "asked", of(demand.of)
            for follow_up in content.follow_ups:
                yield "owner", of(follow_up.owner)
        case Experience() | Plan():
            for partner in content.partners:
                yield "partner", of(partner)
            for _, part in content.addressed_parts():
                yield "owner", of(getattr(part, "owner", None))
                for partner in getattr(part, "partners", ()):
                    yield "partner", of(partner)
        case Resource():
            yield "owner", of(content.owner)
        case Need():
            for asked in content.asked_of:
                yield "asked", of(asked)
        case Case():
            return


def organisation_places(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every slug of an organisation in content: (path of the field, slug)."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            path = f"{place}.{name}" if place else name
            if name == "organisation" and isinstance(inner, str):
                yield path, inner
            else:
                yield from organisation_places(inner, path)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from organisation_places(item, f"{place}.{position}")
