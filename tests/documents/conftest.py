"""A database with the made-up municipalities in it, and one document begun."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from network.content_files.importing import import_folder
from network.db import Database
from network.documents.revisions import Placement, begin
from network.documents.tables import Revision
from network.kinds import Content, parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor
from tests.folders import write_folder


@pytest.fixture
def house(database: Database, tmp_path: Path) -> Database:
    """The database after the import of the made-up site."""
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    return database


def need(title: str = "Vi trenger hjelp", **more: object) -> Content:
    """A short piece of content."""
    return parse_content({"kind": "need", "language": "nb", "title": title, **more})


def begun(session: Session, actor: Actor, slug: str = "hjelp", **more: Any) -> Revision:
    """A need of Eksempelvik's, begun and not published."""
    home = find_organisation_ids(session)["eksempelvik"]
    return begin(session, Placement(home, slug, home), need(**more), actor=actor)
