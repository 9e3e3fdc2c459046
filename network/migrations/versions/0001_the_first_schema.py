"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import network.db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_system", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_name")),
    )
    op.create_table(
        "changes",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("at", network.db.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changes_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "counties",
        sa.Column("key", sa.String(length=5), nullable=False),
        sa.Column("area", sa.String(length=100), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_counties")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("bare_slug", sa.String(length=100), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("county", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_bare_slug"), ["bare_slug"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_county"), ["county"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_type"), ["type"], unique=False)

    op.create_table(
        "terms",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
    )
    op.create_table(
        "topics",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("publisher_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("created_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["accounts.id"],
            name=op.f("fk_documents_created_by_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_documents_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["publisher_id"],
            ["organisations.id"],
            name=op.f("fk_documents_publisher_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("organisation_id", "slug", name=op.f("uq_documents_organisation_id")),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("publisher_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("published_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("revised_at", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_entries_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["publisher_id"],
            ["organisations.id"],
            name=op.f("fk_entries_publisher_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("organisation_id", "slug", name=op.f("uq_entries_organisation_id")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entries_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_entries_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_entries_publisher_id"), ["publisher_id"], unique=False)

    op.create_table(
        "mandates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('coordinator', 'approver', 'national_coordinator', 'administrator')",
            name=op.f("ck_mandates_role"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_mandates_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_mandates_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandates_account_id"), ["account_id"], unique=False)

    op.create_table(
        "entry_addresses",
        sa.Column("organisation", sa.String(length=100), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (entry_id IS NULL)",
            name=op.f("ck_entry_addresses_withdrawn_points_nowhere"),
        ),
        sa.CheckConstraint(
            "state IN ('current', 'moved', 'withdrawn')",
            name=op.f("ck_entry_addresses_state"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_addresses_entry_id_entries"),
        ),
        sa.PrimaryKeyConstraint("organisation", "slug", name=op.f("pk_entry_addresses")),
    )
    with op.batch_alter_table("entry_addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_addresses_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "entry_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("target_organisation", sa.String(length=100), nullable=False),
        sa.Column("target_slug", sa.String(length=100), nullable=False),
        sa.Column("target_part", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_links_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_links")),
    )
    with op.batch_alter_table("entry_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_links_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            "ix_entry_links_target",
            ["target_organisation", "target_slug"],
            unique=False,
        )

    op.create_table(
        "entry_organisations",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_organisations_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "entry_id", "organisation", "role", name=op.f("pk_entry_organisations")
        ),
    )
    with op.batch_alter_table("entry_organisations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_organisations_organisation"),
            ["organisation"],
            unique=False,
        )

    op.create_table(
        "entry_texts",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_original", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("html", sa.JSON(), nullable=False),
        sa.Column("made_from", sa.String(length=16), nullable=True),
        sa.Column("published_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("revised_at", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_texts_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "language", name=op.f("pk_entry_texts")),
    )
    op.create_table(
        "entry_topics",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_topics_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "topic_id", name=op.f("pk_entry_topics")),
    )
    with op.batch_alter_table("entry_topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_topics_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_revisions_author_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_revisions_document_id_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint(
            "document_id", "language", "number", name=op.f("uq_revisions_document_id")
        ),
    )
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revisions_document_id"), ["document_id"], unique=False)

    op.create_table(
        "used_parts",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_used_parts_document_id_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", "part_id", name=op.f("pk_used_parts")),
    )
    op.create_table(
        "document_texts",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_original", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("published_id", sa.Uuid(), nullable=True),
        sa.Column("first_published_at", network.db.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state != 'published' OR published_id IS NOT NULL",
            name=op.f("ck_document_texts_published"),
        ),
        sa.CheckConstraint(
            "state != 'withdrawn' OR published_id IS NULL",
            name=op.f("ck_document_texts_withdrawn"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'changes_requested', 'published', 'withdrawn')",
            name=op.f("ck_document_texts_state"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_texts_document_id_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["published_id"],
            ["revisions.id"],
            name=op.f("fk_document_texts_published_id_revisions"),
        ),
        sa.PrimaryKeyConstraint("document_id", "language", name=op.f("pk_document_texts")),
    )
    op.create_table(
        "imported_files",
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_imported_files_revision_id_revisions"),
        ),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_imported_files")),
    )
    op.create_table(
        "trail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=True),
        sa.Column("verb", sa.String(length=30), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts.id"], name=op.f("fk_trail_actor_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_trail_document_id_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_trail_revision_id_revisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail")),
    )
    with op.batch_alter_table("trail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trail_document_id"), ["document_id"], unique=False)

    op.bulk_insert(
        sa.table("counters", sa.column("name"), sa.column("value")),
        [{"name": "changes", "value": 0}],
    )


def downgrade() -> None:
    with op.batch_alter_table("trail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trail_document_id"))

    op.drop_table("trail")
    op.drop_table("imported_files")
    op.drop_table("document_texts")
    op.drop_table("used_parts")
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revisions_document_id"))

    op.drop_table("revisions")
    with op.batch_alter_table("entry_topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_topics_topic_id"))

    op.drop_table("entry_topics")
    op.drop_table("entry_texts")
    with op.batch_alter_table("entry_organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_organisations_organisation"))

    op.drop_table("entry_organisations")
    with op.batch_alter_table("entry_links", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_links_target")
        batch_op.drop_index(batch_op.f("ix_entry_links_entry_id"))

    op.drop_table("entry_links")
    with op.batch_alter_table("entry_addresses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_addresses_entry_id"))

    op.drop_table("entry_addresses")
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mandates_account_id"))

    op.drop_table("mandates")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entries_publisher_id"))
        batch_op.drop_index(batch_op.f("ix_entries_published_at"))
        batch_op.drop_index(batch_op.f("ix_entries_kind"))

    op.drop_table("entries")
    op.drop_table("documents")
    op.drop_table("topics")
    op.drop_table("terms")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_type"))
        batch_op.drop_index(batch_op.f("ix_organisations_county"))
        batch_op.drop_index(batch_op.f("ix_organisations_bare_slug"))

    op.drop_table("organisations")
    op.drop_table("counties")
    op.drop_table("counters")
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_changes_entry_id"))

    op.drop_table("changes")
    op.drop_table("accounts")
