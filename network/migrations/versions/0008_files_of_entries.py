"""Files that the site keeps, which documents were given them, and which entries carry them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("small_sha256", sa.String(length=64), nullable=True),
        sa.Column("text_state", sa.String(length=10), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "text_state IN ('read', 'empty', 'failed', 'none')",
            name=op.f("ck_stored_files_text_state"),
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_files")),
    )
    op.create_index(op.f("ix_stored_files_small_sha256"), "stored_files", ["small_sha256"])
    op.create_index(op.f("ix_stored_files_used_at"), "stored_files", ["used_at"])
    op.create_table(
        "stored_file_pages",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["stored_files.sha256"],
            name=op.f("fk_stored_file_pages_sha256_stored_files"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sha256", "page", name=op.f("pk_stored_file_pages")),
    )
    op.create_table(
        "document_files",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("is_original", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["given_by"], ["accounts.id"], name=op.f("fk_document_files_given_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["stored_files.sha256"],
            name=op.f("fk_document_files_sha256_stored_files"),
        ),
        sa.PrimaryKeyConstraint("document_id", "sha256", name=op.f("pk_document_files")),
    )
    op.create_index(op.f("ix_document_files_sha256"), "document_files", ["sha256"])
    op.create_table(
        "entry_attachments",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("small_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text_state", sa.String(length=10), nullable=False),
        sa.Column("small_media_type", sa.String(length=100), nullable=False),
        sa.Column("small_size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_attachments_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_entry_attachments")),
    )
    op.create_index(op.f("ix_entry_attachments_sha256"), "entry_attachments", ["sha256"])
    op.create_index(
        op.f("ix_entry_attachments_small_sha256"), "entry_attachments", ["small_sha256"]
    )
    op.create_table(
        "entry_attachment_pages",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_attachment_pages_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "part", "page", name=op.f("pk_entry_attachment_pages")),
    )


def downgrade() -> None:
    op.drop_table("entry_attachment_pages")
    op.drop_index(op.f("ix_entry_attachments_small_sha256"), "entry_attachments")
    op.drop_index(op.f("ix_entry_attachments_sha256"), "entry_attachments")
    op.drop_table("entry_attachments")
    op.drop_index(op.f("ix_document_files_sha256"), "document_files")
    op.drop_table("document_files")
    op.drop_table("stored_file_pages")
    op.drop_index(op.f("ix_stored_files_used_at"), "stored_files")
    op.drop_index(op.f("ix_stored_files_small_sha256"), "stored_files")
    op.drop_table("stored_files")
