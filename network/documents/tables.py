"""PRIVATE: documents, their texts and immutable revisions, and the trail of what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class Document(Base):
    """What somebody works on: where it lies, whose it is, who publishes it."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    publisher_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    slug: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))


class Revision(Base):
    """What a text said at one moment. Never changed, never deleted.

    ``content`` is the original's content, or a translation's words.
    """

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("document_id", "language", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("documents.id"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(16))
    author_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)


class DocumentText(Base):
    """One language of a document and how far it has come.

    ``published`` is the revision that the public reads; it stays while the next is written.
    """

    __tablename__ = "document_texts"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'in_review', 'changes_requested', 'published', 'withdrawn')",
            name="state",
        ),
        CheckConstraint("state != 'published' OR published_id IS NOT NULL", name="published"),
        CheckConstraint("state != 'withdrawn' OR published_id IS NULL", name="withdrawn"),
        ForeignKeyConstraint(["published_id"], ["revisions.id"]),
    )

    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("documents.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    is_original: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20))
    published_id: Mapped[UUID | None] = mapped_column(Uuid)
    first_published_at: Mapped[datetime | None] = mapped_column(Moment)


class UsedPart(Base):
    """A part's id that some revision has used: it belongs to that part for ever."""

    __tablename__ = "used_parts"

    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("documents.id"), primary_key=True)
    part_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    field: Mapped[str] = mapped_column(String(30))
    is_gone: Mapped[bool]


class TrailLine(Base):
    """Who did what when; append-only."""

    __tablename__ = "trail"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("documents.id"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    revision_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("revisions.id"))
    verb: Mapped[str] = mapped_column(String(30))
    actor_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(Text)
