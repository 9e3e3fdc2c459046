"""``grannar status``: a line a part, and an exit code that watchers understand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from network import clock
from network.app import create_app
from network.db import Database
from network.job_runs import record_run
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site
from tests.conftest import make_settings


@pytest.fixture
def app(tmp_path: Path, database: Database) -> Iterator[Flask]:
    """An empty site that has an index."""
    address = database.engine.url.render_as_string(hide_password=False)
    app = create_app(make_settings(tmp_path, DATABASE_URL=address))
    site: Site = app.extensions["grannar"]
    catch_up(site.index.folder, DatabaseSource(site.database))
    yield app
    site.database.engine.dispose()


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=("status", *words))
    return done.exit_code, done.output


def record(app: Flask, failure: str = "", due: timedelta = timedelta(minutes=1)) -> None:
    now = clock.now()
    site: Site = app.extensions["grannar"]
    with site.database.transaction() as session:
        record_run(
            session,
            "mail",
            "",
            "host:17",
            started_at=now,
            milliseconds=12,
            failure=failure,
            next_due=now + due,
        )


def test_every_part_has_a_line(app: Flask) -> None:
    code, told = run(app)
    assert (code, "BAD  jobs       none has run yet" in told) == (1, True)
    record(app)
    code, told = run(app)
    assert code == 0, told
    parts = json.loads(run(app, "--json")[1])
    names = ["version", "database", "index", "mail", "returned", "job", "files", "room"]
    assert [part["part"] for part in parts] == names
    assert all(part["is_well"] for part in parts)


def test_what_is_not_well_is_told_by_the_exit_code(app: Flask, tmp_path: Path) -> None:
    record(app, failure="SMTPServerDisconnected")
    assert run(app)[0] == 1
    assert "BAD  job        mail: SMTPServerDisconnected, 1 times" in run(app)[1]
    record(app, due=-timedelta(hours=1))
    assert "mail: overdue since" in run(app)[1]
    away = create_app(make_settings(tmp_path, DATABASE_URL="postgresql://nobody@127.0.0.1:9/none"))
    code, told = run(away)
    assert (code, "BAD  database" in told) == (1, True)
