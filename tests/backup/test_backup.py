"""The whole of a site in one file, and back: the same bytes on a machine that had nothing."""

from __future__ import annotations

import io
import json
import random
import stat
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pyrage
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from network.app import create_app
from network.backup.archive import DamagedBackup
from network.backup.restoring import restore
from network.backup.writing import make_backup
from network.config import SETTINGS_READ, read_settings
from network.content_files.importing import import_folder
from network.db import Database
from network.entries.tables import Entry
from network.errors import Misconfigured
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site
from tests.attached import keep, make_part, plain_file, publish_with_files
from tests.conftest import FULL, make_settings
from tests.folders import write_folder
from tests.postgresql import find_program, make_database
from tests.web.people import PASSWORD, account, token_of

PAGES = (
    "/nb/",
    "/sv/",
    "/nb/eksempelvik",
    "/sv/exempelstad",
    "/nb/eksempelvik/frokost",
    "/nb/feeds/all.atom",
    "/sitemaps/entries-1.xml",
    "/nb/search?q=frokost",
    "/sv/search?q=frukost",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def addresses(
    request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path
) -> tuple[str, str]:
    """The addresses of a database with the newest schema, and of one with nothing at all."""
    if request.param == "sqlite":
        (tmp_path / "first").mkdir()
        (tmp_path / "first" / "grannar.sqlite").write_bytes(empty_database.read_bytes())
        return (
            f"sqlite:///{tmp_path / 'first' / 'grannar.sqlite'}",
            f"sqlite:///{tmp_path / 'second' / 'grannar.sqlite'}",
        )
    if not FULL and not find_program("initdb"):
        pytest.skip("There is no PostgreSQL here; the full tests demand one.")
    socket = request.getfixturevalue("postgresql")
    name = uuid4().hex
    return (
        make_database(socket, f"test-{name}", "empty"),
        make_database(socket, f"restored-{name}"),
    )


@pytest.fixture
def first(addresses: tuple[str, str], tmp_path: Path) -> Iterator[Flask]:
    """A site with entries, a file, an account and a list of purges."""
    app = create_app(make_settings(tmp_path / "first", DATABASE_URL=addresses[0]))
    site: Site = app.extensions["grannar"]
    with site.database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    file = plain_file(b"Regneark om frokost", "Side en")
    keep(site, file)
    publish_with_files(site, "med-fil", [make_part(file, "f1", "frokost.pdf")])
    account(app, "Ola")
    catch_up(site.index.folder, DatabaseSource(site.database))
    yield app
    site.database.engine.dispose()


@pytest.fixture
def small(tmp_path: Path, empty_database: Path) -> Site:
    """A site with nothing in it but one file, for a small backup."""
    (tmp_path / "grannar.sqlite").write_bytes(empty_database.read_bytes())
    site: Site = create_app(make_settings(tmp_path)).extensions["grannar"]
    return site


def run(address: str, folder: Path, *words: str, **given: str) -> Result:
    """A command of a site that lives in a folder of its own."""
    more = {"FILES": str(folder / "files"), "PURGE_LIST": str(folder / "purges.jsonl")}
    app = create_app(make_settings(folder, DATABASE_URL=address, **more | given))
    done = app.test_cli_runner().invoke(args=words)
    site: Site = app.extensions["grannar"]
    site.database.engine.dispose()
    return done


def read_pages(app: Flask) -> dict[str, bytes]:
    client = app.test_client()
    pages = {page: client.get(page) for page in PAGES}
    assert {answer.status_code for answer in pages.values()} == {200}
    return {page: answer.data for page, answer in pages.items()}


def publish_another(site: Site, number: int) -> None:
    """One more entry, as long as a backup runs."""
    publish_with_files(site, f"nattkafe-{number}", [])


@pytest.mark.quick(cases=1)
def test_a_site_comes_back_on_an_empty_machine_byte_for_byte(
    first: Flask,
    addresses: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site: Site = first.extensions["grannar"]
    before = read_pages(first)
    monkeypatch.setenv("PUBLIC_URL", "https://grannar.example")
    identity = pyrage.x25519.Identity.generate()
    key_file = tmp_path / "key.txt"
    key_file.write_text(f"# created: 2026-11-29\n{identity}\n")
    backup = tmp_path / "backups" / "grannar.backup"
    done = run(
        addresses[0],
        tmp_path / "first",
        "backup",
        str(backup),
        BACKUP_KEY=str(identity.to_public()),
        FILES=site.settings.files,
    )
    assert done.exit_code == 0, done.stderr
    assert "1 files" in done.stdout
    assert done.stdout.rstrip().endswith("encrypted.")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert b"Eksempelvik" not in backup.read_bytes()
    assert list(backup.parent.iterdir()) == [backup]

    second = tmp_path / "second"
    refused = run(addresses[1], second, "restore", str(backup))
    assert (refused.exit_code, "--identity" in refused.stderr) == (1, True)
    told = run(addresses[1], second, "restore", str(backup), "--identity", str(key_file), "--list")
    assert "1 files" in told.stdout, told.stderr
    done = run(addresses[1], second, "restore", str(backup), "--identity", str(key_file))
    assert done.exit_code == 0, done.stderr
    kept = (second / "restored-settings").read_text().splitlines()
    assert "PUBLIC_URL=https://grannar.example" in kept
    assert "SECRET_KEY='a key for tests'" in kept
    again = run(addresses[1], second, "restore", str(backup), "--identity", str(key_file))
    assert (again.exit_code, "not empty" in again.stderr) == (1, True)

    settings = make_settings(second, DATABASE_URL=addresses[1], FILES=str(second / "files"))
    app = create_app(settings)
    restored: Site = app.extensions["grannar"]
    catch_up(restored.index.folder, DatabaseSource(restored.database))
    assert read_pages(app) == before
    client = app.test_client()
    token = token_of(client.get("/nb/account/sign-in").text)
    form = {"email": "ola@grannar.example", "password": PASSWORD, "csrf_token": token}
    assert client.post("/nb/account/sign-in", data=form).status_code == 303
    # It goes on from there: numbers are drawn on, not anew.
    publish_another(restored, 1)
    for file, _ in site.files.list_files():
        assert b"".join(restored.files.read(file)) == b"".join(site.files.read(file))
    restored.database.engine.dispose()


def test_what_is_published_meanwhile_is_in_a_backup_whole_or_not_at_all(
    first: Flask, addresses: tuple[str, str], tmp_path: Path
) -> None:
    site: Site = first.extensions["grannar"]
    backup = tmp_path / "grannar.backup"

    def publish_others() -> None:
        for number in range(12):
            publish_another(site, number)

    with ThreadPoolExecutor(1) as others:
        writing = others.submit(publish_others)
        manifest = make_backup(site.database, site.files, site.settings, backup)
        writing.result()
    target = Database(addresses[1])
    store = (
        create_app(make_settings(tmp_path / "second", DATABASE_URL=addresses[1]))
        .extensions["grannar"]
        .files
    )
    restore(target, store, backup)
    with target.reading() as session:
        entries = session.scalars(select(Entry)).all()
        newest = session.execute(select(func.max(Entry.slug))).scalar()
    assert newest
    assert manifest.entries <= len(entries) <= manifest.entries + 12
    target.engine.dispose()


def test_a_damaged_backup_puts_nothing_in_the_database(small: Site, tmp_path: Path) -> None:
    backup, identity = tmp_path / "grannar.backup", pyrage.x25519.Identity.generate()
    sealed = tmp_path / "sealed.backup"
    key_file = tmp_path / "key.txt"
    key_file.write_text(str(identity))
    make_backup(small.database, small.files, small.settings, backup)
    make_backup(small.database, small.files, small.settings, sealed, key=str(identity.to_public()))
    dice = random.Random(17)
    for whole, key in ((backup.read_bytes(), None), (sealed.read_bytes(), key_file)):
        for number in range(40 if FULL else 12):
            place = dice.randrange(20, len(whole) - 60)
            broken = bytearray(whole)
            if number % 2:
                del broken[place:]
            else:
                broken[place] ^= 0x55
            (tmp_path / "broken").write_bytes(broken)
            target = Database(f"sqlite:///{tmp_path / 'target' / f'{uuid4().hex}.sqlite'}")
            with pytest.raises(DamagedBackup):
                restore(target, small.files, tmp_path / "broken", identity=key)
            with target.reading() as session:
                tables = session.connection().exec_driver_sql("SELECT count(*) FROM sqlite_master")
                assert tables.scalar() == 0
            target.engine.dispose()
    assert not [file for file in tmp_path.iterdir() if "restor" in file.name]


def read_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    assert file is not None
    return file.read()


def test_what_is_no_backup_of_this_version_is_told_in_a_sentence(
    small: Site, tmp_path: Path
) -> None:
    backup = tmp_path / "grannar.backup"
    make_backup(small.database, small.files, small.settings, backup)
    with tarfile.open(backup) as archive:
        members = [(member, read_member(archive, member)) for member in archive]

    def write(**changed: object) -> Path:
        file = tmp_path / f"changed {sorted(changed)}"
        with tarfile.open(file, "w:gz") as archive:
            for member, content in members:
                data = content
                if member.name == "manifest.json":
                    data = json.dumps(json.loads(content) | changed).encode()
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
        return file

    (tmp_path / "text").write_text("Kjære kommune")
    target = Database(f"sqlite:///{tmp_path / 'target.sqlite'}")
    for file, kind, sentence in (
        (tmp_path / "text", DamagedBackup, "damaged or is none"),
        (write(schema="9999"), Misconfigured, "later version"),
        (write(format=2), Misconfigured, "does not know"),
        (write(database="postgresql"), Misconfigured, "of a database of postgresql"),
        (write(files=3), DamagedBackup, "not whole: 0 of 3 files"),
        (write(hashes={}), DamagedBackup, "not whole"),
    ):
        with pytest.raises(kind, match=sentence):
            restore(target, small.files, file)
    with pytest.raises(Misconfigured, match="public key of age"):
        make_backup(small.database, small.files, small.settings, tmp_path / "x", key="age1x")
    assert not (tmp_path / "x").exists()
    target.engine.dispose()


def test_every_setting_is_in_a_backup(tmp_path: Path) -> None:
    class Recorded(dict[str, str]):
        asked: set[str] = set()  # noqa: RUF012  # one mapping is made

        def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]  # its base has an overload for each kind of default; here is text or none
            self.asked.add(name)
            return super().get(name, default)

        def __getitem__(self, name: str) -> str:
            self.asked.add(name)
            return super().__getitem__(name)

    read_settings(Recorded(SECRET_KEY="x"), root=tmp_path)
    assert set(SETTINGS_READ) == Recorded.asked
