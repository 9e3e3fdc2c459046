"""A text without the passages that were taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from network.files_in.proposals.blocks import Block, read_blocks
from network.files_in.proposals.proposal import Span, find_overlaps

_LAST_SPACE = re.compile(r"(?<=[^ \n]) $", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")


def take_out(text: str, spans: Iterable[Span]) -> str:
    """The text without the passages; a heading, the head of a table or a line that introduces a
    list goes too, where nothing is left of what stood below it."""
    cut = _merge(spans)
    blocks = read_blocks(text)
    gone = {block.start for block in blocks if _is_within(text, block, cut)}
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        if block.start not in gone and _is_left_alone(blocks, number, gone):
            gone.add(block.start)
            cut.append((block.start, block.end))
    left = []
    place = 0
    for start, end in sorted(_with_line_end(text, span) for span in cut):
        if start > place:
            left.append(text[place:start])
        place = max(place, end)
    left.append(text[place:])
    # Two spaces at the end of a line are a line's end; one is what stood before a passage.
    whole = _LAST_SPACE.sub("", "".join(left))
    lines = (line if line.strip() else "" for line in whole.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _merge(spans: Iterable[Span]) -> list[Span]:
    """Passages in order, those that share anything as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _with_line_end(text: str, span: Span) -> Span:
    """A passage of whole lines with the end of the last, so that no empty line parts a list."""
    start, end = span
    begins = start == 0 or text[start - 1] == "\n"
    return (start, end + 1) if begins and text[end : end + 1] == "\n" else span


def _is_within(text: str, block: Block, cut: list[Span]) -> bool:
    """Whether nothing that can be read is left of a block."""
    place, left = block.content, ""
    for start, end in find_overlaps(cut, block.start, block.end):
        left += text[place : max(place, start)]
        place = max(place, end)
    return not (left + text[place : block.end]).strip()


def _is_left_alone(blocks: list[Block], number: int, gone: set[int]) -> bool:
    """Whether something hung on a block and nothing of it is left."""
    hangs = False
    for place in _list_below(blocks, number):
        if blocks[place].start not in gone:
            return False
        hangs = True
    return hangs


def _list_below(blocks: list[Block], number: int) -> Iterator[int]:
    """The places of what hangs on a block: below a heading all up to the next of its level, below
    the head of a table its rows, below a line with a colon its items."""
    block = blocks[number]
    if block.kind == "paragraph" and not block.raw.rstrip().endswith(":"):
        return
    if block.kind not in ("heading", "row", "paragraph") or block.head:
        return
    for place in range(number + 1, len(blocks)):
        under = blocks[place]
        if block.kind == "heading":
            if under.kind == "heading" and under.level <= block.level:
                return
        elif block.kind == "row":
            if under.kind != "row" or not under.head:
                return
        elif under.kind != "item":
            return
        yield place
