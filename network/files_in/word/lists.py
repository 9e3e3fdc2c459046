"""Blocks become HTML: paragraphs with labels become lists, or keep their sign as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from network.files_in.proposals.statements import is_speech
from network.files_in.word.blocks import Block, Paragraph, Table, drop_start
from network.files_in.word.numbering import Label

_Sort = Literal["number", "bullet", "sign"]
# A sign with a word or section mark in it (§ 3-1, Kapittel 3, Sak 12/26) leads a paragraph; one of
# letters and digits alone an item.
_WORD = re.compile(r"[§¶]|([^\W\d_])(?!\1)[^\W\d_]|\d/\d")
_ROMAN = re.compile(r"\W*[ivxlcdm]+\W*", re.IGNORECASE)
# What stands for a bullet where somebody typed it; a dash only in a row of them.
_BULLET = re.compile(r"\s*[•·▪●◦‣∙■□]\s+")
_DASH = re.compile(r"\s*[-–—]\s+(?=\S)")


@dataclass(slots=True)
class _List:
    sort: _Sort
    level: int
    number: int = 0

    @property
    def tag(self) -> str:
        return "ol" if self.sort == "number" else "ul"


def write_blocks(blocks: list[Block]) -> Iterator[str]:
    """The blocks as HTML."""
    lists: list[_List] = []
    for block in _read_typed(blocks):
        if isinstance(block, Paragraph):
            item = _read_item(block, lists)
            if item is not None:
                sort, sign, number = item
                yield from _open(lists, sort, block.level, number)
                yield f"<li>{escape(sign, quote=False)}{' ' if sign else ''}{block.write()}"
                continue
            if lists and _is_continued(block, lists):
                while (
                    len(lists) > 1 and block.role == "continued" and lists[-1].level > block.level
                ):
                    yield f"</li></{lists.pop().tag}>"
                yield f"<p>{block.write()}</p>"
                continue
        yield from _close(lists)
        yield from _write_block(block)
    yield from _close(lists)


def _read_typed(blocks: list[Block]) -> Iterator[Block]:
    """The blocks, with paragraphs as items that somebody typed a bullet or dash before."""
    dashed = [_has_dash(block) for block in blocks]
    for place, block in enumerate(blocks):
        in_row = dashed[place] and (
            (place > 0 and dashed[place - 1]) or (place + 1 < len(blocks) and dashed[place + 1])
        )
        if isinstance(block, Paragraph) and block.label is None and block.role in ("p", "item"):
            sign = _BULLET.match(block.text) or (_DASH.match(block.text) if in_row else None)
            if sign:
                label = Label(0, is_bullet=True)
                pieces = drop_start(block.pieces, sign.end())
                yield replace(block, role="item", pieces=pieces, label=label)
                continue
        yield block


def _has_dash(block: Block) -> bool:
    """Whether a paragraph begins with a dash that is not one of speech."""
    if not isinstance(block, Paragraph) or block.label is not None or block.role != "p":
        return False
    return bool(_DASH.match(block.text)) and not is_speech(block.plain)


def _read_item(block: Paragraph, lists: list[_List]) -> tuple[_Sort, str, int] | None:
    """The sort, sign and number of a paragraph that is an item; None where it is none."""
    if block.role != "item" or block.label is None:
        return None
    label = block.label
    if label.is_simple:
        return "number", "", label.number
    if label.is_bullet:
        return "bullet", "", 0
    if not label.text:
        return None
    is_word = _WORD.search(label.text) and not _ROMAN.fullmatch(label.text)
    if is_word and not (lists and lists[0].level < block.level):
        return None
    return "sign", label.text, 0


def _is_continued(block: Paragraph, lists: list[_List]) -> bool:
    """Whether a paragraph goes on in the item before it."""
    return block.role == "continued"


def _open(lists: list[_List], sort: _Sort, level: int, number: int) -> Iterator[str]:
    """End the lists that an item is not in and begin those that it is."""
    while len(lists) > 1 and lists[-1].level > level and lists[-2].level >= level:
        yield f"</li></{lists.pop().tag}>"
    if lists and lists[-1].level > level:
        if len(lists) == 1:
            # The list began deeper than its first level.
            lists[0].level = level
        else:
            lists[-1].level = level
    if lists and lists[-1].level == level:
        last = lists[-1]
        if last.sort == sort and (sort != "number" or number == last.number + 1):
            last.number = number
            yield "</li>"
            return
        yield f"</li></{lists.pop().tag}>"
    start = f' start="{number}"' if sort == "number" and number != 1 else ""
    signed = ' class="signed"' if sort == "sign" else ""
    lists.append(_List(sort, level, number))
    yield f"<{lists[-1].tag}{start}{signed}>"


def _close(lists: list[_List]) -> Iterator[str]:
    while lists:
        yield f"</li></{lists.pop().tag}>"


def _write_block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield "<table>"
        for number, row in enumerate(block.rows):
            tag = "td" if number else "th"
            yield "<tr>"
            for cell in row:
                yield f'<{tag} colspan="{cell.wide}" rowspan="{cell.tall}">'
                yield from write_blocks(cell.blocks)
                yield f"</{tag}>"
            yield "</tr>"
        yield "</table>"
        return
    sign = block.label.text if block.label else ""
    if block.label and block.label.is_simple and block.role == "continued":
        sign = ""
    text = f"{escape(sign, quote=False)}{' ' if sign else ''}{block.write()}"
    if block.role == "heading":
        yield f"<h{min(block.level, 6)}>{text}</h{min(block.level, 6)}>"
    elif block.role == "title":
        yield f"<h1>{text}</h1>"
    elif block.role == "quote":
        yield f"<blockquote><p>{text}</p></blockquote>"
    else:
        yield f"<p>{text}</p>"
