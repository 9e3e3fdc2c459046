"""The API's door: problems in the asker's language, limits, formats, and other sites' scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network import clock
from network.api.limits import WINDOW, Limits, find_host
from network.app import create_app
from network.errors import Unavailable
from network.web.problems import CODES, STATUSES
from tests.api.conftest import read
from tests.conftest import make_settings
from tests.web.people import site_of

API = "/api/v1"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nb", "Her er det ingenting"),
        ("nn", "Her er det ingenting"),
        ("sv", "Här finns ingenting"),
        ("en", "Nothing is here"),
        ("de, sv;q=0.5", "Här finns ingenting"),
    ],
)
def test_a_problem_is_in_the_language_that_is_asked_for(
    reader: FlaskClient, language: str, sentence: str
) -> None:
    for path in ("/api/nothing", f"{API}/nothing/at/all", f"{API}/topics/nothing"):
        answer = reader.get(path, headers={"Accept-Language": language})
        assert answer.content_type == "application/problem+json"
        problem = answer.get_json()
        assert (problem["status"], problem["title"]) == (404, sentence)
        assert problem["type"] == "https://grannar.example/api#not-found"
        assert "Accept-Language" in answer.headers["Vary"]
        assert answer.headers["Content-Language"] in ("nb", "nn", "sv", "en")


def test_every_type_of_problem_is_explained_where_it_leads(reader: FlaskClient) -> None:
    assert reader.get("/api").status_code == 302
    page = reader.get("/nb/api").text
    assert set(STATUSES) == set(CODES)
    for code in CODES:
        assert f'id="{code}"' in page


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("DELETE", f"{API}/entries", 405, "method-not-allowed"),
        ("POST", f"{API}/search", 405, "method-not-allowed"),
        ("GET", f"{API}/entries?limit=0", 400, "invalid-parameter"),
        ("GET", f"{API}/entries?nothing=1", 400, "invalid-parameter"),
        ("GET", f"{API}/entries?limit=1&limit=2", 400, "invalid-parameter"),
        ("GET", f"{API}/changes?since=-1", 400, "invalid-parameter"),
    ],
)
def test_what_cannot_be_is_a_problem(
    reader: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    answer = reader.open(path, method=method)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["type"].endswith(f"#{code}")
    if status == 405:
        assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["Allow"].split(", "))
    if code == "invalid-parameter":
        assert all(error["detail"] for error in answer.get_json()["errors"])


def test_only_json_is_to_be_had(reader: FlaskClient) -> None:
    for accepted, status in {
        "application/json": 200,
        "application/*;q=0.1": 200,
        "text/html,application/xhtml+xml,*/*;q=0.8": 200,
        "text/html": 406,
        "text/csv, application/json;q=0": 406,
    }.items():
        answer = reader.get(f"{API}/topics", headers={"Accept": accepted})
        assert answer.status_code == status, accepted
    assert answer.get_json()["type"].endswith("#not-acceptable")


def test_scripts_of_other_sites_may_read_and_nothing_more(reader: FlaskClient) -> None:
    origin = {"Origin": "https://kommune.example"}
    answer = reader.get(f"{API}/topics", headers=origin)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    asked = origin | {"Access-Control-Request-Method": "GET"}
    before = reader.options(f"{API}/topics", headers=asked)
    assert (before.status_code, before.data) == (204, b"")
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Authorization" not in before.headers["Access-Control-Allow-Headers"]
    private = f"{API}/organisations/eksempelvik/drafts"
    for method in ("GET", "OPTIONS", "POST"):
        answer = reader.open(private, method=method, headers=asked)
        assert "Access-Control-Allow-Origin" not in answer.headers, method
    plain = reader.options(f"{API}/topics")
    assert "GET" in plain.headers["Allow"]


def test_no_cookie_is_set_or_looked_at_and_head_is_as_get(reader: FlaskClient) -> None:
    for path in ("", "entries", "search?q=frokost", "changes", "topics/nothing"):
        got = reader.get(f"{API}/{path}", headers={"Cookie": "__Host-grannar=x"})
        head = reader.head(f"{API}/{path}")
        assert "Set-Cookie" not in got.headers
        assert head.data == b""
        assert (head.status_code, head.content_type) == (got.status_code, got.content_type)
        assert "Cookie" not in got.headers.get("Vary", "")


def test_whoever_asks_too_often_is_told_how_long_to_wait(
    own_app: Flask, made_up_site: Path, tmp_path: Path
) -> None:
    own_app.extensions["grannar"].database.engine.dispose()
    site = create_app(
        make_settings(
            tmp_path / "site",
            DATABASE_URL=site_of(own_app).settings.database_url,
            API_READS_PER_MINUTE="3",
        )
    )
    client = site.test_client()
    told = []
    for _ in range(3):
        answer = client.get(f"{API}/topics")
        assert answer.status_code == 200
        told.append(answer.headers["RateLimit"])
    assert [re.sub(r"t=\d+", "t=N", text) for text in told] == [
        f'"read";r={left};t=N' for left in (2, 1, 0)
    ]
    assert answer.headers["RateLimit-Policy"] == f'"read";q=3;w={WINDOW}'
    refused = client.get(f"{API}/topics", headers={"Accept-Language": "sv"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= WINDOW
    assert refused.get_json()["title"] == "För många anrop"
    # Pages are not counted, nor is whoever asks from elsewhere.
    assert client.get("/nb/topics").status_code == 200
    other = client.get(f"{API}/topics", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200
    site.extensions["grannar"].database.engine.dispose()


def test_the_address_behind_a_trusted_proxy_is_counted(own_app: Flask, tmp_path: Path) -> None:
    own_app.extensions["grannar"].database.engine.dispose()
    site = create_app(
        make_settings(
            tmp_path / "site",
            DATABASE_URL=site_of(own_app).settings.database_url,
            API_READS_PER_MINUTE="1",
            TRUSTED_PROXIES="127.0.0.0/8",
        )
    )
    client = site.test_client()

    def ask(forwarded: str, proxy: str = "127.0.0.1") -> int:
        return client.get(
            f"{API}/topics",
            headers={"X-Forwarded-For": forwarded},
            environ_base={"REMOTE_ADDR": proxy},
        ).status_code

    assert [ask("192.0.2.1"), ask("192.0.2.1"), ask("192.0.2.2")] == [200, 429, 200]
    # Of IPv6 a machine has the last half of the address to itself.
    assert [ask("2001:db8::1"), ask("2001:db8::2"), ask("2001:db8:0:1::1")] == [200, 429, 200]
    # Nobody else is believed.
    assert [ask("192.0.2.3", "203.0.113.9"), ask("192.0.2.4", "203.0.113.9")] == [200, 429]
    site.extensions["grannar"].database.engine.dispose()


def test_counts_begin_anew_with_each_window_and_are_kept_apart() -> None:
    limits = Limits({"read": 2, "write": 1, "free": 0})
    start = 1_000 * WINDOW

    def left(sort: str, address: str, moment: float) -> tuple[int, bool]:
        allowance = limits.count(sort, address, moment)
        assert allowance is not None
        return allowance.left, allowance.is_spent

    assert left("read", "192.0.2.1", start) == (1, False)
    assert left("write", "192.0.2.1", start) == (0, False)
    assert left("read", "192.0.2.1", start + 59) == (0, False)
    assert left("read", "192.0.2.1", start + 59.9) == (0, True)
    assert left("read", "192.0.2.1", start + 60) == (1, False)
    assert limits.count("free", "192.0.2.1") is None
    assert find_host("::ffff:192.0.2.1") == find_host("192.0.2.1")
    assert find_host("") == ""


def test_many_addresses_do_not_forget_who_is_over_the_limit_soon() -> None:
    limits = Limits({"read": 1})
    start = 1_000 * WINDOW
    for _ in range(2):
        limits.count("read", "192.0.2.1", start)
    for number in range(20_000):
        limits.count("read", f"2001:db8:{number:x}::1", start)
    allowance = limits.count("read", "192.0.2.1", start)
    assert allowance is not None
    assert allowance.is_spent


def test_processes_count_together() -> None:
    import os

    limits = Limits({"read": 1_000})
    limits.share(3)
    start = 1_000 * WINDOW
    children = []
    for _ in range(3):
        child = os.fork()
        if not child:
            for _ in range(200):
                limits.count("read", "192.0.2.1", start)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    allowance = limits.count("read", "192.0.2.1", start)
    assert allowance is not None
    assert allowance.left == 1_000 - 601


def test_an_unavailable_database_is_a_problem_with_a_time_to_wait(
    own_app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = own_app.extensions["grannar"]

    def away(*_given: Any, **_named: Any) -> Any:
        raise Unavailable("away")

    monkeypatch.setattr(site.public, "_open", away)
    monkeypatch.setattr(site.public, "read_number", away)
    answer = client.get(f"{API}/entries", headers={"Accept-Language": "sv"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.get_json()["type"].endswith("#unavailable")
    assert answer.headers["Content-Language"] == "sv"


def test_a_site_that_is_full_starting_or_called_otherwise_says_so_in_json(
    own_app: Flask, client: FlaskClient
) -> None:
    admission = own_app.extensions["admission"]
    admission.is_starting = True
    starting = client.get(f"{API}/entries")
    assert (starting.status_code, starting.content_type) == (503, "application/problem+json")
    admission.is_starting = False
    elsewhere = client.get(f"{API}/entries", headers={"Host": "elsewhere.example"})
    assert (elsewhere.status_code, elsewhere.content_type) == (400, "application/problem+json")


def test_last_modified_is_told_once_the_second_is_over(own_app: Flask) -> None:
    client = own_app.test_client()
    entry = read(client, "entries/eksempelvik/frokost")
    answer = client.get(f"{API}/entries/{entry['id']}")
    changed = answer.last_modified
    assert changed is None or changed <= clock.now()
