"""The public tables. Nothing in them points at a private one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class Entry(Base):
    """A published entry: its original content and what lists and filters need of it.

    ``began`` and ``ended`` are partial dates, ``outcome`` is one of the words of the content; they
    and ``cost`` are empty where the content does not say, and None until 0012 has moved them.
    """

    __tablename__ = "entries"
    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    publisher_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    slug: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(2))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(16))
    published_at: Mapped[datetime] = mapped_column(Moment, index=True)
    revised_at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(20))
    began: Mapped[str | None] = mapped_column(String(10))
    ended: Mapped[str | None] = mapped_column(String(10))
    cost: Mapped[str | None] = mapped_column(Text)


class EntryText(Base):
    """An entry's words in one language; the original's are among them.

    ``words`` maps paths to text as it was written, ``html`` the Markdown paths to safe HTML.
    ``made_from`` is the original's fingerprint that a translation was made from.
    """

    __tablename__ = "entry_texts"

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    is_original: Mapped[bool]
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)
    words: Mapped[dict[str, str]] = mapped_column(JSON)
    html: Mapped[dict[str, str]] = mapped_column(JSON)
    made_from: Mapped[str | None] = mapped_column(String(16))
    published_at: Mapped[datetime] = mapped_column(Moment)
    revised_at: Mapped[datetime] = mapped_column(Moment)


class EntryTopic(Base):
    """An entry lies under a topic."""

    __tablename__ = "entry_topics"

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[str] = mapped_column(String(100), primary_key=True, index=True)


class EntryOrganisation(Base):
    """An organisation that an entry names in a role: as organiser, speaker, partner, mentioned."""

    __tablename__ = "entry_organisations"

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    organisation: Mapped[str] = mapped_column(String(100), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class EntryLink(Base):
    """A link from an entry, or from one of its parts, to an address; alive or dead."""

    __tablename__ = "entry_links"
    __table_args__ = (Index("ix_entry_links_target", "target_organisation", "target_slug"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), index=True
    )
    part: Mapped[str] = mapped_column(String(60))
    relation: Mapped[str] = mapped_column(String(20))
    target_organisation: Mapped[str] = mapped_column(String(100))
    target_slug: Mapped[str] = mapped_column(String(100))
    target_part: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]


class EntryMeasure(Base):
    """A measure of a plan, so that the ledger need not read whole plans to list them."""

    __tablename__ = "entry_measures"

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    part: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int]


class EntryAdoption(Base):
    """An experience says that its organisation took up a practice, or a measure of a plan.

    A projection of the experience and no truth of its own. ``part`` is the part of the experience
    that says how; it, ``how`` and ``since`` are empty where only the address is named.
    """

    __tablename__ = "entry_adoptions"
    __table_args__ = (Index("ix_entry_adoptions_target", "target_organisation", "target_slug"),)

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(String(60))
    target_organisation: Mapped[str] = mapped_column(String(100))
    target_slug: Mapped[str] = mapped_column(String(100))
    target_part: Mapped[str] = mapped_column(String(60))
    how: Mapped[str] = mapped_column(String(10))
    since: Mapped[str] = mapped_column(String(11))
    outcome: Mapped[str] = mapped_column(String(10))


class EntryAttachment(Base):
    """A file that an entry carries: what may be given to whoever asks, and how.

    ``part`` is its id in the content; ``small_sha256`` the picture made small, where it has one.
    ``text_state`` says whether its text is searched (*read*), or why not, as it is said of stored
    files, ``language`` which it is in, as somebody said or it shows. ``description`` is the
    original's. The type and size of the small picture are "" and 0
    where there is none.
    """

    __tablename__ = "entry_attachments"

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(String(60))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    small_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    file_name: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int | None]
    height: Mapped[int | None]
    role: Mapped[str] = mapped_column(String(10))
    description: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    text_state: Mapped[str] = mapped_column(String(10))
    small_media_type: Mapped[str] = mapped_column(String(100))
    small_size: Mapped[int] = mapped_column(BigInteger)


class EntryAttachmentPage(Base):
    """The text of a page of a file that an entry carries, for searches."""

    __tablename__ = "entry_attachment_pages"

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    part: Mapped[str] = mapped_column(String(60), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)


class EntryNeed(Base):
    """How a need stands (open, answered, historical), so that lists need not read its content."""

    __tablename__ = "entry_needs"

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[str] = mapped_column(String(20), index=True)


class EntrySeries(Base):
    """A meeting belongs to a series, which lies under the meeting's own organisation.

    ``held`` is the first day that the meeting's date may mean (``2026-05-04``), empty where it is
    not stated: what a series is sorted by.
    """

    __tablename__ = "entry_series"
    __table_args__ = (Index("ix_entry_series_place", "organisation_id", "series", "held"),)

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    series: Mapped[str] = mapped_column(String(60))
    held: Mapped[str] = mapped_column(String(10))


class SeriesPlace(Base):
    """Every series that was ever public: one that has no meeting any more is gone, not unknown."""

    __tablename__ = "series_places"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    series: Mapped[str] = mapped_column(String(60), primary_key=True)


class EntryAddress(Base):
    """Every address that was ever public: of an entry, moved, or withdrawn.

    A withdrawn address keeps nothing of what stood there, not even whose it was to be.
    """

    __tablename__ = "entry_addresses"
    __table_args__ = (
        CheckConstraint(
            "(state = 'withdrawn') = (entry_id IS NULL)", name="withdrawn_points_nowhere"
        ),
        CheckConstraint("state IN ('current', 'moved', 'withdrawn')", name="state"),
    )

    organisation: Mapped[str] = mapped_column(String(100), primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    entry_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("entries.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))


class EntryEndorsement(Base):
    """What a national coordinator's organisation says for an entry, publicly and dated.

    ``fingerprint`` is the original's that it was said of. ``look_again`` is the day on which its
    organisation means to look whether it still says so; None for a year after.
    """

    __tablename__ = "entry_endorsements"

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    reason: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    fingerprint: Mapped[str] = mapped_column(String(16))
    endorsed_at: Mapped[datetime] = mapped_column(Moment)
    look_again: Mapped[date | None]


class EntryCurator(Base):
    """An organisation that curates a collection together with its publisher, since it agreed."""

    __tablename__ = "entry_curators"

    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)


class CollectedItem(Base):
    """What an entry was when it was chosen for a collection, or when its curators last looked.

    ``entry_id`` points at no row: the entry may have been withdrawn since.
    """

    __tablename__ = "collected_items"

    collection_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    fingerprint: Mapped[str] = mapped_column(String(16))
    chosen_at: Mapped[datetime] = mapped_column(Moment)
