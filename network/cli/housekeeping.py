"""What a site forgets by itself."""

from __future__ import annotations

from network.documents.working_copies import purge_thrown_away
from network.site import Site


def forget(site: Site) -> None:
    """Delete what is kept for some days alone, once these are over: what people threw away."""
    with site.database.transaction() as session:
        purge_thrown_away(session)
