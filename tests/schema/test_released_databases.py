"""A database of every released version is brought to this one, and its site answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select

from network.app import create_app
from network.db import Database
from network.documents.tables import DocumentText
from network.migrations import schema
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.tables import metadata
from tests.conftest import FULL, make_settings
from tests.postgresql import make_database
from tests.schema.released_databases import (
    DRAFT,
    PUBLIC,
    RELEASES,
    list_released,
    load,
    read_version,
)
from tests.web.people import signed_in, site_of

# Those released, and the one to come as it stands.
DUMPS = sorted(path for path in RELEASES.glob("*.sql") if FULL or path.match("*.sqlite.sql"))


def test_every_version_has_its_databases() -> None:
    wanted = {*list_released(), read_version()}
    for kind in ("sqlite", "postgresql"):
        assert {
            path.name.removesuffix(f".{kind}.sql") for path in RELEASES.glob(f"*.{kind}.sql")
        } == (wanted)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path, dump: Path) -> Iterator[str]:
    """An empty database of the sort that a dump is of."""
    if dump.match("*.postgresql.sql"):
        yield make_database(request.getfixturevalue("postgresql"), f"test-{uuid4().hex}")
    else:
        yield f"sqlite:///{tmp_path / 'grannar.sqlite'}"


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.name)
def test_a_database_of_a_released_version_is_brought_to_this_one(
    dump: Path, address: str, tmp_path: Path
) -> None:
    database = Database(address)
    load(dump, database)
    schema.upgrade(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    with database.reading() as session:
        assert DRAFT in session.scalars(select(DocumentText.title)).all()
    database.engine.dispose()
    app = create_app(make_settings(tmp_path, DATABASE_URL=address))
    site = site_of(app)
    catch_up(site.index.folder, DatabaseSource(site.database))
    reader = app.test_client()
    assert PUBLIC in reader.get("/nb/eksempelvik/frokost").text
    assert PUBLIC in reader.get("/nb/search?q=frokost").text
    nils = signed_in(app, "Nils", "coordinator", "eksempelvik")
    assert DRAFT in nils.get("/nb/desk/").text
    site.database.engine.dispose()
