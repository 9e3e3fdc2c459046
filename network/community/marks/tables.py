"""What municipalities say of measures and practices that others published: marks, public."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class Mark(Base):
    """What a municipality says of a measure or practice that somebody else published.

    ``part`` is the measure's id, empty for a practice. It goes with its entry; one at a measure
    that a revision took away is kept and shown nowhere.
    """

    __tablename__ = "marks"
    __table_args__ = (
        UniqueConstraint("organisation_id", "entry_id", "part"),
        CheckConstraint("state IN ('have', 'adapted', 'considered', 'declined')", name="state"),
        CheckConstraint("why <> '' OR state = 'have'", name="says_why"),
        Index("ix_marks_entry", "entry_id", "part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    entry_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("entries.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    why: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2))
    marked_at: Mapped[datetime] = mapped_column(Moment)
