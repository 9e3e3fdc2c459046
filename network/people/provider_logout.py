"""Signing out here because somebody signed out at their employer's provider."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from network import clock
from network.identity_providers.identities import LogoutNotice
from network.people.events import record_event
from network.people.spent_tokens import spend
from network.people.tables import Identity, SignIn


def end_by_notice(session: Session, notice: LogoutNotice) -> bool:
    """End the sign-ins that a notice of the provider is about: those of its subject, or the one of
    its session, or both at once. False, and nothing is ended, where the notice was taken before.

    That there are none is no fault: they may be over. Four statements.
    """
    if not spend(session, "logout token", f"{notice.issuer} {notice.token_id}"):
        return False
    found = select(SignIn.id, SignIn.account_id).where(
        SignIn.issuer == notice.issuer, SignIn.ended_at.is_(None)
    )
    if notice.session:
        found = found.where(SignIn.provider_session == notice.session)
    if notice.subject:
        found = found.join(Identity, Identity.account_id == SignIn.account_id).where(
            Identity.issuer == notice.issuer, Identity.subject == notice.subject
        )
    _end(session, {row.id: row.account_id for row in session.execute(found)})
    return True


def end_by_session(session: Session, issuer: str, name: str) -> None:
    """End the sign-in that a provider calls so. Two statements."""
    found = select(SignIn.id, SignIn.account_id).where(
        SignIn.issuer == issuer, SignIn.provider_session == name, SignIn.ended_at.is_(None)
    )
    _end(session, {row.id: row.account_id for row in session.execute(found)})


def _end(session: Session, sign_ins: dict[int, UUID]) -> None:
    session.execute(
        update(SignIn).where(SignIn.id.in_(list(sign_ins))).values(ended_at=clock.now())
    )
    for account_id in set(sign_ins.values()):
        record_event(session, account_id, "signed_out", account_id)
