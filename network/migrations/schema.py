"""Bringing a database to the newest schema, from the command line or at the first start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, column, inspect, select, table

from network.db import Database, working_long
from network.errors import Misconfigured

# Alembic is imported where something is to be changed: a start of a site that is up to date would
# spend a tenth of its time on it.
if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent

_VERSION = table("alembic_version", column("version_num"))
# What a migration says of itself, and of the one before it.
_REVISION = re.compile(r'^(down_)?revision = (?:"(\w+)"|None)$', re.MULTILINE)


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that the database lacks, in one transaction on both databases.

    Raises ``Misconfigured`` for a database that another version of Grannar made, and leaves it as
    it is.
    """
    from alembic import command

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
    from alembic import command

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
    before = _read_history()
    (newest,) = before.keys() - set(before.values())
    return read_revision(database) == newest


def read_revision(database: Database) -> str | None:
    """The revision of the database's schema; None where it has none yet."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table(_VERSION.name):
            return None
        return connection.scalar(select(_VERSION.c.version_num))


def list_revisions() -> set[str]:
    """Every revision that this version knows."""
    return set(_read_history())


def _read_history() -> dict[str, str]:
    """The revision of each migration, and the one before it ("" before the first)."""
    history = {}
    for path in sorted((HERE / "versions").glob("[0-9]*.py")):
        said = {match[1]: match[2] or "" for match in _REVISION.finditer(path.read_text("utf-8"))}
        history[said[None]] = said["down_"]
    return history
