"""PRIVATE: who asked, what was reported, whom was reminded of what, which searches missed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class Asker(Base):
    """Who wrote a question: for the letter that says it is answered, and for nothing public."""

    __tablename__ = "askers"

    question_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)


class Report(Base):
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


class RemindedNeed(Base):
    """A need that its country's coordinators were reminded of: once, and never again."""

    __tablename__ = "reminded_needs"

    need_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    reminded_at: Mapped[datetime] = mapped_column(Moment)


class MissedSearch(Base):
    """How often words were searched on one day with too little found. Nothing of who searched."""

    __tablename__ = "missed_searches"

    words: Mapped[str] = mapped_column(String(100), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    times: Mapped[int]


class PutAsideSearch(Base):
    """Words of missed searches that a curator said are not for this site."""

    __tablename__ = "put_aside_searches"

    words: Mapped[str] = mapped_column(String(100), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Moment)
