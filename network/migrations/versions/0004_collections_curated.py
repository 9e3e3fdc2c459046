"""Collections are curated: by several organisations, watched for changes, promoted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

import network.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_curators",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("since", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_curators_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_entry_curators_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("entry_id", "organisation_id", name=op.f("pk_entry_curators")),
    )
    op.create_table(
        "collected_items",
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("chosen_at", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["entries.id"],
            name=op.f("fk_collected_items_collection_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("collection_id", "item", name=op.f("pk_collected_items")),
    )
    op.create_index(op.f("ix_collected_items_entry_id"), "collected_items", ["entry_id"])
    op.create_table(
        "curations",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", network.db.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(accepted_by IS NULL) = (accepted_at IS NULL)", name=op.f("ck_curations_accepted")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_curations_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_curations_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["accounts.id"], name=op.f("fk_curations_asked_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["accounts.id"], name=op.f("fk_curations_accepted_by_accounts")
        ),
        sa.PrimaryKeyConstraint("document_id", "organisation_id", name=op.f("pk_curations")),
    )
    op.create_index(op.f("ix_curations_organisation_id"), "curations", ["organisation_id"])
    op.create_table(
        "looked_items",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=260), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("newer_id", sa.Uuid(), nullable=True),
        sa.Column("seen_at", network.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_looked_items_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("document_id", "item", name=op.f("pk_looked_items")),
    )
    op.create_table(
        "promotions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.String(length=100), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("promoted_at", network.db.Moment(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_promotions_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_promotions_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotions")),
        sa.UniqueConstraint(
            "topic_id", "entry_id", "organisation_id", name=op.f("uq_promotions_topic_id")
        ),
    )
    op.create_index(op.f("ix_promotions_entry_id"), "promotions", ["entry_id"])
    _note_items()


_ENTRIES = sa.table(
    "entries",
    sa.column("id", sa.Uuid()),
    sa.column("organisation_id", sa.Integer()),
    sa.column("slug"),
    sa.column("kind"),
    sa.column("content"),
    sa.column("fingerprint"),
)
_ORGANISATIONS = sa.table("organisations", sa.column("id", sa.Integer()), sa.column("slug"))
_ADDRESSES = sa.table(
    "entry_addresses",
    sa.column("organisation"),
    sa.column("slug"),
    sa.column("entry_id", sa.Uuid()),
)
_DOCUMENTS = sa.table(
    "documents", sa.column("id", sa.Uuid()), sa.column("kind"), sa.column("language")
)
_REVISIONS = sa.table(
    "revisions",
    sa.column("document_id", sa.Uuid()),
    sa.column("language"),
    sa.column("number", sa.Integer()),
    sa.column("content"),
)


_COLLECTED = sa.table(
    "collected_items",
    sa.column("collection_id", sa.Uuid()),
    sa.column("item"),
    sa.column("entry_id", sa.Uuid()),
    sa.column("fingerprint"),
    sa.column("chosen_at", network.db.Moment(timezone=True)),
)
_LOOKED = sa.table(
    "looked_items",
    sa.column("document_id", sa.Uuid()),
    sa.column("item"),
    sa.column("entry_id", sa.Uuid()),
    sa.column("address"),
    sa.column("fingerprint"),
    sa.column("newer_id", sa.Uuid()),
    sa.column("seen_at", network.db.Moment(timezone=True)),
)


def _note_items() -> None:
    """Write down what the items of the collections there are lead to today.

    From when on an entry was revised since it was chosen nobody can tell of what was chosen before:
    it counts from today.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    connection = op.get_bind()
    present = {
        row.id: (f"{row.organisation}/{row.slug}", row.fingerprint)
        for row in connection.execute(
            sa.select(
                _ENTRIES.c.id,
                _ENTRIES.c.slug,
                _ENTRIES.c.fingerprint,
                _ORGANISATIONS.c.slug.label("organisation"),
            ).join(_ORGANISATIONS, _ORGANISATIONS.c.id == _ENTRIES.c.organisation_id)
        )
    }
    there = {
        f"{row.organisation}/{row.slug}": row.entry_id
        for row in connection.execute(sa.select(_ADDRESSES))
        if row.entry_id in present
    }
    public = connection.execute(
        sa.select(_ENTRIES.c.id, sa.cast(_ENTRIES.c.content, sa.Text)).where(
            _ENTRIES.c.kind == "collection"
        )
    ).all()
    rows = [
        {
            "collection_id": id,
            "item": item,
            "entry_id": there[address],
            "fingerprint": present[there[address]][1],
            "chosen_at": now,
        }
        for id, content in public
        for item, address in _items(content)
        if address in there
    ]
    _insert(_COLLECTED, rows)
    newest = {
        row.document_id: row.content
        for row in connection.execute(
            sa.select(
                _REVISIONS.c.document_id,
                sa.cast(_REVISIONS.c.content, sa.Text).label("content"),
            )
            .join(
                _DOCUMENTS,
                (_DOCUMENTS.c.id == _REVISIONS.c.document_id)
                & (_DOCUMENTS.c.language == _REVISIONS.c.language),
            )
            .where(_DOCUMENTS.c.kind == "collection")
            .order_by(_REVISIONS.c.number)
        )
    }
    rows = [
        {
            "document_id": id,
            "item": item,
            "entry_id": there[address],
            "address": present[there[address]][0],
            "fingerprint": present[there[address]][1],
            "newer_id": None,
            "seen_at": now,
        }
        for id, content in newest.items()
        for item, address in _items(content)
        if address in there
    ]
    _insert(_LOOKED, rows)


def _items(content: str) -> Iterator[tuple[str, str]]:
    """The id of each item that is an entry, and that entry's address."""
    for item in json.loads(content).get("items", ()):
        if item.get("entry"):
            yield item["id"], item["entry"].partition("#")[0]


def _insert(table: sa.TableClause, rows: list[dict[str, Any]]) -> None:
    if rows:
        op.get_bind().execute(sa.insert(table), rows)


def downgrade() -> None:
    op.drop_table("promotions")
    op.drop_table("looked_items")
    op.drop_table("curations")
    op.drop_table("collected_items")
    op.drop_table("entry_curators")
