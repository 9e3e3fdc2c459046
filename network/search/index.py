"""The index as the application holds it: opened when first asked, fresh at every search."""

import logging
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from network.language.lexicon.lexicon import lexicon, related
from network.search import engine
from network.search.find import SearchResult, Sort, State, matching
from network.search.find import find as find_in
from network.search.folder import IndexDamaged, IndexFolder, IndexMarker, IndexMissing, Seen
from network.search.reader import Reader
from network.search.similar import similar

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Status:
    """What can be said of the index: `cursor` is the last change in it, which `check` tells from
    one of another history, `bytes` its size."""

    state: State
    cursor: int = 0
    entries: int = 0
    generation: str = ""
    bytes: int = 0
    check: str = ""


@dataclass(frozen=True, slots=True)
class _Opened:
    seen: Seen | None
    generation: Path
    marker: IndexMarker
    files: dict[str, bytes]
    reader: Reader


class SearchIndex:
    """Searches in the index at `path`. Safe between threads; never raises for the index's sake.

    Every search looks (two calls of the operating system) whether the index has changed, and
    opens what is new: some 10 µs for each text of the whole index, decoded postings are kept.
    """

    def __init__(self, path: Path) -> None:
        self.folder = IndexFolder(Path(path))
        self._lock = Lock()
        self._opened: _Opened | None = None
        self._segments = engine.Segments()
        self._failed: tuple[Seen | None, State] | None = None

    def find(
        self,
        query_text: str,
        *,
        language: str | None = None,
        filters: Mapping[str, AbstractSet[str]] | None = None,
        exact: bool = False,
        without: AbstractSet[str] = frozenset(),
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 20,
    ) -> SearchResult:
        """See `find.find`. Without a usable index: no hits, and `state` says why."""
        opened = self._fresh()
        if opened is None:
            return SearchResult(state=self._state())
        return find_in(
            opened.reader,
            query_text,
            language=language,
            filters=filters,
            exact=exact,
            without=without,
            sort=sort,
            offset=offset,
            limit=limit,
        )

    def matching(
        self,
        query_text: str,
        among: Iterable[str],
        *,
        language: str | None = None,
        filters: Mapping[str, AbstractSet[str]] | None = None,
        exact: bool = False,
        without: AbstractSet[str] = frozenset(),
    ) -> frozenset[str]:
        """See `find.matching`. Without a usable index: none."""
        opened = self._fresh()
        if opened is None:
            return frozenset()
        return matching(
            opened.reader,
            query_text,
            among,
            language=language,
            filters=filters,
            exact=exact,
            without=without,
        )

    def similar(self, entry: str, *, language: str, limit: int = 6) -> tuple[str, ...]:
        """The entries most like one (see `similar.similar`); none without a usable index."""
        opened = self._fresh()
        return similar(opened.reader, entry, language, limit) if opened else ()

    def warm(self) -> None:
        """Read what the next search would have to: the lexicon, and the newest index."""
        lexicon()
        related()
        self._fresh()

    def status(self) -> Status:
        """The state of the index now."""
        opened = self._fresh()
        if opened is None:
            return Status(self._state())
        return Status(
            "ready",
            opened.marker.cursor,
            int(opened.reader.numbers.live.sum()),
            opened.generation.name,
            sum(size for size, _ in opened.marker.files.values()),
            opened.marker.check,
        )

    def _state(self) -> State:
        if self.folder.being_written():
            return "rebuilding"
        return self._failed[1] if self._failed else "missing"

    def _fresh(self) -> _Opened | None:
        """The newest state of the index, None without one that can be read.

        While one thread opens a newer state, the others go on with the one before.
        """
        opened = self._opened
        known = (opened.generation, opened.seen) if opened and opened.seen else None
        seen = self.folder.seen(known)
        if opened is not None and seen == opened.seen:
            return opened
        if opened is None and self._failed is not None and self._failed[0] == seen:
            return None
        if not self._lock.acquire(blocking=opened is None):
            return opened
        try:
            if self._opened is None or self._opened.seen != seen:
                self._open(seen)
            return self._opened
        finally:
            self._lock.release()

    def _open(self, seen: Seen | None) -> None:
        before = self._opened
        known = (before.generation, before.files) if before else None
        try:
            generation, marker, files = self.folder.read(known)
            reader = Reader(self._segments.snapshot(files))
        except IndexMissing as error:
            self._fail(seen, "damaged" if isinstance(error, IndexDamaged) else "missing", error)
        except Exception as error:  # noqa: BLE001
            # Whoosh unpickles, so files that hash right and are no index can raise anything.
            self._fail(seen, "damaged", error)
        else:
            self._failed = None
            self._opened = _Opened(seen, generation, marker, files, reader)

    def _fail(self, seen: Seen | None, state: State, error: Exception) -> None:
        _log.warning("the search index is %s: %s", state, error)
        self._opened = None
        self._segments = engine.Segments()
        self._failed = (seen, state)
