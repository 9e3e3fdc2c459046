"""The blocks of a Word file as they are read, before they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Literal, NamedTuple

from network.files_in.word.numbering import Label

_MARKS = re.compile("<[^>]*>")


class Look(NamedTuple):
    """How text looks; ``raised`` is sup, sub or ""."""

    strong: bool = False
    em: bool = False
    struck: bool = False
    raised: str = ""


class Piece(NamedTuple):
    """Text of one look; "\\n" breaks the line. ``note`` is the number of a note called here."""

    text: str
    look: Look = Look()
    href: str = ""
    note: int = 0
    size: int = 0


@dataclass(slots=True)
class Paragraph:
    """A paragraph; ``level`` is that of a heading from 1, of an item from 0.

    ``label`` is what Word prints before it. ``indent`` in twentieths of a point.
    """

    role: Literal["p", "heading", "title", "quote", "item", "continued"]
    pieces: list[Piece]
    level: int = 0
    label: Label | None = None
    indent: int = 0
    is_centred: bool = False
    style: str = ""

    @property
    def text(self) -> str:
        """The words as they stand, without the label."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def plain(self) -> str:
        """The words on one line, without the label."""
        return " ".join("".join(piece.text for piece in self.pieces).split())

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        return all(piece.look.strong for piece in self.pieces if piece.text.strip())

    @property
    def size(self) -> int:
        """The size of its smallest words, in half points."""
        return min((piece.size for piece in self.pieces if piece.text.strip()), default=0)

    def write(self) -> str:
        """The paragraph's words as HTML."""
        return "".join(_write_piece(piece) for piece in self.pieces)


@dataclass(slots=True)
class Cell:
    """A cell of a table."""

    blocks: list[Block] = field(default_factory=list)
    wide: int = 1
    tall: int = 1


@dataclass(slots=True)
class Table:
    """A table by rows."""

    rows: list[list[Cell]]

    def list_paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in it, in order."""
        for row in self.rows:
            for cell in row:
                yield from list_paragraphs(cell.blocks)


Block = Paragraph | Table


def list_paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    """All paragraphs of some blocks, those in tables too, in order."""
    for block in blocks:
        if isinstance(block, Table):
            yield from block.list_paragraphs()
        else:
            yield block


def drop_start(pieces: list[Piece], letters: int) -> list[Piece]:
    """The pieces without their first letters."""
    left = []
    for piece in pieces:
        rest = piece.text[letters:]
        letters = max(0, letters - len(piece.text))
        if rest or piece.note:
            left.append(piece._replace(text=rest))
    return left


def split_lines(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces of each line."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for place, text in enumerate(piece.text.split("\n")):
            if place:
                lines.append([])
            if text or piece.note:
                lines[-1].append(piece._replace(text=text))
    return lines


def _write_piece(piece: Piece) -> str:
    if piece.note:
        return f'<sup data-note="{piece.note}"></sup>'
    html = escape(piece.text, quote=False).replace("\n", "<br>")
    if piece.text.strip():
        look = piece.look
        if look.raised:
            html = f"<{look.raised}>{html}</{look.raised}>"
        for tag, has in (("em", look.em), ("strong", look.strong), ("del", look.struck)):
            if has:
                html = f"<{tag}>{html}</{tag}>"
    return f'<a href="{escape(piece.href)}">{html}</a>' if piece.href else html
