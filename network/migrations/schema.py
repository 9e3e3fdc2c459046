"""Bringing a database to the newest schema while the version before goes on, and telling whether
this version can use a schema that a later one made.

Migrations expand: the code before them works on with what they make. What that code still uses is
taken away by a later migration that says so (``contract``), when no version that is to be gone back
to uses it any more. Between the two, rows are moved in pieces (``move``).
"""

from __future__ import annotations

import logging
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import BigInteger, Connection, String, column, inspect, select, table, text
from sqlalchemy.exc import DBAPIError

from network.db import Database, working_long
from network.errors import Contended, Misconfigured, Unavailable

# Alembic is imported where something is to be changed: a start of a site that is up to date would
# spend a tenth of its time on it.
if TYPE_CHECKING:
    from alembic.config import Config

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
# The last migration that nobody had to run beside older code.
BASELINE: Final = "0011"
# So long a migration waits for a lock on PostgreSQL, in milliseconds: whoever comes after it waits
# behind it. Then it lets them go first, so many seconds, and tries again, so often.
_LOCK_PATIENCE, _PAUSE, _TRIES = 1000, 2.0, 300
# Between two pieces that are moved others write, in seconds.
_BETWEEN = 0.02
# Of PostgreSQL's advisory locks, the one of whoever changes the schema.
_LOCK = 7_309_453_118
# Under this name and a revision the counters tell which versions can use that schema: those that
# know at least so many migrations. A version that does not know the revision reads it there.
_USABLE_FROM = "schema:"
_counters = table("counters", column("name", String), column("value", BigInteger))

State = Literal["empty", "behind", "newest", "ahead", "unknown"]


_VERSION = table("alembic_version", column("version_num"))
# What a migration says of itself.
_SAYS = re.compile(r'^(revision|down_revision|contract) = (?:"(\w+)"|None)', re.MULTILINE)
_MOVES = re.compile(r"^def move\(", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Migration:
    """A migration as its file says: what it comes after (None for the first), since which migration
    nobody used what it takes away (None where it takes nothing), and whether it moves rows."""

    revision: str
    after: str | None
    contract: str | None
    is_moving: bool
    path: Path

    def load(self) -> ModuleType:
        """Its code."""
        spec = spec_from_file_location(f"grannar_migration_{self.revision}", self.path)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


def read_history() -> tuple[Migration, ...]:
    """Every migration that this version knows, the oldest first."""
    after: dict[str | None, Migration] = {}
    for path in (HERE / "versions").glob("[0-9]*.py"):
        text_ = path.read_text("utf-8")
        says = {name: value or None for name, value in _SAYS.findall(text_)}
        migration = Migration(
            says["revision"] or "",
            says["down_revision"],
            says.get("contract"),
            bool(_MOVES.search(text_)),
            path,
        )
        after[migration.after] = migration
    history: list[Migration] = []
    following = after.get(None)
    while following is not None:
        history.append(following)
        following = after.get(following.revision)
    return tuple(history)


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    return config


def read_state(database: Database) -> State:
    """How the database's schema stands to this version's: *empty* where there is none, *ahead*
    where a later version made it and this one can use it, *unknown* where it cannot, or where no
    version of Grannar made it."""
    present = read_revision(database)
    revisions = [migration.revision for migration in read_history()]
    if present is None:
        return "empty"
    if present in revisions:
        return "newest" if present == revisions[-1] else "behind"
    with database.engine.connect() as connection:
        if not inspect(connection).has_table(_counters.name):
            # Something else that keeps its schema's history as we do.
            return "unknown"
        usable_from = connection.scalar(
            select(_counters.c.value).where(_counters.c.name == f"{_USABLE_FROM}{present}")
        )
    return "ahead" if usable_from is not None and usable_from <= len(revisions) else "unknown"


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that the database lacks, each in a transaction of its own (all in one
    where there is no schema yet), and move what there is to be moved. Others may read and write
    meanwhile; a schema that is ahead is left as it is. Safe in several processes at once.

    Raises ``Misconfigured`` for a database that this version cannot use, and ``Unavailable`` where
    somebody holds a lock for ten minutes; both leave the migrations that were run.
    """
    state = read_state(database)
    if state == "unknown":
        present = read_revision(database)
        raise Misconfigured(
            f"The database is of a version that this one does not know ({present}). Nothing was "
            "changed: run that version, or a backup from before it."
        )
    if state == "ahead":
        return
    if state == "empty":
        _run(database, _upgrade_to(to))
        return
    history = read_history()
    revisions = [migration.revision for migration in history]
    done = revisions.index(read_revision(database) or "") + 1
    for migration in history[done : None if to == "head" else revisions.index(to) + 1]:
        if migration.contract:
            # What is to be taken away has to be moved by then, also what older code wrote since.
            move_rows(database)
        _run(database, _upgrade_to(migration.revision))
    move_rows(database)


def _upgrade_to(revision: str) -> Callable[[Config], None]:
    def change(config: Config) -> None:
        from alembic import command

        command.upgrade(config, revision)

    return change


def downgrade(database: Database, to: str) -> None:
    """Take migrations back, down to and without the one after ``to``."""

    def change(config: Config) -> None:
        from alembic import command

        command.downgrade(config, to)

    _run(database, change)


def move_rows(database: Database) -> None:
    """Have every migration that the database has run move its rows, a piece a transaction, until
    one is not full: whoever writes meanwhile leaves less than that, for the next start. Costs a
    query for each such migration where nothing is left."""
    present = read_revision(database)
    for migration in read_history():
        move: Callable[[Connection], bool] | None = (
            migration.load().move if migration.is_moving else None
        )
        while move is not None:
            try:
                with database.transaction() as session:
                    is_more = move(session.connection())
            except Contended:
                # Somebody wrote one of these rows in that moment.
                is_more = True
            if not is_more:
                break
            time.sleep(_BETWEEN)
        if migration.revision == present:
            break


def _run(database: Database, change: Callable[[Config], None]) -> None:
    """Change the schema, as often as it takes to get the locks for it."""
    for _ in range(_TRIES):
        try:
            with _changing(database) as connection:
                config = _config()
                config.attributes["connection"] = connection
                change(config)
                _note_usable_from(connection)
            return
        except DBAPIError as problem:
            if not _is_locked(problem):
                raise
            logger.warning("The schema waits for somebody who holds a lock.")
            time.sleep(_PAUSE)
    raise Unavailable("locked")


def _is_locked(problem: DBAPIError) -> bool:
    code = getattr(problem.orig, "sqlite_errorcode", None)
    if code is not None:
        return bool(code & 0xFF == sqlite3.SQLITE_BUSY)
    return getattr(problem.orig, "sqlstate", None) == "55P03"


@contextmanager
def _changing(database: Database) -> Iterator[Connection]:
    """A transaction in which tables may be made anew.

    SQLite changes a table by copying it and dropping the old one, which foreign keys forbid while
    they are watched. They can be unwatched only outside a transaction; before the commit all of
    them are looked at instead.
    """
    engine = database.engine.execution_options(writes=True)
    with working_long(), engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                # One at a time, whoever waits for the other however long; then locks of tables.
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                connection.execute(text(f"SET LOCAL lock_timeout = {_LOCK_PATIENCE}"))
                yield connection
            return
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise Misconfigured(
                        f"{len(broken)} rows would lead nowhere; nothing was changed."
                    )
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _note_usable_from(connection: Connection) -> None:
    """Write down which versions can use the schema as it is now."""
    if not inspect(connection).has_table(_counters.name):
        return
    present = connection.scalar(select(_VERSION.c.version_num))
    usable_from = find_usable_from(read_history(), present)
    connection.execute(_counters.delete().where(_counters.c.name.startswith(_USABLE_FROM)))
    connection.execute(
        _counters.insert().values(name=f"{_USABLE_FROM}{present}", value=usable_from)
    )


def find_usable_from(history: Sequence[Migration], present: str | None) -> int:
    """How many migrations code has to know, at least, to use the schema at ``present``: as many as
    the version knew that stopped using what was taken away last."""
    revisions = [migration.revision for migration in history]
    until = revisions.index(present) + 1 if present in revisions else len(revisions)
    needed = min(revisions.index(BASELINE) + 1, until)
    for migration in history[:until]:
        if migration.contract:
            needed = max(needed, revisions.index(migration.contract) + 1)
    return needed


def is_newest(database: Database) -> bool:
    """Whether the database has the newest schema."""
    return read_state(database) == "newest"


def is_usable(database: Database) -> bool:
    """Whether this version can use the database's schema as it is."""
    return read_state(database) in ("newest", "ahead")


def read_revision(database: Database) -> str | None:
    """The revision of the database's schema; None where it has none yet."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table(_VERSION.name):
            return None
        return connection.scalar(select(_VERSION.c.version_num))


def list_revisions() -> set[str]:
    """Every revision that this version knows."""
    return {migration.revision for migration in read_history()}
