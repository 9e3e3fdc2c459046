"""What a query asks for, understood: a query term for each thing wanted, and what is excluded.

The text is parsed, the language of each word judged by the word, its kin worked out and looked up
in the index.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from network.language.bridge.kin import (
    MultiwordName,
    WordKin,
    as_name,
    find_multiword_name,
    kin_of,
    kin_of_hyphenated,
    kin_without_topics,
    languages_of,
    topics_around,
    with_topics,
)
from network.language.bridge.matter_vectors import Vector, vector_of
from network.language.lexicon.dictionary import is_in_dictionary, lemmas, split
from network.language.lexicon.term_lists import words_of_matters
from network.language.words.language_guess import guess
from network.language.words.stems import LANGUAGES
from network.language.words.stop_words import is_small
from network.language.words.tokens import fold
from network.search.array_types import Mask
from network.search.parsing import ParsedQuery, QueryPart, QueryPhrase, QueryWord, parse
from network.search.query import Query
from network.search.query_term import QueryTerm, either
from network.search.reader import Reader
from network.search.term_lookup import (
    probable_word,
    term_of_form,
    term_of_name,
    term_of_phrase,
    term_of_word,
    texts_with_word,
)

_SHORTEST_MISSPELT = 6


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A query as the index answers it.

    `language` is what its text was taken for. Of `terms` there is one for each thing wanted, in
    order; `required` says of each whether an entry must have it (a phrase). `excluded` masks the
    entries that have what is not wanted. `notes` are those of `parsing`. `about` is what all
    of it is about (see `matter_vectors`), zeros where that is not known.
    """

    language: str | None
    terms: tuple[QueryTerm, ...]
    required: tuple[bool, ...]
    excluded: Mask
    notes: tuple[str, ...]
    about: Vector


@dataclass(frozen=True, slots=True)
class _Run:
    """Plain words side by side: their forms, the misspelt ones corrected, and the languages that
    each is taken for; and the names that several of them are, by the place of the first."""

    forms: tuple[str, ...]
    languages: tuple[tuple[str, ...], ...]
    names: Mapping[int, MultiwordName]

    def is_within_name(self, place: int) -> bool:
        """Whether a word is said with a name that began before it."""
        return any(start < place < start + len(name.words) for start, name in self.names.items())


def interpret(reader: Reader, query: Query) -> Interpretation:
    """What a query asks for. Raises nothing, whatever its values."""
    parsed = parse(query.text)
    removed = frozenset(map(fold, query.without))
    runs = {} if query.exact else _runs(reader, parsed, removed, query.language)
    terms = [
        (term, all(isinstance(part, QueryPhrase) for part in parts))
        for term, parts in _terms(reader, parsed, runs, removed, exact=query.exact)
    ]
    # Small words say nothing beside others.
    if any(not is_small(fold(term.word)) for term, _ in terms):
        terms = [(term, needed) for term, needed in terms if not is_small(fold(term.word))]
    return Interpretation(
        guess(parsed.text) or query.language,
        tuple(term for term, _ in terms),
        tuple(needed for _, needed in terms),
        _excluded(reader, parsed, exact=query.exact),
        parsed.notes,
        _tell_subject(runs),
    )


def _tell_subject(runs: Mapping[QueryWord, tuple[int, _Run]]) -> Vector:
    """What the words of a question are about, each in the likeliest of its languages."""
    words = [
        (lemmas(run.forms[place], run.languages[place][0])[0].word, run.languages[place][0])
        for place, run in runs.values()
    ]
    return vector_of((*word, 1.0) for word in words)


def _terms(
    reader: Reader,
    parsed: ParsedQuery,
    runs: Mapping[QueryWord, tuple[int, _Run]],
    removed: frozenset[str],
    *,
    exact: bool,
) -> list[tuple[QueryTerm, tuple[QueryPart, ...]]]:
    """One term for each thing wanted. Runs of plain words are read together, so that the lexicon
    sees terms of several words."""
    return [
        (either([_term(reader, part, runs, removed, exact=exact) for part in parts]), parts)
        for parts in parsed.wanted
        if not any(_is_within_name(part, runs) for part in parts)
    ]


def _is_within_name(part: QueryPart, runs: Mapping[QueryWord, tuple[int, _Run]]) -> bool:
    if isinstance(part, QueryPhrase) or part not in runs:
        return False
    place, run = runs[part]
    return run.is_within_name(place)


def _runs(
    reader: Reader, parsed: ParsedQuery, removed: frozenset[str], language: str | None
) -> dict[QueryWord, tuple[int, _Run]]:
    """For each plain word the run it stands in, and its place there."""
    runs: dict[QueryWord, tuple[int, _Run]] = {}
    words: list[tuple[QueryWord, int]] = []
    forms: list[str] = []

    def close() -> None:
        languages = languages_of(forms, language)
        run = _Run(tuple(forms), languages, _find_names(tuple(forms), languages))
        for word, place in words:
            runs[word] = (place, run)
        words.clear()
        forms.clear()

    for parts in parsed.wanted:
        for part in parts:
            if len(parts) > 1 or isinstance(part, QueryPhrase) or part.prefix:
                close()
            if isinstance(part, QueryWord) and not part.prefix:
                words.append((part, len(forms)))
                forms.append(_corrected(reader, part, removed, first=not forms))
    close()
    return runs


def _find_names(
    forms: tuple[str, ...], languages: tuple[tuple[str, ...], ...]
) -> dict[int, MultiwordName]:
    """The names that several words of a run are, none within another."""
    names: dict[int, MultiwordName] = {}
    end = 0
    for place in range(len(forms) - 1):
        if place >= end and (name := find_multiword_name(forms, place, languages[place])):
            names[place] = name
            end = place + len(name.words)
    return names


def _corrected(reader: Reader, word: QueryWord, removed: frozenset[str], *, first: bool) -> str:
    """The form that was probably meant, where no text and no lexicon has the one that was typed;
    that itself for other words, for names, and for compounds, which are first looked for."""
    form = word.form
    if word.parts or (_is_capitalised(word) and not first) or reader.has_form(form):
        return form
    if not _may_be_misspelt(form) or any(split(form, language) for language in LANGUAGES):
        return form
    meant = probable_word(reader, form)
    return form if meant is None or meant in removed else meant


def _is_capitalised(word: QueryWord) -> bool:
    return word.written[:1].isupper() and not word.written.isupper()


def _term(
    reader: Reader,
    part: QueryPart,
    runs: Mapping[QueryWord, tuple[int, _Run]],
    removed: frozenset[str],
    *,
    exact: bool,
) -> QueryTerm:
    if isinstance(part, QueryPhrase):
        key = ("phrase term", part, exact, removed)
        return _kept(reader, key, lambda: _phrase_term(reader, part, removed, exact=exact))
    if exact or part.prefix:
        return _kept(
            reader,
            ("form term", part),
            lambda: term_of_form(reader, part.written, part.form, prefix=part.prefix),
        )
    place, run = runs[part]
    if name := run.names.get(place):
        written = " ".join(run.forms[place : place + len(name.words)])
        return _kept(
            reader,
            ("name term", name, removed),
            lambda: term_of_name(reader, written, name, removed),
        )
    form, languages = run.forms[place], run.languages[place]
    kin = alone = kin_without_topics((form,), 0, (languages,))
    topics: tuple[str, ...] = ()
    if part.parts:
        kin = kin_of_hyphenated(part.form, part.parts)
    elif len(run.forms) > 1:
        kin = kin_without_topics(run.forms, place, run.languages)
        # Only topics that there are, so that other questions with the word have the same term.
        topics = tuple(filter(reader.has_key, topics_around(run.forms, place)))
    is_name = place > 0 and _is_capitalised(part)
    meant = form if form != part.form else None

    def make() -> QueryTerm:
        whole = with_topics(kin, topics)
        return _word_term(reader, part, as_name(whole) if is_name else whole, removed, meant)

    # What a word is called does not depend on the other words of most queries, so the term is kept
    # for the word and not for the query.
    of_run = None if kin is alone else kin
    return _kept(reader, ("term", part, form, languages, of_run, topics, is_name, removed), make)


def _kept(reader: Reader, key: Hashable, make: Callable[[], QueryTerm]) -> QueryTerm:
    term: QueryTerm = reader.kept(key, make)
    return term


def _word_term(
    reader: Reader, word: QueryWord, kin: WordKin, removed: frozenset[str], meant: str | None
) -> QueryTerm:
    term = term_of_word(reader, word.written, kin, removed, meant=meant)
    if meant is not None:
        return term
    if removed and not term.texts_certain:
        # All that stood for it was taken away by the reader.
        return replace(term, information=0.0)
    if word.parts:
        # *SLT-koordinator* is found as one word, and as two side by side.
        apart = term_of_phrase(reader, QueryPhrase(word.parts, word.written))
        whole = either([term, apart])
        information = term.information if len(term.texts) else apart.information
        return replace(whole, word=word.written, information=information)
    if term.texts_certain or not _may_be_misspelt(word.form):
        return term
    meant = probable_word(reader, word.form)
    if meant is None or meant in removed:
        return term
    languages = languages_of((meant,), None)
    corrected = term_of_word(
        reader, word.written, kin_of((meant,), 0, languages), removed, meant=meant
    )
    return corrected if len(corrected.texts) else term


def _may_be_misspelt(form: str) -> bool:
    """Whether a word is none of the lexicon's, in whatever form, nor of a matter's name;
    compounds that it does not have as a whole may be misspelt, too."""
    if len(form) < _SHORTEST_MISSPELT or not form.isalpha() or form in words_of_matters():
        return False
    return not any(
        is_in_dictionary(lemma.word, language)
        for language in LANGUAGES
        for lemma in lemmas(form, language)
    )


def _phrase_term(
    reader: Reader, phrase: QueryPhrase, removed: frozenset[str], *, exact: bool
) -> QueryTerm:
    if exact:
        return term_of_phrase(reader, phrase)
    languages = languages_of(phrase.words, None)
    kin = kin_of(phrase.words, 0, languages)
    equivalents = [other for other in kin.together if fold(other.label) not in removed]
    return term_of_phrase(reader, phrase, equivalents)


def _excluded(reader: Reader, parsed: ParsedQuery, *, exact: bool) -> Mask:
    having = np.zeros(reader.numbers.texts, dtype=np.bool_)
    for part in parsed.unwanted:
        if isinstance(part, QueryPhrase):
            having[reader.look_up_phrase(part.words).texts] = True
        elif part.prefix:
            having[reader.look_up_prefix(part.form).texts] = True
        elif exact:
            having[reader.look_up_form(part.form).texts] = True
        else:
            kin = kin_of((part.form,), 0, languages_of((part.form,), None))
            having[texts_with_word(reader, kin)] = True
            if part.parts:
                having[reader.look_up_phrase(part.parts).texts] = True
    return reader.numbers.entries_of(having)
