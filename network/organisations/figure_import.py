"""Writing figures: the population of a country's municipalities, matched by their codes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.errors import Invalid
from network.organisations.statistics.population import Population
from network.organisations.tables import Figure, Organisation
from network.public_words import demand_words

# How the statistics offices call themselves in their files.
_OFFICES: Mapping[str, tuple[str, ...]] = {
    "NO": ("statistisk sentralbyrå", "statistics norway", "ssb"),
    "SE": ("statistiska centralbyrån", "statistikmyndigheten", "statistics sweden", "scb"),
}


@dataclass(frozen=True, slots=True)
class FiguresDone:
    """What an import did: how many figures are new, changed or the same.

    ``former`` maps codes that are no longer in use to what the register says followed, ``unknown``
    are codes of no municipality of the country; of neither is anything written. ``without`` are
    municipalities that the file has no number for, ``missing`` those that it does not name.
    """

    country: str
    new: int
    changed: int
    same: int
    former: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    without: tuple[str, ...]
    missing: tuple[str, ...]


def country_of(source: str) -> str:
    """The country of the office that a source names: NO, SE, or "" for neither or both."""
    words = source.casefold()
    plain = set("".join(one if one.isalnum() else " " for one in words).split())
    found = [
        country
        for country, names in _OFFICES.items()
        if any(name in (words if " " in name else plain) for name in names)
    ]
    return found[0] if len(found) == 1 else ""


def import_population(session: Session, found: Population, country: str = "") -> FiguresDone:
    """Write a population down for the municipalities of one country.

    ``country`` is NO or SE; where it is empty the file's source tells. Codes mean what they mean
    in that country alone: both have an 1860. What merged is told and never summed. Raises
    ``Invalid`` where the country or the source is not known or they contradict each other, where
    most codes are none of the country's, and where what the file says of itself may not be public.
    A file that is imported again changes nothing.
    """
    for field, text in (
        ("source", found.source),
        ("table", found.table_id),
        ("title", found.title),
    ):
        demand_words(text, field, is_line=True, may_be_empty=True)
    told = country_of(found.source)
    if country and told and country != told:
        raise Invalid(f"The file is from {found.source}, not from {country}. Nothing was changed.")
    country = country or told
    if not country:
        raise Invalid("The file does not say which country it is of. Name it with --country.")
    if not found.source:
        raise Invalid("The file names no source. Name it with --source.")
    present, former, names = _codes(session, country)
    valued = {code: value for code, value in found.values.items() if value}
    unknown = tuple(sorted(valued.keys() - present.keys() - former.keys()))
    known = valued.keys() & present.keys()
    if not known or len(unknown) > len(known):
        raise Invalid(
            f"Of {len(valued)} codes with a number {len(known)} are municipalities of {country} "
            "in the register. Is it another country's file?"
        )
    now = clock.now()
    counts = {"new": 0, "changed": 0, "same": 0}
    rows = {
        row.organisation_id: row
        for row in session.scalars(
            select(Figure).where(Figure.measure == "population", Figure.year == found.year)
        )
    }
    for code in sorted(known):
        row = rows.get(present[code])
        said = (valued[code], found.source[:200], found.table_id[:100], found.title[:300])
        if row is not None and (row.value, row.source, row.table_id, row.title) == said:
            counts["same"] += 1
            continue
        counts["changed" if row is not None else "new"] += 1
        if row is None:
            row = Figure(organisation_id=present[code], measure="population", year=found.year)
            session.add(row)
        row.value, row.source, row.table_id, row.title = said
        row.imported_at = now
    session.flush()
    return FiguresDone(
        country,
        counts["new"],
        counts["changed"],
        counts["same"],
        {code: former[code] for code in sorted(valued.keys() & former.keys() - present.keys())},
        unknown,
        tuple(names[code] for code in sorted(present.keys() & found.values.keys() - known)),
        tuple(names[code] for code in sorted(present.keys() - found.values.keys())),
    )


def _codes(
    session: Session, country: str
) -> tuple[Mapping[str, int], Mapping[str, tuple[str, ...]], Mapping[str, str]]:
    """The municipalities' ids by present code, what followed each former code, and their names
    by present code. One query."""
    present: dict[str, int] = {}
    former: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for row in session.scalars(
        select(Organisation)
        .where(Organisation.type == "municipality", Organisation.country == country)
        .order_by(Organisation.slug)
    ):
        value = row.value
        if value.code and not value.closed:
            present[value.code] = row.id
            names[value.code] = value.name
        elif value.code:
            former[value.code] = value.followed_by()
        for one in value.former:
            if one.code:
                former[one.code] = one.successors or value.followed_by() or (value.slug,)
    return present, former, names
