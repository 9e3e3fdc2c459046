"""The cast at the site's door: accounts that sign in as anybody does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.test import TestResponse

from network import clock
from network.organisations.queries import find_organisation
from network.people.accounts import invite
from network.people.actors import Actor, Role, get_system_actor, read_actor
from network.people.mandates import give
from network.people.passwords import hash_password
from network.people.tables import SignInMethod
from network.site import Site

PASSWORD = "åtte blå traktorer i regn"
# argon2 takes its time on purpose; once is enough for a whole cast.
_KEPT = hash_password(PASSWORD)


@dataclass
class Person:
    """Somebody and their browser."""

    client: FlaskClient
    email: str
    account_id: UUID

    def get(self, path: str, **more: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form, with the token that its page would have had."""
        return self.client.post(path, data={**(data or {}), "csrf_token": self.token()}, **more)

    def token(self) -> str:
        """The token of this browser's session, as the form of a page would carry it."""
        return make_token(self.client)


def make_token(client: FlaskClient) -> str:
    """A token for the forms of a browser's session, without the page that would have had one."""
    app = client.application
    name = app.config["SESSION_COOKIE_NAME"]
    interface = app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    serializer = interface.get_signing_serializer(app)
    assert serializer is not None
    cookie = client.get_cookie(name)
    try:
        session = serializer.loads(cookie.value) if cookie else {}
    except BadSignature:
        session = {}
    if "csrf_token" not in session:
        session["csrf_token"] = uuid4().hex
        client.set_cookie(name, str(serializer.dumps(session)), secure=True, httponly=True)
    tokens = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")
    return str(tokens.dumps(session["csrf_token"]))


def token_of(page: str) -> str:
    """The token that a page's forms carry."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, "the page has no form"
    return found[1]


def carried(page: str) -> dict[str, str]:
    """What the form of a text carries of its working copy and version, unseen."""
    return {
        name: value
        for name in ("base", "copy", "window", "seen")
        if (value := _hidden(page, name)) is not None
    }


def _hidden(page: str, name: str) -> str | None:
    field = re.search(rf'<input type="(?:hidden"|text" hidden) name="{name}" value="([^"]*)"', page)
    return field[1] if field else None


def site_of(app: Flask) -> Site:
    """The site behind an app."""
    found: Site = app.extensions["grannar"]
    return found


def account(
    app: Flask,
    name: str,
    role: Role | None = None,
    at: str = "",
    country: str = "",
    *,
    language: str = "nb",
) -> UUID:
    """An account that can sign in, with a mandate or none."""
    email = f"{name.casefold()}@{at or 'grannar'}.example"
    with site_of(app).database.transaction() as session:
        site = get_system_actor(session, "test")
        made = invite(session, name, email, language, actor=site)
        session.add(
            SignInMethod(
                account_id=made.id,
                kind="password",
                subject=made.id.hex,
                secret=_KEPT,
                set_at=clock.now(),
            )
        )
        if role:
            body = find_organisation(session, at) if at else None
            give(
                session,
                made.id,
                role,
                organisation_id=body.id if body else None,
                country=country,
                actor=site,
            )
        return made.id


def signed_in(
    app: Flask, name: str, role: Role | None = None, at: str = "", country: str = ""
) -> Person:
    """Somebody with a mandate or none, signed in."""
    account_id = account(app, name, role, at, country)
    return enter(app, f"{name.casefold()}@{at or 'grannar'}.example", account_id)


def enter(app: Flask, email: str, account_id: UUID) -> Person:
    """Sign in as by the page."""
    client = app.test_client()
    answer = client.post(
        "/nb/account/sign-in",
        data={"email": email, "password": PASSWORD, "csrf_token": make_token(client)},
    )
    assert answer.status_code == 303, answer.text
    return Person(client, email, account_id)


def actor(app: Flask, who: Person) -> Actor:
    """The person as actions know them."""
    with site_of(app).database.reading() as session:
        return read_actor(session, who.account_id)
