"""Whoosh, and the only module that knows it: segments and commits in a folder.

Used of Whoosh is only what 2.7.4 had. It keeps what is said of each text, which texts are deleted,
which segments there are and when they are merged. A segment's terms and postings lie in arrays
beside it (see `arrays`); scoring is `reader`'s. Two things of Whoosh's own are kept off: it never
deletes a file at commit (whoever holds the folder does so when nothing points at the file any
more), and it reads from memory, from bytes that were verified, so that a file cut off or replaced
under a running server harms nothing that is being read.
"""

import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Mapping
from itertools import repeat
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from whoosh import columns, fields, index, query
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.writing import SegmentWriter

from network.language.bridge.matter_vectors import DIRECTIONS
from network.language.bridge.matter_vectors import RULES as VECTOR_RULES
from network.language.bridge.matters_told import RULES
from network.language.lexicon.kept_files import made_of
from network.search.array_types import Numbers, Vectors
from network.search.arrays import Postings, SegmentArrays, pack_terms
from network.search.indexed_text import TermPlaces, indexed_text
from network.search.record import Record
from network.search.segment_rows import SegmentRows, collect_rows, read_rows

# Whatever changes what stands in the index (fields, analysis, weights) gets a new number here,
# and every index of an older number is rebuilt.
_INDEX_VERSION = 10

# Of the file beside a segment that has its terms and postings in arrays.
_ARRAYS = ".arrays"


def _schema() -> Any:
    return fields.Schema(
        entry=fields.ID(),
        about=fields.COLUMN(columns.VarBytesColumn()),
        words=fields.COLUMN(columns.VarBytesColumn()),
        vector=fields.COLUMN(columns.VarBytesColumn()),
    )


# The lexicon decides what a word is called in the index, so another one makes another index.
SCHEMA_HASH = hashlib.blake2b(
    json.dumps(
        [
            _INDEX_VERSION,
            sorted(_schema().names()),
            index._CURRENT_TOC_VERSION,
            made_of((*RULES, *VECTOR_RULES)),
        ]
    ).encode(),
    digest_size=8,
).hexdigest()


class _KeepingStorage(FileStorage):
    """A folder in which a commit deletes nothing: the files before it stay whole until later."""

    def delete_file(self, name: str) -> None:
        return


class _Memory(RamStorage):
    """Files in memory, read where they are (Whoosh's own would copy each)."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self.files = dict(files)

    def open_file(self, name: str, **options: Any) -> Any:
        if name not in self.files:
            raise NameError(name)
        return BufferFile(self.files[name], name=name, **options)


class _SegmentTerms:
    """The terms of a segment that is being written, numbered as they come, and their postings as
    they come: of each the term's number, the text's, its weight and the bits of its blocks."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._terms, self._texts = array("I"), array("I")
        self._weights, self._blocks = bytearray(), array("Q")

    def add_text(self, text: int, terms: Mapping[str, TermPlaces]) -> None:
        """Add a text's terms. Texts come in ascending order."""
        self._terms.extend(map(self._numbers.__getitem__, terms))
        self._texts.extend(repeat(text, len(terms)))
        self._weights += bytes([places.weight for places in terms.values()])
        self._blocks.extend([places.blocks for places in terms.values()])

    def add_segment(self, arrays: SegmentArrays, new_numbers: Numbers) -> None:
        """Add the terms of a written segment, of which each text has a new number, higher than all
        before, or -1 where it was deleted. Some 0.5 µs a term."""
        terms, starts, postings = arrays.all_terms()
        texts = new_numbers[postings.texts]
        live = texts >= 0
        owners = np.repeat(np.arange(len(terms)), np.diff(starts))[live]
        numbers = np.zeros(len(terms), dtype=np.uint32)
        for owner in np.unique(owners).tolist():
            numbers[owner] = self._numbers[terms[owner]]
        self._terms.frombytes(numbers[owners].tobytes())
        self._texts.frombytes(texts[live].astype(np.uint32).tobytes())
        self._weights += postings.weights[live].tobytes()
        self._blocks.frombytes(postings.blocks[live].tobytes())

    def pack(self) -> bytes:
        """The file of the segment's arrays."""
        # The order of code points is the order of UTF-8 in bytes.
        terms = sorted(self._numbers)
        places = np.empty(len(terms), dtype=np.int64)
        places[[self._numbers[term] for term in terms]] = np.arange(len(terms))
        owners = places[np.frombuffer(self._terms, dtype=np.uint32)]
        order = owners.argsort(kind="stable")
        return pack_terms(
            terms,
            np.bincount(owners, minlength=len(terms)),
            Postings(
                np.frombuffer(self._texts, dtype=np.uint32)[order].astype(np.int32),
                np.frombuffer(self._weights, dtype=np.uint8)[order],
                np.frombuffer(self._blocks, dtype=np.uint64)[order],
            ),
        )


class _SegmentWriter(SegmentWriter):
    """Whoosh's own, which brings the terms along when it merges a segment into the one that it
    writes."""

    def __init__(self, opened: Any, folder: Path) -> None:
        # Segments in plain files, not compound ones, so that each can be read into memory.
        super().__init__(opened, compound=False, codec=W3Codec(compression=0))
        self._folder = folder
        self.terms = _SegmentTerms()

    def add_reader(self, reader: Any) -> None:
        """Add the live texts of a segment. Whoosh numbers them in their order."""
        segment = reader.segment()
        live = np.ones(segment.doc_count_all(), dtype=np.bool_)
        live[list(segment.deleted_docs())] = False
        new_numbers = np.where(live, self.docnum + np.cumsum(live) - 1, -1).astype(np.int32)
        super().add_reader(reader)
        arrays = SegmentArrays(_arrays_path(self._folder, segment).read_bytes())
        self.terms.add_segment(arrays, new_numbers)

    def write_arrays(self) -> None:
        """Write the arrays of the segment that was committed, if there was anything to write."""
        if self._added:
            _arrays_path(self._folder, self.newsegment).write_bytes(self.terms.pack())


def _arrays_path(folder: Path, segment: Any) -> Path:
    return folder / f"{segment.segment_id()}{_ARRAYS}"


class IndexWriter:
    """Additions and deletions for one folder, visible to nobody until `commit` and its marker.

    The caller holds the folder's lock. After `commit` the writer is used up.
    """

    def __init__(self, folder: Path, *, new: bool = False) -> None:
        self._folder = folder
        self._storage = storage = _KeepingStorage(str(folder), supports_mmap=False)
        opened = storage.create_index(_schema()) if new else storage.open_index()
        self._writer = _SegmentWriter(opened, folder)
        self._searcher = None if new else self._writer.searcher()

    def put(self, record: Record) -> None:
        """Add a record that is not in the index, or whose entry was deleted by this writer."""
        for number, text in enumerate(record.texts):
            indexed = indexed_text(record, text)
            self._writer.terms.add_text(self._writer.docnum, indexed.terms)
            self._writer.add_document(
                entry=record.entry,
                about=collect_rows(record, number, text.language, indexed),
                words=indexed.words.encode(),
                vector=indexed.vector.astype(np.float16).tobytes(),
            )

    def delete(self, entry: str) -> bool:
        """Delete what was committed of an entry; whether there was anything."""
        if self._searcher is None:
            return False
        term = query.Term("entry", entry)
        return bool(self._writer.delete_by_query(term, searcher=self._searcher))

    def commit(self, *, optimise: bool = False) -> None:
        """Write segments and table of contents. With `optimise`, all into one segment: what was
        deleted leaves the bytes."""
        if self._searcher is not None:
            self._searcher.close()
        self._writer.commit(optimize=optimise)
        self._writer.write_arrays()


def index_files(folder: Path) -> frozenset[str]:
    """The names of the files that the newest commit in the folder consists of."""
    storage = FileStorage(str(folder), supports_mmap=False, readonly=True)
    contents = index.TOC.read(storage, "MAIN")
    kept = {index.TOC._filename("MAIN", contents.generation)}
    segments = {segment.segment_id() for segment in contents.segments}
    pattern = index.TOC._segment_pattern("MAIN")
    for name in storage.list():
        match = pattern.match(name)
        if match and match.group(1) in segments:
            kept.add(name)
    return frozenset(kept)


def is_for_readers(name: str) -> bool:
    """Whether a reader needs a file: Whoosh's own terms are the ids of entries, by which a writer
    finds what to delete."""
    return not name.endswith((".trm", ".pst"))


class Segment:
    """An immutable segment: what it says of its texts, its terms and postings, its texts' words.

    Safe between threads.
    """

    def __init__(self, storage: Any, schema: Any, described: Any, arrays: SegmentArrays) -> None:
        texts = W3Codec().per_document_reader(storage, described)
        self.arrays = arrays
        self._lock = Lock()
        self._words = texts.column_reader("words", schema["words"].column_type)
        column = texts.column_reader("about", schema["about"].column_type)
        self.rows: SegmentRows = read_rows(bytes(row) for row in column)
        vectors = texts.column_reader("vector", schema["vector"].column_type)
        read = np.frombuffer(b"".join(bytes(row) for row in vectors), dtype=np.float16)
        # What each text is about (see `matter_vectors`), a row each.
        self.vectors: Vectors = read.reshape(-1, DIRECTIONS)

    def words(self, text: int) -> str:
        """The words of a text in order, as `indexed_text` joined them."""
        with self._lock:
            content = self._words[text]
        return bytes(content).decode()


class Snapshot(NamedTuple):
    """The segments of one commit, each with the numbers of its deleted texts."""

    segments: tuple[tuple[Segment, Numbers], ...]


class SnapshotOpener:
    """Opens snapshots, keeping segments that the next snapshot still has."""

    def __init__(self) -> None:
        self._open: dict[str, Segment] = {}

    def snapshot(self, files: Mapping[str, bytes]) -> Snapshot:
        """The snapshot in the verified files of one commit, name to bytes.

        Raises whatever Whoosh raises for files that are no index.
        """
        storage = _Memory(files)
        contents = index.TOC.read(storage, "MAIN")
        kept: dict[str, Segment] = {}
        segments = []
        for described in contents.segments:
            name = described.segment_id()
            segment = self._open.get(name)
            if segment is None:
                arrays = SegmentArrays(files[f"{name}{_ARRAYS}"])
                segment = Segment(storage, contents.schema, described, arrays)
            kept[name] = segment
            deleted = np.array(sorted(described.deleted_docs()), dtype=np.int32)
            segments.append((segment, deleted))
        self._open = kept
        return Snapshot(tuple(segments))
