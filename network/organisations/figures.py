"""Reading the register's figures: the population of a municipality, as an office published it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.changes import keep_by_register
from network.organisations.tables import Figure


def find_newest_population(session: Session, organisation_id: int) -> Figure | None:
    """The population of the last year that is known, with its source, or None. One query."""
    return session.scalar(
        select(Figure)
        .where(Figure.organisation_id == organisation_id, Figure.measure == "population")
        .order_by(Figure.year.desc())
        .limit(1)
    )


def find_populations(session: Session) -> Mapping[int, int]:
    """The population of the last known year by organisation id. Kept by the register's number: one
    query of some 650 rows a year where it changed."""
    return keep_by_register(session, "populations", _read_populations)


def _read_populations(session: Session) -> Mapping[int, int]:
    rows = session.execute(
        select(Figure.organisation_id, Figure.value)
        .where(Figure.measure == "population")
        .order_by(Figure.year)
    )
    # The last of each is the newest.
    return MappingProxyType({row.organisation_id: row.value for row in rows})
