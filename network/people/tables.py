"""PRIVATE: accounts and their mandates."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base


class Account(Base):
    """Somebody who acts: a person, or the site itself under a name such as *import*."""

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    is_system: Mapped[bool]


class Mandate(Base):
    """A role at an organisation or, for national coordinators, for a country; dated."""

    __tablename__ = "mandates"
    __table_args__ = (
        CheckConstraint(
            "role IN ('coordinator', 'approver', 'national_coordinator', 'administrator')",
            name="role",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    country: Mapped[str] = mapped_column(String(2))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
