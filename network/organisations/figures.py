"""Reading the register's figures: the population of a municipality, as an office published it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.organisations.tables import Figure


def find_newest_population(session: Session, organisation_id: int) -> Figure | None:
    """The population of the last year that is known, with its source, or None. One query."""
    return session.scalar(
        select(Figure)
        .where(Figure.organisation_id == organisation_id, Figure.measure == "population")
        .order_by(Figure.year.desc())
        .limit(1)
    )


def find_populations(
    session: Session, organisation_ids: Collection[int] | None = None
) -> Mapping[int, int]:
    """The population of the last known year by organisation id: of these, or of all, some 650 rows
    a year. One query."""
    query = select(Figure.organisation_id, Figure.value).where(Figure.measure == "population")
    if organisation_ids is not None:
        query = query.where(Figure.organisation_id.in_(organisation_ids))
    rows = session.execute(query.order_by(Figure.year))
    # The last of each is the newest.
    return {row.organisation_id: row.value for row in rows}
