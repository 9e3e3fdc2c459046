"""What a site forgets by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from network import clock
from network.attachments.keeping import GRACE, delete_idle, delete_unknown, find_files, list_idle
from network.documents.attached_files import forget_given, is_used
from network.documents.working_copies import purge_thrown_away
from network.site import Site


@dataclass(frozen=True, slots=True)
class Collected:
    """How many files that nobody uses were deleted, and how many left-overs of killed processes."""

    files: int
    strays: int


def forget(site: Site) -> None:
    """Delete what is kept for some days alone, once these are over: what people threw away."""
    with site.database.transaction() as session:
        purge_thrown_away(session)


def collect_files(site: Site, before: datetime | None = None) -> Collected:
    """Delete the files that nothing uses, nor did since a moment (``GRACE`` ago), and the bytes
    that no process finished keeping. Each in a transaction of its own, so that nobody waits for it.

    Raises ``Unavailable`` where the store or the database cannot be had.
    """
    before = before or clock.now() - GRACE
    with site.database.reading() as session:
        idle = list_idle(session, before)
    files = 0
    for sha256 in idle:
        with site.database.transaction() as session:
            files += delete_idle(session, site.files, sha256, before, is_used, forget_given)
    strays = site.files.drop_unfinished(before)
    old = [sha256 for sha256, put_at in site.files.list_files() if put_at < before]
    with site.database.reading() as session:
        known = find_files(session, old)
    for sha256 in sorted(set(old) - known.keys()):
        with site.database.transaction() as session:
            strays += delete_unknown(session, site.files, sha256)
    return Collected(files, strays)
