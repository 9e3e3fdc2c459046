"""Where a sign-in was done, as a digest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sign_ins",
        sa.Column("origin", sa.String(length=64), server_default="", nullable=False),
    )


def downgrade() -> None:
    with op.batch_alter_table("sign_ins") as batch:
        batch.drop_column("origin")
