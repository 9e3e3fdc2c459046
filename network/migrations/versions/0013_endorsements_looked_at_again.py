"""Endorsements know when they are to be looked at again.

Null where the version before wrote it, and where it came from another site without a day: a year
after it was said.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry_endorsements", sa.Column("look_again", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("entry_endorsements") as table:
        table.drop_column("look_again")
