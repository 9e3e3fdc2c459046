"""For whom somebody speaks in public, and what they may say there: asked before every act."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.errors import Fault, Invalid, NotAllowed, TooMany
from network.kinds.words import Language
from network.organisations.tables import Organisation
from network.people.actors import Actor, Role
from network.people.mandates import COUNTRIES, find_coordinator_ids, find_holders
from network.people.tables import Account, AccountEvent
from network.public_words import read_words

# The mandates that let somebody speak for an organisation; the first that is held is shown.
REPRESENTING_ROLES: tuple[Role, ...] = ("coordinator", "approver", "national_coordinator")
# What is counted together against whoever floods, and how much of it an account may do.
COUNTED = ("question_asked", "need_answered", "reported")
AN_HOUR, A_DAY = 10, 30


def find_role_at(actor: Actor, organisation_id: int) -> str:
    """The mandate by which the actor speaks for an organisation, or "" where they do not."""
    return next(
        (role for role in REPRESENTING_ROLES if actor.holds(role, organisation_id=organisation_id)),
        "",
    )


def find_represented_organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations that the actor speaks for, by slug. One query."""
    mine = list_represented_organisations(actor)
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(mine)).order_by(Organisation.slug)
    ).all()


def list_represented_organisations(actor: Actor) -> list[int]:
    """The ids of the organisations that the actor speaks for."""
    held = {
        mandate.organisation_id for mandate in actor.mandates if mandate.organisation_id is not None
    }
    return sorted(id for id in held if find_role_at(actor, id))


def demand_representation(actor: Actor, organisation_id: int, permission: str) -> str:
    """The role by which the actor speaks for an organisation. Raises ``NotAllowed``."""
    role = find_role_at(actor, organisation_id)
    if not role:
        raise NotAllowed(permission)
    return role


def lock_account(session: Session, actor: Actor) -> None:
    """Let what the account does at once be done one after the other. One query."""
    query = select(Account.id).where(Account.id == actor.account_id)
    # What merely points at the account need not wait.
    session.scalar(query.with_for_update(key_share=True))


def demand_quota(session: Session, actor: Actor) -> None:
    """Raise ``TooMany`` when the account has asked, replied and reported often enough for now.

    Ten times an hour and thirty a day, counted together, from what is kept of the account. The
    account is locked meanwhile, so that two requests at once count as two. Two queries.
    """
    lock_account(session, actor)
    now = clock.now()
    for most, within in ((AN_HOUR, timedelta(hours=1)), (A_DAY, timedelta(days=1))):
        last = session.scalars(
            select(AccountEvent.at)
            .where(
                AccountEvent.account_id == actor.account_id,
                AccountEvent.verb.in_(COUNTED),
                # What a clock that was ahead wrote down is no reason to wait until then.
                AccountEvent.at <= now,
                AccountEvent.at > now - within,
            )
            .order_by(AccountEvent.at.desc())
            .limit(most)
        ).all()
        if len(last) == most:
            wait = last[-1] + within - now
            raise TooMany(max(1, -(-int(wait.total_seconds()) // 60)))


def check_words(text: str, language: str, longest: int, field: str = "text") -> str:
    """A text as it is kept: plain paragraphs in one of the site's languages.

    Raises ``Invalid`` with every fault: of ``language`` when it is none, of ``field`` when the
    text is empty, longer than ``longest`` characters, unusable, or holds an identity number.
    """
    faults = []
    if language not in get_args(Language):
        faults.append(Fault.of("not_a_choice", "language"))
    text, wrong = read_words(text, field, longest=longest)
    faults += wrong
    if faults:
        raise Invalid(faults)
    return text


def find_writers(session: Session, organisation_id: int) -> list[Account]:
    """Who writes for an organisation today; administrators where nobody does, so that nothing
    that is sent there lies unread. At most four queries."""
    accounts = {
        holder.id: holder
        for role in REPRESENTING_ROLES
        for holder in find_holders(session, role, organisation_id=organisation_id)
    }
    return list(accounts.values()) or list(find_holders(session, "administrator"))


def find_coordinators(session: Session, country: str) -> Sequence[Account]:
    """Who looks after a country: its national coordinators, else administrators. Two queries."""
    coordinators = find_holders(session, "national_coordinator", country=country) if country else ()
    return coordinators or find_holders(session, "administrator")


def is_coordinator(session: Session, actor: Actor, country: str) -> bool:
    """Whether the actor looks after a country, as its national coordinator or standing in for
    one; administrators alone look after what lies in none. One query."""
    if country and actor.holds("national_coordinator", country=country):
        return True
    return actor.holds("administrator") and (
        not country or not find_holders(session, "national_coordinator", country=country)
    )


def find_coordinated_countries(
    session: Session, actor: Actor, coordinators: Collection[str] | None = None
) -> list[str]:
    """The countries that the actor looks after, as ``is_coordinator`` says, "" among them for what
    lies in none.

    ``coordinators`` are the countries that have any, where they are known. At most one query.
    """
    stands_in = actor.holds("administrator")
    taken: Collection[str] = ()
    if stands_in:
        taken = find_coordinator_ids(session) if coordinators is None else coordinators
    return [
        country
        for country in (*COUNTRIES, "")
        if (country and actor.holds("national_coordinator", country=country))
        or (stands_in and country not in taken)
    ]
