"""The second words of the lexicon's terms of several words, by what the first is a form of.

Kept in a file (see `kept_files`); worked out anew, of some 20,000 terms, it takes 0.4 s.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from network.language.lexicon.dictionary import lemmas
from network.language.lexicon.kept_files import KEPT, read_kept, write_kept
from network.language.lexicon.lexicon import Lexicon, lexicon, related, terms_of
from network.language.lexicon.term_lists import RULES as TERM_RULES
from network.language.lexicon.term_lists import ListName, places_of_terms
from network.language.words.stems import LANGUAGES

_FILE = "second_words.json"
_RULES = (*TERM_RULES, "lexicon/lexicon.py", "bridge/second_words.py")


def second_words(language: str) -> Mapping[str, frozenset[str]]:
    """The second words in one language, as written and as a dictionary has them."""
    return _all_second_words()[language]


def keep(folder: Path = KEPT) -> None:
    """Write the file, unless it is there and of today's lexicon."""
    write_kept(folder / _FILE, _RULES, work_out_second_words)


@lru_cache(maxsize=1)
def _all_second_words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    kept: Mapping[str, Mapping[str, list[str]]] | None = read_kept(KEPT / _FILE, _RULES)
    return {
        language: {first: frozenset(words) for first, words in of_language.items()}
        for language, of_language in (work_out_second_words() if kept is None else kept).items()
    }


def work_out_second_words() -> dict[str, dict[str, list[str]]]:
    """The second words of each language, worked out, in order."""
    return {language: _list_second_words(language) for language in LANGUAGES}


def _list_second_words(language: str) -> dict[str, list[str]]:
    seconds: dict[str, set[str]] = {}
    tables: tuple[tuple[ListName, Lexicon], ...] = (("terms", lexicon()), ("related", related()))
    for name, table in tables:
        for first, places in places_of_terms(name, language).items():
            for number, place in places:
                words = terms_of(table.rows[number], language)[place].words
                if len(words) > 1:
                    seconds.setdefault(first, set()).update(
                        (words[1], lemmas(words[1], language)[0].word)
                    )
    return {first: sorted(of_first) for first, of_first in seconds.items()}
