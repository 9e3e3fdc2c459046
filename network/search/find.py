"""Finding entries: a query and filters in, a page of hits with exact counts out."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal

import numpy as np

from network.language.bridge.bridge import SAME_KEY, SAME_STEM, BridgedWord, Lookup, bridge
from network.language.bridge.compounds import rejoined
from network.language.bridge.spelling import corrected
from network.language.words.language_guess import guess
from network.language.words.tokens import fold
from network.search import query_term as concepts
from network.search.hits import Hit, Marks, describe, marks_of
from network.search.numbering import Floats, Mask, Texts
from network.search.query import Part, Phrase, Query, Word, parse
from network.search.query_term import QueryTerm
from network.search.reader import Reader
from network.search.record import FACETS

Sort = Literal["relevance", "date"]
State = Literal["ready", "missing", "damaged", "rebuilding"]

# An entry is a hit when it has at least so much of what the query says: one word in five of equal
# rarity, but not a word that nearly every entry has beside one that few have, and not the small
# words of a question.
_ENOUGH = 0.2
# How much of a score depends on how much of the query a text has.
_TOGETHER = np.float32(0.5)
_MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits, and what a page about it shows.

    `total` and `facets` count entries exactly; a facet's own filter does not reduce its own
    counts. `bridged` has, for each query word, what else was searched (word, language); `notes`
    the codes of `query.Query` and `unknown facet`; `meant` has (word typed, word proposed) for
    each word that no text has; `marks` what an excerpt marks. When the index
    cannot answer, `state` says why and there are no hits.
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
    state: State = "ready"
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query with its languages, as one search sees it."""

    language: str | None
    exact: bool
    removed: frozenset[str]


def find(
    reader: Reader,
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
    """The entries that a query and filters ask for.

    `language` is what to take the query for when it does not show it itself (None: unknown).
    `filters` maps facet names to values: one of the values of each facet must be met. `exact`
    searches only what was written; `without` holds words the reader took away from what was
    bridged. Relevance falls back to date where nothing is asked for. Raises nothing for any
    query, filter or number.
    """
    query = parse(query_text)
    asked = _asked(query, language, exact, without)
    wanted = _concepts(reader, query, asked)
    scores, meant = _scored(reader, query, wanted)
    meant &= ~_excluded(reader, query, asked)

    chosen = {name: frozenset(values) for name, values in (filters or {}).items() if values}
    notes = query.notes + (("unknown facet",) if chosen.keys() - set(FACETS) else ())
    masks = {name: reader.having(name, chosen[name]) for name in FACETS if name in chosen}
    hits = reduce(np.logical_and, masks.values(), meant)
    facets = reader.numbers.counts(hits)
    for name in masks:
        others = [mask for other, mask in masks.items() if other != name]
        facets[name] = reader.numbers.counts(reduce(np.logical_and, others, meant))[name]

    # Where other words were asked for, nobody needs to see where the small ones stand.
    told = tuple(one for one in wanted if one.says) or wanted
    best = reader.numbers.by_entry(scores)
    by_date = sort == "date" or not query.wanted
    offset, limit = max(offset, 0), min(max(limit, 0), _MOST_AT_ONCE)
    shown = _ranked(reader, best, hits, by_date, offset, limit)
    return SearchResult(
        hits=describe(
            reader,
            told,
            [(one, reader.numbers.best_text(one, scores), float(best[one])) for one in shown],
        ),
        total=int(np.count_nonzero(hits)),
        facets=facets,
        bridged=tuple((one.word, also) for one in told if (also := one.also_searched())),
        notes=notes,
        meant=tuple((one.word, better) for one in wanted if (better := one.meant())),
        language=asked.language,
        marks=marks_of(told),
    )


def matching(
    reader: Reader,
    query_text: str,
    among: Iterable[str],
    *,
    language: str | None = None,
    filters: Mapping[str, AbstractSet[str]] | None = None,
    exact: bool = False,
    without: AbstractSet[str] = frozenset(),
) -> frozenset[str]:
    """Those of the entries ``among`` that ``find`` would count as hits; nothing is ranked."""
    query = parse(query_text)
    asked = _asked(query, language, exact, without)
    _, meant = _scored(reader, query, _concepts(reader, query, asked))
    meant &= ~_excluded(reader, query, asked)
    for name, values in (filters or {}).items():
        if name in FACETS and values:
            meant &= reader.having(name, frozenset(values))
    return reader.numbers.among(among, meant)


def _asked(query: Query, language: str | None, exact: bool, without: AbstractSet[str]) -> _Asked:
    return _Asked(guess(query.text) or language, exact, frozenset(fold(one) for one in without))


def _concepts(reader: Reader, query: Query, asked: _Asked) -> tuple[QueryTerm, ...]:
    """One concept for each thing wanted. Runs of plain words are bridged together, so that the
    lexicon sees terms of several words."""
    runs = _runs(query) if not asked.exact else {}
    return tuple(
        concepts.either(_concept(reader, part, asked, runs) for part in alternatives)
        for alternatives in query.wanted
    )


def _runs(query: Query) -> dict[Word, tuple[int, tuple[str, ...]]]:
    """Where in which run of words a plain word stands: (index, the run's forms)."""
    found: dict[Word, tuple[int, tuple[str, ...]]] = {}
    run: list[tuple[Word, int]] = []
    forms: list[str] = []

    def close() -> None:
        for word, at in run:
            found[word] = (at, tuple(forms))
        run.clear()
        forms.clear()

    for alternatives in query.wanted:
        for part in alternatives:
            if len(alternatives) > 1 or isinstance(part, Phrase) or part.prefix:
                close()
            if isinstance(part, Word) and not part.prefix:
                run.append((part, len(forms)))
                forms.extend(part.parts or (part.form,))
    close()
    return found


def _concept(
    reader: Reader,
    part: Part,
    asked: _Asked,
    runs: Mapping[Word, tuple[int, tuple[str, ...]]],
) -> QueryTerm:
    at, run = runs.get(part, (0, ())) if isinstance(part, Word) else (0, ())
    bridged: tuple[BridgedWord, ...] = ()
    if run:
        # What a word is called does not depend on the other words of most questions, so the
        # concept is kept for what was bridged and not for the question.
        length = len(part.parts) if isinstance(part, Word) else 0
        bridged = bridge(run, asked.language, asked.removed)[at : at + max(length, 1)]

    def make() -> QueryTerm:
        if isinstance(part, Phrase):
            same = () if asked.exact else bridge(part.words, asked.language, asked.removed)
            whole = (
                one
                for one in (same[0].equivalents if same else ())
                if one.stands_for == len(part.words) and not one.related
            )
            return concepts.of_phrase(reader, part, whole)
        if asked.exact or part.prefix:
            return concepts.exactly(reader, part.written, part.form, part.prefix)
        if part.parts:
            joined = bridge((part.form,), asked.language, asked.removed)[0]
            return concepts.of_bridged(reader, part.written, joined, bridged)
        word = bridged[0]
        compound = rejoined(word, asked.language, reader.has, asked.removed)
        typed = reader.stands(word.own) or reader.meetings((word.own, 1.0), least=SAME_KEY).forms
        if not typed:
            word = word._replace(equivalents=(*word.equivalents, *corrected(word, asked.language)))
        return concepts.of_bridged(reader, part.written, word, compound=compound)

    made: QueryTerm = reader.keep(("concept", part, asked, bridged), make)
    return made


def _scored(reader: Reader, query: Query, wanted: tuple[QueryTerm, ...]) -> tuple[Floats, Mask]:
    """The score of every text, and the entries that have enough of what is wanted."""
    scores: Floats = np.zeros(reader.numbers.texts, dtype=np.float32)
    if not wanted:
        return scores, reader.numbers.live.copy()
    share: Floats = np.zeros(reader.numbers.texts, dtype=np.float32)
    required: list[Texts] = []
    anything = sum(one.says for one in wanted)
    for one, alternatives in zip(wanted, query.wanted, strict=True):
        scores[one.texts] += one.scores
        share[one.texts] += np.float32(one.says if anything else 1.0)
        if all(isinstance(part, Phrase) for part in alternatives):
            required.append(one.texts)
    if anything:
        # A text that has more of what was asked for is better than one that has one thing often.
        scores *= (1 - _TOGETHER) + _TOGETHER * (share / np.float32(anything))
    enough = share >= (_ENOUGH * anything * 0.999 if anything else 1.0)
    meant = reader.numbers.entries_of(enough)
    for texts in required:
        having = np.zeros(reader.numbers.texts, dtype=np.bool_)
        having[texts] = True
        meant &= reader.numbers.entries_of(having)
    return scores, meant & reader.numbers.live


def _excluded(reader: Reader, query: Query, asked: _Asked) -> Mask:
    having = np.zeros(reader.numbers.texts, dtype=np.bool_)
    for part in query.unwanted:
        own: dict[str, Lookup] = {}
        least = 1.0 if asked.exact else SAME_STEM
        if isinstance(part, Word):
            bridged: BridgedWord = bridge((part.form,), asked.language)[0]
            own[part.form] = bridged.own
        having[concepts.near_texts(reader, part, own, least)] = True
    return reader.numbers.entries_of(having)


def _ranked(
    reader: Reader, best: Floats, hits: Mask, by_date: bool, offset: int, limit: int
) -> list[int]:
    """The entries of one page: by score and then date, or by date alone, newest first."""
    entries = np.flatnonzero(hits)
    wanted = offset + limit
    if offset >= len(entries) or not limit:
        return []
    rank = reader.numbers.date_rank
    first = (rank if by_date else best)[entries].astype(np.float64)
    if wanted < len(entries):
        least = np.partition(first, len(entries) - wanted)[len(entries) - wanted]
        entries, first = entries[first >= least], first[first >= least]
    order = np.lexsort((rank[entries], first))[::-1]
    return [int(one) for one in entries[order[offset:wanted]]]
