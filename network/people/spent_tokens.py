"""What may be taken once: whoever brings it again, at any of the site's processes, is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from network import clock
from network.db import insert_if_absent
from network.people.one_time_links import make_digest
from network.people.tables import SpentToken

# For longer than any of them would be believed for its age.
SPENT_KEPT: Final = timedelta(hours=1)


def spend(session: Session, what: str, token: str) -> bool:
    """Whether this is the first time that a token of this sort is brought. One statement; of two
    at once the second waits for the first's transaction."""
    return insert_if_absent(
        session,
        SpentToken,
        digest=make_digest(f"{what}: {token}"),
        expires_at=clock.now() + SPENT_KEPT,
    )


def forget_spent(session: Session) -> None:
    """Delete what would be refused for its age by now. One statement."""
    session.execute(delete(SpentToken).where(SpentToken.expires_at <= clock.now()))
