"""What the index has of each text beside its words, and the same of a whole segment in arrays."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from network.language.words.stems import LANGUAGES
from network.search.array_types import Counts, Mask, Scores
from network.search.indexed_text import IndexedText
from network.search.record import FACETS, PAGE_OF, Record, facet_values

# Few and flat lists: reading them is a good part of opening an index.
_BETWEEN = "\n"
_FACETS_BEGIN = 6
# Of sixteen steps of completeness; an endorsement goes before all of them.
_STEPS = 15
_CODES = {language: code for code, language in enumerate(LANGUAGES)}


@dataclass(frozen=True, slots=True)
class Facet:
    """Every (entry, value) of a facet as two arrays of equal length, and the values' names."""

    entries: Counts
    values: Counts
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentRows:
    """What the index has of a segment's texts and entries, by number within the segment.

    `language` (an index into LANGUAGES), `length`, `parts` and `is_file` are by text; `entries`
    (ids), `first_text`, `published` (seconds) and `standing` (of two that answer alike, the higher
    goes first: endorsed ones, then complete ones) by entry. An entry's texts stand side by side.
    """

    language: NDArray[np.int8]
    length: Scores
    parts: tuple[tuple[tuple[str, int], ...], ...]
    is_file: Mask
    entries: tuple[str, ...]
    first_text: Counts
    published: tuple[float, ...]
    standing: NDArray[np.int8]
    facets: dict[str, Facet]


def collect_rows(record: Record, number: int, language: str, indexed: IndexedText) -> bytes:
    """The row of the text of this number of a record; the first has what is of the entry, too."""
    text = [_CODES[language], indexed.length, indexed.parts if len(indexed.parts) > 1 else 0]
    if number:
        return json.dumps(text).encode()
    values = facet_values(record)
    entry = [
        record.entry,
        _seconds(record.published),
        (_STEPS + 1) * record.is_endorsed + round(_STEPS * record.completeness),
        *(_BETWEEN.join(values[name]) for name in FACETS),
    ]
    return json.dumps([*text, *entry]).encode()


def read_rows(rows: Iterable[bytes]) -> SegmentRows:
    """A segment's rows in arrays: some 10 µs a text. Raises ValueError for rows not so written."""
    read = json.loads(b"[" + b",".join(rows) + b"]")
    first = [place for place, row in enumerate(read) if len(row) > 3]
    return SegmentRows(
        np.array([row[0] for row in read], dtype=np.int8),
        np.array([row[1] for row in read], dtype=np.float32),
        tuple(tuple((part, begins) for part, begins in row[2] or ()) for row in read),
        np.array([_has_pages(row[2] or ()) for row in read], dtype=np.bool_),
        tuple(read[place][3] for place in first),
        np.array(first, dtype=np.int64),
        tuple(read[place][4] for place in first),
        np.array([read[place][5] for place in first], dtype=np.int8),
        {
            name: _facet([read[place][column] for place in first])
            for column, name in enumerate(FACETS, start=_FACETS_BEGIN)
        },
    )


def _has_pages(parts: Iterable[tuple[str, int]]) -> bool:
    return any(PAGE_OF in part for part, _begins in parts)


def join_facets(facets: Iterable[tuple[int, Facet]], live: Mask) -> Facet:
    """One facet of several segments, each with the number of its first entry; of live entries.

    The names are in order, so that equal counts show in the order of their names.
    """
    several = list(facets)
    names = sorted({name for _, facet in several for name in facet.names})
    numbers = {name: number for number, name in enumerate(names)}
    entries: list[Counts] = [np.zeros(0, dtype=np.int64)]
    values: list[Counts] = [np.zeros(0, dtype=np.int64)]
    for offset, facet in several:
        new_numbers = [numbers[name] for name in facet.names]
        owners = facet.entries + offset
        alive = live[owners]
        entries.append(owners[alive])
        values.append(np.array(new_numbers, dtype=np.int64)[facet.values[alive]])
    return Facet(np.concatenate(entries), np.concatenate(values), tuple(names))


def _facet(joined_values: list[str]) -> Facet:
    values = [joined.split(_BETWEEN) if joined else [] for joined in joined_values]
    flat = list(chain.from_iterable(values))
    numbers = {name: number for number, name in enumerate(sorted(set(flat)))}
    return Facet(
        np.repeat(np.arange(len(values)), [len(of_entry) for of_entry in values]).astype(np.int64),
        np.fromiter(map(numbers.__getitem__, flat), dtype=np.int64, count=len(flat)),
        tuple(numbers),
    )


def _seconds(published: str) -> float:
    try:
        return datetime.fromisoformat(published).timestamp()
    except ValueError:
        return 0.0
