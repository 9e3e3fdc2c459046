"""Putting a letter that is sent into the outbox, a hundred people at a time, each once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from network import clock
from network.community.following.tables import Follow, MailPreference
from network.community.monthly_letters.actions import MAIL_KIND
from network.community.monthly_letters.tables import MonthlyLetter
from network.db import Database
from network.mail.outbox import queue_unwritten_mail
from network.people.mandates import select_holders_in
from network.people.tables import Account

# The most people in one transaction: other writers wait for no more than these.
_AT_ONCE = 100


def queue_letters(database: Database) -> int:
    """Put the mails of letters that are being sent into the outbox; how many.

    The mails and how far the letter has come are written in one transaction: a run that dies
    anywhere loses nothing and repeats nothing, and of two at once one waits or passes by.
    """
    queued = 0
    while True:
        with database.transaction() as session:
            letter = session.scalar(
                select(MonthlyLetter)
                .where(MonthlyLetter.sent_at.is_not(None), MonthlyLetter.queued_at.is_(None))
                .order_by(MonthlyLetter.sent_at, MonthlyLetter.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if letter is None:
                return queued
            accounts = _read_next(session, letter)
            for account in accounts:
                assert account.email is not None
                queue_unwritten_mail(
                    session,
                    account.email,
                    MAIL_KIND,
                    {"account": account.id.hex, "letter": letter.id, "is_trial": False},
                    account.language,
                    key=f"letter-{letter.country}-{letter.month}-{account.id.hex}",
                )
            letter.recipients += len(accounts)
            queued += len(accounts)
            if len(accounts) == _AT_ONCE:
                letter.queued_through = accounts[-1].id
            else:
                letter.queued_at = clock.now()


def count_recipients(session: Session, country: str) -> int:
    """How many people a country's letter would go to now. One query."""
    return len(session.scalars(_select_recipients(country).with_only_columns(Account.id)).all())


def _read_next(session: Session, letter: MonthlyLetter) -> Sequence[Account]:
    query = _select_recipients(letter.country).order_by(Account.id).limit(_AT_ONCE)
    if letter.queued_through is not None:
        query = query.where(Account.id > letter.queued_through)
    return session.scalars(query).all()


def _select_recipients(country: str) -> Select[Account]:
    """Who follows anything, wants mail, and works in the country or asked for both letters."""
    works_there = Account.id.in_(select_holders_in(country))
    return (
        select(Account)
        .join(MailPreference, MailPreference.account_id == Account.id)
        .where(
            Account.email.is_not(None),
            Account.closed_at.is_(None),
            Account.id.in_(select(Follow.account_id)),
            MailPreference.how_often != "none",
            MailPreference.set_aside_at.is_(None),
            or_(
                (MailPreference.letters == "own") & works_there,
                MailPreference.letters == "both",
            ),
        )
    )
