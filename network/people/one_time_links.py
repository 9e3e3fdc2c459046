"""Links that are mailed and work once: to take up an account, or to set a password."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from network import clock
from network.people.tables import Account, OneTimeLink

Purpose = Literal["invitation", "reset"]
# An invitation may lie over a weekend and a holiday; whoever asks for a link sits and waits for it.
VALID: Mapping[str, timedelta] = {"invitation": timedelta(days=7), "reset": timedelta(hours=1)}
# How long it is known that there was a link, which then worked no more.
LINK_KEPT = timedelta(days=30)


def make_digest(secret: str) -> str:
    """What is kept of a secret that was drawn here: it cannot be turned back."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def draw_link(session: Session, account_id: UUID, purpose: Purpose) -> str:
    """Draw the secret of a link; those drawn for the account before work no more."""
    now = clock.now()
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.account_id == account_id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    secret = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            digest=make_digest(secret),
            purpose=purpose,
            account_id=account_id,
            expires_at=now + VALID[purpose],
        )
    )
    session.flush()
    return secret


def find_account_by_link(
    session: Session, secret: str, purpose: Purpose | None = None
) -> Account | None:
    """Whose link this is, if it still works, and is for ``purpose`` where one is named. Two
    queries."""
    link = session.get(OneTimeLink, make_digest(secret))
    if link is None or link.used_at is not None:
        return None
    if purpose not in (None, link.purpose):
        return None
    # One that would work for longer than any was drawn by a clock that was ahead.
    left = link.expires_at - clock.now()
    if not timedelta(0) < left <= VALID[link.purpose]:
        return None
    account = session.get_one(Account, link.account_id)
    return None if account.closed_at is not None else account


def use_link(session: Session, secret: str) -> Account | None:
    """Whose link this is, if it still works; from now on it does not."""
    account = find_account_by_link(session, secret)
    if account is not None:
        session.get_one(OneTimeLink, make_digest(secret)).used_at = clock.now()
        session.flush()
    return account


def forget_links(session: Session) -> None:
    """Delete the links that were used, or worked no more, a month ago. One statement."""
    before = clock.now() - LINK_KEPT
    session.execute(
        delete(OneTimeLink).where(
            (OneTimeLink.used_at < before) | (OneTimeLink.expires_at < before)
        )
    )
