"""What content points at: other entries, and organisations in a role. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from network.kinds import Content
from network.kinds.field_types import Marked, find_marked
from network.kinds.marks import EntryRef, OrganisationRef
from network.text.references import find_references


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link to ``organisation/slug#target_part`` from ``part`` ("" for the entry as a whole)."""

    relation: str
    organisation: str
    slug: str
    target_part: str = ""
    part: str = ""


def list_pointers(content: Content, html: Mapping[str, str]) -> list[Pointer]:
    """Every link to an entry in the order of the page, doubles left out.

    ``html`` is the original's rendered Markdown by path, from which ``[[…]]`` are read.
    """
    return list(dict.fromkeys((*_fields(content), *_written(html))))


def _fields(content: Content) -> Iterator[Pointer]:
    for link in find_marked(content, EntryRef):
        mark = link.mark
        relation = getattr(link.holder, mark.relation_in) if mark.relation_in else mark.relation
        yield _pointer(relation, link.value, "" if mark.of_entry else link.part)


def _written(html: Mapping[str, str]) -> Iterator[Pointer]:
    for path, rendered in html.items():
        part, dot, _ = path.rpartition(".")
        for target in find_references(rendered):
            if target.points == "entry":
                yield Pointer(
                    "mentions", target.organisation, target.slug, target.part, part if dot else ""
                )


def _pointer(relation: str, address: str, part: str = "") -> Pointer:
    place, _, target_part = address.partition("#")
    organisation, _, slug = place.partition("/")
    return Pointer(relation, organisation, slug, target_part, part)


def list_organisations(content: Content, html: Mapping[str, str]) -> list[tuple[str, str]]:
    """The organisations that content names: (slug, role), in order, doubles left out.

    Roles: organiser, initiative, took_part, partner, owner, asked, mentioned.
    """
    named = [(place.value, _role(place)) for place in find_marked(content, OrganisationRef)]
    for rendered in html.values():
        named += [
            (target.slug, "mentioned")
            for target in find_references(rendered)
            if target.points == "organisation"
        ]
    return list(dict.fromkeys(named))


def _role(place: Marked[OrganisationRef]) -> str:
    """The role that the field says, or the nearest around it."""
    marks = (field.mark(OrganisationRef) for field in reversed(place.fields))
    return next((mark.role for mark in marks if mark is not None and mark.role), "mentioned")


def list_organisation_places(content: Content) -> Iterator[tuple[str, str]]:
    """Every slug of an organisation in content: (path of the field, slug)."""
    for place in find_marked(content, OrganisationRef):
        yield ".".join(str(step) for step in place.path), place.value
