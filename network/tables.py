"""Every table of the house, gathered for the migrations.

Whatever uses one table imports its own module; only the schema's history needs them all.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

import network.attachments.tables
import network.changes
import network.community.following.tables
import network.community.marks.tables
import network.community.missed_searches.tables
import network.community.monthly_letters.tables
import network.community.needs.tables
import network.community.promotions.tables
import network.community.questions.tables
import network.community.reports.tables
import network.content_files.tables
import network.documents.review_tables
import network.documents.tables
import network.entries.tables
import network.job_runs
import network.mail.tables
import network.organisations.tables
import network.people.tables
import network.purging.tables
import network.topics.tables
from network.changes import REGISTER, draw_public_numbers
from network.db import Base, Private

# Where tables are described: importing a module is what makes its tables known.
MODULES = (
    network.attachments.tables,
    network.changes,
    network.community.following.tables,
    network.community.marks.tables,
    network.community.missed_searches.tables,
    network.community.monthly_letters.tables,
    network.community.needs.tables,
    network.community.promotions.tables,
    network.community.questions.tables,
    network.community.reports.tables,
    network.content_files.tables,
    network.documents.review_tables,
    network.documents.tables,
    network.entries.tables,
    network.job_runs,
    network.mail.tables,
    network.organisations.tables,
    network.people.tables,
    network.purging.tables,
    network.topics.tables,
)
metadata = Base.metadata

# Packages all of whose tables are private; elsewhere a table says so itself, by ``Private``.
_PRIVATE_PACKAGES = (
    "network.attachments.",
    "network.content_files.",
    "network.documents.",
    "network.mail.",
    "network.people.",
    "network.purging.",
)
# Tables that no public page may read, whatever the address: drafts, people, the trail.
PRIVATE = frozenset(
    table.name
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Private) or mapper.class_.__module__.startswith(_PRIVATE_PACKAGES)
    for table in mapper.tables
)
# Not what a page shows, but what is drawn and noted of it.
_COUNTED = frozenset({"counters"})


def number_public(session: Session, written: frozenset[str]) -> None:
    """Draw new numbers where a transaction wrote what public pages read: every table that is not
    private, so that a new one is counted without being named anywhere."""
    public = written - PRIVATE - _COUNTED
    if public:
        draw_public_numbers(session, ("public", "register") if public & REGISTER else ("public",))
