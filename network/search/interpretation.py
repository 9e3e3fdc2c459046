"""What a query asks for, understood: a query term for each thing wanted, and what is excluded.

The text is parsed, its language guessed, its words bridged to the three languages and looked up in
the index.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from network.language.bridge.bridge import BridgedWord, bridge
from network.language.bridge.compounds import compound_names
from network.language.bridge.spelling import corrected
from network.language.words.language_guess import guess
from network.language.words.nearness import SAME_FORM, SAME_KEY, SAME_STEM
from network.language.words.tokens import fold
from network.search.array_types import Mask
from network.search.parsing import ParsedQuery, QueryPart, QueryPhrase, QueryWord, parse
from network.search.query import Query
from network.search.query_term import QueryTerm, either
from network.search.reader import Reader
from network.search.term_lookup import (
    term_of_form,
    term_of_phrase,
    term_of_word,
    texts_near_word,
)

# Where a word stands in the run of plain words around it, and the forms of the run.
_Run = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A query as the index answers it.

    `language` is what its text was taken for. Of `terms` there is one for each thing wanted, in
    order; `required` says of each whether an entry must have it (a phrase). `excluded` masks the
    entries that have what is not wanted. `notes` are those of `parsing`.
    """

    language: str | None
    terms: tuple[QueryTerm, ...]
    required: tuple[bool, ...]
    excluded: Mask
    notes: tuple[str, ...]

    @property
    def informative_terms(self) -> tuple[QueryTerm, ...]:
        """The terms that say anything; all of them where none does. Where other words were asked
        for, nobody needs to see where the small ones stand."""
        return tuple(term for term in self.terms if term.information) or self.terms


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the words of a query are to be read."""

    language: str | None
    exact: bool
    removed: frozenset[str]


def interpret(reader: Reader, query: Query) -> Interpretation:
    """What a query asks for. Raises nothing, whatever its values."""
    parsed = parse(query.text)
    language = guess(parsed.text) or query.language
    reading = _Reading(language, query.exact, frozenset(map(fold, query.without)))
    return Interpretation(
        language,
        _terms(reader, parsed, reading),
        tuple(all(isinstance(part, QueryPhrase) for part in parts) for parts in parsed.wanted),
        _excluded(reader, parsed, reading),
        parsed.notes,
    )


def _terms(reader: Reader, parsed: ParsedQuery, reading: _Reading) -> tuple[QueryTerm, ...]:
    """One term for each thing wanted. Runs of plain words are bridged together, so that the
    lexicon sees terms of several words."""
    runs = {} if reading.exact else _runs(parsed)
    return tuple(
        either([_term(reader, part, reading, runs) for part in parts]) for parts in parsed.wanted
    )


def _runs(parsed: ParsedQuery) -> dict[QueryWord, _Run]:
    """The run that each plain word stands in."""
    runs: dict[QueryWord, _Run] = {}
    words: list[tuple[QueryWord, int]] = []
    forms: list[str] = []

    def close() -> None:
        for word, place in words:
            runs[word] = (place, tuple(forms))
        words.clear()
        forms.clear()

    for parts in parsed.wanted:
        for part in parts:
            if len(parts) > 1 or isinstance(part, QueryPhrase) or part.prefix:
                close()
            if isinstance(part, QueryWord) and not part.prefix:
                words.append((part, len(forms)))
                forms.extend(part.parts or (part.form,))
    close()
    return runs


def _term(
    reader: Reader, part: QueryPart, reading: _Reading, runs: Mapping[QueryWord, _Run]
) -> QueryTerm:
    bridged: tuple[BridgedWord, ...] = ()
    if isinstance(part, QueryWord) and part in runs:
        # What a word is called does not depend on the other words of most queries, so the term
        # is kept for what was bridged and not for the query.
        place, run = runs[part]
        words = bridge(run, reading.language, reading.removed)
        bridged = words[place : place + max(len(part.parts), 1)]

    def look_up() -> QueryTerm:
        if isinstance(part, QueryPhrase):
            return _phrase_term(reader, part, reading)
        return _word_term(reader, part, reading, bridged)

    term: QueryTerm = reader.kept(("term", part, reading, bridged), look_up)
    return term


def _phrase_term(reader: Reader, phrase: QueryPhrase, reading: _Reading) -> QueryTerm:
    if reading.exact:
        return term_of_phrase(reader, phrase)
    bridged = bridge(phrase.words, reading.language, reading.removed)
    whole = (
        other
        for other in (bridged[0].equivalents if bridged else ())
        if other.stands_for == len(phrase.words) and not other.related
    )
    return term_of_phrase(reader, phrase, whole)


def _word_term(
    reader: Reader, word: QueryWord, reading: _Reading, bridged: tuple[BridgedWord, ...]
) -> QueryTerm:
    language, removed = reading.language, reading.removed
    if reading.exact or word.prefix:
        return term_of_form(reader, word.written, word.form, prefix=word.prefix)
    if word.parts:
        joined = bridge((word.form,), language, removed)[0]
        return term_of_word(reader, word.written, joined, bridged)
    plain = bridged[0]
    compound = compound_names(plain, language, reader.has_key, removed)
    is_in_texts = (
        reader.has_form(plain.own) or reader.look_up((plain.own, 1.0), least=SAME_KEY).forms
    )
    if not is_in_texts:
        plain = plain._replace(equivalents=(*plain.equivalents, *corrected(plain, language)))
    return term_of_word(reader, word.written, plain, compound=compound)


def _excluded(reader: Reader, parsed: ParsedQuery, reading: _Reading) -> Mask:
    having = np.zeros(reader.numbers.texts, dtype=np.bool_)
    least = SAME_FORM if reading.exact else SAME_STEM
    for part in parsed.unwanted:
        if isinstance(part, QueryPhrase):
            having[reader.look_up_phrase(part.words).texts] = True
        else:
            own = bridge((part.form,), reading.language)[0].own
            having[texts_near_word(reader, part, own, least)] = True
    return reader.numbers.entries_of(having)
