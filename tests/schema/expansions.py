"""What a migration may do while the version before it runs, read off the SQL that it makes."""

from __future__ import annotations

import io
import re
from types import ModuleType
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations

from network.migrations.schema import Migration

_NAME = r'"?(\w+)"?'
_CREATED = re.compile(rf"CREATE TABLE {_NAME}")
_ADDED = re.compile(rf"ALTER TABLE {_NAME} ADD COLUMN {_NAME} (.*)", re.DOTALL)
_CONSTRAINED = re.compile(rf"ALTER TABLE {_NAME} ADD CONSTRAINT \S+ [^(]*\(([^)]*)\)", re.DOTALL)
_UNIQUE = re.compile(rf"CREATE UNIQUE INDEX \S+ ON {_NAME} \(([^)]*)\)")
# What takes nothing from whoever knows nothing of it.
_HARMLESS = re.compile(
    r"CREATE INDEX|INSERT INTO|COMMENT ON|DROP INDEX|ALTER TABLE \S+ DROP CONSTRAINT"
    r"|ALTER TABLE \S+ ALTER COLUMN \S+ (?:DROP NOT NULL|SET DEFAULT)"
)


def write_sql(migration: ModuleType | Any) -> list[str]:
    """The statements of a migration's ``upgrade`` on PostgreSQL. It has to get along without a
    database: rows are moved by ``move``."""
    written = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written}
    )
    with Operations.context(context):
        migration.upgrade()
    return [statement.strip() for statement in written.getvalue().split(";\n") if statement.strip()]


def find_breaks(migration: ModuleType | Any) -> list[str]:
    """The statements by which code that does not know the migration could fail."""
    created: set[str] = set()
    added: set[tuple[str, str]] = set()
    breaks = []
    for statement in write_sql(migration):
        if match := _CREATED.match(statement):
            created.add(match[1])
        elif match := _ADDED.match(statement):
            added.add((match[1], match[2]))
            if "NOT NULL" in match[3] and "DEFAULT" not in match[3]:
                breaks.append(statement)
        elif match := _CONSTRAINED.match(statement) or _UNIQUE.match(statement):
            columns = {(match[1], name.strip('" ')) for name in match[2].split(",")}
            # Older code writes what is in the way of a rule that it does not know.
            if match[1] not in created and not columns <= added:
                breaks.append(statement)
        elif not _HARMLESS.match(statement):
            breaks.append(statement)
    return breaks


def find_faults(history: tuple[Migration, ...], after: str, released: set[str]) -> list[str]:
    """What is wrong with the migrations after one, a sentence each. ``released`` are the revisions
    of the versions that were released."""
    revisions = [migration.revision for migration in history]
    faults = []
    for place, migration in enumerate(history):
        if place <= revisions.index(after):
            continue
        contract = migration.contract
        breaks = find_breaks(migration.load())
        if breaks and contract is None:
            faults.append(f"{migration.revision} breaks the version before it: {breaks[0]}")
        if contract is not None and (
            contract not in revisions[:place]
            or not any(revisions.index(one) >= revisions.index(contract) for one in released)
        ):
            faults.append(
                f"{migration.revision} takes away what no released version did without: none has "
                f"migration {contract}"
            )
    return faults
