"""PRIVATE: what passes between those who write a text and those who review it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class ReviewNote(Base):
    """A note at a place in one language of a document, open until somebody settles it.

    ``place`` is a path as differences have it: a field (``summary``), a field of a group
    (``period.start``), a part (``statements.s1``) or a field of one (``statements.s1.text``), and
    empty for the whole. ``quote`` are the words it is about, as they stood in the revision.
    """

    __tablename__ = "review_notes"
    __table_args__ = (
        CheckConstraint("(answered_by IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(settled_by IS NULL) = (settled_at IS NULL)", name="settled"),
        Index("ix_review_notes_document", "document_id", "language"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("documents.id"))
    language: Mapped[str] = mapped_column(String(2))
    revision_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("revisions.id"))
    place: Mapped[str] = mapped_column(String(200))
    quote: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text)
    answered_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("accounts.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Moment)


class DeletedDraft(Base):
    """That a draft was deleted, which reviewers never were shown: not a word of it."""

    __tablename__ = "deleted_drafts"

    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    deleted_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    deleted_at: Mapped[datetime] = mapped_column(Moment)


class Assignment(Base):
    """Who is to go on with a document, and by when: one of those who may write it."""

    __tablename__ = "assignments"

    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("documents.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    due: Mapped[date | None]
    assigned_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    assigned_at: Mapped[datetime] = mapped_column(Moment)
