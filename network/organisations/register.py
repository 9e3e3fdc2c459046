"""Writing the register: new, changed and unchanged organisations and counties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.errors import Fault, Invalid
from network.organisations.tables import CountyArea, Organisation
from network.organisations.values import RESERVED, County, Registered
from network.public_words import find_address_faults, find_value_faults
from network.text.slugs import slugify


def register_organisations(session: Session, organisations: Sequence[Registered]) -> set[int]:
    """Make the register say of ``organisations`` what these values say: the ids of those of which
    it said something else.

    Raises ``Invalid`` when one would take a word that the site's own addresses use, or holds what
    may not be public. What the register once held stays: a body that no longer exists is closed by
    its dates, never deleted. One query, and one statement for those that are new.
    """
    rows = {
        row.slug: row
        for row in session.scalars(
            select(Organisation).where(
                Organisation.slug.in_({value.slug for value in organisations})
            )
        )
    }
    changed = []
    for value in organisations:
        if value.slug in RESERVED:
            raise Invalid(
                [
                    Fault(
                        "organisations",
                        "is a word that the site's own addresses use.",
                        "Add the county or the country.",
                        value.slug,
                    )
                ]
            )
        content = value.model_dump(mode="json", exclude_defaults=True)
        _demand_public(content, value.slug)
        row = rows.get(value.slug)
        if row is not None and row.content == content:
            continue
        if row is None:
            row = rows[value.slug] = Organisation(slug=value.slug)
            session.add(row)
        _describe(row, value, content)
        changed.append(row)
    session.flush()
    return {row.id for row in changed}


def _describe(row: Organisation, value: Registered, content: dict[str, Any]) -> None:
    row.bare_slug = slugify(value.names[0].short or value.name)
    row.type = value.type
    row.country = value.country or ""
    row.county = f"{value.country}-{value.county}" if value.county and value.country else ""
    row.name = value.name
    row.is_closed = value.closed
    row.content = content


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
