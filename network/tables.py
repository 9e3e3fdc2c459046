"""Every table of the house, gathered for the migrations.

Whatever uses one table imports its own module; only the schema's history needs them all.
"""

from __future__ import annotations

from network.db import Base, Private

metadata = Base.metadata

# Packages all of whose tables are private; elsewhere a table says so itself, by ``Private``.
_PRIVATE_PACKAGES = (
    "network.content_files.",
    "network.documents.",
    "network.mail.",
    "network.people.",
)
# Tables that no public page may read, whatever the address: drafts, people, the trail.
PRIVATE = frozenset(
    table.name
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Private) or mapper.class_.__module__.startswith(_PRIVATE_PACKAGES)
    for table in mapper.tables
)
