"""Needs are answered, questions asked, reports made, missed searches counted."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

import network.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "missed_searches",
        sa.Column("words", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("words", "language", "day", name=op.f("pk_missed_searches")),
    )
    op.create_index(op.f("ix_missed_searches_day"), "missed_searches", ["day"])
    op.create_table(
        "put_aside_searches",
        sa.Column("words", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["accounts.id"], name=op.f("fk_put_aside_searches_by_accounts")
        ),
        sa.PrimaryKeyConstraint("words", "language", name=op.f("pk_put_aside_searches")),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("said_id", sa.Uuid(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reported_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", network.db.Moment(timezone=True), nullable=True),
        sa.Column("taken_away", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(about = 'page') = (said_id IS NULL)", name=op.f("ck_reports_about_what_was_said")
        ),
        sa.CheckConstraint(
            "(outcome = '') = (settled_at IS NULL)", name=op.f("ck_reports_settled")
        ),
        sa.CheckConstraint(
            "about IN ('page', 'question', 'answer')", name=op.f("ck_reports_about")
        ),
        sa.CheckConstraint("outcome IN ('', 'hidden', 'kept')", name=op.f("ck_reports_outcome")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_reports_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["accounts.id"], name=op.f("fk_reports_settled_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_account_id"), "reports", ["account_id"])
    op.create_index(op.f("ix_reports_country"), "reports", ["country"])
    op.create_index(op.f("ix_reports_entry_id"), "reports", ["entry_id"])
    op.create_table(
        "entry_needs",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_needs_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_needs")),
    )
    op.create_index(op.f("ix_entry_needs_state"), "entry_needs", ["state"])
    op.create_table(
        "need_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("answered_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(entry_id IS NULL AND text <> '') OR (entry_id IS NOT NULL AND text = '') "
            "OR (is_hidden AND text = '')",
            name=op.f("ck_need_answers_an_entry_or_a_reply"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_need_answers_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["entries.id"],
            name=op.f("fk_need_answers_need_id_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_need_answers_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_answers")),
        sa.UniqueConstraint("need_id", "entry_id", name=op.f("uq_need_answers_need_id")),
    )
    op.create_index(op.f("ix_need_answers_entry_id"), "need_answers", ["entry_id"])
    op.create_table(
        "questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("asked_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_language", sa.String(length=2), nullable=False),
        sa.Column("answering_id", sa.Integer(), nullable=True),
        sa.Column("answering_role", sa.String(length=30), nullable=False),
        sa.Column("answered_at", network.db.Moment(timezone=True), nullable=True),
        sa.Column("revised_at", network.db.Moment(timezone=True), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "answer = '' OR revised_at IS NULL", name=op.f("ck_questions_answered_in_one_way")
        ),
        sa.CheckConstraint("is_hidden OR text <> ''", name=op.f("ck_questions_says_something")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answering_id IS NULL)",
            name=op.f("ck_questions_answered_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["answering_id"],
            ["organisations.id"],
            name=op.f("fk_questions_answering_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_questions_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_questions_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index("ix_questions_entry", "questions", ["entry_id", "asked_at"])
    op.create_table(
        "reminded_needs",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("reminded_at", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["entries.id"],
            name=op.f("fk_reminded_needs_need_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_reminded_needs")),
    )
    op.create_table(
        "askers",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_askers_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_askers_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_askers")),
    )
    op.create_index(op.f("ix_askers_account_id"), "askers", ["account_id"])
    op.create_table(
        "helpful_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("said_at", network.db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(entry_id IS NULL) <> (answer_id IS NULL)",
            name=op.f("ck_helpful_answers_an_entry_or_a_reply"),
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["need_answers.id"],
            name=op.f("fk_helpful_answers_answer_id_need_answers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_helpful_answers_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["entries.id"],
            name=op.f("fk_helpful_answers_need_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpful_answers")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_helpful_answers_answer_id")),
        sa.UniqueConstraint("need_id", "entry_id", name=op.f("uq_helpful_answers_need_id")),
    )
    op.create_index(op.f("ix_helpful_answers_entry_id"), "helpful_answers", ["entry_id"])
    _list_needs()


def _list_needs() -> None:
    """Write down how the needs stand that are public already."""
    entries = sa.table(
        "entries", sa.column("id", sa.Uuid()), sa.column("kind"), sa.column("content")
    )
    needs = sa.table("entry_needs", sa.column("entry_id", sa.Uuid()), sa.column("state"))
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(entries.c.id, sa.cast(entries.c.content, sa.Text)).where(entries.c.kind == "need")
    ).all()
    if rows:
        connection.execute(
            sa.insert(needs),
            [
                {"entry_id": entry_id, "state": json.loads(content).get("state", "open")}
                for entry_id, content in rows
            ],
        )


def downgrade() -> None:
    op.drop_table("helpful_answers")
    op.drop_table("need_answers")
    op.drop_table("askers")
    op.drop_table("questions")
    op.drop_table("reminded_needs")
    op.drop_table("entry_needs")
    op.drop_table("reports")
    op.drop_table("put_aside_searches")
    op.drop_table("missed_searches")
