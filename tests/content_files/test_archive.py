"""An organisation's whole stock, taken out of one site and into another."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

from sqlalchemy import select

from network.content_files.exporting import export_archive, export_files
from network.content_files.importing import import_folder
from network.db import Database
from network.entries.tables import Entry
from tests.folders import write_folder


def test_an_archive_is_imported_elsewhere_and_loses_nothing(
    database: Database, empty_database: Path, tmp_path: Path
) -> None:
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    with database.reading() as session:
        made = export_archive(session, "exempelstad")
        assert export_archive(session, "exempelstad") == made
        files = dict(export_files(session, "exempelstad"))
        whole = dict(export_files(session))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert "README.txt" in archive.namelist()
        archive.extractall(tmp_path / "out")
    entries = {path for path in files if path.startswith("entries/")}
    assert entries
    assert all(path.startswith("entries/exempelstad/") for path in entries)
    assert entries < {path for path in whole if path.startswith("entries/")}
    shutil.copy(empty_database, tmp_path / "other.sqlite")
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with other.transaction() as session:
        import_folder(session, tmp_path / "out")
    with other.reading() as session:
        assert dict(export_files(session, "exempelstad")) == files
        assert len(session.scalars(select(Entry.id)).all()) == len(
            {path.split(".")[0] for path in entries}
        )
    other.engine.dispose()
