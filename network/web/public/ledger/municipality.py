"""The municipality that somebody typed the name of, to be compared with others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from network.organisations.near_names import find_near_names
from network.organisations.tables import Organisation
from network.organisations.values import County
from network.text.slugs import slugify
from network.web.collation import sort_by_label

# Who says in the ledger what it has.
_TYPES = ("municipality", "county")


@dataclass(frozen=True, slots=True)
class Meant:
    """Which organisation a typed name means: ``slug`` and ``name`` of the one, or "" and those of
    that name (``several``) or of nearly that name (``near``). ``label`` is what to type for it."""

    slug: str = ""
    name: str = ""
    label: str = ""
    several: Sequence[Organisation] = ()
    near: Sequence[Organisation] = ()


def find_meant(
    register: Sequence[Organisation], counties: Mapping[str, County], typed: str
) -> Meant:
    """What ``typed`` means: a slug, a name in full or bare, or one of ``list_names``."""
    wanted = slugify(typed)
    bodies = [row for row in register if row.type in _TYPES]
    exact = [row for row in bodies if wanted and row.slug == wanted]
    named = exact or [
        row
        for row in bodies
        if wanted
        and wanted in (row.bare_slug, slugify(row.name), slugify(_add_county(row, counties)))
    ]
    if len(named) == 1:
        (row,) = named
        is_alone = sum(other.name == row.name for other in bodies) == 1
        shown = row.content["names"][0]
        return Meant(
            row.slug,
            shown.get("short") or shown["name"],
            row.name if is_alone else _add_county(row, counties),
        )
    near = find_near_names(bodies, typed) if wanted and not named else []
    return Meant(several=named, near=near)


def list_names(register: Sequence[Organisation], counties: Mapping[str, County]) -> list[str]:
    """The names to choose among, with the county where several bear one; what is closed is left
    out."""
    bodies = [row for row in register if row.type in _TYPES and not row.is_closed]
    counted = Counter(row.name for row in bodies)
    return sort_by_label(
        (row.name if counted[row.name] == 1 else _add_county(row, counties) for row in bodies), str
    )


def _add_county(row: Organisation, counties: Mapping[str, County]) -> str:
    county = counties.get(row.county)
    return f"{row.name} ({county.area})" if county else row.name
