"""The files of documents: looked through for identity numbers once, however often shown."""

from __future__ import annotations

from uuid import uuid4

import pytest

from network.attachments.keeping import keep_file, store_bytes
from network.attachments.store import FileStore, open_store
from network.db import Database
from network.documents import attached_files
from network.documents.attached_files import find_numbers_in_given, give_file
from network.errors import NotAllowed
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor
from tests.attached import plain_file
from tests.people import coordinator, stranger

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
        monkeypatch.setattr(attached_files, "list_file_texts", None)
        for _ in range(20):
            assert find_numbers_in_given(session, given) == faults


def test_who_does_not_write_there_gives_no_file_to_a_document_that_is_to_be(
    house: Database, store: FileStore
) -> None:
    file = plain_file(b"minutes", "Referat")
    store_bytes(store, file)
    with house.transaction() as session:
        home = find_organisation_ids(session)["eksempelvik"]

        def give(actor: Actor) -> None:
            give_file(session, store, uuid4(), file, "x.pdf", organisation_id=home, actor=actor)

        for actor in (stranger(session), coordinator(session, "exempelstad")):
            with pytest.raises(NotAllowed):
                give(actor)
        give(coordinator(session))
