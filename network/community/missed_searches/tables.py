"""PRIVATE: words that were searched with too little found, and those put aside."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment, Private


class MissedSearch(Base, Private):
    """How often words were searched on one day with too little found. Nothing of who searched.

    Of the ``times``, ``weak`` is how often something answered, but less than one would expect.
    """

    __tablename__ = "missed_searches"

    words: Mapped[str] = mapped_column(String(100), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    times: Mapped[int]
    weak: Mapped[int] = mapped_column(server_default="0", default=0)


class PutAsideSearch(Base, Private):
    """Words of missed searches that a curator said are not for this site."""

    __tablename__ = "put_aside_searches"

    words: Mapped[str] = mapped_column(String(100), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    by: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Moment)
