"""Alphabetical order for the page's language: Norwegian sorts æ ø å last, Swedish å ä ö."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from network.text.alphabet import make_sort_key
from network.web.languages import get_ui_language

_Value = TypeVar("_Value")


def sort_by_label(values: Iterable[_Value], label: Callable[[_Value], str]) -> list[_Value]:
    """The values in the alphabetical order of their labels for the page's language."""
    language = get_ui_language()
    return sorted(values, key=lambda value: make_sort_key(label(value), language))
