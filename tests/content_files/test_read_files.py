"""What is read of a folder is put aside, and a long import has few files at a time."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from network.content_files import importing, read_files
from network.content_files.entry_file import EntryFile
from network.content_files.importing import import_folder
from network.content_files.read_files import ReadFiles
from network.content_files.site import read_site
from network.db import Database
from network.documents.new_originals import NewOriginal, begin_and_publish
from network.entries.queries import count_entries
from tests.conftest import CONTENT
from tests.folders import write_folder


@pytest.mark.parametrize("in_memory", [10_000_000, 1_000])
def test_files_are_given_back_as_they_were_read(
    in_memory: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_files, "_IN_MEMORY", in_memory)
    read = list(read_site(CONTENT).files)
    files = ReadFiles(read)
    assert list(files) == read
    assert files[3:5] == read[3:5]
    files.replace(3, read[0])
    assert [files[3], files[4]] == [read[0], read[4]]
    with pytest.raises(IndexError):
        files[len(read)]


def test_an_import_has_no_more_files_at_a_time_than_it_writes_together(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {
        f"entries/eksempelvik/e{number}.nb.md": f"---\nkind: need\ntitle: Behov {number}\n---\n"
        for number in range(40)
    }
    at_once: list[int] = []

    def publish(
        session: Session, originals: Sequence[NewOriginal], *, actor: Any
    ) -> list[UUID | None]:
        at_once.append(sum(isinstance(thing, EntryFile) for thing in gc.get_objects()))
        return begin_and_publish(session, originals, actor=actor)

    monkeypatch.setattr(importing, "_TOGETHER", 5)
    monkeypatch.setattr(importing, "begin_and_publish", publish)
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in", texts))
        assert count_entries(session) >= 40
    # Beside those that are written, the one that was read last in the step before.
    assert len(at_once) >= 8
    assert max(at_once) <= 6
