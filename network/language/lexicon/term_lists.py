"""Where the terms of the lexicon's files are found by what their first word is an inflection of.

Kept in a file (see `kept_files`); worked out anew, it takes some 2 s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from network.language.lexicon.dictionary import lemmas
from network.language.lexicon.file import LexiconRow
from network.language.lexicon.kept_files import KEPT, folded, read_kept, write_kept
from network.language.lexicon.lexicon import lexicon, related
from network.language.lexicon.matters import matters
from network.language.words.stems import LANGUAGES
from network.language.words.stop_words import is_small

_FILE = "terms.json"
RULES = (
    "words/irregular.tsv",
    "words/other_kinds.tsv",
    "words/inflected.tsv",
    "words/paradigms.py",
    "words/stop_words.py",
    "words/tokens.py",
    "words/stems.py",
    "lexicon/dictionary.py",
    "lexicon/file.py",
    "lexicon/kept_files.py",
    "lexicon/matters.py",
    "lexicon/term_lists.py",
    "lexicon/word_list.py",
)
ListName = Literal["terms", "related", "matters"]

# Word → of each term that begins with an inflection of it the number of its row, or matter, and its
# number there.
Places = Mapping[str, Sequence[Sequence[int]]]


def places_of_terms(name: ListName, language: str) -> Places:
    """The terms of a file in one language, by the word that the first word of each is a form of;
    of matters by the first of the telling words of a name."""
    return _all_places()[name][language]


@lru_cache(maxsize=1)
def words_of_matters() -> frozenset[str]:
    """The words that the names of matters are written with, folded."""
    return frozenset(
        word
        for matter in matters()
        for names in matter.names.values()
        for name in names
        for word in name
    )


def telling_words(name: Sequence[str], language: str) -> tuple[str, ...]:
    """The words of a matter's name as a dictionary has them, without the small ones."""
    return tuple(
        lemmas(word, language)[0].word for word in name if len(name) == 1 or not is_small(word)
    )


def keep(folder: Path = KEPT) -> None:
    """Write the file, unless it is there and of today's lexicon."""
    write_kept(folder / _FILE, RULES, work_out_places)


@lru_cache(maxsize=1)
def _all_places() -> Mapping[str, Mapping[str, Places]]:
    kept: Mapping[str, Mapping[str, Places]] | None = read_kept(KEPT / _FILE, RULES)
    return work_out_places() if kept is None else kept


def work_out_places() -> dict[str, dict[str, dict[str, list[list[int]]]]]:
    """The places of all terms, worked out."""
    return {
        "terms": _places_of_rows(lexicon().rows),
        "related": _places_of_rows(related().rows),
        "matters": _places_of_matters(),
    }


def _places_of_rows(rows: Sequence[LexiconRow]) -> dict[str, dict[str, list[list[int]]]]:
    places: dict[str, dict[str, list[list[int]]]] = {language: {} for language in LANGUAGES}
    for number, row in enumerate(rows):
        # A row of an inflected form is found from its word.
        if row.note == "form":
            continue
        for language in LANGUAGES:
            terms = [words for label in row.words(language) if (words := folded(label))]
            for place, words in enumerate(terms):
                first = lemmas(words[0], language)[0].word
                places[language].setdefault(first, []).append([number, place])
    return places


def _places_of_matters() -> dict[str, dict[str, list[list[int]]]]:
    places: dict[str, dict[str, list[list[int]]]] = {"sv": {}, "nb": {}}
    for number, matter in enumerate(matters()):
        for language, names in matter.names.items():
            for place, name in enumerate(names):
                telling = telling_words(name, language)
                if telling:
                    places[language].setdefault(telling[0], []).append([number, place])
    return places
