"""Letters of the month, and who wants them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "monthly_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", moment, nullable=True),
        sa.Column("queued_through", sa.Uuid(), nullable=True),
        sa.Column("queued_at", moment, nullable=True),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.CheckConstraint("country IN ('NO', 'SE')", name=op.f("ck_monthly_letters_country")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["accounts.id"], name=op.f("fk_monthly_letters_changed_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["accounts.id"], name=op.f("fk_monthly_letters_sent_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_letters")),
        sa.UniqueConstraint("country", "month", name=op.f("uq_monthly_letters_country")),
    )
    op.create_index(op.f("ix_monthly_letters_sent_at"), "monthly_letters", ["sent_at"])
    op.add_column(
        "mail_preferences",
        sa.Column("letters", sa.String(10), nullable=False, server_default="own"),
    )


def downgrade() -> None:
    with op.batch_alter_table("mail_preferences") as table:
        table.drop_column("letters")
    op.drop_table("monthly_letters")
