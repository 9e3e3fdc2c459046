"""What national coordinators put first on a topic's page, public."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class Promotion(Base):
    """An entry that a national coordinator's organisation puts first on a topic's page.

    It is shown up to and with the day ``until``, and goes with its entry.
    """

    __tablename__ = "promotions"
    __table_args__ = (UniqueConstraint("topic_id", "entry_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(100))
    entry_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("entries.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    reason: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2))
    promoted_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[date]
