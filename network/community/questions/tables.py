"""Questions at an entry and their answers, public and naming nobody; who asked, private."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment, Private


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


class Asker(Base, Private):
    """Who wrote a question: for the letter that says it is answered, and for nothing public."""

    __tablename__ = "askers"

    question_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
