"""Number every transaction that changes what public pages read.

Rows alone, of the counters that 0001 made. It is harmless beside the old version, which
draws from a row of its own and leaves these be.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_counters = sa.table("counters", sa.column("name", sa.String), sa.column("value", sa.BigInteger))
_NAMES = ("public", "register")


def upgrade() -> None:
    op.bulk_insert(_counters, [{"name": name, "value": 1} for name in _NAMES])


def downgrade() -> None:
    op.execute(_counters.delete().where(_counters.c.name.in_(_NAMES)))
