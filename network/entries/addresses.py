"""Addresses are permanent: what was public once answers for ever, if only to say it is gone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import ARRAY, FromClause, Row, Select, String, and_, bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from network.entries.tables import Entry, EntryAddress
from network.errors import Conflict
from network.organisations.tables import Organisation
from network.public_words import demand_address

State = Literal["current", "moved", "withdrawn"]


@dataclass(frozen=True, slots=True)
class AddressState:
    """What is at an address. ``organisation`` and ``slug`` say where the entry is now."""

    state: State
    entry_id: UUID | None
    organisation: str
    slug: str


def find_address(session: Session, organisation: str, slug: str) -> AddressState | None:
    """What is at ``organisation/slug``; None when nothing public ever was. One query."""
    row = session.execute(
        _select_states().where(EntryAddress.organisation == organisation, EntryAddress.slug == slug)
    ).first()
    return None if row is None else _make_state(row)


def find_addresses(
    session: Session, wanted: Iterable[tuple[str, str]]
) -> Mapping[tuple[str, str], AddressState]:
    """What is at each (organisation, slug); addresses never public are left out. One query."""
    keys = list(dict.fromkeys(wanted))
    if not keys:
        return {}
    # A join, because SQLite answers "(organisation, slug) IN (…)" by reading the whole table.
    asked = _make_asked(session, keys)
    rows = session.execute(
        _select_states().join(
            asked,
            and_(
                EntryAddress.organisation == asked.c.organisation,
                EntryAddress.slug == asked.c.slug,
            ),
        )
    )
    return {(row[0].organisation, row[0].slug): _make_state(row) for row in rows}


def _make_asked(session: Session, keys: Sequence[tuple[str, str]]) -> FromClause:
    """Pairs as a table of two columns: one statement for any number of them, so that it is put
    together once and not anew for each number."""
    if session.get_bind().dialect.name == "postgresql":
        columns = [
            bindparam(None, list(column), ARRAY(String)) for column in zip(*keys, strict=True)
        ]
        return func.unnest(*columns).table_valued("organisation", "slug").render_derived("asked")
    each = func.json_each(json.dumps(keys)).table_valued("value", name="each")
    organisation, slug = (
        func.json_extract(each.c.value, place, type_=String) for place in ("$[0]", "$[1]")
    )
    return select(organisation.label("organisation"), slug.label("slug")).cte("asked")


def _select_states() -> Select[EntryAddress, str, str]:
    """Addresses, each with where its entry is now."""
    return (
        select(EntryAddress, Organisation.slug, Entry.slug)
        .outerjoin(Entry, Entry.id == EntryAddress.entry_id)
        .outerjoin(Organisation, Organisation.id == Entry.organisation_id)
    )


def _make_state(row: Row[EntryAddress, str, str]) -> AddressState:
    address, organisation, slug = row
    state = cast(State, address.state)
    # Nothing is at an address that is withdrawn.
    return AddressState(state, address.entry_id, organisation or "", slug or "")


def take_address(session: Session, organisation: str, slug: str, entry_id: UUID) -> None:
    """Make ``organisation/slug`` the present address of the entry; its others lead there.

    Raises ``Conflict`` when the address is another entry's, or was withdrawn.
    """
    row = session.get(EntryAddress, (organisation, slug))
    if row is not None and row.entry_id != entry_id:
        raise Conflict("address_taken", slug=slug)
    for other in session.scalars(select(EntryAddress).where(EntryAddress.entry_id == entry_id)):
        other.state = "moved"
    if row is None:
        row = EntryAddress(organisation=organisation, slug=slug, entry_id=entry_id, state="current")
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            # Another process made the row after this one had looked for it.
            raise Conflict("address_taken", slug=slug) from None
    row.state = "current"
    session.flush()


def leave_tombstones(session: Session, entry_id: UUID) -> None:
    """Make every address of the entry say that what stood there is gone."""
    for row in session.scalars(select(EntryAddress).where(EntryAddress.entry_id == entry_id)):
        row.state = "withdrawn"
        row.entry_id = None
    session.flush()


def reopen_address(session: Session, organisation: str, slug: str) -> None:
    """Take the tombstone away, so that the same document may be published there again."""
    row = session.get(EntryAddress, (organisation, slug))
    if row is not None and row.state == "withdrawn":
        session.delete(row)
        session.flush()


def add_redirect(session: Session, old: tuple[str, str], now: tuple[str, str]) -> None:
    """Let an address that was public on another site lead to where the entry is here.

    Does nothing when the old address is in use, or nothing is at the new one. Raises ``Invalid``
    for an address that holds an identity number.
    """
    demand_address(old[1])
    target = find_address(session, *now)
    if session.get(EntryAddress, old) is None and target and target.entry_id:
        session.add(
            EntryAddress(organisation=old[0], slug=old[1], entry_id=target.entry_id, state="moved")
        )
        session.flush()


def add_tombstone(session: Session, organisation: str, slug: str) -> None:
    """Say that what was public there on another site is gone; does nothing to one in use.

    Raises ``Invalid`` for an address that holds an identity number.
    """
    demand_address(slug)
    if session.get(EntryAddress, (organisation, slug)) is None:
        session.add(
            EntryAddress(organisation=organisation, slug=slug, entry_id=None, state="withdrawn")
        )
        session.flush()


def find_old_addresses(session: Session) -> list[tuple[str, str, str, str]]:
    """Every address that is not an entry's present one: (organisation, slug, state, now)."""
    rows = session.execute(
        select(EntryAddress, Organisation.slug, Entry.slug)
        .outerjoin(Entry, Entry.id == EntryAddress.entry_id)
        .outerjoin(Organisation, Organisation.id == Entry.organisation_id)
        .where(EntryAddress.state != "current")
        .order_by(EntryAddress.organisation, EntryAddress.slug)
    )
    return [
        (row.organisation, row.slug, row.state, f"{organisation}/{slug}" if slug else "")
        for row, organisation, slug in rows
    ]
