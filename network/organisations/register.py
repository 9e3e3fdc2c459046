"""Writing the register: new, changed and unchanged organisations and counties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.errors import Fault, Invalid
from network.organisations.tables import CountyArea, Organisation
from network.organisations.values import RESERVED, County, Registered
from network.public_words import find_address_faults, find_value_faults
from network.text.slugs import slugify


def register(session: Session, organisation: Registered) -> tuple[int, bool]:
    """Make the register say of ``organisation`` what this value says.

    Returns its id and whether anything changed. Raises ``Invalid`` when it would take a word
    that the site's own addresses use, or holds what may not be public. What the register once
    held stays: a body that no longer exists is closed by its dates, never deleted.
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
    _demand_public(content, organisation.slug)
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
    """Make the register hold these counties, with what they say of themselves.

    Raises ``Invalid`` for what may not be public.
    """
    rows = {row.key: row for row in session.scalars(select(CountyArea))}
    for county in counties:
        content = county.model_dump(mode="json", exclude_defaults=True)
        _demand_public(content, county.key)
        row = rows.get(county.key) or CountyArea(key=county.key)
        row.area, row.content = county.area, content
        session.add(row)
    session.flush()


def _demand_public(content: Mapping[str, Any], key: str) -> None:
    # A slug that is refused is not repeated in the fault.
    faults = find_address_faults(str(content.get("slug", "")), "slug") or [
        Fault("", f"({key}) {fault.wrong}", fault.right, fault.field)
        for fault in find_value_faults(content)
    ]
    if faults:
        raise Invalid(
            Fault("organisations", fault.wrong, fault.right, fault.field) for fault in faults
        )
