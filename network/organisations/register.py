"""Writing the register: new, changed and unchanged organisations and counties."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.errors import Fault, Invalid
from network.organisations.tables import CountyArea, Organisation
from network.organisations.values import RESERVED, County, Registered
from network.text.slugs import slugify


def register(session: Session, organisation: Registered) -> tuple[int, bool]:
    """Make the register say of ``organisation`` what this value says.

    Returns its id and whether anything changed. Raises ``Invalid`` when it would take a word
    that the site's own addresses use. What the register once held stays: a body that no longer
    exists is closed by its dates, never deleted.
    """
    if organisation.slug in RESERVED:
        raise Invalid(
            [
                Fault(
                    "organisations",
                    "is a word that the site's own addresses use.",
                    "Add the county or the country.",
                    organisation.slug,
                )
            ]
        )
    content = organisation.model_dump(mode="json", exclude_defaults=True)
    row = session.scalar(select(Organisation).where(Organisation.slug == organisation.slug))
    if row is not None and row.content == content:
        return row.id, False
    if row is None:
        row = Organisation(slug=organisation.slug)
        session.add(row)
    county = organisation.county
    row.bare_slug = slugify(organisation.names[0].short or organisation.name)
    row.type = organisation.type
    row.country = organisation.country or ""
    row.county = f"{organisation.country}-{county}" if county and organisation.country else ""
    row.name = organisation.name
    row.is_closed = organisation.closed
    row.content = content
    session.flush()
    return row.id, True


def register_counties(session: Session, counties: Iterable[County]) -> None:
    """Make the register hold these counties, with what they say of themselves."""
    known = {row.key: row for row in session.scalars(select(CountyArea))}
    for county in counties:
        row = known.get(county.key) or CountyArea(key=county.key)
        row.area = county.area
        row.content = county.model_dump(mode="json", exclude_defaults=True)
        session.add(row)
    session.flush()
