"""Numbers for entries and texts, and what is counted, filtered and sorted by number.

Texts are numbered as they lie in the segments; the texts of an entry stand side by side, so that
the best of an entry's texts is one pass over an array.
"""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.language.words.stems import LANGUAGES
from network.search.array_types import Counts, Mask, Scores
from network.search.engine import Snapshot
from network.search.record import FACETS
from network.search.segment_rows import join_facets

# Of a facet for whose values that an entry has there are more bits than these, counting the values
# is cheaper than counting bits.
_BITS_A_VALUE = 128


class _AllFacets(NamedTuple):
    """The values of all facets together.

    Of facets whose values most entries share there is a row of `bits` for each value of `common`,
    one for each entry, so that counting is a look at 64 entries at a time. The values of the other
    facets are in `rare`, entry by entry, of which `sizes` says how many each has. `labels` is what
    a value is called, `places` which values are of which facet, `after` holds for every value a
    number that is larger than all counts of the facet before.
    """

    bits: NDArray[np.uint64]
    common: Counts
    rare: Counts
    sizes: Counts
    labels: list[str]
    places: list[tuple[int, int]]
    after: Counts


class Numbering:
    """The entries and texts of one snapshot. Never changes; deleted ones are numbered, not live.

    `entries` are ids by number; `live` masks entries, `live_texts` texts; `language`, `length` and
    `is_file` are by text; `date_rank` is an entry's rank by date, the newest the largest, equal
    dates by id, so that an order does not depend on how segments were merged.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Joins the rows of the segments: some 2 µs a text."""
        segments = [segment.rows for segment, _ in snapshot.segments]
        texts = np.cumsum([0, *(len(rows.language) for rows in segments)])
        entries = np.cumsum([0, *(len(rows.entries) for rows in segments)])
        self.texts = int(texts[-1])
        self.live_texts: Mask = np.ones(self.texts, dtype=np.bool_)
        for offset, (_, deleted) in zip(texts, snapshot.segments, strict=False):
            self.live_texts[deleted + offset] = False
        self.language = _together([rows.language for rows in segments], np.int8)
        self.length: Scores = _together([rows.length for rows in segments], np.float32)
        # The pages of files, which are no text that an entry says itself.
        self.is_file: Mask = _together([rows.is_file for rows in segments], np.bool_)
        self.entries = tuple(entry for rows in segments for entry in rows.entries)
        starts = [rows.first_text + offset for rows, offset in zip(segments, texts, strict=False)]
        self._first_text: Counts = _together(starts, np.int64)
        self._one_text_each = len(self.entries) == self.texts
        self.live: Mask = self.live_texts[self._first_text]
        self.date_rank = self._ranked([seconds for rows in segments for seconds in rows.published])
        self.standing: NDArray[np.int8] = _together([rows.standing for rows in segments], np.int8)
        self._parts = [rows.parts for rows in segments]
        self._offsets: list[int] = texts.tolist()
        self._facets = {
            name: join_facets(
                (
                    (int(offset), rows.facets[name])
                    for rows, offset in zip(segments, entries, strict=False)
                ),
                self.live,
            )
            for name in FACETS
        }
        self._groups: dict[tuple[str, str], tuple[Counts, Counts]] = {}
        self._values = {
            name: {value: number for number, value in enumerate(facet.names)}
            for name, facet in self._facets.items()
        }

    def _ranked(self, published: list[float]) -> Counts:
        order = sorted(range(len(published)), key=self.entries.__getitem__, reverse=True)
        order.sort(key=published.__getitem__)
        rank: Counts = np.zeros(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        return rank

    @cached_property
    def _living(self) -> dict[str, int]:
        return {self.entries[number]: int(number) for number in np.flatnonzero(self.live)}

    def number_of(self, entry: str) -> int | None:
        """The number of a living entry, None for any other."""
        return self._living.get(entry)

    def first_text(self, entry: str) -> int | None:
        """The number of a living entry's first text, its original; None for any other entry."""
        number = self._living.get(entry)
        return None if number is None else int(self._first_text[number])

    def among(self, entries: Iterable[str], hits: Mask) -> frozenset[str]:
        """Those of the entries that live and are in the mask."""
        living = self._living
        return frozenset(entry for entry in entries if entry in living and hits[living[entry]])

    def by_entry(self, scores: Scores) -> Scores:
        """For scores by text: the best of every entry."""
        if self._one_text_each:
            return scores
        best: Scores = np.maximum.reduceat(scores, self._first_text)
        return best

    def best_text(self, entry: int, scores: Scores) -> int:
        """The first of an entry's texts that has the best of these scores."""
        if self._one_text_each:
            return entry
        first = int(self._first_text[entry])
        last = int(self._first_text[entry + 1]) if entry + 1 < len(self._first_text) else self.texts
        return first + int(np.argmax(scores[first:last]))

    def entries_of(self, texts: Mask) -> Mask:
        """The entries of which at least one text is in the mask."""
        if self._one_text_each:
            return texts
        entries: Mask = np.logical_or.reduceat(texts, self._first_text)
        return entries

    def having(self, facet: str, values: frozenset[str]) -> Mask:
        """The entries that have at least one of the values; unknown values none."""
        of_facet = self._facets[facet]
        chosen = np.zeros(len(of_facet.names), dtype=np.bool_)
        numbers = self._values[facet]
        chosen[[numbers[value] for value in values if value in numbers]] = True
        mask = np.zeros(len(self.entries), dtype=np.bool_)
        mask[of_facet.entries[chosen[of_facet.values]]] = True
        return mask

    def values_of(self, facet: str, entry: int) -> tuple[int, ...]:
        """The numbers of the values of a facet that an entry has."""
        by_entry, starts = self._by_entry(facet)
        return tuple(by_entry[starts[entry] : starts[entry + 1]].tolist())

    def name_of(self, facet: str, value: int) -> str:
        """The value of a facet with this number."""
        return self._facets[facet].names[value]

    def entries_with(self, facet: str, value: int) -> Counts:
        """The living entries that have the value of this number, ascending."""
        by_value, starts = self._by_value(facet)
        return by_value[starts[value] : starts[value + 1]]

    def _by_entry(self, facet: str) -> tuple[Counts, Counts]:
        return self._grouped(("entry", facet), len(self.entries))

    def _by_value(self, facet: str) -> tuple[Counts, Counts]:
        return self._grouped(("value", facet), len(self._facets[facet].names))

    def _grouped(self, key: tuple[str, str], groups: int) -> tuple[Counts, Counts]:
        """The values of a facet by entry, or its entries by value, and where each group begins."""
        grouped = self._groups.get(key)
        if grouped is None:
            facet = self._facets[key[1]]
            owners, members = facet.entries, facet.values
            if key[0] == "value":
                owners, members = members, owners
            order = np.argsort(owners, kind="stable")
            starts = np.searchsorted(owners[order], np.arange(groups + 1))
            grouped = self._groups[key] = (members[order], starts)
        return grouped

    def counts(self, entries: Mask) -> dict[str, dict[str, int]]:
        """How many of the entries have each value of each facet, most first; no zeros."""
        facets = self._all_facets
        among = np.bincount(facets.rare[entries.repeat(facets.sizes)], minlength=len(facets.labels))
        having = np.bitwise_count(facets.bits & _packed(entries[np.newaxis]))
        among[facets.common] = having.sum(axis=1, dtype=np.int64)
        # Facets stay in their order, and in each of them the values go by count and then by name.
        by_count = (facets.after - among).argsort(kind="stable")
        counted, labels = among[by_count].tolist(), facets.labels
        numbers = by_count.tolist()
        return {
            name: {
                labels[number]: count
                for number, count in zip(numbers[first:last], counted[first:last], strict=True)
                if count
            }
            for name, (first, last) in zip(FACETS, facets.places, strict=True)
        }

    @cached_property
    def _all_facets(self) -> _AllFacets:
        places: list[tuple[int, int]] = []
        labels: list[str] = []
        none: Counts = np.zeros(0, dtype=np.int64)
        owners, values, common = [none], [none], [none]
        bits: list[NDArray[np.uint64]] = []
        for name in FACETS:
            facet = self._facets[name]
            first, last = len(labels), len(labels) + len(facet.names)
            places.append((first, last))
            labels.extend(facet.names)
            if len(facet.names) * len(self.entries) > _BITS_A_VALUE * len(facet.values):
                owners.append(facet.entries)
                values.append(facet.values + first)
                continue
            common.append(np.arange(first, last))
            for value in range(len(facet.names)):
                having = np.zeros((1, len(self.entries)), dtype=np.bool_)
                having[0, self.entries_with(name, value)] = True
                bits.append(_packed(having))
        owner = np.concatenate(owners)
        in_order = np.argsort(owner, kind="stable")
        return _AllFacets(
            bits=np.concatenate([_packed(np.zeros((0, len(self.entries)), np.bool_)), *bits]),
            common=np.concatenate(common),
            rare=np.concatenate(values)[in_order],
            sizes=np.bincount(owner, minlength=len(self.entries)),
            labels=labels,
            places=places,
            after=np.repeat(
                np.arange(len(FACETS)) * (len(self.entries) + 1),
                [last - first for first, last in places],
            ),
        )

    def language_of(self, text: int) -> str:
        """The language of a text."""
        return LANGUAGES[self.language[text]]

    def parts_of(self, text: int) -> tuple[tuple[str, int], ...]:
        """(part, where in the text's words it begins), in order; empty for a text without."""
        segment = bisect_right(self._offsets, text) - 1
        return self._parts[segment][text - self._offsets[segment]]


def _packed(rows: Mask) -> NDArray[np.uint64]:
    """Rows of masks, 64 of each to a number."""
    packed = np.packbits(rows, axis=1)
    filled = np.zeros((len(rows), -(-packed.shape[1] // 8) * 8), dtype=np.uint8)
    filled[:, : packed.shape[1]] = packed
    return filled.view(np.uint64)


def _together(arrays: list[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([*arrays, np.zeros(0, dtype=kind)])
