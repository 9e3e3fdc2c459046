"""Markdown in blocks, each with where it stands: what is read for proposals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from network.files_in.proposals.words import (
    find_section_field,
    fold_heading,
    read_columns,
    read_keys,
)

BlockKind = Literal["heading", "paragraph", "item", "row", "quote", "rule"]

_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)$")
# A bullet that stands as a sign, as pasted plain text has it, is one too; a dash begins speech.
_ITEM = re.compile(r"([ \t]*)(?:[-*+•·▪●◦‣]|\d{1,4}[.)])[ \t]+")
_RULE = re.compile(r"[ ]{0,3}(?:\*[ ]*){3,}$|[ ]{0,3}(?:-[ ]*){3,}$|[ ]{0,3}(?:_[ ]*){3,}$")
_TABLE_LINE = re.compile(r"\s*\|.*\|\s*$")
_SEPARATOR = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*$")
_CELL_SIGN = re.compile(r"(?<!\\)\|")
_BOLD = re.compile(r"(?:\*\*|__)(.+?)(?:\*\*|__)[ \t]*:?[ \t]*$", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~:=])")
_EMPHASIS = re.compile(r"\*\*|__|~~|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*\)")
_REFERENCE = re.compile(r"\[\[[^\[\]|]*(?:\|([^\[\]]*))?\]\]")
_LONGEST_HEADING = 120
# A heading that is no more than a bold paragraph lies below all that are marked as headings.
BOLD_LEVEL = 7


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text: ``text[start:end]``, whose words begin at ``content``.

    ``level`` is that of a heading, or how far an item is indented. ``cells`` are those of a table's
    row, ``head`` the cells of the row that heads its table, if it is not that row itself.
    """

    kind: BlockKind
    start: int
    end: int
    content: int
    raw: str
    level: int = 0
    cells: tuple[str, ...] = ()
    head: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The words as a reader sees them, on one line."""
        return make_plain(self.raw)


def name_columns(row: Block) -> Mapping[str, str]:
    """The cells of a table's row, by what the heads of its columns say they are."""
    return {
        name: cell
        for head, cell in zip(row.head, row.cells, strict=False)
        if cell
        for name in read_columns().get(fold_heading(head), ())
    }


@dataclass(slots=True)
class Section:
    """A heading with what stands below it; the first of a text may have none."""

    heading: Block | None
    blocks: list[Block] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The heading, folded; "" without one."""
        return fold_heading(self.heading.plain) if self.heading else ""

    @property
    def field(self) -> str:
        """What the section fills, by its heading: a field, *neutral*, or ""."""
        return find_section_field(self.name)


def make_plain(markdown: str) -> str:
    """Markdown of one block without its signs, on one line."""
    text = _REFERENCE.sub(lambda match: match[1] or "", markdown)
    text = _EMPHASIS.sub("", _LINK.sub(r"\1", text))
    return " ".join(unescape(_ESCAPED.sub(r"\1", text)).split())


def read_blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text in order. Linear."""
    return list(_blocks(text))


def read_sections(blocks: list[Block]) -> list[Section]:
    """The sections of a text: a heading below another's level, which names no field itself, stays
    in the section of the other."""
    sections = [Section(None)]
    for block in blocks:
        if block.kind == "heading":
            above = sections[-1].heading
            names_field = bool(find_section_field(fold_heading(block.plain)))
            if above is None or block.level <= above.level or names_field:
                sections.append(Section(block))
                continue
        sections[-1].blocks.append(block)
    return sections


def _blocks(text: str) -> Iterator[Block]:
    lines = list(_lines(text))
    number = 0
    while number < len(lines):
        start, line = lines[number]
        if not line.strip():
            number += 1
            continue
        heading = _HEADING.match(line)
        if heading:
            yield Block(
                "heading",
                start,
                start + len(line),
                start + heading.start(2),
                heading[2].rstrip(" \t#"),
                len(heading[1]),
            )
            number += 1
        elif _RULE.match(line):
            yield Block("rule", start, start + len(line), start, line)
            number += 1
        elif _TABLE_LINE.match(line):
            last = number
            while last < len(lines) and _TABLE_LINE.match(lines[last][1]):
                last += 1
            yield from _rows(lines[number:last])
            number = last
        elif _stands_over(line, lines, number):
            yield Block("heading", start, start + len(line), start, line, BOLD_LEVEL)
            number += 1
        else:
            last = number + 1
            item = _ITEM.match(line)
            while last < len(lines) and _goes_on(lines[last][1]):
                last += 1
            yield _make_block(text, lines[number:last], item)
            number = last


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _goes_on(line: str) -> bool:
    return bool(line.strip()) and not (
        _HEADING.match(line) or _ITEM.match(line) or _TABLE_LINE.match(line) or _RULE.match(line)
    )


def _make_block(text: str, lines: list[tuple[int, str]], item: re.Match[str] | None) -> Block:
    start, first = lines[0]
    end = lines[-1][0] + len(lines[-1][1])
    if item:
        content = start + item.end()
        return Block("item", start, end, content, text[content:end], len(item[1]))
    if first.lstrip().startswith(">"):
        raw = "\n".join(line.lstrip().removeprefix(">").strip() for _, line in lines)
        return Block("quote", start, end, start, raw)
    raw = text[start:end]
    if len(lines) == 1 and len(raw) <= _LONGEST_HEADING and _is_heading(raw):
        return Block("heading", start, end, start, raw, BOLD_LEVEL)
    return Block("paragraph", start, end, start, raw)


def _stands_over(line: str, lines: list[tuple[int, str]], number: int) -> bool:
    """Whether a line is a heading with its text right below, without an empty line."""
    below = lines[number + 1][1] if number + 1 < len(lines) else ""
    return (
        bool(below.strip())
        and len(line) <= _LONGEST_HEADING
        and not _ITEM.match(line)
        and _is_heading(line)
    )


def _is_heading(line: str) -> bool:
    """Whether a paragraph of one line is meant as a heading: it is bold as a whole, or called as
    sections are."""
    bold = _BOLD.match(line.strip())
    if bold and "**" not in bold[1]:
        plain = make_plain(bold[1])
        return bool(plain) and plain[-1] not in ".,;!"
    return fold_heading(make_plain(line)) in read_keys("heading") and line.strip()[-1] not in ".,;"


def _rows(lines: list[tuple[int, str]]) -> Iterator[Block]:
    head: tuple[str, ...] = ()
    headed = len(lines) > 1 and bool(_SEPARATOR.match(lines[1][1]))
    for number, (start, line) in enumerate(lines):
        if _SEPARATOR.match(line):
            continue
        cells = tuple(cell.strip() for cell in _CELL_SIGN.split(line.strip().strip("|")))
        end = start + len(line)
        if headed and number == 0:
            # The line below the head is no row, and leaves with it.
            end = lines[1][0] + len(lines[1][1])
        yield Block("row", start, end, start, line, 0, cells, head)
        if headed and number == 0:
            head = tuple(make_plain(cell) for cell in cells)
