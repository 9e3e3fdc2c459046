"""What a provider says of somebody, once it is believed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EmployerIdentity:
    """Who somebody is to a provider: ``subject`` at ``issuer``, and nothing else. ``session`` is
    the provider's own name of the sign-in there, "" where it has none."""

    provider: str
    issuer: str
    subject: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class LogoutNotice:
    """What a provider says has ended: all of ``subject``'s sign-ins, or the one called
    ``session``; either may be "". ``token_id`` is to be taken once."""

    issuer: str
    subject: str
    session: str
    token_id: str
