"""The command line's files: what is kept and whether it is whole, and what nobody uses deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from network import clock
from network.app import create_app
from network.attachments.keeping import GRACE, ReadFile, find_files
from network.attachments.tables import StoredFile
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.attached_files import give_file
from network.documents.drafts import delete_draft
from network.documents.publishing import publish, withdraw
from network.documents.revisions import Placement, begin, revise
from network.documents.tables import DocumentFile
from network.documents.working_copies import open_copy, throw_away_copy
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor, get_system_actor
from network.site import Site
from network.worker.housekeeping import Collected, collect_files, forget
from tests.attached import keep, make_part, plain_file, publish_with_files
from tests.conftest import make_settings
from tests.folders import write_folder
from tests.new_database import create_schema
from tests.people import coordinator

FILES = {
    name: plain_file(name.encode(), name)
    for name in (
        "public",
        "in an older version",
        "of a withdrawn entry",
        "in a form",
        "thrown away",
        "begun from",
        "of a deleted draft",
        "taken out of a form",
        "never used",
    )
}
USED = ("public", "in an older version", "of a withdrawn entry", "in a form", "begun from")


@pytest.fixture
def app(tmp_path: Path, database: Database) -> Iterator[Flask]:
    address = database.engine.url.render_as_string(hide_password=False)
    app = create_app(make_settings(tmp_path, DATABASE_URL=address))
    site: Site = app.extensions["grannar"]
    with site.database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    yield app
    site.database.engine.dispose()


@pytest.fixture
def site(app: Flask) -> Site:
    found: Site = app.extensions["grannar"]
    return found


def fields(*files: ReadFile) -> dict[str, object]:
    return {"title": "Noe", "files": [make_part(file, "f1", "x.pdf") for file in files]}


def write_everywhere(site: Site) -> Actor:
    """A file in each place that a file may be used in, or was; the writer."""
    keep(site, *FILES.values())
    with site.database.transaction() as session:
        writer = coordinator(session)
        home = find_organisation_ids(session)["eksempelvik"]
        system = get_system_actor(session, "test")

    def give(document_id: UUID, name: str, is_original: bool = False) -> None:
        with site.database.transaction() as session:
            give_file(
                session,
                site.files,
                document_id,
                FILES[name],
                "x.pdf",
                organisation_id=home,
                is_original=is_original,
                actor=writer,
            )

    entry = publish_with_files(
        site, "offentlig", [make_part(FILES["in an older version"], "f1", "x.pdf")]
    )
    value = {"kind": "experience", "language": "nb", "title": "x"}
    with site.database.transaction() as session:
        parts = [make_part(FILES["public"], "f2", "x.pdf")]
        newer = revise(session, entry, parse_content({**value, "files": parts}), actor=system)
        publish(session, newer.id, actor=system)
    gone = publish_with_files(
        site, "trukket", [make_part(FILES["of a withdrawn entry"], "f1", "x.pdf")]
    )
    with site.database.transaction() as session:
        withdraw(session, gone, actor=system)
    for name in ("in a form", "thrown away", "begun from", "taken out of a form"):
        document_id = uuid4()
        give(document_id, name, name == "begun from")
        held = () if name in ("begun from", "taken out of a form") else (FILES[name],)
        with site.database.transaction() as session:
            open_copy(
                session,
                document_id,
                "nb",
                kind="experience",
                organisation_id=home,
                fields=fields(*held),
                actor=writer,
            )
            if name == "thrown away":
                throw_away_copy(session, document_id, "nb", actor=writer)
    draft = uuid4()
    give(draft, "of a deleted draft")
    with site.database.transaction() as session:
        content = parse_content(
            {**value, "files": [make_part(FILES["of a deleted draft"], "f1", "x.pdf")]}
        )
        begin(session, Placement(home, "slettet", home), content, actor=writer, id=draft)
    with site.database.transaction() as session:
        delete_draft(session, draft, actor=writer)
    return writer


def still_there(site: Site) -> set[str]:
    hashes = {file.sha256: name for name, file in FILES.items()}
    with site.database.reading() as session:
        rows = set(find_files(session, list(hashes)))
    stored = {sha256 for sha256, _at in site.files.list_files()}
    assert rows == stored
    return {hashes[sha256] for sha256 in rows}


def test_what_nobody_uses_goes_after_two_weeks_and_what_anybody_uses_stays(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_everywhere(site)
    assert collect_files(site) == Collected(0, 0)
    assert still_there(site) == set(FILES)
    later = clock.now() + GRACE + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    # What was thrown away can be brought back for a week, and is forgotten with it.
    assert collect_files(site) == Collected(3, 0)
    assert still_there(site) == {*USED, "thrown away"}
    forget(site)
    assert collect_files(site) == Collected(1, 0)
    assert still_there(site) == set(USED)
    with site.database.reading() as session:
        given = {row.sha256 for row in session.scalars(select(DocumentFile))}
        assert given <= {FILES[name].sha256 for name in USED}


def test_left_overs_of_killed_processes_go_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    stray = plain_file(b"stored and never known")
    site.files.put(stray.sha256, stray.data)
    later = clock.now() + GRACE + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert collect_files(site) == Collected(0, 1)
    assert list(site.files.list_files()) == []


def test_status_tells_what_is_kept_and_whether_it_is_scanned(app: Flask, site: Site) -> None:
    keep(site, FILES["public"], plain_file(b"nothing to read"))
    told = app.test_cli_runner().invoke(args=["files", "status"])
    assert told.exit_code == 0
    assert f"2 files, 21 bytes, at {site.files.place}." in told.output
    assert "1 with text that is searched" in told.output
    assert "1 without text" in told.output
    assert "No virus scanner is set" in told.output


def test_a_scanner_that_is_set_and_away_is_told(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path, CLAMD="127.0.0.1:9"))
    create_schema(app.extensions["grannar"].database)
    told = app.test_cli_runner().invoke(args=["files", "status"])
    assert told.exit_code == 1
    assert "does not answer" in told.output
    assert "no file comes in until it does" in told.output


def test_check_finds_what_is_missing_and_what_is_other_than_it_was(app: Flask, site: Site) -> None:
    keep(site, *FILES.values())
    runner = app.test_cli_runner()
    assert runner.invoke(args=["files", "check"]).exit_code == 0
    site.files.delete(FILES["public"].sha256)
    broken = Path(site.settings.files) / FILES["in a form"].sha256[:2] / FILES["in a form"].sha256
    broken.write_bytes(b"rotten")
    told = runner.invoke(args=["files", "check"])
    assert told.exit_code == 1
    assert f"missing: {FILES['public'].sha256}" in told.output
    assert f"other than it was: {FILES['in a form'].sha256}" in told.output


def test_collect_says_what_it_did(app: Flask, site: Site) -> None:
    told = app.test_cli_runner().invoke(args=["files", "collect"])
    assert told.output.strip() == "0 files deleted, 0 left-overs."
    with site.database.reading() as session:
        assert session.scalars(select(StoredFile)).all() == []
