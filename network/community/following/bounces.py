"""Mail that came back: what we believe of it, what follows, and what is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import cast

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from network import clock
from network.community.following.actions import set_aside
from network.community.following.tables import ReturnedMail
from network.db import insert_if_absent
from network.mail.delivery import MAIL_KEPT
from network.mail.delivery_reports import read_delivery_report
from network.mail.failure_reasons import REASONS, Reason
from network.mail.outbox import queue_mail
from network.mail.returned_letters import write_returned
from network.mail.tables import OutgoingMail
from network.people.accounts import fold_email
from network.people.mandates import find_holders
from network.people.tables import Account

# A disabled account may be opened again tomorrow, and words without proof may be of a filter; what
# comes back for so many mails stays so.
_UNSURE: frozenset[Reason] = frozenset({"said_unknown", "account_disabled"})
_OFTEN = 3
# What comes back for reasons that are no address's own is told when it is so many in a day, and
# at least so great a part of what was sent.
_MANY, _PART = 10, 0.05
_DAY = timedelta(days=1)
# The address's own faults, of which its owner is told.
_OWN: frozenset[Reason] = frozenset({"no_such_address", *_UNSURE})


@dataclass(frozen=True, slots=True)
class ReturnedCounts:
    """How many mails came back within a day, by reason, and how many were sent meanwhile."""

    reasons: dict[Reason, int]
    sent: int

    @property
    def not_own(self) -> int:
        """How many came back for a reason that is not the address's own."""
        return sum(number for reason, number in self.reasons.items() if reason not in _OWN)

    @property
    def are_many(self) -> bool:
        """Whether these are so many that whoever looks after the site should know."""
        return self.not_own >= max(_MANY, _PART * self.sent)


def take_bounce(session: Session, written: bytes) -> bool:
    """Count a mail that came back, and set its address aside where that has the fault; whether it
    was set aside. Never raises for what is handed in.

    Anybody can write a report: it counts only for a mail that we sent, and only when it says that
    it is about the very address which that was sent to. Once for each mail, however often it is
    handed in.
    """
    report = read_delivery_report(written)
    if report is None or not report.keys:
        return False
    failed: dict[str, Reason] = {}
    for failure in report.failures:
        failed.setdefault(fold_email(failure.address), failure.reason)
    mails = session.execute(
        select(OutgoingMail.key, OutgoingMail.to).where(
            OutgoingMail.key.in_(report.keys), OutgoingMail.sent_at.is_not(None)
        )
    )
    for key, to in mails.all():
        if key is not None and fold_email(to) in failed:
            return _take(session, key, to, failed[fold_email(to)])
    return False


def read_returned(session: Session) -> ReturnedCounts:
    """What came back within a day. Two queries."""
    since = clock.now() - _DAY
    rows = session.execute(
        select(ReturnedMail.reason, func.count())
        .where(ReturnedMail.returned_at > since)
        .group_by(ReturnedMail.reason)
    )
    counted = Counter({cast(Reason, reason): number for reason, number in rows})
    sent = session.scalar(
        select(func.count()).select_from(OutgoingMail).where(OutgoingMail.sent_at > since)
    )
    return ReturnedCounts({reason: counted[reason] for reason in REASONS}, sent or 0)


def tell_of_returned(session: Session, *, catalogues: Path, address: Callable[[str], str]) -> int:
    """Mail the administrators where much came back, once a day at most; how many were mailed.

    ``catalogues`` is the folder of the letters' words, ``address`` gives the address of the site in
    a language. The letter has numbers alone, and no address. Three queries where there is nothing
    to tell.
    """
    counts = read_returned(session)
    if not counts.are_many:
        return 0
    told = 0
    for account in find_holders(session, "administrator"):
        if account.email is None:
            continue
        key = f"returned-{clock.today():%Y%m%d}-{account.id.hex}"
        is_told = select(OutgoingMail.id).where(
            OutgoingMail.key.like(f"returned-%-{account.id.hex}"),
            OutgoingMail.made_at > clock.now() - _DAY,
        )
        if session.scalar(is_told.limit(1)) is not None:
            continue
        letter = write_returned(
            catalogues,
            account.language,
            account.name,
            {reason: number for reason, number in counts.reasons.items() if reason not in _OWN},
            counts.sent,
            address(account.language),
        )
        mail = queue_mail(session, account.email, letter.subject, letter.body, account.language)
        mail.key = key
        session.flush()
        told += 1
    return told


def forget_returned(session: Session) -> None:
    """Delete what is known of mails that came back long ago."""
    before = clock.now() - MAIL_KEPT
    session.execute(delete(ReturnedMail).where(ReturnedMail.returned_at < before))


def _take(session: Session, key: str, to: str, reason: Reason) -> bool:
    is_new = insert_if_absent(
        session, ReturnedMail, mail_key=key, reason=reason, returned_at=clock.now()
    )
    account = session.scalar(select(Account).where(Account.email == to))
    if not is_new or account is None or not _has_fault(session, to, reason):
        return False
    set_aside(session, account.id)
    return True


def _has_fault(session: Session, to: str, reason: Reason) -> bool:
    if reason not in _UNSURE:
        return reason == "no_such_address"
    number = session.scalar(
        select(func.count())
        .select_from(ReturnedMail)
        .join(OutgoingMail, OutgoingMail.key == ReturnedMail.mail_key)
        .where(OutgoingMail.to == to, ReturnedMail.reason.in_(_UNSURE))
    )
    return (number or 0) >= _OFTEN
