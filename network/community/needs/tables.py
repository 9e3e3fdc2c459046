"""What answers a need and what helped, public and naming nobody; of whom was reminded, private."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment, Private


class NeedAnswer(Base):
    """An organisation answers a need: with an entry, its own or another's, or with a short reply.

    ``role`` is the mandate by which somebody spoke for the organisation. One that was taken away
    keeps its place and loses its text.
    """

    __tablename__ = "need_answers"
    __table_args__ = (
        UniqueConstraint("need_id", "entry_id"),
        CheckConstraint(
            "(entry_id IS NULL AND text <> '') OR (entry_id IS NOT NULL AND text = '') "
            "OR (is_hidden AND text = '')",
            name="an_entry_or_a_reply",
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    need_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("entries.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str] = mapped_column(String(30))
    entry_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    answered_at: Mapped[datetime] = mapped_column(Moment)
    is_hidden: Mapped[bool]


class HelpfulAnswer(Base):
    """What helped, as those say who asked: an entry, however it came to answer, or a reply."""

    __tablename__ = "helpful_answers"
    __table_args__ = (
        UniqueConstraint("need_id", "entry_id"),
        CheckConstraint("(entry_id IS NULL) <> (answer_id IS NULL)", name="an_entry_or_a_reply"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("entries.id", ondelete="CASCADE"))
    entry_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), index=True
    )
    answer_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("need_answers.id", ondelete="CASCADE"), unique=True
    )
    said_at: Mapped[datetime] = mapped_column(Moment)


class RemindedNeed(Base, Private):
    """A need that its country's coordinators were reminded of: once, and never again."""

    __tablename__ = "reminded_needs"

    need_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    reminded_at: Mapped[datetime] = mapped_column(Moment)
