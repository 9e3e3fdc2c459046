"""The hits of a page: the text and part of each entry that answer best, and by which words.

Only for the page's hits, so that a search of a thousand entries describes twenty.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Literal, NamedTuple

import numpy as np

from network.language.bridge.kin import topic_key
from network.language.lexicon.dictionary import is_in_dictionary
from network.language.words.stems import LANGUAGES
from network.language.words.stop_words import is_small
from network.language.words.tokens import fold
from network.search.indexed_text import FIRST_BLOCK, GAP, in_order
from network.search.query_term import QueryTerm, TermName, Why
from network.search.reader import Reader
from network.search.record import PAGE_OF
from network.search.term_lookup import names_beside

Where = Literal["title", "summary", "body", "part", "file", "organisation", "topic"]


class Ground(NamedTuple):
    """Something for which an entry is a hit: what its text has for a word of the query, why that
    stands for it, and where it has it; `parts` are the ids of parts.

    `common_topic` has no word: the entry lies under a topic (`met` is its id) that the best hits
    are about, and would be none without it.
    """

    word: str
    met: str
    language: str
    reason: Why | Literal["common_topic"]
    where: tuple[Where, ...]
    parts: tuple[str, ...] = ()


class Widening(NamedTuple):
    """A word that was searched beside the reader's, in which languages it is one (of topics in
    none), and why. `is_offered` says whether it is a name of the same thing, which the reader is
    shown and may take away."""

    word: str
    languages: tuple[str, ...]
    reason: Why
    is_offered: bool


class Hit(NamedTuple):
    """One entry that answers a query.

    `language` is that of its text with the best score; `part` the id of its part (statement, step,
    measure, item) with the most of the query's words, None when no part has any; `met` maps a
    query word to the words that the text has for it, the nearest first; `grounds` tell of each why
    and where, and what else the text has of the matter.
    """

    entry: str
    score: float
    language: str
    part: str | None
    met: Mapping[str, tuple[str, ...]]
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlights:
    """The forms that an excerpt marks, by the text's language, each with its query word."""

    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, language: str) -> Mapping[str, str]:
        """Form to query word for texts of one language."""
        return self.forms.get(language, {})


class _ShownName(NamedTuple):
    """A name of a term that hits have: how it is shown, its forms, each with its language, and the
    same as they stand in texts."""

    label: str
    forms: tuple[tuple[str, str], ...]
    in_texts: tuple[str, ...]
    language: str
    is_topic: bool


class _Met(NamedTuple):
    """A name that a hit's text has, of which term, and why it stands for it."""

    term: QueryTerm
    shown: _ShownName
    reason: Why
    is_beside: bool


def describe(
    reader: Reader,
    terms: Sequence[QueryTerm],
    page: Sequence[tuple[int, int, float]],
    common_topics: Mapping[int, Collection[str]] | None = None,
) -> tuple[tuple[Hit, ...], Highlights]:
    """Hits of (entry, its best text, score), in the order given, and what to mark in their texts:
    small words and everyday ones are not, where others are.

    With `common_topics`, the topics of the entries that are hits by a topic only, they tell their
    grounds."""
    is_explained = common_topics is not None
    met_by_hits: list[list[_Met]] = [[] for _ in page]
    forms: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    telling = telling_terms(terms)
    names = [
        (term, name, False)
        for term in telling
        for name in sorted(term.names, key=_by_weight)
        if len(name.texts)
    ]
    if is_explained:
        names += [(term, name, True) for term in telling for name in names_beside(reader, term)]
    having: dict[int, list[int]] = {}
    for number, hit in _names_of_texts(reader, names, [text for _, text, _ in page]):
        having.setdefault(number, []).append(hit)
    for number, hits_with_name in having.items():
        term, name, is_beside = names[number]
        shown: _ShownName = reader.kept(
            ("shown", name.keys, name.label), partial(_show, reader, name)
        )
        if not is_beside:
            for language, form in shown.forms:
                forms[language].setdefault(form, term.word)
        for hit in hits_with_name:
            met_by_hits[hit].append(_Met(term, shown, name.reason, is_beside))
    hits = tuple(
        _describe_hit(
            reader,
            entry,
            text,
            score,
            met,
            None if common_topics is None else common_topics.get(entry, ()),
        )
        for (entry, text, score), met in zip(page, met_by_hits, strict=True)
    )
    return hits, Highlights(forms)


def _describe_hit(
    reader: Reader,
    entry: int,
    text: int,
    score: float,
    met: Sequence[_Met],
    common_topics: Collection[str] | None,
) -> Hit:
    labels: dict[str, list[str]] = {}
    for name in met:
        if not name.is_beside:
            labels.setdefault(name.term.word, []).append(name.shown.label)
    stands: _TextRegions | None = None
    places: list[list[int]] = []
    # Most texts have no parts, and need not be read.
    if common_topics is not None or reader.numbers.parts_of(text):
        stands = _TextRegions(reader, text)
        places = [[] if name.shown.is_topic else stands.find(name.shown.in_texts) for name in met]
    grounds: tuple[Ground, ...] = ()
    if common_topics is not None and stands is not None:
        grounds = (
            *_list_grounds(met, places, stands, text),
            *(Ground("", topic, "", "common_topic", ("topic",)) for topic in common_topics),
        )
    named = [
        (name.term.word, found)
        for name, found in zip(met, places, strict=False)
        if not name.is_beside
    ]
    return Hit(
        reader.numbers.entries[entry],
        score,
        reader.numbers.language_of(text),
        _part(named, stands) if stands is not None else None,
        {word: _labels(tuple(of_word)) for word, of_word in labels.items()},
        grounds,
    )


# Of what stands beside a word's names so many are told for each reason: a text on a matter may have
# thirty words of it.
_MOST_BESIDE = 5


def _list_grounds(
    met: Sequence[_Met], places: Sequence[Sequence[int]], stands: _TextRegions, text: int
) -> Iterator[Ground]:
    """What the text has, each thing once, the surest first."""
    told: set[tuple[str, str, bool]] = set()
    counted: dict[tuple[str, str], int] = {}
    for name, found in zip(met, places, strict=True):
        word, label, kind = name.term.word, name.shown.label, (name.term.word, name.reason)
        thing = (word, label, name.shown.is_topic)
        if not label or thing in told:
            continue
        if name.is_beside and counted.get(kind, 0) >= _MOST_BESIDE:
            continue
        where: tuple[Where, ...] = ("topic",)
        parts: tuple[str, ...] = ()
        if not name.shown.is_topic:
            where, parts = stands.name(found, is_in_text=_is_in_text(name.term, text))
        if not where:
            continue
        told.add(thing)
        counted[kind] = counted.get(kind, 0) + 1
        yield Ground(word, label, name.shown.language, name.reason, where, parts)


def _is_in_text(term: QueryTerm, text: int) -> bool:
    """Whether a text has a term in its body or parts, and not only in its title, its summary and
    the names of its organisation."""
    place = int(np.searchsorted(term.texts, text))
    return bool(int(term.blocks[place]) >> FIRST_BLOCK)


class _TextRegions:
    """Where in a text something stands, by its place among the text's words."""

    def __init__(self, reader: Reader, text: int) -> None:
        """Reads the words of the text: some 10 µs."""
        self._words = reader.words(text)
        self.parts = reader.numbers.parts_of(text)
        self._begins = [begin for _, begin in self.parts]
        # Between two regions stands an empty word; the title is the first, the summary the second.
        self._title = self._words.find(GAP + GAP)
        self._summary = self._words.find(GAP + GAP, self._title + 1)

    def find(self, forms: Sequence[str]) -> list[int]:
        """All the places of these forms, written as ``in_order`` does."""
        return [place for form in forms for place in _everywhere(form, self._words)]

    def part_at(self, place: int) -> str:
        """The id of the part that a place is in, "" for none."""
        if not self._begins:
            return ""
        return self.parts[bisect_right(self._begins, place) - 1][0]

    def name(
        self, places: Sequence[int], *, is_in_text: bool
    ) -> tuple[tuple[Where, ...], tuple[str, ...]]:
        """Where these places are, each sort once, and the ids of the parts among them. Behind the
        last part, or where nothing of the text has it, stand the organisation's names."""
        where: dict[Where, None] = {}
        parts: dict[str, None] = {}
        for place in sorted(places):
            part = self.part_at(place)
            if place < self._title:
                where["title"] = None
            elif place < self._summary:
                where["summary"] = None
            elif part:
                where["file" if PAGE_OF in part else "part"] = None
                parts[part] = None
            elif is_in_text and (len(self._begins) < 2 or place < self._begins[1]):
                where["body"] = None
            else:
                where["organisation"] = None
        return tuple(where), tuple(parts)


def _by_weight(name: TermName) -> float:
    return -name.weight


def _names_of_texts(
    reader: Reader, names: Sequence[tuple[QueryTerm, TermName, bool]], texts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """(name, text) by their places here, for all that the texts have, in the order of the names."""
    if not names or not texts:
        return
    places = np.full(reader.numbers.texts, -1, dtype=np.int16)
    places[texts] = np.arange(len(texts))
    found = places[np.concatenate([name.texts for _, name, _ in names])]
    chosen = (found >= 0).nonzero()[0]
    ends = np.cumsum([len(name.texts) for _, name, _ in names])
    numbers = ends.searchsorted(chosen, side="right")
    yield from zip(numbers.tolist(), found[chosen].tolist(), strict=True)


def _show(reader: Reader, name: TermName) -> _ShownName:
    forms = tuple(_forms(reader, name))
    in_texts = tuple(dict.fromkeys(in_order((form,)) for _, form in forms))
    language = name.language if name.language in LANGUAGES else ""
    is_topic = bool(name.keys) and name.keys[0].startswith(topic_key(""))
    return _ShownName(label_of(reader, name), forms, in_texts, language, is_topic)


def list_offered(reader: Reader, term: QueryTerm) -> tuple[Widening, ...]:
    """What was searched beside the reader's word and may be taken away, the nearest and most
    frequent first, at most eight; neither its own inflections nor what stands inside compounds."""
    own = _own_words(term)
    ranked = sorted(
        (name for name in term.names if _is_news(name, own)),
        key=lambda name: (-round(name.weight, 1), -len(name.texts)),
    )
    offered: dict[str, Widening] = {}
    keys = {name.keys[0] for name in ranked if len(name.keys) == 1}
    for name in ranked:
        # A word group adds nothing to a word of it.
        if len(name.keys) > 1 and not keys.isdisjoint(name.keys):
            continue
        if not is_small(label_of(reader, name)):
            _add(offered, _plain_label(reader, name), name, is_offered=True)
    return tuple(map(_with_ordered_languages, list(offered.values())[:_MOST_OFFERED]))


def list_widenings(reader: Reader, term: QueryTerm) -> tuple[Widening, ...]:
    """All that was searched beside the reader's word and that texts have, but its own inflections:
    first what is offered, then what stands inside compounds and what only tells of the matter."""
    shown = {widening.word: widening for widening in list_offered(reader, term)}
    own_labels = {fold(term.word), *_own_words(term)}
    own_labels.update(fold(label_of(reader, name)) for name in term.names if name.is_own)
    rest = [name for name in term.names if not name.is_own and name.keys]
    for name in (*sorted(rest, key=_by_weight), *names_beside(reader, term)):
        label = _plain_label(reader, name)
        if fold(label) not in own_labels:
            _add(shown, label, name, is_offered=False)
    return tuple(map(_with_ordered_languages, shown.values()))


_MOST_OFFERED = 8


def _own_words(term: QueryTerm) -> set[str]:
    return {name.keys[0][3:] for name in term.names if name.is_own and name.keys}


def _with_ordered_languages(widening: Widening) -> Widening:
    languages = tuple(language for language in LANGUAGES if language in widening.languages)
    return widening._replace(languages=languages)


def _add(shown: dict[str, Widening], label: str, name: TermName, *, is_offered: bool) -> None:
    """Put a name among what is shown, or its language to what is shown already."""
    if not label or is_small(label):
        return
    languages = (name.language,) if name.language in LANGUAGES else ()
    before = shown.get(label)
    if before is None:
        shown[label] = Widening(label, languages, name.reason, is_offered)
    else:
        shown[label] = before._replace(languages=(*before.languages, *languages))


def label_of(reader: Reader, name: TermName) -> str:
    """How a name is shown: in the form that most texts have."""
    if name.label or not name.keys:
        return name.label
    return next(iter(reader.forms_of(name.keys[0])), "")


def _plain_label(reader: Reader, name: TermName) -> str:
    """How a name is shown alone: as a dictionary has it, whose forms are all searched; what no
    dictionary has, and a participle (*förebyggande*), in the form that most texts have."""
    if name.label or not name.keys:
        return name.label
    label = label_of(reader, name)
    word = name.keys[0].partition(":")[2]
    if not word or label.endswith(_PARTICIPLE) or not is_in_dictionary(word, name.language):
        return label
    return word


_PARTICIPLE = ("ande", "ende")


@lru_cache(maxsize=5_000)
def _labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    """How the names that a text has are shown, each once, without word groups of which a word is
    shown."""
    return tuple(
        label
        for label in dict.fromkeys(labels)
        if label and not (" " in label and any(word in labels for word in label.split()))
    )


def _is_news(name: TermName, own: set[str]) -> bool:
    if name.is_own or not name.keys or name.weight < _SHOWN:
        return False
    key = name.keys[0]
    if len(name.keys) > 1:
        return True
    return key[2:3] == ":" and key[3:] not in own


_SHOWN = 0.5


def telling_terms(terms: Sequence[QueryTerm]) -> list[QueryTerm]:
    """The terms that say what a question is about, without everyday words; all where none does."""
    telling = [term for term in terms if not term.is_everyday and not is_small(term.word)]
    return telling or list(terms)


def _forms(reader: Reader, name: TermName) -> Iterator[tuple[str, str]]:
    """(language, form) of all that a name's keys have in texts."""
    if not name.keys:
        for language in LANGUAGES:
            for word in name.label.casefold().split():
                yield language, word
    for key in name.keys:
        languages = (key[:2],) if key[:2] in LANGUAGES else LANGUAGES
        for form in reader.forms_of(key):
            if not is_small(form):
                for language in languages:
                    yield language, form


def _part(named: Sequence[tuple[str, Sequence[int]]], stands: _TextRegions) -> str | None:
    """The part of a text that has the most of the query's words, the first of several; of each name
    its word and its places."""
    parts_of_words: dict[str, set[str]] = {}
    for word, found in named:
        parts_of_words.setdefault(word, set()).update(map(stands.part_at, found))
    words_in_part: dict[str, int] = {}
    for parts in parts_of_words.values():
        for part in parts:
            words_in_part[part] = words_in_part.get(part, 0) + 1
    words_in_part.pop("", None)
    if not words_in_part:
        return None
    most = max(words_in_part.values())
    return next(part for part, _ in stands.parts if words_in_part.get(part) == most)


def _everywhere(form: str, words: str) -> Iterator[int]:
    place = words.find(form)
    while place >= 0:
        yield place
        place = words.find(form, place + 1)
