"""Meetings stand in series."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
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


def downgrade() -> None:
    op.drop_table("entry_series")
    op.drop_table("series_places")
