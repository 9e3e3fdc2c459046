"""PRIVATE: what was purged, without a word of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class Purge(Base):
    """That something was purged, so that a backup that is put back can be purged again.

    ``what`` says whether it was a document, the field ``path`` of one, or words. Of words only the
    ``places`` are known: table, key of the row, path within a value, and the signs from and up to;
    by them the words are read out of a backup. ``rows`` is how many rows of each table it was.
    """

    __tablename__ = "purges"
    __table_args__ = (
        CheckConstraint("what IN ('document', 'field', 'words')", name="what"),
        CheckConstraint("(what = 'words') = (document_id IS NULL)", name="of_a_document"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    what: Mapped[str] = mapped_column(String(10))
    # Points at no row: a draft may have been deleted since.
    document_id: Mapped[UUID | None] = mapped_column(Uuid)
    path: Mapped[str] = mapped_column(String(200))
    places: Mapped[list[list[Any]]] = mapped_column(JSON)
    rows: Mapped[dict[str, int]] = mapped_column(JSON)
    actor_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Moment)
