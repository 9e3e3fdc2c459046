"""Signing out at the employer signs out here: right notices do, every other one is refused."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.app import create_app
from network.identity_providers.identities import EmployerIdentity
from network.identity_providers.metadata import ProviderMetadata
from network.identity_providers.tokens import LOGOUT_EVENT
from network.log_lines import JsonLine
from network.people.identities import link_identity
from network.people.tables import SignIn
from tests.conftest import make_settings
from tests.fake_issuer import (
    FakeIssuer,
    issuing,
    make_key,
    name_provider,
    read_way,
    sign,
)
from tests.web.people import account, site_of, token_of

BACK, FRONT = "/oidc/fake/back-channel-logout", "/oidc/fake/front-channel-logout"


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeIssuer]:
    """The issuer."""
    with issuing() as fake:
        yield fake


@pytest.fixture(scope="module")
def app(
    made_up_site: Path, tmp_path_factory: pytest.TempPathFactory, fake: FakeIssuer
) -> Iterator[Flask]:
    """A site whose Kari and Ola sign in at the issuer."""
    folder = tmp_path_factory.mktemp("logout") / "site"
    shutil.copytree(made_up_site, folder)
    app = create_app(make_settings(folder, **name_provider(fake)))
    for name in ("Kari", "Ola"):
        person = account(app, name)
        identity = EmployerIdentity("fake", fake.issuer, f"{name.casefold()}-at-work")
        with site_of(app).database.transaction() as session:
            link_identity(session, person, identity)
    yield app
    site_of(app).database.engine.dispose()


def sign_in(app: Flask, fake: FakeIssuer, name: str = "kari", sid: str = "s1") -> FlaskClient:
    """Somebody's browser, signed in at the issuer, which calls the sign-in ``sid``."""
    client = app.test_client()
    way = read_way(client.get("/nb/account/employer/fake").location)
    fake.id_token = sign(fake.claims(way["nonce"], sub=f"{name}-at-work", sid=sid), fake.key)
    answer = client.get("/oidc/fake/callback", query_string={"code": "c", "state": way["state"]})
    assert answer.status_code == 303
    assert is_in(client)
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/nb/desk/").status_code == 200


_number = iter(range(10_000))


def notice(fake: FakeIssuer, **more: Any) -> dict[str, Any]:
    """The claims of a right logout token; None takes one out."""
    claims = fake.claims("", nonce=None, jti=f"notice {next(_number)}", events={LOGOUT_EVENT: {}})
    return {k: v for k, v in {**claims, "sub": "kari-at-work", **more}.items() if v is not None}


def send(app: Flask, token: str) -> int:
    """Send a notice as the provider does: without cookie, form token and referrer."""
    answer = app.test_client().post(BACK, data={"logout_token": token})
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.status_code


def logout(fake: FakeIssuer, **more: Any) -> str:
    return sign(notice(fake, **more), fake.key, {"typ": "logout+jwt"})


def test_a_notice_of_a_subject_ends_all_of_its_sign_ins_and_nobody_elses(
    app: Flask, fake: FakeIssuer
) -> None:
    first, second = sign_in(app, fake, sid="s1"), sign_in(app, fake, sid="s2")
    ola = sign_in(app, fake, "ola", "s3")
    assert send(app, logout(fake)) == 200
    assert not is_in(first)
    assert not is_in(second)
    assert is_in(ola)


def test_a_notice_of_a_session_ends_that_alone(app: Flask, fake: FakeIssuer) -> None:
    first, second = sign_in(app, fake, sid="s4"), sign_in(app, fake, sid="s5")
    assert send(app, logout(fake, sub=None, sid="s4")) == 200
    assert not is_in(first)
    assert is_in(second)
    # Subject and session that do not belong together end nothing.
    assert send(app, logout(fake, sub="ola-at-work", sid="s5")) == 200
    assert is_in(second)
    # A sign-in by password is none of the provider's.
    with site_of(app).database.reading() as session:
        assert set(session.scalars(select(SignIn.provider))) == {"fake"}


Fault = Callable[[FakeIssuer], str]
# By what is wrong: the reason that the log is to tell, and the token.
FAULTS: Mapping[str, tuple[str, Fault]] = {
    "no events": ("events_missing", lambda f: logout(f, events=None)),
    "another event": ("events_other", lambda f: logout(f, events={"https://x.example": {}})),
    "an event that is no object": ("events_other", lambda f: logout(f, events={LOGOUT_EVENT: 1})),
    "events that are a list": ("events_other", lambda f: logout(f, events=[LOGOUT_EVENT])),
    "a nonce: an ID token": ("nonce_given", lambda f: logout(f, nonce="x")),
    "neither subject nor session": ("nobody_named", lambda f: logout(f, sub=None)),
    "no id of the token": ("token_id_missing", lambda f: logout(f, jti=None)),
    "an id that is a number": ("token_id_missing", lambda f: logout(f, jti=7)),
    "another issuer": ("issuer_other", lambda f: logout(f, iss="https://evil.example")),
    "another audience": ("audience_other", lambda f: logout(f, aud="another-site")),
    "no expiry": ("expiry_missing", lambda f: logout(f, exp=None)),
    "expired": ("expired", lambda f: logout(f, exp=1)),
    "issued long ago": ("issued_long_ago", lambda f: logout(f, iat=1)),
    "no moment of issue": ("issued_missing", lambda f: logout(f, iat=None)),
    "a subject of a number": ("subject_unusable", lambda f: logout(f, sub=7)),
    "another's key": (
        "signature_wrong",
        lambda f: sign(notice(f), make_key("third"), {"kid": "first"}),
    ),
    "another sort of token": (
        "token_type_other",
        lambda f: sign(notice(f), f.key, {"typ": "at+jwt"}),
    ),
    "no token": ("token_no_jwt", lambda f: "x"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_notice_signs_nobody_out(
    app: Flask, fake: FakeIssuer, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    reason, make = FAULTS[name]
    client = sign_in(app, fake)
    with caplog.at_level(logging.INFO):
        assert send(app, make(fake)) == 400
    assert is_in(client)
    (record,) = [r for r in caplog.records if "notice" in r.getMessage()]
    line = json.loads(JsonLine().format(record))
    assert (line["provider"], line["refused"]) == ("fake", reason)
    assert "eyJ" not in str(line)
    assert "kari-at-work" not in str(line)


def test_a_notice_is_taken_once(app: Flask, fake: FakeIssuer) -> None:
    token = logout(fake)
    assert send(app, token) == 200
    client = sign_in(app, fake)
    assert send(app, token) == 400
    assert is_in(client)


def test_an_id_token_is_no_notice(app: Flask, fake: FakeIssuer) -> None:
    client = sign_in(app, fake)
    assert send(app, fake.id_token) == 400
    assert is_in(client)
    assert app.test_client().post(BACK).status_code == 400
    assert app.test_client().post(BACK, data={"logout_token": ["x", "y"]}).status_code == 400


def test_the_providers_page_signs_out_by_a_frame(app: Flask, fake: FakeIssuer) -> None:
    first, second = sign_in(app, fake, sid="s6"), sign_in(app, fake, sid="s7")
    for asked in (
        {},
        {"sid": "s6"},
        {"iss": fake.issuer},
        {"iss": "https://evil.example", "sid": "s6"},
        {"iss": fake.issuer, "sid": ["s6", "s7"]},
        {"iss": fake.issuer, "sid": ""},
    ):
        assert app.test_client().get(FRONT, query_string=asked).status_code == 200
        assert is_in(first), asked
    right = {"iss": fake.issuer, "sid": "s6"}
    app.test_client().head(FRONT, query_string=right)
    assert is_in(first)
    answer = app.test_client().get(FRONT, query_string=right)
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert not is_in(first)
    assert is_in(second)


def test_who_signs_out_here_is_led_on_to_the_provider(app: Flask, fake: FakeIssuer) -> None:
    client = sign_in(app, fake)
    token = token_of(client.get("/nb/account/sign-ins").text)
    answer = client.post("/nb/account/sign-out", data={"csrf_token": token})
    page = client.get(answer.location).text
    assert "/nb/account/employer/fake/sign-out" in page
    there = client.get("/nb/account/employer/fake/sign-out")
    asked = read_way(there.location)
    assert there.location.startswith(f"{fake.issuer}/sign-out?")
    assert asked["post_logout_redirect_uri"] == "https://grannar.example/"
    assert asked["client_id"] == "grannar-at-fake"
    # Told once.
    assert "employer/fake/sign-out" not in client.get("/nb/account/sign-in").text


def test_a_provider_without_such_a_page_is_said_to_have_none(
    app: Flask, fake: FakeIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = site_of(app).providers["fake"]
    monkeypatch.setattr(provider, "_metadata", ProviderMetadata(provider.settings))
    monkeypatch.setattr(fake, "metadata", {"end_session_endpoint": None})
    client = app.test_client()
    assert client.get("/nb/account/employer/fake/sign-out").location == "/nb/account/sign-in"
    assert "Eksempelvik kommune" in client.get("/nb/account/sign-in").text
