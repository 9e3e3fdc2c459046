"""The index as the application holds it: opened when first asked, fresh at every search."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from network.language.bridge.kin import load_tables
from network.language.bridge.matter_vectors import load_space
from network.language.lexicon.lexicon import lexicon, related
from network.search import engine
from network.search.index_folder import (
    FolderStamp,
    IndexDamaged,
    IndexFolder,
    IndexMarker,
    IndexMissing,
)
from network.search.pasted_text import PastedResult, match_text
from network.search.query import Query
from network.search.reader import Reader
from network.search.results import IndexState, SearchResult, find, find_among
from network.search.similar_entries import similar
from network.search.understanding import NO_PLACES, PlaceNames

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The state of the index: `cursor` is the last change in it, `check` what shows
    that it is of this history, `bytes` its size."""

    state: IndexState
    cursor: int = 0
    entries: int = 0
    generation: str = ""
    bytes: int = 0
    check: str = ""


@dataclass(frozen=True, slots=True)
class _Opened:
    stamp: FolderStamp | None
    generation: Path
    marker: IndexMarker
    files: dict[str, bytes]
    reader: Reader
    status: IndexStatus


class SearchIndex:
    """Searches in the index at `path`. Safe between threads; never raises for the index's sake.

    Every search looks (two calls of the operating system) whether the index has changed, and
    opens what is new: some 10 µs for each text of the whole index, decoded postings are kept.
    """

    def __init__(self, path: Path, places: Callable[[], PlaceNames] = lambda: NO_PLACES) -> None:
        """`places` is asked at every search for the names of places that a question may have."""
        self._places = places
        self.folder = IndexFolder(Path(path))
        self._lock = Lock()
        self._opened: _Opened | None = None
        self._segments = engine.SnapshotOpener()
        self._failed: tuple[FolderStamp | None, IndexState] | None = None

    def find(self, query: Query) -> SearchResult:
        """See `results.find`. Without a usable index: no hits, and `state` says why."""
        opened = self._newest()
        if opened is None:
            return SearchResult(state=self._state())
        return find(opened.reader, query, self._places())

    def find_among(self, query: Query, entries: Iterable[str]) -> frozenset[str]:
        """See `results.find_among`. Without a usable index: none."""
        opened = self._newest()
        if opened is None:
            return frozenset()
        return find_among(opened.reader, query, entries, self._places())

    def similar(self, entry: str, *, limit: int = 4) -> tuple[str, ...]:
        """The entries most like one (see `similar_entries.similar`); none without a usable
        index."""
        opened = self._newest()
        return similar(opened.reader, entry, limit) if opened else ()

    def match_text(self, text: str, *, language: str | None) -> PastedResult:
        """See `pasted_text.match_text`. Without a usable index: no matches, and `state` says
        why."""
        opened = self._newest()
        if opened is None:
            return PastedResult(state=self._state())
        return match_text(opened.reader, text, language)

    def open_reader(self) -> Reader:
        """The reader of the newest index, for what measures it. Raises IndexMissing without one."""
        opened = self._newest()
        if opened is None:
            raise IndexMissing(str(self._state()))
        return opened.reader

    def warm(self) -> None:
        """Read what the next search would have to: the lexicon, and the newest index."""
        lexicon()
        related()
        load_tables()
        load_space()
        self._places()
        self._newest()

    def status(self) -> IndexStatus:
        """The state of the index now."""
        opened = self._newest()
        return IndexStatus(self._state()) if opened is None else opened.status

    def _state(self) -> IndexState:
        if self.folder.being_written():
            return "rebuilding"
        return self._failed[1] if self._failed else "missing"

    def _newest(self) -> _Opened | None:
        """The newest state of the index, None without one that can be read.

        While one thread opens a newer state, the others go on with the one before.
        """
        opened = self._opened
        before = (opened.generation, opened.stamp) if opened and opened.stamp else None
        stamp = self.folder.stamp(before)
        if opened is not None and stamp == opened.stamp:
            return opened
        if opened is None and self._failed is not None and self._failed[0] == stamp:
            return None
        if not self._lock.acquire(blocking=opened is None):
            return opened
        try:
            if self._opened is None or self._opened.stamp != stamp:
                self._open(stamp)
            return self._opened
        finally:
            self._lock.release()

    def _open(self, stamp: FolderStamp | None) -> None:
        before = self._opened
        files_before = (before.generation, before.files) if before else None
        try:
            generation, marker, files = self.folder.read(files_before)
            reader = Reader(self._segments.snapshot(files))
        except IndexMissing as error:
            self._fail(stamp, "damaged" if isinstance(error, IndexDamaged) else "missing", error)
        except Exception as error:  # noqa: BLE001
            # Whoosh unpickles, so files that hash right and are no index can raise anything.
            self._fail(stamp, "damaged", error)
        else:
            self._failed = None
            status = _describe(generation, marker, reader)
            self._opened = _Opened(stamp, generation, marker, files, reader, status)

    def _fail(self, stamp: FolderStamp | None, state: IndexState, error: Exception) -> None:
        _log.warning("the search index is %s: %s", state, error)
        self._opened = None
        self._segments = engine.SnapshotOpener()
        self._failed = (stamp, state)


def _describe(generation: Path, marker: IndexMarker, reader: Reader) -> IndexStatus:
    return IndexStatus(
        "ready",
        marker.cursor,
        int(reader.numbers.live.sum()),
        generation.name,
        sum(size for size, _ in marker.files.values()),
        marker.check,
    )
