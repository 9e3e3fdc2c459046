"""Every table of the house, gathered for the migrations.

Whatever uses one table imports its own module; only the schema's history needs them all.
"""

from __future__ import annotations

import network.changes
import network.community.exchange_tables
import network.community.following_tables
import network.community.private_tables
import network.community.tables
import network.content_files.tables
import network.documents.tables
import network.entries.tables
import network.mail.tables
import network.organisations.tables
import network.people.tables
import network.topics.tables
from network.db import Base

metadata = Base.metadata

# Tables that no public page may read, whatever the address: drafts, people, the trail.
PRIVATE = frozenset(
    table.name
    for module in (
        network.community.following_tables,
        network.community.private_tables,
        network.content_files.tables,
        network.documents.tables,
        network.mail.tables,
        network.people.tables,
    )
    for mapper in Base.registry.mappers
    if mapper.class_.__module__ == module.__name__
    for table in mapper.tables
)
