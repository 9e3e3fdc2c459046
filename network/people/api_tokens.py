"""Access tokens for the API: what a program may hand in drafts with, for one organisation.

A token is 256 random bits behind a beginning that secret scanners know (``PATTERN``). It is shown
once and kept as a digest. It is its maker's: it may no more than they may themselves, and ends with
their mandate or account.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from network import clock
from network.errors import Invalid, NotAllowed, NotFound
from network.organisations.tables import Organisation
from network.people.actors import Actor, read_actor
from network.people.events import record_event
from network.people.one_time_links import make_digest
from network.people.tables import Account, ApiToken, Mandate
from network.public_words import demand_words

#: How a token looks, for secret scanners.
PATTERN: Final = r"grannar_[A-Za-z0-9_-]{43}"
BEGINNING: Final = "grannar_"
MOST_DAYS: Final = 365
NAME_LENGTH: Final = 100
#: How long it is known that there was a token, which then works no more.
TOKEN_KEPT: Final = timedelta(days=365)
# Being used is written down so often at most: reading should not write.
_USED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token as its maker sees it: not the secret, which nobody has any more."""

    id: int
    name: str
    organisation: str
    organisation_name: str
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    ended_at: datetime | None

    @property
    def last_moment(self) -> datetime:
        """The last second in which it works, on the day that its maker chose at the latest."""
        return self.expires_at - timedelta(seconds=1)

    @property
    def works(self) -> bool:
        """Whether it has neither ended nor expired."""
        return self.ended_at is None and self.expires_at > clock.now()


def make_token(
    session: Session, organisation_id: int, name: str, last_day: date, *, actor: Actor
) -> str:
    """Make a token for drafts of an organisation, and return it; nobody can read it again.

    It works until the end of ``last_day``, a year ahead at most, and no longer than the mandate by
    which the actor writes there. Raises ``NotAllowed`` for who does not, and ``Invalid`` for a name
    or a day that cannot be.
    """
    if not actor.writes_for(organisation_id):
        raise NotAllowed("token.make")
    name = demand_words(name, "name", is_line=True, longest=NAME_LENGTH)
    today = clock.today()
    if not today < last_day <= today + timedelta(days=MOST_DAYS):
        raise Invalid.in_field("day_out_of_reach", "last_day", most=MOST_DAYS)
    mandated_until = _find_end_of_mandate(session, organisation_id, actor)
    if mandated_until is not None:
        last_day = min(last_day, mandated_until)
    secret = BEGINNING + secrets.token_urlsafe(32)
    session.add(
        ApiToken(
            digest=make_digest(secret),
            account_id=actor.account_id,
            organisation_id=organisation_id,
            name=name,
            made_at=clock.now(),
            expires_at=datetime.combine(last_day + timedelta(days=1), time(), UTC),
            last_used_at=None,
            ended_at=None,
        )
    )
    session.flush()
    _record(session, actor.account_id, "token_made", actor.account_id, name, organisation_id)
    return secret


def find_token(session: Session, secret: str) -> ApiToken | None:
    """The token with this secret, if it works and its maker's account is open. One query."""
    return session.scalar(
        select(ApiToken)
        .join(Account, Account.id == ApiToken.account_id)
        .where(
            ApiToken.digest == make_digest(secret),
            ApiToken.ended_at.is_(None),
            ApiToken.expires_at > clock.now(),
            Account.closed_at.is_(None),
        )
    )


def is_use_to_be_noted(token: ApiToken) -> bool:
    """Whether it is time to write down that a token was used."""
    return token.last_used_at is None or abs(clock.now() - token.last_used_at) >= _USED_EVERY


def note_token_used(session: Session, token_id: int) -> None:
    """Write down that a token was used now. One statement."""
    session.execute(
        update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=clock.now())
    )


def read_tokens(session: Session, account_id: UUID) -> Sequence[MadeToken]:
    """The tokens of an account, those that work first, then the newest. One query."""
    rows = session.execute(
        select(ApiToken, Organisation.slug, Organisation.name)
        .join(Organisation, Organisation.id == ApiToken.organisation_id)
        .where(ApiToken.account_id == account_id)
        .order_by(ApiToken.id.desc())
    )
    tokens = [
        MadeToken(
            row.id,
            row.name,
            slug,
            name,
            row.made_at,
            row.expires_at,
            row.last_used_at,
            row.ended_at,
        )
        for row, slug, name in rows
    ]
    return sorted(tokens, key=lambda token: not token.works)


def end_token(session: Session, token_id: int, *, actor: Actor) -> None:
    """End a token of the actor's own, now. Raises ``NotFound`` for anybody else's."""
    token = session.get(ApiToken, token_id, with_for_update=True)
    if token is None or token.account_id != actor.account_id:
        raise NotFound(str(token_id))
    if token.ended_at is None:
        _end(session, token, actor.account_id)


def end_tokens_without_right(session: Session, account_id: UUID, actor_id: UUID) -> None:
    """End the tokens of an account for organisations that it writes for no more; all of a closed
    one. Three queries, and two statements for each."""
    holder = read_actor(session, account_id)
    tokens = session.scalars(
        select(ApiToken).where(ApiToken.account_id == account_id, ApiToken.ended_at.is_(None))
    ).all()
    for token in tokens:
        if not holder.writes_for(token.organisation_id):
            _end(session, token, actor_id)


def forget_tokens(session: Session) -> None:
    """Delete the tokens that ended or expired a year ago. One statement."""
    before = clock.now() - TOKEN_KEPT
    session.execute(
        delete(ApiToken).where(or_(ApiToken.ended_at < before, ApiToken.expires_at < before))
    )


def _end(session: Session, token: ApiToken, actor_id: UUID) -> None:
    token.ended_at = clock.now()
    session.flush()
    _record(session, token.account_id, "token_ended", actor_id, token.name, token.organisation_id)


def _record(
    session: Session,
    account_id: UUID,
    verb: Literal["token_made", "token_ended"],
    actor_id: UUID,
    name: str,
    organisation_id: int,
) -> None:
    body = session.get_one(Organisation, organisation_id)
    record_event(session, account_id, verb, actor_id, f"{name}, {body.slug}")


def _find_end_of_mandate(session: Session, organisation_id: int, actor: Actor) -> date | None:
    """The last day of the mandates by which an actor writes for an organisation; None where one of
    them has no end."""
    today = clock.today()
    days = session.scalars(
        select(Mandate.valid_until).where(
            Mandate.account_id == actor.account_id,
            Mandate.organisation_id == organisation_id,
            Mandate.role != "administrator",
            Mandate.ended_at.is_(None),
            Mandate.valid_from <= today,
            or_(Mandate.valid_until.is_(None), Mandate.valid_until >= today),
        )
    ).all()
    ends = [day for day in days if day is not None]
    return max(ends) if ends and len(ends) == len(days) else None
