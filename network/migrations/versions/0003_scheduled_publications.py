"""Approved revisions that become public at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scheduled_publications",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["accounts.id"],
            name=op.f("fk_scheduled_publications_approved_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_scheduled_publications_document_id_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_scheduled_publications_revision_id_revisions"),
        ),
        sa.PrimaryKeyConstraint("document_id", "language", name=op.f("pk_scheduled_publications")),
    )
    with op.batch_alter_table("scheduled_publications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheduled_publications_at"), ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("scheduled_publications")
