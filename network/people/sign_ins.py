"""Browsers that are signed in: begun, found again at each request, listed and ended."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from network import clock
from network.errors import NotFound
from network.people.one_time_links import make_digest
from network.people.tables import Account, SignIn

# A browser that was not seen for so long, or that signed in so long ago, signs in again.
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
# Being seen is written down so often at most: reading should not write.
# How long an address that an account signed in from is its own: a season, with its holidays.
FAMILIAR = timedelta(days=90)
_SEEN_EVERY = timedelta(minutes=5)
# Whoever changes how an account is signed in to has proved so lately that they are its owner.
PROOF_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody signed in by: more than a password (``is_strong``), and at which provider, if
    any, whose own name of the sign-in ``session`` is."""

    is_strong: bool = False
    provider: str = ""
    issuer: str = ""
    session: str = ""


BY_PASSWORD: Final = Proof()
BY_SECOND_FACTOR: Final = Proof(is_strong=True)


def begin_sign_in(
    session: Session,
    account_id: UUID,
    browser: str,
    origin: str = "",
    proof: Proof = BY_PASSWORD,
) -> str:
    """Sign a browser in and return the secret that its cookie is to carry.

    ``origin`` is the digest of where it was done, by which the account's own places are known.
    """
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignIn(
            digest=make_digest(secret),
            account_id=account_id,
            began_at=now,
            seen_at=now,
            browser=browser[:100],
            origin=origin,
            is_strong=proof.is_strong,
            proved_at=now,
            provider=proof.provider,
            issuer=proof.issuer,
            provider_session=proof.session,
        )
    )
    session.flush()
    return secret


def find_sign_in(session: Session, secret: str) -> tuple[SignIn, Account] | None:
    """The sign-in of a cookie's secret and its account, if the one goes on and the other is open.
    One query."""
    found = session.execute(
        select(SignIn, Account)
        .join(Account, Account.id == SignIn.account_id)
        .where(SignIn.digest == make_digest(secret), Account.closed_at.is_(None))
    ).one_or_none()
    return (found[0], found[1]) if found is not None and is_active(found[0]) else None


def is_active(sign_in: SignIn) -> bool:
    """Whether a sign-in has not ended, by itself or by somebody."""
    now = clock.now()
    # From either side: what a clock that was ahead wrote is not to last longer than anything else.
    idle, long = abs(now - sign_in.seen_at), abs(now - sign_in.began_at)
    return sign_in.ended_at is None and idle < IDLE and long < LONGEST


def is_to_be_noted(sign_in: SignIn) -> bool:
    """Whether it is time to write down that the browser was seen."""
    now = clock.now()
    return sign_in.seen_at > now or now - sign_in.seen_at >= _SEEN_EVERY


def note_seen(session: Session, sign_in_id: int) -> None:
    """Write down that the browser was seen now."""
    row = session.get_one(SignIn, sign_in_id)
    row.seen_at = clock.now()
    row.began_at = min(row.began_at, row.seen_at)


def read_sign_ins(session: Session, account_id: UUID) -> Sequence[SignIn]:
    """The account's browsers that are signed in, last seen first. One query."""
    rows = session.scalars(
        select(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return [row for row in rows if is_active(row)]


def end_sign_in(session: Session, account_id: UUID, sign_in_id: int) -> None:
    """End one of the account's own sign-ins. Raises ``NotFound`` for anybody else's."""
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is None or sign_in.account_id != account_id:
        raise NotFound(str(sign_in_id))
    sign_in.ended_at = sign_in.ended_at or clock.now()
    session.flush()


def end_all(session: Session, account_id: UUID, but: int | None = None) -> None:
    """End all sign-ins of the account, or all but one."""
    session.execute(
        update(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.id != (but or 0))
        .values(ended_at=clock.now())
    )


def is_proved_lately(sign_in: SignIn) -> bool:
    """Whether who is signed in has proved within minutes that they are the account's owner."""
    return abs(clock.now() - (sign_in.proved_at or sign_in.began_at)) < PROOF_LASTS


def note_proof(session: Session, sign_in_id: int, *, is_strong: bool) -> None:
    """Write down that who is signed in has proved anew who they are, maybe by more than before."""
    row = session.get_one(SignIn, sign_in_id)
    row.proved_at = clock.now()
    row.is_strong = row.is_strong or is_strong


def end_of_issuer(session: Session, account_id: UUID, issuer: str) -> None:
    """End the account's sign-ins that were done at an issuer. One statement."""
    session.execute(
        update(SignIn)
        .where(SignIn.account_id == account_id, SignIn.issuer == issuer, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def forget_sign_ins(session: Session) -> None:
    """Delete the sign-ins that are over and no longer tell an account's places. One statement."""
    session.execute(delete(SignIn).where(SignIn.began_at < clock.now() - FAMILIAR))
