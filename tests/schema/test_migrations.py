"""The schema's history: up, down and up again, with data; and the same as the models."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from network.content_files.importing import import_folder
from network.db import Database
from network.entries.queries import number_of_entries
from network.migrations.schema import downgrade, is_newest, upgrade
from network.tables import metadata
from tests.folders import write_folder


def test_the_migrations_make_what_the_models_describe(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_down_and_up_again_with_data(database: Database, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    with database.transaction() as session:
        import_folder(session, folder)
    downgrade(database, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    assert not is_newest(database)
    upgrade(database)
    assert is_newest(database)
    with database.transaction() as session:
        import_folder(session, folder)
    with database.reading() as session:
        assert number_of_entries(session) == 3
