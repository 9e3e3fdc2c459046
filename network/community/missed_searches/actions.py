"""What curators see and do of the searches that missed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from network import clock
from network.community.missed_searches.counting import (
    LONGEST,
    Missed,
    MissedInMonth,
    read_missed_by_month,
    read_most_missed,
)
from network.community.missed_searches.tables import PutAsideSearch
from network.db import insert_if_absent
from network.errors import NotAllowed
from network.people.actors import Actor


def may_curate_searches(actor: Actor) -> bool:
    """Whether the actor sees what was searched in vain: national coordinators, administrators."""
    return actor.holds("national_coordinator") or actor.holds("administrator")


def read_missed_searches(session: Session, *, actor: Actor) -> Sequence[Missed]:
    """What was searched in vain. Raises ``NotAllowed``."""
    if not may_curate_searches(actor):
        raise NotAllowed("search.curate")
    return read_most_missed(session)


def read_missed_months(session: Session, *, actor: Actor) -> Sequence[MissedInMonth]:
    """The same month by month. Raises ``NotAllowed``."""
    if not may_curate_searches(actor):
        raise NotAllowed("search.curate")
    return read_missed_by_month(session)


def put_aside(session: Session, words: str, language: str, *, actor: Actor) -> None:
    """Show these words to curators no more: they are not for this site. Raises ``NotAllowed``."""
    if not may_curate_searches(actor):
        raise NotAllowed("search.curate")
    # Whoever put them aside first has done it.
    insert_if_absent(
        session,
        PutAsideSearch,
        words=words[:LONGEST],
        language=language[:2],
        by=actor.account_id,
        at=clock.now(),
    )
