"""PRIVATE: documents, their texts and immutable revisions, and the trail of what was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class Document(Base):
    """What somebody works on: where it lies, whose it is, who publishes it.

    ``slug`` is the last part of its address. While ``follows_title`` the title makes it: when the
    text is submitted, and again with another title; in no other state has it any. Once it was
    public, or the address was given, it stays.
    """

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        CheckConstraint("slug IS NOT NULL OR follows_title", name="lies_somewhere"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    publisher_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    slug: Mapped[str | None] = mapped_column(String(100))
    follows_title: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))


class Revision(Base):
    """What a text said at one moment. Never changed, never deleted.

    ``content`` is the original's content, or a translation's words.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("document_id", "language", "number"),
        # All that is asked of who wrote what, so that it is answered without reading a content.
        Index("ix_revisions_author", "author_id", "document_id", "language", "number"),
    )

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
    ``submitted`` is the one revision that reviewers are asked about, while they are. ``newest`` is
    the last one that was written, ``changed_at`` when; its title is kept here, with what orders it
    for readers of either language, so that the database cuts and orders lists, reading no content.
    ``review_due`` is the last day by which the public revision is to be looked at again;
    ``exception_asked_at`` is when the newest was to be let past the identity guard, until it is.
    """

    __tablename__ = "document_texts"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'in_review', 'changes_requested', 'published', 'withdrawn')",
            name="state",
        ),
        CheckConstraint("state != 'published' OR published_id IS NOT NULL", name="published"),
        CheckConstraint("state != 'withdrawn' OR published_id IS NULL", name="withdrawn"),
        CheckConstraint(
            "state NOT IN ('in_review', 'changes_requested') OR submitted_id IS NOT NULL",
            name="submitted",
        ),
        ForeignKeyConstraint(["published_id"], ["revisions.id"]),
        ForeignKeyConstraint(["submitted_id"], ["revisions.id"]),
        ForeignKeyConstraint(["newest_id"], ["revisions.id"]),
        Index("ix_document_texts_state", "state", "state_since"),
    )

    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("documents.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    is_original: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20))
    state_since: Mapped[datetime | None] = mapped_column(Moment)
    published_id: Mapped[UUID | None] = mapped_column(Uuid)
    submitted_id: Mapped[UUID | None] = mapped_column(Uuid)
    first_published_at: Mapped[datetime | None] = mapped_column(Moment)
    newest_id: Mapped[UUID] = mapped_column(Uuid)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    title: Mapped[str] = mapped_column(Text)
    order_nb: Mapped[bytes] = mapped_column(LargeBinary)
    order_sv: Mapped[bytes] = mapped_column(LargeBinary)
    review_due: Mapped[date | None] = mapped_column(index=True)
    exception_asked_at: Mapped[datetime | None] = mapped_column(Moment, index=True)

    @property
    def was_withdrawn(self) -> bool:
        """Whether the text was public and is no more, however far it has come since."""
        return self.first_published_at is not None and self.published_id is None


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


class WorkingCopy(Base):
    """What somebody has in the form: kept as it was typed, whole or not, until it is a revision.

    ``document_id`` is drawn when the form is opened, so that a form that is sent twice makes one
    document; until then nothing else has it. ``fields`` has the shape of the content, with the
    text of every field as it stands; ``base_id`` is the revision that the form began with.

    ``number`` grows with every change, so that a window tells by it whether the copy is as the
    window knows it; the first is drawn, and no form of an earlier copy has it. Since the number
    ``window_since`` one ``window`` alone has written. ``clashes`` are the places where another
    window or a colleague wrote otherwise and nobody has chosen yet, each as ``Clash`` dumps it.
    """

    __tablename__ = "working_copies"

    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    base_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("revisions.id"))
    kept_at: Mapped[datetime] = mapped_column(Moment)
    number: Mapped[int]
    window: Mapped[str] = mapped_column(String(16))
    window_since: Mapped[int]
    clashes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class ThrownAwayCopy(Base):
    """A working copy that its writer threw away, until it is brought back or some days are gone."""

    __tablename__ = "thrown_away_copies"

    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    base_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("revisions.id"))
    thrown_away_at: Mapped[datetime] = mapped_column(Moment)


class DocumentFile(Base):
    """A file that was given to a document: its texts may use it, and those of no other may.

    ``document_id`` may be that of a document yet to be made. ``is_original`` is the file that the
    text was begun from, which is kept with the document whether or not a text uses it.
    """

    __tablename__ = "document_files"

    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sha256: Mapped[str] = mapped_column(
        String(64), ForeignKey("stored_files.sha256"), primary_key=True, index=True
    )
    file_name: Mapped[str] = mapped_column(String(300))
    is_original: Mapped[bool]
    given_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    given_at: Mapped[datetime] = mapped_column(Moment)


class HandedInDraft(Base):
    """A document that a program handed in by the API: with which token, and under which key.

    It outlives the document, which points at no row here: whoever deletes a draft does not have it
    come back. ``key`` is the digest of the program's own, None where it gave none; ``fingerprint``
    that of the content which was handed in first.
    """

    __tablename__ = "handed_in_drafts"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id", ondelete="CASCADE"))
    key: Mapped[str | None] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(Moment)


class ScheduledPublication(Base):
    """An approved revision that becomes public at a time.

    It holds while that revision is the one in review; ``problem`` is the code of what was in the
    way when the time came, empty until then.
    """

    __tablename__ = "scheduled_publications"

    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("documents.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    revision_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("revisions.id"))
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    approved_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    approved_at: Mapped[datetime] = mapped_column(Moment)
    problem: Mapped[str] = mapped_column(String(40))


class TextTemplate(Base):
    """What a new text of a kind may begin with, for all who write for an organisation.

    ``fields`` has the shape of a working copy's; ``name`` is what its writers call it.
    """

    __tablename__ = "text_templates"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(100))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)


class OverruledGuard(Base):
    """A revision whose texts hold what looks like a person's identity number, and the reason why
    a national coordinator lets it through all the same."""

    __tablename__ = "overruled_guards"

    revision_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("revisions.id"), primary_key=True)
    actor_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class Curation(Base):
    """An organisation that was asked to curate a collection along; it does once it accepted."""

    __tablename__ = "curations"
    __table_args__ = (
        CheckConstraint("(accepted_by IS NULL) = (accepted_at IS NULL)", name="accepted"),
    )

    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("documents.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True, index=True
    )
    asked_by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    accepted_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("accounts.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)


class SeenItem(Base):
    """What a collection's item led to when its curators last saw it.

    ``fingerprint`` is the entry's, empty where it was seen to be withdrawn; ``newer_id`` the entry
    that had replaced it. The ids of entries point at no row: those may have been withdrawn since.
    """

    __tablename__ = "seen_items"

    document_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("documents.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(Uuid)
    address: Mapped[str] = mapped_column(String(260))
    fingerprint: Mapped[str] = mapped_column(String(16))
    newer_id: Mapped[UUID | None] = mapped_column(Uuid)
    seen_at: Mapped[datetime] = mapped_column(Moment)
