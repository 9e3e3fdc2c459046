"""Searches that missed know how often something answered, but too little."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The version before writes no value: what it counts is taken for found nothing.
    op.add_column(
        "missed_searches", sa.Column("weak", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    with op.batch_alter_table("missed_searches") as table:
        table.drop_column("weak")
