"""It is kept of each mail that came back why it did, and of each figure what its office notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "returned_mails",
        sa.Column("mail_key", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mail_key", name=op.f("pk_returned_mails")),
    )
    op.add_column("figures", sa.Column("note", sa.String(length=600), nullable=True))
    op.create_index(op.f("ix_returned_mails_returned_at"), "returned_mails", ["returned_at"])


def downgrade() -> None:
    with op.batch_alter_table("figures") as table:
        table.drop_column("note")
    op.drop_index(op.f("ix_returned_mails_returned_at"), table_name="returned_mails")
    op.drop_table("returned_mails")
