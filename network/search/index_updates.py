"""Bringing the index to where the log of changes is.

`catch_up` reads the changes after its cursor, reads those entries anew, writes them and then moves
the cursor; `rebuild` builds a generation aside from everything there is, tries it, switches to it,
and catches up from where it started. Both hold the folder's lock, and both may be killed anywhere:
what counts is the marker, which moves last, so the next run does again what was not finished.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from network.search import engine
from network.search.index_folder import (
    IndexFolder,
    IndexMarker,
    IndexMissing,
    read_marker,
    remove_unvouched,
    write_marker,
)
from network.search.record import Record

_CHANGES_AT_ONCE = 500
_RECORDS_AT_ONCE = 200
# The generation of what was made of late, and lives or not.
_YOUNG = 1

Step = Callable[[str], None]


class IndexSource(Protocol):
    """What the index is made from."""

    def newest(self) -> int:
        """The largest change number there is, 0 when there is none."""

    def read_check(self, number: int) -> str:
        """A check of the change of this number, which another history of the database does not
        have; "" where there is no such change."""

    def list_changes_since(self, number: int, limit: int) -> Sequence[tuple[int, str]]:
        """The next changes after `number`, at most `limit`: (change number, entry), ascending."""

    def records(self, ids: Sequence[str]) -> Mapping[str, Record]:
        """The public records of these entries. An entry that is missing has been withdrawn."""

    def all_ids(self) -> Iterator[str]:
        """Every public entry."""


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """Where the index is after a run, and what the run wrote."""

    cursor: int
    updated: int = 0
    deleted: int = 0
    rebuilt: bool = False


def _no_step(name: str) -> None:
    """What is called at every crossing point when nobody wants to know."""


def catch_up(
    folder: IndexFolder, source: IndexSource, *, wait: bool = True, step: Step = _no_step
) -> IndexUpdate:
    """Bring the index to the newest change; rebuild it if it is missing, damaged or unknown.

    Every 500 changes are one commit, some 10 ms plus 2 ms an entry. An index that is ahead of the
    source, or knows another change at its cursor, was made from another history (a backup was put
    back) and is rebuilt. Raises IndexLocked when another writer is at
    work and `wait` is False, and what the source raises.
    """
    with folder.writing(wait=wait):
        step("locked")
        try:
            generation, marker = folder.verify()
            step("verified")
            if is_of_another_history(marker, source):
                return _rebuild(folder, source, step)
        except IndexMissing:
            step("found missing")
            return _rebuild(folder, source, step)
        return _follow(generation, marker, source, step)


def is_of_another_history(marker: IndexMarker, source: IndexSource) -> bool:
    """Whether the source no longer has the change that the index was brought up to."""
    return source.read_check(marker.cursor) != marker.check


def rebuild(
    folder: IndexFolder, source: IndexSource, *, wait: bool = True, step: Step = _no_step
) -> IndexUpdate:
    """Build the index anew beside the current one, which answers until the switch.

    Costs some 2 ms an entry. Raises as `catch_up` does.
    """
    with folder.writing(wait=wait):
        step("locked")
        return _rebuild(folder, source, step)


def purge(
    folder: IndexFolder, source: IndexSource, *, wait: bool = True, step: Step = _no_step
) -> IndexUpdate:
    """Catch up, and have every byte of what was withdrawn leave the folder now."""
    caught = catch_up(folder, source, wait=wait, step=step)
    if caught.rebuilt:
        return caught
    with folder.writing(wait=wait):
        generation, marker = folder.verify()
        writer = engine.IndexWriter(generation)
        writer.commit(optimise=True)
        remove_unvouched(generation, write_marker(generation, marker.cursor, marker.check, marker))
    return caught


def _follow(generation: Path, marker: IndexMarker, source: IndexSource, step: Step) -> IndexUpdate:
    remove_unvouched(generation, marker)
    step("cleaned")
    updated = deleted = 0
    while changes := source.list_changes_since(marker.cursor, _CHANGES_AT_ONCE):
        step("changes read")
        entries = list(dict.fromkeys(entry for _, entry in changes))
        writer = engine.IndexWriter(generation)
        step("writer opened")
        for group in _in_groups(entries, _RECORDS_AT_ONCE):
            records = source.records(group)
            step("records read")
            for entry in group:
                was_indexed = writer.delete(entry)
                step("entry deleted")
                record = records.get(entry)
                if record is not None:
                    writer.put(record)
                    updated += 1
                    step("entry written")
                elif was_indexed:
                    deleted += 1
        step("before the commit")
        writer.commit()
        step("committed")
        cursor = changes[-1][0]
        marker = write_marker(generation, cursor, source.read_check(cursor), marker)
        step("marker moved")
        remove_unvouched(generation, marker)
        step("old files removed")
    return IndexUpdate(marker.cursor, updated, deleted)


def _rebuild(folder: IndexFolder, source: IndexSource, step: Step) -> IndexUpdate:
    cursor = source.newest()
    step("cursor noted")
    generation = folder.new_generation()
    step("generation made")
    writer = engine.IndexWriter(generation, new=True)
    updated = 0
    with _keep_what_lives():
        for group in _in_groups(source.all_ids(), _RECORDS_AT_ONCE):
            records = source.records(group)
            step("records read")
            for record in records.values():
                writer.put(record)
                updated += 1
            gc.collect(_YOUNG)
            step("entries written")
        writer.commit()
    step("committed")
    write_marker(generation, cursor, source.read_check(cursor))
    step("marker written")
    _try_out(generation, updated)
    step("tried out")
    folder.switch(generation)
    step("switched")
    folder.remove_others()
    step("old generations removed")
    followed = _follow(generation, read_marker(generation), source, step)
    return IndexUpdate(followed.cursor, updated + followed.updated, followed.deleted, rebuilt=True)


@contextmanager
def _keep_what_lives() -> Iterator[None]:
    """No look for garbage among all that lives: what is remembered of words grows with every text,
    and going through the lexicon and all of that again and again took a third of a build in which
    every word is new. What was made of late is looked through by who asks for it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _try_out(generation: Path, expected: int) -> None:
    """Open the new generation as a reader would and look for its first word.

    Raises RuntimeError when it does not hold what was written; the old generation stays current.
    """
    files = {name: (generation / name).read_bytes() for name in engine.index_files(generation)}
    snapshot = engine.SnapshotOpener().snapshot(files)
    entries = {entry for segment, _ in snapshot.segments for entry in segment.rows.entries}
    if len(entries) != expected:
        raise RuntimeError(f"{len(entries)} entries in the new index, {expected} were written")
    for segment, _ in snapshot.segments:
        if segment.arrays.terms and not len(segment.arrays.of_term(0).texts):
            raise RuntimeError("a word of the new index is in no text")


def _in_groups(entries: Iterable[str], size: int) -> Iterator[list[str]]:
    remaining = iter(entries)
    while group := list(islice(remaining, size)):
        yield group
