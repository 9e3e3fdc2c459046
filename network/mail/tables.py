"""PRIVATE: mail that waits to be sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class OutgoingMail(Base):
    """A mail, until it is sent and after. The text of a sent one is emptied: it may hold a link
    that lets somebody in.

    One of a ``kind`` is written only when it is sent, from its ``parameters``. ``key`` is its own:
    a mail with that key is posted once, and carries it wherever it is seen again.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_key", "key", unique=True),)

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
    key: Mapped[str | None] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20), server_default="", default="")
    parameters: Mapped[dict[str, Any] | None] = mapped_column(JSON)
