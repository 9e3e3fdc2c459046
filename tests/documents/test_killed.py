"""Killed anywhere between the commit of a publication and the end of the index's commit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from network.db import Database
from network.search.index import SearchIndex
from network.search.index_updates import catch_up
from network.search.query import Query
from network.search.source import DatabaseSource
from tests.child_process import run_in_child
from tests.conftest import make_site
from tests.documents import publish_killed
from tests.folders import write_folder

POINTS = [
    "after the commit",
    "locked",
    "verified",
    "cleaned",
    "changes read",
    "writer opened",
    "records read",
    "entry deleted",
    "entry written",
    "before the commit",
    "committed",
    "marker moved",
]


@pytest.fixture(scope="module")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site at rest: its database and its index, to be copied."""
    folder = tmp_path_factory.mktemp("killed")
    app = make_site(folder, write_folder(folder / "in"))
    database = app.extensions["grannar"].database
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return folder


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.quick(cases=5)
def test_after_the_next_catch_up_the_index_is_the_database(
    point: str, site_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(site_folder, tmp_path / "site")
    url = f"sqlite:///{tmp_path / 'site/grannar.sqlite'}"
    index = tmp_path / "site/index"
    died = run_in_child(publish_killed.main, url, index, point)
    assert died.returncode == 9, died.stderr
    database = Database(url)
    source = DatabaseSource(database)
    search = SearchIndex(index)
    catch_up(search.folder, source)
    found = search.find(Query(limit=200))
    assert found.state == "ready"
    assert {hit.entry for hit in found.hits} == set(source.all_ids())
    assert search.find(Query("nytt behov")).total >= 1
    assert search.find(Query("möte", exact=True)).total == 0
    assert search.status().cursor == source.newest()
    database.engine.dispose()
