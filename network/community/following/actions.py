"""Following and ceasing to follow, and how one wants to be mailed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from network import clock
from network.changes import Change, read_newest_change
from network.community.following.periods import HOW_OFTEN, find_period
from network.community.following.subjects import get_subject
from network.community.following.tables import Follow, MailPreference
from network.db import insert_if_absent
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.people.actors import Actor
from network.people.tables import Account

Level = Literal["everything", "new_and_revised", "outcomes"]
LEVELS: tuple[str, ...] = get_args(Level)
LETTERS = ("own", "both", "none")
# The most things that one person follows.
MOST = 1_000
# An address that works again is mailed nothing older than this.
_OLDEST = timedelta(days=90)


def follow(
    session: Session, what: str, key: str, level: str, *, language: str, actor: Actor
) -> Follow:
    """Begin to follow, or follow at another level.

    Earlier changes are no news. Raises ``NotFound`` for what is not public, ``Invalid`` (field
    ``level``), ``NotAllowed`` for the site itself, and ``Conflict`` when one follows ``MOST``
    things already.
    """
    if actor.is_system:
        raise NotAllowed("follow")
    _demand_level(level)
    subject = get_subject(session, what, key, language)
    # One at a time of one account, since this locks it: so ``MOST`` holds for two at once too.
    load_mail_preference(session, actor.account_id)
    row = find_follow(session, what, subject.key, actor=actor)
    if row is not None:
        row.level = level
        session.flush()
        return row
    if len(read_own_follows(session, actor=actor)) >= MOST:
        raise Conflict("follows_too_many", most=MOST)
    row = Follow(
        account_id=actor.account_id,
        what=what,
        key=subject.key,
        organisation=subject.organisation,
        level=level,
        since=read_newest_change(session),
        made_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def change_level(session: Session, follow_id: int, level: str, *, actor: Actor) -> None:
    """Follow what one follows at another level. Raises ``NotFound`` for what is not there or
    another's, ``Invalid`` (field ``level``)."""
    row = _own(session, follow_id, actor)
    _demand_level(level)
    row.level = level
    session.flush()


def unfollow(session: Session, follow_id: int, *, actor: Actor) -> None:
    """Cease to follow. Raises ``NotFound`` for what is not there or another's."""
    session.delete(_own(session, follow_id, actor))
    session.flush()


def find_follow(session: Session, what: str, key: str, *, actor: Actor) -> Follow | None:
    """One's own follow of this, or None. One query."""
    return session.scalar(
        select(Follow).where(
            Follow.account_id == actor.account_id, Follow.what == what, Follow.key == key
        )
    )


def read_own_follows(session: Session, *, actor: Actor) -> Sequence[Follow]:
    """What one follows, in the order in which one began. One query."""
    return session.scalars(
        select(Follow).where(Follow.account_id == actor.account_id).order_by(Follow.id)
    ).all()


def load_mail_preference(session: Session, account_id: UUID) -> MailPreference:
    """How an account wants to be mailed: once a day until it says otherwise. Makes the row at first
    use and locks it until the transaction ends, so it belongs in one that changes something."""
    row = _lock_mail_preference(session, account_id)
    if row is not None:
        return row
    newest = read_newest_change(session)
    insert_if_absent(
        session,
        MailPreference,
        account_id=account_id,
        how_often="daily",
        mailed_through=newest,
        seen_through=newest,
        period=find_period("daily", clock.now()),
        secret=secrets.token_urlsafe(32),
        refusals=0,
    )
    row = _lock_mail_preference(session, account_id)
    assert row is not None
    return row


def set_mail_frequency(session: Session, how_often: str, *, actor: Actor) -> MailPreference:
    """Say how often one wants to be mailed.

    Changes while no mail was wanted are never mailed; between the other choices nothing is lost
    and nothing comes twice. Raises ``Invalid`` (field ``how_often``).
    """
    if how_often not in HOW_OFTEN:
        raise Invalid.in_field("not_a_choice", "how_often")
    row = load_mail_preference(session, actor.account_id)
    _choose(session, row, how_often)
    return row


def choose_letters(session: Session, letters: str, *, actor: Actor) -> None:
    """Say of which countries' letters of the month one wants: one's own, both, or none. Raises
    ``Invalid`` (field ``letters``)."""
    if letters not in LETTERS:
        raise Invalid.in_field("not_a_choice", "letters")
    load_mail_preference(session, actor.account_id).letters = letters
    session.flush()


def end_letters(session: Session, secret: str) -> bool:
    """What the address in every letter does: no more letters, the other mail as before. Whether
    the address was known."""
    row = session.scalar(
        select(MailPreference).where(MailPreference.secret == secret).with_for_update()
    )
    if row is None:
        return False
    row.letters = "none"
    session.flush()
    return True


def end_all_mail(session: Session, secret: str) -> bool:
    """What the address in every mail does: no more of them. Whether the address was known."""
    row = session.scalar(
        select(MailPreference).where(MailPreference.secret == secret).with_for_update()
    )
    if row is None:
        return False
    _choose(session, row, "none")
    return True


def find_account_by_secret(session: Session, secret: str) -> Account | None:
    """Whose the address is that ends all mail. One query."""
    return session.scalar(
        select(Account)
        .join(MailPreference, MailPreference.account_id == Account.id)
        .where(MailPreference.secret == secret)
    )


def mark_news_seen(session: Session, number: int, *, actor: Actor) -> None:
    """Note that one has seen the news up to this change."""
    row = load_mail_preference(session, actor.account_id)
    row.seen_through = max(row.seen_through, min(number, read_newest_change(session)))
    session.flush()


def note_refusal(session: Session, account_id: UUID) -> bool:
    """Note that a mail server refused the address for good; at the third time in a row it is set
    aside. Returns whether it is."""
    row = load_mail_preference(session, account_id)
    row.refusals += 1
    if row.refusals >= 3:
        set_aside(session, account_id)
    session.flush()
    return row.set_aside_at is not None


def note_taken(session: Session, account_id: UUID) -> None:
    """Note that a mail server took a mail for the address."""
    session.execute(
        update(MailPreference)
        .where(MailPreference.account_id == account_id, MailPreference.refusals > 0)
        .values(refusals=0)
    )


def set_aside(session: Session, account_id: UUID) -> None:
    """Mail this account no more until it says that its address works again."""
    row = load_mail_preference(session, account_id)
    row.set_aside_at = row.set_aside_at or clock.now()
    session.flush()


def try_address_again(session: Session, *, actor: Actor) -> None:
    """Take one's address up again; what is not older than 90 days is mailed then."""
    row = load_mail_preference(session, actor.account_id)
    if row.set_aside_at is None:
        return
    row.set_aside_at, row.refusals = None, 0
    oldest = session.scalar(
        select(func.max(Change.number)).where(Change.at < clock.now() - _OLDEST)
    )
    row.mailed_through = max(row.mailed_through, oldest or 0)
    session.flush()


def _lock_mail_preference(session: Session, account_id: UUID) -> MailPreference | None:
    return session.scalar(
        select(MailPreference)
        .where(MailPreference.account_id == account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _own(session: Session, follow_id: int, actor: Actor) -> Follow:
    row = session.get(Follow, follow_id, with_for_update=True)
    if row is None or row.account_id != actor.account_id:
        raise NotFound(str(follow_id))
    return row


def _demand_level(level: str) -> None:
    if level not in LEVELS:
        raise Invalid.in_field("not_a_choice", "level")


def _choose(session: Session, row: MailPreference, how_often: str) -> None:
    if row.how_often == "none" and how_often != "none":
        row.mailed_through = read_newest_change(session)
    if how_often != row.how_often:
        # The first mail comes with the next morning or week, not at once with half of one.
        row.period = find_period(how_often, clock.now())
        row.how_often = how_often
    session.flush()
