"""PRIVATE: which file was imported as what, to know what changed since and on which side."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base


class ImportedFile(Base):
    """A file as it was at its last import, and the revision that it became."""

    __tablename__ = "imported_files"

    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    revision_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("revisions.id"))
