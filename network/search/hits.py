"""What is told of the hits that are shown: the text and part that met, and by which words.

Only for the page's hits, so that a search of a thousand entries describes twenty.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from network.language.words.stems import LANGUAGES
from network.search.indexed_text import in_order
from network.search.query_term import Name, QueryTerm
from network.search.reader import Reader


class Hit(NamedTuple):
    """One entry found.

    `language` is that of the text that met best; `part` the id of its part (statement, step,
    measure, item) with the most of the query's words, None when no part has any; `met` maps a
    query word to the words of the text that met it, as they were searched.
    """

    entry: str
    score: float
    language: str
    part: str | None
    met: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Marks:
    """The forms that an excerpt marks, by the text's language, each with its query word."""

    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, language: str) -> Mapping[str, str]:
        """Form to query word for texts of one language."""
        return self.forms.get(language, {})


def marks_of(wanted: Sequence[QueryTerm]) -> Marks:
    """What to mark in texts that were found by these concepts."""
    forms: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for concept in wanted:
        for name in concept.names:
            for language in name.languages:
                for form in name.forms:
                    forms[language].setdefault(form, concept.word)
    return Marks(forms)


def describe(
    reader: Reader, wanted: Sequence[QueryTerm], shown: Sequence[tuple[int, int, float]]
) -> tuple[Hit, ...]:
    """Hits of (entry, its best text, score), in the order given."""
    met: list[dict[str, list[Name]]] = [{} for _ in shown]
    place = np.full(reader.numbers.texts, -1, dtype=np.int16)
    place[[text for _, text, _ in shown]] = np.arange(len(shown))
    for concept in wanted:
        reached = place.take(concept.places)
        at = (reached >= 0).nonzero()[0]
        pairs = zip(reached[at].tolist(), concept.named[at].tolist(), strict=True)
        for number, name in pairs:
            met[number].setdefault(concept.word, []).append(concept.names[name])
    return tuple(
        Hit(
            reader.numbers.entries[entry],
            score,
            reader.numbers.language_of(text),
            _part(reader, text, names),
            {word: tuple([one.label for one in some]) for word, some in names.items()},
        )
        for (entry, text, score), names in zip(shown, met, strict=True)
    )


def _part(reader: Reader, text: int, met: Mapping[str, Sequence[Name]]) -> str | None:
    parts = reader.numbers.parts_of(text)
    if not parts:
        return None
    begins = [begin for _, begin in parts]
    words = reader.words(text)
    having: dict[str, int] = {}
    for names in met.values():
        reached = set()
        for name in names:
            for form in name.forms:
                for at in _everywhere(in_order((form,)), words):
                    reached.add(parts[bisect_right(begins, at) - 1][0])
        for part in reached:
            having[part] = having.get(part, 0) + 1
    having.pop("", None)
    if not having:
        return None
    most = max(having.values())
    return next(part for part, _ in parts if having.get(part) == most)


def _everywhere(wanted: str, words: str) -> Iterator[int]:
    at = words.find(wanted)
    while at >= 0:
        yield at
        at = words.find(wanted, at + 1)
