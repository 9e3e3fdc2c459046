"""A process that publishes, withdraws and revises in a database, then dies while it indexes.

The point is ``after the commit`` or a step of ``catch_up``. Exit 9: died there. Exit 0: never came
there.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import select

from network.db import Database
from network.documents.publishing import move, publish, withdraw
from network.documents.revisions import Placement, begin
from network.entries.tables import Entry
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.search.index_folder import IndexFolder
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource


def main(url: str, index: Path, point: str) -> None:
    """Begin, and die at the point."""
    database = Database(url)
    with database.transaction() as session:
        actor = get_system_actor(session, "test")
        home = find_organisation_ids(session)["eksempelvik"]
        content = parse_content({"kind": "need", "language": "nb", "title": "Nytt behov"})
        revision = begin(session, Placement(home, "nytt-behov", home), content, actor=actor)
        publish(session, revision.id, actor=actor)
        gone = session.scalars(select(Entry).where(Entry.slug == "mote")).one()
        withdraw(session, gone.id, actor=actor)
        moved = session.scalars(select(Entry).where(Entry.slug == "frukost")).one()
        move(session, moved.id, "skolfrukost", actor=actor)
    if point == "after the commit":
        os._exit(9)

    def step(name: str) -> None:
        if name == point:
            os._exit(9)

    catch_up(IndexFolder(index), DatabaseSource(database), step=step)
