"""The register's tables: public, and written by the import alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment
from network.organisations.values import County, Registered


class Organisation(Base):
    """One organisation: ``content`` is the whole value, the columns are what queries need."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    # The slug of the bare name: where several share it, that address asks which.
    bare_slug: Mapped[str] = mapped_column(String(100), index=True)
    type: Mapped[str] = mapped_column(String(20), index=True)
    country: Mapped[str] = mapped_column(String(2))
    county: Mapped[str] = mapped_column(String(5), index=True)
    name: Mapped[str] = mapped_column(String(300))
    is_closed: Mapped[bool]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    @property
    def value(self) -> Registered:
        """The organisation as the value that it was registered with."""
        return Registered.model_validate(self.content)


_COMMON_WORDS = {
    "nb": frozenset("og er ikke av som kan ikkje alltid summen på".split()),
    "sv": frozenset("och är inte av som kan alltid summan på att".split()),
    "en": frozenset("and is not of the may always sum to are".split()),
}


class Figure(Base):
    """An official figure of an organisation for a year, with where it stands.

    ``measure`` is what is counted (``population``); ``source``, ``table_id`` and ``title`` are as
    in the file that it was read from, ``imported_at`` is when that was; ``note`` is what the office
    says of totals that are not the sum of their parts, null where the version before wrote it.
    """

    __tablename__ = "figures"
    __table_args__ = (
        CheckConstraint("measure IN ('population')", name="measure"),
        CheckConstraint("value >= 0", name="value"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    value: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    table_id: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(300))
    note: Mapped[str | None] = mapped_column(String(600))
    imported_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def note_language(self) -> str:
        """The language of the note by its commonest words: offices publish in their own language
        and in English; "" where none of them is in it."""
        words = set((self.note or "").casefold().split())
        found = {language: len(words & known) for language, known in _COMMON_WORDS.items()}
        language = max(found, key=lambda name: found[name])
        return language if found[language] else ""


class CountyArea(Base):
    """One county as an area."""

    __tablename__ = "counties"

    key: Mapped[str] = mapped_column(String(5), primary_key=True)
    area: Mapped[str] = mapped_column(String(100))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    @property
    def value(self) -> County:
        """The county as the value that it was registered with."""
        return County.model_validate(self.content)
