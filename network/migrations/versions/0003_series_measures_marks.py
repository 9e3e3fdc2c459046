"""Meetings stand in series, and municipalities mark each other's measures."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

import network.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series_places",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_series_places_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "series", name=op.f("pk_series_places")),
    )
    op.create_table(
        "entry_series",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("held", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_series_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_entry_series_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_series")),
    )
    op.create_index("ix_entry_series_place", "entry_series", ["organisation_id", "series", "held"])
    op.create_table(
        "entry_measures",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_measures_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "part", name=op.f("pk_entry_measures")),
    )
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("marked_at", network.db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('have', 'adapted', 'considered', 'declined')", name=op.f("ck_marks_state")
        ),
        sa.CheckConstraint("why <> '' OR state = 'have'", name=op.f("ck_marks_says_why")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_marks_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_marks_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks")),
        sa.UniqueConstraint(
            "organisation_id", "entry_id", "part", name=op.f("uq_marks_organisation_id")
        ),
    )
    op.create_index("ix_marks_entry", "marks", ["entry_id", "part"])
    _list_measures()


def _list_measures() -> None:
    """Write down the measures of the plans that are public already."""
    entries = sa.table(
        "entries", sa.column("id", sa.Uuid()), sa.column("kind"), sa.column("content")
    )
    measures = sa.table(
        "entry_measures",
        sa.column("entry_id", sa.Uuid()),
        sa.column("part"),
        sa.column("position", sa.Integer()),
    )
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(entries.c.id, sa.cast(entries.c.content, sa.Text)).where(entries.c.kind == "plan")
    ).all()
    for entry_id, content in rows:
        plan = json.loads(content)
        parts = [*plan.get("measures", ()), *plan.get("beside", ())]
        if parts:
            connection.execute(
                sa.insert(measures),
                [
                    {"entry_id": entry_id, "part": one["id"], "position": position}
                    for position, one in enumerate(parts)
                ],
            )


def downgrade() -> None:
    op.drop_table("marks")
    op.drop_table("entry_measures")
    op.drop_table("entry_series")
    op.drop_table("series_places")
