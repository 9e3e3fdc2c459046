"""Who curates a collection together with its publisher, publicly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network.changes import record_change
from network.entries.tables import Entry, EntryCurator
from network.organisations.tables import Organisation
from network.organisations.values import Registered


def find_curators(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, list[Registered]]:
    """The organisations beside the publisher that curate each of these, longest first. One query.

    Entries that nobody else curates are left out.
    """
    rows = session.execute(
        select(EntryCurator.entry_id, Organisation)
        .join(Organisation, Organisation.id == EntryCurator.organisation_id)
        .where(EntryCurator.entry_id.in_(list(ids)))
        .order_by(EntryCurator.since, Organisation.slug)
    )
    curators: dict[UUID, list[Registered]] = {}
    for entry_id, body in rows:
        curators.setdefault(entry_id, []).append(body.value)
    return curators


def find_curated_collections(session: Session, organisation_id: int) -> list[UUID]:
    """The collections that an organisation curates along. One query."""
    return list(
        session.scalars(
            select(EntryCurator.entry_id)
            .where(EntryCurator.organisation_id == organisation_id)
            .order_by(EntryCurator.since.desc(), EntryCurator.entry_id)
        )
    )


def set_curators(session: Session, entry_id: UUID, since: Mapping[int, datetime]) -> None:
    """Let these organisations, and no others, curate a public entry along; each with its since.

    Does nothing for an entry that is not public, and logs no change where none is.
    """
    if session.get(Entry, entry_id) is None:
        return
    rows = session.scalars(select(EntryCurator).where(EntryCurator.entry_id == entry_id))
    present = {row.organisation_id: row.since for row in rows}
    if present == dict(since):
        return
    session.execute(delete(EntryCurator).where(EntryCurator.entry_id == entry_id))
    session.add_all(
        EntryCurator(entry_id=entry_id, organisation_id=organisation, since=moment)
        for organisation, moment in since.items()
    )
    session.flush()
    record_change(session, entry_id, "touched")
