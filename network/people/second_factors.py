"""What a password alone does not do: codes of an app (TOTP, RFC 6238), and recovery codes.

A code is taken once: the step of the last one is kept, and a code of that step or one before is
refused, at whichever process. How often somebody guesses is limited by account.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from network import clock
from network.errors import Conflict
from network.people.accounts import get_account, has_password
from network.people.actors import Actor
from network.people.events import record_event
from network.people.guess_limits import give_back, reserve_second_factor
from network.people.one_time_links import make_digest
from network.people.permissions import demand
from network.people.sealing import seal, unseal
from network.people.sign_ins import end_all
from network.people.tables import AuthenticatorApp, Passkey, RecoveryCode

_STEP: Final = 30
# A code of the step before and of the one after is taken: clocks differ, and people type slowly.
_DRIFT: Final = 1
RECOVERY_CODES: Final = 10
_ROLES: Final = ("national_coordinator", "administrator")


@dataclass(frozen=True, slots=True)
class Checked:
    """How a second factor was: right, or how many seconds to wait before the next is looked at."""

    is_right: bool
    wait: int = 0


def is_demanded(actor: Actor, since: date | None) -> bool:
    """Whether a password alone does not sign this actor in; ``since`` is the day from which it
    does not, None where that day does not come."""
    return (
        since is not None
        and clock.today() >= since
        and any(mandate.role in _ROLES for mandate in actor.mandates)
    )


def has_second_factor(session: Session, account_id: UUID) -> bool:
    """Whether the account has an app that makes codes. One query."""
    return session.get(AuthenticatorApp, account_id) is not None


def draw_secret() -> str:
    """A secret for an app, in the letters that apps read."""
    return pyotp.random_base32()


def make_app_address(secret: str, email: str) -> str:
    """What an app reads off the picture (otpauth)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Grannar")


def set_app(session: Session, account_id: UUID, secret: str, code: str, key: bytes) -> list[str]:
    """Let an app make the account's codes from now on, whose first code this is; returns recovery
    codes, which are told once. Empty where the code is not of this secret.

    Another app of the account makes codes no more. ``key`` is the site's.
    """
    step = _find_step(secret, code)
    if step is None:
        return []
    get_account(session, account_id)
    session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.account_id == account_id))
    session.add(
        AuthenticatorApp(
            account_id=account_id, secret=seal(secret, key), last_step=step, since=clock.now()
        )
    )
    session.flush()
    record_event(session, account_id, "second_factor_set", account_id)
    return draw_recovery_codes(session, account_id)


def check_code(session: Session, account_id: UUID, typed: str, key: bytes) -> Checked:
    """Whether what somebody typed is a code of the account's app, or one of its recovery codes;
    from now on it is neither.

    Counted as a guess until it is right, so the transaction is to be committed in any case. Some
    five statements; whoever guesses at the same account at the same time waits.
    """
    reservation = reserve_second_factor(session, account_id)
    if reservation.wait:
        return Checked(False, reservation.wait)
    if not (
        _use_code(session, account_id, typed, key) or _use_recovery_code(session, account_id, typed)
    ):
        return Checked(False)
    give_back(session, reservation)
    return Checked(True)


def draw_recovery_codes(session: Session, account_id: UUID) -> list[str]:
    """Draw new recovery codes for an account; those before work no more. They are told once."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [_draw_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(account_id=account_id, digest=_digest(account_id, code)) for code in codes
    )
    session.flush()
    record_event(session, account_id, "recovery_codes_drawn", account_id)
    return codes


def count_recovery_codes(session: Session, account_id: UUID) -> int:
    """How many of the account's recovery codes still work. One query."""
    query = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    )
    return session.scalar(query) or 0


def remove_second_factor(
    session: Session, account_id: UUID, *, since: date | None, actor: Actor
) -> None:
    """Let the actor sign in by password alone again. Raises ``Conflict`` (*second_factor_needed*)
    where their mandates demand more, from ``since`` on."""
    if is_demanded(actor, since) and has_password(session, account_id):
        raise Conflict("second_factor_needed")
    if not has_second_factor(session, account_id):
        return
    _forget(session, account_id)
    record_event(session, account_id, "second_factor_removed", account_id)


def reset_second_factor(session: Session, account_id: UUID, *, actor: Actor) -> None:
    """Take away the second factor of somebody who has lost it, and sign them out; whom it is
    demanded of sets up a new one when they sign in.

    Raises ``NotAllowed``, ``NotFound``, ``Conflict`` for one's own, which asks for the present one.
    """
    demand(actor, "account.reset_second_factor")
    account = get_account(session, account_id)
    if account.id == actor.account_id:
        raise Conflict("own_second_factor")
    _forget(session, account.id)
    end_all(session, account.id)
    record_event(session, account.id, "second_factor_reset", actor.account_id)


def _forget(session: Session, account_id: UUID) -> None:
    for table in (AuthenticatorApp, RecoveryCode, Passkey):
        session.execute(delete(table).where(table.account_id == account_id))


def _use_code(session: Session, account_id: UUID, typed: str, key: bytes) -> bool:
    app = session.get(AuthenticatorApp, account_id)
    secret = unseal(app.secret, key) if app is not None else None
    step = _find_step(secret, typed) if secret is not None else None
    if step is None:
        return False
    # By the database, so that of two who bring the same code at once one is right.
    taken = session.execute(
        update(AuthenticatorApp)
        .where(AuthenticatorApp.account_id == account_id, AuthenticatorApp.last_step < step)
        .values(last_step=step)
        .returning(AuthenticatorApp.account_id)
    )
    return taken.first() is not None


def _use_recovery_code(session: Session, account_id: UUID, typed: str) -> bool:
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.digest == _digest(account_id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    if used.first() is None:
        return False
    record_event(session, account_id, "recovery_code_used", account_id)
    return True


def _find_step(secret: str, typed: str) -> int | None:
    """The step that a code is of, near the present one."""
    code = "".join(typed.split())
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return None
    totp = pyotp.TOTP(secret)
    present = int(clock.now().timestamp()) // _STEP
    found = None
    for step in range(present - _DRIFT, present + _DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step), code):
            found = step
    return found


def _draw_recovery_code() -> str:
    """Eighty bits, in four groups: nobody guesses them, so a plain digest is enough to keep."""
    letters = b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def _digest(account_id: UUID, typed: str) -> str:
    code = "".join(sign for sign in typed.casefold() if sign.isalnum())
    return make_digest(f"recovery code: {account_id.hex} {code}")
