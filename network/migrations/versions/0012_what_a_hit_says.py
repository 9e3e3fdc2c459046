"""Keep beside an entry what a list says of it: how it stands, its time, its cost.

They are null until they are moved: the version before writes entries without them, and the new one
shows such an entry without these facts until its next start.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_LENGTHS = {"outcome": 20, "began": 10, "ended": 10, "cost": None}
_entries = sa.table(
    "entries",
    sa.column("id", sa.Uuid),
    sa.column("content", sa.JSON),
    *(sa.column(name, sa.String) for name in _LENGTHS),
)
_AT_ONCE = 500


# Alembic is imported where the schema is changed: ``move`` is loaded at each start of a site.
def upgrade() -> None:
    from alembic import op

    for name, length in _LENGTHS.items():
        column_type = sa.String(length) if length else sa.Text()
        op.add_column("entries", sa.Column(name, column_type, nullable=True))


def move(connection: sa.Connection) -> bool:
    rows = connection.execute(
        sa.select(_entries.c.id, _entries.c.content)
        .where(_entries.c.outcome.is_(None))
        .limit(_AT_ONCE)
    ).all()
    if rows:
        connection.execute(
            _entries.update()
            .where(_entries.c.id == sa.bindparam("key"))
            .values({name: sa.bindparam(name) for name in _LENGTHS}),
            [{"key": row.id, **_facts(row.content)} for row in rows],
        )
    return len(rows) == _AT_ONCE


def downgrade() -> None:
    from alembic import op

    with op.batch_alter_table("entries") as table:
        for name in _LENGTHS:
            table.drop_column(name)


def _facts(content: Mapping[str, Any]) -> dict[str, str]:
    began, ended = _time(content)
    outcome = content.get("outcome") or ""
    return {
        "outcome": "" if outcome == "not_stated" else outcome,
        "began": began,
        "ended": ended,
        "cost": content.get("cost") or "",
    }


def _time(content: Mapping[str, Any]) -> tuple[str, str]:
    match content.get("kind"):
        case "experience" | "plan":
            period = content.get("period") or {}
            return period.get("start") or "", period.get("end") or ""
        case "case":
            dates = [step["date"] for step in content.get("steps") or () if step.get("date")]
            return (min(dates), max(dates)) if dates else ("", "")
        case "meeting":
            return (content.get("date") or "",) * 2
        case "need":
            return (content.get("voiced") or "",) * 2
        case "resource":
            return ((content.get("valid") or {}).get("start") or "",) * 2
    return "", ""
