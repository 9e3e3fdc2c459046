"""The title that is submitted makes the address; before, a draft has none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_DOCUMENTS = sa.table(
    "documents",
    sa.column("id", sa.Uuid()),
    sa.column("language", sa.String()),
    sa.column("slug", sa.String()),
    sa.column("follows_title", sa.Boolean()),
)
_TEXTS = sa.table(
    "document_texts",
    sa.column("document_id", sa.Uuid()),
    sa.column("is_original", sa.Boolean()),
    sa.column("first_published_at", sa.DateTime()),
)


def upgrade() -> None:
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.alter_column("slug", existing_type=sa.String(length=100), nullable=True)
        batch_op.add_column(
            sa.Column("follows_title", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    # What was never public gets its address from its title after all, also what is in review.
    was_public = (
        sa.select(_TEXTS.c.document_id)
        .where(
            _TEXTS.c.document_id == _DOCUMENTS.c.id,
            _TEXTS.c.is_original,
            _TEXTS.c.first_published_at.is_not(None),
        )
        .exists()
    )
    op.execute(_DOCUMENTS.update().where(~was_public).values(slug=None, follows_title=True))
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.alter_column("follows_title", existing_type=sa.Boolean(), server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_documents_lies_somewhere"), "slug IS NOT NULL OR follows_title"
        )


def downgrade() -> None:
    connection = op.get_bind()
    for (document_id,) in connection.execute(
        sa.select(_DOCUMENTS.c.id).where(_DOCUMENTS.c.slug.is_(None))
    ).all():
        connection.execute(
            _DOCUMENTS.update()
            .where(_DOCUMENTS.c.id == document_id)
            .values(slug=f"text-{document_id.hex}")
        )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_documents_lies_somewhere"), type_="check")
        batch_op.drop_column("follows_title")
        batch_op.alter_column("slug", existing_type=sa.String(length=100), nullable=False)
