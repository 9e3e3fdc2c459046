"""Gathering what each person is to be mailed: one mail for each and period, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from network import clock
from network.changes import read_newest_change
from network.community.following.changes import FollowedChanges, Searched, read_changes
from network.community.following.news import News, select_news
from network.community.following.periods import find_period
from network.community.following.tables import Follow, MailPreference
from network.db import Database
from network.mail.outbox import queue_unwritten_mail
from network.people.tables import Account

# The kind of mail that is written from news when it is sent.
MAIL_KIND = "news"
# The most people in one transaction: other writers wait for no more than these.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class DigestRun:
    """What a run did: mails put in the outbox, and people gone through."""

    mails: int
    people: int


def queue_digests(database: Database, searched: Searched, searched_to: int) -> DigestRun:
    """Put a mail in the outbox for everybody whose period is over and who has news.

    The mail and ``mailed_through`` are written in one transaction, so that a
    run that dies anywhere loses nothing and repeats nothing, and two at once do no harm. Saved
    searches are asked through ``searched``, which knows the changes up to ``searched_to``; who
    follows none does not wait for it. Holds the changes since and a hundred people in memory.
    """
    now = clock.now()
    mails = people = 0
    with database.reading() as session:
        newest = read_newest_change(session)
        mailed_through = session.scalar(
            select(func.min(MailPreference.mailed_through)).where(*_due(now, newest))
        )
        if mailed_through is None:
            return DigestRun(0, 0)
        changes = read_changes(session, mailed_through, newest)
    after: UUID | None = None
    while True:
        with database.transaction() as session:
            preferences = _next_due(session, now, newest, after)
            if not preferences:
                return DigestRun(mails, people)
            for preference, account, follows in _with_follows(session, preferences):
                if _gather(
                    session, preference, account, follows, changes, searched, searched_to, now
                ):
                    mails += 1
            people += len(preferences)
            after = preferences[-1].account_id


def _due(now: datetime, newest: int) -> tuple[ColumnElement[bool], ...]:
    """Conditions on ``MailPreference`` of who is due: whose period is over, or who wants changes at
    once and has not been mailed the newest.

    A period that is further off than the next, from a clock that was ahead, is over too.
    """
    over = []
    for how_often, days in (("daily", 1), ("weekly", 7)):
        present, following = (
            find_period(how_often, moment) for moment in (now, now + timedelta(days))
        )
        passed = (MailPreference.period < present) | (MailPreference.period > following)
        over.append((MailPreference.how_often == how_often) & passed)
    return (
        MailPreference.set_aside_at.is_(None),
        or_(
            (MailPreference.how_often == "at_once") & (MailPreference.mailed_through < newest),
            *over,
        ),
    )


def _next_due(
    session: Session, now: datetime, newest: int, after: UUID | None
) -> Sequence[MailPreference]:
    query = select(MailPreference).where(*_due(now, newest)).order_by(MailPreference.account_id)
    if after is not None:
        query = query.where(MailPreference.account_id > after)
    # SQLite's transactions keep others out anyway; PostgreSQL leaves a second run the others.
    return session.scalars(query.limit(_AT_ONCE).with_for_update(skip_locked=True)).all()


class _Followed(NamedTuple):
    """The columns of a follow that matching needs: a hundred thousand rows pass by here."""

    id: int
    what: str
    key: str
    level: str
    since: int


def _with_follows(
    session: Session, preferences: Sequence[MailPreference]
) -> Iterator[tuple[MailPreference, Account, list[_Followed]]]:
    ids = [preference.account_id for preference in preferences]
    accounts = {row.id: row for row in session.scalars(select(Account).where(Account.id.in_(ids)))}
    follows: dict[UUID, list[_Followed]] = {}
    for row in session.execute(
        select(Follow.account_id, Follow.id, Follow.what, Follow.key, Follow.level, Follow.since)
        .where(Follow.account_id.in_(ids))
        .order_by(Follow.id)
    ):
        account_id, number, what, key, level, since = row
        follows.setdefault(account_id, []).append(_Followed(number, what, key, level, since))
    for preference in preferences:
        yield preference, accounts[preference.account_id], follows.get(preference.account_id, [])


def _gather(
    session: Session,
    preference: MailPreference,
    account: Account,
    follows: Sequence[_Followed],
    changes: FollowedChanges,
    searched: Searched,
    searched_to: int,
    now: datetime,
) -> bool:
    """Put somebody's mail in the outbox, if there is news, and move ``mailed_through`` and the
    period on. Whether there was a mail."""
    has_search = any(follow.what == "search" for follow in follows)
    upto = min(changes.upto, searched_to) if has_search else changes.upto
    if upto < preference.mailed_through:
        return False
    news = select_news(follows, changes, preference.mailed_through, upto, searched)
    period = find_period(preference.how_often, now)
    mailed = bool(news) and account.email is not None and account.closed_at is None
    if mailed:
        assert account.email is not None
        queue_unwritten_mail(
            session,
            account.email,
            MAIL_KIND,
            make_payload(account.id, preference.how_often, news),
            account.language,
            key="-".join(
                (
                    account.id.hex,
                    preference.how_often,
                    str(period or upto),
                    str(preference.mailed_through),
                )
            ),
        )
    preference.mailed_through, preference.period = upto, period
    return mailed


def make_payload(account_id: UUID, how_often: str, news: Sequence[News]) -> dict[str, Any]:
    """What a mail of news is written from when it is sent: ids, never words."""
    return {
        "account": account_id.hex,
        "how_often": how_often,
        "news": [
            [
                entry_news.entry_id.hex,
                entry_news.verb,
                entry_news.outcome,
                entry_news.number,
                list(entry_news.because),
                entry_news.points,
            ]
            for entry_news in news
        ],
    }


def read_payload(payload: dict[str, Any]) -> list[News]:
    """The news in a queued mail's payload, as ``make_payload`` put them in."""
    return [
        News(UUID(hex=entry), verb, outcome, number, tuple(because), points)
        for entry, verb, outcome, number, because, points in payload["news"]
    ]
