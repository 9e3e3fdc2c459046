"""Signing in by more than a password, in a real browser: a passkey, and without scripts a code."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from time import time

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from network.app import create_app
from network.people.tables import Passkey
from network.site import Site
from tests.browser.axe import found_by_axe
from tests.browser.conftest import Windows, follow, serving
from tests.conftest import make_settings
from tests.served_site import take_port
from tests.web.people import PASSWORD, account

OLA = "ola@grannar.example"


@pytest.fixture
def house(tmp_path: Path, empty_database: Path) -> Iterator[tuple[str, Flask]]:
    """A site at a name, which passkeys ask for, and Ola's account."""
    shutil.copy(empty_database, tmp_path / "grannar.sqlite")
    port = take_port()
    home = f"http://localhost:{port}"
    app = create_app(make_settings(tmp_path, PUBLIC_URL=home, SECOND_FACTOR_FROM=""))
    account(app, "Ola", "administrator")
    with serving(app, threads=4, port=port):
        yield home, app
    app.extensions["grannar"].database.engine.dispose()


def sign_in(page: Page) -> None:
    page.goto("/nb/account/sign-in")
    page.get_by_label("E-post").fill(OLA)
    page.get_by_label("Passord").fill(PASSWORD)
    follow(page.get_by_role("button", name="Logg inn", exact=True))


def set_up(page: Page, *, scripts: bool = True) -> str:
    """Set up an app; the picture is there, and the key beside it is typed. Returns the key."""
    expect(page.get_by_role("heading", name="Ta i bruk totrinnsbekreftelse")).to_be_visible()
    picture = page.locator("img.qr")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    secret = page.locator("code.key").inner_text().replace(" ", "")
    page.get_by_label("Kode").fill(pyotp.TOTP(secret).at(int(time())))
    follow(page.get_by_role("button", name="Ta i bruk"))
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    # Axe needs scripts itself.
    assert not scripts or found_by_axe(page) == []
    follow(page.get_by_role("link", name=re.compile("Gå videre")))
    return secret


def sign_out(page: Page) -> None:
    follow(page.get_by_role("button", name="Logg ut"))


def give_passkeys(context: BrowserContext, page: Page) -> None:
    """Let the window have an authenticator that always agrees."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_made_and_signs_in(windows: Windows, house: tuple[str, Flask]) -> None:
    home, app = house
    context = windows.lend(home)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    page = context.new_page()
    give_passkeys(context, page)
    sign_in(page)
    assert found_by_axe(page) == []
    set_up(page)
    page.goto("/nb/account/ways-in")
    assert found_by_axe(page) == []
    page.get_by_label("Navn på passnøkkelen").fill("Telefonen")
    follow(page.get_by_role("button", name="Legg til en passnøkkel"))
    expect(page.get_by_role("button", name="Fjern passnøkkelen Telefonen")).to_be_visible()
    sign_out(page)
    sign_in(page)
    assert found_by_axe(page) == []
    follow(page.get_by_role("button", name="Bruk en passnøkkel"))
    expect(page.get_by_role("button", name="Logg ut")).to_be_visible()
    site: Site = app.extensions["grannar"]
    with site.database.reading() as session:
        assert session.scalars(select(Passkey)).one().used_at is not None
    assert [text for text in said if "Content Security Policy" in text] == []
    windows.take_back(context)


@pytest.mark.quick(cases=0)
def test_without_scripts_a_code_does(windows: Windows, house: tuple[str, Flask]) -> None:
    home, _app = house
    context = windows.lend(home, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    secret = set_up(page, scripts=False)
    page.goto("/nb/account/ways-in")
    expect(page.get_by_role("button", name="Legg til en passnøkkel")).to_be_hidden()
    sign_out(page)
    sign_in(page)
    # The next step's code: that of the present one was taken.
    page.get_by_label("Kode").fill(pyotp.TOTP(secret).at(int(time()) + 30))
    follow(page.get_by_role("button", name="Logg inn", exact=True))
    expect(page.get_by_role("button", name="Logg ut")).to_be_visible()
    windows.take_back(context)
