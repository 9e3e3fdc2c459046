"""What is new for one person, as the site shows it: the last weeks, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from network import clock
from network.changes import Change, read_newest_change
from network.community.following.actions import read_own_follows
from network.community.following.changes import Searched, read_changes
from network.community.following.news import News, select_news
from network.community.following.tables import Follow, MailPreference
from network.people.actors import Actor

# The site shows what is no older, and no more changes than these are gone through for one page.
SHOWN_FOR = timedelta(days=60)
_MOST_CHANGES = 2_000
_MOST_NEWS = 200


@dataclass(frozen=True, slots=True)
class OwnNews:
    """The news of one person, the latest first. ``seen`` is the last change they saw, ``upto`` the
    last one this covers."""

    news: tuple[News, ...]
    at: Mapping[int, datetime]
    follows: Mapping[int, Follow]
    seen: int
    upto: int


def read_own_news(session: Session, searched: Searched, *, actor: Actor) -> OwnNews:
    """The news of the last 60 days of what one follows, the latest first. Some ten queries; the
    time it takes grows with the changes of these days, up to 2,000 of them."""
    follows = read_own_follows(session, actor=actor)
    newest = read_newest_change(session)
    preference = session.get(MailPreference, actor.account_id)
    if not follows:
        return OwnNews((), {}, {}, newest, newest)
    begins = session.scalar(
        select(func.max(Change.number)).where(Change.at < clock.now() - SHOWN_FOR)
    )
    after = max(begins or 0, newest - _MOST_CHANGES)
    changes = read_changes(session, after, newest)
    news = select_news(follows, changes, after, newest, searched)[::-1][:_MOST_NEWS]
    moments = session.execute(
        select(Change.number, Change.at).where(
            Change.number.in_([entry_news.number for entry_news in news])
        )
    )
    return OwnNews(
        tuple(news),
        {row.number: row.at for row in moments},
        {row.id: row for row in follows},
        preference.seen_through if preference else newest,
        newest,
    )
