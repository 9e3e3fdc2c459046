"""A small database of every released version, as text, on SQLite and PostgreSQL.

``python -m tests.schema.released_databases`` writes those of the present version into ``releases``;
after its release they are never written again.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from network import clock
from network.app import create_app
from network.content_files.importing import import_folder
from network.db import Database
from network.migrations import schema
from tests.conftest import ROOT, make_settings
from tests.folders import write_folder
from tests.postgresql import cluster, make_database
from tests.web.people import signed_in, site_of
from tests.web.test_bad_times import Form

RELEASES = Path(__file__).parent / "releases"
# What stands in each of them.
PUBLIC, DRAFT = "Frokost på skolen", "Et utkast fra en eldre versjon"
_REVISION = re.compile(r"INSERT INTO \S*alembic_version\S*(?: VALUES)? ?\(?.*?'(\w+)'")


def read_version() -> str:
    """The version that this tree is."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def list_released() -> list[str]:
    """Every version that the list of changes calls released, the newest first."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (\d+\.\d+\.\d+)(.*)$", text, re.MULTILINE)
    return [version for version, rest in heads if "not released" not in rest]


def list_released_revisions() -> set[str]:
    """The last migration of every released version."""
    return {read_revision(RELEASES / f"{version}.sqlite.sql") for version in list_released()}


def read_revision(dump: Path) -> str:
    """The last migration that a dump has."""
    match = _REVISION.search(dump.read_text(encoding="utf-8"))
    assert match, dump
    return match[1]


def load(dump: Path, database: Database) -> None:
    """Make an empty database (of SQLite: no file yet) what a dump says."""
    url = database.engine.url
    if url.get_backend_name() == "sqlite":
        with sqlite3.connect(url.database or "") as connection:
            connection.executescript(dump.read_text(encoding="utf-8"))
        connection.close()
        return
    _run_there(
        "psql", url.query["host"], url.database, "--quiet", "-v", "ON_ERROR_STOP=1", "-f", dump
    )


def _run_there(program: str, host: object, name: object, *words: object) -> str:
    given = [program, "-h", str(host), "-U", "grannar", "-d", str(name), *map(str, words)]
    return subprocess.run(given, check=True, capture_output=True, text=True).stdout


def _fill(address: str, folder: Path) -> None:
    app = create_app(make_settings(folder, DATABASE_URL=address))
    database = site_of(app).database
    schema.upgrade(database)
    with clock.freeze_time(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        with database.transaction() as session:
            import_folder(session, write_folder(folder / "in"))
        kari = signed_in(app, "Kari", "coordinator", "eksempelvik")
        assert Form(kari, DRAFT, words=20).send().status_code == 303
    database.engine.dispose()


def write(version: str) -> None:
    """Write the two databases of a version."""
    RELEASES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, cluster() as host:
        folder = Path(name)
        _fill(f"sqlite:///{folder / 'grannar.sqlite'}", folder)
        with sqlite3.connect(folder / "grannar.sqlite") as connection:
            lines = "\n".join(connection.iterdump())
        connection.close()
        (RELEASES / f"{version}.sqlite.sql").write_text(lines + "\n", encoding="utf-8")
        _fill(make_database(host, "grannar"), folder / "other")
        dump = _run_there("pg_dump", host, "grannar", "--inserts", "--no-owner", "--no-privileges")
        # Comments and what only the very same psql understands.
        kept = [line for line in dump.splitlines() if line and not line.startswith(("--", "\\"))]
        (RELEASES / f"{version}.postgresql.sql").write_text(
            "\n".join(kept) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    if read_version() in list_released():
        sys.exit("This version is released: its databases stay as they are.")
    if os.geteuid() == 0 and not shutil.which("runuser"):
        sys.exit("PostgreSQL does not run as root.")
    write(read_version())
