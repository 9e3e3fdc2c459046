"""The sign-in of a request: the session cookie, the account and the actor behind it.

Public pages never ask, so that they are the same bytes for everyone.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import CSRFProtect

from network.db import set_lock_timeout
from network.errors import Contended, Unavailable
from network.people.actors import Actor, read_actor
from network.people.guess_limits import Origin, mark_browser
from network.people.second_factors import is_demanded
from network.people.sign_ins import (
    find_sign_in,
    is_proved_lately,
    is_to_be_noted,
    note_seen,
)
from network.people.tables import Account
from network.site import get_site

# How long a form may stay open, a working day: a token lives as long as its session.
_NO_LIMIT = None
# Where the session keeps who was signed in in the browser, and of how many accounts.
_BROWSER = "browser"
_MARKS = 8


@dataclass(frozen=True, slots=True, eq=False)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody who is signed in, with the mandates that they hold today."""

    secret: str
    sign_in_id: int
    began_at: datetime
    account: Account
    actor: Actor
    # Whether they proved within minutes that the account is theirs; the provider by which they
    # signed in, "" where by password.
    is_proved_lately: bool
    provider: str

    def get_id(self) -> str:
        """What the cookie carries."""
        return self.secret


csrf = CSRFProtect()
_logins = LoginManager()


def init_signing_in(app: Flask, *, secure: bool) -> None:
    """Let browsers be signed in; ``secure`` where the site is reached by https."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-grannar" if secure else "grannar",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=_NO_LIMIT,
        # The error page says what to do; see network.web.errors.
        WTF_CSRF_SSL_STRICT=False,
    )
    csrf.init_app(app)
    _logins.session_protection = None
    # Not init_app: what that adds looks at the cookie at every request, and at every page made.
    # Where Flask-Login looks for itself; Flask's type does not know of it.
    app.login_manager = _logins  # type: ignore[attr-defined]
    app.jinja_env.globals["current_user"] = current_user
    _logins.user_loader(_load)


def find_current_sign_in() -> SignedIn | None:
    """Who is signed in, or None. Two queries, once a request."""
    login = current_user._get_current_object()
    return login if isinstance(login, SignedIn) else None


def get_actor() -> Actor:
    """Who acts. Only for views that ask for signing in."""
    login = find_current_sign_in()
    assert login is not None
    return login.actor


def get_current_sign_in() -> SignedIn:
    """The present sign-in. Only for views that ask for signing in."""
    return cast(SignedIn, find_current_sign_in())


def begin(secret: str) -> None:
    """Let the browser carry this sign-in, and nothing of what its session held before but who was
    signed in in it."""
    browser, marks = _read_browser()
    session.clear()
    login = _load(secret)
    assert login is not None
    login_user(login)
    browser = browser or secrets.token_urlsafe(12)
    mark = mark_browser(browser, login.account.id)
    others = [kept for kept in marks if kept != mark]
    session[_BROWSER] = [browser, *others[1 - _MARKS :], mark]


def end() -> None:
    """Let the browser forget its sign-in. It goes on knowing that there was one, until it is
    closed: nobody else's guesses keep its owner out."""
    known = session.get(_BROWSER)
    logout_user()
    session.clear()
    if known is not None:
        session[_BROWSER] = known
    g.pop("_login_user", None)


def describe_browser(agent: str) -> str:
    """A browser and a system as people call them, from what the browser says of itself."""
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    names = [
        next((name for sign, name in name_by_sign if sign in agent), "")
        for name_by_sign in (browsers, systems)
    ]
    return ", ".join(filter(None, names))


def get_origin() -> Origin:
    """Where the request comes from, for slowing down whoever guesses; never logged."""
    browser, marks = _read_browser()
    return Origin(request.remote_addr or "", get_site_key(), browser, frozenset(marks))


def get_site_key() -> bytes:
    """The site's own key, by which what is kept secret is sealed."""
    key = current_app.secret_key or ""
    return key.encode() if isinstance(key, str) else key


def _read_browser() -> tuple[str, list[str]]:
    """The word drawn for the browser, and the marks of who was signed in in it."""
    browser, *marks = session.get(_BROWSER) or ("",)
    return browser, marks


def _load(secret: str) -> SignedIn | None:
    database = get_site().database
    with database.reading() as reading:
        found = find_sign_in(reading, secret)
        if found is None:
            return None
        sign_in, account = found
        actor = read_actor(reading, account.id)
        # Of whom more than a password is demanded by now: they sign in again, and set it up.
        if not sign_in.is_strong and is_demanded(actor, get_site().settings.second_factor_from):
            return None
        who: Any = SignedIn(
            secret,
            sign_in.id,
            sign_in.began_at,
            account,
            actor,
            is_proved_lately(sign_in),
            sign_in.provider,
        )
        noted = not is_to_be_noted(sign_in)
    if not noted:
        # Not waited for: whoever reads is not to be held up by who writes. The next page notes it.
        with (
            suppress(Unavailable, Contended),
            set_lock_timeout(0),
            database.transaction() as writing,
        ):
            note_seen(writing, sign_in.id)
    return cast(SignedIn, who)
