"""The log of accounts: who was invited, signed in, given a mandate. Appended, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from network import clock
from network.people.tables import Account, AccountEvent

# How long it is known who signed in when: long enough to look into what was done under a name.
SIGN_IN_EVENTS_KEPT = timedelta(days=365)
_SIGN_INS = ("signed_in", "signed_out", "sign_in_ended", "reset_asked")

Verb = Literal[
    "invited",
    "signed_in",
    "signed_out",
    "sign_in_ended",
    "password_set",
    "identity_linked",
    "identity_removed",
    "second_factor_set",
    "second_factor_removed",
    "second_factor_reset",
    "recovery_codes_drawn",
    "recovery_code_used",
    "passkey_added",
    "passkey_removed",
    "reset_asked",
    "mandate_given",
    "mandate_ended",
    "closed",
    "reopened",
    "own_approval_given",
    "own_approval_taken",
    "marked",
    "mark_taken_back",
    "question_asked",
    "question_answered",
    "need_answered",
    "answer_helped",
    "help_taken_back",
    "reported",
    "report_settled",
    "promoted",
    "promotion_ended",
    "letter_sent",
    "token_made",
    "token_ended",
]


@dataclass(frozen=True, slots=True)
class Event:
    """One line: who was concerned, the event, who did it and when."""

    account: str
    verb: str
    actor: str
    at: datetime
    detail: str


def record_event(
    session: Session, account_id: UUID, verb: Verb, actor_id: UUID, detail: str = ""
) -> None:
    """Append a line. ``detail`` holds no address of mail or of the net."""
    session.add(
        AccountEvent(
            account_id=account_id, verb=verb, actor_id=actor_id, at=clock.now(), detail=detail[:300]
        )
    )
    session.flush()


def read_events(session: Session, limit: int = 200) -> Sequence[Event]:
    """The last lines, newest first. One query."""
    actor = aliased(Account)
    rows = session.execute(
        select(Account.name, AccountEvent.verb, actor.name, AccountEvent.at, AccountEvent.detail)
        .join(Account, Account.id == AccountEvent.account_id)
        .join(actor, actor.id == AccountEvent.actor_id)
        .order_by(AccountEvent.id.desc())
        .limit(limit)
    )
    return [Event(*row) for row in rows]


def forget_sign_in_events(session: Session) -> None:
    """Delete the lines of who signed in and out, and asked for links, once a year is over; those of
    mandates and of what was done stay. One statement."""
    session.execute(
        delete(AccountEvent).where(
            AccountEvent.verb.in_(_SIGN_INS), AccountEvent.at < clock.now() - SIGN_IN_EVENTS_KEPT
        )
    )
