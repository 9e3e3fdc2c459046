"""The outbox: a mail becomes due in the transaction of what it tells of, or not at all."""

from __future__ import annotations

from sqlalchemy.orm import Session

from network import clock
from network.mail.tables import OutgoingMail


def post(session: Session, to: str, subject: str, body: str, language: str) -> OutgoingMail:
    """Put a mail in the outbox. Raises ``ValueError`` for an address or subject of several lines:
    what follows a line's end would be a header."""
    if any(len(text.splitlines()) > 1 for text in (to, subject)) or "," in to:
        raise ValueError("a header is one line, and an address one")
    now = clock.now()
    mail = OutgoingMail(
        to=to,
        subject=subject[:300],
        body=body,
        language=language,
        made_at=now,
        tries=0,
        next_try_at=now,
        last_error="",
    )
    session.add(mail)
    session.flush()
    return mail
