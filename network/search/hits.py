"""The hits of a page: the text and part of each entry that answer best, and by which words.

Only for the page's hits, so that a search of a thousand entries describes twenty.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from network.language.bridge.kin import Reason
from network.language.lexicon.dictionary import is_in_dictionary, lemmas
from network.language.words.stems import LANGUAGES
from network.language.words.stop_words import is_small
from network.search.indexed_text import in_order
from network.search.query_term import QueryTerm, TermName
from network.search.reader import Reader


class Hit(NamedTuple):
    """One entry that answers a query.

    `language` is that of its text with the best score; `part` the id of its part (statement, step,
    measure, item) with the most of the query's words, None when no part has any; `met` maps a
    query word to the words that the text has for it, the nearest first.
    """

    entry: str
    score: float
    language: str
    part: str | None
    met: Mapping[str, tuple[str, ...]]


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


def describe(
    reader: Reader, terms: Sequence[QueryTerm], page: Sequence[tuple[int, int, float]]
) -> tuple[tuple[Hit, ...], Highlights]:
    """Hits of (entry, its best text, score), in the order given, and what to mark in their texts:
    small words and everyday ones are not, where others are."""
    names_of_hits: list[dict[str, list[_ShownName]]] = [{} for _ in page]
    forms: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    names = [
        (term.word, name)
        for term in telling_terms(terms)
        for name in sorted(term.names, key=_by_weight)
        if len(name.texts)
    ]
    having: dict[int, list[int]] = {}
    for number, hit in _names_of_texts(reader, names, [text for _, text, _ in page]):
        having.setdefault(number, []).append(hit)
    for number, hits_with_name in having.items():
        word, name = names[number]
        shown: _ShownName = reader.kept(
            ("shown", name.keys, name.label), partial(_show, reader, name)
        )
        for language, form in shown.forms:
            forms[language].setdefault(form, word)
        for hit in hits_with_name:
            names_of_hits[hit].setdefault(word, []).append(shown)
    hits = tuple(
        Hit(
            reader.numbers.entries[entry],
            score,
            reader.numbers.language_of(text),
            _part(reader, text, of_hit),
            {word: _labels(tuple(name.label for name in named)) for word, named in of_hit.items()},
        )
        for (entry, text, score), of_hit in zip(page, names_of_hits, strict=True)
    )
    return hits, Highlights(forms)


def _by_weight(name: TermName) -> float:
    return -name.weight


def _names_of_texts(
    reader: Reader, names: Sequence[tuple[str, TermName]], texts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """(name, text) by their places here, for all that the texts have, in the order of the names."""
    if not names or not texts:
        return
    places = np.full(reader.numbers.texts, -1, dtype=np.int16)
    places[texts] = np.arange(len(texts))
    found = places[np.concatenate([name.texts for _, name in names])]
    chosen = (found >= 0).nonzero()[0]
    ends = np.cumsum([len(name.texts) for _, name in names])
    numbers = ends.searchsorted(chosen, side="right")
    yield from zip(numbers.tolist(), found[chosen].tolist(), strict=True)


def _show(reader: Reader, name: TermName) -> _ShownName:
    forms = tuple(_forms(reader, name))
    in_texts = tuple(dict.fromkeys(in_order((form,)) for _, form in forms))
    return _ShownName(label_of(reader, name), forms, in_texts)


def also_searched(
    reader: Reader, term: QueryTerm, most: int = 8
) -> tuple[tuple[str, str, Reason], ...]:
    """(word, language, why) of what was searched beside the reader's word, the nearest and most
    frequent first; neither its own inflections nor what stands inside compounds."""
    shown: dict[tuple[str, str], Reason] = {}
    own = {name.keys[0][3:] for name in term.names if name.is_own and name.keys}
    ranked = sorted(
        (name for name in term.names if _is_news(name, own)),
        key=lambda name: (-round(name.weight, 1), -len(name.texts)),
    )
    for name in ranked:
        label = _plain_label(reader, name)
        if not is_small(label):
            shown.setdefault((label, name.language), name.reason)
    labels: dict[str, tuple[str, Reason]] = {}
    for (label, language), reason in shown.items():
        # A word group adds nothing to a word of it.
        if not any(word in labels for word in label.split()):
            labels[label] = language, reason
    return tuple((label, *told) for label, told in labels.items())[:most]


def label_of(reader: Reader, name: TermName) -> str:
    """How a name is shown: in the form that most texts have."""
    if name.label or not name.keys:
        return name.label
    return next(iter(reader.forms_of(name.keys[0])), "")


def _plain_label(reader: Reader, name: TermName) -> str:
    """How a name is shown alone: in the form that most texts have, or as a dictionary has it where
    that form may be of another word, too."""
    label = label_of(reader, name)
    if name.label or not name.keys:
        return label
    language, _, word = name.keys[0].partition(":")
    is_of_others = len(lemmas(label, language)) > 1 if word else False
    return word if is_of_others and is_in_dictionary(word, language) else label


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


def _part(
    reader: Reader, text: int, names_of_words: Mapping[str, Sequence[_ShownName]]
) -> str | None:
    """The part of a text that has the most of the query's words, the first of several."""
    parts = reader.numbers.parts_of(text)
    if not parts:
        return None
    begins = [begin for _, begin in parts]
    words = reader.words(text)
    words_in_part: dict[str, int] = {}
    for names in names_of_words.values():
        having = set()
        for name in names:
            for form in name.in_texts:
                for place in _everywhere(form, words):
                    having.add(parts[bisect_right(begins, place) - 1][0])
        for part in having:
            words_in_part[part] = words_in_part.get(part, 0) + 1
    words_in_part.pop("", None)
    if not words_in_part:
        return None
    most = max(words_in_part.values())
    return next(part for part, _ in parts if words_in_part.get(part) == most)


def _everywhere(form: str, words: str) -> Iterator[int]:
    place = words.find(form)
    while place >= 0:
        yield place
        place = words.find(form, place + 1)
