"""What a site forgets by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from network import clock
from network.attachments.keeping import GRACE, delete_idle, delete_unknown, find_files, list_idle
from network.community.following.bounces import forget_returned
from network.community.monthly_letters.actions import LETTER_KEPT, forget_letters
from network.documents.attached_files import forget_given, is_used
from network.documents.working_copies import (
    BROUGHT_BACK,
    CLOSED_COPY,
    IDLE_COPY,
    forget_copies_of_closed,
    forget_idle_copies,
    purge_thrown_away,
)
from network.mail.delivery import MAIL_KEPT, forget_sent
from network.people.api_tokens import TOKEN_KEPT, forget_tokens
from network.people.events import SIGN_IN_EVENTS_KEPT, forget_sign_in_events
from network.people.guess_limits import REMEMBERED, forget_guesses
from network.people.one_time_links import LINK_KEPT, forget_links
from network.people.sign_ins import FAMILIAR, forget_sign_ins
from network.people.spent_tokens import SPENT_KEPT, forget_spent
from network.site import Site


@dataclass(frozen=True, slots=True)
class Collected:
    """How many files that nobody uses were deleted, and how many left-overs of killed processes."""

    files: int
    strays: int


# What is deleted by itself: what it is, after how long, and the statement that does it.
FORGOTTEN: tuple[tuple[str, timedelta, Callable[[Session], object]], ...] = (
    ("texts that somebody threw away", BROUGHT_BACK, purge_thrown_away),
    ("forms that nobody went on with", IDLE_COPY, forget_idle_copies),
    ("forms of closed accounts", CLOSED_COPY, forget_copies_of_closed),
    ("mails that were sent or given up", MAIL_KEPT, forget_sent),
    ("mails that came back", MAIL_KEPT, forget_returned),
    ("sign-ins that are over", FAMILIAR, forget_sign_ins),
    ("links that were mailed", LINK_KEPT, forget_links),
    ("access tokens that work no more", TOKEN_KEPT, forget_tokens),
    ("wrong passwords", REMEMBERED, forget_guesses),
    ("letters of the month", LETTER_KEPT, forget_letters),
    ("what may be taken once", SPENT_KEPT, forget_spent),
    ("who signed in and out", SIGN_IN_EVENTS_KEPT, forget_sign_in_events),
)


def forget(site: Site) -> None:
    """Delete what is kept for some time alone, once that is over. Each in a transaction of its own,
    so that nobody waits for it long."""
    for _, _, delete_old in FORGOTTEN:
        with site.database.transaction() as session:
            delete_old(session)


def collect_files(site: Site, before: datetime | None = None) -> Collected:
    """Delete the files that nothing uses, nor did since a moment (``GRACE`` ago), and the bytes
    that no process finished keeping. Each in a transaction of its own, so that nobody waits for it.

    Raises ``Unavailable`` where the store or the database cannot be had.
    """
    before = before or clock.now() - GRACE
    with site.database.reading() as session:
        idle = list_idle(session, before)
    files = 0
    for sha256 in idle:
        with site.database.transaction() as session:
            files += delete_idle(session, site.files, sha256, before, is_used, forget_given)
    strays = site.files.drop_unfinished(before)
    old = [sha256 for sha256, put_at in site.files.list_files() if put_at < before]
    with site.database.reading() as session:
        known = find_files(session, old)
    for sha256 in sorted(set(old) - known.keys()):
        with site.database.transaction() as session:
            strays += delete_unknown(session, site.files, sha256)
    return Collected(files, strays)
