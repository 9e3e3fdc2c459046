"""Import: what the plan says, all or nothing; what was changed here is kept."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from network.changes import read_newest_change
from network.clock import freeze_time
from network.content_files import importing
from network.content_files.exporting import export_files, export_folder
from network.content_files.importing import import_folder
from network.content_files.plan import summarise
from network.db import Database
from network.documents import revisions
from network.documents.publishing import withdraw
from network.documents.revisions import find_document, revise
from network.documents.tables import Revision
from network.entries.addresses import find_address
from network.entries.queries import count_entries
from network.entries.tables import Entry, EntryText
from network.errors import Invalid
from network.kinds import parse_content
from network.organisations.queries import find_organisation
from network.people.actors import get_system_actor
from network.tables import metadata
from tests.conftest import CONTENT, FULL, ROOT
from tests.folders import EXPERIENCE_NB, write_folder

FROKOST = "entries/eksempelvik/frokost.nb.md"


def bring_in(database: Database, folder: Path) -> str:
    with database.transaction() as session:
        return summarise(import_folder(session, folder).steps)


# What is written by what else is there, or with rows of its own, beside the site's content.
_MORE = {
    "entries/eksempelvik/behov.nb.md": "---\nkind: need\ntitle: Hvem vet?\n---\n",
    "entries/eksempelvik/svar.nb.md": "---\nkind: experience\ntitle: Vi vet\nlinks:\n"
    "  - relation: answers\n    to: eksempelvik/behov\n---\n\nSlik.\n",
    **{
        f"entries/lilleby-ost/mote-{number}.nb.md": "---\nkind: meeting\ntitle: Møte\n"
        f"series: moter\ndate: 2025-0{number}\n---\n"
        for number in (1, 2)
    },
    "entries/lilleby-vest/tiltak.nb.md": "---\nkind: experience\ntitle: Tatt i bruk\n"
    "practices:\n  - eksempelvik/frokost\noutcome: goes_on\n---\n\n1. Først\n2. Så\n",
}


def test_originals_that_are_written_together_are_as_those_written_one_by_one(
    database: Database, empty_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(empty_database.read_bytes())
    other = Database(f"sqlite:///{copy}")
    folder = write_folder(tmp_path / "in", _MORE)
    states = []
    for each in (database, other):
        numbers = itertools.count(1)
        monkeypatch.setattr(
            revisions, "uuid4", lambda numbers=numbers: UUID(int=next(numbers), version=4)
        )
        with freeze_time(datetime(2026, 5, 1, tzinfo=UTC)):
            for each_folder in (folder, CONTENT, *([ROOT / "benchmarks/corpus"] if FULL else [])):
                bring_in(each, each_folder)
        states.append(read_tables(each))
        monkeypatch.setattr(importing, "_choose_way", lambda step: "alone")
    other.engine.dispose()
    together, one_by_one = states
    assert together == one_by_one
    assert len(together["entry_texts"]) > 40
    assert together["series_places"]
    assert [row for row in together["changes"] if "answered" in row]


def read_tables(database: Database) -> dict[str, list[str]]:
    """What every table holds, without what is drawn by chance: who the import is, and the number
    of what is public."""
    with database.reading() as session:
        actor = get_system_actor(session, "import").account_id
        return {
            table.name: sorted(
                repr(tuple(row)).replace(repr(actor), "the import")
                for row in session.execute(select(table))
                if not (table.name == "counters" and row[0] in ("public", "register"))
            )
            for table in metadata.sorted_tables
        }


def test_a_folder_becomes_a_site(database: Database, tmp_path: Path) -> None:
    assert bring_in(database, write_folder(tmp_path / "in")) == "4 new"
    with database.reading() as session:
        assert count_entries(session) == 3


def test_the_same_folder_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    bring_in(database, folder)
    with database.reading() as session:
        before = read_newest_change(session)
    assert bring_in(database, folder) == "4 same"
    with database.reading() as session:
        assert read_newest_change(session) == before


def test_a_changed_file_becomes_a_revision(database: Database, tmp_path: Path) -> None:
    bring_in(database, write_folder(tmp_path / "in"))
    changed = {FROKOST: EXPERIENCE_NB.replace("mindre fravær", "langt mindre fravær")}
    assert bring_in(database, write_folder(tmp_path / "in", changed)) == "1 changed, 3 same"
    with database.reading() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
        assert entry.content["summary"] == "Gratis frokost ga langt mindre fravær."
        numbers = session.scalars(
            select(Revision.number).where(
                Revision.document_id == entry.id, Revision.language == "nb"
            )
        )
        assert sorted(numbers) == [1, 2]


def edit_here(database: Database) -> None:
    """Somebody revises the breakfast on the site itself."""
    with database.transaction() as session:
        organisation = find_organisation(session, "eksempelvik")
        assert organisation is not None
        document = find_document(session, organisation.id, "frokost")
        assert document is not None
        entry = session.get_one(Entry, document.id)
        value = parse_content(entry.content | {"summary": "Skrevet her."})
        revise(session, document.id, value, actor=get_system_actor(session, "somebody"))


def test_what_was_changed_here_alone_is_kept(database: Database, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    bring_in(database, folder)
    edit_here(database)
    assert bring_in(database, folder) == "3 same, 1 here"


def test_what_was_changed_on_both_sides_is_kept_and_told(
    database: Database, tmp_path: Path
) -> None:
    bring_in(database, write_folder(tmp_path / "in"))
    edit_here(database)
    changed = {FROKOST: EXPERIENCE_NB.replace("mindre fravær", "mer ro")}
    assert bring_in(database, write_folder(tmp_path / "in", changed)) == "3 same, 1 conflict"
    with database.reading() as session:
        newest = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
        assert newest is not None
        assert newest.content["summary"] == "Skrevet her."


def test_a_file_does_not_bring_back_what_was_withdrawn(database: Database, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    bring_in(database, folder)
    with database.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
        withdraw(session, entry.id, actor=get_system_actor(session, "somebody"))
    assert bring_in(database, folder) == "2 same, 2 withdrawn"
    with database.reading() as session:
        found = find_address(session, "eksempelvik", "frokost")
        assert found is not None
        assert (found.state, found.entry_id) == ("withdrawn", None)


def test_a_tombstone_goes_along_to_another_site(database: Database, tmp_path: Path) -> None:
    bring_in(database, write_folder(tmp_path / "in"))
    with database.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "mote")).one()
        withdraw(session, entry.id, actor=get_system_actor(session, "somebody"))
    with database.reading() as session:
        files = dict(export_files(session))
    assert files["addresses.csv"].splitlines()[1:] == ["exempelstad,mote,withdrawn,"]
    assert "entries/exempelstad/mote.sv.md" not in files


BROKEN = {
    FROKOST: EXPERIENCE_NB.replace("goes_on", "gone").replace("truancy", "trauncy"),
    "entries/exempelstad/nytt.sv.md": "ingenting",
    "entries/ingenstad/x.sv.md": "---\nkind: need\ntitle: X\n---\n",
    "entries/eksempelvik/alene.sv.md": "---\ntranslates: nb\ntitle: Ensam\n---\n",
    "organisations/bodies.yaml": "- slug: About\n  type: editors\n  names: []\n",
    "topics.yaml": "- id: a\n  broader: b\n  labels:\n    nb: A\n",
}


def test_a_fault_anywhere_changes_nothing_and_all_faults_are_told(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(Invalid) as refused:
        bring_in(database, write_folder(tmp_path / "in", BROKEN))
    told = {fault.where for fault in refused.value.faults}
    assert told >= BROKEN.keys()
    with database.reading() as session:
        assert count_entries(session) == 0
        assert find_organisation(session, "eksempelvik") is None


def test_an_identity_number_in_a_file_changes_nothing_and_is_not_repeated(
    database: Database, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "in")
    (folder / FROKOST).write_text(EXPERIENCE_NB + "\nHun (640823-3234) sa ja.\n")
    with pytest.raises(Invalid) as refused:
        bring_in(database, folder)
    (fault,) = refused.value.faults
    assert (fault.where, fault.field) == (FROKOST, "body")
    assert "3234" not in str(refused.value)
    with database.reading() as session:
        assert count_entries(session) == 0


def test_a_file_that_is_no_utf8_is_a_fault_with_its_line(
    database: Database, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "in")
    (folder / FROKOST).write_bytes(b"---\nkind: need\ntitle: \xe5\n---\n")
    with pytest.raises(Invalid) as refused:
        bring_in(database, folder)
    fault = refused.value.faults[0]
    assert (fault.where, fault.line, fault.wrong) == (FROKOST, 3, "is not UTF-8.")


def test_a_translations_line_over_two_lines_of_its_file_is_one_and_the_same_again(
    database: Database, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "in")
    file = folder / FROKOST.replace(".nb.", ".sv.")
    title = next(line for line in file.read_text().splitlines() if line.startswith("title: "))
    broken = title.replace("title: ", "title: |\n  Först\n  ")
    file.write_text(file.read_text().replace(title, broken))
    bring_in(database, folder)
    with database.reading() as session:
        text = session.scalars(select(EntryText).where(EntryText.title.startswith("Först"))).one()
        assert text.title == f"Först {title.removeprefix('title: ')}"
    assert bring_in(database, folder) == "4 same"


def test_a_translation_is_pinned_to_the_original_it_was_made_from(
    database: Database, tmp_path: Path
) -> None:
    bring_in(database, write_folder(tmp_path / "in"))
    with database.reading() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
        text = session.get_one(EntryText, (entry.id, "sv"))
        assert text.made_from == entry.fingerprint
        assert not text.is_original


def test_an_export_is_imported_elsewhere_and_exported_the_same(
    database: Database, tmp_path: Path, empty_database: Path
) -> None:
    bring_in(database, write_folder(tmp_path / "in"))
    with database.reading() as session:
        first = export_folder(session, tmp_path / "one")
    assert first.written == first.files
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(empty_database.read_bytes())
    other = Database(f"sqlite:///{copy}")
    bring_in(other, tmp_path / "one")
    with other.reading() as session:
        again = export_folder(session, tmp_path / "one")
        assert again.written == 0
        export_folder(session, tmp_path / "two")
    assert read_all(tmp_path / "one") == read_all(tmp_path / "two")
    other.engine.dispose()


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_the_sites_own_content_is_written_as_the_export_writes_it(
    database: Database, tmp_path: Path
) -> None:
    bring_in(database, CONTENT)
    with database.reading() as session:
        export_folder(session, tmp_path / "out")
    assert read_all(tmp_path / "out") == read_all(CONTENT)
