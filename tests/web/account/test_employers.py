"""Signing in at the employer: right answers sign in, every other one is refused in a sentence."""

from __future__ import annotations

import hmac
import json
import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from joserfc import jwe
from markupsafe import escape
from sqlalchemy import delete, func, select
from werkzeug.test import TestResponse

from network import clock
from network.app import create_app
from network.identity_providers import bounded_http, metadata
from network.identity_providers.identities import EmployerIdentity
from network.identity_providers.refusals import AnswerRefused
from network.interface_languages import INTERFACE_LANGUAGES
from network.log_lines import JsonLine
from network.mail.tables import OutgoingMail
from network.people.accounts import close
from network.people.actors import get_system_actor
from network.people.identities import link_identity
from network.people.one_time_links import draw_link
from network.people.tables import Identity, SignIn, SignInMethod
from network.web.account.employers import _describe
from tests.conftest import make_settings
from tests.fake_issuer import (
    CLIENT,
    SECRET,
    FakeIssuer,
    as_json,
    encode,
    hash_half,
    issuing,
    make_curve_key,
    make_key,
    make_public,
    name_provider,
    read_way,
    sign,
)
from tests.web.people import PASSWORD, account, enter, site_of, token_of

CALLBACK = "/oidc/fake/callback"
SUBJECT = "kari-at-work"


@pytest.fixture(scope="module")
def _fake() -> Iterator[FakeIssuer]:
    with issuing() as fake:
        yield fake


@pytest.fixture
def fake(_fake: FakeIssuer) -> FakeIssuer:
    """The issuer, answering rightly."""
    fresh = FakeIssuer(issuer=_fake.issuer, published=[make_public(make_key("first"))])
    vars(_fake).update(vars(fresh))
    return _fake


@pytest.fixture
def app(made_up_site: Path, tmp_path: Path, fake: FakeIssuer) -> Iterator[Flask]:
    """A site whose people may sign in at the issuer; it asks for everything anew."""
    folder = tmp_path / "site"
    shutil.copytree(made_up_site, folder)
    app = create_app(make_settings(folder, **name_provider(fake)))
    yield app
    site_of(app).database.engine.dispose()


@pytest.fixture
def kari(app: Flask, fake: FakeIssuer) -> UUID:
    """Signs in at her employer."""
    kari = account(app, "Kari", "coordinator", "eksempelvik")
    link(app, kari, fake)
    return kari


def link(app: Flask, account_id: UUID, fake: FakeIssuer, subject: str = SUBJECT) -> None:
    with site_of(app).database.transaction() as session:
        link_identity(session, account_id, EmployerIdentity("fake", fake.issuer, subject))


def count_sign_ins(app: Flask) -> int:
    with site_of(app).database.reading() as session:
        return session.scalar(select(func.count()).select_from(SignIn)) or 0


def count_identities(app: Flask) -> int:
    with site_of(app).database.reading() as session:
        return session.scalar(select(func.count()).select_from(Identity)) or 0


def depart(client: FlaskClient, ui: str = "nb", **asked: str) -> dict[str, str]:
    """Press the button of the sign-in page; what the browser is sent to the issuer with."""
    answer = client.get(f"/{ui}/account/employer/fake", query_string=asked)
    assert answer.status_code == 303, answer.text
    return read_way(answer.location)


def come_back(client: FlaskClient, way: Mapping[str, str], **more: Any) -> TestResponse:
    """Come back from the issuer with a code."""
    sent = {"code": "a code of the issuer", "state": way["state"], **more}
    return client.get(CALLBACK, query_string={k: v for k, v in sent.items() if v is not None})


def is_in(client: FlaskClient) -> bool:
    return client.get("/nb/desk/").status_code == 200


def test_whoever_is_linked_signs_in(app: Flask, fake: FakeIssuer, kari: UUID) -> None:
    client = app.test_client()
    page = client.get("/nb/account/sign-in").text
    # The employer comes before the password.
    assert page.index("Eksempelvik kommune") < page.index('type="password"')
    way = depart(client, next="/nb/desk/new")
    assert way["response_type"] == "code"
    assert way["scope"] == "openid"
    assert way["code_challenge_method"] == "S256"
    assert way["redirect_uri"] == f"https://grannar.example{CALLBACK}"
    assert way["ui_locales"] == "nb"
    fake.id_token = sign(fake.claims(way["nonce"]), fake.key)
    answer = come_back(client, way)
    assert (answer.status_code, answer.location) == (303, "/nb/desk/new")
    assert is_in(client)
    path, form, headers = fake.asked[-2]
    assert path == "/token"
    # The verifier of the challenge, and the secret in the header alone.
    assert len(form["code_verifier"]) >= 43
    assert headers["Authorization"].startswith("Basic ")
    assert SECRET not in str(form)
    with site_of(app).database.reading() as session:
        sign_in = session.scalars(select(SignIn)).one()
        assert sign_in.is_strong
        assert (sign_in.provider, sign_in.issuer) == ("fake", fake.issuer)
        assert session.scalars(select(Identity)).one().used_at is not None


def test_a_provider_that_tells_names_elsewhere_is_not_asked_for_them(
    app: Flask, fake: FakeIssuer, kari: UUID
) -> None:
    # As Feide does: the ID token has the subject alone, name and mail stand at userinfo.
    fake.metadata = {
        "userinfo_endpoint": f"{fake.issuer}/userinfo",
        "scopes_supported": ["openid", "profile", "email"],
    }
    client = app.test_client()
    way = depart(client)
    fake.id_token = sign(fake.claims(way["nonce"]), fake.key)
    assert come_back(client, way).status_code == 303
    assert is_in(client)
    assert way["scope"] == "openid"
    assert {path for path, _form, _headers in fake.asked} == {
        "/.well-known/openid-configuration",
        "/token",
        "/keys",
    }


def test_nobody_else_signs_in_and_nothing_is_made(app: Flask, fake: FakeIssuer, kari: UUID) -> None:
    client = app.test_client()
    way = depart(client)
    # An address of mail that an account has proves nothing.
    claims = fake.claims(
        way["nonce"], sub="ola-at-work", email="kari@eksempelvik.example", email_verified=True
    )
    fake.id_token = sign(claims, fake.key)
    answer = come_back(client, way)
    assert answer.status_code == 403
    assert "invitasjon" in answer.text
    assert not is_in(client)
    assert (count_sign_ins(app), count_identities(app)) == (0, 1)


# --- What is refused --------------------------------------------------------------------------


@dataclass
class Scene:
    """A browser that departed, and the issuer that it comes back from."""

    app: Flask
    fake: FakeIssuer
    ui: str
    client: FlaskClient = field(init=False)
    way: dict[str, str] = field(init=False)
    monkeypatch: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def depart(self) -> None:
        self.way = depart(self.client, self.ui)

    def claims(self, **more: Any) -> dict[str, Any]:
        return self.fake.claims(self.way["nonce"], **more)

    def token(self, token: str) -> TestResponse:
        """Come back, and let the issuer hand out this token."""
        self.fake.id_token = token
        return come_back(self.client, self.way)

    def signed(self, **more: Any) -> TestResponse:
        """Come back, and let the issuer sign these claims beside the right ones."""
        return self.token(sign(self.claims(**more), self.fake.key))

    def headed(self, key: Any = None, **header: Any) -> TestResponse:
        """Come back, and let the issuer write this header."""
        return self.token(sign(self.claims(), key or self.fake.key, header))

    def answered(self, answer: Any) -> TestResponse:
        """Come back, and let the token endpoint answer so."""
        self.fake.answer = lambda _form: answer
        return come_back(self.client, self.way)

    def returned(self, **parameters: Any) -> TestResponse:
        """Come back with other parameters; the issuer would hand out a right token."""
        self.fake.id_token = sign(self.claims(), self.fake.key)
        return come_back(self.client, self.way, **parameters)


Fault = Callable[[Scene], TestResponse]


def later(seconds: int) -> int:
    return int(clock.now().timestamp()) + seconds


def _hs256_by_public_key(scene: Scene) -> TestResponse:
    """The confusion of algorithms: the published key taken for a secret."""
    _, claims, _ = _right(scene).split(".")
    signed = f"{encode(json.dumps({'alg': 'HS256', 'kid': 'first'}).encode())}.{claims}"
    published = scene.fake.key.as_pem(private=False)
    return scene.token(f"{signed}.{encode(hmac.digest(published, signed.encode(), 'sha256'))}")


def _encrypted(scene: Scene) -> TestResponse:
    token = jwe.encrypt_compact(
        {"alg": "RSA-OAEP", "enc": "A128GCM", "kid": "first"},
        json.dumps(scene.claims()),
        scene.fake.key,
    )
    return scene.token(token)


def _other_browser(scene: Scene) -> TestResponse:
    scene.fake.id_token = sign(scene.claims(), scene.fake.key)
    return come_back(scene.app.test_client(), scene.way)


def _twice(scene: Scene) -> TestResponse:
    """The same way twice, from a copy of the browser that was made before."""
    cookie = scene.client.get_cookie("__Host-grannar")
    assert cookie is not None
    thief = scene.app.test_client()
    thief.set_cookie("__Host-grannar", cookie.value, domain="localhost", secure=True)
    assert scene.signed(sub="nobody-here").status_code == 403
    scene.client = thief
    return scene.signed()


def _expired_way(scene: Scene) -> TestResponse:
    with clock.freeze_time(clock.now() + timedelta(minutes=11)):
        return scene.signed()


def _slow(scene: Scene) -> TestResponse:
    scene.monkeypatch.setattr(bounded_http, "WHOLE", 0.15)
    scene.fake.drips = 0.01
    return scene.signed()


def _timeout(scene: Scene) -> TestResponse:
    scene.monkeypatch.setattr("network.identity_providers.provider.READ", 0.1)

    def wait(_form: Any) -> Any:
        time.sleep(0.3)
        return as_json({})

    scene.fake.answer = wait
    return come_back(scene.client, scene.way)


def _keys(scene: Scene, *keys: Any, body: Any = None) -> None:
    scene.fake.published = list(keys)
    scene.fake.in_place_of_keys = body


def _other_use(scene: Scene) -> TestResponse:
    _keys(scene, make_public(scene.fake.key, use="enc"))
    return scene.signed()


def _other_operations(scene: Scene) -> TestResponse:
    _keys(scene, make_public(scene.fake.key, use=None, key_ops=["encrypt"]))
    return scene.signed()


def _other_algorithm_of_key(scene: Scene) -> TestResponse:
    _keys(scene, make_public(scene.fake.key, alg="PS256"))
    return scene.signed()


def _keys_broken(scene: Scene) -> TestResponse:
    _keys(scene, {"kty": "RSA", "kid": "first", "n": "!", "e": 3})
    return scene.signed()


def _keys_no_list(scene: Scene) -> TestResponse:
    _keys(scene, body=as_json({"keys": "none"}))
    return scene.signed()


def _nameless_key_of_two(scene: Scene) -> TestResponse:
    _keys(scene, make_public(scene.fake.key), make_public(make_key("second")))
    return scene.headed(kid=None)


def _raw(scene: Scene, claims: str) -> TestResponse:
    return scene.token(sign(claims, scene.fake.key))


def _repeated(scene: Scene) -> TestResponse:
    text = json.dumps(scene.claims())
    return _raw(scene, text.replace("{", '{"sub": "ola-at-work", ', 1))


def _beside(scene: Scene, **beside: Any) -> TestResponse:
    token = sign(scene.claims(at_hash=hash_half("another")), scene.fake.key)
    return scene.answered(as_json({"token_type": "Bearer", "id_token": token, **beside}))


# By what is wrong: the reason that the log is to tell, and how it is done.
FAULTS: Mapping[str, tuple[str, Fault]] = {
    # The token's claims.
    "wrong audience": ("audience_other", lambda s: s.signed(aud="another-site")),
    "audience in a list that is another's": ("audience_other", lambda s: s.signed(aud=["x"])),
    "audience of a number": ("audience_other", lambda s: s.signed(aud=7)),
    "several audiences without azp": ("audience_several", lambda s: s.signed(aud=[CLIENT, "x"])),
    "several audiences, azp ours": (
        "audience_several",
        lambda s: s.signed(aud=[CLIENT, "x"], azp=CLIENT),
    ),
    "azp another's": ("party_other", lambda s: s.signed(azp="another-site")),
    "wrong issuer": ("issuer_other", lambda s: s.signed(iss="https://evil.example")),
    "issuer with a slash more": ("issuer_other", lambda s: s.signed(iss=s.fake.issuer + "/")),
    "issuer of a list": ("issuer_other", lambda s: s.signed(iss=[s.fake.issuer])),
    "no issuer": ("issuer_missing", lambda s: s.signed(iss=None)),
    "no subject": ("subject_missing", lambda s: s.signed(sub=None)),
    "no audience": ("audience_missing", lambda s: s.signed(aud=None)),
    "no expiry": ("expiry_missing", lambda s: s.signed(exp=None)),
    "no moment of issue": ("issued_missing", lambda s: s.signed(iat=None)),
    "no nonce": ("nonce_missing", lambda s: s.signed(nonce=None)),
    "wrong nonce": ("nonce_other", lambda s: s.signed(nonce="another")),
    "nonce of a list": ("nonce_other", lambda s: s.signed(nonce=[s.way["nonce"]])),
    "expired": ("expired", lambda s: s.signed(iat=later(-600), exp=later(-300))),
    "expiry of words": ("expiry_missing", lambda s: s.signed(exp="tomorrow")),
    "expiry that is true": ("expiry_missing", lambda s: s.signed(exp=True)),
    "expiry that is no number": (
        "expired",
        lambda s: _raw(s, json.dumps(s.claims(exp="NaN")).replace('"NaN"', "NaN")),
    ),
    "not yet valid": ("not_yet_valid", lambda s: s.signed(nbf=later(300))),
    "issued in the future": ("issued_in_future", lambda s: s.signed(iat=later(300))),
    "issued long ago": ("issued_long_ago", lambda s: s.signed(iat=later(-3600))),
    "subject of a number": ("subject_unusable", lambda s: s.signed(sub=17)),
    "empty subject": ("subject_unusable", lambda s: s.signed(sub="")),
    "subject too long": ("subject_unusable", lambda s: s.signed(sub="k" * 256)),
    "subject with a line's end": ("subject_unusable", lambda s: s.signed(sub="kari-at-work\n")),
    "subject of letters of ours": ("subject_unusable", lambda s: s.signed(sub="kåri")),
    "session of a number": ("session_unusable", lambda s: s.signed(sid=7)),
    "hash of another access token": ("access_token_other", lambda s: _beside(s, access_token="x")),
    "hash without an access token": ("access_token_other", lambda s: _beside(s)),
    "a claim twice": ("claim_twice", _repeated),
    "claims that are a list": ("claims_no_object", lambda s: _raw(s, "[1]")),
    "claims that are no JSON": ("claims_no_object", lambda s: _raw(s, "{")),
    # How it is signed.
    "alg none": ("token_algorithm", lambda s: s.token(_unsigned(s))),
    "alg none, in other letters": ("token_algorithm", lambda s: s.token(_unsigned(s, "NonE"))),
    "HS256 by the public key": ("token_algorithm", _hs256_by_public_key),
    "a key that nobody knows": ("key_unknown", lambda s: s.headed(make_key("third"))),
    "another's key under the known name": (
        "signature_wrong",
        lambda s: s.headed(make_key("third"), kid="first"),
    ),
    "a key of another sort": (
        "key_unknown",
        lambda s: s.headed(make_curve_key("curve"), alg="ES256", kid="first"),
    ),
    "a key for another use": ("key_for_other_use", _other_use),
    "a key for other operations": ("key_for_other_use", _other_operations),
    "a key for another algorithm": ("key_for_other_use", _other_algorithm_of_key),
    "no key named, of two": ("key_unknown", _nameless_key_of_two),
    "a key that is none": ("keys_unreadable", _keys_broken),
    "keys that are no list": ("keys_unreadable", _keys_no_list),
    "a signature cut off": ("signature_wrong", lambda s: s.token(_right(s)[:-8])),
    "no signature": ("signature_wrong", lambda s: s.token(_right(s).rpartition(".")[0] + ".")),
    "claims changed afterwards": ("signature_wrong", lambda s: s.token(_changed(s))),
    "crit": (
        "token_critical_header",
        lambda s: s.headed(crit=["https://evil.example/x"], **{"https://evil.example/x": 1}),
    ),
    "a logout token for an ID token": ("token_type_other", lambda s: s.headed(typ="logout+jwt")),
    "no JWT": ("token_no_jwt", lambda s: s.token("no token at all")),
    "two points and nothing": ("token_no_jwt", lambda s: s.token("..")),
    "a token that is no text": ("token_no_jwt", lambda s: s.answered(as_json({"id_token": 7}))),
    "an encrypted token": ("token_encrypted", _encrypted),
    "a token too large": ("token_too_large", lambda s: s.signed(more="x" * 40_000)),
    # The browser's way back.
    "access denied": ("access_denied", lambda s: s.returned(code=None, error="access_denied")),
    "temporarily unavailable": (
        "provider_busy",
        lambda s: s.returned(code=None, error="temporarily_unavailable"),
    ),
    "server error": ("provider_busy", lambda s: s.returned(code=None, error="server_error")),
    "another error": ("error_answer", lambda s: s.returned(code=None, error="invalid_scope")),
    "an error and a code": ("access_denied", lambda s: s.returned(error="access_denied")),
    "no state": ("state_missing", lambda s: s.returned(state=None)),
    "a state made up": ("state_unknown", lambda s: s.returned(state="made up")),
    "the state of another browser": ("state_unknown", _other_browser),
    "a state of before": ("state_expired", _expired_way),
    "the same way twice": ("state_used", _twice),
    "no code": ("code_missing", lambda s: s.returned(code=None)),
    "an empty code": ("code_missing", lambda s: s.returned(code="")),
    "a code too long": ("parameter_too_long", lambda s: s.returned(code="x" * 5000)),
    "two codes": ("parameter_twice", lambda s: s.returned(code=["one", "two"])),
    "two states": ("parameter_twice", lambda s: s.returned(state=[s.way["state"], "x"])),
    "another issuer's answer (mix-up)": (
        "response_issuer_other",
        lambda s: s.returned(iss="https://evil.example"),
    ),
    # The token endpoint.
    "a code that was used": (
        "code_refused",
        lambda s: s.answered(as_json({"error": "invalid_grant"}, 400)),
    ),
    "a client that is refused": (
        "token_answer_refused",
        lambda s: s.answered(as_json({"error": "invalid_client"}, 401)),
    ),
    "no ID token": ("id_token_missing", lambda s: s.answered(as_json({"access_token": "x"}))),
    "status 500": ("provider_error_status", lambda s: s.answered((500, "text/plain", b"no"))),
    "a redirect": ("provider_error_status", lambda s: s.answered((302, "text/plain", b""))),
    "HTML": ("answer_no_json", lambda s: s.answered((200, "text/html", b"<h1>Hei</h1>"))),
    "JSON that is a list": ("answer_no_json", lambda s: s.answered(as_json(["id_token"]))),
    "JSON without end": (
        "answer_no_json",
        lambda s: s.answered((200, "application/json", b"[" * 100_000)),
    ),
    "an answer too large": (
        "answer_too_large",
        lambda s: s.answered((200, "application/json", b" " * 300_000)),
    ),
    "an answer that drips": ("answer_too_slow", _slow),
    "an answer that does not come": ("timeout", _timeout),
}


def _right(scene: Scene) -> str:
    return sign(scene.claims(), scene.fake.key)


def _unsigned(scene: Scene, name: str = "none") -> str:
    head, claims, _ = sign(scene.claims(), scene.fake.key).split(".")
    head = encode(json.dumps({"alg": name}).encode())
    return f"{head}.{claims}."


def _changed(scene: Scene) -> str:
    head, _, signature = _right(scene).split(".")
    _, claims, _ = sign(scene.claims(sub="ola-at-work"), scene.fake.key).split(".")
    return f"{head}.{claims}.{signature}"


def describe(app: Flask, ui: str, reason: Any) -> str:
    """The sentence of a reason in a language of the interface, as it stands on a page."""
    with app.test_request_context(f"/{ui}/account/sign-in"), force_locale(ui):
        return str(escape(_describe("fake", AnswerRefused(reason))[0]))


def demand_refused(
    scene: Scene, answer: TestResponse, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    """That nobody is signed in, in a sentence of the reader's language, with a line in the log that
    tells the reason and nothing of what came."""
    assert answer.status_code in (400, 403, 503), answer.status_code
    sentence = describe(scene.app, scene.ui, reason)
    assert sentence in answer.text
    if scene.ui != "en":
        assert sentence != describe(scene.app, "en", reason)
    assert "Set-Cookie" not in answer.headers or not is_in(scene.client)
    assert not is_in(scene.client)
    (record,) = [r for r in caplog.records if r.name == "network.web.account.employers"][-1:]
    line = json.loads(JsonLine().format(record))
    assert (line["provider"], line["refused"]) == ("fake", reason)
    lines = "\n".join(JsonLine().format(record) for record in caplog.records)
    way = getattr(scene, "way", {})
    for told in (SUBJECT, "eyJ", "a code", SECRET, way.get("state"), way.get("nonce"), "@"):
        assert not told or told not in lines, told


def test_there_are_more_than_forty_and_every_language_reads_them() -> None:
    assert len(FAULTS) > 40


@pytest.fixture(scope="module")
def faulted_app(
    made_up_site: Path, tmp_path_factory: pytest.TempPathFactory, _fake: FakeIssuer
) -> Iterator[Flask]:
    """One site for all the faulty answers."""
    folder = tmp_path_factory.mktemp("faulted") / "site"
    shutil.copytree(made_up_site, folder)
    app = create_app(make_settings(folder, **name_provider(_fake)))
    link(app, account(app, "Kari", "coordinator", "eksempelvik"), _fake)
    yield app
    site_of(app).database.engine.dispose()


@pytest.mark.parametrize(("number", "name"), list(enumerate(FAULTS)), ids=list(FAULTS))
def test_a_faulty_answer_signs_nobody_in(
    faulted_app: Flask,
    fake: FakeIssuer,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    name: str,
) -> None:
    reason, do = FAULTS[name]
    site = site_of(faulted_app)
    # As if the last fault were long ago.
    provider = site.providers["fake"]
    monkeypatch.setattr(provider, "_metadata", metadata.ProviderMetadata(provider.settings))
    ui = INTERFACE_LANGUAGES[number % len(INTERFACE_LANGUAGES)]
    scene = Scene(faulted_app, fake, ui, monkeypatch=monkeypatch)
    scene.depart()
    before = count_sign_ins(faulted_app), count_identities(faulted_app)
    with caplog.at_level(logging.INFO):
        answer = do(scene)
    # Who comes with no state that is known is answered in the language of their browser.
    if reason in ("state_missing", "state_unknown", "parameter_twice") and "state" in name:
        scene.ui = "nb"
    demand_refused(scene, answer, reason, caplog)
    assert (count_sign_ins(faulted_app), count_identities(faulted_app)) == before


# What a provider says of itself that it should not.
METADATA: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "another issuer": ("metadata_issuer_other", {"issuer": "https://evil.example"}),
    "no token endpoint": ("metadata_incomplete", {"token_endpoint": None}),
    "an address of a file": ("metadata_incomplete", {"jwks_uri": "file:///etc/passwd"}),
    "an address of no host": ("metadata_incomplete", {"authorization_endpoint": "https://["}),
    "no S256": ("metadata_without_pkce", {"code_challenge_methods_supported": ["plain"]}),
}


@pytest.mark.parametrize("name", METADATA)
def test_faulty_metadata_leads_nowhere(
    app: Flask, fake: FakeIssuer, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    reason, fake.metadata = METADATA[name][0], dict(METADATA[name][1])
    scene = Scene(app, fake, "sv")
    answer = scene.client.get("/sv/account/employer/fake")
    demand_refused(scene, answer, reason, caplog)


def test_a_provider_that_is_away_is_left_alone_for_a_while(
    app: Flask, fake: FakeIssuer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.in_place_of_metadata = (503, "text/plain", b"")
    scene = Scene(app, fake, "nb")
    demand_refused(
        scene, scene.client.get("/nb/account/employer/fake"), "provider_error_status", caplog
    )
    asked = len(fake.asked)
    demand_refused(
        scene, scene.client.get("/nb/account/employer/fake"), "resting_after_failure", caplog
    )
    assert len(fake.asked) == asked
    fake.in_place_of_metadata = None
    monkeypatch.setattr(metadata, "RESTS", 0)
    assert scene.client.get("/nb/account/employer/fake").status_code == 303


def test_a_provider_that_is_not_there_is_told(
    made_up_site: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(made_up_site, tmp_path / "site")
    gone = FakeIssuer(issuer="http://127.0.0.1:9")
    app = create_app(make_settings(tmp_path / "site", **name_provider(gone)))
    scene = Scene(app, gone, "en")
    demand_refused(scene, scene.client.get("/en/account/employer/fake"), "unreachable", caplog)
    site_of(app).database.engine.dispose()


def test_a_provider_that_names_itself_has_to_in_each_answer(
    app: Flask, fake: FakeIssuer, kari: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    fake.metadata = {"authorization_response_iss_parameter_supported": True}
    scene = Scene(app, fake, "nb")
    scene.depart()
    demand_refused(scene, scene.returned(), "response_issuer_missing", caplog)
    scene.depart()
    assert scene.returned(iss=fake.issuer).status_code == 303


def test_new_keys_are_fetched_once_and_made_up_ones_ask_no_more(
    app: Flask, fake: FakeIssuer, kari: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(app, fake, "nb")
    scene.depart()
    assert scene.signed().status_code == 303
    # The issuer takes another key.
    fake.key = make_key("second")
    fake.published = [make_public(make_key("second"))]
    monkeypatch.setattr(metadata, "ASKED_AGAIN", 0.0)
    scene.client = app.test_client()
    scene.depart()
    assert scene.signed().status_code == 303
    monkeypatch.setattr(metadata, "ASKED_AGAIN", 60.0)
    for _ in range(5):
        scene.client = app.test_client()
        scene.depart()
        assert scene.headed(make_key("third")).status_code == 403
    assert [path for path, *_ in fake.asked].count("/keys") == 2
    # The old key is believed no more.
    scene.client = app.test_client()
    scene.depart()
    assert scene.headed(make_key("first")).status_code == 403


@pytest.mark.parametrize("algorithm", ["PS256", "ES256"])
def test_other_signatures_of_a_private_key_are_believed(
    app: Flask, fake: FakeIssuer, kari: UUID, algorithm: str
) -> None:
    key = make_curve_key("curve") if algorithm == "ES256" else make_key("first")
    fake.published = [make_public(key)]
    scene = Scene(app, fake, "nb")
    scene.depart()
    assert scene.headed(key, alg=algorithm).status_code == 303


def test_clocks_may_differ_by_two_minutes(app: Flask, fake: FakeIssuer, kari: UUID) -> None:
    for more in ({"exp": later(-110)}, {"iat": later(110), "nbf": later(110)}):
        scene = Scene(app, fake, "nb")
        scene.depart()
        assert scene.signed(**more).status_code == 303


class TestTenants:
    """A provider that serves many employers, of which one may sign in."""

    OURS, OTHERS = "11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"

    @pytest.fixture
    def app(self, made_up_site: Path, tmp_path: Path, fake: FakeIssuer) -> Iterator[Flask]:
        folder = tmp_path / "site"
        shutil.copytree(made_up_site, folder)
        base = fake.issuer
        fake.metadata = {"issuer": f"{base}/{{tenantid}}/v2.0"}
        settings = name_provider(fake, ISSUER=f"{base}/{{tenantid}}/v2.0", TENANTS=self.OURS)
        app = create_app(make_settings(folder, **settings))
        kari = account(app, "Kari")
        with site_of(app).database.transaction() as session:
            issuer = f"{base}/{self.OURS}/v2.0"
            link_identity(session, kari, EmployerIdentity("fake", issuer, SUBJECT))
        yield app
        site_of(app).database.engine.dispose()

    def come(self, app: Flask, fake: FakeIssuer, tenant: str, **more: Any) -> TestResponse:
        scene = Scene(app, fake, "nb")
        scene.depart()
        return scene.signed(iss=f"{fake.issuer}/{tenant}/v2.0", **more)

    def test_ours_signs_in(self, app: Flask, fake: FakeIssuer) -> None:
        assert self.come(app, fake, self.OURS, tid=self.OURS).status_code == 303

    @pytest.mark.parametrize(
        ("tenant", "more"),
        [
            (OTHERS, {"tid": OTHERS}),
            (OURS, {"tid": OTHERS}),
            (OURS, {}),
            ("{tenantid}", {"tid": "{tenantid}"}),
        ],
    )
    def test_others_do_not(
        self, app: Flask, fake: FakeIssuer, tenant: str, more: dict[str, str]
    ) -> None:
        answer = self.come(app, fake, tenant, **more)
        assert answer.status_code == 403
        assert describe(app, "nb", "tenant_other") in answer.text


def test_a_safer_way_of_signing_in_is_demanded_where_the_settings_say_so(
    made_up_site: Path, tmp_path: Path, fake: FakeIssuer
) -> None:
    shutil.copytree(made_up_site, tmp_path / "site")
    settings = name_provider(fake, ACR="substantial high")
    app = create_app(make_settings(tmp_path / "site", **settings))
    link(app, account(app, "Kari"), fake)
    for more, status in (({}, 403), ({"acr": "low"}, 403), ({"acr": "high"}, 303)):
        scene = Scene(app, fake, "nb")
        scene.depart()
        assert scene.way["acr_values"] == "substantial high"
        assert scene.signed(**more).status_code == status, more
    site_of(app).database.engine.dispose()


# --- Linking ----------------------------------------------------------------------------------


def test_an_invitation_is_accepted_at_the_employer(app: Flask, fake: FakeIssuer) -> None:
    kari = account(app, "Kari", "coordinator", "eksempelvik")
    with site_of(app).database.transaction() as session:
        secret = draw_link(session, kari, "invitation")
    client = app.test_client()
    page = client.get(f"/nb/account/link/{secret}").text
    assert "Eksempelvik kommune" in page
    scene = Scene(app, fake, "nb")
    scene.way = depart(scene.client, invitation=secret)
    assert scene.signed().status_code == 303
    assert is_in(scene.client)
    # It works once, and for this person alone.
    assert client.get(f"/nb/account/link/{secret}").status_code == 410
    other = Scene(app, fake, "nb")
    other.way = depart(other.client, invitation=secret)
    assert other.signed(sub="ola-at-work").status_code == 410
    assert count_identities(app) == 1


def test_a_link_for_a_new_password_links_nothing(app: Flask, fake: FakeIssuer) -> None:
    kari = account(app, "Kari")
    with site_of(app).database.transaction() as session:
        secret = draw_link(session, kari, "reset")
    assert "Eksempelvik kommune" not in app.test_client().get(f"/nb/account/link/{secret}").text
    scene = Scene(app, fake, "nb")
    scene.way = depart(scene.client, invitation=secret)
    assert scene.signed().status_code == 410
    assert count_identities(app) == 0


def test_an_identity_that_is_taken_accepts_no_other_invitation(
    app: Flask, fake: FakeIssuer, kari: UUID
) -> None:
    ola = account(app, "Ola")
    with site_of(app).database.transaction() as session:
        secret = draw_link(session, ola, "invitation")
    scene = Scene(app, fake, "nb")
    scene.way = depart(scene.client, invitation=secret)
    answer = scene.signed()
    assert answer.status_code == 409
    assert not is_in(scene.client)
    # The invitation goes on working.
    assert scene.client.get(f"/nb/account/link/{secret}").status_code == 200


def test_who_is_signed_in_connects_and_takes_away(app: Flask, fake: FakeIssuer) -> None:
    person = enter(app, "ola@grannar.example", account(app, "Ola"))
    scene = Scene(app, fake, "nb")
    scene.client = person.client
    scene.way = depart(person.client, do="link")
    answer = scene.signed(sub="ola-at-work")
    assert (answer.status_code, answer.location) == (303, "/nb/account/ways-in")
    page = person.get("/nb/account/ways-in").text
    assert "Eksempelvik kommune" in page
    other = Scene(app, fake, "nb")
    other.depart()
    assert other.signed(sub="ola-at-work").status_code == 303
    assert is_in(other.client)
    with site_of(app).database.reading() as session:
        number = session.scalars(select(Identity.id)).one()
    person.post(f"/nb/account/ways-in/{number}/remove")
    assert count_identities(app) == 0
    # What was begun by it has ended.
    assert not is_in(other.client)
    assert is_in(person.client)


def test_after_ten_minutes_one_proves_it_anew(app: Flask, fake: FakeIssuer) -> None:
    person = enter(app, "ola@grannar.example", account(app, "Ola"))
    with clock.freeze_time(clock.now() + timedelta(minutes=11)):
        assert person.get("/nb/account/employer/fake?do=link").location == "/nb/account/ways-in"
        page = person.get("/nb/account/ways-in").text
        assert "do=link" not in page
        assert person.post("/nb/account/ways-in/prove", {"password": "feil"}).status_code == 422
        answer = person.post("/nb/account/ways-in/prove", {"password": PASSWORD})
        assert answer.status_code == 303
        assert "do=link" in person.get("/nb/account/ways-in").text


def test_who_has_no_password_proves_it_at_the_employer(
    app: Flask, fake: FakeIssuer, kari: UUID
) -> None:
    scene = Scene(app, fake, "nb")
    scene.depart()
    assert scene.signed().status_code == 303
    with clock.freeze_time(clock.now() + timedelta(minutes=11)):
        assert "do=prove" in scene.client.get("/nb/account/ways-in").text
        for proved, sub, is_proved in (
            (-4000, SUBJECT, False),
            (-10, "ola-at-work", False),
            (-10, SUBJECT, True),
        ):
            scene.way = depart(scene.client, do="prove")
            assert (scene.way["prompt"], scene.way["max_age"]) == ("login", "0")
            scene.signed(auth_time=later(proved), sub=sub)
            page = scene.client.get("/nb/account/ways-in").text
            assert ("do=prove" not in page) == is_proved


def test_the_last_way_in_stays(app: Flask, fake: FakeIssuer) -> None:
    kari = account(app, "Kari")
    link(app, kari, fake)
    with site_of(app).database.transaction() as session:
        session.execute(delete(SignInMethod))
    scene = Scene(app, fake, "nb")
    scene.depart()
    assert scene.signed().status_code == 303
    with site_of(app).database.reading() as session:
        number = session.scalars(select(Identity.id)).one()
    token = token_of(scene.client.get("/nb/account/sign-ins").text)
    scene.client.post(f"/nb/account/ways-in/{number}/remove", data={"csrf_token": token})
    assert count_identities(app) == 1
    assert "siste" in scene.client.get("/nb/account/ways-in").text


def test_who_signs_in_at_the_employer_is_mailed_no_way_in(app: Flask, fake: FakeIssuer) -> None:
    kari = account(app, "Kari")
    link(app, kari, fake)
    with site_of(app).database.transaction() as session:
        session.execute(delete(SignInMethod))
    client = app.test_client()
    token = token_of(client.get("/nb/account/reset").text)
    form = {"email": "kari@grannar.example", "csrf_token": token}
    client.post("/nb/account/reset", data=form)
    with site_of(app).database.reading() as session:
        (mail,) = session.scalars(select(OutgoingMail))
    assert "/account/link/" not in mail.body
    assert "https://grannar.example/nb/account/sign-in" in mail.body


def test_nobody_takes_anothers_away(app: Flask, fake: FakeIssuer, kari: UUID) -> None:
    ola = enter(app, "ola@grannar.example", account(app, "Ola"))
    with site_of(app).database.reading() as session:
        number = session.scalars(select(Identity.id)).one()
    assert ola.post(f"/nb/account/ways-in/{number}/remove").status_code == 404
    assert count_identities(app) == 1


def test_a_closed_account_does_not_sign_in_at_its_employer(
    app: Flask, fake: FakeIssuer, kari: UUID
) -> None:
    with site_of(app).database.transaction() as session:
        close(session, kari, actor=get_system_actor(session, "test"))
    scene = Scene(app, fake, "nb")
    scene.depart()
    assert scene.signed().status_code == 403
    assert not is_in(scene.client)
    # Whoever goes on to another municipality is invited anew, and is the same person at work.
    ola = account(app, "Ola")
    with site_of(app).database.transaction() as session:
        secret = draw_link(session, ola, "invitation")
    scene.way = depart(scene.client, invitation=secret)
    assert scene.signed().status_code == 303
