"""Which words of a language are common ones, as far as the lexicon knows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from network.language.lexicon.kept_files import KEPT, read_kept, write_kept
from network.language.lexicon.lexicon import lexicon
from network.language.words.stems import LANGUAGES, stem
from network.language.words.stop_words import is_small
from network.language.words.tokens import fold

_FILE = "common.json"
_RULES = (
    "words/tokens.py",
    "words/stems.py",
    "lexicon/file.py",
    "lexicon/kept_files.py",
    "lexicon/lexicon.py",
    "lexicon/common_words.py",
)
# What a form of the dictionary takes on when it is inflected.
_ENDINGS = ("ene", "ane", "te", "de", "ne", "na", "er", "en", "et", "ar", "or", "a", "e", "n", "t")
_LONG = 5
_SHORT = 5
_INFLECTED = ("er", "en", "et", "ar", "or", "an", "a", "e")


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """The lexicon's single words in each language: their forms and their stems."""
    kept: Mapping[str, list[list[str]]] | None = read_kept(KEPT / _FILE, _RULES)
    known = work_out_known() if kept is None else kept
    return {
        language: (frozenset(forms), frozenset(stems)) for language, (forms, stems) in known.items()
    }


def work_out_known() -> dict[str, list[list[str]]]:
    """The lexicon's single words in each language, worked out: forms and stems, in order. Some
    0.2 s, which no start waits for where they are kept."""
    known = {}
    for language in LANGUAGES:
        forms = {
            fold(label)
            for row in lexicon().rows
            for label in row.words(language)
            if " " not in label
        }
        known[language] = [sorted(forms), sorted({stem(form, language) for form in forms})]
    return known


def keep(folder: Path = KEPT) -> None:
    """Write the file, unless it is there and of today's lexicon."""
    write_kept(folder / _FILE, _RULES, work_out_known)


def is_common(word: str, language: str) -> bool:
    """Whether a folded word is a small one or stands in the lexicon in just this form."""
    return word in _known()[language][0] or is_small(word)


def may_be_common(word: str, language: str) -> bool:
    """Whether a folded word may be one of the lexicon's in any inflection; too often rather than
    too seldom: *mora* may be a form of *mor*, and *bergen* one of *berg*."""
    forms, stems = _known()[language]
    if word in forms or is_small(word) or stem(word, language) in stems:
        return True
    return any(word.endswith(end) and word[: -len(end)] in forms for end in _ENDINGS)


def looks_inflected(word: str) -> bool:
    """Whether a short folded word has an ending that inflected words have (*sola*, *marker*): the
    lexicon leaves out most of the words that the three languages share."""
    return len(word) <= _SHORT and word.endswith(_INFLECTED)


def is_word(word: str, language: str) -> bool:
    """Whether a folded word is no proper name, for all that the lexicon knows: a dictionary's form,
    or long enough for its stem to show it (*Anna* has the stem of *annen*)."""
    return is_common(word, language) or (
        len(word) > _LONG and stem(word, language) in _known()[language][1]
    )
