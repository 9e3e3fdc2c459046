"""Two hosts of one site: each has an index of its own, which follows by itself, is built anew where
it is lost or of another history, and says how far behind it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, update

from network.app import create_app
from network.changes import Change, Counter, record_change
from network.db import Database
from network.worker.jobs import list_jobs
from tests.conftest import make_settings
from tests.web.people import site_of


@pytest.fixture
def hosts(database: Database, tmp_path: Path) -> Iterator[tuple[Flask, Flask]]:
    """Two hosts over one database."""
    address = database.engine.url.render_as_string(hide_password=False)
    first, second = (
        create_app(make_settings(tmp_path / name, DATABASE_URL=address))
        for name in ("first", "second")
    )
    yield first, second
    for app in (first, second):
        site_of(app).database.close()


def follow(app: Flask) -> bool:
    """Run the job of a host's index once; whether it did anything."""
    site = site_of(app)
    (job,) = (job for job in list_jobs(site, print) if job.name == "index")
    assert job.is_of_host
    return job.run(site)


def tell(app: Flask) -> tuple[Any, Any]:
    """What a host says of its index: its state, and how many changes it lacks."""
    told: Any = app.test_client().get("/health/ready").json
    return told["index"], told["index_behind"]


def change(database: Database) -> None:
    with database.transaction() as session:
        record_change(session, uuid4(), "withdrawn")


def test_each_follows_by_itself_and_says_how_far_behind_it_is(
    hosts: tuple[Flask, Flask], database: Database
) -> None:
    first, second = hosts
    for _ in range(3):
        change(database)
    follow(first)
    assert (tell(first), tell(second)) == (("ready", 0), ("missing", 3))
    follow(second)
    change(database)
    follow(first)
    assert (tell(first), tell(second)) == (("ready", 0), ("ready", 1))
    told = second.test_cli_runner().invoke(args=["status"]).output
    assert "ok   index      0 entries, 1 changes behind" in told
    follow(second)
    assert tell(second) == ("ready", 0)


def test_one_that_is_lost_is_built_anew_and_the_other_is_left_alone(
    hosts: tuple[Flask, Flask], database: Database
) -> None:
    first, second = hosts
    change(database)
    for app in hosts:
        follow(app)
    before = site_of(first).index.status().generation
    shutil.rmtree(site_of(second).settings.search_index)
    assert follow(second)
    assert not follow(first)
    assert (tell(first), tell(second)) == (("ready", 0), ("ready", 0))
    assert site_of(first).index.status().generation == before


@pytest.mark.parametrize("is_as_far", [False, True])
def test_after_a_backup_was_put_back_each_is_built_anew(
    hosts: tuple[Flask, Flask], database: Database, is_as_far: bool
) -> None:
    for _ in range(3):
        change(database)
    generations = []
    for app in hosts:
        follow(app)
        generations.append(site_of(app).index.status().generation)
    # The database is as it was after the first change, and others follow or not.
    with database.transaction() as session:
        session.execute(delete(Change).where(Change.number > 1))
        session.execute(update(Counter).where(Counter.name == "changes").values(value=1))
    if is_as_far:
        for _ in range(2):
            change(database)
    for app, before in zip(hosts, generations, strict=True):
        told = app.test_cli_runner().invoke(args=["status"]).output
        assert "BAD  index      at change 3 of another history; the worker builds it anew" in told
        assert follow(app)
        assert site_of(app).index.status().generation != before
        assert tell(app) == ("ready", 0)
        told = app.test_cli_runner().invoke(args=["status"]).output
        assert "ok   index      0 entries, 0 changes behind" in told
