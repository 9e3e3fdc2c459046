"""The register's tables: public, and written by the import alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base
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
