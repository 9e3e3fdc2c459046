"""The outbox: a mail becomes due in the transaction of what it is about, or not at all."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from network import clock
from network.db import announce_work
from network.mail.tables import OutgoingMail


def queue_mail(session: Session, to: str, subject: str, body: str, language: str) -> OutgoingMail:
    """Put a mail in the outbox. Raises ``ValueError`` for an address or subject of several lines:
    what follows a line's end would be a header."""
    if any(len(text.splitlines()) > 1 for text in (to, subject)) or "," in to:
        raise ValueError("a header is one line, and an address one")
    mail = _waiting(to, language)
    mail.subject, mail.body = subject[:300], body
    session.add(mail)
    announce_work(session)
    session.flush()
    return mail


def queue_unwritten_mail(
    session: Session, to: str, kind: str, parameters: dict[str, Any], language: str, *, key: str
) -> OutgoingMail:
    """Put a mail in the outbox that is written when it is sent, from its parameters, by the writer
    of its kind. ``key`` is its own for ever: a second mail with it fails the transaction."""
    mail = _waiting(to, language)
    mail.key, mail.kind, mail.parameters = key, kind, parameters
    session.add(mail)
    announce_work(session)
    return mail


def _waiting(to: str, language: str) -> OutgoingMail:
    now = clock.now()
    return OutgoingMail(
        to=to,
        subject="",
        body="",
        language=language,
        made_at=now,
        tries=0,
        next_try_at=now,
        last_error="",
    )
