"""Handing in drafts with an access token: what the desk may, and no more."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from network import clock
from network.api import models
from network.api.answers import Refusal
from network.api.drafts.bodies import read_content
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.drafts import delete_draft
from network.documents.handed_in import hand_in, replace_handed_in
from network.documents.revisions import find_newest_revision, revise
from network.documents.tables import Document, HandedInDraft, Revision, TrailLine
from network.entries.tables import Entry
from network.errors import FAULT_CODES, Conflict, NotAllowed
from network.kinds import KINDS, parse_content
from network.organisations.queries import find_organisation_ids
from network.people import mandates
from network.people.accounts import close
from network.people.actors import Actor, get_system_actor, read_actor
from network.people.api_tokens import (
    PATTERN,
    TOKEN_KEPT,
    end_token,
    find_token,
    forget_tokens,
    make_token,
    read_tokens,
)
from network.people.tables import AccountEvent, ApiToken, Mandate
from network.text import hints, personal_details
from network.web.dates import format_moment
from tests.api.client_path import grannar_client
from tests.conftest import make_settings
from tests.folders import write_folder
from tests.people import coordinator
from tests.web.people import Person, actor, signed_in, site_of

API = "/api/v1/organisations/eksempelvik/drafts"
CONTENT = {"kind": "experience", "language": "nb", "title": "Nattvandring", "done": "Vi gikk."}
NUMBER = "21880650006"


@pytest.fixture
def kari(own_app: Flask) -> Person:
    """Writes for Eksempelvik."""
    return signed_in(own_app, "Kari", "coordinator", "eksempelvik")


@pytest.fixture
def token(own_app: Flask, kari: Person) -> str:
    """A token of Kari's."""
    return made_by(own_app, kari)


def made_by(app: Flask, who: Person, *, at: str = "eksempelvik", days: int = 30) -> str:
    """A token of somebody's."""
    maker = actor(app, who)
    with site_of(app).database.transaction() as session:
        home = find_organisation_ids(session)[at]
        day = clock.today() + timedelta(days=days)
        return make_token(session, home, "Saksystemet", day, actor=maker)


def send(
    client: FlaskClient, token: str, value: Any = CONTENT, *, key: str = "", **more: Any
) -> TestResponse:
    """Hand in a draft."""
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "nb"}
    headers |= {"Idempotency-Key": key} if key else {}
    return client.post(API, json=value, headers=headers | more.pop("headers", {}), **more)


def replace(client: FlaskClient, token: str, draft: Any, value: Any, etag: str) -> TestResponse:
    """Send a newer text."""
    headers = {"Authorization": f"Bearer {token}", "If-Match": etag}
    return client.put(f"{API}/{draft['id']}", json=value, headers=headers)


def bearer(token: str) -> dict[str, str]:
    """The headers of who has a token."""
    return {"Authorization": f"Bearer {token}", "Accept-Language": "nb"}


def count(app: Flask, table: type) -> int:
    """How many rows a table has."""
    with site_of(app).database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


# --- Handing in ------------------------------------------------------------------------------


def test_a_draft_is_made_read_and_rewritten_and_never_public(
    own_app: Flask, client: FlaskClient, token: str, kari: Person
) -> None:
    public = count(own_app, Entry)
    made = send(client, token)
    assert made.status_code == 201
    draft = made.get_json()
    assert (draft["state"], draft["version"], draft["title"]) == ("draft", 1, "Nattvandring")
    assert made.headers["Location"] == f"{API}/{draft['id']}"
    assert made.headers["ETag"] == draft["etag"]
    assert "no-store" in made.headers["Cache-Control"]
    assert parse_content(draft["content"]) == parse_content(CONTENT)
    read = client.get(made.headers["Location"], headers=bearer(token))
    assert read.get_json() == draft
    known = bearer(token) | {"If-None-Match": draft["etag"]}
    assert client.get(made.headers["Location"], headers=known).status_code == 304
    changed = replace(client, token, draft, CONTENT | {"done": "Vi gikk igjen."}, draft["etag"])
    assert changed.status_code == 200
    assert (changed.get_json()["version"], changed.get_json()["id"]) == (2, draft["id"])
    listed = client.get(API, headers=bearer(token)).get_json()["items"]
    assert [(item["id"], item["version"]) for item in listed] == [(draft["id"], 2)]
    assert "content" not in listed[0]
    # It lies on the desk of who made the token, in words that say whence it came.
    page = kari.get(f"/nb/desk/documents/{draft['id']}")
    assert page.status_code == 200
    assert "sendte teksten inn fra et annet system" in page.text
    assert count(own_app, Entry) == public
    assert client.get("/api/v1/changes").get_json()["newest"] == 4


def test_every_kind_can_be_handed_in_as_json_and_as_a_file(client: FlaskClient, token: str) -> None:
    more = {"resource": {"type": "guide"}}
    for kind in KINDS:
        value = {"kind": kind, "language": "sv", "title": f"En {kind}", **more.get(kind, {})}
        made = send(client, token, value)
        if made.status_code == 422:
            # What else the kind demands is told by field.
            assert all(error["field"] for error in made.get_json()["errors"]), kind
            continue
        assert made.status_code == 201, made.get_json()
        assert made.get_json()["content"]["kind"] == kind
    file = "---\nkind: practice\ntitle: Leksehjelp\nsummary: Kort.\n---\n\nTeksten.\n"
    headers = bearer(token) | {"Content-Type": "text/markdown", "Content-Language": "nn"}
    made = client.post(API, data=file, headers=headers)
    assert made.status_code == 201
    assert made.get_json()["content"] == {
        "kind": "practice",
        "language": "nn",
        "title": "Leksehjelp",
        "summary": "Kort.",
        "body": "Teksten.",
    }


@pytest.mark.quick(cases=8)
@pytest.mark.parametrize(
    ("value", "fields"),
    [
        ({"kind": "experience"}, {"language", "title"}),
        ({"kind": "nothing"}, {"kind"}),
        ({"kind": ["experience"]}, {"kind"}),
        (CONTENT | {"title": ""}, {"title"}),
        (CONTENT | {"nothing": 1}, {"nothing"}),
        (CONTENT | {"done": "a\u202eb"}, {"done"}),
        (CONTENT | {"done": "a\x00b"}, {"done"}),
        (CONTENT | {"period": {"start": "2020", "end": "2019"}}, {"period"}),
        (CONTENT | {"period": {"start": "tomorrow"}}, {"period.start"}),
        (CONTENT | {"topics": ["ingenting"]}, {"topics.0"}),
        (CONTENT | {"partners": [{"organisation": "ingensteds"}]}, {"partners.0.organisation"}),
        (
            CONTENT | {"files": [{"id": "f1", "file": "0" * 64, "file_name": "a.pdf"}]},
            {"files.0.file"},
        ),
        (CONTENT | {"outcome": "stopped"}, {""}),
        (CONTENT | {"levels": ["all"]}, {"levels.0"}),
        (CONTENT | {"levels": "all"}, {"levels"}),
        (CONTENT | {"topics": [5, None]}, {"topics.0", "topics.1"}),
        (CONTENT | {"topics": {"a": 1}}, {"topics"}),
        (CONTENT | {"partners": [None]}, {"partners.0"}),
        (CONTENT | {"links": ["x"]}, {"links.0"}),
        (CONTENT | {"links": [{"relation": "x", "to": "a/b"}]}, {"links.0.relation"}),
        (CONTENT | {"period": 5}, {"period"}),
        (CONTENT | {"title": "x" * 301}, {"title"}),
        (CONTENT | {"links": [{"relation": "relates", "to": "x"}]}, {"links.0.to"}),
    ],
)
def test_every_fault_of_a_content_tells_its_field_in_words(
    own_app: Flask, client: FlaskClient, token: str, value: Any, fields: set[str]
) -> None:
    before = count(own_app, Document)
    refused = send(client, token, value)
    assert refused.status_code == 422
    problem = refused.get_json()
    assert problem["type"].endswith("#invalid-content")
    assert {error["field"] for error in problem["errors"]} == fields
    for error in problem["errors"]:
        assert error["detail"]
        assert "Write" not in error["detail"]
    assert count(own_app, Document) == before


def test_a_choice_that_is_none_names_those_there_are(client: FlaskClient, token: str) -> None:
    wrong = {"kind": "experience", "title": "X", "levels": ["all"]}
    errors = send(client, token, wrong).get_json()["errors"]
    told = {error["field"]: error["detail"] for error in errors}
    assert told["levels.0"].endswith("universal, selective, indicated.")
    assert told["language"] == "Feltet mangler."


@pytest.mark.quick(cases=3)
@pytest.mark.parametrize("kind", KINDS)
def test_every_field_takes_a_wrong_value_without_failing(own_app: Flask, kind: str) -> None:
    for name in KINDS[kind].model_fields:
        for wrong in (["x"], [5], [None], [["x"]], [{"x": 1}], "x", 5, {"0": "x"}):
            value = {"kind": kind, "language": "nb", "title": "X", name: wrong}
            with own_app.test_request_context("/api/v1/x", method="POST", json=value):
                told: object = "nothing is wrong with it"
                try:
                    read_content()
                except Refusal as refusal:
                    told = refusal.problem.errors
            assert told, (name, wrong)


@pytest.mark.quick(cases=6)
@pytest.mark.parametrize(
    ("data", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"kind": NaN}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"kind": "need", "language": "nb", "title": "\\ud800"}', "application/json", 422),
        (b"title=x", "application/x-www-form-urlencoded", 415),
        (b"<x/>", "text/xml", 415),
        (b"{}", "", 415),
        (b"no front matter", "text/markdown", 422),
        (b"---\nkind: [\n---\n", "text/markdown", 422),
        (b"---\ntranslates: nb\ntitle: x\n---\n", "text/markdown", 422),
        (b" " * 2_000_001, "application/json", 413),
        (b" " * 13_000_000, "application/json", 413),
    ],
)
def test_what_is_no_content_is_refused_with_a_problem(
    client: FlaskClient, token: str, data: bytes, media_type: str, status: int
) -> None:
    headers = bearer(token) | {"Content-Language": "sv"}
    answer = client.post(API, data=data, headers=headers, content_type=media_type or None)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    if status == 415:
        assert "application/json" in answer.headers["Accept"]


def test_an_identity_number_is_kept_as_at_the_desk_and_told(
    client: FlaskClient, token: str, kari: Person
) -> None:
    draft = send(client, token, CONTENT | {"done": f"Han har {NUMBER}."}).get_json()
    stopping = [(w["code"], w["field"]) for w in draft["warnings"] if w["stops"]]
    assert stopping == [("identity_number", "done")]
    assert NUMBER not in str(draft["warnings"])
    page = f"/nb/desk/documents/{draft['id']}"
    revision = re.search(r'name="revision" value="([^"]+)"', kari.get(page).text)
    assert revision is not None
    answer = kari.post(f"{page}/submit", {"revision": revision[1]}, follow_redirects=True)
    assert "personnummer" in answer.text or "fødselsnummer" in answer.text


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_warnings_are_what_the_desk_tells_before_it_is_submitted(
    client: FlaskClient, token: str, language: str
) -> None:
    long = "Vi " + "gikk og " * 20 + "gikk."
    value = {
        "kind": "meeting",
        "language": "nb",
        "title": f"Møte {NUMBER}",
        "body": f"{long} Ring 912 34 567.",
        "statements": [
            {"id": "s1", "role": "rektor", "wording": "paraphrase", "text": "Noe."},
            {
                "id": "s2",
                "role": "rektor",
                "wording": "paraphrase",
                "text": "Skriv til ola.nordmann@eksempelvik.kommune.example.",
            },
        ],
        "links": [{"relation": "relates", "to": "eksempelvik/finnes-ikke"}],
    }
    headers = bearer(token) | {"Accept-Language": language}
    answer = client.post(API, json=value, headers=headers)
    assert answer.status_code == 201, answer.text
    told = answer.get_json()["warnings"]
    found = {(warning["code"], warning["field"], warning["stops"]) for warning in told}
    assert found >= {
        ("identity_number", "title", True),
        ("identity_number", "address", True),
        ("mobile", "body", False),
        ("personal_mail", "statements.1.text", False),
        ("long_sentence", "body", False),
        ("missing_summary", "summary", False),
        ("dead_address", "links.0.to", False),
        ("wanted_translation", "title", False),
    }
    assert [warning["stops"] for warning in told] == sorted(
        (warning["stops"] for warning in told), reverse=True
    )
    assert all(warning["detail"] for warning in told)
    assert NUMBER not in str(told)


def test_every_warning_of_the_desk_has_a_code_of_the_api() -> None:
    codes = set(get_args(models.WarningCode))
    assert codes >= {*get_args(hints.Code), *get_args(personal_details.Code)}
    assert codes <= {
        *get_args(hints.Code),
        *get_args(personal_details.Code),
        *FAULT_CODES,
        "dead_address",
        "wanted_translation",
    }


# --- Once, and one after the other -----------------------------------------------------------


def test_one_key_makes_one_draft_and_belongs_to_one_content(
    own_app: Flask, client: FlaskClient, token: str
) -> None:
    first = send(client, token, key='"sak-1"')
    again = send(client, token, key="sak-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    other = send(client, token, CONTENT | {"title": "En annen"}, key="sak-1")
    assert other.status_code == 422
    assert other.get_json()["type"].endswith("#key-used-otherwise")
    assert send(client, token, key="sak-2").status_code == 201
    assert send(client, token).status_code == send(client, token).status_code == 201
    assert send(client, token, key="a b").status_code == 400
    assert count(own_app, HandedInDraft) == 4
    # What was deleted at the desk is not made again.
    with site_of(own_app).database.transaction() as session:
        site = get_system_actor(session, "test")
        delete_draft(session, UUID(first.get_json()["id"]), actor=site)
    assert send(client, token, key="sak-1").status_code == 410
    assert client.get(first.headers["Location"], headers=bearer(token)).status_code == 410


def test_a_newer_text_follows_the_version_that_it_names(
    own_app: Flask, client: FlaskClient, token: str
) -> None:
    draft = send(client, token).get_json()
    address = f"{API}/{draft['id']}"
    without = client.put(address, json=CONTENT, headers=bearer(token))
    assert without.status_code == 428
    # Somebody writes at the desk meanwhile.
    with site_of(own_app).database.transaction() as session:
        site = get_system_actor(session, "test")
        value = parse_content(CONTENT | {"summary": "Fra skrivebordet."})
        revise(session, UUID(draft["id"]), value, actor=site)
    for etag in (draft["etag"], '"x"', "*", f"W/{draft['etag']}"):
        late = replace(client, token, draft, CONTENT | {"done": "Nytt."}, etag)
        assert late.status_code == 412, etag
    bare = replace(client, token, draft, CONTENT, draft["etag"].strip('"'))
    assert bare.status_code == 400
    assert "anførselstegn" in bare.get_json()["detail"]
    now = client.get(address, headers=bearer(token)).get_json()
    assert now["content"]["summary"] == "Fra skrivebordet."
    assert replace(client, token, draft, CONTENT, now["etag"]).status_code == 200
    other = replace(client, token, draft, {**CONTENT, "kind": "practice"}, '"x"')
    assert other.status_code in (412, 422)


def _writer(session: Session) -> tuple[Actor, ApiToken]:
    who = coordinator(session)
    home = find_organisation_ids(session)["eksempelvik"]
    secret = make_token(session, home, "Saksystemet", clock.today() + timedelta(days=9), actor=who)
    token = find_token(session, secret)
    assert token is not None
    return who, token


def test_of_two_with_one_key_at_once_one_makes_the_draft(
    database: Database, tmp_path: Path
) -> None:
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
        who, token = _writer(session)
    found: list[UUID] = []
    new: list[bool] = []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        with database.transaction() as session:
            draft, is_new = hand_in(session, token, parse_content(CONTENT), key="sak-1", actor=who)
        found.append(draft.document.id)
        new.append(is_new)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert sorted(new) == [False, False, False, True]


def test_of_two_newer_texts_at_once_one_is_told_of_the_other(
    database: Database, tmp_path: Path
) -> None:
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
        who, token = _writer(session)
        draft, _ = hand_in(session, token, parse_content(CONTENT), actor=who)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def work(text: str) -> None:
        start.wait()
        try:
            with database.transaction() as session:
                value = parse_content(CONTENT | {"done": text})
                replace_handed_in(session, token, draft.document.id, value, draft.etag, who)
        except Conflict as problem:
            outcomes.append(problem.code)
        else:
            outcomes.append("done")

    threads = [threading.Thread(target=work, args=(text,)) for text in ("Ett.", "To.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "newer_revision"]
    with database.reading() as session:
        newest = find_newest_revision(session, draft.document.id, "nb")
        assert newest is not None
        assert newest.number == 2


# --- Who may ---------------------------------------------------------------------------------


def test_nobody_comes_in_without_a_token_that_works(
    own_app: Flask, client: FlaskClient, token: str, kari: Person
) -> None:
    draft = send(client, token).get_json()
    before = count(own_app, Revision)
    paths = [("GET", API), ("POST", API), ("GET", f"{API}/{draft['id']}")]
    paths += [("PUT", f"{API}/{draft['id']}")]
    for method, path in paths:
        for given in (
            {},
            {"Authorization": ""},
            {"Authorization": "Bearer"},
            {"Authorization": "Bearer grannar_x"},
            {"Authorization": f"Bearer grannar_{'x' * 43}"},
            {"Authorization": f"Basic {token}"},
            {"Authorization": f"Bearer {token}x"},
        ):
            headers = given | {"If-Match": draft["etag"]}
            answer = client.open(path, method=method, json=CONTENT, headers=headers)
            assert answer.status_code == 401, (method, path, given)
            code = "invalid-token" if given.get("Authorization") else "unauthorized"
            assert answer.get_json()["type"].endswith(f"#{code}")
            challenge = answer.headers["WWW-Authenticate"]
            assert challenge.startswith("Bearer")
            assert ("invalid_token" in challenge) is (code == "invalid-token")
            assert "Nattvandring" not in answer.text
        # Whoever is signed in is nobody here: no page elsewhere acts for them.
        answer = kari.client.open(path, method=method, json=CONTENT)
        assert answer.status_code == 401
        assert "Set-Cookie" not in answer.headers
    assert count(own_app, Revision) == before


def test_a_token_is_for_one_organisation_and_for_what_it_handed_in_itself(
    own_app: Flask, client: FlaskClient, token: str, kari: Person
) -> None:
    elsewhere = "/api/v1/organisations/exempelstad/drafts"
    for path in (elsewhere, "/api/v1/organisations/ingensteds/drafts"):
        for method in ("GET", "POST"):
            answer = client.open(path, method=method, json=CONTENT, headers=bearer(token))
            assert answer.status_code == 403, (method, path)
    # What was begun at the desk is none of the token's, nor what another token handed in.
    id = send(client, made_by(own_app, kari)).get_json()["id"]
    with site_of(own_app).database.reading() as session:
        desk = session.scalars(select(Document.id).where(Document.id != UUID(id)).limit(1)).one()
    for other in (id, desk):
        assert client.get(f"{API}/{other}", headers=bearer(token)).status_code == 404
        answer = client.put(
            f"{API}/{other}", json=CONTENT, headers=bearer(token) | {"If-Match": f'"{"0" * 32}"'}
        )
        assert answer.status_code == 404
    assert client.get(API, headers=bearer(token)).get_json()["items"] == []


def test_a_token_ends_by_a_press_with_the_mandate_with_the_account_and_by_its_day(
    own_app: Flask, client: FlaskClient, kari: Person
) -> None:
    database = site_of(own_app).database

    def works(token: str) -> bool:
        return client.get(API, headers=bearer(token)).status_code == 200

    pressed, mandated, day = (made_by(own_app, kari) for _ in range(3))
    assert works(pressed)
    page = kari.get("/nb/desk/tokens").text
    ids = re.findall(r"/desk/tokens/(\d+)/end", page)
    assert len(ids) == 3
    assert kari.post(f"/nb/desk/tokens/{ids[-1]}/end").status_code == 303
    assert not works(pressed)
    with clock.freeze_time(clock.now() + timedelta(days=31)):
        assert not works(day)
    assert works(mandated)
    with database.transaction() as session:
        site = get_system_actor(session, "test")
        (held,) = session.scalars(select(Mandate.id).where(Mandate.account_id == kari.account_id))
        mandates.end(session, held, actor=site)
    assert not works(mandated)
    with database.transaction() as session:
        site = get_system_actor(session, "test")
        home = find_organisation_ids(session)["eksempelvik"]
        # Whoever is given a mandate anew makes a token anew.
        mandates.give(session, kari.account_id, "coordinator", organisation_id=home, actor=site)
    assert not works(mandated)
    last = made_by(own_app, kari)
    assert works(last)
    with database.transaction() as session:
        close(session, kari.account_id, actor=get_system_actor(session, "test"))
    assert not works(last)
    with database.reading() as session:
        events = session.scalars(
            select(AccountEvent.verb).where(AccountEvent.verb.in_(("token_made", "token_ended")))
        ).all()
        assert sorted(events) == ["token_ended"] * 4 + ["token_made"] * 4


def test_a_mandate_that_ends_by_its_day_takes_the_token_along(
    own_app: Flask, client: FlaskClient, kari: Person
) -> None:
    with site_of(own_app).database.transaction() as session:
        held = session.scalars(select(Mandate).where(Mandate.account_id == kari.account_id)).one()
        held.valid_until = clock.today() + timedelta(days=5)
    token = made_by(own_app, kari, days=300)
    with site_of(own_app).database.reading() as session:
        (made,) = read_tokens(session, kari.account_id)
        assert made.expires_at.date() == clock.today() + timedelta(days=6)
    assert client.get(API, headers=bearer(token)).status_code == 200


def test_only_who_writes_there_makes_a_token_and_for_a_year_at_most(
    own_app: Flask, kari: Person
) -> None:
    siri = signed_in(own_app, "Siri")
    assert "Den som skriver for en organisasjon" in siri.get("/nb/desk/tokens").text
    day = (clock.today() + timedelta(days=30)).isoformat()
    form = {"name": "Saksystemet", "organisation": "eksempelvik", "last_day": day}
    assert siri.post("/nb/desk/tokens", form).status_code == 403
    assert kari.post("/nb/desk/tokens", form | {"organisation": "exempelstad"}).status_code == 403
    for wrong in (
        {"last_day": (clock.today() + timedelta(days=366)).isoformat()},
        {"last_day": clock.today().isoformat()},
        {"last_day": "soon"},
        {"name": ""},
        {"name": f"Til {NUMBER}"},
        {"name": "x" * 101},
        {"organisation": "ingensteds"},
    ):
        answer = kari.post("/nb/desk/tokens", form | wrong)
        assert answer.status_code == 422, wrong
        assert 'role="alert"' in answer.text
    assert count(own_app, ApiToken) == 0


def test_a_token_is_shown_once_and_kept_as_a_digest(
    own_app: Flask, client: FlaskClient, kari: Person
) -> None:
    day = (clock.today() + timedelta(days=30)).isoformat()
    form = {"name": "Saksystemet", "organisation": "eksempelvik", "last_day": day}
    page = kari.post("/nb/desk/tokens", form)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    (secret,) = set(re.findall(PATTERN, page.text))
    again = kari.get("/nb/desk/tokens").text
    assert "Saksystemet" in again
    with own_app.test_request_context("/nb/"):
        last = format_moment(clock.now() + timedelta(days=30))
    assert f"virker til {last}" in again
    assert not re.search(PATTERN, again)
    assert "aldri brukt" in again
    with site_of(own_app).database.reading() as session:
        row = session.scalars(select(ApiToken)).one()
        assert secret not in repr(vars(row))
    assert client.get(API, headers=bearer(secret)).status_code == 200
    assert "sist brukt" in kari.get("/nb/desk/tokens").text
    karin = signed_in(own_app, "Karin", "coordinator", "exempelstad")
    assert "Saksystemet" not in karin.get("/nb/desk/tokens").text
    assert karin.post(f"/nb/desk/tokens/{row.id}/end").status_code == 404
    assert client.get(API, headers=bearer(secret)).status_code == 200


def test_tokens_that_work_no_more_are_forgotten_after_a_year(
    own_app: Flask, client: FlaskClient, token: str, kari: Person
) -> None:
    send(client, token)
    database = site_of(own_app).database
    with database.transaction() as session:
        end_token(
            session,
            session.scalars(select(ApiToken.id)).one(),
            actor=read_actor(session, kari.account_id),
        )
        forget_tokens(session)
    assert count(own_app, ApiToken) == 1
    with (
        clock.freeze_time(clock.now() + TOKEN_KEPT + timedelta(days=1)),
        database.transaction() as session,
    ):
        forget_tokens(session)
    assert count(own_app, ApiToken) == count(own_app, HandedInDraft) == 0
    assert count(own_app, Document) == 4


def test_the_trail_says_who_handed_it_in_and_with_which_token(
    own_app: Flask, client: FlaskClient, token: str, kari: Person
) -> None:
    draft = send(client, token).get_json()
    with site_of(own_app).database.reading() as session:
        lines = session.scalars(
            select(TrailLine).where(TrailLine.document_id == UUID(draft["id"]))
        ).all()
    assert [(line.verb, line.note) for line in lines] == [
        ("revised", ""),
        ("handed_in", "Saksystemet"),
    ]
    assert {line.actor_id for line in lines} == {kari.account_id}


def test_the_action_asks_who_acts_before_anything_else(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
        _who, token = _writer(session)
        stranger = coordinator(session, "exempelstad")
    for key in ("", "sak-1"):
        with pytest.raises(NotAllowed), database.transaction() as session:
            hand_in(session, token, parse_content(CONTENT), key=key, actor=stranger)


def test_the_client_hands_in_and_rewrites(
    own_app: Flask, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading as threads

    from werkzeug.serving import make_server

    from network.app import create_app

    app = create_app(
        make_settings(tmp_path / "site", DATABASE_URL=site_of(own_app).settings.database_url)
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threads.Thread(target=server.serve_forever, daemon=True).start()
    site = grannar_client.Client(
        f"http://127.0.0.1:{server.server_port}", token=token, language="nb"
    )
    draft = site.create_draft("eksempelvik", CONTENT, key="sak-9")
    assert site.create_draft("eksempelvik", CONTENT, key="sak-9")["id"] == draft["id"]
    newer = site.replace_draft(draft, CONTENT | {"done": "Mer."})
    assert newer["version"] == 2
    with pytest.raises(grannar_client.NewerVersion):
        site.replace_draft(draft, CONTENT)
    with pytest.raises(grannar_client.InvalidContent) as told:
        site.create_draft("eksempelvik", {"kind": "need", "language": "nb"})
    assert [field for field, _ in told.value.errors] == ["title"]
    with pytest.raises(grannar_client.Forbidden):
        site.create_draft("exempelstad", CONTENT)
    with pytest.raises(grannar_client.KeyUsedOtherwise):
        site.create_draft("eksempelvik", CONTENT | {"title": "To"}, key="sak-9")
    assert [own["id"] for own in site.drafts("eksempelvik")] == [draft["id"]]
    assert site.draft("eksempelvik", draft["id"]) == newer
    server.shutdown()
    app.extensions["grannar"].database.engine.dispose()
