"""Working copies get a number, the window that wrote last, and what two windows wrote otherwise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("working_copies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(
            sa.Column("window", sa.String(length=16), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("window_since", sa.Integer(), server_default="1", nullable=False)
        )
        batch_op.add_column(sa.Column("clashes", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("working_copies", schema=None) as batch_op:
        for name in ("clashes", "window_since", "window", "number"):
            batch_op.drop_column(name)
