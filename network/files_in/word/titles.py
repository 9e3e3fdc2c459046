"""The title of a Word file: what is styled as one, else its only main heading, else the first line
that stands out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from network.files_in.proposals.titles import names_section
from network.files_in.word.blocks import Block, Paragraph, Table

_NEAR_THE_TOP = 8
_LONGEST = 200
# What a municipality or a sort of document is called is no title of one.
_NO_TITLE = re.compile(
    r"(?:\S+(?:\s+\S+)?\s+(?:kommune|kommun|fylkeskommune|herad)|region\s+\S+|\S+|.*:|[\W\d]+)",
    re.IGNORECASE,
)


def take_title(blocks: list[Block], size: int) -> tuple[str, list[Block]]:
    """The title and the blocks without it; "" where none is found. ``size`` is that of running
    text, in half points. A main heading stays where there are others of its level."""
    styled = next((block for block in _list_paragraphs(blocks) if block.role == "title"), None)
    if styled is not None:
        return _take(blocks, styled)
    headings = [block for block in _list_paragraphs(blocks) if block.role == "heading"]
    firsts = [block for block in headings if block.level == 1]
    if len(firsts) == 1 and not names_section(firsts[0].plain):
        return _take(blocks, firsts[0])
    standing_out = _find_line(blocks, size)
    if standing_out is not None:
        return _take(blocks, standing_out)
    if len(firsts) == 1:
        return _take(blocks, firsts[0])
    return (_get_words(firsts[0]) if firsts else ""), blocks


def _find_line(blocks: list[Block], size: int) -> Paragraph | None:
    """The first line near the top that is larger than running text, or bold and in the middle."""
    for block in blocks[:_NEAR_THE_TOP]:
        if isinstance(block, Table):
            continue
        if block.role == "heading":
            return None
        if block.role != "p" or not 0 < len(block.plain) <= _LONGEST:
            if len(block.plain) > _LONGEST:
                return None
            continue
        is_large = block.size >= size * 1.25 and block.size >= size + 4
        stands_out = is_large or (block.is_bold and block.is_centred)
        if stands_out and not _NO_TITLE.fullmatch(block.plain) and not names_section(block.plain):
            return block
    return None


def _take(blocks: list[Block], title: Paragraph) -> tuple[str, list[Block]]:
    return _get_words(title), list(_leave(blocks, title))


def _get_words(title: Paragraph) -> str:
    sign = title.label.text if title.label else ""
    # *1* before the only main heading of a text says nothing.
    sign = sign if re.search(r"[^\W\d_]|§", sign) else ""
    return " ".join(f"{sign} {title.plain}".split())


def _leave(blocks: list[Block], title: Paragraph) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    cell.blocks = list(_leave(cell.blocks, title))
        if block is not title:
            yield block


def _list_paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Table):
            yield from block.list_paragraphs()
        else:
            yield block
