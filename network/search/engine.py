"""Whoosh, and the only module that knows it: terms, segments and commits in a folder.

Used of Whoosh is only what 2.7.4 had. It keeps the postings; scoring is `reader`'s. Two things of
Whoosh's own are kept off: it never deletes a file at commit (whoever holds the folder does so when
nothing points at the file any more), and it reads from memory, from bytes that were verified, so
that a file cut off or replaced under a running server harms nothing that is being read.
"""

import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from struct import Struct
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from whoosh import columns, fields, formats, index, query
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import BufferFile

from network.language.bridge.matter_vectors import DIRECTIONS
from network.language.bridge.matter_vectors import RULES as VECTOR_RULES
from network.language.bridge.matters_told import RULES
from network.language.lexicon.kept_files import made_of
from network.search.array_types import Counts, Numbers, Vectors
from network.search.arrays import Postings, SegmentArrays, pack_terms
from network.search.indexed_text import TermPlaces, indexed_text
from network.search.record import Record
from network.search.segment_rows import SegmentRows, collect_rows, read_rows

# Whatever changes what stands in the index (fields, analysis, weights) gets a new number here,
# and every index of an older number is rebuilt.
_INDEX_VERSION = 9

# Of the file beside a segment that has its terms and postings in arrays.
_ARRAYS = ".arrays"

# Whoosh pickles the schema into the index by the names of the two classes that follow: with another
# name every index in use would be unreadable until it is rebuilt.


_POSTING = np.dtype([("weight", "u1"), ("blocks", "<u8")])
_POSTING_BYTES = Struct("<BQ")
_TERM_FIELD = "term"


class _Weights(formats.Format):
    """Postings whose value is the term's weight in one byte and its blocks in eight: a block of
    postings is one string of bytes, which numpy reads as it is."""

    posting_size = _POSTING.itemsize

    def word_values(self, value: Any, analyzer: Any, **kwargs: Any) -> Iterator[Any]:
        raise NotImplementedError("terms come analysed")


class _Terms(fields.FieldType):
    """A field that is given its terms and weights instead of a text to analyse."""

    scorable = False
    stored = False
    unique = False
    vector = None
    analyzer = None

    def __init__(self) -> None:
        self.format = _Weights()

    def index(self, value: Any, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        raise NotImplementedError("terms are added to the pool")


def _schema() -> Any:
    return fields.Schema(
        entry=fields.ID(),
        term=_Terms(),
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


class _TermPostings:
    """The postings of one term, in order: the numbers of the texts, and their values end to end."""

    __slots__ = ("texts", "values")

    def __init__(self) -> None:
        self.texts = array("I")
        self.values = bytearray()


class _Pool:
    """What a segment will have, term by term, in the place of Whoosh's own pool: that keeps, sorts
    and hands on each posting alone, which takes longer than finding out what a text's words are."""

    def __init__(self) -> None:
        self._fields: dict[str, defaultdict[str, _TermPostings]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes | None]) -> None:
        """Add one posting, as Whoosh does: of an entry's id, and of segments that are merged."""
        field, term, text, _, value = item
        postings = self._of_field(field)[term.decode()]
        postings.texts.append(text)
        postings.values += value or b""

    def add_terms(self, text: int, terms: Mapping[str, TermPlaces]) -> None:
        """Add a text's terms. Texts come in ascending order."""
        of_field = self._of_field(_TERM_FIELD)
        pack = _POSTING_BYTES.pack
        for term, places in terms.items():
            postings = of_field[term]
            postings.texts.append(text)
            postings.values += pack(places.weight, places.blocks)

    def _of_field(self, name: str) -> defaultdict[str, _TermPostings]:
        if name not in self._fields:
            self._fields[name] = defaultdict(_TermPostings)
        return self._fields[name]

    def iter_postings(self) -> Iterator[tuple[str, list[tuple[str, _TermPostings]]]]:
        """The fields in order, each with its terms in order."""
        for name in sorted(self._fields):
            # The order of code points is the order of UTF-8 in bytes.
            yield name, sorted(self._fields[name].items(), key=itemgetter(0))

    def cleanup(self) -> None:
        """Whoosh's own would delete files here."""
        self._fields.clear()


class _WrittenTerms:
    """The terms that are written into a segment, in order, and their postings end to end."""

    def __init__(self) -> None:
        self.terms: list[str] = []
        self._sizes: list[int] = []
        self._texts = array("I")
        self._values = bytearray()

    def add(self, term: str, postings: _TermPostings) -> None:
        """Add the term that is next in order."""
        self.terms.append(term)
        self._sizes.append(len(postings.texts))
        self._texts.extend(postings.texts)
        self._values += postings.values

    def sizes(self) -> Counts:
        """How many postings each term has."""
        return np.array(self._sizes, dtype=np.int64)

    def postings(self) -> Postings:
        """The postings of all terms."""
        read = np.frombuffer(self._values, dtype=_POSTING)
        return Postings(
            np.array(self._texts, dtype=np.int32), read["weight"], read["blocks"].astype(np.uint64)
        )


class _FieldWriter(W3FieldWriter):
    """Writes the same bytes as Whoosh does, a term at a time and not a posting, and keeps terms and
    postings for the segment's arrays: reading them again takes as long as all the rest of a
    commit."""

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self.written = _WrittenTerms()

    def add_postings(
        self,
        schema: Any,
        lengths: Any,
        items: Iterable[tuple[str, Iterable[tuple[str, _TermPostings]]]],
    ) -> None:
        """Write all terms of a `_Pool`. No field has lengths, and every weight is 1."""
        for name, terms in items:
            self.start_field(name, schema[name])
            for term, postings in terms:
                self._add_term(term.encode(), postings)
                if name == _TERM_FIELD:
                    self.written.add(term, postings)
            self.finish_field()

    def _add_term(self, term: bytes, postings: _TermPostings) -> None:
        self.start_term(term)
        writer, size, limit = self._postwriter, self._format.posting_size, self._codec._blocklimit
        for first in range(0, len(postings.texts), limit):
            if first:
                writer._write_block()
            texts = postings.texts[first : first + limit]
            writer._ids = texts
            writer._weights = array("f", (1.0,)) * len(texts)
            writer._values = [bytes(postings.values[first * size : (first + len(texts)) * size])]
            writer._maxweight = 1.0
        self.finish_term()


class _Codec(W3Codec):
    """Whoosh's own, which keeps what is written: the terms of each segment, by its name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.written: dict[str, _WrittenTerms] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """Whoosh pickles a segment's codec into the table of contents: there it is Whoosh's own,
        without what is kept here."""
        return W3Codec, (self._blocklimit, self._compression, self._inlinelimit)

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        """Begins a segment."""
        writer = _FieldWriter(self, storage, segment)
        self.written[segment.segment_id()] = writer.written
        return writer


class IndexWriter:
    """Additions and deletions for one folder, visible to nobody until `commit` and its marker.

    The caller holds the folder's lock. After `commit` the writer is used up.
    """

    def __init__(self, folder: Path, *, new: bool = False) -> None:
        self._folder = folder
        self._storage = storage = _KeepingStorage(str(folder), supports_mmap=False)
        opened = storage.create_index(_schema()) if new else storage.open_index()
        # Segments in plain files, not compound ones, so that each can be read into memory.
        # Large blocks, which are not worth compressing as their weights are single bytes.
        self._codec = _Codec(blocklimit=1_024, compression=0)
        self._writer = opened.writer(compound=False, codec=self._codec)
        self._writer.pool = self._pool = _Pool()
        self._searcher = None if new else self._writer.searcher()

    def put(self, record: Record) -> None:
        """Add a record that is not in the index, or whose entry was deleted by this writer."""
        for number, text in enumerate(record.texts):
            indexed = indexed_text(record, text)
            self._pool.add_terms(self._writer.docnum, indexed.terms)
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
        deleted leaves the bytes; it costs some 2 ms an entry."""
        if self._searcher is not None:
            self._searcher.close()
        self._writer.commit(optimize=optimise)
        for segment, written in self._codec.written.items():
            file = self._folder / f"{segment}{_ARRAYS}"
            file.write_bytes(pack_terms(written.terms, written.sizes(), written.postings()))


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
    """Whether a reader needs a file: Whoosh's own terms and postings are for writers, a reader has
    them in arrays."""
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
