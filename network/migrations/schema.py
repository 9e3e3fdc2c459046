"""Bringing a database to the newest schema, from the command line or at the first start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from network.db import Database, working_long
from network.errors import Misconfigured

HERE = Path(__file__).parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that the database lacks, in one transaction on both databases.

    Raises ``Misconfigured`` for a database that another version of Grannar made, and leaves it as
    it is.
    """
    config = _config()
    present = read_revision(database)
    if present is not None and present not in list_revisions():
        raise Misconfigured(
            f"The database is of a version that this one does not know ({present}). Nothing was "
            "changed: run the version that made it, export its content, and import it here."
        )
    with _changing(database) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def downgrade(database: Database, to: str) -> None:
    """Take migrations back, down to and without the one after ``to``."""
    config = _config()
    with _changing(database) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


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


def is_newest(database: Database) -> bool:
    """Whether the database has the newest schema."""
    return read_revision(database) == ScriptDirectory.from_config(_config()).get_current_head()


def read_revision(database: Database) -> str | None:
    """The revision of the database's schema; None where it has none yet."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def list_revisions() -> set[str]:
    """Every revision that this version knows."""
    script = ScriptDirectory.from_config(_config())
    return {revision.revision for revision in script.walk_revisions()}
