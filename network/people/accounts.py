"""Accounts of persons: by invitation alone, and closed without losing what they did."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network import clock
from network.errors import Conflict, Invalid, NotFound
from network.interface_languages import DEFAULT_LANGUAGE, INTERFACE_LANGUAGES
from network.mail.addresses import decode_domain, encode_domain
from network.people.actors import Actor
from network.people.api_tokens import end_tokens_without_right
from network.people.events import record_event
from network.people.permissions import demand
from network.people.sign_ins import end_all
from network.people.tables import Account, Identity, SignInMethod
from network.public_words import read_words

NAME_LENGTH = 200
EMAIL_LENGTH = 320

_EMAIL = re.compile(
    r"[^@\s<>,;:\"()\[\]\\]{1,64}@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\]{2,}"
)


def fold_email(text: str) -> str:
    """An address of mail as accounts keep it: trimmed, in small letters, and its domain with å, ä
    and ö however it was written. Never raises."""
    return decode_domain(unicodedata.normalize("NFC", text).strip().casefold())


def find_account(session: Session, email: str) -> Account | None:
    """The account with this address of mail, closed or not, or None. One query."""
    return session.scalar(select(Account).where(Account.email == fold_email(email)))


def get_account(session: Session, account_id: UUID) -> Account:
    """The account of a person. Raises ``NotFound``."""
    account = session.get(Account, account_id)
    if account is None or account.is_system:
        raise NotFound(str(account_id))
    return account


def read_accounts(session: Session) -> Sequence[Account]:
    """Every person's account, by name. One query."""
    return session.scalars(
        select(Account).where(Account.is_system.is_(False)).order_by(Account.name, Account.id)
    ).all()


def invite(session: Session, name: str, email: str, language: str, *, actor: Actor) -> Account:
    """Make the account of somebody who is invited; it signs in once its link was used.

    ``language`` is that of its mails, one of the interface's; any other is taken for bokmål. Raises
    ``NotAllowed``, ``Invalid`` for a name or an address of mail that cannot be one or that no mail
    would reach, ``Conflict`` when an account has the address already.
    """
    demand(actor, "account.invite")
    name, faults = read_words(name, "name", is_line=True, longest=NAME_LENGTH)
    email = fold_email(email)
    if faults:
        raise Invalid(faults)
    if len(email) > EMAIL_LENGTH or not _EMAIL.fullmatch(email) or not email.isprintable():
        raise Invalid.in_field("not_a_mail_address", "email")
    _demand_reachable(email)
    if find_account(session, email) is not None:
        raise Conflict("mail_taken")
    account = Account(
        id=uuid4(),
        name=name,
        is_system=False,
        email=email,
        language=_check_language(language),
        made_at=clock.now(),
    )
    session.add(account)
    session.flush()
    record_event(session, account.id, "invited", actor.account_id)
    return account


def choose_mail_language(session: Session, language: str, *, actor: Actor) -> None:
    """Let the actor's own account have its mails in another language of the interface.

    Raises ``Invalid`` (field ``language``) for a language that the interface has not, and
    ``NotFound``.
    """
    if language not in INTERFACE_LANGUAGES:
        raise Invalid.in_field("not_a_choice", "language")
    get_account(session, actor.account_id).language = language


def _check_language(language: str) -> str:
    return language if language in INTERFACE_LANGUAGES else DEFAULT_LANGUAGE


def _demand_reachable(email: str) -> None:
    """Raise ``Invalid`` for an address to which not every mail server can send."""
    if not email.rpartition("@")[0].isascii():
        raise Invalid.in_field("mail_name_not_ascii", "email")
    try:
        encode_domain(email)
    except ValueError:
        raise Invalid.in_field("not_a_mail_address", "email") from None


def close(session: Session, account_id: UUID, *, actor: Actor) -> None:
    """Let an account sign in no more. What it wrote stays under its name; who its owner is to an
    employer's provider is forgotten, so that they may be invited anew elsewhere.

    Raises ``NotAllowed``, ``NotFound``, and ``Conflict`` for one's own account or a closed one.
    """
    demand(actor, "account.close")
    account = get_account(session, account_id)
    if account.id == actor.account_id:
        raise Conflict("own_account")
    if account.closed_at is not None:
        raise Conflict("closed_already")
    account.closed_at = clock.now()
    end_all(session, account.id)
    session.execute(delete(Identity).where(Identity.account_id == account.id))
    session.flush()
    end_tokens_without_right(session, account.id, actor.account_id)
    record_event(session, account.id, "closed", actor.account_id)


def reopen(session: Session, account_id: UUID, *, actor: Actor) -> None:
    """Let a closed account sign in again. Raises ``NotAllowed``, ``NotFound``."""
    demand(actor, "account.close")
    account = get_account(session, account_id)
    if account.closed_at is not None:
        account.closed_at = None
        record_event(session, account.id, "reopened", actor.account_id)


def has_signed_up(session: Session, account_id: UUID) -> bool:
    """Whether the account has a way to sign in. Two queries at most."""
    query = select(Identity.id).where(Identity.account_id == account_id).limit(1)
    return has_password(session, account_id) or session.scalar(query) is not None


def has_password(session: Session, account_id: UUID) -> bool:
    """Whether the account has a password. One query."""
    query = select(SignInMethod.id).where(SignInMethod.account_id == account_id).limit(1)
    return session.scalar(query) is not None


def set_guide_hidden(session: Session, *, actor: Actor) -> None:
    """Show the first steps for beginners on the actor's own desk no more. Two statements."""
    account = session.get_one(Account, actor.account_id, with_for_update=True)
    account.guide_hidden_at = account.guide_hidden_at or clock.now()
