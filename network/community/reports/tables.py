"""PRIVATE: what was reported of a page or of what was said on it, and what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment, Private


class Report(Base, Private):
    """Somebody reports a page, or a question or answer on it, to who coordinates the country.

    ``said_id`` is the question or answer, if it is one. It outlives what it is about, so that the
    reporter learns what came of it. ``taken_away`` keeps the words that were taken out of public.
    """

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("about IN ('page', 'question', 'answer')", name="about"),
        CheckConstraint("(about = 'page') = (said_id IS NULL)", name="about_what_was_said"),
        CheckConstraint("outcome IN ('', 'hidden', 'kept')", name="outcome"),
        CheckConstraint("(outcome = '') = (settled_at IS NULL)", name="settled"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    about: Mapped[str] = mapped_column(String(10))
    entry_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    said_id: Mapped[UUID | None] = mapped_column(Uuid)
    country: Mapped[str] = mapped_column(String(2), index=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text)
    settled_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("accounts.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_away: Mapped[str] = mapped_column(Text)
