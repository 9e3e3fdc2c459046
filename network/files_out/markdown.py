"""A document as Markdown (CommonMark, with tables), to be read as it stands or taken elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from network.files_in.markdown_writing import escape_markdown
from network.files_out.document import (
    Block,
    Document,
    Facts,
    Heading,
    List,
    Paragraph,
    Quote,
    Run,
    Table,
)

_DEEPEST: Final = 6


def write_markdown(document: Document) -> str:
    """The document as Markdown. Raises nothing."""
    return _write_blocks(document.blocks) + "\n"


def _write_blocks(blocks: Iterable[Block]) -> str:
    return "\n\n".join(_write_block(block) for block in blocks)


def _write_block(block: Block) -> str:
    match block:
        case Heading(level, runs):
            return f"{'#' * min(level, _DEEPEST)} {_write_line(runs)}"
        case Paragraph(runs):
            return _write_runs(runs)
        case Quote(blocks):
            return _indent(_write_blocks(blocks), "> ", "> ")
        case List(items, start):
            return "\n".join(
                _indent(
                    _write_blocks(item), "- " if start is None else f"{start + place}. ", "    "
                )
                for place, item in enumerate(items)
            )
        case Facts(pairs):
            return "\n".join(
                _indent(
                    f"**{_write_line(label, is_bare=True)}**: {_write_blocks(blocks)}"
                    if label
                    else _write_blocks(blocks),
                    "- ",
                    "    ",
                )
                for label, blocks in pairs
            )
        case Table(rows, heads):
            return _write_table(rows, heads)


def _indent(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    rest = (f"{others}{line}".rstrip() for line in lines[1:])
    return "\n".join([first + lines[0], *rest])


def _write_table(rows: tuple[tuple[tuple[Block, ...], ...], ...], heads: int) -> str:
    """One row of head, which a table here cannot do without; further ones are rows."""
    lines = ["| " + " | ".join(_write_cell(cell) for cell in row) + " |" for row in rows]
    width = len(rows[0])
    if not heads:
        lines.insert(0, "|" + "  |" * width)
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _write_cell(blocks: tuple[Block, ...]) -> str:
    """A cell is one line: headings are strong words in it, and breaks stand between blocks."""
    plain = (
        Paragraph(tuple(replace(run, is_strong=True) for run in block.runs))
        if isinstance(block, Heading)
        else block
        for block in blocks
    )
    return re.sub(r"\s*\n\s*", "<br>", _write_blocks(plain).replace("\n\n", "\n"))


def _write_line(runs: Iterable[Run], *, is_bare: bool = False) -> str:
    return " ".join(_write_runs(runs, is_bare=is_bare).split())


def _write_runs(runs: Iterable[Run], *, is_bare: bool = False) -> str:
    return "".join("  \n" if run.text == "\n" else _write_run(run, is_bare) for run in runs)


def _write_run(run: Run, is_bare: bool) -> str:
    """A run; signs stand at its words and not at the spaces around them."""
    bare = run.text.strip()
    if not bare:
        return run.text
    before = run.text[: len(run.text) - len(run.text.lstrip())]
    after = run.text[len(run.text.rstrip()) :]
    text = escape_markdown(bare)
    if run.is_raised:
        text = f"<sup>{text}</sup>"
    if run.is_lowered:
        text = f"<sub>{text}</sub>"
    if run.is_struck:
        text = f"~~{text}~~"
    if run.is_emphasised:
        text = f"*{text}*"
    if run.is_strong and not is_bare:
        text = f"**{text}**"
    if run.address == bare:
        text = f"<{run.address}>"
    elif run.address:
        text = f"[{text}](<{run.address}>)"
    return f"{before}{text}{after}"
