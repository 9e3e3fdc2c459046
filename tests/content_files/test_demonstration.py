"""The demonstration is data: everything its file tells is done, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from network.content_files.importing import import_folder
from network.db import Database
from network.demo import FILE, fill
from network.documents.tables import Document
from network.entries.addresses import find_address
from network.people.tables import Account
from tests.conftest import CONTENT, ROOT
from tests.demonstration import DEMONSTRATION

CORPUS = ROOT / "benchmarks" / "corpus"


@pytest.mark.quick(cases=0)
def test_what_the_file_tells_is_done_once(database: Database) -> None:
    with database.transaction() as session:
        for folder in (CONTENT, CORPUS):
            import_folder(session, folder)
        fill(session, DEMONSTRATION)
    with database.transaction() as session:
        documents = len(session.scalars(select(Document.id)).all())
        fill(session, DEMONSTRATION)
        assert len(session.scalars(select(Document.id)).all()) == documents
        names = set(session.scalars(select(Account.name)))
        public = {
            act["at"] for act in DEMONSTRATION.acts if act["act"] in ("publish", "approve", "mark")
        }
        gone = {act["at"] for act in DEMONSTRATION.acts if act["act"] == "withdraw"}
        for address in public:
            state = find_address(session, *address.split("/"))
            assert state is not None, address
            assert (state.entry_id is None) == (address in gone), address
    assert {account.name for account in DEMONSTRATION.accounts} <= names


def test_the_file_is_no_content_of_the_site() -> None:
    assert not list(Path(CONTENT).rglob(FILE))
