"""What lists know of a text: its newest revision and title, and when it is to be looked at again.

Works out the same of what is there already, by the rules of the day this was written.
"""

from __future__ import annotations

import calendar
import json
import re
import unicodedata
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LAST = {
    "nb": {"æ": 0, "ä": 0, "ø": 1, "ö": 1, "å": 2},
    "sv": {"å": 0, "ä": 1, "æ": 1, "ö": 2, "ø": 2},
}
_LAST_MONTH = {21: 5, 22: 8, 23: 11, 24: 2, 40: 6, 41: 12}


def upgrade() -> None:
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_publisher_id"), ["publisher_id"])
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_revisions_author", ["author_id", "document_id", "language", "number"]
        )
    with op.batch_alter_table("document_texts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("newest_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("title", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("order_nb", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("order_sv", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("review_due", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("exception_asked_at", sa.DateTime(timezone=True), nullable=True)
        )
    _fill()
    with op.batch_alter_table("document_texts", schema=None) as batch_op:
        for name, type_ in (
            ("newest_id", sa.Uuid()),
            ("changed_at", sa.DateTime(timezone=True)),
            ("title", sa.Text()),
            ("order_nb", sa.LargeBinary()),
            ("order_sv", sa.LargeBinary()),
        ):
            batch_op.alter_column(name, existing_type=type_, nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_document_texts_newest_id_revisions"), "revisions", ["newest_id"], ["id"]
        )
        batch_op.create_index("ix_document_texts_state", ["state", "state_since"])
        batch_op.create_index(batch_op.f("ix_document_texts_review_due"), ["review_due"])
        batch_op.create_index(
            batch_op.f("ix_document_texts_exception_asked_at"), ["exception_asked_at"]
        )
    op.create_table(
        "review_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_by IS NULL) = (answered_at IS NULL)", name=op.f("ck_review_notes_answered")
        ),
        sa.CheckConstraint(
            "(settled_by IS NULL) = (settled_at IS NULL)", name=op.f("ck_review_notes_settled")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_review_notes_{column}_{table}")
            )
            for column, table in (
                ("document_id", "documents"),
                ("revision_id", "revisions"),
                ("author_id", "accounts"),
                ("answered_by", "accounts"),
                ("settled_by", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_notes")),
    )
    op.create_index("ix_review_notes_document", "review_notes", ["document_id", "language"])
    op.create_table(
        "assignments",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("assigned_by", sa.Uuid(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_assignments_{column}_{table}")
            )
            for column, table in (
                ("document_id", "documents"),
                ("account_id", "accounts"),
                ("assigned_by", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_account_id"), "assignments", ["account_id"])
    op.create_table(
        "deleted_drafts",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("deleted_by", sa.Uuid(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_deleted_drafts_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["accounts.id"], name=op.f("fk_deleted_drafts_deleted_by_accounts")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_deleted_drafts")),
    )
    op.create_index(
        op.f("ix_deleted_drafts_organisation_id"), "deleted_drafts", ["organisation_id"]
    )


def downgrade() -> None:
    op.drop_table("deleted_drafts")
    op.drop_table("assignments")
    op.drop_table("review_notes")
    with op.batch_alter_table("document_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_texts_exception_asked_at"))
        batch_op.drop_index(batch_op.f("ix_document_texts_review_due"))
        batch_op.drop_index("ix_document_texts_state")
        batch_op.drop_constraint(
            batch_op.f("fk_document_texts_newest_id_revisions"), type_="foreignkey"
        )
        for name in (
            "exception_asked_at",
            "review_due",
            "order_sv",
            "order_nb",
            "title",
            "changed_at",
            "newest_id",
        ):
            batch_op.drop_column(name)
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.drop_index("ix_revisions_author")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_documents_publisher_id"))


def _fill() -> None:
    connection = op.get_bind()
    texts = sa.table(
        "document_texts",
        sa.column("document_id", sa.Uuid()),
        sa.column("language", sa.String()),
        sa.column("published_id", sa.Uuid()),
        sa.column("newest_id", sa.Uuid()),
        sa.column("changed_at", sa.DateTime(timezone=True)),
        sa.column("title", sa.Text()),
        sa.column("order_nb", sa.LargeBinary()),
        sa.column("order_sv", sa.LargeBinary()),
        sa.column("review_due", sa.Date()),
        sa.column("exception_asked_at", sa.DateTime(timezone=True)),
    )
    revisions = sa.table(
        "revisions",
        sa.column("id", sa.Uuid()),
        sa.column("document_id", sa.Uuid()),
        sa.column("language", sa.String()),
        sa.column("number", sa.Integer()),
        sa.column("content", sa.JSON()),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )
    trail = sa.table(
        "trail",
        sa.column("revision_id", sa.Uuid()),
        sa.column("verb", sa.String()),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    overruled = sa.table("overruled_guards", sa.column("revision_id", sa.Uuid()))
    keys = connection.execute(
        sa.select(texts.c.document_id, texts.c.language, texts.c.published_id)
    ).all()
    for document_id, language, published_id in keys:
        newest_id, content, made_at = connection.execute(
            sa.select(revisions.c.id, revisions.c.content, revisions.c.made_at)
            .where(revisions.c.document_id == document_id, revisions.c.language == language)
            .order_by(revisions.c.number.desc())
            .limit(1)
        ).one()
        title = _title(content)
        public = (
            connection.scalar(sa.select(revisions.c.content).where(revisions.c.id == published_id))
            if published_id
            else None
        )
        let_through = connection.scalar(
            sa.select(overruled.c.revision_id).where(overruled.c.revision_id == newest_id)
        )
        asked_at = connection.scalar(
            sa.select(sa.func.max(trail.c.at)).where(
                trail.c.revision_id == newest_id, trail.c.verb == "exception_asked"
            )
        )
        connection.execute(
            sa.update(texts)
            .where(texts.c.document_id == document_id, texts.c.language == language)
            .values(
                newest_id=newest_id,
                changed_at=made_at,
                title=title,
                order_nb=_order(title, "nb"),
                order_sv=_order(title, "sv"),
                review_due=_last_day(_parsed(public).get("review_by")) if public else None,
                exception_asked_at=None if let_through else asked_at,
            )
        )


def _parsed(content: Any) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(content) if isinstance(content, str) else content
    return parsed


def _title(content: Any) -> str:
    values = _parsed(content)
    return str(values.get("words", values).get("title", ""))


def _order(title: str, language: str) -> bytes:
    key = b""
    for letter in unicodedata.normalize("NFC", title[:120].casefold()):
        place = _LAST[language].get(letter)
        if place is not None:
            key += bytes((3, 1 + place))
            continue
        plain = unicodedata.normalize("NFD", letter)[0]
        key += bytes((2 if plain.isalpha() else 1, 1)) + plain.encode("utf-8", "replace")
    return key


def _last_day(text: str | None) -> date | None:
    shape = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?~?", text or "")
    if shape is None:
        return None
    year, month, day = (int(part) if part else None for part in shape.groups())
    assert year is not None
    last = _LAST_MONTH.get(month, month) if month else 12
    return date(year, last, day or calendar.monthrange(year, last)[1])
