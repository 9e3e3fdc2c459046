"""The card of an entry as a picture, for what shows a shared link as one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import typst

from network.files_out.pdf import write_string

# What those who show such cards ask for, in pixels.
WIDTH, HEIGHT = 1200, 630
# So much of a title is on it, and how large its letters are by how long it is.
_LONGEST = 140
_LONG_WORD, _PIECE = re.compile(r"\S{17,}"), re.compile(r".{1,12}")
_SIZES: Final = ((40, 76), (75, 62), (_LONGEST, 50))


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card: ``kind`` is what sort of entry it is, ``mark`` what else must be said
    of it at once, or "". ``language`` is a tag such as *nb*, of the title."""

    title: str
    language: str
    organisation: str
    kind: str
    mark: str


def write_card(card: Card) -> bytes:
    """A PNG, 1200 by 630 pixels; the same card gives the same bytes. Some 15 ms. Raises nothing: a
    sign that stands in no typeface of the site's is an empty box."""
    title = " ".join(card.title.split())
    if len(title) > _LONGEST:
        title = f"{title[: _LONGEST - 1].rstrip()}…"
    # Of a word that may be longer than the line each piece may stand on a line of its own.
    shown = _LONG_WORD.sub(lambda word: "\u00ad".join(_PIECE.findall(word[0])), title)
    size = next(size for longest, size in _SIZES if len(title) <= longest)
    above = " · ".join(filter(None, (card.kind, card.mark)))
    language = "".join(sign for sign in card.language if sign.isascii() and sign.isalpha())[:3]
    source = f"""
#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: (x: 80pt, y: 70pt), fill: rgb("#fbfaf6"),
  background: place(left, rect(width: 22pt, height: 100%, fill: rgb("#0d5c56"))))
#set text(lang: {write_string(language or "nb")}, size: 30pt, fill: rgb("#1d2a2e"))
#set par(leading: 0.5em)
#text(fill: rgb("#0d5c56"), weight: "bold", {write_string(above)})
#v(18pt)
#block(height: 345pt, clip: true, text(size: {size}pt, weight: "bold", {write_string(shown)}))
#place(bottom + left, text(size: 34pt, {write_string(card.organisation[:60])}))
#place(bottom + right, text(size: 34pt, weight: "bold", fill: rgb("#0d5c56"), "Grannar"))
"""
    picture = typst.compile(source.encode(), format="png", ppi=72.0, ignore_system_fonts=True)
    # Of several pages it would be a list; nothing here runs on to another.
    assert isinstance(picture, bytes)
    return picture
