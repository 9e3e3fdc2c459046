"""PRIVATE: accounts, how they sign in, and their mandates."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base, Moment


class Account(Base):
    """Somebody who acts: a person, or the site itself under a name such as *import*.

    A closed account signs in no more; what it did stays under its name.
    """

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    is_system: Mapped[bool]
    # Folded; the site itself has none.
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    # Of the mails that the account is sent: nb or sv.
    language: Mapped[str] = mapped_column(String(2), default="nb", server_default="nb")
    made_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    # Since when the desk shows no first steps for beginners.
    guide_hidden_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInMethod(Base):
    """One of the ways in which an account signs in: a password, later an identity provider.

    ``subject`` is who the account is to the method: of a password, the account itself.
    """

    __tablename__ = "sign_in_methods"
    __table_args__ = (
        CheckConstraint("kind IN ('password', 'oidc')", name="kind"),
        UniqueConstraint("kind", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(300))
    # Of a password, its argon2 hash.
    secret: Mapped[str] = mapped_column(String(300))
    set_at: Mapped[datetime] = mapped_column(Moment)


class OneTimeLink(Base):
    """A link that was mailed and works once. Its secret is kept as a digest alone."""

    __tablename__ = "one_time_links"
    __table_args__ = (CheckConstraint("purpose IN ('invitation', 'reset')", name="purpose"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class SignIn(Base):
    """A browser that is signed in, until it ends. Its secret is kept as a digest alone."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    # As "Firefox, Windows": enough for a person to know their own again.
    browser: Mapped[str] = mapped_column(String(100))
    # The address it was done from, as a keyed digest: whether two were the same can be seen.
    origin: Mapped[str] = mapped_column(String(64), default="", server_default="")


class FailedSignIn(Base):
    """A sign-in that failed, or is not finished: for whom and from where, as digests.

    Kept for an hour, to slow down whoever guesses.
    """

    __tablename__ = "failed_sign_ins"
    __table_args__ = (Index("ix_failed_sign_ins_who_at", "who", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


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
    # Taken back at once, whatever its dates say.
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class OwnApproval(Base):
    """An organisation whose own approvers publish. All others go through the national
    coordinator."""

    __tablename__ = "own_approvals"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)


class AccountEvent(Base):
    """One event of an account, who did it and when; append-only, for administrators."""

    __tablename__ = "account_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    verb: Mapped[str] = mapped_column(String(30))
    actor_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    # As "coordinator, eksempelvik"; never an address of mail or of the net.
    detail: Mapped[str] = mapped_column(String(300))
