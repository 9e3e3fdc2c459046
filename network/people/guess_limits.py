"""Limits on guessing passwords and asking for links: a guess is counted before it is looked at, so
that of many at once no more are looked at than of many in turn.

Who guesses is told from who is guessed at. A browser in which the account was signed in before is
counted for itself; so is everybody at an address that the account signed in from before. Whoever is
neither is counted by account and address, by account, and by net: nobody else's failures keep an
account's owner out of their own browser or their own office, and one who guesses at many accounts,
or from many addresses, is slowed down as well.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from network import clock
from network.db import lock_names
from network.people.one_time_links import make_digest
from network.people.sign_ins import FAMILIAR
from network.people.tables import FailedSignIn, SignIn

REMEMBERED: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures within an hour cost nothing; each further one doubles the wait, from one
    second to ``longest``."""

    free: int
    longest: int


OF_BROWSER: Final = Limit(5, 300)
OF_ACCOUNT_AND_ADDRESS: Final = Limit(5, 300)
# More than those who guess from one address can reach: it is for guesses from many.
OF_ACCOUNT: Final = Limit(50, 300)
# An office has one net and many people who forget; their waits stay short.
OF_NET: Final = Limit(200, 30)
OF_PASSWORD_CHANGES: Final = Limit(5, 300)
# Six digits, three of a million right at any time: with these waits some 17 guesses in an hour.
OF_SECOND_FACTORS: Final = Limit(5, 300)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody asks from.

    ``address`` is that of the net as the request has it, ``browser`` a word drawn for the browser,
    and ``signed_in_before`` the marks (``mark_browser``) of the accounts that were signed in there:
    both come from the signed cookie, so that nobody makes them up. ``key`` keeps what is
    remembered of addresses from being worked out of the database.
    """

    address: str
    key: bytes
    browser: str = ""
    signed_in_before: frozenset[str] = frozenset()

    @property
    def host(self) -> str:
        """The address; of IPv6 the first 64 bits, since one machine has all the rest."""
        return _prefix(self.address, 32, 64)

    @property
    def net(self) -> str:
        """The net about it: 24 bits of IPv4, 48 of IPv6, as they are handed out."""
        return _prefix(self.address, 24, 48)

    def knows(self, account_id: UUID) -> bool:
        """Whether the account was signed in in this browser before."""
        return mark_browser(self.browser, account_id) in self.signed_in_before

    def digest(self, account_id: UUID) -> str:
        """The account and the address as they are remembered together."""
        text = f"{account_id.hex} {self.host}"
        return hmac.new(self.key, text.encode(), sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Reservation:
    """A guess that is counted as failed until it is known not to be; ``wait`` in seconds, and
    nothing is counted, where it is not to be looked at."""

    wait: int
    row_ids: tuple[int, ...] = ()
    # What is forgotten when it was right: the failures of the same person.
    own: str = ""


def mark_browser(browser: str, account_id: UUID) -> str:
    """The mark in a browser's cookie that an account was signed in there."""
    return make_digest(f"browser: {browser} {account_id.hex}")


def reserve_guess(
    session: Session, email: str, account_id: UUID | None, origin: Origin
) -> Reservation:
    """Count a guess at the account of a folded address of mail, unless it has to wait.

    Who asks at the same time for the same account, or from the same net, waits for this
    transaction. Four queries at most.
    """
    if account_id is not None and origin.knows(account_id):
        own = _key("browser", f"{origin.browser} {account_id.hex}")
        limits = {own: OF_BROWSER}
    else:
        own = _key("account and address", f"{email} {origin.host}")
        limits = {own: OF_ACCOUNT_AND_ADDRESS}
        if account_id is None or not _is_familiar(session, account_id, origin):
            limits[_key("account", email)] = OF_ACCOUNT
            limits[_key("net", origin.net)] = OF_NET
    return _reserve(session, limits, own)


def reserve_password_change(session: Session, account_id: UUID) -> Reservation:
    """Count a guess of who is signed in already, at the password that they want to change."""
    own = _key("password change", account_id.hex)
    return _reserve(session, {own: OF_PASSWORD_CHANGES}, own)


def reserve_second_factor(session: Session, account_id: UUID) -> Reservation:
    """Count a guess at the second factor of an account, whose password was right."""
    own = _key("second factor", account_id.hex)
    return _reserve(session, {own: OF_SECOND_FACTORS}, own)


def give_back(session: Session, reservation: Reservation) -> None:
    """The guess was right: it is not counted, nor are the failures of the same person before."""
    session.execute(
        delete(FailedSignIn).where(
            FailedSignIn.id.in_(reservation.row_ids) | (FailedSignIn.who == reservation.own)
        )
    )


def forget_guesses(session: Session) -> None:
    """Delete the guesses that no longer count. One statement."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.at <= clock.now() - REMEMBERED))


def count_asked_mail(
    session: Session, email: str, account_id: UUID | None, origin: Origin, *, most: int
) -> bool:
    """Whether a link may be mailed once more to the owner of an address of mail: at most ``most``
    in an hour, and from a net that is strange to the account no more than others may guess there.

    Counts the asking, whether or not there is an account.
    """
    account_key, net_key = _key("mail", email), _key("mails to the net", origin.net)
    is_strange = account_id is None or not (
        origin.knows(account_id) or _is_familiar(session, account_id, origin)
    )
    keys = (account_key, net_key) if is_strange else (account_key,)
    _begin(session, keys)
    is_few = _count(session, account_key)[0] < most
    is_few_from_there = not is_strange or _count(session, net_key)[0] < OF_NET.free
    _note(session, keys)
    return is_few and is_few_from_there


def _reserve(session: Session, limits: dict[str, Limit], own: str) -> Reservation:
    _begin(session, limits)
    wait = max(_wait(session, key, limit) for key, limit in limits.items())
    return Reservation(wait) if wait else Reservation(0, _note(session, limits), own)


def _begin(session: Session, keys: Iterable[str]) -> None:
    """Let nobody else count by these keys until the transaction ends; forget what is over.

    Failures of the future, from a clock that was ahead, are of now: whoever waits for them waits no
    longer than for others.
    """
    now = clock.now()
    lock_names(session, *keys)
    forget_guesses(session)
    session.execute(update(FailedSignIn).where(FailedSignIn.at > now).values(at=now))


def _note(session: Session, keys: Iterable[str]) -> tuple[int, ...]:
    rows = [FailedSignIn(who=key, at=clock.now()) for key in keys]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def _count(session: Session, key: str) -> tuple[int, float]:
    """How often it failed within the hour, and how many seconds ago the last time."""
    now = clock.now()
    number, last = session.execute(
        select(func.count(), func.max(FailedSignIn.at)).where(
            FailedSignIn.who == key, FailedSignIn.at > now - REMEMBERED
        )
    ).one()
    return number, max(0.0, (now - last).total_seconds()) if last else 0.0


def _wait(session: Session, key: str, limit: Limit) -> int:
    number, ago = _count(session, key)
    if number < limit.free:
        return 0
    wait = min(2 ** min(number - limit.free, 20), limit.longest)
    return max(0, int(wait - ago + 0.999))


def _is_familiar(session: Session, account_id: UUID, origin: Origin) -> bool:
    """Whether the account was signed in from this address within the season."""
    return (
        session.scalar(
            select(SignIn.id)
            .where(
                SignIn.account_id == account_id,
                SignIn.origin == origin.digest(account_id),
                SignIn.began_at > clock.now() - FAMILIAR,
            )
            .limit(1)
        )
        is not None
    )


def _key(what: str, who: str) -> str:
    return make_digest(f"{what}: {who}")


def _prefix(address: str, bits: int, bits_of_six: int) -> str:
    """The first bits of an address; the text itself where it is none, as of a local socket."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    length = bits if parsed.version == 4 else bits_of_six
    return str(ip_network((parsed, length), strict=False))
