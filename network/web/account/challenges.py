"""What a passkey is to sign: drawn for a page, kept in the browser's session meanwhile."""

from __future__ import annotations

import secrets
from typing import Final, Literal

from flask import session

from network.people.passkeys import Place
from network.site import get_site

_KEPT: Final = "challenge_to_"


def draw_challenge(purpose: Literal["make", "use"]) -> str:
    """A new challenge; that of the last page is forgotten."""
    challenge = secrets.token_urlsafe(32)
    session[_KEPT + purpose] = challenge
    return challenge


def take_challenge(purpose: Literal["make", "use"]) -> str:
    """The challenge of the page that is sent, "" where there is none."""
    return str(session.pop(_KEPT + purpose, ""))


def get_place() -> Place:
    """The site as passkeys know it."""
    return Place(get_site().settings.public_url)
