"""Practices are taken up, and municipalities have figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

import network.db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figures",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("table_id", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("imported_at", network.db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("measure IN ('population')", name=op.f("ck_figures_measure")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_figures_value")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_figures_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "measure", "year", name=op.f("pk_figures")),
    )
    op.create_table(
        "entry_uptakes",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("target_organisation", sa.String(length=100), nullable=False),
        sa.Column("target_slug", sa.String(length=100), nullable=False),
        sa.Column("target_part", sa.String(length=60), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("since", sa.String(length=11), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_uptakes_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_entry_uptakes")),
    )
    op.create_index(
        "ix_entry_uptakes_target", "entry_uptakes", ["target_organisation", "target_slug"]
    )
    _list_uptakes()


def _list_uptakes() -> None:
    """Write down what the experiences that are public already say they used."""
    entries = sa.table(
        "entries", sa.column("id", sa.Uuid()), sa.column("kind"), sa.column("content")
    )
    names = (
        "part",
        "target_organisation",
        "target_slug",
        "target_part",
        "how",
        "since",
        "outcome",
    )
    uptakes = sa.table(
        "entry_uptakes",
        sa.column("entry_id", sa.Uuid()),
        sa.column("position", sa.Integer()),
        *(sa.column(name) for name in names),
    )
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(entries.c.id, sa.cast(entries.c.content, sa.Text)).where(
            entries.c.kind == "experience"
        )
    ).all()
    for entry_id, text in rows:
        content = json.loads(text)
        outcome = content.get("outcome", "not_stated")
        found: dict[str, tuple[str, str, str]] = {}
        for address, *said in _used(content):
            found.setdefault(address, (said[0], said[1], said[2]))
        for position, (address, (part, how, since)) in enumerate(found.items()):
            place, _, target_part = address.partition("#")
            organisation, _, slug = place.partition("/")
            said_of_it = (part, organisation, slug, target_part, how, since, outcome)
            connection.execute(
                sa.insert(uptakes),
                {
                    "entry_id": entry_id,
                    "position": position,
                    **dict(zip(names, said_of_it, strict=True)),
                },
            )


def _used(content: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for one in content.get("taken_up", ()):
        yield one["practice"], one["id"], one["how"], one.get("since") or ""
    for address in content.get("practices", ()):
        yield address, "", "", ""
    for link in content.get("links", ()):
        if link["relation"] == "used":
            yield link["to"], "", "", ""


def downgrade() -> None:
    op.drop_table("entry_uptakes")
    op.drop_table("figures")
