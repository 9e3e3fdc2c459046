"""PRIVATE: who follows what, and how they are mailed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment, Private


class Follow(Base, Private):
    """Somebody wants the news of one thing.

    ``key`` says which (see ``subjects``). ``since`` is the number of the last
    change before they began: what is older is no news to them. ``organisation`` is whose it was
    then, so that their mail can say that a page of it was withdrawn.
    """

    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("account_id", "what", "key"),
        CheckConstraint(
            "what IN ('entry', 'organisation', 'topic', 'collection', 'series', 'search')",
            name="what",
        ),
        CheckConstraint("level IN ('everything', 'new_and_revised', 'outcomes')", name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    what: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(700))
    level: Mapped[str] = mapped_column(String(20))
    organisation: Mapped[str] = mapped_column(String(100))
    since: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(Moment)


class ReturnedMail(Base, Private):
    """That a mail of ours came back, and why. Kept as long as what was sent is known."""

    __tablename__ = "returned_mails"

    # That of the mail, in the outbox.
    mail_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20))
    returned_at: Mapped[datetime] = mapped_column(Moment, index=True)


class MailPreference(Base, Private):
    """How somebody wants to be mailed, and how far they have been mailed.

    ``mailed_through`` is the number of the last change that their mails cover, ``seen_through``
    that of the last one they saw in the site; ``period`` is the last day or week that was gone
    through. ``secret`` stands in the address that ends all mail. An address that refuses mail is
    set aside.
    """

    __tablename__ = "mail_preferences"
    __table_args__ = (
        CheckConstraint("how_often IN ('at_once', 'daily', 'weekly', 'none')", name="how_often"),
    )

    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), primary_key=True)
    how_often: Mapped[str] = mapped_column(String(10), index=True)
    mailed_through: Mapped[int] = mapped_column(BigInteger)
    seen_through: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[str] = mapped_column(String(10))
    # Of which countries they get the letter of the month: "own", "both" or "none".
    letters: Mapped[str] = mapped_column(String(10), server_default="own", default="own")
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    refusals: Mapped[int]
    set_aside_at: Mapped[datetime | None] = mapped_column(Moment)
