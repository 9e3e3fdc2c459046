"""Guessing at passwords is slowed down, and keeps nobody else out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from network import clock
from network.app import create_app
from network.mail.tables import OutgoingMail
from network.people.tables import FailedSignIn, SignIn
from tests.conftest import FULL, make_settings
from tests.postgresql import find_program, make_database
from tests.web.people import PASSWORD, account, make_token, site_of

OLA, KARI = "ola@grannar.example", "kari@grannar.example"
OFFICE, HOME, STRANGE = "198.51.100.7", "203.0.113.9", "192.0.2.55"
WRONG = "feil passord i dag"


@pytest.fixture(params=["sqlite", "postgresql"] if FULL else ["sqlite"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site behind a proxy, with two accounts; in the full run on either database."""
    address = f"sqlite:///{tmp_path / 'grannar.sqlite'}"
    if request.param == "postgresql":
        if not FULL and not find_program("initdb"):
            pytest.skip("There is no PostgreSQL here; the full tests demand one.")
        socket = request.getfixturevalue("postgresql")
        address = make_database(socket, f"test-{uuid4().hex}", "empty")
    else:
        file = request.getfixturevalue("empty_database")
        (tmp_path / "grannar.sqlite").write_bytes(file.read_bytes())
    settings = make_settings(tmp_path, DATABASE_URL=address, TRUSTED_PROXIES="127.0.0.1")
    app = create_app(settings)
    account(app, "Ola")
    account(app, "Kari")
    yield app
    site_of(app).database.engine.dispose()


class Browser:
    """A browser at an address of the net, behind the proxy."""

    def __init__(self, app: Flask, address: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.address = address

    def post(self, path: str, **form: str) -> int:
        """The status of a form's answer."""
        return self.client.post(
            path,
            data={**form, "csrf_token": make_token(self.client)},
            headers={"X-Forwarded-For": self.address},
        ).status_code

    def try_password(self, email: str, password: str) -> int:
        """The status of a sign-in."""
        return self.post("/nb/account/sign-in", email=email, password=password)

    def sign_out(self) -> None:
        """Sign out."""
        assert self.post("/nb/account/sign-out") == 303


def guess(app: Flask, address: str, email: str, times: int) -> Counter[int]:
    """How guesses in turn from an address are answered."""
    browser = Browser(app, address)
    return Counter(browser.try_password(email, WRONG) for _ in range(times))


def test_a_strangers_guesses_keep_no_owner_out(app: Flask) -> None:
    with clock.freeze_time(clock.now()):
        assert guess(app, STRANGE, OLA, 40) == {403: 5, 429: 35}
        # Not even the right password is looked at while one has to wait.
        assert Browser(app, STRANGE).try_password(OLA, PASSWORD) == 429
        assert Browser(app, HOME).try_password(OLA, PASSWORD) == 303
    with clock.freeze_time(clock.now() + timedelta(minutes=6)):
        assert Browser(app, STRANGE).try_password(OLA, PASSWORD) == 303


def test_what_a_client_writes_itself_does_not_make_it_another(app: Flask) -> None:
    with clock.freeze_time(clock.now()):
        statuses = Counter(
            Browser(app, f"203.0.113.{n}, {STRANGE}").try_password(OLA, WRONG) for n in range(8)
        )
    assert statuses == {403: 5, 429: 3}


def test_machines_of_one_ipv6_network_are_one(app: Flask) -> None:
    with clock.freeze_time(clock.now()):
        statuses = Counter(
            Browser(app, f"2001:db8:1:2::{n}").try_password(OLA, WRONG) for n in range(8)
        )
        assert statuses == {403: 5, 429: 3}
        assert Browser(app, "2001:db8:1:3::1").try_password(OLA, PASSWORD) == 303


def test_a_colleagues_guesses_at_many_keep_nobody_in_the_office_out(app: Flask) -> None:
    with clock.freeze_time(clock.now()):
        colleague = Browser(app, OFFICE)
        for number in range(60):
            assert colleague.try_password(f"n{number}@grannar.example", WRONG) == 403
        assert Browser(app, OFFICE).try_password(OLA, PASSWORD) == 303


def test_a_colleagues_guesses_at_one_do_not_keep_their_browser_out(app: Flask) -> None:
    with clock.freeze_time(clock.now()):
        known = Browser(app, OFFICE)
        assert known.try_password(OLA, PASSWORD) == 303
        known.sign_out()
        assert guess(app, OFFICE, OLA, 20)[429] == 15
        assert Browser(app, OFFICE).try_password(OLA, PASSWORD) == 429
        assert known.try_password(OLA, PASSWORD) == 303
        # It is known for that account alone, and guesses in it are counted too.
        assert guess(app, OFFICE, KARI, 6)[429] == 1
        known.sign_out()
        assert known.try_password(KARI, PASSWORD) == 429
        statuses = Counter(known.try_password(OLA, WRONG) for _ in range(8))
        assert statuses == {403: 5, 429: 3}


def test_guesses_from_many_addresses_keep_nobody_out_of_their_own_places(app: Flask) -> None:
    with clock.freeze_time(clock.now()):
        assert Browser(app, OFFICE).try_password(OLA, PASSWORD) == 303
        statuses: Counter[int] = Counter()
        for number in range(12):
            statuses += guess(app, f"203.0.{number}.9", OLA, 5)
        assert statuses == {403: 50, 429: 10}
        assert Browser(app, HOME).try_password(OLA, PASSWORD) == 429
        assert Browser(app, OFFICE).try_password(OLA, PASSWORD) == 303


def test_who_guesses_at_many_accounts_is_slowed_down(app: Flask) -> None:
    with clock.freeze_time(clock.now()):
        # A net's machines are counted together.
        browsers = [Browser(app, f"192.0.2.{number}") for number in range(1, 5)]
        statuses = Counter(
            browsers[number % 4].try_password(f"n{number}@grannar.example", WRONG)
            for number in range(210)
        )
        assert statuses == {403: 200, 429: 10}
    with clock.freeze_time(clock.now() + timedelta(seconds=31)):
        assert Browser(app, STRANGE).try_password(OLA, PASSWORD) == 303


# How many count at once is a matter of the database: asked of both in the quick run too.
@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
def test_of_sixteen_guesses_at_once_five_are_looked_at(app: Flask) -> None:
    browsers = [Browser(app, STRANGE) for _ in range(16)]
    with clock.freeze_time(clock.now()), ThreadPoolExecutor(16) as threads:
        statuses = Counter(threads.map(lambda browser: browser.try_password(OLA, WRONG), browsers))
    assert statuses[403] <= 5
    # On SQLite who waits too long for the one writer is told to come again.
    assert set(statuses) <= {403, 429, 503}
    assert statuses[429] >= 8


def test_the_right_password_is_no_guess(app: Flask) -> None:
    with clock.freeze_time(clock.now()):
        for _ in range(9):
            browser = Browser(app, OFFICE)
            assert browser.try_password(OLA, WRONG) == 403
            assert browser.try_password(OLA, PASSWORD) == 303
    with site_of(app).database.reading() as session:
        # What strangers see of the account, and nothing of its owner, is left.
        assert session.scalars(select(func.count()).select_from(FailedSignIn)).one() <= 2


def test_strangers_do_not_keep_a_link_from_its_owner(app: Flask) -> None:
    with clock.freeze_time(clock.now()):
        known = Browser(app, OFFICE)
        assert known.try_password(OLA, PASSWORD) == 303
        known.sign_out()
        for number in range(201):
            Browser(app, OFFICE).post("/nb/account/reset", email=f"n{number}@grannar.example")
        Browser(app, OFFICE).post("/nb/account/reset", email=KARI)
        known.post("/nb/account/reset", email=OLA)
    with site_of(app).database.reading() as session:
        assert session.scalars(select(OutgoingMail.to)).all() == [OLA]


def test_a_strangers_guesses_do_not_keep_one_from_a_new_password(app: Flask) -> None:
    new = "ni grønne båter i regn"
    with clock.freeze_time(clock.now()):
        ola = Browser(app, HOME)
        assert ola.try_password(OLA, PASSWORD) == 303
        guess(app, STRANGE, OLA, 20)
        form = {"password": new, "again": new}
        for _ in range(4):
            assert ola.post("/nb/account/password", present=WRONG, **form) == 422
        assert ola.post("/nb/account/password", present=PASSWORD, **form) == 303
        for _ in range(5):
            ola.post("/nb/account/password", present=WRONG, **form)
        assert ola.post("/nb/account/password", present=new, **form) == 422


def test_what_is_kept_of_addresses_cannot_be_worked_out(app: Flask) -> None:
    Browser(app, OFFICE).try_password(OLA, PASSWORD)
    Browser(app, OFFICE).try_password(OLA, WRONG)
    with site_of(app).database.reading() as session:
        (origin,) = session.scalars(select(SignIn.origin))
        assert len(origin) == 64
        for kept in (origin, *session.scalars(select(FailedSignIn.who))):
            assert OFFICE not in kept
