"""Writing figures: the population of a country's municipalities, matched by their codes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.errors import Invalid
from network.organisations.statistics.naming import find_country
from network.organisations.statistics.population import Population
from network.organisations.tables import Figure, Organisation
from network.public_words import demand_words


@dataclass(frozen=True, slots=True)
class FigureImportResult:
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


def import_population(
    session: Session, population: Population, country: str = ""
) -> FigureImportResult:
    """Write a population down for the municipalities of one country.

    ``country`` is NO, SE or FI; where it is empty the file's source decides. Codes mean what they
    mean in that country alone: Norway and Sweden both have an 1860. What merged is reported and
    never summed. Raises ``Invalid`` where the country or the source is not known or they contradict
    each other, where most codes are none of the country's, and where what the file says of itself
    may not be public.
    A file that is imported again changes nothing.
    """
    for field, text in (
        ("source", population.source),
        ("table", population.table_id),
        ("title", population.title),
        ("note", population.note),
    ):
        demand_words(text, field, is_line=True, may_be_empty=True)
    country_of_source = find_country(population.source)
    if country and country_of_source and country != country_of_source:
        raise Invalid.because(
            f"The file is from {population.source}, not from {country}. Nothing was changed."
        )
    country = country or country_of_source
    if not country:
        raise Invalid.because(
            "The file does not say which country it is of. Name it with --country."
        )
    if not population.source:
        raise Invalid.because("The file names no source. Name it with --source.")
    present, former, names = _codes(session, country)
    valued = {code: value for code, value in population.values.items() if value}
    unknown = tuple(sorted(valued.keys() - present.keys() - former.keys()))
    current = valued.keys() & present.keys()
    if not current or len(unknown) > len(current):
        raise Invalid.because(
            f"Of {len(valued)} codes with a number {len(current)} are municipalities of {country} "
            "in the register. Is it another country's file?"
        )
    now = clock.now()
    counts = {"new": 0, "changed": 0, "same": 0}
    rows = {
        row.organisation_id: row
        for row in session.scalars(
            select(Figure).where(Figure.measure == "population", Figure.year == population.year)
        )
    }
    for code in sorted(current):
        row = rows.get(present[code])
        said = (
            valued[code],
            population.source[:200],
            population.table_id[:100],
            population.title[:300],
            population.note[:600],
        )
        if row is not None and said == (
            row.value,
            row.source,
            row.table_id,
            row.title,
            row.note or "",
        ):
            counts["same"] += 1
            continue
        counts["changed" if row is not None else "new"] += 1
        if row is None:
            row = Figure(organisation_id=present[code], measure="population", year=population.year)
            session.add(row)
        row.value, row.source, row.table_id, row.title, row.note = said
        row.imported_at = now
    session.flush()
    return FigureImportResult(
        country,
        counts["new"],
        counts["changed"],
        counts["same"],
        {code: former[code] for code in sorted(valued.keys() & former.keys() - present.keys())},
        unknown,
        tuple(
            names[code] + (f" ({population.signs[code]})" if population.signs.get(code) else "")
            for code in sorted(present.keys() & population.values.keys() - current)
        ),
        tuple(names[code] for code in sorted(present.keys() - population.values.keys())),
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
        for period in value.former:
            if period.code:
                former[period.code] = period.successors or value.followed_by() or (value.slug,)
    return present, former, names
