"""Addresses in a form at which no entry is, with the nearest at which there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.entries.addresses import find_addresses
from network.entries.tables import Entry
from network.organisations.tables import Organisation
from network.text.references import parse_reference
from network.web.desk.form import forms
from network.web.desk.form.reading import Names
from network.web.translation import gettext as _

# How alike two addresses are to be for one to be meant by the other: two letters of ten may differ.
_ALIKE = 0.7


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
    """The addresses of a form that lead nowhere. Costs a query; where there are any, one more, and
    some 0.1 s for 10,000 entries."""
    typed = [
        (place, address, reference)
        for place, address in forms.list_addresses(kind, dict(fields), names)
        if (reference := parse_reference(address)) is not None and reference.points == "entry"
    ]
    known = find_addresses(session, [(ref.organisation, ref.slug) for _, _, ref in typed])
    dead = [
        (place, address, f"{ref.organisation}/{ref.slug}")
        for place, address, ref in typed
        if (ref.organisation, ref.slug) not in known
    ]
    if not dead:
        return []
    rows = session.execute(
        select(Organisation.slug, Entry.slug).join(
            Organisation, Organisation.id == Entry.organisation_id
        )
    )
    live = [f"{organisation}/{slug}" for organisation, slug in rows]
    return [
        DeadAddress(place, address, next(iter(get_close_matches(bare, live, 1, _ALIKE)), ""))
        for place, address, bare in dead
    ]


def tell_dead_addresses(
    session: Session, kind: str, fields: Mapping[str, Any], names: Names
) -> str:
    """One text on all of them, for after a save; "" where there are none."""
    dead = find_dead_addresses(session, kind, fields, names)
    return "".join(f" {address.sentence}" for address in dead[:3])
