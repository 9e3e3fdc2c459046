"""What whoever runs the site sees of it: health, metrics, and lines in the log."""

from __future__ import annotations

import json
import logging
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from network.app import create_app
from network.config import check_for_serving
from network.errors import Misconfigured
from network.log_lines import JsonLine, TextLine, remove_identities
from network.seats import Seats
from network.web.admission import Admission
from tests.conftest import ROOT, make_settings
from tests.synthetic_numbers import norwegian, swedish
from tests.web.people import site_of

TOKEN = "a token for tests"
NORWEGIAN = norwegian(random.Random(17))
SWEDISH = swedish(random.Random(17))


@pytest.fixture
def app(tmp_path: Path, empty_database: Path) -> Iterator[Flask]:
    """A site that is called grannar.example and can be measured."""
    (tmp_path / "grannar.sqlite").write_bytes(empty_database.read_bytes())
    app = create_app(make_settings(tmp_path, METRICS_TOKEN=TOKEN))
    yield app
    site_of(app).database.engine.dispose()


@pytest.fixture
def away(tmp_path: Path) -> Iterator[Flask]:
    """A site whose database does not answer."""
    address = "postgresql://nobody@127.0.0.1:9/none"
    app = create_app(make_settings(tmp_path, DATABASE_URL=address, METRICS_TOKEN=TOKEN))
    yield app
    site_of(app).database.engine.dispose()


def measured(app: Flask) -> dict[tuple[str, ...], float]:
    """What the metrics say, by name and labels."""
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_ready_is_who_can_show_pages(app: Flask, away: Flask) -> None:
    answer = app.test_client().get("/health/ready")
    assert (answer.status_code, answer.json) == (
        200,
        {"ready": True, "database": "ok", "index": "missing", "index_behind": 0},
    )
    answer = away.test_client().get("/health/ready")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "database": "away"})
    assert answer.headers["Retry-After"] == "5"
    for site in (app, away):
        assert site.test_client().get("/health/live").json == {"alive": True}


def test_health_is_told_by_any_name_and_when_the_site_is_full(app: Flask) -> None:
    admission = app.extensions["admission"]
    assert isinstance(admission, Admission)
    admission.readers = Seats(1, 0)
    by_address = {"Host": "10.1.2.3:8000"}
    client = app.test_client()
    with admission.readers.seat():
        for path in ("/health/live", "/health/ready"):
            assert client.get(path, headers=by_address).status_code == 200
        assert client.get("/nb/about").status_code == 503
    assert client.get("/nb/about", headers=by_address).status_code == 400
    # Nothing else lies there.
    assert client.get("/health/more", headers=by_address).status_code == 404


def test_metrics_are_for_whoever_has_the_token(app: Flask, tmp_path: Path) -> None:
    client = app.test_client()
    for given in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}):
        answer = client.get("/metrics", headers=given)
        assert (answer.status_code, answer.data) == (401, b"")
    without = create_app(make_settings(tmp_path))
    answer = without.test_client().get("/metrics", headers={"Authorization": "Bearer "})
    assert answer.status_code == 404
    site_of(without).database.engine.dispose()


def test_metrics_count_requests_by_what_answered(app: Flask) -> None:
    client = app.test_client()
    before = measured(app)
    for path in ("/nb/about", "/sv/about", "/nb/no/where", "/nb/search?q=hemmelig"):
        client.get(path)
    client.get("/nb/about", headers={"Host": "evil.example"})
    client.open("/nb/about", method="BREW")
    after = measured(app)

    def counted(*labels: str) -> float:
        name = ("grannar_requests_total", *labels)
        return after.get(name, 0) - before.get(name, 0)

    assert counted("public.about", "GET", "200") == 2
    assert counted("none", "GET", "400") == 1
    assert counted("public.search", "GET", "200") == 1
    assert counted("none", "other", "405") + counted("public.about", "other", "405") == 1
    assert "hemmelig" not in str(after)
    assert after[("grannar_database_up",)] == 1
    assert after[("grannar_index_ready",)] == 0
    assert after[("grannar_mails", "waiting")] == 0


def test_metrics_are_told_while_the_database_is_away(away: Flask) -> None:
    told = measured(away)
    assert told[("grannar_database_up",)] == 0
    assert ("grannar_mails", "waiting") not in told


def test_metrics_of_several_processes_are_added_up(tmp_path: Path) -> None:
    counting = (
        "from network.metrics import count_request\n"
        "count_request('public.entry', 'GET', 200, 0.002)\n"
    )
    told = (
        "from network.metrics import write_metrics\n"
        "gauges = [('mails', 'Mails.', {'state': 'waiting'}, 3)]\n"
        "print(write_metrics(gauges).decode())\n"
    )
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for code in (counting, counting + counting, told, told):
        output = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    assert 'grannar_requests_total{endpoint="public.entry",method="GET",status="200"} 3.0' in output
    assert 'grannar_mails{state="waiting"} 3.0' in output
    assert output.count("grannar_mails{") == 1


def test_a_request_is_one_line_without_its_address(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "network.web.request_log"):
        answer = app.test_client().get("/nb/search?q=hemmelig", headers={"User-Agent": "Ola"})
        app.test_client().get("/nb/account/link/hemmelig")
    records = [record for record in caplog.records if record.name == "network.web.request_log"]
    lines = [json.loads(JsonLine().format(record)) for record in records]
    assert [(line["endpoint"], line["method"]) for line in lines] == [
        ("public.search", "GET"),
        ("account.link", "GET"),
    ]
    assert lines[0]["status"] == 200
    assert lines[0]["ms"] > 0
    for record in records:
        for formatter in (JsonLine(), TextLine()):
            line = formatter.format(record)
            assert "\n" not in line
            assert not any(word in line for word in ("hemmelig", "127.0.0.1", "Ola", "/nb/"))
    assert len(answer.headers["X-Request-Id"]) == 12


def test_a_failure_is_found_by_the_number_on_its_page(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError(f"SELECT '{NORWEGIAN}'", {}, RuntimeError(f"of {SWEDISH}"))

    monkeypatch.setitem(app.view_functions, "public.about", fail)
    with caplog.at_level(logging.ERROR):
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLine())
        lines: list[str] = []
        monkeypatch.setattr(handler, "emit", lambda record: lines.append(handler.format(record)))
        logging.getLogger().addHandler(handler)
        try:
            answer = app.test_client().get("/sv/about")
        finally:
            logging.getLogger().removeHandler(handler)
    assert answer.status_code == 500
    number = answer.headers["X-Request-Id"]
    assert number in answer.text
    (line,) = [json.loads(line) for line in lines]
    assert line["request"] == number
    assert line["exception"] == "OperationalError"
    assert any("test_operation.py" in place for place in line["at"])
    assert NORWEGIAN not in str(line)
    assert SWEDISH not in str(line)


def test_messages_lose_what_tells_of_a_person() -> None:
    for message, shown in (
        ("no mail to kari@eksempelvik.example", "no mail to [mail address]"),
        ("connection to 192.0.2.7 lost", "connection to [address] lost"),
        ("connection to 2001:db8:1::7 lost", "connection to [address] lost"),
        (f"value {NORWEGIAN}", "value [number]"),
        (f"value {SWEDISH}", "value [number]"),
        ("attempt 3 of 5 at 12:30", "attempt 3 of 5 at 12:30"),
    ):
        assert remove_identities(message) == shown
    assert len(remove_identities("x" * 10_000)) < 600


def test_a_form_of_log_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="LOG_FORMAT must be json or text"):
        make_settings(tmp_path, LOG_FORMAT="xml")
    check_for_serving(make_settings(tmp_path, PUBLIC_URL="http://127.0.0.1:8000"))
