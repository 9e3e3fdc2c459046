"""The index's folder: generations, the marker of each, and the lock of the one writer.

    search_index/
        current             the name of the generation that is read
        lock                locked by whoever writes, thread or process
        generation-…/       one index; a rebuild makes another beside it
            marker.json     cursor, its check, schema, and size and hash of every file that counts

A generation is what its marker says: files that the marker does not name do not exist for a
reader, and are removed by the next writer. So the renaming of the marker is the one moment in
which a change happens, whatever the process was killed in the middle of.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from network.private_files import make_private_folder, narrow_folder
from network.search import engine

_CURRENT = "current"
_LOCK = "lock"
_MARKER = "marker.json"
_GENERATION = "generation-"
_TRIES = 5


class IndexMissing(Exception):
    """There is no index, or one of another schema: it has to be built."""


class IndexDamaged(IndexMissing):
    """There is an index that its marker does not vouch for: it has to be built again."""


class IndexLocked(Exception):
    """Somebody else writes, and the caller did not want to wait."""


@dataclass(frozen=True, slots=True)
class IndexMarker:
    """What a generation vouches for: changes up to `cursor`, and its files (size, hash).

    `check` is that of the change at the cursor, which another history does not have there.
    """

    cursor: int
    check: str
    files: Mapping[str, tuple[int, str]]
    schema: str = field(default_factory=lambda: engine.SCHEMA_HASH)


# What changes whenever the index does: time and number of the pointer's file and of the marker's.
FolderStamp = tuple[int, int, int, int]


class IndexFolder:
    """The folder at `path`. It and what stands in it are made by the first writer.

    Remembers which files and generations it verified. Only whoever holds the lock verifies, so
    what is remembered is one thread's at a time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # As text: what every search asks for is not put together each time.
        self._pointer = str(path / _CURRENT)
        # Size and times of a file when its content was hashed and found right.
        self._verified_files: dict[Path, tuple[int, int, int]] = {}
        self._opened_generations: set[Path] = set()

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[None]:
        """Hold the writer's lock, against other threads and processes alike.

        The operating system frees it when the process dies. Raises IndexLocked when it is taken and
        `wait` is False.
        """
        make_private_folder(self.path)
        narrow_folder(self.path)
        with (self.path / _LOCK).open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as taken:
                raise IndexLocked(str(self.path)) from taken
            yield

    def being_written(self) -> bool:
        """Whether somebody holds the writer's lock now."""
        try:
            with (self.path / _LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    def current(self) -> Path:
        """The generation that is read. Raises IndexMissing."""
        try:
            name = (self.path / _CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise IndexMissing("no generation is current") from error
        if not name.startswith(_GENERATION) or "/" in name:
            raise IndexDamaged(f"not the name of a generation: {name[:40]!r}")
        return self.path / name

    def stamp(self, before: tuple[Path, FolderStamp] | None = None) -> FolderStamp | None:
        """The stamp of the folder now: two calls of the operating system.

        `known` is a generation and the stamp when it was current. None when nothing is
        current. A generation may be replaced and removed between the two calls; then they are
        made again.
        """
        for _ in range(_TRIES):
            try:
                pointer = os.stat(self._pointer)
                same = before and before[1][:2] == (pointer.st_mtime_ns, pointer.st_ino)
                generation = before[0] if before and same else self.current()
            except (OSError, IndexMissing):
                return None
            try:
                marker = os.stat(f"{generation}/{_MARKER}")
            except OSError:
                continue
            return pointer.st_mtime_ns, pointer.st_ino, marker.st_mtime_ns, marker.st_ino
        return None

    def read(
        self, before: tuple[Path, Mapping[str, bytes]] | None = None
    ) -> tuple[Path, IndexMarker, dict[str, bytes]]:
        """The current generation, its marker and its verified files, as far as readers need them.

        `known` is a generation and files of it that were read and verified before; files of an
        index never change once written, so they are not read again. A writer may change
        generation or marker meanwhile; then this reads anew. Raises IndexMissing or IndexDamaged.
        """
        for attempt in range(_TRIES):
            try:
                generation = self.current()
                marker = read_marker(generation)
                # Another generation may have other files of the same name.
                files = before[1] if before and before[0] == generation else {}
                return generation, marker, _verified(generation, marker, files)
            except IndexMissing:
                if attempt == _TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def verify(self) -> tuple[Path, IndexMarker]:
        """The current generation and its marker, its files verified; for whoever holds the lock.

        A file is hashed again only when its size or times have changed since this object hashed
        it, and a generation opened once, so that looking every ten seconds costs next to nothing.
        Raises IndexMissing or IndexDamaged.
        """
        generation = self.current()
        marker = read_marker(generation)
        for name, (size, hashed) in marker.files.items():
            path = generation / name
            try:
                stat = path.stat()
                size_and_times = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
                if self._verified_files.get(path) == size_and_times:
                    continue
                fingerprint = _fingerprint(path)
            except OSError as error:
                raise IndexDamaged(f"{name} cannot be read") from error
            if fingerprint != (size, hashed):
                raise IndexDamaged(f"{name} is not what was written")
            self._verified_files[path] = size_and_times
        if generation not in self._opened_generations:
            self._try_out(generation, marker)
        return generation, marker

    def _try_out(self, generation: Path, marker: IndexMarker) -> None:
        """Open a generation once, as a reader would: right hashes can vouch for wrong files."""
        try:
            engine.SnapshotOpener().snapshot(_verified(generation, marker, {}))
        except Exception as error:
            # Whoosh unpickles, so files that are no index can raise anything.
            raise IndexDamaged(f"{generation.name} cannot be opened") from error
        self._opened_generations.add(generation)

    def new_generation(self) -> Path:
        """A fresh empty directory for a rebuild, current for nobody."""
        generation = self.path / f"{_GENERATION}{uuid4().hex[:12]}"
        generation.mkdir(parents=True)
        return generation

    def switch(self, generation: Path) -> None:
        """Make a generation with a marker the current one, in one step for every reader."""
        _replace(self.path / _CURRENT, generation.name)

    def remove_others(self) -> None:
        """Remove every generation but the current one: old ones and interrupted rebuilds."""
        kept = self.current().name
        self._verified_files.clear()
        self._opened_generations.clear()
        for generation in self.path.glob(f"{_GENERATION}*"):
            if generation.name != kept:
                shutil.rmtree(generation, ignore_errors=True)


def read_marker(generation: Path) -> IndexMarker:
    """The marker of a generation.

    Raises IndexMissing for another schema, IndexDamaged for one that cannot be read.
    """
    try:
        marked = json.loads((generation / _MARKER).read_text(encoding="utf-8"))
        files = {name: (int(size), str(hashed)) for name, (size, hashed) in marked["files"].items()}
        marker = IndexMarker(
            int(marked["cursor"]), str(marked["check"]), files, str(marked["schema"])
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"no readable marker in {generation.name}") from error
    if marker.schema != engine.SCHEMA_HASH:
        raise IndexMissing("the index has another schema")
    return marker


def write_marker(
    generation: Path, cursor: int, check: str, before: IndexMarker | None = None
) -> IndexMarker:
    """Vouch for the newest commit of a generation, up to `cursor`, where the source says `check`.

    Files that the marker before vouched for are not hashed again.
    """
    vouched = before.files if before else {}
    names = engine.index_files(generation)
    files = {name: vouched.get(name) or _fingerprint(generation / name) for name in sorted(names)}
    marker = IndexMarker(cursor, check, files)
    content = {"cursor": cursor, "check": check, "schema": marker.schema, "files": files}
    _replace(generation / _MARKER, json.dumps(content))
    return marker


def remove_unvouched(generation: Path, marker: IndexMarker) -> None:
    """Remove what no marker names: the files before a commit, or of a commit cut short."""
    for path in generation.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name not in marker.files and path.name != _MARKER:
            path.unlink(missing_ok=True)


def _verified(
    generation: Path, marker: IndexMarker, verified_before: Mapping[str, bytes]
) -> dict[str, bytes]:
    contents = {}
    for name, (size, hashed) in marker.files.items():
        if not engine.is_for_readers(name):
            continue
        content = verified_before.get(name)
        if content is None:
            try:
                content = (generation / name).read_bytes()
            except OSError as error:
                raise IndexDamaged(f"{name} cannot be read") from error
            if len(content) != size or _hash(content) != hashed:
                raise IndexDamaged(f"{name} is not what was written")
        contents[name] = content
    return contents


def _fingerprint(path: Path) -> tuple[int, str]:
    content = path.read_bytes()
    return len(content), _hash(content)


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _replace(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old one or the new one, also after a crash."""
    aside = path.with_name(f"{path.name}.{uuid4().hex[:8]}")
    with aside.open("w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    aside.replace(path)
