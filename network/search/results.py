"""From a query to its answer: interpreted, scored, filtered, counted, and one page of hits.

The query goes one way: `parsing` reads its text, `interpretation` bridges its words and looks them
up in the index, `scoring` scores every text, and here the page of the answer is cut and described.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal

import numpy as np

from network.search.array_types import Mask, Scores
from network.search.hits import Highlights, Hit, describe, highlights_of
from network.search.interpretation import interpret
from network.search.query import Query
from network.search.reader import Reader
from network.search.record import FACETS
from network.search.scoring import score

IndexState = Literal["ready", "missing", "damaged", "rebuilding"]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits, and what a page about it shows.

    `total` and `facets` count entries exactly; a facet's own filter does not reduce its own
    counts. `bridged` has, for each query word, what else was searched (word, language); `notes`
    the codes of `parsing` and `unknown facet`; `meant` has (word typed, word proposed) for
    each word that no text has; `highlights` what an excerpt marks; `language` is what the query was
    taken for. When the index cannot answer, `state` says why and there are no hits.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(
        default_factory=lambda: {name: {} for name in FACETS}
    )
    bridged: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    notes: tuple[str, ...] = ()
    meant: tuple[tuple[str, str], ...] = ()
    language: str | None = None
    state: IndexState = "ready"
    highlights: Highlights = field(default_factory=Highlights)


def find(reader: Reader, query: Query) -> SearchResult:
    """The entries that a query asks for. Raises nothing for any query."""
    interpretation = interpret(reader, query)
    scored = score(reader, interpretation)
    masks = _filter_masks(reader, query)
    hits = reduce(np.logical_and, masks.values(), scored.answers)
    terms = interpretation.informative_terms
    best = reader.numbers.by_entry(scored.texts)
    is_by_date = query.order == "date" or not interpretation.terms
    page = [
        (entry, reader.numbers.best_text(entry, scored.texts), float(best[entry]))
        for entry in _ranked(reader, best, hits, query, is_by_date=is_by_date)
    ]
    unknown = {name for name, values in query.filters.items() if values} - set(FACETS)
    return SearchResult(
        hits=describe(reader, terms, page),
        total=int(np.count_nonzero(hits)),
        facets=_facets(reader, scored.answers, hits, masks),
        bridged=tuple((term.word, also) for term in terms if (also := term.also_searched())),
        notes=interpretation.notes + (("unknown facet",) if unknown else ()),
        meant=tuple((term.word, meant) for term in interpretation.terms if (meant := term.meant())),
        language=interpretation.language,
        highlights=highlights_of(terms),
    )


def find_among(reader: Reader, query: Query, entries: Iterable[str]) -> frozenset[str]:
    """Those of the entries that ``find`` would count as hits, on whichever page; nothing is
    ranked."""
    scored = score(reader, interpret(reader, query))
    masks = _filter_masks(reader, query)
    return reader.numbers.among(entries, reduce(np.logical_and, masks.values(), scored.answers))


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
    reader: Reader, best: Scores, hits: Mask, query: Query, *, is_by_date: bool
) -> list[int]:
    """The entries of one page: by score and then date, or by date alone, newest first."""
    entries = np.flatnonzero(hits)
    last = query.offset + query.size
    if query.offset >= len(entries) or not query.size:
        return []
    date_rank = reader.numbers.date_rank
    ranks = (date_rank if is_by_date else best)[entries].astype(np.float64)
    if last < len(entries):
        least = np.partition(ranks, len(entries) - last)[len(entries) - last]
        entries, ranks = entries[ranks >= least], ranks[ranks >= least]
    order = np.lexsort((date_rank[entries], ranks))[::-1]
    return [int(entry) for entry in entries[order[query.offset : last]]]
