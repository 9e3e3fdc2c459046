"""Who an account is to its employer: a subject at an issuer, linked by the account's owner alone.

No address of mail is ever compared: whoever gets a colleague's old address gets no account with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from network import clock
from network.errors import Conflict, NotFound
from network.identity_providers.identities import EmployerIdentity
from network.people.accounts import has_password
from network.people.events import record_event
from network.people.sign_ins import end_of_issuer
from network.people.tables import Account, Identity

# More nobody needs; whoever has a provider of their own making shall not fill the table.
MOST = 10


def find_identity(session: Session, identity: EmployerIdentity) -> Identity | None:
    """The row of this identity, whose account is open or closed, or None. One query."""
    return session.scalar(
        select(Identity).where(
            Identity.issuer == identity.issuer, Identity.subject == identity.subject
        )
    )


def read_identities(session: Session, account_id: UUID) -> Sequence[Identity]:
    """The account's identities, the oldest first. One query."""
    return session.scalars(
        select(Identity).where(Identity.account_id == account_id).order_by(Identity.id)
    ).all()


def link_identity(session: Session, account_id: UUID, identity: EmployerIdentity) -> None:
    """Let this identity sign in to the account from now on.

    That its owner wants it and has proved both is the caller's. Raises ``Conflict`` where it signs
    in to an account already (*identity_linked*: this one, *identity_taken*: another), or where the
    account has too many; of two who link it at once one comes second (``Contended``).
    """
    session.get_one(Account, account_id, with_for_update=True)
    linked = find_identity(session, identity)
    if linked is not None and linked.account_id == account_id:
        raise Conflict("identity_linked")
    if linked is not None:
        raise Conflict("identity_taken")
    if len(read_identities(session, account_id)) >= MOST:
        raise Conflict("too_many_identities", most=MOST)
    session.add(
        Identity(
            account_id=account_id,
            provider=identity.provider,
            issuer=identity.issuer,
            subject=identity.subject,
            since=clock.now(),
        )
    )
    session.flush()
    record_event(session, account_id, "identity_linked", account_id, identity.provider)


def remove_identity(session: Session, account_id: UUID, identity_id: int) -> None:
    """Let one of the account's identities sign in to it no more, and end what it has begun.

    Raises ``NotFound`` for anybody else's, ``Conflict`` (*last_way_in*) for the last way in; of two
    who take away at once the second looks after the first.
    """
    session.get_one(Account, account_id, with_for_update=True)
    identities = read_identities(session, account_id)
    identity = next((row for row in identities if row.id == identity_id), None)
    if identity is None:
        raise NotFound(str(identity_id))
    if len(identities) == 1 and not has_password(session, account_id):
        raise Conflict("last_way_in")
    session.execute(delete(Identity).where(Identity.id == identity_id))
    end_of_issuer(session, account_id, identity.issuer)
    record_event(session, account_id, "identity_removed", account_id, identity.provider)


def note_used(session: Session, identity: Identity) -> None:
    """Write down that the identity has signed in now. One statement."""
    session.execute(update(Identity).where(Identity.id == identity.id).values(used_at=clock.now()))
