"""Keeping files and letting go of them: nothing that is used is ever lost, whoever meets whom."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from network import clock
from network.attachments.keeping import (
    GRACE,
    ReadFile,
    delete_idle,
    delete_unknown,
    find_files,
    keep_file,
    list_idle,
    note_use,
    read_pages,
    store_bytes,
)
from network.attachments.store import FolderStore, compute_hash
from network.attachments.tables import StoredFile, StoredFilePage
from network.db import Database
from network.errors import Contended
from tests.attached import plain_file

FILE = plain_file(b"a report", "first page", "second page")
PICTURE = ReadFile(
    b"large picture",
    compute_hash(b"large picture"),
    "image/png",
    900,
    600,
    ReadFile(b"small picture", compute_hash(b"small picture"), "image/png", 480, 320),
)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files")


def keep(database: Database, store: FolderStore, file: ReadFile) -> None:
    store_bytes(store, file)
    with database.transaction() as session:
        keep_file(session, store, file)


def nobody(session: Session, sha256: str) -> bool:
    return False


def nothing(session: Session, sha256: str) -> None:
    return


def collect(database: Database, store: FolderStore, sha256: str) -> bool:
    with database.transaction() as session:
        return delete_idle(session, store, sha256, clock.now() - GRACE, nobody, nothing)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after the grace time."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + GRACE + timedelta(days=1))


def test_a_file_is_known_with_its_pages_and_kept_once(
    database: Database, store: FolderStore
) -> None:
    keep(database, store, FILE)
    keep(database, store, FILE)
    with database.reading() as session:
        row = find_files(session, [FILE.sha256])[FILE.sha256]
        assert (row.size, row.media_type, row.text_state) == (8, "application/pdf", "read")
        assert read_pages(session, [FILE.sha256]) == {FILE.sha256: ["first page", "second page"]}
        assert session.scalar(select(func.count()).select_from(StoredFile)) == 1
    assert store.has(FILE.sha256)


def test_a_picture_brings_its_small_one_which_stays_as_long(
    database: Database, store: FolderStore, request: pytest.FixtureRequest
) -> None:
    assert PICTURE.small is not None
    keep(database, store, PICTURE)
    request.getfixturevalue("later")
    assert not collect(database, store, PICTURE.small.sha256)
    assert collect(database, store, PICTURE.sha256)
    assert collect(database, store, PICTURE.small.sha256)
    assert list(store.list_files()) == []


def test_nothing_goes_before_its_time_or_while_it_is_used(
    database: Database, store: FolderStore, request: pytest.FixtureRequest
) -> None:
    keep(database, store, FILE)
    assert not collect(database, store, FILE.sha256)
    request.getfixturevalue("later")
    before = clock.now() - GRACE
    with database.transaction() as session:
        assert list_idle(session, before) == [FILE.sha256]
        assert not delete_idle(session, store, FILE.sha256, before, lambda *_: True, nothing)
    # Used again, it has its time anew.
    with database.transaction() as session:
        assert note_use(session, [FILE.sha256, "0" * 64]) == {"0" * 64}
    assert not collect(database, store, FILE.sha256)
    assert store.has(FILE.sha256)


def test_what_is_deleted_is_gone_with_its_pages(
    database: Database, store: FolderStore, request: pytest.FixtureRequest
) -> None:
    keep(database, store, FILE)
    request.getfixturevalue("later")
    assert collect(database, store, FILE.sha256)
    assert not collect(database, store, FILE.sha256)
    with database.reading() as session:
        assert find_files(session, [FILE.sha256]) == {}
        assert session.scalar(select(func.count()).select_from(StoredFilePage)) == 0
    assert not store.has(FILE.sha256)


def test_bytes_that_no_row_knows_go_and_those_that_one_does_stay(
    database: Database, store: FolderStore
) -> None:
    stray = compute_hash(b"left by a killed process")
    store.put(stray, b"left by a killed process")
    keep(database, store, FILE)
    with database.transaction() as session:
        assert delete_unknown(session, store, stray)
    with database.transaction() as session:
        assert not delete_unknown(session, store, FILE.sha256)
    assert [sha256 for sha256, _at in store.list_files()] == [FILE.sha256]
    with database.reading() as session:
        assert session.get(StoredFile, stray) is None


def test_bytes_that_went_meanwhile_are_put_again(database: Database, store: FolderStore) -> None:
    keep(database, store, FILE)
    store.delete(FILE.sha256)
    with database.transaction() as session:
        keep_file(session, store, FILE)
    assert store.has(FILE.sha256)


def test_what_could_not_be_read_is_read_when_it_comes_again(
    database: Database, store: FolderStore
) -> None:
    unread = ReadFile(
        FILE.data, FILE.sha256, FILE.media_type, text_state="failed", problem="took_too_long"
    )
    keep(database, store, unread)
    keep(database, store, FILE)
    keep(database, store, unread)
    with database.reading() as session:
        row = find_files(session, [FILE.sha256])[FILE.sha256]
        assert (row.text_state, row.problem) == ("read", "")
        assert len(read_pages(session, [FILE.sha256])[FILE.sha256]) == 2


def test_two_who_give_one_file_while_it_is_being_deleted_have_it(
    database: Database, store: FolderStore
) -> None:
    """Again and again, two keep the same file while a third deletes whatever is idle or unknown:
    whoever's keeping was committed last finds row and bytes."""
    failures: list[str] = []
    stop = threading.Event()

    def delete() -> None:
        while not stop.is_set():
            try:
                with database.transaction() as session:
                    delete_idle(session, store, FILE.sha256, clock.now() + GRACE, nobody, nothing)
                for sha256, _at in list(store.list_files()):
                    with database.transaction() as session:
                        delete_unknown(session, store, sha256)
            except Contended:
                continue

    def give() -> None:
        for _ in range(25):
            try:
                store_bytes(store, FILE)
                with database.transaction() as session:
                    keep_file(session, store, FILE)
                    # Under the row's lock until here: nobody takes the bytes of what is kept.
                    if not store.has(FILE.sha256):
                        failures.append("kept without bytes")
            except Contended:
                continue

    deleting = threading.Thread(target=delete)
    giving = [threading.Thread(target=give) for _ in range(2)]
    deleting.start()
    for thread in giving:
        thread.start()
    for thread in giving:
        thread.join()
    stop.set()
    deleting.join()
    keep(database, store, FILE)
    with database.reading() as session:
        assert FILE.sha256 in find_files(session, [FILE.sha256])
    assert b"".join(store.read(FILE.sha256)) == FILE.data
    assert failures == []
