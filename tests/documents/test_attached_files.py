"""The files of documents: looked through for identity numbers once, however often shown."""

from __future__ import annotations

import time

import pytest

from network.attachments.keeping import keep_file, store_bytes
from network.attachments.store import FileStore, open_store
from network.db import Database
from network.documents import attached_files
from network.documents.attached_files import find_numbers_in_given
from tests.attached import plain_file

NUMBER = "21880650006"
LONG = "Kommunen følger opp tiltakene i planen for 2026, sak 12/26, hvert år. " * 4_000


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> FileStore:
    return open_store(str(tmp_path_factory.mktemp("files")))


def test_a_number_is_found_on_its_page_and_a_long_file_read_once(
    database: Database, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [plain_file(b"long %d" % number, LONG, f"nr. {NUMBER}") for number in range(5)]
    clean = plain_file(b"clean", "Ingenting")
    for file in (*files, clean):
        store_bytes(store, file)
    with database.transaction() as session:
        for file in (*files, clean):
            keep_file(session, store, file)
    given = [(file.sha256, "x.pdf") for file in (*files, clean)]
    with database.reading() as session:
        faults = find_numbers_in_given(session, given)
        assert [(fault.field, fault.values["page"]) for fault in faults] == [
            (f"files.{number}.file", 2) for number in range(5)
        ]
        began = time.monotonic()
        monkeypatch.setattr(attached_files, "list_file_texts", None)
        for _ in range(20):
            assert find_numbers_in_given(session, given) == faults
        assert time.monotonic() - began < 1
