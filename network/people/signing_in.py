"""Signing in by mail address and password, slowed down for whoever guesses."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.errors import Invalid
from network.people.accounts import find_account, fold_email
from network.people.events import record_event
from network.people.guess_limits import (
    Origin,
    Reservation,
    count_asked_mail,
    give_back,
    reserve_guess,
    reserve_password_change,
)
from network.people.one_time_links import use_link
from network.people.passwords import find_weakness, hash_password, is_outdated, is_right
from network.people.sign_ins import begin_sign_in, end_all
from network.people.tables import Account, SignInMethod

# The most mails with a link that may be asked for in an hour, for one account.
_MAILS_FREE = 4


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a sign-in went: the browser's new secret, or how many seconds to wait, or neither."""

    account_id: UUID | None = None
    secret: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """Somebody who wants to sign in: how long they have to wait, and what their password is
    compared with."""

    wait: int
    account_id: UUID | None
    _kept: str | None
    _reservation: Reservation
    _origin: Origin

    def is_right(self, password: str) -> bool:
        """Whether the password is the account's. Some 50 ms, for unknown accounts too: not to be
        spent while others wait for the database."""
        return is_right(password, self._kept)


def prepare_sign_in(session: Session, email: str, origin: Origin) -> SignInRequest:
    """Look up the account of ``email`` for a sign-in, and how long it has to wait; count it as a
    failure until ``finish_sign_in``. Eight queries at most.

    The transaction is to be committed before the password is looked at, so that those who guess at
    the same time are counted. While somebody has to wait, not even the right password is tried.
    """
    account = find_account(session, email)
    is_open = account is not None and account.closed_at is None
    method = _password_of(session, account.id) if account is not None and is_open else None
    account_id = account.id if account is not None and method is not None else None
    reservation = reserve_guess(session, fold_email(email), account_id, origin)
    return SignInRequest(
        reservation.wait,
        account_id,
        method.secret if method is not None else None,
        reservation,
        origin,
    )


def finish_sign_in(
    session: Session, requested: SignInRequest, right: bool, password: str, browser: str
) -> Attempt:
    """Sign a browser in whose password was right; it is counted as a failure no longer.

    Unknown accounts, wrong passwords and closed accounts are answered alike.
    """
    if requested.wait:
        return Attempt(wait=requested.wait)
    account = (
        session.get(Account, requested.account_id) if requested.account_id is not None else None
    )
    if not right or account is None or account.closed_at is not None:
        return Attempt()
    method = _password_of(session, account.id)
    if method is not None and is_outdated(method.secret):
        method.secret = hash_password(password)
    give_back(session, requested._reservation)
    return Attempt(account.id, _begin(session, account.id, browser, requested._origin))


def may_be_mailed(session: Session, email: str, origin: Origin) -> bool:
    """Whether a link may be mailed once more to who says to have this address of mail.

    Counts the asking, whether or not there is an account.
    """
    account = find_account(session, email)
    account_id = account.id if account is not None else None
    return count_asked_mail(session, fold_email(email), account_id, origin, most=_MAILS_FREE)


def take_up(
    session: Session, secret: str, password: str, browser: str, origin: Origin
) -> Attempt | None:
    """Set the password of the account whose link this is, and sign the browser in.

    All other browsers of the account are signed out. None when the link does not work (any more).
    Raises ``Invalid`` with the weakness of a password that is not to be used; the link goes on
    working.
    """
    account = use_link(session, secret)
    if account is None:
        return None
    set_password(session, account, password)
    end_all(session, account.id)
    return Attempt(account.id, _begin(session, account.id, browser, origin))


def set_password(session: Session, account: Account, password: str) -> None:
    """Give the account this password. Raises ``Invalid`` with its weakness."""
    weak = find_weakness(password, (account.name, account.email or ""))
    if weak:
        raise Invalid([weak])
    method = _password_of(session, account.id)
    if method is None:
        method = SignInMethod(account_id=account.id, kind="password", subject=account.id.hex)
        session.add(method)
    method.secret, method.set_at = hash_password(password), clock.now()
    session.flush()
    record_event(session, account.id, "password_set", account.id)


def change_password(session: Session, account: Account, present: str, new: str, this: int) -> bool:
    """Change the password of who knows the present one, and sign other browsers out.

    False when the present one is wrong. Raises ``Invalid`` with the new one's weakness.
    """
    method = _password_of(session, account.id)
    reservation = reserve_password_change(session, account.id)
    if reservation.wait or not is_right(present, method.secret if method else None):
        return False
    give_back(session, reservation)
    set_password(session, account, new)
    end_all(session, account.id, but=this)
    return True


def _begin(session: Session, account_id: UUID, browser: str, origin: Origin) -> str:
    record_event(session, account_id, "signed_in", account_id, browser)
    return begin_sign_in(session, account_id, browser, origin.digest(account_id))


def _password_of(session: Session, account_id: UUID) -> SignInMethod | None:
    return session.scalar(
        select(SignInMethod).where(
            SignInMethod.account_id == account_id, SignInMethod.kind == "password"
        )
    )
