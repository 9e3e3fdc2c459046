"""Sending what is due: each mail once, again later where it failed."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta

from sqlalchemy import select, update

from network import clock
from network.db import Database
from network.mail.tables import OutgoingMail
from network.mail.transports import Message, Transport

logger = logging.getLogger(__name__)

# How long to wait after the first, second, … failure; after that every hour.
_WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
_LATER = timedelta(hours=1)
# A mail that could not be sent for a day is given up; it stays listed.
_GIVEN_UP = timedelta(days=1)
# Whoever takes a mail up has so long before another would.
_CLAIM = timedelta(minutes=5)


def deliver_due(database: Database, transport: Transport, most: int = 50) -> list[str]:
    """Send what is due, the oldest first; where each went.

    Two processes send nothing twice: a mail is claimed before it is sent. One that dies between
    sending and noting it sends that mail again after five minutes. Failures are logged without
    address or text.
    """
    with database.reading() as session:
        due = session.scalars(
            select(OutgoingMail.id)
            .where(
                OutgoingMail.sent_at.is_(None),
                OutgoingMail.next_try_at <= clock.now(),
                OutgoingMail.made_at > clock.now() - _GIVEN_UP,
            )
            .order_by(OutgoingMail.id)
            .limit(most)
        ).all()
    sent = (_deliver(database, transport, mail_id) for mail_id in due)
    return [where for where in sent if where is not None]


def _deliver(database: Database, transport: Transport, mail_id: int) -> str | None:
    now = clock.now()
    with database.transaction() as session:
        claimed = session.execute(
            update(OutgoingMail)
            .where(
                OutgoingMail.id == mail_id,
                OutgoingMail.sent_at.is_(None),
                OutgoingMail.next_try_at <= now,
            )
            .values(next_try_at=now + _CLAIM, tries=OutgoingMail.tries + 1)
            .returning(OutgoingMail.id)
        ).all()
        if not claimed:
            return None
        row = session.get_one(OutgoingMail, mail_id, populate_existing=True)
        message = Message(row.to, row.subject, row.body, row.language)
        tries = row.tries
    try:
        where = transport.send(message)
    # LookupError and ValueError: what cannot be written as a mail.
    except (OSError, smtplib.SMTPException, LookupError, ValueError) as problem:
        wait = _WAITS[tries - 1] if tries <= len(_WAITS) else _LATER
        with database.transaction() as session:
            row = session.get_one(OutgoingMail, mail_id)
            row.next_try_at, row.last_error = clock.now() + wait, type(problem).__name__
        logger.warning("mail %s could not be sent (%s)", mail_id, type(problem).__name__)
        return None
    with database.transaction() as session:
        row = session.get_one(OutgoingMail, mail_id)
        row.sent_at, row.body, row.last_error = clock.now(), "", ""
    return where
