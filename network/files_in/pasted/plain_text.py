"""Pasted plain text becomes Markdown that reads as it was."""

from __future__ import annotations

import re
from itertools import pairwise

from network.files_in.faults import NotReadable
from network.files_in.markdown_writing import escape_markdown, strip_unseen
from network.files_in.pasted.line_ends import join_lines
from network.files_in.pasted.tokens import MAX_PASTED
from network.files_in.proposals.statements import is_speech

MAX_LEVELS = 6

_PLAIN_BULLET = re.compile(r"([ \t]*)([•·▪●◦‣–—*-]|o(?=\t| {2}))[ \t]+(?=\S)")
_PLAIN_O = re.compile(r"([ \t]*)(o) (?=\S)")
_PLAIN_NUMBER = re.compile(r"([ \t]*)(\d{1,3})[.)][ \t]+(?=\S)")
_NARROWEST, _WIDEST = 50, 100


def convert_plain_text(text: str) -> str:
    """Markdown of pasted plain text that reads as it was.

    Lines that begin with a bullet become lists, and so do numbers that follow one another. Lines
    are joined only where each was as full as it could be. At most a million characters, else
    NotReadable("too_large"). Linear.
    """
    if len(text) > MAX_PASTED:
        raise NotReadable("too_large")
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c]", "\n", text)
    # A soft hyphen at the end of a line says that the word goes on.
    text = re.sub("\u00ad[ \t]*\n[ \t]*", "", text)
    lines = strip_unseen(text).split("\n")
    lines = [line.rstrip() for line in lines]
    written: list[str] = []
    paragraph: list[str] = []
    items: list[str] = []
    signs: list[str] = []
    parted = False

    def end(list_as_well: bool) -> None:
        written.extend(_paragraphs(paragraph))
        paragraph.clear()
        if list_as_well and items:
            written.append("".join(items).strip("\n"))
            items.clear()
            signs.clear()

    for line, mark in zip(lines, _marks(lines), strict=True):
        if not line.strip():
            end(list_as_well=False)
            parted = True
            continue
        if mark is None:
            if items and not parted and line[0] in " \t":
                items.append(" " + escape_markdown(line.strip()))
            else:
                if items:
                    end(list_as_well=True)
                paragraph.append(line.strip())
        else:
            kind = "1" if mark[0].isdecimal() else mark[0]
            end(list_as_well=parted and kind not in signs)
            items.append("\n" + _item(mark, kind, signs))
        parted = False
    end(list_as_well=True)
    return "\n\n".join(written).strip()


def _item(mark: tuple[str, str], kind: str, signs: list[str]) -> str:
    """An item; ``signs`` are those of the levels it stands under, and a new one is one deeper."""
    if kind in signs:
        del signs[signs.index(kind) + 1 :]
    elif len(signs) < MAX_LEVELS:
        signs.append(kind)
    bullet = f"{mark[0]}. " if kind == "1" else "- "
    return "    " * (len(signs) - 1) + bullet + escape_markdown(mark[1])


def _marks(lines: list[str]) -> list[tuple[str, str] | None]:
    """For each line its sign and what follows, if it is an item of a list."""
    numbers = [_PLAIN_NUMBER.match(line) for line in lines]
    alone = [_PLAIN_O.match(line) for line in lines]
    marks: list[tuple[str, str] | None] = []
    for place, line in enumerate(lines):
        bullet, number, lone = _PLAIN_BULLET.match(line), numbers[place], alone[place]
        beside = [near for near in (place - 1, place + 1) if 0 <= near < len(lines)]
        if bullet and bullet[2] in "–—" and is_speech(line):
            marks.append(None)
        elif bullet:
            marks.append((bullet[2], line[bullet.end() :]))
        elif number and any(
            (other := numbers[near]) and int(other[2]) - int(number[2]) == near - place
            for near in beside
        ):
            marks.append((number[2], line[number.end() :]))
        elif lone and (any(alone[near] for near in beside) or (place > 0 and marks[place - 1])):
            marks.append((lone[2], line[lone.end() :]))
        else:
            marks.append(None)
    return marks


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines that stood together: one paragraph if they were wrapped, each its own if long."""
    widest = max(map(len, lines), default=0)
    joined = join_lines(lines)
    if widest > _WIDEST:
        return [escape_markdown(line) for line in joined]
    # Where words are parted at their ends, lines were wrapped, in however narrow a column.
    narrowest = _NARROWEST if len(joined) == len(lines) else _NARROWEST // 2
    if len(lines) > 1 and widest >= narrowest and _wrapped(lines, widest, narrowest):
        return [escape_markdown(" ".join(joined))]
    lines = joined
    return ["  \n".join(escape_markdown(line) for line in lines)] if lines else []


def _wrapped(lines: list[str], width: int, narrowest: int) -> bool:
    """Whether no line but the last had room for the next word."""
    return all(
        len(line) >= narrowest and len(line) + 1 + len(below.split(maxsplit=1)[0]) > width
        for line, below in pairwise(lines)
    )
