"""The schema's history: up, down and up again, with data; and the same as the models."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select

from network.content_files.importing import import_folder
from network.db import Database
from network.documents.tables import LookedItem
from network.entries.queries import number_of_entries
from network.entries.tables import CollectedItem, Entry, EntryMeasure
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


PLAN = """---
kind: plan
title: Plan
measures:
  - id: forst
    title: Først
beside:
  - id: ved-siden
    title: Ved siden
---
"""


def test_the_measures_of_plans_that_were_public_before_are_listed(
    database: Database, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "in", {"entries/eksempelvik/plan.nb.md": PLAN})
    with database.transaction() as session:
        import_folder(session, folder)
    downgrade(database, "0002")
    upgrade(database)
    with database.reading() as session:
        rows = session.execute(
            select(EntryMeasure.part, EntryMeasure.position).order_by(EntryMeasure.position)
        ).all()
    assert [tuple(row) for row in rows] == [("forst", 0), ("ved-siden", 1)]


COLLECTION = """---
kind: collection
title: Samling
items:
  - id: i1
    entry: eksempelvik/frokost
  - id: i2
    gap: Ingen har skrevet om natten
---
"""


def test_what_collections_led_to_before_counts_as_seen(database: Database, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", {"entries/eksempelvik/samling.nb.md": COLLECTION})
    with database.transaction() as session:
        import_folder(session, folder)
    downgrade(database, "0003")
    upgrade(database, "0004")
    with database.reading() as session:
        now = {row.id: row.fingerprint for row in session.scalars(select(Entry))}
        looked = session.scalars(select(LookedItem)).one()
        collected = session.scalars(select(CollectedItem)).one()
    assert looked.item == collected.item == "i1"
    assert looked.address == "eksempelvik/frokost"
    assert looked.fingerprint == collected.fingerprint == now[looked.entry_id]
