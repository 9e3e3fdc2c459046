"""PRIVATE: mail that waits to be sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class OutgoingMail(Base):
    """A mail, until it is sent and after. The text of a sent one is emptied: it may hold a link
    that lets somebody in."""

    __tablename__ = "outgoing_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    made_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int]
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    # The class of the last failure, never an address or a text.
    last_error: Mapped[str] = mapped_column(String(200))
