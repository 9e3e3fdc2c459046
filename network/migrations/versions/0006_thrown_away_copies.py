"""What somebody threw away, to be brought back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thrown_away_copies",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("thrown_away_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_thrown_away_copies_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["revisions.id"], name=op.f("fk_thrown_away_copies_base_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_thrown_away_copies_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "document_id", "language", name=op.f("pk_thrown_away_copies")
        ),
    )


def downgrade() -> None:
    op.drop_table("thrown_away_copies")
