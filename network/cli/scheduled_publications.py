"""Making public what was approved for a time, when the time has come."""

from __future__ import annotations

import logging

from network.documents.scheduling import (
    DuePublication,
    find_due_publications,
    note_problem,
    publish_due,
)
from network.errors import Conflict, Contended, Invalid
from network.site import Site

logger = logging.getLogger(__name__)


def publish_all_due(site: Site) -> int:
    """Publish every text whose time has come, each in a transaction of its own; how many were.

    What something is in the way of keeps the reason, and is not tried again. Safe in several
    processes at once: the document's row is locked, and the schedule is gone with the publication.
    """
    with site.database.reading() as session:
        due_publications = find_due_publications(session)
    return sum(_publish(site, due) for due in due_publications)


def _publish(site: Site, due: DuePublication) -> bool:
    try:
        with site.database.transaction() as session:
            return publish_due(session, due)
    except Contended:
        # Somebody wrote the same document in that moment; the next run finds how it is then.
        return False
    except Conflict as refusal:
        problem: str = refusal.code
    except Invalid as refusal:
        problem = next((fault.code for fault in refusal.faults if fault.code), "unusable")
    logger.warning("a scheduled publication was refused: %s", problem)
    with site.database.transaction() as session:
        note_problem(session, due, problem)
    return False
