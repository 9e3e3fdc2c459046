"""Who acts, as a value: what actions are handed instead of an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from network import clock
from network.people.tables import Account, Mandate

Role = Literal["coordinator", "approver", "national_coordinator", "administrator"]


@dataclass(frozen=True, slots=True)
class ActorMandate:
    """A mandate that is in force: the role, and where it is held."""

    role: str
    organisation_id: int | None
    country: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody and the mandates that they hold today. ``is_system`` is the site itself."""

    account_id: UUID
    name: str
    mandates: tuple[ActorMandate, ...]
    is_system: bool = False

    def holds(self, role: Role, *, organisation_id: int | None = None, country: str = "") -> bool:
        """Whether a mandate in ``role`` is held; at this organisation and country, if named."""
        return any(
            mandate.role == role
            and organisation_id in (None, mandate.organisation_id)
            and country in ("", mandate.country)
            for mandate in self.mandates
        )

    def writes_for(self, organisation_id: int) -> bool:
        """Whether it writes for an organisation: as coordinator or approver there, or as the
        national coordinator who represents it."""
        return any(
            self.holds(role, organisation_id=organisation_id)
            for role in ("coordinator", "approver", "national_coordinator")
        )

    @property
    def coordinated_countries(self) -> list[str]:
        """The countries (NO, SE) that a mandate as national coordinator is held for, sorted."""
        return sorted(
            {mandate.country for mandate in self.mandates if mandate.role == "national_coordinator"}
        )


def read_actor(session: Session, account_id: UUID) -> Actor:
    """The account as an actor, with the mandates in force today. Two queries.

    A closed account holds none.
    """
    account = session.get_one(Account, account_id)
    today = clock.today()
    held = session.scalars(
        select(Mandate).where(
            Mandate.account_id == account_id,
            Mandate.ended_at.is_(None),
            literal(account.closed_at is None),
            Mandate.valid_from <= today,
            or_(Mandate.valid_until.is_(None), Mandate.valid_until >= today),
        )
    )
    return Actor(
        account.id,
        account.name,
        tuple(ActorMandate(row.role, row.organisation_id, row.country) for row in held),
        account.is_system,
    )


def get_system_actor(session: Session, name: str) -> Actor:
    """The site itself, acting under ``name`` (*import*); its account is made at first use."""
    account = session.scalar(select(Account).where(Account.name == name, Account.is_system))
    if account is None:
        account = Account(id=uuid4(), name=name, is_system=True)
        session.add(account)
        session.flush()
    return Actor(account.id, account.name, (), is_system=True)
