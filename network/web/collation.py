"""Alphabetical order for the page's language: Norwegian sorts æ ø å last, Swedish å ä ö."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

from network.web.languages import get_ui_language

_Value = TypeVar("_Value")

# Each language's last letters in its order; the neighbour's letters stand with their own like.
_LAST = {
    "nb": {"æ": 0, "ä": 0, "ø": 1, "ö": 1, "å": 2},
    "sv": {"å": 0, "ä": 1, "æ": 1, "ö": 2, "ø": 2},
}


def sort_by_label(values: Iterable[_Value], label: Callable[[_Value], str]) -> list[_Value]:
    """The values in the alphabetical order of their labels for the page's language."""
    last = _LAST[get_ui_language()]
    return sorted(values, key=lambda value: sort_key(label(value), last))


def sort_key(text: str, last: dict[str, int]) -> tuple[tuple[int, int, str], ...]:
    """What orders ``text`` among others: letter by letter, accents aside."""
    ranks = []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        if letter in last:
            ranks.append((2, last[letter], ""))
            continue
        plain = unicodedata.normalize("NFD", letter)[0]
        ranks.append((1 if plain.isalpha() else 0, 0, plain))
    return tuple(ranks)
