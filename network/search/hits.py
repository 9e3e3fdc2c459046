"""The hits of a page: the text and part of each entry that answer best, and by which words.

Only for the page's hits, so that a search of a thousand entries describes twenty.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from network.language.words.stems import LANGUAGES
from network.search.indexed_text import in_order
from network.search.query_term import QueryTerm, TermName
from network.search.reader import Reader


class Hit(NamedTuple):
    """One entry that answers a query.

    `language` is that of its text with the best score; `part` the id of its part (statement, step,
    measure, item) with the most of the query's words, None when no part has any; `met` maps a
    query word to the words that the text has for it, as they were searched.
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


def highlights_of(terms: Sequence[QueryTerm]) -> Highlights:
    """What to mark in texts that were found by these terms."""
    forms: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for term in terms:
        for name in term.names:
            for language in name.languages:
                for form in name.forms:
                    forms[language].setdefault(form, term.word)
    return Highlights(forms)


def describe(
    reader: Reader, terms: Sequence[QueryTerm], page: Sequence[tuple[int, int, float]]
) -> tuple[Hit, ...]:
    """Hits of (entry, its best text, score), in the order given."""
    names_of_hits: list[dict[str, list[TermName]]] = [{} for _ in page]
    hit_of_text = np.full(reader.numbers.texts, -1, dtype=np.int16)
    hit_of_text[[text for _, text, _ in page]] = np.arange(len(page))
    for term in terms:
        hits = hit_of_text.take(term.places)
        on_page = (hits >= 0).nonzero()[0]
        pairs = zip(hits[on_page].tolist(), term.place_names[on_page].tolist(), strict=True)
        for hit, name in pairs:
            names_of_hits[hit].setdefault(term.word, []).append(term.names[name])
    return tuple(
        Hit(
            reader.numbers.entries[entry],
            score,
            reader.numbers.language_of(text),
            _part(reader, text, names),
            {word: tuple([name.label for name in named]) for word, named in names.items()},
        )
        for (entry, text, score), names in zip(page, names_of_hits, strict=True)
    )


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
            for form in name.forms:
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
