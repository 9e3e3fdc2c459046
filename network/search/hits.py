"""The hits of a page: the text and part of each entry that answer best, and by which words.

Only for the page's hits, so that a search of a thousand entries describes twenty.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

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


def describe(
    reader: Reader, terms: Sequence[QueryTerm], page: Sequence[tuple[int, int, float]]
) -> tuple[tuple[Hit, ...], Highlights]:
    """Hits of (entry, its best text, score), in the order given, and what to mark in their texts:
    small words and everyday ones are not, where others are."""
    texts = np.array([text for _, text, _ in page], dtype=np.int32)
    names_of_hits: list[dict[str, list[TermName]]] = [{} for _ in page]
    forms: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for term in _telling(terms):
        for name in sorted(term.names, key=lambda name: -name.weight):
            if not len(name.texts):
                continue
            places = np.searchsorted(name.texts, texts)
            places[places == len(name.texts)] = 0
            having = np.flatnonzero(name.texts[places] == texts).tolist()
            for hit in having:
                names_of_hits[hit].setdefault(term.word, []).append(name)
            if having:
                for language, form in _forms(reader, name):
                    forms[language].setdefault(form, term.word)
    hits = tuple(
        Hit(
            reader.numbers.entries[entry],
            score,
            reader.numbers.language_of(text),
            _part(reader, text, names),
            {word: _labels(reader, named) for word, named in names.items()},
        )
        for (entry, text, score), names in zip(page, names_of_hits, strict=True)
    )
    return hits, Highlights(forms)


def also_searched(reader: Reader, term: QueryTerm, most: int = 8) -> tuple[tuple[str, str], ...]:
    """(word, language) of what was searched beside the reader's word, the nearest and most
    frequent first; neither its own inflections nor what stands inside compounds."""
    shown: dict[tuple[str, str], None] = {}
    own = {name.keys[0][3:] for name in term.names if name.is_own and name.keys}
    ranked = sorted(
        (name for name in term.names if _is_news(name, own)),
        key=lambda name: (-round(name.weight, 1), -len(name.texts)),
    )
    for name in ranked:
        shown.setdefault((label_of(reader, name), name.language))
    labels: dict[str, str] = {}
    for label, language in shown:
        # A word group adds nothing to a word of it.
        if not any(word in labels for word in label.split()):
            labels[label] = language
    return tuple(labels.items())[:most]


def label_of(reader: Reader, name: TermName) -> str:
    """How a name is shown: in the form that most texts have."""
    if name.label or not name.keys:
        return name.label
    return next(iter(reader.forms_of(name.keys[0])), "")


def _labels(reader: Reader, names: Sequence[TermName]) -> tuple[str, ...]:
    """How the names that a text has are shown, without word groups of which a word is shown."""
    labels = dict.fromkeys(label_of(reader, name) for name in names)
    return tuple(
        label
        for label in labels
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


def _telling(terms: Sequence[QueryTerm]) -> list[QueryTerm]:
    """The terms that say what a question is about; all of them where none does."""
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
    reader: Reader, text: int, names_of_words: Mapping[str, Sequence[TermName]]
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
            for _, form in _forms(reader, name):
                for place in _everywhere(in_order((form,)), words):
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
