"""Which municipalities are like one another, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.organisations.bands import Band, find_band
from network.organisations.figures import find_populations
from network.organisations.tables import Organisation
from network.organisations.values import MADE_UP

# In the order in which they are shown.
Reason = Literal["neighbour", "group", "population", "county"]
# The kinds of organisation that are compared.
_TYPES = ("municipality", "county")


@dataclass(frozen=True, slots=True)
class Body:
    """A municipality or county as others are compared with it.

    ``group`` is the SKR group in Sweden; it is empty, and ``population`` None, where the register
    has no size. ``neighbours`` are slugs, none where no source names them.
    """

    id: int
    slug: str
    name: str
    type: str
    country: str
    county: str
    group: str
    population: int | None = None
    neighbours: frozenset[str] = frozenset()
    is_closed: bool = False

    @property
    def is_made_up(self) -> bool:
        """Whether it is an example, as the register's counties tell."""
        return self.county.endswith(f"-{MADE_UP}")

    @property
    def band(self) -> Band | None:
        """The band of its population, None where that is not known."""
        return None if self.population is None else find_band(self.population)


def read_bodies(session: Session) -> Mapping[str, Body]:
    """Every municipality and county, closed ones among them, by slug. Two queries, 700 rows."""
    population_by_id = find_populations(session)
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.slug,
            Organisation.name,
            Organisation.type,
            Organisation.country,
            Organisation.county,
            Organisation.is_closed,
            Organisation.content,
        ).where(Organisation.type.in_(_TYPES))
    )
    return {
        row.slug: Body(
            row.id,
            row.slug,
            row.content["names"][0].get("short") or row.name,
            row.type,
            row.country,
            row.county,
            # Norway's group is its written standard, which says nothing of size.
            row.content.get("group", "") if row.country == "SE" else "",
            population_by_id.get(row.id),
            frozenset(row.content.get("neighbours", ())),
            row.is_closed,
        )
        for row in rows
    }


def find_reasons(body: Body, other: Body) -> tuple[Reason, ...]:
    """Why two are like each other, the strongest reason first; empty where nothing is known, for
    a municipality and a county, and for an example and one that exists.

    Neighbours by the register; the same SKR group, Sweden; the same band of population, on both
    sides of the border; the same county.
    """
    shared: list[Reason] = []
    if body.type != other.type or body.is_made_up != other.is_made_up:
        return ()
    if other.slug in body.neighbours:
        shared.append("neighbour")
    if body.group and body.group == other.group:
        shared.append("group")
    if body.band is not None and body.band == other.band:
        shared.append("population")
    if body.county and body.county == other.county:
        shared.append("county")
    return tuple(shared)


def find_peers(bodies: Mapping[str, Body], slug: str) -> Mapping[str, tuple[Reason, ...]]:
    """Those of ``bodies`` that are like the one with this slug, each with the reasons.

    Those with most reasons first, then the nearest in population, then by name; what is closed is
    left out. Empty where the slug is none of theirs.
    """
    own = bodies.get(slug)
    if own is None:
        return {}
    reasons_by_body = {
        body: why
        for body in bodies.values()
        if body.slug != slug and not body.is_closed and (why := find_reasons(own, body))
    }

    def order(body: Body) -> tuple[int, float, str]:
        both_counted = own.population is not None and body.population is not None
        apart = (
            abs((own.population or 0) - (body.population or 0)) if both_counted else float("inf")
        )
        return -len(reasons_by_body[body]), apart, body.name

    return {body.slug: reasons_by_body[body] for body in sorted(reasons_by_body, key=order)}
