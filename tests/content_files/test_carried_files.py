"""The files of entries in the folder: exported with the texts, and taken in by another site."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from network.app import create_app
from network.attachments.keeping import find_files, read_pages
from network.attachments.reading import read_file
from network.content_files.auditing import find_standing_faults
from network.content_files.checking import check_folder
from network.content_files.exporting import export_folder
from network.documents import identity_guard
from network.entries.attachments import find_attachments
from network.entries.tables import EntryAttachment
from network.errors import Invalid
from network.site import Site
from tests.attached import keep, make_part, make_pdf, make_photo, plain_file, publish_with_files
from tests.conftest import make_settings
from tests.folders import write_folder
from tests.new_database import create_schema

NUMBER = "21880650006"


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return _make_app(tmp_path / "one")


def _make_app(folder: Path) -> Flask:
    folder.mkdir()
    app = create_app(make_settings(folder))
    create_schema(app.extensions["grannar"].database)
    return app


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def exported(app: Flask, tmp_path: Path) -> Path:
    """A site's export, with an entry that carries a PDF and a picture."""
    assert run(app, "content", "import", write_folder(tmp_path / "in")).exit_code == 0
    site: Site = app.extensions["grannar"]
    report = read_file(make_pdf(["Rapport om frokost", "Andre side"], "Rapport", "Etaten"))
    picture = read_file(make_photo())
    keep(site, report, picture)
    publish_with_files(
        site,
        "med-filer",
        [
            make_part(report, "f1", "Rapport.pdf", description="Hele rapporten", role="original"),
            make_part(picture, "f2", "bilde.jpg", alternative="Frokost"),
        ],
    )
    out = tmp_path / "out"
    assert run(app, "content", "export", out).exit_code == 0
    return out


def test_an_export_has_the_files_and_another_site_gives_the_same(
    exported: Path, tmp_path: Path
) -> None:
    names = sorted(path.suffix for path in (exported / "files").iterdir())
    assert names == [".jpg", ".pdf"]
    assert not [remark for remark in check_folder(exported) if "med-filer" in remark.where]
    other = _make_app(tmp_path / "two")
    done = run(other, "content", "import", exported)
    assert done.exit_code == 0, done.output
    site: Site = other.extensions["grannar"]
    with site.database.reading() as session:
        (files,) = find_attachments(session, [_entry(site)]).values()
        assert [file.file_name for file in files.values()] == ["Rapport.pdf", "bilde.jpg"]
        assert files["f2"].small is not None
        # Read anew there: searched, and guarded.
        pages = read_pages(session, [files["f1"].sha256])[files["f1"].sha256]
        assert [page.strip() for page in pages] == ["Rapport om frokost", "Andre side"]
    reader = other.test_client()
    for part in ("f1", "f2"):
        answer = reader.get(f"/nb/eksempelvik/med-filer/files/{part}")
        name = answer.headers["ETag"].strip('"')
        (kept,) = (exported / "files").glob(f"{name}.*")
        assert answer.data == kept.read_bytes()
    again = tmp_path / "again"
    run(other, "content", "export", again)
    ours, theirs = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (exported, again)
    )
    assert ours == theirs


def _entry(site: Site) -> UUID:
    """The one entry that carries files."""
    with site.database.reading() as session:
        return session.scalars(select(EntryAttachment.entry_id).distinct()).one()


def test_an_import_twice_changes_nothing(app: Flask, exported: Path) -> None:
    done = run(app, "content", "import", exported)
    assert done.exit_code == 0, done.output
    assert "new" not in done.output


@pytest.mark.quick(cases=2)
@pytest.mark.parametrize("harm", ["missing", "other bytes", "too large", "metadata"])
def test_a_file_that_is_not_what_the_text_says_stops_the_import(
    exported: Path, tmp_path: Path, harm: str
) -> None:
    (report,) = (exported / "files").glob("*.pdf")
    expected = {
        "missing": "carries a file that is not in files/",
        "other bytes": "holds other bytes",
        "too large": "is larger than 25 MB",
        "metadata": "tells more than it shows",
    }[harm]
    if harm == "missing":
        report.unlink()
    elif harm == "other bytes":
        report.write_bytes(b"something else")
    elif harm == "too large":
        report.write_bytes(bytes(25_000_001))
    else:
        photo = make_photo()
        (picture,) = (exported / "files").glob("*.jpg")
        name = plain_file(photo).sha256
        picture.unlink()
        (exported / "files" / f"{name}.jpg").write_bytes(photo)
        for text in (exported / "entries").rglob("med-filer.*"):
            text.write_text(text.read_text().replace(picture.stem, name))
    other = _make_app(tmp_path / "two")
    done = run(other, "content", "import", exported)
    assert done.exit_code == 1
    assert expected in done.output
    site: Site = other.extensions["grannar"]
    with site.database.reading() as session:
        assert session.scalars(select(EntryAttachment)).all() == []
    if harm != "metadata":
        with pytest.raises(Invalid, match=expected):
            check_folder(exported)


def test_a_dry_run_knows_the_files_and_keeps_none(exported: Path, tmp_path: Path) -> None:
    other = _make_app(tmp_path / "two")
    done = run(other, "content", "import", exported, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "Nothing was changed" in done.output
    site: Site = other.extensions["grannar"]
    with site.database.reading() as session:
        hashes = [path.stem for path in (exported / "files").iterdir()]
        assert find_files(session, hashes) == {}


def test_what_is_no_file_of_this_site_is_told_and_left(app: Flask, exported: Path) -> None:
    stranger = exported / "files" / ("0" * 64 + ".pdf")
    stranger.write_bytes(b"of another site")
    done = run(app, "content", "export", exported)
    assert f"not of this site, left as it is: files/{stranger.name}" in done.output
    assert stranger.exists()


def test_the_audit_reads_the_files_that_stand_in_public(
    app: Flask, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site: Site = app.extensions["grannar"]
    with site.database.reading() as session:
        assert find_standing_faults(session) == []
    file = plain_file(b"older than the guard", f"Gjelder {NUMBER}")
    keep(site, file)
    with monkeypatch.context() as patch:
        patch.setattr(identity_guard, "find_numbers_in_files", lambda *_: [])
        publish_with_files(site, "gammel", [make_part(file, "f1", "gammel.pdf")])
    with site.database.reading() as session:
        (fault,) = find_standing_faults(session)
    assert fault.where == "gammel.pdf of eksempelvik/gammel"
    assert NUMBER not in str(fault)


def test_a_number_in_a_file_stops_an_import_too(exported: Path, tmp_path: Path) -> None:
    data = make_pdf([f"Gjelder {NUMBER}"])
    (report,) = (exported / "files").glob("*.pdf")
    name = plain_file(data).sha256
    (exported / "files" / f"{name}.pdf").write_bytes(data)
    for text in (exported / "entries").rglob("med-filer.*"):
        text.write_text(text.read_text().replace(report.stem, name))
    done = run(_make_app(tmp_path / "two"), "content", "import", exported)
    assert done.exit_code == 1
    assert "is a file that holds what is built like an identity number (page 1)" in done.output
    assert NUMBER not in done.output


def test_a_picture_without_words_is_not_taken_in(exported: Path, tmp_path: Path) -> None:
    for text in (exported / "entries").rglob("med-filer.*"):
        text.write_text(re.sub(r"\n +alternative: Frokost", "", text.read_text()))
    done = run(_make_app(tmp_path / "two"), "content", "import", exported)
    assert done.exit_code == 1
    assert "is a picture without words for who cannot see it" in done.output


def test_an_export_without_a_store_is_of_texts_alone(app: Flask, exported: Path) -> None:
    shutil.rmtree(exported / "files")
    site: Site = app.extensions["grannar"]
    with site.database.reading() as session:
        export_folder(session, exported)
    assert not (exported / "files").exists()
