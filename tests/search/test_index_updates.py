"""Catching up: the index becomes the source, whatever happened before."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from network.search import engine
from network.search.index import SearchIndex
from network.search.index_folder import IndexFolder, IndexLocked, read_marker, write_marker
from network.search.index_updates import IndexUpdate, catch_up, purge, rebuild
from network.search.query import Query
from tests.child_process import run_in_child
from tests.search import killed
from tests.search.conftest import Publish, record
from tests.search.file_source import FileSource, entry_id


def indexed(index: SearchIndex) -> set[tuple[str, str]]:
    """(entry, organisation) of all that can be found by browsing."""
    result = index.find(Query(limit=200))
    assert result.state == "ready"
    entries = {hit.entry for hit in result.hits}
    owners = set()
    for organisation in result.facets["organisation"]:
        of_organisation = index.find(Query(filters={"organisation": {organisation}}, limit=200))
        owners |= {(hit.entry, organisation) for hit in of_organisation.hits}
    assert {entry for entry, _ in owners} == entries
    assert result.total == len(entries)
    return owners


def stored(source: FileSource) -> set[tuple[str, str]]:
    records = source.records(list(source.all_ids())).values()
    return {(stored_record.entry, stored_record.organisation) for stored_record in records}


def changed(source: FileSource) -> None:
    """One entry revised, one withdrawn, one new."""
    first = record("Skole 0", organisation="rygge")
    source.put(first)
    source.withdraw(record("Skole 1").entry)
    source.put(record("Ny skole"))


@pytest.fixture
def full(source: FileSource, index: SearchIndex) -> SearchIndex:
    """An index of ten entries."""
    source.put_all([record(f"Skole {number}") for number in range(10)])
    catch_up(index.folder, source)
    return index


def test_a_missing_index_is_built(source: FileSource, index: SearchIndex) -> None:
    source.put(record("Skole"))
    assert index.status().state == "missing"
    assert catch_up(index.folder, source) == IndexUpdate(1, updated=1, rebuilt=True)
    status = index.status()
    assert (status.state, status.cursor, status.entries) == ("ready", 1, 1)
    assert status.bytes > 0


def test_an_empty_source_is_an_empty_index(source: FileSource, index: SearchIndex) -> None:
    catch_up(index.folder, source)
    result = index.find(Query("skole"))
    assert (result.state, result.total, result.hits) == ("ready", 0, ())
    assert index.find(Query(filters={"kind": {"case"}})).total == 0


def test_changes_are_followed(full: SearchIndex, source: FileSource) -> None:
    changed(source)
    assert catch_up(full.folder, source) == IndexUpdate(13, updated=2, deleted=1)
    assert indexed(full) == stored(source)
    assert catch_up(full.folder, source) == IndexUpdate(13)


def test_many_changes_are_followed_in_several_commits(
    full: SearchIndex, source: FileSource
) -> None:
    source.put_all([record(f"Skole {number % 60}", organisation="vik") for number in range(1_100)])
    assert catch_up(full.folder, source).cursor == 1_110
    assert indexed(full) == stored(source)


def test_an_index_ahead_of_its_source_belongs_to_another_and_is_rebuilt(
    full: SearchIndex, tmp_path: Path
) -> None:
    other = FileSource(tmp_path / "other.json")
    other.put(record("Bare denne"))
    assert catch_up(full.folder, other).rebuilt
    assert indexed(full) == stored(other)


def test_an_index_of_another_history_is_rebuilt_though_the_source_is_as_far(
    full: SearchIndex, source: FileSource
) -> None:
    kept = source.path.read_bytes()
    source.put(record("Tapt skole"))
    source.put(record("Skole 1", organisation="rygge"))
    catch_up(full.folder, source)
    # A backup is put back, and as much as was lost is written before anything catches up.
    source.path.write_bytes(kept)
    for number in range(3):
        source.put(record(f"Ny skole {number}"))
    assert catch_up(full.folder, source).rebuilt
    assert indexed(full) == stored(source)
    assert not catch_up(full.folder, source).rebuilt


def test_another_schema_is_rebuilt(
    full: SearchIndex, source: FileSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SCHEMA_HASH", "another")
    fresh = SearchIndex(full.folder.path)
    assert fresh.find(Query("skole")).state == "missing"
    assert catch_up(full.folder, source).rebuilt
    assert indexed(fresh) == stored(source)


def test_an_index_in_use_names_no_class_of_ours(full: SearchIndex) -> None:
    # Whoosh pickles what it is given by name: with another name every index would be damaged.
    contents = next(full.folder.path.rglob("*.toc")).read_bytes()
    assert b"whoosh" in contents
    assert b"network" not in contents
    assert len(contents) < 20_000


def test_whoosh_is_given_ids_and_no_words(full: SearchIndex) -> None:
    (ids,) = full.folder.current().glob("*.trm")
    assert b"entry" in ids.read_bytes()
    assert b"skole" not in ids.read_bytes()
    assert any(b"skole" in path.read_bytes() for path in full.folder.current().glob("*.arrays"))


def test_segments_that_were_merged_answer_as_one_that_was_written_at_once(
    index: SearchIndex, source: FileSource, tmp_path: Path
) -> None:
    questions = ["skole", "skolene i bygda", "vannverk", "tretten", "lekser"]
    for number in range(24):
        body = f"skolen i bygd {number}, tretten lekser og {'vann' * (number % 3)}verk"
        source.put(record(f"Bygd {number}", body=body))
        if number % 4 == 3:
            source.put(record(f"Bygd {number - 2}", body="et vannverk uten skole"))
            source.withdraw(entry_id(f"Bygd {number - 1}"))
        catch_up(index.folder, source)
    merged = len(list(index.folder.current().glob("*.arrays")))
    assert 1 < merged < 24
    at_once = SearchIndex(tmp_path / "at once")
    rebuild(at_once.folder, source)

    def answers(asked: SearchIndex) -> list[dict[str, float]]:
        results = [asked.find(Query(text, limit=50)) for text in questions]
        return [
            {hit.entry: round(hit.score, 5) for hit in (*result.hits, *result.nearest)}
            for result in results
        ]

    assert answers(index) == answers(at_once)
    assert any(answers(index))
    purge(index.folder, source)
    assert answers(index) == answers(at_once)
    assert len(list(index.folder.current().glob("*.arrays"))) == 1


def test_a_rebuild_leaves_one_generation(full: SearchIndex, source: FileSource) -> None:
    before = full.status().generation
    rebuild(full.folder, source)
    assert full.status().generation != before
    assert len(list(full.folder.path.glob("generation-*"))) == 1
    assert indexed(full) == stored(source)


def test_withdrawn_words_leave_the_bytes_at_a_purge(
    full: SearchIndex, publish: Publish, source: FileSource
) -> None:
    entry = publish("Hemmelighetskremmeri")
    source.withdraw(entry)
    purge(full.folder, source)
    files = [path for path in full.folder.path.rglob("*") if path.is_file()]
    assert not any(b"hemmelighetskrem" in path.read_bytes() for path in files)
    assert indexed(full) == stored(source)


# --- damage ---------------------------------------------------------------------------------


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [_cut, _flip, _empty, Path.unlink])
@pytest.mark.parametrize(
    "name", ["*.arrays", "*.words.col", "*.about.col", "*.toc", "marker.json", "../current"]
)
def test_a_damaged_index_tells_and_heals(
    full: SearchIndex, source: FileSource, name: str, damage: Callable[[Path], None]
) -> None:
    (path,) = full.folder.current().glob(name) if "/" not in name else [full.folder.path / name[3:]]
    if path.name in ("marker.json", "current") and damage is _flip:
        damage = _empty
    damage(path)
    fresh = SearchIndex(full.folder.path)
    result = fresh.find(Query("skole"))
    assert result.hits == ()
    assert result.state in ("damaged", "missing")
    assert catch_up(IndexFolder(full.folder.path), source).rebuilt
    assert indexed(fresh) == indexed(full) == stored(source)


@pytest.mark.parametrize("damage", [_cut, _flip, _empty, Path.unlink])
@pytest.mark.parametrize("name", ["*.trm", "*.pst"])
def test_what_only_writers_read_heals_while_readers_go_on(
    full: SearchIndex, source: FileSource, name: str, damage: Callable[[Path], None]
) -> None:
    (path,) = full.folder.current().glob(name)
    before = SearchIndex(full.folder.path).find(Query("skole")).hits
    damage(path)
    fresh = SearchIndex(full.folder.path)
    assert before
    assert fresh.find(Query("skole")).hits == before
    assert catch_up(IndexFolder(full.folder.path), source).rebuilt
    assert indexed(fresh) == stored(source)


def test_files_that_hash_right_and_are_no_index_heal(full: SearchIndex, source: FileSource) -> None:
    generation = full.folder.current()
    marker = read_marker(generation)
    for path in generation.glob("*.col"):
        path.write_bytes(b"no column")
    write_marker(generation, marker.cursor, marker.check)
    fresh = SearchIndex(full.folder.path)
    assert fresh.find(Query("skole")).state == "damaged"
    assert catch_up(fresh.folder, source).rebuilt
    assert indexed(fresh) == stored(source)


def test_a_server_goes_on_while_its_files_are_damaged(
    full: SearchIndex, source: FileSource
) -> None:
    assert full.find(Query("skole")).total == 10
    for path in full.folder.current().glob("*.pst"):
        _empty(path)
    assert full.find(Query("skole")).total == 10
    assert catch_up(full.folder, source).rebuilt


def test_a_folder_that_vanishes_is_built_again(full: SearchIndex, source: FileSource) -> None:
    shutil.rmtree(full.folder.path)
    assert full.find(Query("skole")).state == "missing"
    catch_up(full.folder, source)
    assert indexed(full) == stored(source)


# --- killed ---------------------------------------------------------------------------------

_FOLLOWING = [
    "locked",
    "verified",
    "cleaned",
    "changes read",
    "writer opened",
    "records read",
    "entry deleted",
    "entry written",
    "before the commit",
    "inside _flush_segment",
    "inside TOC.write",
    "inside clean_files",
    "committed",
    "marker moved",
    "old files removed",
]
_REBUILDING = [
    "cursor noted",
    "generation made",
    "records read",
    "entries written",
    "inside TOC.write",
    "committed",
    "marker written",
    "tried out",
    "switched",
    "old generations removed",
]


def _kill(index: SearchIndex, source: FileSource, action: str, point: str) -> None:
    ended = run_in_child(killed.main, index.folder.path, source.path, action, point)
    assert ended.returncode == 9, ended.stderr or "never came there"


@pytest.mark.parametrize("point", _FOLLOWING)
@pytest.mark.quick(cases=5)
def test_killed_while_following_the_next_run_goes_on(
    full: SearchIndex, source: FileSource, point: str
) -> None:
    before = stored(source)
    changed(source)
    _kill(full, source, "catch_up", point)
    fresh = SearchIndex(full.folder.path)
    assert indexed(fresh) in (before, stored(source))
    if fresh.status().cursor == source.newest():
        assert indexed(fresh) == stored(source)
    assert not catch_up(full.folder, source).rebuilt
    assert indexed(fresh) == indexed(full) == stored(source)
    generation = full.folder.current()
    kept = {path.name for path in generation.iterdir()}
    # Nothing stays behind but Whoosh's own lock file.
    vouched = {"marker.json", "MAIN_WRITELOCK", *read_marker(generation).files}
    assert kept <= vouched


@pytest.mark.parametrize("point", _REBUILDING)
@pytest.mark.quick(cases=4)
def test_killed_while_rebuilding_the_old_index_answers_and_the_next_run_heals(
    full: SearchIndex, source: FileSource, point: str
) -> None:
    before = stored(source)
    changed(source)
    _kill(full, source, "rebuild", point)
    fresh = SearchIndex(full.folder.path)
    assert indexed(fresh) in (before, stored(source))
    catch_up(full.folder, source)
    assert indexed(fresh) == indexed(full) == stored(source)
    rebuild(full.folder, source)
    assert len(list(full.folder.path.glob("generation-*"))) == 1


# --- together -------------------------------------------------------------------------------


def test_only_one_writes(full: SearchIndex, source: FileSource) -> None:
    with full.folder.writing():
        assert full.folder.being_written()
        with pytest.raises(IndexLocked):
            catch_up(full.folder, source, wait=False)
    assert not full.folder.being_written()
    assert catch_up(full.folder, source, wait=False).cursor == 10


def test_a_first_build_says_that_it_is_going_on(source: FileSource, index: SearchIndex) -> None:
    source.put(record("Skole"))
    states: list[str] = []
    catch_up(index.folder, source, step=lambda _: states.append(index.find(Query("skole")).state))
    assert states[0] == "rebuilding"
    assert states[-1] == "ready"


def test_what_changes_during_a_rebuild_is_in_it(full: SearchIndex, source: FileSource) -> None:
    def step(name: str) -> None:
        if name == "tried out":
            changed(source)

    assert rebuild(full.folder, source, step=step).cursor == 13
    assert indexed(full) == stored(source)


def test_readers_see_one_state_or_the_other_while_writers_work(
    full: SearchIndex, source: FileSource
) -> None:
    stop = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        own = SearchIndex(full.folder.path)
        for index in _alternately(full, own, stop):
            result = index.find(Query("skole"))
            if result.state != "ready" or result.total not in (10, 11):
                wrong.append(result)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for number in range(6):
            if number % 2:
                source.withdraw(record("Skole til").entry)
            else:
                source.put(record("Skole til"))
            catch_up(full.folder, source)
            rebuild(full.folder, source)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert wrong == []


def _alternately(
    one: SearchIndex, other: SearchIndex, stop: threading.Event
) -> Iterator[SearchIndex]:
    while not stop.is_set():
        yield one
        yield other
