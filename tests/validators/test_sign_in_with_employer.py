"""Signing in at a real provider (Canaille), from the button to signing out there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network import clock
from network.app import create_app
from network.people.one_time_links import draw_link
from network.people.tables import Identity, SignIn
from tests.conftest import make_settings, make_site
from tests.folders import write_folder
from tests.served_site import take_port
from tests.validators.canaille_provider import CLIENT, PASSWORD, PERSON, SECRET
from tests.web.people import account, enter, site_of, token_of

CALLBACK, AFTER = "https://grannar.example/oidc/canaille/callback", "https://grannar.example/"


@pytest.fixture(scope="module")
def canaille() -> Iterator[str]:
    """The address of the provider, which has one client and two people."""
    port = take_port()
    program = Path(__file__).with_name("canaille_provider.py")
    command = [sys.executable, str(program), str(port), CALLBACK, AFTER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, canaille: str) -> Iterator[Flask]:
    """A site whose provider it is."""
    folder = tmp_path_factory.mktemp("site")
    made = make_site(folder, write_folder(folder / "in"))
    site_of(made).database.engine.dispose()
    settings = {
        "OIDC_PROVIDERS": "canaille",
        "OIDC_CANAILLE_ISSUER": canaille,
        "OIDC_CANAILLE_CLIENT_ID": CLIENT,
        "OIDC_CANAILLE_CLIENT_SECRET": SECRET,
        "OIDC_CANAILLE_LABEL": "Eksempelvik kommune",
    }
    app = create_app(make_settings(folder, **settings))
    yield app
    site_of(app).database.engine.dispose()
    shutil.rmtree(folder)


class Browser:
    """One browser at the site and at the provider."""

    def __init__(self, app: Flask) -> None:
        self.here: FlaskClient = app.test_client()
        self.there = requests.Session()

    def go(self, path: str, person: str = PERSON) -> str:
        """Press a button that leads to the provider, sign in there when asked, and come back; where
        that leads to."""
        address = self.here.get(path).location
        assert address
        for _ in range(12):
            answer = self.there.get(address, allow_redirects=False, timeout=10)
            while answer.status_code == 200:
                answer = self._fill(answer, person)
            address = urljoin(answer.url, answer.headers["Location"])
            if address.startswith(CALLBACK):
                back = self.here.get(f"{urlsplit(address).path}?{urlsplit(address).query}")
                assert back.status_code == 303, back.text
                return str(back.location)
        raise AssertionError(address)

    def _fill(self, answer: requests.Response, person: str) -> requests.Response:
        """Fill in whatever form the provider shows."""
        fields = dict(
            re.findall(
                r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', answer.text
            )
        )
        fields |= {
            name: value
            for value, name in re.findall(r'value="([^"]+)"[^>]*name="(csrf_token)"', answer.text)
        }
        if 'name="login"' in answer.text:
            fields["login"] = person
        if 'name="password"' in answer.text:
            fields["password"] = PASSWORD
        fields = {name: unescape(value) for name, value in fields.items()}
        return self.there.post(answer.url, data=fields, allow_redirects=False, timeout=10)

    def is_in(self) -> bool:
        """Whether somebody is signed in at the site."""
        return self.here.get("/nb/desk/").status_code == 200


def test_from_an_invitation_to_signing_out_there(app: Flask, canaille: str) -> None:
    kari = account(app, "Kari", "coordinator", "eksempelvik")
    with site_of(app).database.transaction() as session:
        secret = draw_link(session, kari, "invitation")
    browser = Browser(app)
    page = browser.here.get(f"/nb/account/link/{secret}").text
    button = re.search(r'href="([^"]*employer/canaille[^"]*)"', page)
    assert button
    assert browser.go(unescape(button[1])) == "/nb/desk/"
    assert browser.is_in()
    with site_of(app).database.reading() as session:
        identity = session.scalars(select(Identity)).one()
        assert (identity.issuer, identity.subject) == (canaille, PERSON)
        assert session.scalars(select(SignIn)).one().is_strong
    # In another browser, straight in.
    other = Browser(app)
    assert other.go("/nb/account/employer/canaille?next=/nb/desk/new") == "/nb/desk/new"
    # Signing out leads on to the provider's own page.
    token = token_of(other.here.get("/nb/account/sign-ins").text)
    other.here.post("/nb/account/sign-out", data={"csrf_token": token})
    assert not other.is_in()
    there = other.here.get("/nb/account/employer/canaille/sign-out").location
    answer = other.there.get(there, timeout=10, allow_redirects=False)
    assert there.startswith(f"{canaille}/")
    assert answer.status_code in (200, 302)


def test_who_has_no_account_is_told_so(app: Flask) -> None:
    browser = Browser(app)
    with pytest.raises(AssertionError, match="invitasjon"):
        browser.go("/nb/account/employer/canaille", "ola")
    assert not browser.is_in()


def test_a_password_account_connects_it_and_proves_itself_there(app: Flask) -> None:
    browser = Browser(app)
    browser.here = enter(app, "ola@grannar.example", account(app, "Ola")).client
    assert browser.go("/nb/account/employer/canaille?do=link", "ola") == "/nb/account/ways-in"
    assert "Eksempelvik kommune" in browser.here.get("/nb/account/ways-in").text
    with clock.freeze_time(clock.now() + timedelta(minutes=11)):
        assert "do=prove" in browser.here.get("/nb/account/ways-in").text
