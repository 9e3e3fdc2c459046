"""People sign in, the desk writes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import network.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", network.db.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_ins")),
    )
    with op.batch_alter_table("failed_sign_ins", schema=None) as batch_op:
        batch_op.create_index("ix_failed_sign_ins_who_at", ["who", "at"], unique=False)

    op.create_table(
        "account_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.String(length=30), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_events_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts.id"], name=op.f("fk_account_events_actor_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_events")),
    )
    with op.batch_alter_table("account_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_events_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "one_time_links",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("used_at", network.db.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('invitation', 'reset')", name=op.f("ck_one_time_links_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_one_time_links_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_one_time_links")),
    )
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_one_time_links_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "own_approvals",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("since", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_own_approvals_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_own_approvals")),
    )
    op.create_table(
        "sign_in_methods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("secret", sa.String(length=300), nullable=False),
        sa.Column("set_at", network.db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('password', 'oidc')", name=op.f("ck_sign_in_methods_kind")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_in_methods_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_methods")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_sign_in_methods_kind")),
    )
    with op.batch_alter_table("sign_in_methods", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_methods_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("seen_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", network.db.Moment(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_ins_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("digest", name=op.f("uq_sign_ins_digest")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_account_id"), ["account_id"], unique=False)

    op.create_table(
        "entry_endorsements",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("endorsed_at", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_endorsements_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_entry_endorsements_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_endorsements")),
    )
    op.create_table(
        "overruled_guards",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts.id"], name=op.f("fk_overruled_guards_actor_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_overruled_guards_revision_id_revisions"),
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_overruled_guards")),
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("made_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("sent_at", network.db.Moment(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    op.create_table(
        "working_copies",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("kept_at", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_working_copies_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["revisions.id"], name=op.f("fk_working_copies_base_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_working_copies_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "document_id", "language", name=op.f("pk_working_copies")
        ),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=320), nullable=True))
        batch_op.add_column(
            sa.Column("language", sa.String(length=2), server_default="nb", nullable=False)
        )
        batch_op.add_column(sa.Column("made_at", network.db.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_at", network.db.Moment(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_accounts_name"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_accounts_email"), ["email"])

    with op.batch_alter_table("document_texts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("state_since", network.db.Moment(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("submitted_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_document_texts_submitted_id_revisions"),
            "revisions",
            ["submitted_id"],
            ["id"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_document_texts_submitted"),
            "state NOT IN ('in_review', 'changes_requested') OR submitted_id IS NOT NULL",
        )

    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", network.db.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.drop_column("ended_at")

    with op.batch_alter_table("document_texts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_document_texts_submitted"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_document_texts_submitted_id_revisions"), type_="foreignkey"
        )
        batch_op.drop_column("submitted_id")
        batch_op.drop_column("state_since")

    # Two people may have one name; the older schema knows each by it.
    op.execute(
        "UPDATE accounts SET name = substr(name, 1, 150) || ' ' || id WHERE EXISTS (SELECT 1 FROM "
        "accounts AS other WHERE other.name = accounts.name AND other.id < accounts.id)"
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_accounts_email"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_accounts_name"), ["name"])
        batch_op.drop_column("closed_at")
        batch_op.drop_column("made_at")
        batch_op.drop_column("language")
        batch_op.drop_column("email")

    op.drop_table("outgoing_mail")
    op.drop_table("working_copies")
    op.drop_table("overruled_guards")
    op.drop_table("entry_endorsements")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_account_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("sign_in_methods", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_methods_account_id"))

    op.drop_table("sign_in_methods")
    op.drop_table("own_approvals")
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_links_account_id"))

    op.drop_table("one_time_links")
    with op.batch_alter_table("account_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_events_account_id"))

    op.drop_table("account_events")
    with op.batch_alter_table("failed_sign_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_failed_sign_ins_who_at")

    op.drop_table("failed_sign_ins")
