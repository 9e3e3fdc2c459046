"""An endorsement goes with its entry into the files and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from network.content_files.exporting import export_folder
from network.content_files.importing import import_folder
from network.db import Database
from network.entries.endorsements import Endorsement, endorse_entry, find_endorsement
from network.entries.tables import Entry
from network.errors import Invalid
from network.organisations.queries import find_organisation_ids
from tests.content_files.test_import import read_all
from tests.folders import write_folder
from tests.new_database import create_schema


def said_of(database: Database) -> Endorsement | None:
    """The endorsement of the entry *frokost*."""
    with database.reading() as session:
        entry_id = session.scalars(select(Entry.id).where(Entry.slug == "frokost")).one()
        return find_endorsement(session, entry_id)


def test_exported_and_imported_an_endorsement_is_the_same(
    database: Database, tmp_path: Path
) -> None:
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
        entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
        body = find_organisation_ids(session)["ostfylket-fylkeskommune"]
        endorse_entry(session, entry.id, body, "Lett å ta etter.\n\nOg billig: 40 kr.", "nb")
    with database.reading() as session:
        export_folder(session, tmp_path / "one")
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    create_schema(other)
    with other.transaction() as session:
        import_folder(session, tmp_path / "one")
    with other.reading() as session:
        export_folder(session, tmp_path / "two")
    assert said_of(database) is not None
    assert said_of(other) == said_of(database)
    assert read_all(tmp_path / "one") == read_all(tmp_path / "two")
    other.engine.dispose()


def test_nobody_unknown_endorses(database: Database, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    with database.transaction() as session:
        import_folder(session, folder)
        entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
        endorse_entry(
            session, entry.id, find_organisation_ids(session)["lilleby-ost"], "Bra.", "nb"
        )
    with database.reading() as session:
        export_folder(session, tmp_path / "one")
    file = next((tmp_path / "one" / "entries").rglob("frokost.nb.md"))
    file.write_text(file.read_text().replace("by: lilleby-ost", "by: ingen-slik"))
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    create_schema(other)
    with pytest.raises(Invalid, match="ingen-slik"), other.transaction() as session:
        import_folder(session, tmp_path / "one")
    other.engine.dispose()
