"""What the site writes is its owner's alone to read, and what others could read is narrowed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from network.app import create_app
from network.config import read_settings
from network.db import Database
from network.migrations.schema import upgrade
from network.private_files import narrow_file
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site


@pytest.fixture(autouse=True)
def generous_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def site_in(folder: Path) -> Site:
    environment = {"SEARCH_INDEX": str(folder / "index"), "SECRET_KEY": ""}
    found: Site = create_app(read_settings(environment, root=folder)).extensions["grannar"]
    upgrade(found.database)
    catch_up(found.index.folder, DatabaseSource(found.database))
    return found


def test_a_new_site_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    site = site_in(tmp_path)
    with site.database.transaction():
        var = tmp_path / "var"
        assert {path.name: rights(path) for path in var.iterdir()} == {
            "grannar.sqlite": 0o600,
            "grannar.sqlite-wal": 0o600,
            "grannar.sqlite-shm": 0o600,
            "secret-key": 0o600,
        }
        assert rights(var) == rights(tmp_path / "index") == 0o700
    site.database.engine.dispose()


def test_what_others_could_read_is_taken_from_them_at_the_next_start(tmp_path: Path) -> None:
    site_in(tmp_path).database.engine.dispose()
    file = tmp_path / "var/grannar.sqlite"
    for path, mode in ((file, 0o644), (tmp_path / "var", 0o755), (tmp_path / "index", 0o775)):
        path.chmod(mode)
    site_in(tmp_path).database.engine.dispose()
    assert (rights(file), rights(tmp_path / "var"), rights(tmp_path / "index")) == (
        0o600,
        0o700,
        0o700,
    )


def test_a_folder_of_the_operators_stays_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    database = Database(f"sqlite:///{shared / 'grannar.sqlite'}")
    database.check()
    database.engine.dispose()
    assert (rights(shared), rights(shared / "grannar.sqlite")) == (0o755, 0o600)
    # A folder is no file of ours, whatever the setting says.
    narrow_file(shared)
    assert rights(shared) == 0o755
