"""Signing in by mail address and password, slowed down for whoever guesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from network import clock
from network.errors import Invalid
from network.people.accounts import find_account, folded_email
from network.people.events import record_event
from network.people.one_time_links import digest_of, use_link
from network.people.passwords import hashed, is_outdated, is_right, weakness
from network.people.sign_ins import begin_sign_in, end_all
from network.people.tables import Account, FailedSignIn, SignInMethod

_REMEMBERED = timedelta(hours=1)
# So many failures cost nothing; each further one doubles the wait, from one second to five minutes.
_FREE_FOR_AN_ACCOUNT = 5
_FREE_FOR_AN_ADDRESS = 30
_LONGEST_WAIT = 300
# So many mails an hour may be asked for, for one account.
_MAILS_FREE = 4


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a sign-in went: the browser's new secret, or how many seconds to wait, or neither."""

    account_id: UUID | None = None
    secret: str = ""
    wait: int = 0


def sign_in(session: Session, email: str, password: str, address: str, browser: str) -> Attempt:
    """Sign a browser in, if the password is the account's.

    ``address`` is the one of the net. Unknown accounts, wrong passwords and closed accounts are
    answered alike, in the same time (some 50 ms, of argon2). While somebody has to wait, not even
    the right password is looked at.
    """
    account_key, address_key = _key("account", folded_email(email)), _key("address", address)
    wait = max(
        _wait(session, account_key, _FREE_FOR_AN_ACCOUNT),
        _wait(session, address_key, _FREE_FOR_AN_ADDRESS),
    )
    if wait:
        return Attempt(wait=wait)
    account = find_account(session, email)
    method = _password_of(session, account.id) if account else None
    right = is_right(password, method.secret if method else None)
    if account is None or method is None or not right or account.closed_at is not None:
        _note_failure(session, account_key, address_key)
        return Attempt()
    if is_outdated(method.secret):
        method.secret = hashed(password)
    session.execute(delete(FailedSignIn).where(FailedSignIn.who == account_key))
    return Attempt(account.id, _begin(session, account.id, browser))


def may_be_mailed(session: Session, email: str, address: str) -> bool:
    """Whether a link may be mailed once more to who says to have this address of mail.

    Counts the asking, whether or not there is an account.
    """
    account_key = _key("mail", folded_email(email))
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
    weak = weakness(password, (account.name, account.email or ""))
    if weak:
        raise Invalid(weak)
    method = _password_of(session, account.id)
    if method is None:
        method = SignInMethod(account_id=account.id, kind="password", subject=account.id.hex)
        session.add(method)
    method.secret, method.set_at = hashed(password), clock.now()
    session.flush()
    record_event(session, account.id, "password_set", account.id)


def change_password(session: Session, account: Account, present: str, new: str, this: int) -> bool:
    """Change the password of who knows the present one, and sign other browsers out.

    False when the present one is wrong. Raises ``Invalid`` with the new one's weakness.
    """
    method = _password_of(session, account.id)
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
    return digest_of(f"{what}: {who}")


def _failures(session: Session, key: str) -> tuple[int, float]:
    """How often it failed within the hour, and how many seconds ago the last time."""
    now = clock.now()
    number, last = session.execute(
        select(func.count(), func.max(FailedSignIn.at)).where(
            FailedSignIn.who == key, FailedSignIn.at > now - _REMEMBERED
        )
    ).one()
    return number, (now - last).total_seconds() if last else 0.0


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
