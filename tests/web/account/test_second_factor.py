"""The second factor: set up, asked for, taken once, demanded of who coordinates or administers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from network import clock
from network.app import create_app
from network.db import Database
from network.errors import Conflict
from network.identity_providers.identities import EmployerIdentity
from network.people.accounts import invite
from network.people.actors import Role, get_system_actor
from network.people.identities import link_identity, read_identities, remove_identity
from network.people.mandates import give
from network.people.one_time_links import draw_link
from network.people.sealing import unseal
from network.people.second_factors import check_code, set_app
from network.people.spent_tokens import spend
from network.people.tables import Account, AuthenticatorApp, RecoveryCode, SignIn
from tests.child_process import run_flask, run_in_child
from tests.conftest import FULL, make_settings
from tests.pairs import Pair
from tests.postgresql import find_program, make_database
from tests.web.people import PASSWORD, Person, account, enter, site_of, token_of

KEY = b"a key for tests"
ADA = "ada@grannar.example"


@pytest.fixture
def app(made_up_site: Path, tmp_path: Path) -> Iterator[Flask]:
    """A site that demands a second factor, as a real one does."""
    shutil.copytree(made_up_site, tmp_path / "site")
    app = create_app(make_settings(tmp_path / "site", SECOND_FACTOR_FROM=""))
    yield app
    site_of(app).database.engine.dispose()


def type_password(client: FlaskClient, email: str, **more: str) -> TestResponse:
    """Type the password on the page of signing in."""
    token = token_of(client.get("/nb/account/sign-in").text)
    form = {"email": email, "password": PASSWORD, "csrf_token": token, **more}
    return client.post("/nb/account/sign-in", data=form)


def secret_in(page: str) -> str:
    """The key that the page of setting up tells as text."""
    found = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1].replace(" ", "")


def code_of(secret: str, steps: int = 0) -> str:
    """The code that an app shows now, or some steps later."""
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()) + 30 * steps)


def send(client: FlaskClient, path: str, **form: str) -> TestResponse:
    token = token_of(client.get("/nb/account/reset").text)
    return client.post(path, data={**form, "csrf_token": token})


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """Set up an app in a browser that is to; its secret, and the recovery codes."""
    secret = secret_in(client.get("/nb/account/authenticator").text)
    answer = send(client, "/nb/account/authenticator", code=code_of(secret))
    assert answer.status_code == 200, answer.text
    codes = re.findall(r"<li><code>([a-z2-7-]+)</code>", answer.text)
    assert len(codes) == 10
    return secret, codes


def is_in(client: FlaskClient) -> bool:
    return client.get("/nb/desk/").status_code == 200


def test_who_administers_sets_one_up_before_anything_else(app: Flask) -> None:
    account(app, "Ada", "administrator")
    client = app.test_client()
    answer = type_password(client, ADA, next="/nb/desk/people")
    assert (answer.status_code, answer.location) == (303, "/nb/account/authenticator")
    assert not is_in(client)
    page = client.get("/nb/account/authenticator").text
    assert "totrinnsbekreftelse" in page
    picture = client.get("/nb/account/authenticator/picture.svg")
    assert picture.mimetype == "image/svg+xml"
    assert b"<script" not in picture.data
    assert b"style=" not in picture.data
    assert picture.headers["Cache-Control"] == "private, no-store"
    assert send(client, "/nb/account/authenticator", code="000000").status_code == 422
    assert not is_in(client)
    secret, _codes = set_up(client)
    assert is_in(client)
    # Next time it is asked for.
    with clock.freeze_time(clock.now() + timedelta(minutes=1)):
        other = app.test_client()
        assert type_password(other, ADA).location == "/nb/account/second-factor"
        assert not is_in(other)
        answer = send(other, "/nb/account/second-factor", code=code_of(secret))
        assert answer.status_code == 303
        assert is_in(other)


@pytest.mark.parametrize(
    ("role", "at", "country", "is_demanded"),
    [
        ("national_coordinator", "ostfylket-fylkeskommune", "NO", True),
        ("coordinator", "eksempelvik", "", False),
        (None, "", "", False),
    ],
)
def test_of_whom_it_is_demanded(
    app: Flask, role: Role | None, at: str, country: str, is_demanded: bool
) -> None:
    account(app, "Nils", role, at, country)
    client = app.test_client()
    type_password(client, f"nils@{at or 'grannar'}.example")
    assert is_in(client) != is_demanded


def test_it_is_demanded_from_a_day_on(made_up_site: Path, tmp_path: Path) -> None:
    shutil.copytree(made_up_site, tmp_path / "site")
    day = clock.today() + timedelta(days=2)
    app = create_app(make_settings(tmp_path / "site", SECOND_FACTOR_FROM=day.isoformat()))
    account(app, "Ada", "administrator")
    client = app.test_client()
    type_password(client, ADA)
    assert is_in(client)
    # Whoever is signed in by then is asked as well: they sign in again.
    with clock.freeze_time(clock.now() + timedelta(days=2)):
        token = token_of(client.get("/nb/account/reset").text)
        client.post("/nb/account/sign-out", data={"csrf_token": token})
        assert type_password(client, ADA).location == "/nb/account/authenticator"
    site_of(app).database.engine.dispose()


def test_whoever_is_given_the_mandate_while_signed_in_sets_one_up(app: Flask) -> None:
    person = enter(app, ADA, account(app, "Ada"))
    assert is_in(person.client)
    with site_of(app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        give(session, person.account_id, "administrator", actor=actor)
    assert not is_in(person.client)


def test_what_was_typed_comes_along_through_the_second_step(app: Flask) -> None:
    account(app, "Ada", "administrator")
    client = app.test_client()
    answer = client.post(
        "/nb/desk/people/invite",
        data={"name": "Tre timers arbeid", "email": "x", "language": "nb"},
        headers={"Origin": "http://localhost"},
    )
    kept = re.search(r'name="kept" value="([^"]+)"', answer.text)
    assert kept
    page = type_password(client, ADA, kept=kept[1]).text
    assert 'name="kept"' in page
    told = send(client, "/nb/account/authenticator", code=code_of(secret_in(page)), kept=kept[1])
    assert 'name="kept"' in told.text
    answer = client.post(
        "/nb/account/go-on",
        data={"kept": kept[1], "csrf_token": token_of(told.text)},
    )
    assert "Tre timers arbeid" in answer.text


def test_a_code_is_taken_once_and_codes_of_other_times_are_not(app: Flask) -> None:
    person = enter(app, "ola@grannar.example", account(app, "Ola"))
    now = clock.now()
    with clock.freeze_time(now):
        secret, _codes = set_up(person.client)
    with clock.freeze_time(now + timedelta(minutes=5)):
        client = app.test_client()
        type_password(client, person.email)
        for steps in (-2, 2):
            answer = send(client, "/nb/account/second-factor", code=code_of(secret, steps))
            assert answer.status_code == 403, steps
        code = code_of(secret, -1)
        assert send(client, "/nb/account/second-factor", code=code).status_code == 303
        for used in (code, code_of(secret, -1)):
            other = app.test_client()
            type_password(other, person.email)
            assert send(other, "/nb/account/second-factor", code=used).status_code == 403
            assert not is_in(other)
        # With blanks, as apps show it.
        code = code_of(secret, 1)
        code = f"{code[:3]} {code[3:]}"
        assert send(other, "/nb/account/second-factor", code=code).status_code == 303


def test_a_recovery_code_replaces_the_app_once(app: Flask) -> None:
    person = enter(app, "ola@grannar.example", account(app, "Ola"))
    _secret, codes = set_up(person.client)
    for typed, status in (
        (codes[0].upper().replace("-", " "), 303),
        (codes[0], 403),
        (codes[1], 303),
    ):
        client = app.test_client()
        type_password(client, person.email)
        assert send(client, "/nb/account/second-factor", code=typed).status_code == status
    with site_of(app).database.reading() as session:
        kept = " ".join(session.scalars(select(RecoveryCode.digest)))
    assert not any(code in kept for code in codes)
    assert "8 gjenopprettingskoder" in person.get("/nb/account/ways-in").text
    # New ones take their place.
    answer = send(person.client, "/nb/account/recovery-codes")
    assert answer.status_code == 200
    client = app.test_client()
    type_password(client, person.email)
    assert send(client, "/nb/account/second-factor", code=codes[2]).status_code == 403


def test_guessing_is_slowed_down_whoever_guesses(app: Flask) -> None:
    person = enter(app, "ola@grannar.example", account(app, "Ola"))
    secret, _codes = set_up(person.client)
    with clock.freeze_time(clock.now() + timedelta(minutes=1)):
        for number in range(5):
            client = app.test_client()
            type_password(client, person.email)
            code = f"{(int(code_of(secret)) + 7 + number) % 1_000_000:06}"
            assert send(client, "/nb/account/second-factor", code=code).status_code == 403
        # Not even the right one is looked at.
        answer = send(client, "/nb/account/second-factor", code=code_of(secret))
        assert answer.status_code == 429
        assert "Vent" in answer.text
    with clock.freeze_time(clock.now() + timedelta(minutes=8)):
        client = app.test_client()
        type_password(client, person.email)
        answer = send(client, "/nb/account/second-factor", code=code_of(secret))
        assert answer.status_code == 303


def test_a_right_password_waits_ten_minutes_and_not_beyond_its_change(app: Flask) -> None:
    person = enter(app, "ola@grannar.example", account(app, "Ola"))
    secret, _codes = set_up(person.client)
    client = app.test_client()
    type_password(client, person.email)
    with clock.freeze_time(clock.now() + timedelta(minutes=11)):
        answer = send(client, "/nb/account/second-factor", code=code_of(secret))
        assert answer.location == "/nb/account/sign-in"
        assert not is_in(client)
    with clock.freeze_time(clock.now() + timedelta(minutes=2)):
        type_password(client, person.email)
    with clock.freeze_time(clock.now() + timedelta(minutes=4)):
        new = "fjorten grønne sykler"
        answer = person.post(
            "/nb/account/password", {"present": PASSWORD, "password": new, "again": new}
        )
        assert answer.status_code == 303
        send(client, "/nb/account/second-factor", code=code_of(secret))
        assert not is_in(client)


def test_whoever_reads_the_mail_has_not_the_second_factor(app: Flask) -> None:
    person = enter(app, "ola@grannar.example", account(app, "Ola"))
    secret, _codes = set_up(person.client)
    with site_of(app).database.transaction() as session:
        drawn = draw_link(session, person.account_id, "reset")
    thief = app.test_client()
    new = "fjorten grønne sykler"
    answer = send(thief, f"/nb/account/link/{drawn}", password=new, again=new)
    assert answer.location == "/nb/account/second-factor"
    assert not is_in(thief)
    # Nor may they set up one of their own.
    assert thief.get("/nb/account/authenticator").location == "/nb/account/sign-in"
    with clock.freeze_time(clock.now() + timedelta(minutes=1)):
        answer = send(thief, "/nb/account/second-factor", code=code_of(secret))
        assert answer.status_code == 303


def test_of_whom_it_is_demanded_keeps_it(app: Flask) -> None:
    account(app, "Ada", "administrator")
    client = app.test_client()
    type_password(client, ADA)
    set_up(client)
    page = client.get("/nb/account/ways-in").text
    assert "authenticator/remove" not in page
    send(client, "/nb/account/authenticator/remove")
    assert "krever mer" in client.get("/nb/account/ways-in").text
    ola = enter(app, "ola@grannar.example", account(app, "Ola"))
    set_up(ola.client)
    assert ola.post("/nb/account/authenticator/remove").status_code == 303
    other = app.test_client()
    type_password(other, ola.email)
    assert is_in(other)


def test_an_administrator_resets_anothers_and_not_their_own(app: Flask) -> None:
    account(app, "Ada", "administrator")
    client = app.test_client()
    type_password(client, ADA)
    set_up(client)
    ada = Person(client, ADA, _id_of(app, "Ada"))
    ola = enter(app, "ola@grannar.example", account(app, "Ola"))
    set_up(ola.client)
    assert "second-factor" in ada.get(f"/nb/desk/people/{ola.account_id}").text
    answer = ada.post(f"/nb/desk/people/{ola.account_id}/second-factor/reset")
    assert answer.status_code == 303
    # Who has it is signed out, and signs in without it.
    assert not is_in(ola.client)
    type_password(ola.client, ola.email)
    assert is_in(ola.client)
    assert "nullstilt" in ada.get("/nb/desk/people/events").text
    ada.post(f"/nb/desk/people/{ada.account_id}/second-factor/reset")
    assert is_in(client)
    assert ola.post(f"/nb/desk/people/{ada.account_id}/second-factor/reset").status_code == 403
    with site_of(app).database.reading() as session:
        assert session.get(AuthenticatorApp, ada.account_id) is not None


def _id_of(app: Flask, name: str) -> UUID:
    with site_of(app).database.reading() as session:
        return session.scalars(select(Account.id).where(Account.name == name)).one()


def test_the_command_resets_one(app: Flask, tmp_path: Path) -> None:
    ola = enter(app, "ola@grannar.example", account(app, "Ola"))
    set_up(ola.client)
    environment = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site' / 'grannar.sqlite'}",
        "SECRET_KEY": "a key for tests",
        "SEARCH_INDEX": str(tmp_path / "site" / "index"),
    }
    for email, code in (("ola@grannar.example", 0), ("nobody@grannar.example", 1)):
        told = run_in_child(
            run_flask, "people", "reset-second-factor", email, environment=environment
        )
        assert told.returncode == code, told.stderr
    assert not is_in(ola.client)
    with site_of(app).database.reading() as session:
        assert session.get(AuthenticatorApp, ola.account_id) is None


def test_secrets_are_sealed_and_useless_with_another_key(app: Flask) -> None:
    ola = enter(app, "ola@grannar.example", account(app, "Ola"))
    secret, _codes = set_up(ola.client)
    with site_of(app).database.reading() as session:
        kept = session.scalars(select(AuthenticatorApp.secret)).one()
    assert secret not in kept
    assert unseal(kept, b"another key") is None
    assert unseal(kept, b"a key for tests") == secret
    assert unseal("nothing sealed", KEY) is None
    cookie = ola.client.get_cookie("__Host-grannar")
    assert cookie
    assert secret not in cookie.value


# --- Two at once -------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of either sort."""
    if request.param == "postgresql":
        if not FULL and not find_program("initdb"):
            pytest.skip("There is no PostgreSQL here; the full tests demand one.")
        socket = request.getfixturevalue("postgresql")
        database = Database(make_database(socket, f"test-{uuid4().hex}", "empty"))
    else:
        file = tmp_path / "grannar.sqlite"
        shutil.copy(request.getfixturevalue("empty_database"), file)
        database = Database(f"sqlite:///{file}")
    yield database
    database.engine.dispose()


def people(database: Database, *names: str) -> list[UUID]:
    with database.transaction() as session:
        site = get_system_actor(session, "test")
        return [
            invite(session, name, f"{name}@grannar.example", "nb", actor=site).id for name in names
        ]


def check_in_child(url: str, account_id: str, code: str, at: str) -> None:
    """A process of the site that is brought a code; says whether it was right."""
    database = Database(url)
    with clock.freeze_time(datetime.fromisoformat(at)), database.transaction() as session:
        print(check_code(session, UUID(account_id), code, KEY).is_right)


def test_of_two_processes_that_are_brought_one_code_one_takes_it(either: Database) -> None:
    (ola,) = people(either, "ola")
    secret = pyotp.random_base32()
    now = clock.now()
    with clock.freeze_time(now), either.transaction() as session:
        assert set_app(session, ola, secret, code_of(secret), KEY)
    later = now + timedelta(minutes=2)
    with clock.freeze_time(later):
        code = code_of(secret)
    url = either.engine.url.render_as_string(hide_password=False)
    with ThreadPoolExecutor(2) as threads:
        told = Pair(threads).both(
            *[
                lambda: run_in_child(check_in_child, url, str(ola), code, later.isoformat())
                for _ in range(2)
            ]
        )
    assert sorted(child.stdout.strip() for child in told) == ["False", "True"], told


def test_of_two_accounts_that_link_one_identity_at_once_one_does(either: Database) -> None:
    identity = EmployerIdentity("fake", "https://login.example", "kari-at-work")
    accounts = people(either, "kari", "ola")
    refused: list[str] = []

    def link(account_id: UUID) -> int:
        try:
            with either.transaction() as session:
                link_identity(session, account_id, identity)
        except Conflict as problem:
            refused.append(problem.code)
            return 0
        return 1

    with ThreadPoolExecutor(2) as threads:
        done = Pair(threads).both(lambda: link(accounts[0]), lambda: link(accounts[1]))
    assert sum(done) == 1
    # Who came second is run once more by the door, and told then.
    assert refused in (["identity_taken"], ["written_at_once"])
    assert link(accounts[done.index(0)]) == 0
    assert refused[-1] == "identity_taken"


def test_of_two_windows_that_take_away_the_last_two_ways_in_one_does(either: Database) -> None:
    (kari,) = people(either, "kari")
    with either.transaction() as session:
        for number in range(2):
            link_identity(
                session, kari, EmployerIdentity("fake", f"https://{number}.example", "kari")
            )
        numbers = [row.id for row in read_identities(session, kari)]

    refused: list[str] = []

    def remove(number: int) -> int:
        try:
            with either.transaction() as session:
                remove_identity(session, kari, number)
        except Conflict as problem:
            refused.append(problem.code)
            return 0
        return 1

    with ThreadPoolExecutor(2) as threads:
        done = Pair(threads).both(lambda: remove(numbers[0]), lambda: remove(numbers[1]))
    assert (sum(done), refused) == (1, ["last_way_in"])


def test_of_two_that_bring_one_state_one_is_first(either: Database) -> None:
    def bring() -> bool:
        with either.transaction() as session:
            return spend(session, "state", "drawn once")

    with ThreadPoolExecutor(2) as threads:
        assert sorted(Pair(threads).both(bring, bring)) == [False, True]


def test_an_older_sign_in_counts_as_by_password(either: Database) -> None:
    """What the version before wrote has none of the new columns filled in."""
    (ola,) = people(either, "ola")
    with either.transaction() as session:
        session.execute(
            text(
                "INSERT INTO sign_ins (digest, account_id, began_at, seen_at, browser) "
                "SELECT 'x', id, made_at, made_at, 'Firefox' FROM accounts WHERE email IS NOT NULL"
            )
        )
        sign_in = session.scalars(select(SignIn)).one()
        assert (sign_in.account_id, sign_in.is_strong, sign_in.proved_at) == (ola, False, None)
