"""PRIVATE: accounts, how they sign in, and their mandates."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Uuid,
    false,
)
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
    """The password that an account signs in with; what it is at its employer's identity provider
    is an ``Identity``.

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


class Identity(Base):
    """Who an account is to an identity provider: a subject at an issuer, and nobody else's.

    Neither a name nor an address of mail is kept, and none is looked at.
    """

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    # As the settings name it.
    provider: Mapped[str] = mapped_column(String(30))
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    since: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class AuthenticatorApp(Base):
    """The app that makes an account's codes (TOTP): its secret, encrypted by the site's key, and
    the step of the last code that was taken, so that none is taken twice."""

    __tablename__ = "authenticator_apps"

    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(300))
    last_step: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime] = mapped_column(Moment)


class RecoveryCode(Base):
    """A code that replaces a second factor, once; its digest alone is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Passkey(Base):
    """A passkey (WebAuthn) that is an account's second factor; both values are base64url."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(String(2000))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    # As its owner calls it.
    name: Mapped[str] = mapped_column(String(100))
    since: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class SpentToken(Base):
    """What may be taken once, as a digest: the state of a way to a provider and back, a logout
    token. Kept until it would be refused for its age."""

    __tablename__ = "spent_tokens"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


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
    # Whether it was by more than a password: a second factor, or the employer.
    is_strong: Mapped[bool] = mapped_column(default=False, server_default=false())
    # When it was last proved that it is the account's owner; None of older sign-ins: as it began.
    proved_at: Mapped[datetime | None] = mapped_column(Moment)
    # The provider by which it was done, its issuer, and what it calls the sign-in; "" without one.
    provider: Mapped[str] = mapped_column(String(30), default="", server_default="")
    issuer: Mapped[str] = mapped_column(String(300), default="", server_default="")
    provider_session: Mapped[str] = mapped_column(
        String(255), default="", server_default="", index=True
    )


class FailedSignIn(Base):
    """A sign-in that failed, or is not finished: for whom and from where, as digests.

    Kept for an hour, to slow down whoever guesses.
    """

    __tablename__ = "failed_sign_ins"
    __table_args__ = (Index("ix_failed_sign_ins_who_at", "who", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


class ApiToken(Base):
    """An access token for the API, for drafts of one organisation. Kept as a digest alone.

    ``name`` is what its maker calls it; it works until ``expires_at``, or until it is ended.
    """

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


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
