"""From a query to its answer: interpreted, scored, filtered, counted, and one page of hits.

The query goes one way: `parsing` reads its text, `interpretation` bridges its words and looks them
up in the index, `scoring` scores every text, and here the page of the answer is cut and described.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from typing import Literal

import numpy as np

from network.language.words.language_guess import guess
from network.search.array_types import Mask, Scores
from network.search.hits import (
    Highlights,
    Hit,
    Widening,
    describe,
    list_offered,
    list_widenings,
    telling_terms,
)
from network.search.interpretation import interpret
from network.search.query import Query
from network.search.reader import Reader
from network.search.record import FACETS
from network.search.scoring import score
from network.search.understanding import NO_PLACES, PlaceNames, UnderstoodPart, understand

IndexState = Literal["ready", "missing", "damaged", "rebuilding"]

# How many entries that are no answer are shown as what lies nearest.
MOST_NEAREST = 5
# Scores within the same step of this share of the best one are alike.
_ALIKE = 0.02
# How much a kept result has in memory, and each of its hits (see `Reader.kept`).
_SIZE, _SIZE_OF_HIT = 400, 50


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits, and what a page about it shows.

    `answered` says whether an entry answers what was asked; `nearest` are entries that do not and
    lie nearest, the best first: as many as the first page has left.
    `total` and `facets` count entries exactly; a facet's own filter does not reduce its own
    counts. `widened` has, for each query word, what else was searched: all of it where the query
    is to be explained, else what a reader may take away;
    `notes` the codes of `parsing` and `unknown facet`; `meant` has (word typed, word searched) for
    each misspelt word; `highlights` what an excerpt marks; `language` is what the query was
    taken for; `understood` what of its text was taken for a filter. When the index cannot answer,
    `state` says why and there are no hits.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    nearest: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(
        default_factory=lambda: {name: {} for name in FACETS}
    )
    widened: tuple[tuple[str, tuple[Widening, ...]], ...] = ()
    notes: tuple[str, ...] = ()
    meant: tuple[tuple[str, str], ...] = ()
    language: str | None = None
    understood: tuple[UnderstoodPart, ...] = ()
    state: IndexState = "ready"
    highlights: Highlights = field(default_factory=Highlights)

    @property
    def bridged(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """For each query word what else was searched that a reader may take away: (word, its
        language, of several the first)."""
        offered = (
            (
                word,
                tuple(
                    (also.word, next(iter(also.languages), ""))
                    for also in several
                    if also.is_offered
                ),
            )
            for word, several in self.widened
        )
        return tuple((word, several) for word, several in offered if several)

    @property
    def answered(self) -> bool:
        """Whether an entry answers what was asked."""
        return self.total > 0

    @property
    def size(self) -> int:
        """How much it keeps in memory, in places of some 30 bytes."""
        return _SIZE + _SIZE_OF_HIT * (len(self.hits) + len(self.nearest))


def find(reader: Reader, query: Query, places: PlaceNames = NO_PLACES) -> SearchResult:
    """The entries that a query asks for, its text understood first. Raises nothing for any query.

    Where what was understood as filters leaves no answer, `nearest` are those that lie nearest
    without them.
    """
    narrowed, understood = _understand(query, places)
    result = _answer(reader, narrowed)
    if not understood:
        return result
    nearest, highlights = result.nearest, result.highlights
    if not result.total and query.page == 1:
        # Where nothing is left but filters, what they were read from is searched as words.
        words = narrowed.text if narrowed.text else query.text
        beside = _answer(
            reader, replace(narrowed, text=words, filters=query.filters, limit=MOST_NEAREST)
        )
        nearest = (*beside.hits, *beside.nearest)[: min(query.size, MOST_NEAREST)]
        highlights = beside.highlights
    return replace(result, understood=understood, nearest=nearest, highlights=highlights)


def _answer(reader: Reader, query: Query) -> SearchResult:
    """The entries that have the words and the filters of a query; worked out once a snapshot for
    each page."""
    key = (
        "answer",
        query.text,
        query.language,
        frozenset((name, frozenset(values)) for name, values in query.filters.items() if values),
        query.exact,
        frozenset(query.without),
        query.is_explained,
        query.order,
        query.page,
        query.limit,
    )
    result: SearchResult = reader.kept_result(key, partial(_work_out, reader, query))
    return result


def _work_out(reader: Reader, query: Query) -> SearchResult:
    interpretation = interpret(reader, query)
    scored = score(reader, interpretation)
    masks = _filter_masks(reader, query)
    within = reduce(np.logical_and, masks.values(), scored.candidates)
    answers = scored.answers_among(within, masks)
    hits = answers & within
    terms = interpretation.terms
    best = scored.entries
    is_by_date = query.order == "date" or not terms

    def page(
        entries: Mask, *, offset: int, size: int, by_date: bool
    ) -> tuple[tuple[Hit, ...], Highlights]:
        ranked = _ranked(reader, best, entries, offset, size, is_by_date=by_date)
        return describe(
            reader,
            terms,
            [
                (entry, reader.numbers.best_text(entry, scored.texts), float(best[entry]))
                for entry in ranked
            ],
            scored.find_common_topics(reader, ranked, within, masks)
            if query.is_explained
            else None,
        )

    total = int(np.count_nonzero(hits))
    shown, highlights = page(hits, offset=query.offset, size=query.size, by_date=is_by_date)
    nearest: tuple[Hit, ...] = ()
    left = min(query.size - total, MOST_NEAREST)
    if query.page == 1 and left > 0 and terms:
        # What has a small or everyday word alone lies near everything.
        texts = np.zeros(len(scored.texts), dtype=np.bool_)
        for term in telling_terms(terms):
            texts[term.texts] = True
        near = within & ~hits & reader.numbers.entries_of(texts)
        nearest, nearest_highlights = page(near, offset=0, size=left, by_date=False)
        highlights = highlights if total else nearest_highlights
    list_also = list_widenings if query.is_explained else list_offered
    unknown = {name for name, values in query.filters.items() if values} - set(FACETS)
    return SearchResult(
        hits=shown,
        total=total,
        nearest=nearest,
        facets=_facets(reader, answers, hits, masks),
        widened=tuple(
            (term.word, also) for term in telling_terms(terms) if (also := list_also(reader, term))
        ),
        notes=interpretation.notes + (("unknown facet",) if unknown else ()),
        meant=tuple((term.word, term.meant) for term in terms if term.meant),
        language=interpretation.language,
        highlights=highlights,
    )


def find_among(
    reader: Reader, query: Query, entries: Iterable[str], places: PlaceNames = NO_PLACES
) -> frozenset[str]:
    """Those of the entries that ``find`` would count as hits, on whichever page; nothing is
    ranked."""
    query, _ = _understand(query, places)
    scored = score(reader, interpret(reader, query))
    masks = _filter_masks(reader, query)
    within = reduce(np.logical_and, masks.values(), scored.candidates)
    return reader.numbers.among(entries, scored.answers_among(within, masks) & within)


def _understand(query: Query, places: PlaceNames) -> tuple[Query, tuple[UnderstoodPart, ...]]:
    """The query with what its text says of place, time and outcome made filters, and what that was.

    A filter that was chosen goes before one of the same facet that was understood: the words are
    taken out all the same, and nothing is told of them.
    """
    if query.exact or not query.text:
        return query, ()
    understanding = understand(query.text, places, query.literal)
    if not understanding.parts:
        return query, ()
    chosen = {name for name, values in query.filters.items() if values}
    return (
        replace(
            query,
            text=understanding.text,
            # What is left is often too little to tell the language by.
            language=guess(query.text) or query.language,
            filters={**understanding.filters, **{name: query.filters[name] for name in chosen}},
        ),
        tuple(part for part in understanding.parts if part.facet not in chosen),
    )


def _filter_masks(reader: Reader, query: Query) -> dict[str, Mask]:
    """For each known facet with values in the filters: the entries that have one of them."""
    return {
        name: reader.numbers.having(name, frozenset(query.filters[name]))
        for name in FACETS
        if query.filters.get(name)
    }


def _facets(
    reader: Reader, answers: Mask, hits: Mask, masks: Mapping[str, Mask]
) -> Mapping[str, Mapping[str, int]]:
    """The counts of every facet; a facet's own filter does not reduce its own."""
    facets = reader.numbers.counts(hits)
    for name in masks:
        others = [mask for other, mask in masks.items() if other != name]
        facets[name] = reader.numbers.counts(reduce(np.logical_and, others, answers))[name]
    return facets


def _ranked(
    reader: Reader, best: Scores, hits: Mask, offset: int, size: int, *, is_by_date: bool
) -> list[int]:
    """The entries of one page: by score, of those that answer alike the endorsed, the complete and
    the new first; or by date alone, newest first."""
    entries = np.flatnonzero(hits)
    last = offset + size
    if offset >= len(entries) or not size:
        return []
    date_rank, standing = reader.numbers.date_rank, reader.numbers.standing
    ranks = (date_rank if is_by_date else best)[entries].astype(np.float64)
    if not is_by_date:
        ranks = np.floor(ranks / (ranks.max() * _ALIKE or 1.0))
    if last < len(entries):
        least = np.partition(ranks, len(entries) - last)[len(entries) - last]
        entries, ranks = entries[ranks >= least], ranks[ranks >= least]
    order = np.lexsort((date_rank[entries], standing[entries], ranks))[::-1]
    return [int(entry) for entry in entries[order[offset:last]]]
