"""The cast: the same few people in every test that needs somebody."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy.orm import Session

from network import clock
from network.organisations.queries import find_organisation
from network.people.actors import Actor, Role, read_actor
from network.people.tables import Account, Mandate, OwnApproval


def person(
    session: Session, name: str, role: Role | None = None, at: str = "", country: str = ""
) -> Actor:
    """Somebody called ``name``, with one mandate or none."""
    account = Account(id=uuid4(), name=name, is_system=False)
    session.add(account)
    session.flush()
    if role:
        organisation = find_organisation(session, at) if at else None
        session.add(
            Mandate(
                account_id=account.id,
                role=role,
                organisation_id=organisation.id if organisation else None,
                country=country,
                valid_from=clock.today(),
                valid_until=None,
            )
        )
        session.flush()
    return read_actor(session, account.id)


def coordinator(session: Session, at: str = "eksempelvik") -> Actor:
    """Writes for a municipality."""
    return person(session, f"Kari of {at}", "coordinator", at)


def approver(session: Session, at: str = "eksempelvik") -> Actor:
    """Approves for a municipality that publishes by its own approvers."""
    organisation = find_organisation(session, at)
    assert organisation is not None
    session.merge(OwnApproval(organisation_id=organisation.id, since=clock.now()))
    session.flush()
    return person(session, f"Anders of {at}", "approver", at)


def national_coordinator(session: Session, country: str) -> Actor:
    """Approves for a country."""
    return person(session, f"Nils of {country}", "national_coordinator", country=country)


def stranger(session: Session) -> Actor:
    """Has an account and no mandate."""
    return person(session, "Siri")
