"""Sending what is due: each mail once, again later where it failed."""

from __future__ import annotations

import logging
import smtplib
import traceback
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from network import clock
from network.db import Database
from network.errors import Unavailable
from network.mail.tables import OutgoingMail
from network.mail.transports import Message, Transport, Unreachable

logger = logging.getLogger(__name__)

# How long to wait after the first, second, … failure; after that an hour, and for mail that is
# written when it is sent, four.
_WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
_LATER = timedelta(hours=1)
_MUCH_LATER = timedelta(hours=4)
# A mail that could not be sent for a day is given up; it stays listed. One that is written when it
# is sent is as true later, and is never given up.
_GIVEN_UP = timedelta(days=1)
# How long it is known what was sent to whom, or could not be.
MAIL_KEPT = timedelta(days=90)
# How long whoever takes a mail up has for it, before another would.
_CLAIM = timedelta(minutes=5)
# A server that was not reached so often in a row is left alone until the next run.
_UNREACHED = 3


# Begins the error of a mail that could not be written at all.
UNWRITTEN = "unwritten: "


@dataclass(frozen=True, slots=True)
class MailStatus:
    """So many mails that were not sent for one reason: the class of the last failure, "" for none.

    ``is_unwritten`` is that they could not be written, which no server can help; ``is_given_up``
    that they are not tried again.
    """

    number: int
    error: str
    is_unwritten: bool
    is_given_up: bool


class LetterWriter(Protocol):
    """Writes mails of one kind at the moment they are sent, and learns whether they were."""

    def write(self, session: Session, mail: OutgoingMail) -> Message | None:
        """The mail as it is to go out now; None where it is not to be sent any more."""
        ...

    def taken(self, session: Session, mail: OutgoingMail) -> None:
        """The server took the mail."""
        ...

    def refused(self, session: Session, mail: OutgoingMail) -> None:
        """The server said that it will never take a mail for this address."""
        ...


def deliver_due(
    database: Database,
    transport: Transport,
    most: int = 50,
    writers: Mapping[str, LetterWriter] | None = None,
) -> list[str]:
    """Send what is due, the oldest first; where each went.

    Two processes send nothing twice: a mail is claimed before it is sent. One that dies after the
    server took a mail and before that is noted sends it again after five minutes, under the same
    Message-ID where the mail has a key, by which mailboxes know it again. Failures are logged
    without address or text. One that cannot be written at all holds up no other.
    """
    writers_by_kind = writers or {}
    with database.reading() as session:
        due = session.scalars(
            select(OutgoingMail.id)
            .where(
                OutgoingMail.sent_at.is_(None),
                _is_due(clock.now()),
                or_(OutgoingMail.kind != "", OutgoingMail.made_at > clock.now() - _GIVEN_UP),
                OutgoingMail.kind.in_(("", *writers_by_kind)),
            )
            .order_by(OutgoingMail.id)
            .limit(most)
        ).all()
    sent, unreached = [], 0
    with closing(transport):
        for mail_id in due:
            try:
                where = _deliver(database, transport, mail_id, writers_by_kind)
            except Unreachable:
                unreached += 1
                if unreached == _UNREACHED:
                    logger.warning("the mail server is not reached; the rest waits")
                    break
                continue
            unreached = 0
            if where is not None:
                sent.append(where)
    return sent


def find_next_try(session: Session) -> datetime | None:
    """When the next mail that waits is to be tried, None where none waits. One query."""
    return session.scalar(
        select(func.min(OutgoingMail.next_try_at)).where(
            OutgoingMail.sent_at.is_(None),
            or_(OutgoingMail.kind != "", OutgoingMail.made_at > clock.now() - _GIVEN_UP),
        )
    )


def _deliver(
    database: Database, transport: Transport, mail_id: int, writers: Mapping[str, LetterWriter]
) -> str | None:
    """Send one mail; where it went, None where it was not sent. Raises ``Unreachable``."""
    now = clock.now()
    with database.transaction() as session:
        claimed = session.execute(
            update(OutgoingMail)
            .where(
                OutgoingMail.id == mail_id,
                OutgoingMail.sent_at.is_(None),
                _is_due(now),
            )
            .values(next_try_at=now + _CLAIM, tries=OutgoingMail.tries + 1)
            .returning(OutgoingMail.id)
        ).all()
        if not claimed:
            return None
    with database.reading() as session:
        row = session.get_one(OutgoingMail, mail_id)
        writer = writers.get(row.kind)
        fault: Exception | None = None
        try:
            message = (
                writer.write(session, row)
                if writer is not None
                else Message(row.to, row.subject, row.body, row.language)
            )
        except (Unavailable, SQLAlchemyError):
            raise
        # Whatever is wrong with one mail, the others are to go.
        except Exception as problem:  # noqa: BLE001
            fault, message = problem, None
    if fault is not None:
        _note_unwritten(database, mail_id, fault)
        return None
    if message is None:
        with database.transaction() as session:
            _done(session.get_one(OutgoingMail, mail_id))
        return None
    try:
        where = transport.send(message)
    except (OSError, smtplib.SMTPException) as problem:
        with database.transaction() as session:
            row = _put_off(session, mail_id, type(problem.__cause__ or problem).__name__)
            if writer is not None and _is_refusal(problem):
                writer.refused(session, row)
        logger.warning("mail %s could not be sent (%s)", mail_id, type(problem).__name__)
        if isinstance(problem, Unreachable):
            raise
        return None
    # The library refuses an address or a header by whatever its parser stumbles over.
    except Exception as problem:  # noqa: BLE001
        _note_unwritten(database, mail_id, problem)
        return None
    with database.transaction() as session:
        row = session.get_one(OutgoingMail, mail_id)
        if writer is not None:
            writer.taken(session, row)
        _done(row)
    return where


def _put_off(session: Session, mail_id: int, error: str) -> OutgoingMail:
    row = session.get_one(OutgoingMail, mail_id)
    row.next_try_at = clock.now() + _wait(row.tries, row.kind)
    row.last_error = error[:200]
    return row


def _note_unwritten(database: Database, mail_id: int, problem: Exception) -> None:
    """Note that a mail cannot be written, which is a fault of ours or of its address.

    The log says where in the code, and neither address nor text, which a message may quote.
    """
    with database.transaction() as session:
        _put_off(session, mail_id, f"{UNWRITTEN}{type(problem).__name__}")
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(problem.__traceback__)[-3:]
    ]
    logger.error(
        "mail %s cannot be written (%s at %s)", mail_id, type(problem).__name__, ", ".join(places)
    )


def read_status(session: Session) -> list[MailStatus]:
    """How many mails were not sent and why, those that only wait first. One query."""
    is_given_up = and_(OutgoingMail.kind == "", OutgoingMail.made_at <= clock.now() - _GIVEN_UP)
    # Grouped by its name: PostgreSQL takes an expression with values in it for another each time.
    rows = session.execute(
        select(is_given_up.label("given_up"), OutgoingMail.last_error, func.count())
        .where(OutgoingMail.sent_at.is_(None))
        .group_by("given_up", OutgoingMail.last_error)
    )
    return sorted(
        (
            MailStatus(
                number,
                error.removeprefix(UNWRITTEN),
                error.startswith(UNWRITTEN),
                bool(given_up),
            )
            for given_up, error, number in rows
        ),
        key=lambda status: (status.is_given_up, status.is_unwritten, status.error),
    )


def forget_sent(session: Session, older_than: timedelta = MAIL_KEPT) -> int:
    """Delete what is known of mails that were sent, or written and given up, long ago. How many
    there were."""
    before = clock.now() - older_than
    gone = session.execute(
        delete(OutgoingMail)
        .where(or_(OutgoingMail.sent_at < before, OutgoingMail.made_at < before - _GIVEN_UP))
        .returning(OutgoingMail.id)
    )
    return len(gone.all())


def _done(row: OutgoingMail) -> None:
    row.sent_at, row.body, row.parameters, row.last_error = clock.now(), "", None, ""


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Whether a mail's turn has come. One that would wait longer than any does was put off by a
    clock that was ahead."""
    longest = max(*_WAITS, _LATER, _MUCH_LATER, _CLAIM)
    return or_(OutgoingMail.next_try_at <= now, OutgoingMail.next_try_at > now + longest)


def _wait(tries: int, kind: str) -> timedelta:
    if tries <= len(_WAITS):
        return _WAITS[tries - 1]
    return _MUCH_LATER if kind else _LATER


def _is_refusal(problem: Exception) -> bool:
    """Whether the server said that it will never take a mail for this address."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in problem.recipients.values())
    return False
