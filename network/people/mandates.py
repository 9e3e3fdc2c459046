"""Mandates: this person, in this role, for this organisation or country, from, until."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from network import clock
from network.errors import Conflict, Invalid, NotFound
from network.organisations.tables import Organisation
from network.people.accounts import get_account
from network.people.actors import Actor, Role
from network.people.api_tokens import end_tokens_without_right
from network.people.events import record_event
from network.people.permissions import demand
from network.people.tables import Account, Mandate, OwnApproval

ROLES: tuple[str, ...] = get_args(Role)
COUNTRIES = ("NO", "SE", "FI")


@dataclass(frozen=True, slots=True)
class HeldMandate:
    """A mandate, whether it is in force today, and whether it was ended before its time."""

    id: int
    role: str
    organisation: str
    organisation_name: str
    country: str
    valid_from: date
    valid_until: date | None
    in_force: bool
    is_ended: bool


def give(
    session: Session,
    account_id: UUID,
    role: str,
    *,
    organisation_id: int | None = None,
    country: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
    actor: Actor,
) -> Mandate:
    """Give a mandate.

    Coordinators and approvers hold theirs at an organisation; national coordinators theirs for a
    country, at the organisation that they speak for; administrators theirs for the site. Raises
    ``NotAllowed``, ``NotFound``, and ``Invalid`` with the field that cannot be so.
    """
    demand(actor, "mandate.give")
    account = get_account(session, account_id)
    if role not in ROLES:
        raise Invalid.in_field("not_a_choice", "role")
    if role != "administrator" and organisation_id is None:
        raise Invalid.in_field("unknown_organisation", "organisation")
    if (role == "national_coordinator") != (country in COUNTRIES):
        raise Invalid.in_field("not_a_choice", "country")
    start = valid_from or clock.today()
    if valid_until is not None and valid_until < start:
        raise Invalid.in_field("ends_before_start", "valid_until")
    body = session.get(Organisation, organisation_id) if organisation_id is not None else None
    if organisation_id is not None and body is None:
        raise Invalid.in_field("unknown_organisation", "organisation")
    mandate = Mandate(
        account_id=account.id,
        role=role,
        organisation_id=None if role == "administrator" else organisation_id,
        country=country,
        valid_from=start,
        valid_until=valid_until,
    )
    session.add(mandate)
    session.flush()
    where = body.slug if body and role != "administrator" else ""
    description = ", ".join(filter(None, (role, where, country)))
    record_event(session, account.id, "mandate_given", actor.account_id, description)
    return mandate


def end(session: Session, mandate_id: int, *, actor: Actor) -> None:
    """End a mandate now.

    Raises ``NotAllowed``, ``NotFound``, and ``Conflict`` for the mandate by which the actor
    administers: nobody locks themselves out.
    """
    demand(actor, "mandate.give")
    mandate = session.get(Mandate, mandate_id)
    if mandate is None:
        raise NotFound(str(mandate_id))
    if mandate.account_id == actor.account_id and mandate.role == "administrator":
        raise Conflict("own_mandate")
    if mandate.ended_at is None:
        mandate.ended_at = clock.now()
        session.flush()
        record_event(session, mandate.account_id, "mandate_ended", actor.account_id, mandate.role)
        end_tokens_without_right(session, mandate.account_id, actor.account_id)


def read_mandates(session: Session, account_id: UUID) -> Sequence[HeldMandate]:
    """The account's mandates, those in force first. One query."""
    today = clock.today()
    rows = session.execute(
        select(Mandate, Organisation.slug, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Mandate.organisation_id)
        .where(Mandate.account_id == account_id)
        .order_by(Mandate.id)
    )
    mandates = [
        HeldMandate(
            row.id,
            row.role,
            slug or "",
            name or "",
            row.country,
            row.valid_from,
            row.valid_until,
            row.ended_at is None
            and row.valid_from <= today
            and (row.valid_until is None or row.valid_until >= today),
            row.ended_at is not None,
        )
        for row, slug, name in rows
    ]
    return sorted(mandates, key=lambda mandate: not mandate.in_force)


def read_valid_mandates(session: Session, account_id: UUID) -> Sequence[HeldMandate]:
    """The account's mandates that are in force today or will be. One query."""
    today = clock.today()
    return [
        held
        for held in read_mandates(session, account_id)
        if held.in_force or (held.valid_from > today and not held.is_ended)
    ]


def find_holders(
    session: Session, role: Role, *, organisation_id: int | None = None, country: str = ""
) -> Sequence[Account]:
    """The open accounts that hold a role today; at this organisation or for this country, if
    named. One query."""
    query = (
        select(Account)
        .join(Mandate, Mandate.account_id == Account.id)
        .where(
            Mandate.role == role,
            _in_force(clock.today()),
            Account.closed_at.is_(None),
        )
        .distinct()
        .order_by(Account.name, Account.id)
    )
    if organisation_id is not None:
        query = query.where(Mandate.organisation_id == organisation_id)
    if country:
        query = query.where(Mandate.country == country)
    return session.scalars(query).all()


def select_holders_in(country: str) -> Select[UUID]:
    """Selects the ids of the accounts that hold a mandate today at an organisation of a country, or
    for the country itself."""
    return (
        select(Mandate.account_id)
        .outerjoin(Organisation, Organisation.id == Mandate.organisation_id)
        .where(
            or_(Organisation.country == country, Mandate.country == country),
            _in_force(clock.today()),
        )
    )


def find_coordinator_ids(session: Session) -> Mapping[str, frozenset[UUID]]:
    """The open accounts that coordinate each country today; a country without any is left out.

    One query.
    """
    ids: dict[str, set[UUID]] = {}
    rows = session.execute(
        select(Mandate.country, Mandate.account_id)
        .join(Account, Account.id == Mandate.account_id)
        .where(
            Mandate.role == "national_coordinator",
            _in_force(clock.today()),
            Account.closed_at.is_(None),
        )
    )
    for country, account_id in rows:
        ids.setdefault(country, set()).add(account_id)
    return {country: frozenset(accounts) for country, accounts in ids.items()}


def find_coordinating_organisations(session: Session, *, but: str) -> Sequence[Organisation]:
    """The organisations whose people coordinate a country today, those of the country ``but`` left
    out; by slug. One query."""
    ids = (
        select(Mandate.organisation_id)
        .join(Account, Account.id == Mandate.account_id)
        .where(
            Mandate.role == "national_coordinator",
            Mandate.country != but,
            _in_force(clock.today()),
            Account.closed_at.is_(None),
        )
    )
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.slug)
    ).all()


def find_self_approving(session: Session, organisation_ids: Iterable[int]) -> frozenset[int]:
    """Which of these organisations' own approvers publish. One query."""
    return frozenset(
        session.scalars(
            select(OwnApproval.organisation_id).where(
                OwnApproval.organisation_id.in_(list(organisation_ids))
            )
        )
    )


def has_own_approval(session: Session, organisation_id: int) -> bool:
    """Whether the organisation's own approvers publish its texts. One query."""
    return session.get(OwnApproval, organisation_id) is not None


def set_own_approval(
    session: Session, organisation_id: int, approves: bool, *, actor: Actor
) -> None:
    """Say whether an organisation's own approvers publish, or the national coordinator.

    Raises ``NotAllowed``, ``NotFound``.
    """
    demand(actor, "approval.set")
    body = session.get(Organisation, organisation_id)
    if body is None:
        raise NotFound(str(organisation_id))
    row = session.get(OwnApproval, organisation_id)
    if approves and row is None:
        session.add(OwnApproval(organisation_id=organisation_id, since=clock.now()))
        session.flush()
        record_event(session, actor.account_id, "own_approval_given", actor.account_id, body.slug)
    elif not approves and row is not None:
        session.delete(row)
        session.flush()
        record_event(session, actor.account_id, "own_approval_taken", actor.account_id, body.slug)


def _in_force(today: date) -> ColumnElement[bool]:
    return and_(
        Mandate.ended_at.is_(None),
        Mandate.valid_from <= today,
        or_(Mandate.valid_until.is_(None), Mandate.valid_until >= today),
    )
