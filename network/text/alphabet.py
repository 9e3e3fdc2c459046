"""Alphabetical order: Norwegian sorts æ ø å last, Swedish å ä ö; in English names stand as in
Norwegian."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# Each language's last letters in its order; the neighbour's letters stand with their own like.
_NORWEGIAN = {"æ": 0, "ä": 0, "ø": 1, "ö": 1, "å": 2}
_LAST: Mapping[str, Mapping[str, int]] = {
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
    "sv": {"å": 0, "ä": 1, "æ": 1, "ö": 2, "ø": 2},
    "en": _NORWEGIAN,
}
# So much of a text decides where it stands among others.
_DECIDING = 120


def make_sort_key(text: str, language: str) -> tuple[tuple[int, int, str], ...]:
    """What orders ``text`` among others for readers of the interface in ``language`` (nb, nn, sv,
    en): letter by letter, accents and capitals aside."""
    letters = unicodedata.normalize("NFC", text.casefold())
    return tuple(_rank(letter, language) for letter in letters)


def make_sort_bytes(text: str, language: str) -> bytes:
    """The same order for a database, which compares bytes alike wherever it runs; of a text's
    first 120 characters."""
    letters = unicodedata.normalize("NFC", text[:_DECIDING].casefold())
    return b"".join(_encode_rank(letter, language) for letter in letters)


@lru_cache(maxsize=5_000)
def _rank(letter: str, language: str) -> tuple[int, int, str]:
    last = _LAST[language]
    if letter in last:
        return 2, last[letter], ""
    plain = unicodedata.normalize("NFD", letter)[0]
    return 1 if plain.isalpha() else 0, 0, plain


@lru_cache(maxsize=5_000)
def _encode_rank(letter: str, language: str) -> bytes:
    # A byte of the class before each letter: in UTF-8 letters compare as their numbers do, and none
    # is the beginning of another.
    kind, place, plain = _rank(letter, language)
    return bytes((1 + kind, 1 + place)) + plain.encode("utf-8", "replace")
