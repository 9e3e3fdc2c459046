"""What belongs to a sheet of paper and not to its text: heads and feet of pages, a letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from network.files_in.proposals.letterhead import is_letterhead_line
from network.files_in.word.blocks import (
    Block,
    Cell,
    Paragraph,
    Piece,
    Table,
    list_paragraphs,
    split_lines,
)
from network.files_in.word.elements import Element

_NEAR_THE_TOP = 10
_LONGEST_LINE = 90
_MOST_ROWS = 10
_BARE_CONTACT = re.compile(r"[^\s:@]+@[^\s:@]+|[+\d][\d /-]{6,16}")
_CONTENTS = re.compile(
    r"(?:innhold(?:sfortegnelse|sliste)?|innhald(?:sliste)?|innehåll(?:sförteckning)?"
    r"|(?:table of )?contents):?",
    re.IGNORECASE,
)
_PAGE_WORDS = re.compile(r"(?:[\W\d_]|\b(?:side|sida|sidan|s|page|av|of|nr)\b)*", re.IGNORECASE)


def has_words(part: Element | None) -> bool:
    """Whether a head or foot of pages says anything but the number of the page."""
    if part is None:
        return False
    words = "".join(text.text for text in part.find_within("w:t"))
    return not _PAGE_WORDS.fullmatch(words)


def drop_contents_heading(blocks: list[Block]) -> list[Block]:
    """The blocks without the heading of a table of contents that was left out."""
    return [
        block
        for block in blocks
        if not (
            isinstance(block, Paragraph)
            and (block.role == "heading" or block.is_bold)
            and _CONTENTS.fullmatch(block.plain)
        )
    ]


def set_letterhead_apart(blocks: list[Block]) -> tuple[list[Block], bool]:
    """The blocks without the letterhead that they begin with, and whether there was any.

    A letterhead is a table or lines before the first heading with telephone, mail or an address;
    what else stands in such a table (date, number of the case) stays, each as a paragraph.
    """
    kept: list[Block] = []
    is_found = False
    at_top = True
    for place, block in enumerate(blocks):
        at_top = at_top and place < _NEAR_THE_TOP and not _begins_text(block)
        if at_top and isinstance(block, Table) and _is_letterhead(block):
            is_found = True
            kept.extend(_list_other_lines(block))
        elif at_top and isinstance(block, Paragraph) and _is_contact(block):
            is_found = True
        else:
            kept.append(block)
    return kept, is_found


def _begins_text(block: Block) -> bool:
    if isinstance(block, Table):
        return False
    return block.role in ("heading", "title", "item") or len(block.plain) > 2 * _LONGEST_LINE


def _is_contact(paragraph: Paragraph) -> bool:
    lines = [line for line in _list_lines(paragraph) if line]
    if not lines or max(map(len, lines)) > _LONGEST_LINE:
        return False
    return all(map(is_letterhead_line, lines))


def _is_letterhead(table: Table) -> bool:
    lines = [line for paragraph in table.list_paragraphs() for line in _list_lines(paragraph)]
    lines = [line for line in lines if line]
    if not lines or len(table.rows) > _MOST_ROWS or max(map(len, lines)) > _LONGEST_LINE:
        return False
    marked = sum(map(is_letterhead_line, lines))
    return marked > 0 and marked * 4 >= len(lines) and not _lists_people(table)


def _lists_people(table: Table) -> bool:
    """Whether a table has bare mail addresses or telephones in one column, row by row."""
    columns: dict[int, int] = {}
    for row in table.rows:
        for column, cell in enumerate(row):
            columns[column] = columns.get(column, 0) + _has_bare_contact(cell)
    return len(columns) > 1 and max(columns.values(), default=0) >= 2


def _has_bare_contact(cell: Cell) -> bool:
    return any(
        _BARE_CONTACT.fullmatch(line)
        for paragraph in list_paragraphs(cell.blocks)
        for line in _list_lines(paragraph)
    )


def _list_other_lines(table: Table) -> Iterator[Paragraph]:
    """The lines of a letterhead that are no part of it, by paragraphs."""
    for paragraph in table.list_paragraphs():
        kept: list[Piece] = []
        for line in split_lines(paragraph.pieces):
            words = " ".join("".join(piece.text for piece in line).split())
            if words and not is_letterhead_line(words):
                kept += [*([Piece("\n")] if kept else []), *line]
        if kept:
            yield replace(paragraph, pieces=kept)


def _list_lines(paragraph: Paragraph) -> list[str]:
    return [" ".join(line.split()) for line in paragraph.text.split("\n")]
