"""Killed anywhere in an approval: all of it has happened or nothing, and nothing acknowledged is
lost."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from network.db import Database
from network.search.index import SearchIndex
from network.search.index_updates import catch_up
from network.search.query import Query
from network.search.source import DatabaseSource
from tests.child_process import run_in_child
from tests.documents import publish_killed_at

Rows = dict[str, list[tuple[Any, ...]]]
# What a publication cannot be without, and where its parts stand.
WRITTEN = {
    "document_texts",
    "trail",
    "entries",
    "entry_addresses",
    "entry_texts",
    "entry_topics",
    "entry_organisations",
    "entry_links",
    "counters",
    "changes",
    "outgoing_mail",
}
# The word of the titles that wait for approval; no other text has it.
WORD = "nattergaltokt"


@pytest.fixture(scope="module")
def dead(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[str]]]:
    """The folder of what the dead left, and its cases with their points."""
    folder = tmp_path_factory.mktemp("killed")
    run = run_in_child(publish_killed_at.main, folder)
    assert run.returncode == 0, run.stderr
    return folder, json.loads(run.stdout)


def rows(site: Path) -> Rows:
    """Every row of every table; opening the file carries out or drops what was under way."""
    connection = sqlite3.connect(site / "grannar.sqlite")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        # Names of the schema's own, which no value can stand for.
        tables = {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # noqa: S608
            for name in names
        }
    finally:
        connection.close()
    # What public pages are kept by grows by a drawn step: whether it grew is looked at apart.
    tables["counters"] = [row for row in tables["counters"] if row[0] not in NUMBERS]
    return tables


def read_numbers(site: Path) -> dict[str, int]:
    """The numbers of what is public."""
    connection = sqlite3.connect(site / "grannar.sqlite")
    try:
        rows_of = connection.execute("SELECT name, value FROM counters").fetchall()
    finally:
        connection.close()
    return {name: value for name, value in rows_of if name in NUMBERS}


NUMBERS = ("public", "register")


def disagreement(site: Path, is_public: bool) -> str:
    """What the index says otherwise than the database, after the next catch-up."""
    database = Database(f"sqlite:///{site / 'grannar.sqlite'}")
    source, search = DatabaseSource(database), SearchIndex(site / "index")
    catch_up(search.folder, source)
    found = search.find(Query(limit=200))
    wanted = set(source.all_ids())
    newest, met = source.newest(), search.find(Query(WORD, exact=True)).total
    database.engine.dispose()
    if found.state != "ready" or {hit.entry for hit in found.hits} != wanted:
        return "other entries"
    if met != int(is_public):
        return f"the title's word is met {met} times"
    return "" if search.status().cursor == newest else "another cursor"


@pytest.mark.quick(cases=0)
def test_all_or_nothing(dead: tuple[Path, dict[str, list[str]]]) -> None:
    folder, cases = dead
    before, numbers = rows(folder / "template"), read_numbers(folder / "template")
    wrong: dict[str, str] = {}
    for case, points in cases.items():
        after = rows(folder / case / "whole")
        for point in points:
            site = folder / case / point
            found = rows(site)
            is_number_moved = read_numbers(site)["public"] != numbers["public"]
            if found not in (before, after):
                changed = [name for name in after if found[name] != before[name]]
                wrong[f"{case}: {point}"] = f"half of it is there: {changed}"
            elif (site / "acknowledged").exists() and found != after:
                wrong[f"{case}: {point}"] = "acknowledged and lost"
            elif is_number_moved != (found == after):
                wrong[f"{case}: {point}"] = "the number of what is public is not with it"
            elif told := disagreement(site, found == after):
                wrong[f"{case}: {point}"] = told
    assert wrong == {}


@pytest.mark.quick(cases=0)
def test_the_points_lie_before_and_after_the_commit(
    dead: tuple[Path, dict[str, list[str]]],
) -> None:
    folder, cases = dead
    before = rows(folder / "template")
    assert {case: len(points) >= 12 for case, points in cases.items()} == dict.fromkeys(cases, True)
    for case, points in cases.items():
        for point in points:
            is_before = point.isdigit() or point == "before the commit"
            assert (rows(folder / case / point) == before) == is_before, (case, point)
    after = rows(folder / "first" / "whole")
    assert {name for name in after if after[name] != before[name]} == WRITTEN
