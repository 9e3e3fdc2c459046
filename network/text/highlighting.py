"""Putting marks on words in safe HTML, and breaking nothing of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Generic, Protocol, TypeVar

_Mark = TypeVar("_Mark")

# An attribute may hold a > that does not end the tag.
_PIECE = re.compile(
    r"<(?P<ends>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:[^\"'>]|\"[^\"]*\"|'[^']*')*)>"
    r"|(?P<text>[^<]+)"
)
_REFERENCE = re.compile(r'\bdata-ref="([^"]*)"')
_LETTER = re.compile(r"&[#\w]+;|.[\u0300-\u036f]*", re.DOTALL)
_UNTOUCHED = frozenset({"a", "code", "pre"})
_BLOCKS = frozenset(
    "p li td th dd dt h1 h2 h3 h4 h5 h6 blockquote pre tr ul ol dl table div hr".split()
)


@dataclass(frozen=True, slots=True)
class HighlightedText(Generic[_Mark]):
    """Something that stands at ``text[start:end]``."""

    start: int
    end: int
    what: _Mark


class Highlighter(Protocol[_Mark]):
    """How words are marked: what ``mark`` asks while it goes through HTML."""

    def new_block(self) -> None:
        """A paragraph, a list item, a cell begins or ends."""

    def find(self, text: str) -> Iterable[HighlightedText[_Mark]]:
        """What is to be marked in a stretch of text, in order and without overlap."""

    def wrap(self, marked: HighlightedText[_Mark], text: str, html: str) -> str:
        """The HTML that stands instead of ``html``, which is the found word as it stands there."""

    def after_link(self, reference: str) -> str:
        """The HTML that stands after a link with this ``data-ref``."""


def highlight(html: str, marker: Highlighter[_Mark]) -> str:
    """Safe HTML (as ``render`` makes it) with what ``marker`` finds in it wrapped.

    Tags, attributes and entities stay as they are, byte for byte; nothing within links, ``code``
    and ``pre`` is looked at. A word that markup divides is not found. Linear in the HTML's length.
    """
    pieces: list[str] = []
    within: list[str] = []
    reference = ""
    done = 0
    marker.new_block()
    for piece in _PIECE.finditer(html):
        pieces.append(html[done : piece.start()])
        done = piece.end()
        if piece["text"] is not None:
            pieces.append(piece["text"] if within else _marked(piece["text"], marker))
            continue
        tag = piece["tag"].lower()
        if tag in _BLOCKS:
            marker.new_block()
        pieces.append(piece[0])
        if tag not in _UNTOUCHED:
            continue
        if not piece["ends"]:
            within.append(tag)
            if tag == "a":
                target = _REFERENCE.search(piece["rest"])
                reference = unescape(target[1]) if target else ""
        elif tag in within:
            within.remove(tag)
            if tag == "a" and reference:
                pieces.append(marker.after_link(reference))
                reference = ""
    return "".join([*pieces, html[done:]])


def _marked(html: str, marker: Highlighter[_Mark]) -> str:
    text, places = html, None
    if "&" in html or not unicodedata.is_normalized("NFC", html):
        text, places = _plain(html)
    pieces: list[str] = []
    done = 0
    for marked in marker.find(text):
        start, end = (
            (marked.start, marked.end)
            if places is None
            else (places[marked.start], places[marked.end])
        )
        pieces += [html[done:start], marker.wrap(marked, text, html[start:end])]
        done = end
    return "".join([*pieces, html[done:]]) if pieces else html


def _plain(html: str) -> tuple[str, list[int]]:
    """The text that HTML without tags stands for, in NFC, and where each letter of it begins."""
    letters: list[str] = []
    places: list[int] = []
    for piece in _LETTER.finditer(html):
        for letter in unicodedata.normalize("NFC", unescape(piece[0])):
            letters.append(letter)
            places.append(piece.start())
    return "".join(letters), [*places, len(html)]
