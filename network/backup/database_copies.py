"""A consistent copy of the database in a file, and back, by the database's own means."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Literal

from sqlalchemy import inspect

from network.db import Database
from network.errors import Misconfigured, Unavailable
from network.private_files import make_private_folder, narrow_file

Kind = Literal["sqlite", "postgresql"]


def find_kind(database: Database) -> Kind:
    """Which of the two a site has: a copy of one cannot be put back as the other."""
    return "sqlite" if database.engine.dialect.name == "sqlite" else "postgresql"


def copy_database(database: Database, to: Path) -> None:
    """Write the state of the moment to a new file, while others go on reading and writing.

    What was deleted is not in it. Raises ``Unavailable`` when the database or the room is away and
    ``Misconfigured`` where PostgreSQL's own programs are missing.
    """
    if find_kind(database) == "sqlite":
        narrow_file(_touch(to))
        with database.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            # Outside of SQLAlchemy's transactions: SQLite copies in none.
            connection.rollback()
            driver.execute("VACUUM INTO ?", (str(to),))
        return
    _run(
        database,
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--file={to}",
        "--dbname",
    )
    narrow_file(to)


def is_empty(database: Database) -> bool:
    """Whether the database has no table. Raises ``Unavailable`` when it is away."""
    with database.reading() as session:
        return not inspect(session.connection()).get_table_names()


def put_back(database: Database, copy: Path) -> None:
    """Make the database what ``copy`` is. It has to be empty (``is_empty``): whole or not at all.

    Raises ``Unavailable`` with the reason where the database takes it not.
    """
    if find_kind(database) == "postgresql":
        _run(
            database,
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            str(copy),
            "--dbname",
        )
        return
    file = Path(database.engine.url.database or "")
    database.engine.dispose()
    make_private_folder(file.parent)
    aside = file.with_name(f"{file.name}.restoring")
    shutil.copyfile(copy, aside)
    narrow_file(aside)
    with aside.open("rb") as written:
        os.fsync(written.fileno())
    # What an empty database left beside itself would be read as a part of the new one.
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    aside.replace(file)


def _touch(file: Path) -> Path:
    """An empty file, which SQLite fills: it is its owner's alone before there is anything in it."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return file


def _run(database: Database, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, whose last argument is the database's address.

    The password goes by the environment: arguments are seen by everybody on the machine.
    """
    # The driver takes its time to import, which a site on SQLite never asks for.
    from psycopg.conninfo import make_conninfo
    from psycopg.pq import Conninfo

    if shutil.which(program) is None:
        raise Misconfigured(
            f"{program} is not installed: it comes with PostgreSQL's client programs, of the "
            "version of the server or a later one."
        )
    _, parameters = database.engine.dialect.create_connect_args(database.engine.url)
    # What libpq knows, and not what the driver is told for itself.
    names = {option.keyword.decode() for option in Conninfo.get_defaults()}
    known = {name: value for name, value in parameters.items() if name in names}
    password = known.pop("password", None)
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    done = subprocess.run(
        [program, *arguments, make_conninfo(**known)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise Unavailable("away", f"{program}: {lines[0][:300]}")
