"""An organisation's whole stock, taken out of one site and into another."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

from network.attachments.keeping import keep_file, store_bytes
from network.attachments.store import open_store
from network.content_files.carried_files import read_new_files
from network.content_files.exporting import export_archive, export_files
from network.content_files.importing import import_folder
from network.content_files.site import read_site
from network.db import Database
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from tests.attached import make_part, make_pdf, plain_file
from tests.folders import write_folder


def test_an_archive_is_imported_elsewhere_and_loses_nothing(
    database: Database, empty_database: Path, tmp_path: Path
) -> None:
    store, file = open_store(str(tmp_path / "store")), plain_file(make_pdf(["Hei."]), "Hei.")
    store_bytes(store, file)
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
        keep_file(session, store, file)
        actor, home = get_system_actor(session, "x"), find_organisation_ids(session)["exempelstad"]
        content = parse_content(
            {
                "kind": "experience",
                "language": "sv",
                "title": "Med fil",
                "files": [make_part(file, "f1", "hei.pdf")],
            }
        )
        begun = begin(session, Placement(home, "med-fil", home), content, actor=actor)
        publish(session, begun.id, actor=actor)
    with database.reading() as session:
        made = export_archive(session, "exempelstad", store)
        assert export_archive(session, "exempelstad", store) == made
        assert f"files/{file.sha256}" not in str(export_archive(session, "eksempelvik", store))
        files = dict(export_files(session, "exempelstad"))
        whole = dict(export_files(session))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {"README.txt", f"files/{file.sha256}.pdf"} < {*archive.namelist()}
        archive.extractall(tmp_path / "out")
    entries = {path for path in files if path.startswith("entries/")}
    assert "entries/exempelstad/med-fil.sv.md" in entries
    assert all(path.startswith("entries/exempelstad/") for path in entries)
    assert entries < {path for path in whole if path.startswith("entries/")}
    shutil.copy(empty_database, tmp_path / "other.sqlite")
    other, other_store = (
        Database(f"sqlite:///{tmp_path / 'other.sqlite'}"),
        open_store(str(tmp_path / "other")),
    )
    with other.transaction() as session:
        for carried in read_new_files(
            session, tmp_path / "out", read_site(tmp_path / "out"), scanner=None
        ):
            keep_file(session, other_store, carried)
        import_folder(session, tmp_path / "out")
    with other.reading() as session:
        assert dict(export_files(session, "exempelstad")) == files
        assert export_archive(session, "exempelstad", other_store) == made
    other.engine.dispose()
