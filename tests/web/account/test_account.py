"""Accounts at the door: invited, signed in and out, slowed down, mailed, closed."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from network import clock
from network.mail.tables import OutgoingMail
from network.people.passwords import is_outdated
from network.people.tables import Account, AccountEvent, OneTimeLink, SignInMethod
from tests.conftest import ROOT
from tests.web.people import PASSWORD, Person, account, enter, signed_in, site_of, token_of


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """A site of the test's own."""
    return own_app


@pytest.fixture
def ada(app: Flask) -> Person:
    """Administers."""
    return signed_in(app, "Ada", "administrator")


def mails(app: Flask) -> list[OutgoingMail]:
    """What waits in the outbox, the oldest first."""
    with site_of(app).database.reading() as session:
        return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def link_in(mail: OutgoingMail) -> str:
    """The path of the one-time link in a mail."""
    found = re.search(r"https://grannar\.example(/(?:nb|sv)/account/link/\S+)", mail.body)
    assert found, mail.body
    return found[1]


def try_to_enter(app: Flask, email: str, password: str) -> tuple[int, str]:
    """How signing in ends: status and page."""
    client = app.test_client()
    token = token_of(client.get("/nb/account/sign-in").text)
    answer = client.post(
        "/nb/account/sign-in", data={"email": email, "password": password, "csrf_token": token}
    )
    return answer.status_code, answer.text


def test_from_invitation_to_signing_in(app: Flask, ada: Person) -> None:
    answer = ada.post(
        "/nb/desk/people/invite",
        {
            "name": "Kari Ny",
            "email": " Kari@Eksempelvik.example ",
            "language": "nb",
            "role": "coordinator",
            "organisation": "Eksempelvik",
        },
    )
    assert answer.status_code == 303
    (mail,) = mails(app)
    assert mail.to == "kari@eksempelvik.example"
    assert "Kari Ny" in mail.body
    # Who invites, for whom, and as what.
    assert mail.subject == "Du er invitert til å skrive for Eksempelvik på Grannar"
    assert "Ada har gitt deg en konto på Grannar" in mail.body
    assert "Koordinator, Eksempelvik" in mail.body
    assert "i en uke" in mail.body
    link = link_in(mail)
    client = app.test_client()
    assert "Kari Ny" in client.get(link).text
    token = token_of(client.get(link).text)
    for password, reason in (
        ("kort", "for kort"),
        ("password1234", "lett å gjette"),
        ("karieksempelvik", "lett å gjette"),
    ):
        form = {"password": password, "again": password, "csrf_token": token}
        answer = client.post(link, data=form)
        assert answer.status_code == 422
        assert reason in answer.text
    form = {"password": "fjorten grønne sykler", "again": "fjorten grønne båter"}
    assert client.post(link, data={**form, "csrf_token": token}).status_code == 422
    form["again"] = form["password"]
    answer = client.post(link, data={**form, "csrf_token": token})
    assert answer.status_code == 303
    assert "Skriv noe" in client.get("/nb/desk/").text
    again = app.test_client()
    assert again.get(link).status_code == 410
    token = token_of(again.get("/nb/account/reset").text)
    assert again.post(link, data={**form, "csrf_token": token}).status_code == 410
    assert try_to_enter(app, "KARI@eksempelvik.example", "fjorten grønne sykler")[0] == 303


def test_an_invitation_lives_for_a_week(app: Flask, ada: Person) -> None:
    ada.post(
        "/nb/desk/people/invite",
        {
            "name": "Nora",
            "email": "nora@eksempelvik.example",
            "language": "sv",
            "role": "national_coordinator",
            "organisation": "Region Exempel",
            "country": "SE",
        },
    )
    (mail,) = mails(app)
    assert "Nationell samordnare, Region Exempel, Sverige" in mail.body
    link, client, now = link_in(mail), app.test_client(), clock.now()
    with clock.freeze_time(now + timedelta(days=6, hours=23)):
        assert client.get(link).status_code == 200
    with clock.freeze_time(now + timedelta(days=7, minutes=1)):
        assert client.get(link).status_code == 410


def test_an_address_with_letters_of_ours_is_one_account_however_it_is_written(
    app: Flask, ada: Person
) -> None:
    invited = {"name": "Liv", "language": "nb"}
    for email, status in (
        ("liv@eksempelvåg.example", 303),
        ("Liv@XN--EKSEMPELVG-95A.example", 409),
        ("kåre@eksempelvik.example", 422),
        ("liv@" + "å" * 70 + ".example", 422),
        ("liv@eksempelvik..example", 422),
    ):
        answer = ada.post("/nb/desk/people/invite", {**invited, "email": email})
        assert answer.status_code == status, email
        if email.startswith("kåre"):
            assert "før @" in answer.text
            assert email in answer.text
    (mail,) = mails(app)
    assert mail.to == "liv@eksempelvåg.example"


def test_a_link_works_for_an_hour_and_the_newest_alone(app: Flask, ada: Person) -> None:
    person = account(app, "Ola", "coordinator", "eksempelvik")
    for _ in range(2):
        assert ada.post(f"/nb/desk/people/{person}/link").status_code == 303
    old, new = (link_in(mail) for mail in mails(app))
    client = app.test_client()
    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200
    with clock.freeze_time(clock.now() + timedelta(minutes=59)):
        assert client.get(new).status_code == 200
    with clock.freeze_time(clock.now() + timedelta(minutes=61)):
        assert client.get(new).status_code == 410


def test_accounts_to_try_name_municipalities_as_the_register_does(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(app)
    settings = replace(site.settings, demo=ROOT / "benchmarks" / "corpus")
    demonstration = replace(site, settings=settings)
    # The package has a function of the module's name.
    module = sys.modules["network.web.account.sign_in"]
    monkeypatch.setattr(module, "get_site", lambda: demonstration)
    page = app.test_client().get("/sv/account/sign-in").text
    assert "Samordnare, Eksempelvik" in page
    assert ", eksempelvik" not in page


def test_a_mandate_says_since_when_and_until_when(app: Flask, ada: Person) -> None:
    person = account(app, "Siv", "coordinator", "eksempelvik")
    page = " ".join(ada.get(f"/nb/desk/people/{person}").text.split())
    mandate = page[page.index("<h2>Fullmakter</h2>") :][:250]
    comma = '<span class="dot"><span class="visually-hidden">,</span></span>'
    assert f"Eksempelvik{comma}siden {clock.today():%-d}." in mandate
    assert "–" not in mandate


def test_secrets_are_kept_as_digests_alone(app: Flask, ada: Person) -> None:
    person = account(app, "Ola")
    ada.post(f"/nb/desk/people/{person}/link")
    secret = link_in(mails(app)[0]).rpartition("/")[2]
    with site_of(app).database.reading() as session:
        assert session.scalars(select(OneTimeLink.digest)).one() != secret
        for kept in session.scalars(select(SignInMethod.secret)):
            assert kept.startswith("$argon2id$")


def test_a_password_costs_where_the_site_runs_what_rfc_9106_asks() -> None:
    """In an interpreter of its own: where tests run, argon2 has as little to do as it takes."""
    command = (
        "from network.people.passwords import hash_password; "
        "print(hash_password('åtte blå traktorer'))"
    )
    kept = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert is_outdated(kept)


def test_reset_answers_alike_for_known_and_unknown(app: Flask) -> None:
    account(app, "Ola")
    pages = []
    for email in ("ola@grannar.example", "nobody@grannar.example", "no address at all"):
        client = app.test_client()
        token = token_of(client.get("/nb/account/reset").text)
        answer = client.post("/nb/account/reset", data={"email": email, "csrf_token": token})
        pages.append((answer.status_code, answer.text))
    assert len(set(pages)) == 1
    assert [mail.to for mail in mails(app)] == ["ola@grannar.example"]


def test_mail_is_not_a_way_to_bother_people(app: Flask) -> None:
    account(app, "Ola")
    client = app.test_client()
    token = token_of(client.get("/nb/account/reset").text)
    for _ in range(10):
        client.post("/nb/account/reset", data={"email": "ola@grannar.example", "csrf_token": token})
    assert len(mails(app)) == 4


def test_who_guesses_is_slowed_down_and_not_told_what_was_wrong(app: Flask) -> None:
    account(app, "Ola")
    wrong = try_to_enter(app, "ola@grannar.example", "feil")
    unknown = try_to_enter(app, "ingen@grannar.example", "feil")
    assert wrong[0] == unknown[0] == 403
    strip = [re.sub(r'value="[^"]*"', "", page) for _, page in (wrong, unknown)]
    assert strip[0] == strip[1]
    with clock.freeze_time(clock.now()):
        for _ in range(5):
            last = try_to_enter(app, "ola@grannar.example", "feil")
        assert last[0] == 429
        assert "Vent" in last[1]
        # Not even the right password is looked at while one has to wait.
        assert try_to_enter(app, "ola@grannar.example", PASSWORD)[0] == 429
        assert try_to_enter(app, "ingen@grannar.example", "feil")[0] == 403
    with clock.freeze_time(clock.now() + timedelta(minutes=6)):
        assert try_to_enter(app, "ola@grannar.example", PASSWORD)[0] == 303


def test_the_sign_in_is_renewed_and_ended(app: Flask) -> None:
    client = app.test_client()
    before = token_of(client.get("/nb/account/sign-in").text)
    ola = account(app, "Ola")
    client.post(
        "/nb/account/sign-in",
        data={"email": "ola@grannar.example", "password": PASSWORD, "csrf_token": before},
    )
    after = token_of(client.get("/nb/account/password").text)
    with client.session_transaction() as held:
        assert held["csrf_token"]
    assert before != after
    assert client.post("/nb/account/sign-ins/end-others", data={"csrf_token": before}).status_code
    other = enter(app, "ola@grannar.example", ola)
    page = client.get("/nb/account/sign-ins").text
    assert page.count("Logg ut nettleseren") == 1
    number = re.search(r"/sign-ins/(\d+)/end", page)
    assert number
    client.post(
        f"/nb/account/sign-ins/{number[1]}/end",
        data={"csrf_token": token_of(client.get("/nb/account/password").text)},
    )
    assert other.get("/nb/desk/").status_code == 303
    assert client.get("/nb/desk/").status_code == 200


def test_nobody_ends_anothers_sign_in(app: Flask) -> None:
    ola, kari = signed_in(app, "Ola"), signed_in(app, "Kari")
    assert kari.post("/nb/account/sign-ins/1/end").status_code == 404
    assert ola.get("/nb/desk/").status_code == 200


def test_signing_out_ends_it_on_the_site_too(app: Flask) -> None:
    ola = signed_in(app, "Ola")
    cookie = ola.client.get_cookie("__Host-grannar")
    assert cookie
    ola.post("/nb/account/sign-out")
    thief = app.test_client()
    thief.set_cookie("__Host-grannar", cookie.value, domain="localhost", secure=True)
    assert thief.get("/nb/desk/").status_code == 303


@pytest.mark.parametrize("later", [timedelta(hours=13), timedelta(days=15)])
def test_a_sign_in_ends_by_itself(app: Flask, later: timedelta) -> None:
    ola = signed_in(app, "Ola")
    with clock.freeze_time(clock.now() + later):
        assert ola.get("/nb/desk/").status_code == 303


def test_the_cookie_is_for_this_site_alone(app: Flask) -> None:
    account(app, "Ola")
    client = app.test_client()
    token = token_of(client.get("/nb/account/sign-in").text)
    answer = client.post(
        "/nb/account/sign-in",
        data={"email": "ola@grannar.example", "password": PASSWORD, "csrf_token": token},
    )
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-grannar=")
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert word in cookie
    assert "Domain" not in cookie
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_public_pages_set_no_cookie_and_are_the_same_for_all(app: Flask) -> None:
    ola = signed_in(app, "Ola")
    for page in ("/nb/", "/sv/search?q=frokost", "/nb/eksempelvik/frokost", "/nb/no/where"):
        mine, everybodys = ola.get(page), app.test_client().get(page)
        assert mine.data == everybodys.data
        assert "Set-Cookie" not in mine.headers
        assert mine.headers.get("ETag") == everybodys.headers.get("ETag")
        assert "Cookie" not in mine.headers.get("Vary", "")


def test_without_its_token_no_form_does_anything(app: Flask, ada: Person) -> None:
    for rule in app.url_map.iter_rules():
        # What mail programs press has no form: the secret in its address is the leave. A pasted
        # text is compared and forgotten: nothing is done that would need one.
        without = (
            "account.no_more_mail",
            "account.no_more_letters",
            "account.back_channel_logout",
            "public.pasted_text",
            "oai",
        )
        # Programs bring an access token, and what a browser has signs nobody in there.
        if rule.endpoint.startswith("api_drafts."):
            assert ada.post("/api/v1/organisations/eksempelvik/drafts").status_code == 401
            continue
        if "POST" not in (rule.methods or ()) or rule.endpoint in without:
            continue
        values = {
            name: {
                "ui": "nb",
                "language": "sv",
                "secret": "x",
                "sign_in_id": 1,
                "mandate_id": 1,
                "promotion_id": 1,
                "token_id": 1,
                "country": "NO",
                "month": "2026-01",
                "identity_id": 1,
                "passkey_id": 1,
            }.get(name, "00000000-0000-4000-8000-000000000000")
            for name in rule.arguments
        }
        with app.test_request_context():
            built = rule.build(values)
            assert built is not None
            address = built[1]
        assert ada.client.post(address).status_code == 400, rule.endpoint
        answer = ada.client.post(address, data={"csrf_token": "made up"})
        assert answer.status_code == 400, rule.endpoint


def test_a_closed_account_keeps_its_name_and_signs_in_no_more(app: Flask, ada: Person) -> None:
    ola = signed_in(app, "Ola", "coordinator", "eksempelvik")
    assert ada.post(f"/nb/desk/people/{ola.account_id}/close").status_code == 303
    assert ola.get("/nb/desk/").status_code == 303
    assert try_to_enter(app, ola.email, PASSWORD)[0] == 403
    with site_of(app).database.reading() as session:
        assert session.get_one(Account, ola.account_id).name == "Ola"
    assert ada.post(f"/nb/desk/people/{ada.account_id}/close").status_code == 303
    assert ada.get("/nb/desk/people").status_code == 200


def test_administrators_see_what_befell_accounts_and_no_address_is_in_it(
    app: Flask, ada: Person
) -> None:
    signed_in(app, "Ola", "coordinator", "eksempelvik")
    page = ada.get("/nb/desk/people/events").text
    assert "Ola logget inn" in page
    assert "Ola fikk en fullmakt" in page
    with site_of(app).database.reading() as session:
        for detail in session.scalars(select(AccountEvent.detail)):
            assert "@" not in detail
            assert "127.0.0.1" not in detail


def test_a_link_is_built_from_the_configured_address(app: Flask) -> None:
    account(app, "Ola")
    client = app.test_client()
    token = token_of(client.get("/nb/account/reset").text)
    client.post(
        "/nb/account/reset",
        data={"email": "ola@grannar.example", "csrf_token": token},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )
    for mail in mails(app):
        assert "evil" not in mail.body


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(app: Flask, wanted: str) -> None:
    account(app, "Ola")
    client = app.test_client()
    page = client.get("/nb/account/sign-in", query_string={"next": wanted}).text
    answer = client.post(
        "/nb/account/sign-in",
        data={
            "email": "ola@grannar.example",
            "password": PASSWORD,
            "next": wanted,
            "csrf_token": token_of(page),
        },
    )
    assert answer.location == "/nb/desk/"


def test_an_account_chooses_the_language_of_its_mails(app: Flask) -> None:
    kari = enter(app, "kari@grannar.example", account(app, "Kari"))
    page = kari.get("/nb/account/sign-ins").text
    assert '<option value="nb" lang="nb" selected>Bokmål</option>' in " ".join(page.split())
    for ui, words in (
        ("en", "A new password for Grannar"),
        ("nn", "Nytt passord til Grannar"),
        ("xx", ""),
    ):
        answer = kari.post("/nb/account/language", {"language": ui})
        assert answer.status_code == 303
        if words:
            reset = app.test_client()
            token = token_of(reset.get("/nb/account/reset").text)
            reset.post(
                "/nb/account/reset", data={"email": "kari@grannar.example", "csrf_token": token}
            )
            assert mails(app)[-1].language == ui
            assert mails(app)[-1].subject == words
    # What is no language of the interface changes nothing.
    page = " ".join(kari.get("/nb/account/sign-ins").text.split())
    assert '<option value="nn" lang="nn" selected>Nynorsk</option>' in page
