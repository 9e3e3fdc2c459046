"""Signing in by mail address and password, slowed down for whoever guesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.errors import Invalid
from network.identity_providers.identities import EmployerIdentity
from network.people.accounts import find_account, fold_email
from network.people.actors import read_actor
from network.people.events import record_event
from network.people.guess_limits import (
    Origin,
    Reservation,
    count_asked_mail,
    give_back,
    reserve_guess,
    reserve_password_change,
)
from network.people.identities import find_identity, link_identity, note_used
from network.people.one_time_links import find_account_by_link, use_link
from network.people.passkeys import Place, check_passkey
from network.people.passwords import find_weakness, hash_password, is_outdated, is_right
from network.people.second_factors import check_code, has_second_factor, is_demanded, set_app
from network.people.sign_ins import (
    BY_PASSWORD,
    BY_SECOND_FACTOR,
    Proof,
    begin_sign_in,
    end_all,
)
from network.people.tables import Account, SignInMethod

# The most mails with a link that may be asked for in an hour, for one account.
_MAILS_FREE = 4
# So long after the password the second factor is waited for.
UNFINISHED_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a sign-in went: the browser's new secret, or how many seconds to wait, or neither.

    ``step`` is what is wanting where the password was right and does not sign in alone: to
    *confirm* with the second factor, or first to *set_up* one.
    """

    account_id: UUID | None = None
    secret: str = ""
    wait: int = 0
    step: Literal["", "confirm", "set_up"] = ""


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
    session: Session,
    requested: SignInRequest,
    right: bool,
    password: str,
    browser: str,
    second_factor_from: date | None,
) -> Attempt:
    """Sign a browser in whose password was right, or say what is wanting beside it; it is counted
    as a failure no longer.

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
    return _go_on(session, account.id, browser, requested._origin, second_factor_from)


def confirm_sign_in(
    session: Session,
    account_id: UUID,
    since: datetime,
    typed: str,
    key: bytes,
    browser: str,
    origin: Origin,
) -> Attempt:
    """Sign a browser in whose password was right at ``since``, and whose second factor this is; or
    say how long to wait. ``key`` is the site's. The transaction is to be committed in any case."""
    if not is_unfinished(session, account_id, since):
        return Attempt()
    checked = check_code(session, account_id, typed, key)
    if not checked.is_right:
        return Attempt(wait=checked.wait)
    return Attempt(account_id, _begin(session, account_id, browser, origin, BY_SECOND_FACTOR))


def confirm_by_passkey(
    session: Session,
    account_id: UUID,
    since: datetime,
    sent: str,
    place: Place,
    challenge: str,
    browser: str,
    origin: Origin,
) -> Attempt:
    """As ``confirm_sign_in``, by what a browser sent for one of the account's passkeys."""
    if not is_unfinished(session, account_id, since) or not check_passkey(
        session, account_id, sent, place, challenge
    ):
        return Attempt()
    return Attempt(account_id, _begin(session, account_id, browser, origin, BY_SECOND_FACTOR))


def is_unfinished(session: Session, account_id: UUID, since: datetime) -> bool:
    """Whether a sign-in whose password was right at ``since`` may go on: not for ever, nor after
    the password was changed or the account closed. Two queries."""
    account = session.get(Account, account_id)
    method = _password_of(session, account_id)
    return (
        timedelta(0) <= clock.now() - since < UNFINISHED_LASTS
        and account is not None
        and account.closed_at is None
        and method is not None
        and method.set_at <= since
    )


def set_up_and_sign_in(
    session: Session,
    account_id: UUID,
    since: datetime,
    secret: str,
    typed: str,
    key: bytes,
    browser: str,
    origin: Origin,
) -> tuple[Attempt, list[str]]:
    """Sign a browser in whose password was right at ``since`` and who has set up the second factor
    that is demanded; with the recovery codes, none where the code is wrong.

    Who has one already confirms with that: the attempt is empty.
    """
    session.get(Account, account_id, with_for_update=True)
    if not is_unfinished(session, account_id, since) or has_second_factor(session, account_id):
        return Attempt(), []
    codes = set_app(session, account_id, secret, typed, key)
    if not codes:
        return Attempt(), []
    begun = _begin(session, account_id, browser, origin, BY_SECOND_FACTOR)
    return Attempt(account_id, begun), codes


def enter_by_employer(
    session: Session, identity: EmployerIdentity, browser: str, origin: Origin
) -> Attempt:
    """Sign a browser in by what its employer's provider says. Empty where the identity is linked
    with no open account: then nothing is made, nor looked for by anything else."""
    linked = find_identity(session, identity)
    account = session.get(Account, linked.account_id) if linked is not None else None
    if linked is None or account is None or account.closed_at is not None:
        return Attempt()
    note_used(session, linked)
    return Attempt(account.id, _begin_at(session, account.id, identity, browser, origin))


def accept_by_employer(
    session: Session, secret: str, identity: EmployerIdentity, browser: str, origin: Origin
) -> Attempt | None:
    """Take up the account that a mailed link is an invitation to by linking an identity with it,
    and sign the browser in. None when the link is none to that (any more).

    Raises ``Conflict`` where the identity signs in to an account already; the link goes on working.
    """
    account = find_account_by_link(session, secret, purpose="invitation")
    if account is None:
        return None
    link_identity(session, account.id, identity)
    use_link(session, secret)
    return Attempt(account.id, _begin_at(session, account.id, identity, browser, origin))


def may_be_mailed(session: Session, email: str, origin: Origin) -> bool:
    """Whether a link may be mailed once more to who says to have this address of mail.

    Counts the asking, whether or not there is an account.
    """
    account = find_account(session, email)
    account_id = account.id if account is not None else None
    return count_asked_mail(session, fold_email(email), account_id, origin, most=_MAILS_FREE)


def take_up(
    session: Session,
    secret: str,
    password: str,
    browser: str,
    origin: Origin,
    second_factor_from: date | None,
) -> Attempt | None:
    """Set the password of the account whose link this is, and sign the browser in, or say what is
    wanting beside it: whoever reads somebody's mail has not their second factor.

    All other browsers of the account are signed out. None when the link does not work (any more).
    Raises ``Invalid`` with the weakness of a password that is not to be used; the link goes on
    working.
    """
    account = use_link(session, secret)
    if account is None:
        return None
    set_password(session, account, password)
    end_all(session, account.id)
    return _go_on(session, account.id, browser, origin, second_factor_from)


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


@dataclass(frozen=True, slots=True)
class Proven:
    """Whether somebody has proved that they own an account, by more than a password, or how many
    seconds to wait before the next try is looked at."""

    is_right: bool
    is_strong: bool = False
    wait: int = 0


def prove_owner(session: Session, account_id: UUID, password: str, code: str, key: bytes) -> Proven:
    """Whether who is signed in already knows the account's password, and has its second factor
    where there is one. ``key`` is the site's. Both are counted as guesses until they are right, so
    the transaction is to be committed in any case. Some 50 ms."""
    method = _password_of(session, account_id)
    reservation = reserve_password_change(session, account_id)
    if reservation.wait:
        return Proven(False, wait=reservation.wait)
    if not is_right(password, method.secret if method else None):
        return Proven(False)
    give_back(session, reservation)
    if not has_second_factor(session, account_id):
        return Proven(True)
    checked = check_code(session, account_id, code, key)
    return Proven(checked.is_right, checked.is_right, checked.wait)


def _go_on(
    session: Session, account_id: UUID, browser: str, origin: Origin, since: date | None
) -> Attempt:
    """What becomes of somebody whose password is right."""
    if has_second_factor(session, account_id):
        return Attempt(account_id, step="confirm")
    if is_demanded(read_actor(session, account_id), since):
        return Attempt(account_id, step="set_up")
    return Attempt(account_id, _begin(session, account_id, browser, origin, BY_PASSWORD))


def _begin(session: Session, account_id: UUID, browser: str, origin: Origin, proof: Proof) -> str:
    record_event(session, account_id, "signed_in", account_id, browser)
    return begin_sign_in(session, account_id, browser, origin.digest(account_id), proof)


def _begin_at(
    session: Session, account_id: UUID, identity: EmployerIdentity, browser: str, origin: Origin
) -> str:
    proof = Proof(True, identity.provider, identity.issuer, identity.session)
    return _begin(session, account_id, browser, origin, proof)


def _password_of(session: Session, account_id: UUID) -> SignInMethod | None:
    return session.scalar(
        select(SignInMethod).where(
            SignInMethod.account_id == account_id, SignInMethod.kind == "password"
        )
    )
