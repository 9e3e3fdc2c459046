"""Addresses in a form at which no entry is, with the nearest at which there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from network.entries.addresses import find_addresses
from network.entries.tables import Entry
from network.organisations.tables import Organisation
from network.text.references import Reference, parse_reference
from network.web.desk.form import forms
from network.web.desk.form.reading import Names
from network.web.translation import gettext as _

# How alike two addresses are to be for one to be meant by the other: two letters of ten may differ.
_ALIKE = 0.7
_MOST = 5
_MOST_ORGANISATIONS = 3


@dataclass(frozen=True, slots=True)
class DeadAddress:
    """An address at which nothing public ever was: its place in the form, and the nearest that
    there is, or ""."""

    place: str
    address: str
    nearest: str

    @property
    def sentence(self) -> str:
        """What a writer is told of it."""
        if self.nearest:
            return _(
                "No entry is at “%(address)s”. Did you mean “%(nearest)s”?",
                address=self.address,
                nearest=self.nearest,
            )
        return _("No entry is at “%(address)s” yet.", address=self.address)


def find_dead_addresses(
    session: Session, kind: str, fields: Mapping[str, Any], names: Names
) -> list[DeadAddress]:
    """The addresses of a form that lead nowhere. Costs a query; where there are any, two more. The
    nearest is looked for of the first five, among the entries of the organisation that is named or
    is nearly called so, and among those of the same name."""
    typed = [
        (place, address, reference)
        for place, address in forms.list_addresses(kind, dict(fields), names)
        if (reference := parse_reference(address)) is not None and reference.points == "entry"
    ]
    known = find_addresses(session, [(ref.organisation, ref.slug) for _, _, ref in typed])
    dead = [
        (place, address, reference)
        for place, address, reference in typed
        if (reference.organisation, reference.slug) not in known
    ]
    nearest = _find_nearest(session, [reference for _, _, reference in dead[:_MOST]])
    return [
        DeadAddress(place, address, nearest.get(reference, ""))
        for place, address, reference in dead
    ]


def _find_nearest(session: Session, dead: list[Reference]) -> dict[Reference, str]:
    """The address that each is nearest to, where one is near."""
    if not dead:
        return {}
    writing = session.scalars(
        select(Organisation.slug).join(Entry, Entry.organisation_id == Organisation.id).distinct()
    ).all()
    meant = {
        reference: [reference.organisation]
        if reference.organisation in writing
        else get_close_matches(reference.organisation, writing, _MOST_ORGANISATIONS, _ALIKE)
        for reference in dead
    }
    slugs = {slug for organisations in meant.values() for slug in organisations}
    rows = session.execute(
        select(Organisation.slug, Entry.slug)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .where(
            or_(
                Organisation.slug.in_(slugs), Entry.slug.in_({reference.slug for reference in dead})
            )
        )
    ).all()
    nearest = {}
    for reference, organisations in meant.items():
        live = {
            slug: f"{organisation}/{slug}"
            for organisation, slug in rows
            if organisation in organisations or slug == reference.slug
        }
        for slug in get_close_matches(reference.slug, live, 1, _ALIKE):
            nearest[reference] = live[slug]
    return nearest


def tell_dead_addresses(
    session: Session, kind: str, fields: Mapping[str, Any], names: Names
) -> str:
    """One text on all of them, for after a save; "" where there are none."""
    dead = find_dead_addresses(session, kind, fields, names)
    return "".join(f" {address.sentence}" for address in dead[:3])
