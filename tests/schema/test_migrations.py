"""The schema's history: up, down and up again, with data; and the same as the models."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text

from network import clock
from network.changes import read_newest_change, record_change
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.revisions import add_trail_line
from network.documents.tables import DocumentText, OverruledGuard, Revision
from network.entries.projection import parse_entry_content
from network.entries.queries import count_entries
from network.entries.tables import Entry
from network.errors import Misconfigured
from network.migrations.schema import HERE, downgrade, is_newest, upgrade
from network.people.actors import get_system_actor
from network.tables import PRIVATE, metadata
from tests.conftest import ROOT
from tests.folders import write_folder


def test_the_migrations_make_what_the_models_describe(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_log_draws_its_first_number_from_a_new_schema(database: Database) -> None:
    with database.transaction() as session:
        assert read_newest_change(session) == 0
        assert record_change(session, uuid4(), "published") == 1


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
        assert count_entries(session) == 3


def test_lists_know_of_older_texts_what_they_know_of_newer_ones(
    database: Database, tmp_path: Path
) -> None:
    changed = {
        f"entries/eksempelvik/{name}.nb.md": f"---\nkind: need\ntitle: {title}\n"
        f"review_by: {review_by}\n---\n"
        for name, title, review_by in (
            ("arlig", "Ærlig, Ö og Åpen – 2 ganger", "2027-40"),
            ("hosten", "É høst", "2027-24"),
            ("aret", "År", "2028~"),
            ("februar", "Februar", "2028-02"),
            ("dagen", "Dagen", "2028-02-03"),
        )
    }
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in", changed))
        # One that asks for an exception, and one that was let through.
        for number, verb in enumerate(("exception_asked", "guard_overruled")):
            text_ = session.scalars(select(DocumentText).offset(number).limit(1)).one()
            actor = get_system_actor(session, "test")
            revision = session.get_one(Revision, text_.newest_id)
            add_trail_line(
                session,
                text_.document_id,
                text_.language,
                "exception_asked",
                actor,
                revision_id=revision.id,
            )
            if verb == "guard_overruled":
                session.add(
                    OverruledGuard(
                        revision_id=revision.id,
                        actor_id=actor.account_id,
                        reason="Syntetisk",
                        at=clock.now(),
                    )
                )
            else:
                text_.exception_asked_at = clock.now()
    columns = select(DocumentText.__table__).order_by("document_id", "language")
    with database.reading() as session:
        before = session.execute(columns).all()
        assert sum(row.review_due is not None for row in before) == 5
    downgrade(database, "0001")
    upgrade(database)
    with database.reading() as session:
        after = session.execute(columns).all()
    asked = [(row.exception_asked_at is not None) for row in before]
    assert sum(asked) == 1
    assert [(row.exception_asked_at is not None) for row in after] == asked
    # The trail's moment is taken for the text's own.
    assert [row[:-1] for row in after] == [row[:-1] for row in before]


def test_hits_say_of_older_entries_what_they_say_of_newer_ones(
    database: Database, tmp_path: Path
) -> None:
    stated = {
        "provd": "kind: experience\nperiod: {start: '2021-03', end: '2022'}\noutcome: ended\n"
        "cost: 200 000 kroner\n",
        "uavklart": "kind: experience\noutcome: not_stated\n",
        "planen": "kind: plan\nperiod: {start: '2024', end: '2027'}\n",
        "saken": "kind: case\nsteps:\n"
        "- {id: s1, type: motion, date: '2024-05-02'}\n- {id: s2, type: decision, date: '2023'}\n",
        "motet": "kind: meeting\ndate: '2024-02-01'\n",
        "savnet": "kind: need\nvoiced: '2025-01'\n",
        "heftet": "kind: resource\ntype: guide\nvalid: {start: '2020', end: '2026'}\n",
        "maten": "kind: practice\n",
    }
    texts = {
        f"entries/eksempelvik/{slug}.nb.md": f"---\n{facts}title: {slug}\nsummary: Prøvd.\n---\n"
        for slug, facts in stated.items()
    }
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in", texts))
    columns = select(Entry.slug, Entry.outcome, Entry.began, Entry.ended, Entry.cost)
    with database.reading() as session:
        before = {row.slug: row[1:] for row in session.execute(columns)}
        for entry in session.scalars(select(Entry)):
            assert (entry.began, entry.ended) == tuple(
                moment or "" for moment in parse_entry_content(entry).time()
            )
    assert before["provd"] == ("ended", "2021-03", "2022", "200 000 kroner")
    assert before["uavklart"] == before["maten"] == ("", "", "", "")
    assert before["saken"][1:3] == ("2023", "2024-05-02")
    downgrade(database, "0011")
    upgrade(database)
    with database.reading() as session:
        assert {row.slug: row[1:] for row in session.execute(columns)} == before


def test_the_history_imports_nothing_of_the_application() -> None:
    for file in sorted((HERE / "versions").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in getattr(node, "names", ())]
            names.append(getattr(node, "module", None) or "")
            assert not any(name.split(".")[0] == "network" for name in names), file.name


def test_a_database_of_another_history_is_left_as_it_is(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'f00d'"))
    with pytest.raises(Misconfigured, match="f00d"):
        upgrade(database)
    with database.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "f00d"
    # Nor one that has nothing of ours at all.
    with database.transaction() as session:
        session.execute(text("DROP TABLE counters"))
    with pytest.raises(Misconfigured, match="f00d"):
        upgrade(database)


def test_all_tables_are_known_to_whoever_imports_them_alone() -> None:
    asked = (
        "import network.tables as t; print(*sorted(t.metadata.tables)); print(*sorted(t.PRIVATE))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT
    )
    every, private = (set(line.split()) for line in done.stdout.splitlines())
    assert every == set(metadata.tables)
    assert private == set(PRIVATE)
    assert {"documents", "revisions", "accounts", "follows", "askers", "reports"} < private
    assert not private & {"entries", "entry_texts", "questions", "marks", "need_answers"}
