"""Mail that came back: what a mail server says of it (RFC 3464), and what we believe of that."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.community.following.actions import set_aside
from network.mail.tables import OutgoingMail
from network.people.accounts import fold_email
from network.people.tables import Account


def take_bounce(session: Session, written: bytes) -> bool:
    """Set the account's address aside that a delivery report says takes no mail; whether it did.

    Only for a report of lasting failure (status 5) that encloses the headers of a mail which we
    sent to that very address: anybody can write a report. Anything else changes nothing.
    """
    try:
        report = message_from_bytes(written, policy=default)
        failed = set(_lasting_failures(report))
        keys = set(_keys(report))
    # What the standard library makes of hostile mail, it does not promise.
    except (ValueError, LookupError, AttributeError, TypeError):
        return False
    if not failed or not keys:
        return False
    mails = session.execute(
        select(OutgoingMail.to).where(OutgoingMail.key.in_(keys), OutgoingMail.sent_at.is_not(None))
    )
    for (to,) in mails.all():
        account = session.scalar(select(Account).where(Account.email == to))
        if account is not None and fold_email(to) in failed:
            set_aside(session, account.id)
            return True
    return False


def _lasting_failures(report: Message) -> Iterator[str]:
    """The addresses, folded, that a report says will never take the mail."""
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if not isinstance(block, Message):
                continue
            action = str(block.get("Action", "")).strip().casefold()
            status = str(block.get("Status", "")).strip()
            for header in ("Final-Recipient", "Original-Recipient"):
                _sort, _, address = str(block.get(header, "")).partition(";")
                if action == "failed" and status.startswith("5.") and address:
                    yield fold_email(address.strip().strip("<>"))


def _keys(report: Message) -> Iterator[str]:
    """The keys of the mails whose headers a report encloses."""
    for part in report.walk():
        if part.get_content_type() == "text/rfc822-headers":
            lines = str(part.get_payload()).splitlines()
            named = [line for line in lines if line.casefold().startswith("message-id:")]
            message_ids = [line.partition(":")[2] for line in named]
        elif part is not report and part.get("Message-ID"):
            message_ids = [str(part["Message-ID"])]
        else:
            continue
        for message_id in message_ids:
            yield message_id.strip().strip("<>").rpartition("@")[0]
