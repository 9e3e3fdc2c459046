"""The public tables of what organisations ask each other and answer. They name nobody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


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


class Question(Base):
    """An organisation asks whoever published an entry, in public, and what came of it.

    Answered by words (``answer``) or by a revision of the entry (``revised_at``), never both. One
    that was taken away keeps its place and loses its texts.
    """

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("is_hidden OR text <> ''", name="says_something"),
        CheckConstraint(
            "(answered_at IS NULL) = (answering_id IS NULL)", name="answered_by_somebody"
        ),
        CheckConstraint("answer = '' OR revised_at IS NULL", name="answered_in_one_way"),
        Index("ix_questions_entry", "entry_id", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("entries.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text)
    answer_language: Mapped[str] = mapped_column(String(2))
    answering_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    answering_role: Mapped[str] = mapped_column(String(30))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    revised_at: Mapped[datetime | None] = mapped_column(Moment)
    is_hidden: Mapped[bool]
