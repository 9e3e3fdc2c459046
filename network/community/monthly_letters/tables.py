"""PRIVATE: a country's letters, and how far each is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment, Private


class MonthlyLetter(Base, Private):
    """What a country's coordinators write to those who follow the site, of one month (*2026-11*).

    ``version`` counts the times it was saved. Once ``sent_at`` is set, nothing of it changes but
    how far it has come: ``queued_through`` is the last account, by id, whose mail lies in the
    outbox, ``recipients`` how many there are, and ``queued_at`` when it was the last one's.
    """

    __tablename__ = "monthly_letters"
    __table_args__ = (
        UniqueConstraint("country", "month"),
        CheckConstraint("country IN ('NO', 'SE')", name="country"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    month: Mapped[str] = mapped_column(String(7))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(200))
    opening: Mapped[str] = mapped_column(Text)
    closing: Mapped[str] = mapped_column(Text)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    version: Mapped[int]
    changed_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    sent_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("accounts.id"))
    sent_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    queued_through: Mapped[UUID | None] = mapped_column(Uuid)
    queued_at: Mapped[datetime | None] = mapped_column(Moment)
    recipients: Mapped[int]
