"""People follow what concerns them, and are mailed once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import network.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "changes", sa.Column("outcome", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("outgoing_mail", sa.Column("key", sa.String(length=120), nullable=True))
    op.add_column(
        "outgoing_mail",
        sa.Column("sort", sa.String(length=20), server_default="", nullable=False),
    )
    op.add_column("outgoing_mail", sa.Column("matter", sa.JSON(), nullable=True))
    op.create_index("ix_outgoing_mail_key", "outgoing_mail", ["key"], unique=True)
    op.create_table(
        "follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=700), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("organisation", sa.String(length=100), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("made_at", network.db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "what IN ('entry', 'organisation', 'topic', 'collection', 'series', 'search')",
            name=op.f("ck_follows_what"),
        ),
        sa.CheckConstraint(
            "level IN ('everything', 'new_and_revised', 'outcomes')", name=op.f("ck_follows_level")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_follows_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follows")),
        sa.UniqueConstraint("account_id", "what", "key", name=op.f("uq_follows_account_id")),
    )
    op.create_table(
        "mail_wishes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("how_often", sa.String(length=10), nullable=False),
        sa.Column("told", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("set_aside_at", network.db.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "how_often IN ('at_once', 'daily', 'weekly', 'none')",
            name=op.f("ck_mail_wishes_how_often"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_mail_wishes_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mail_wishes")),
        sa.UniqueConstraint("secret", name=op.f("uq_mail_wishes_secret")),
    )
    op.create_index(op.f("ix_mail_wishes_how_often"), "mail_wishes", ["how_often"])


def downgrade() -> None:
    op.drop_table("mail_wishes")
    op.drop_table("follows")
    op.drop_index("ix_outgoing_mail_key", table_name="outgoing_mail")
    op.drop_column("outgoing_mail", "matter")
    op.drop_column("outgoing_mail", "sort")
    op.drop_column("outgoing_mail", "key")
    op.drop_column("changes", "outcome")
