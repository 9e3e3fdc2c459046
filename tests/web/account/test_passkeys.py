"""Passkeys: added beside the app, used in its place, and good for this site and account alone."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from network import clock
from network.people.tables import Passkey
from tests.software_passkey import SoftwarePasskey
from tests.web.account.test_second_factor import is_in, send, set_up, type_password
from tests.web.people import Person, account, enter, site_of

OLA = "ola@grannar.example"


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


@pytest.fixture
def ola(app: Flask) -> Person:
    """Has set up an app, and is signed in."""
    person = enter(app, OLA, account(app, "Ola"))
    set_up(person.client)
    return person


def options_in(page: str) -> dict[str, Any]:
    """What a page asks the browser's passkeys."""
    found = re.search(r'data-options="([^"]+)"', page)
    assert found
    asked = json.loads(html.unescape(found[1]))
    assert isinstance(asked, dict)
    return asked


def add(person: Person, key: SoftwarePasskey, name: str = "Telefonen") -> TestResponse:
    options = options_in(person.get("/nb/account/ways-in").text)
    return person.post("/nb/account/passkeys", {"name": name, "credential": key.make(options)})


def count(app: Flask) -> int:
    with site_of(app).database.reading() as session:
        return session.scalar(select(func.count()).select_from(Passkey)) or 0


def ask(app: Flask, email: str = OLA) -> tuple[FlaskClient, dict[str, Any]]:
    """A browser whose password was right, and what it is asked for then."""
    client = app.test_client()
    type_password(client, email)
    return client, options_in(client.get("/nb/account/second-factor").text)


def confirm(client: FlaskClient, credential: str) -> bool:
    send_raw(client, credential)
    return is_in(client)


def send_raw(client: FlaskClient, credential: str) -> int:
    path = "/nb/account/second-factor/passkey"
    return send(client, path, credential=credential).status_code


def test_a_passkey_signs_in_in_place_of_a_code(app: Flask, ola: Person) -> None:
    key = SoftwarePasskey()
    assert add(ola, key).status_code == 303
    assert "Telefonen" in ola.get("/nb/account/ways-in").text
    for _ in range(2):
        client, options = ask(app)
        assert [known["id"] for known in options["allowCredentials"]]
        answer = key.use(options)
        assert confirm(client, answer)
    with site_of(app).database.reading() as session:
        passkey = session.scalars(select(Passkey)).one()
        assert (passkey.sign_count, passkey.used_at is not None) == (2, True)
    ola.post(f"/nb/account/passkeys/{passkey.id}/remove")
    assert count(app) == 0


def test_what_is_no_answer_of_the_passkey_signs_nobody_in(app: Flask, ola: Person) -> None:
    key = SoftwarePasskey()
    add(ola, key)
    evil = SoftwarePasskey("https://evil.example", key.id, key.key)
    stranger = SoftwarePasskey()
    twin = SoftwarePasskey(id=key.id)
    wrong: dict[str, Callable[[dict[str, Any]], str]] = {
        "of another origin": evil.use,
        "of another passkey": stranger.use,
        "by another key": twin.use,
        "for another site": lambda asked: key.use({**asked, "rpId": "evil.example"}),
        "to another challenge": lambda asked: key.use({**asked, "challenge": "eA"}),
        "without anybody there": lambda asked: key.use(asked, flags=0),
        "for making one": lambda asked: key.make({**asked, "rp": {"id": asked["rpId"]}}),
        "nothing": lambda asked: "",
        "no object": lambda asked: "[]",
        "empty": lambda asked: "{}",
        "no JSON": lambda asked: "{",
        "an id of another sort": lambda asked: json.dumps({"id": 7, "response": None}),
        "too long": lambda asked: json.dumps({"id": "x" * 30_000}),
    }
    for name, make in wrong.items():
        client, options = ask(app)
        assert send_raw(client, make(options)) == 403, name
        assert not is_in(client), name
    client, options = ask(app)
    assert confirm(client, key.use(options))


def test_an_answer_is_taken_once(app: Flask, ola: Person) -> None:
    # One that does not count, so that only the challenge tells.
    key = SoftwarePasskey(counts=False)
    add(ola, key)
    client, options = ask(app)
    cookie = client.get_cookie("__Host-grannar")
    assert cookie
    answer = key.use(options)
    assert confirm(client, answer)
    # From a copy of the browser before it was sent.
    thief = app.test_client()
    thief.set_cookie("__Host-grannar", cookie.value, domain="localhost", secure=True)
    assert not confirm(thief, answer)


def test_a_copy_of_a_passkey_that_counts_from_before_is_not_believed(
    app: Flask, ola: Person
) -> None:
    key = SoftwarePasskey()
    add(ola, key)
    client, options = ask(app)
    assert confirm(client, key.use(options))
    client, options = ask(app)
    key.count = 0
    assert not confirm(client, key.use(options))


def test_anothers_passkey_is_none_of_ones_own(app: Flask, ola: Person) -> None:
    key = SoftwarePasskey()
    add(ola, key)
    kari = enter(app, "kari@grannar.example", account(app, "Kari"))
    set_up(kari.client)
    # The same cannot be added twice, by whomever.
    add(kari, SoftwarePasskey())
    assert count(app) == 2
    client, options = ask(app, "kari@grannar.example")
    assert not confirm(client, key.use(options))
    with site_of(app).database.reading() as session:
        number = session.scalars(select(Passkey.id).order_by(Passkey.id)).first()
    assert kari.post(f"/nb/account/passkeys/{number}/remove").status_code == 404
    assert count(app) == 2


def test_one_is_added_by_who_has_an_app_and_has_proved_it(app: Flask, ola: Person) -> None:
    key = SoftwarePasskey()
    evil = SoftwarePasskey("https://evil.example")
    # Each is wrong in one thing alone, and so of the page that was given last.
    for number, name in enumerate(("Telefonen", "Telefonen", "", "Telefonen")):
        options = options_in(ola.get("/nb/account/ways-in").text)
        sent = (
            evil.make(options),
            "{}",
            key.make(options),
            key.make({**options, "challenge": "eA"}),
        )
        ola.post("/nb/account/passkeys", {"name": name, "credential": sent[number]})
        assert count(app) == 0
    options = options_in(ola.get("/nb/account/ways-in").text)
    with clock.freeze_time(clock.now() + timedelta(minutes=11)):
        late = {"name": "Telefonen", "credential": key.make(options)}
        assert ola.post("/nb/account/passkeys", late).location == "/nb/account/ways-in"
        assert count(app) == 0
    kari = enter(app, "kari@grannar.example", account(app, "Kari"))
    assert "data-options" not in kari.get("/nb/account/ways-in").text
    kari.post("/nb/account/passkeys", late)
    assert count(app) == 0


def test_one_passkey_is_added_once(app: Flask, ola: Person) -> None:
    key = SoftwarePasskey()
    add(ola, key)
    answer = add(ola, key)
    assert answer.status_code in (303, 409)
    assert count(app) == 1
