"""Signing in by mail address and password, slowed down for whoever guesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from network import clock
from network.errors import Invalid
from network.people.accounts import find_account, fold_email
from network.people.events import record_event
from network.people.one_time_links import make_digest, use_link
from network.people.passwords import find_weakness, hash_password, is_outdated, is_right
from network.people.sign_ins import begin_sign_in, end_all
from network.people.tables import Account, FailedSignIn, SignInMethod

_REMEMBERED = timedelta(hours=1)
# How many failures cost nothing; each further one doubles the wait, from a second to five minutes.
_FREE_FOR_AN_ACCOUNT = 5
_FREE_FOR_AN_ADDRESS = 30
_LONGEST_WAIT = 300
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
    _keys: tuple[str, str]

    def is_right(self, password: str) -> bool:
        """Whether the password is the account's. Some 50 ms, for unknown accounts too: not to be
        spent while others wait for the database."""
        return is_right(password, self._kept)


def prepare_sign_in(session: Session, email: str, address: str) -> SignInRequest:
    """Look up the account of ``email`` for a sign-in from the network address ``address``, and how
    long it has to wait. Four queries.

    While somebody has to wait, not even the right password is tried.
    """
    account_key, address_key = _key("account", fold_email(email)), _key("address", address)
    wait = max(
        _wait(session, account_key, _FREE_FOR_AN_ACCOUNT),
        _wait(session, address_key, _FREE_FOR_AN_ADDRESS),
    )
    account = find_account(session, email)
    is_open = account is not None and account.closed_at is None
    method = _password_of(session, account.id) if account is not None and is_open else None
    return SignInRequest(
        wait,
        account.id if account is not None and method is not None else None,
        method.secret if method is not None else None,
        (account_key, address_key),
    )


def finish_sign_in(
    session: Session, requested: SignInRequest, right: bool, password: str, browser: str
) -> Attempt:
    """Sign a browser in whose password was right, or count the failure.

    Unknown accounts, wrong passwords and closed accounts are answered alike.
    """
    _bring_back(session)
    if requested.wait:
        return Attempt(wait=requested.wait)
    account = (
        session.get(Account, requested.account_id) if requested.account_id is not None else None
    )
    if not right or account is None or account.closed_at is not None:
        _note_failure(session, *requested._keys)
        return Attempt()
    method = _password_of(session, account.id)
    if method is not None and is_outdated(method.secret):
        method.secret = hash_password(password)
    session.execute(delete(FailedSignIn).where(FailedSignIn.who == requested._keys[0]))
    return Attempt(account.id, _begin(session, account.id, browser))


def may_be_mailed(session: Session, email: str, address: str) -> bool:
    """Whether a link may be mailed once more to who says to have this address of mail.

    Counts the asking, whether or not there is an account.
    """
    _bring_back(session)
    account_key = _key("mail", fold_email(email))
    address_key = _key("mails from", address)
    few = _failures(session, account_key)[0] < _MAILS_FREE
    few_from_here = _failures(session, address_key)[0] < _FREE_FOR_AN_ADDRESS
    _note_failure(session, account_key, address_key)
    return few and few_from_here


def take_up(session: Session, secret: str, password: str, browser: str) -> Attempt | None:
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
    key = _key("account", account.email or "")
    session.execute(delete(FailedSignIn).where(FailedSignIn.who == key))
    return Attempt(account.id, _begin(session, account.id, browser))


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
    _bring_back(session)
    key = _key("account", account.email or "")
    if _wait(session, key, _FREE_FOR_AN_ACCOUNT):
        return False
    if not is_right(present, method.secret if method else None):
        _note_failure(session, key)
        return False
    set_password(session, account, new)
    end_all(session, account.id, but=this)
    return True


def _begin(session: Session, account_id: UUID, browser: str) -> str:
    record_event(session, account_id, "signed_in", account_id, browser)
    return begin_sign_in(session, account_id, browser)


def _password_of(session: Session, account_id: UUID) -> SignInMethod | None:
    return session.scalar(
        select(SignInMethod).where(
            SignInMethod.account_id == account_id, SignInMethod.kind == "password"
        )
    )


def _key(what: str, who: str) -> str:
    return make_digest(f"{what}: {who}")


def _failures(session: Session, key: str) -> tuple[int, float]:
    """How often it failed within the hour, and how many seconds ago the last time."""
    now = clock.now()
    number, last = session.execute(
        select(func.count(), func.max(FailedSignIn.at)).where(
            FailedSignIn.who == key, FailedSignIn.at > now - _REMEMBERED
        )
    ).one()
    return number, max(0.0, (now - last).total_seconds()) if last else 0.0


def _bring_back(session: Session) -> None:
    """Failures of the future, from a clock that was ahead, are of now: whoever waits for them waits
    no longer than for others."""
    now = clock.now()
    session.execute(update(FailedSignIn).where(FailedSignIn.at > now).values(at=now))


def _wait(session: Session, key: str, free: int) -> int:
    number, ago = _failures(session, key)
    if number < free:
        return 0
    wait = min(2 ** min(number - free, 20), _LONGEST_WAIT)
    return max(0, int(wait - ago + 0.999))


def _note_failure(session: Session, *keys: str) -> None:
    now = clock.now()
    session.execute(delete(FailedSignIn).where(FailedSignIn.at <= now - _REMEMBERED))
    session.add_all(FailedSignIn(who=key, at=now) for key in keys)
    session.flush()
