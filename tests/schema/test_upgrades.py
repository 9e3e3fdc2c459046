"""An upgrade beside the version before: what migrations may do, and who answers meanwhile."""

from __future__ import annotations

import multiprocessing
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import op
from sqlalchemy import func, inspect, select, text

from network import clock
from network.app import create_app
from network.changes import Change, record_change
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.tables import DocumentText
from network.entries.queries import count_entries
from network.errors import Misconfigured
from network.migrations import schema
from network.site import Site
from tests.conftest import FULL, make_settings
from tests.folders import write_folder
from tests.schema.expansions import find_breaks, find_faults
from tests.schema.released_databases import list_released_revisions

_SERVER = multiprocessing.get_context("forkserver")
# So long at most somebody waits while the schema is changed, in seconds: the second that a
# migration waits for a lock, and what a machine with other work takes.
LONGEST = 2.5

HEAD = '''"""Made up."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None

'''
EXPANDING = """
def upgrade():
    op.add_column("changes", sa.Column("day", sa.String(10), nullable=True))
    op.add_column("entries", sa.Column("weight", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_changes_day", "changes", ["day"])
    op.create_table("readings", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("readings")
    op.drop_index("ix_changes_day", "changes")
    with op.batch_alter_table("entries") as batch:
        batch.drop_column("weight")
    with op.batch_alter_table("changes") as batch:
        batch.drop_column("day")


def move(connection):
    numbers = connection.scalars(
        sa.text("SELECT number FROM changes WHERE day IS NULL ORDER BY number LIMIT 200")
    ).all()
    if numbers:
        connection.execute(
            sa.text(
                "UPDATE changes SET day = substr(cast(at AS varchar), 1, 10) "
                "WHERE day IS NULL AND number BETWEEN :first AND :last"
            ),
            {"first": numbers[0], "last": numbers[-1]},
        )
    return len(numbers) == 200
"""
CONTRACTING = """
contract = "9001"


def upgrade():
    with op.batch_alter_table("changes") as batch:
        batch.drop_column("outcome")


def downgrade():
    op.add_column(
        "changes", sa.Column("outcome", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
"""


class Next:
    """The migrations of versions to come, in a folder; used in a ``with`` alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "migrations"
        shutil.copytree(schema.HERE, self.folder, ignore=shutil.ignore_patterns("__pycache__"))
        self._before = schema.read_history()[-1].revision

    def add(self, revision: str, body: str) -> None:
        head = HEAD.format(revision=revision, before=self._before)
        (self.folder / "versions" / f"{revision}_made_up.py").write_text(head + body)
        self._before = revision

    def __enter__(self) -> None:
        self._here, schema.HERE = schema.HERE, self.folder

    def __exit__(self, *_: object) -> None:
        schema.HERE = self._here


@pytest.fixture
def next_version(tmp_path: Path) -> Next:
    """A version to come that expands the schema."""
    coming = Next(tmp_path)
    coming.add("9001", EXPANDING)
    return coming


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Any]:
    """A site with content, that makes every page anew."""
    address = database.engine.url.render_as_string(hide_password=False)
    app = create_app(make_settings(tmp_path, DATABASE_URL=address, KEPT_PAGES_MB="0"))
    running: Site = app.extensions["grannar"]
    with running.database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    yield SimpleNamespace(app=app, database=running.database)
    running.database.engine.dispose()


# --- What migrations may do -----------------------------------------------------------------


def test_every_migration_leaves_the_version_before_it_working() -> None:
    history = schema.read_history()
    assert find_faults(history, schema.BASELINE, list_released_revisions()) == []


MAY: list[Callable[[], object]] = [
    lambda: op.create_table("new", sa.Column("id", sa.Integer(), primary_key=True)),
    lambda: op.add_column("entries", sa.Column("new", sa.Text(), nullable=True)),
    lambda: op.add_column(
        "entries", sa.Column("n", sa.Integer(), server_default="0", nullable=False)
    ),
    lambda: op.create_index("ix_entries_new", "entries", ["slug"]),
    lambda: op.drop_index("ix_entries_old", "entries"),
    lambda: op.alter_column("entries", "slug", nullable=True),
    lambda: op.drop_constraint("ck_entries_old", "entries"),
    lambda: op.execute("INSERT INTO counters (name, value) VALUES ('new', 0)"),
]
MAY_NOT: list[Callable[[], object]] = [
    lambda: op.drop_table("entries"),
    lambda: op.drop_column("entries", "slug"),
    lambda: op.rename_table("entries", "texts"),
    lambda: op.alter_column("entries", "slug", new_column_name="address"),
    lambda: op.alter_column("entries", "slug", nullable=False),
    lambda: op.alter_column("entries", "slug", type_=sa.Integer()),
    lambda: op.add_column("entries", sa.Column("new", sa.Text(), nullable=False)),
    lambda: op.create_unique_constraint("uq_entries_slug", "entries", ["slug"]),
    lambda: op.create_index("ix_entries_slug", "entries", ["slug"], unique=True),
    lambda: op.create_check_constraint("ck_entries_slug", "entries", "slug <> ''"),
    lambda: op.create_foreign_key("fk_entries_slug", "entries", "entries", ["slug"], ["slug"]),
    lambda: op.execute("UPDATE entries SET slug = ''"),
    lambda: op.execute("DELETE FROM entries"),
]


@pytest.mark.parametrize("upgrade", MAY)
def test_what_older_code_need_not_know_may_be_made(upgrade: Callable[[], object]) -> None:
    assert find_breaks(SimpleNamespace(upgrade=upgrade)) == []


@pytest.mark.parametrize("upgrade", MAY_NOT)
def test_what_older_code_uses_is_not_taken_from_it(upgrade: Callable[[], object]) -> None:
    assert len(find_breaks(SimpleNamespace(upgrade=upgrade))) == 1


def test_what_is_new_may_have_any_rule() -> None:
    def upgrade() -> None:
        op.create_table(
            "new", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Text())
        )
        op.create_unique_constraint("uq_new_a", "new", ["a"])
        op.add_column("entries", sa.Column("new_id", sa.Integer(), nullable=True))
        op.create_foreign_key("fk_entries_new", "entries", "new", ["new_id"], ["id"])

    assert find_breaks(SimpleNamespace(upgrade=upgrade)) == []


def test_what_is_taken_away_was_done_without_by_a_released_version(next_version: Next) -> None:
    next_version.add("9002", CONTRACTING)
    with next_version:
        history = schema.read_history()
    assert find_faults(history, schema.BASELINE, {"9001"}) == []
    (fault,) = find_faults(history, schema.BASELINE, {schema.BASELINE})
    assert fault.startswith("9002 takes away what no released version did without")
    unmarked = CONTRACTING.replace('contract = "9001"', "")
    next_version.add("9003", unmarked)
    with next_version:
        history = schema.read_history()
    (fault,) = find_faults(history, "9002", {"9001"})
    assert fault.startswith("9003 breaks the version before it: ALTER TABLE changes DROP COLUMN")


# --- Beside a running site ------------------------------------------------------------------


@contextmanager
def busy(site: Any) -> Iterator[list[tuple[float, object]]]:
    """Readers and a writer that go on all the time: how long each took, and what became of it."""
    seen: list[tuple[float, object]] = []
    ending = threading.Event()

    def go_on(act: Callable[[], object]) -> None:
        while not ending.is_set():
            began = time.monotonic()
            try:
                became = act()
            # Whatever it is, it is what the test asks about.
            except Exception as problem:  # noqa: BLE001
                became = repr(problem)
            seen.append((time.monotonic() - began, became))
            time.sleep(0.01)

    def write() -> int:
        with site.database.transaction() as session:
            record_change(session, uuid4(), "withdrawn")
        return 200

    client = site.app.test_client()
    acts: list[Callable[[], object]] = [
        lambda: client.get("/nb/eksempelvik/frokost").status_code,
        write,
    ]
    threads = [threading.Thread(target=go_on, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        ending.set()
        for thread in threads:
            thread.join()


def test_a_site_answers_while_its_schema_is_brought_on_and_works_on_it(
    site: Any, next_version: Next
) -> None:
    with site.database.transaction() as session:
        session.add_all(
            Change(number=number, entry_id=uuid4(), verb="withdrawn", at=clock.now())
            for number in range(1_000, 4_000)
        )
        session.execute(text("UPDATE counters SET value = 4000 WHERE name = 'changes'"))
    with busy(site) as seen:
        time.sleep(0.3)
        with next_version:
            schema.upgrade(site.database)
            assert schema.read_state(site.database) == "newest"
        time.sleep(0.3)
    assert {became for _, became in seen} == {200}
    assert len(seen) > 30
    assert max(seconds for seconds, _ in seen) < LONGEST
    # This version knows nothing of what was made, and says that it can use it.
    assert schema.read_state(site.database) == "ahead"
    schema.upgrade(site.database)
    assert schema.read_revision(site.database) == "9001"
    done = site.app.test_cli_runner().invoke(args=("db", "upgrade"))
    assert (done.exit_code, "this one can use it" in done.output) == (0, True)
    assert "that of a later version" in site.app.test_cli_runner().invoke(args=("status",)).output
    # What it wrote since is moved when the later version starts again.
    left = select(func.count()).select_from(Change).where(text("day IS NULL"))
    with next_version:
        schema.move_rows(site.database)
    with site.database.reading() as session:
        assert session.scalar(left) == 0


def test_a_version_whose_tables_were_taken_away_does_not_start(
    site: Any, next_version: Next
) -> None:
    next_version.add("9002", CONTRACTING)
    with next_version:
        schema.upgrade(site.database)
    assert schema.read_state(site.database) == "unknown"
    with pytest.raises(Misconfigured, match="does not know \\(9002\\)"):
        schema.upgrade(site.database)
    # Back at what it can use.
    with next_version:
        schema.downgrade(site.database, "9001")
    assert schema.read_state(site.database) == "ahead"
    with next_version:
        schema.downgrade(site.database, schema.BASELINE)
    assert schema.read_state(site.database) in ("newest", "behind")


def test_who_reads_for_long_holds_up_the_upgrade_and_nobody_else(
    site: Any, next_version: Next, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite whoever reads holds up nobody; somebody who writes does."""
    monkeypatch.setattr(schema, "_PAUSE", 0.3)
    is_postgresql = site.database.engine.dialect.name == "postgresql"
    long_reader = site.database.engine.connect()
    long_reader.execute(select(Change.number).limit(1))
    threading.Timer(4.0, long_reader.close).start()
    began = time.monotonic()
    with busy(site) as seen, next_version:
        schema.upgrade(site.database)
    took = time.monotonic() - began
    assert (took > 3.5) == is_postgresql
    assert {became for _, became in seen} == {200}
    assert max(seconds for seconds, _ in seen) < LONGEST


def upgrade_there(database_url: str, here: Path) -> None:
    """Upgrade a database by the migrations of a folder."""
    schema.HERE = here
    # So that both stand at the same place when it is free.
    schema._LOCK_PATIENCE = 30_000
    database = Database(database_url)
    schema.upgrade(database)
    database.engine.dispose()


@pytest.mark.skipif(not FULL, reason="processes of their own that wait: in the full run")
@pytest.mark.parametrize("is_new", [False, True])
def test_two_who_upgrade_at_once_do_it_once(
    database: Database, next_version: Next, is_new: bool
) -> None:
    if is_new:
        schema.downgrade(database, "base")
    url = database.engine.url.render_as_string(hide_password=False)
    both = [
        _SERVER.Process(target=upgrade_there, args=(url, next_version.folder)) for _ in range(2)
    ]
    with database.transaction() as session:
        # Neither comes further than to its first change before the other is there.
        if not is_new and database.engine.dialect.name == "postgresql":
            session.execute(text("LOCK TABLE changes IN ACCESS EXCLUSIVE MODE"))
        for process in both:
            process.start()
        time.sleep(4)
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    with next_version:
        assert schema.read_state(database) == "newest"


# --- Back -----------------------------------------------------------------------------------


def describe(database: Database) -> dict[str, Any]:
    """What a schema is made of, in no order."""
    looked = inspect(database.engine)
    described = {}
    for name in looked.get_table_names():
        if name == "alembic_version":
            continue
        described[name] = (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in looked.get_columns(name)),
            sorted((i["name"], i["column_names"]) for i in looked.get_indexes(name)),
            sorted(str(sorted(key.items(), key=str)) for key in looked.get_foreign_keys(name)),
            sorted(str(unique["column_names"]) for unique in looked.get_unique_constraints(name)),
        )
    return described


@pytest.mark.skipif(not FULL, reason="every step, down and up: in the full run")
def test_every_migration_is_taken_back_to_the_schema_before_it(
    database: Database, tmp_path: Path
) -> None:
    revisions = [migration.revision for migration in schema.read_history()]
    schema.downgrade(database, "base")
    before = {}
    for revision in revisions:
        schema.upgrade(database, revision)
        before[revision] = describe(database)
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    for revision in reversed(revisions[:-1]):
        schema.downgrade(database, revision)
        assert describe(database) == before[revision], revision
    schema.upgrade(database)
    assert describe(database) == before[revisions[-1]]
    with database.reading() as session:
        assert count_entries(session) == 3
        assert session.scalar(select(func.count()).select_from(DocumentText)) == 4
