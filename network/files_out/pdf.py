"""A document as PDF: tagged, titled, in its language, as PDF/UA-1 (ISO 14289-1) demands it.

Laid out by Typst, which refuses to write a file that breaks what it can check of that standard.
Every word is given to it as a string, so that no text is taken for its markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import typst

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

_SETTINGS: Final = """
#set page(paper: "a4", margin: (x: 25mm, top: 25mm, bottom: 28mm), numbering: "1 / 1")
#set par(leading: 0.7em, spacing: 1.1em)
#set heading(numbering: none)
#set list(indent: 0.4em, body-indent: 0.6em, marker: [•])
#set enum(indent: 0.4em, body-indent: 0.6em)
#set table(stroke: 0.5pt + luma(150), inset: 6pt)
#show heading: set block(above: 1.6em, below: 0.8em, sticky: true)
#show heading.where(level: 1): set text(size: 1.45em)
#show heading.where(level: 2): set text(size: 1.2em)
#show link: underline
#show quote.where(block: true): set block(inset: (left: 1.2em))
"""
_DEEPEST: Final = 5


def write_pdf(document: Document, *, moment: datetime) -> bytes:
    """The document as PDF; ``moment`` is the one that it says it was made at, so that the same
    document gives the same bytes. Without the mark of PDF/UA where a sign stands in no typeface of
    the site's. Some 50 ms, and 5 ms more a page. Raises nothing."""
    source = (
        f"#set document(title: {write_string(document.title)}, "
        f"author: {write_string(document.author)}, "
        f"date: datetime(year: {moment.year}, month: {moment.month}, day: {moment.day}, "
        f"hour: {moment.hour}, minute: {moment.minute}, second: {moment.second}))\n"
        f'#set text(lang: "{_bare_language(document.language)}", size: 11pt, hyphenate: false)\n'
        f"{_SETTINGS}\n#{{\n{_write_blocks(document.blocks)}\n}}\n"
    )
    try:
        return _compile(source, pdf_standards=["ua-1"])
    except typst.TypstError:
        # A sign that is shown as an empty box; it is still there to be read aloud and copied.
        return _compile(source)


def _compile(source: str, **options: Any) -> bytes:
    # The machine's own typefaces would make other bytes on another machine.
    return bytes(typst.compile(source.encode(), ignore_system_fonts=True, **options))


def write_string(text: str) -> str:
    """A text as a string of Typst's, of which nothing is taken for markup."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _bare_language(tag: str) -> str:
    return "".join(sign for sign in tag.split("-")[0].lower() if sign.isascii() and sign.isalpha())


def _write_blocks(blocks: Iterable[Block]) -> str:
    # Blocks that are only written after one another are joined by Typst's code.
    return "\n".join(map(_write_block, blocks)) or "[]"


def _write_block(block: Block) -> str:
    match block:
        case Heading(level, runs):
            return f"heading(level: {min(level, _DEEPEST)}, {{ {_write_runs(runs)} }})"
        case Paragraph(runs):
            return f"par({{ {_write_runs(runs)} }})"
        case Quote(blocks):
            return f"quote(block: true, {{ {_write_blocks(blocks)} }})"
        case List(items, start):
            written = ", ".join(f"{{ {_write_item(item)} }}" for item in items)
            return f"list({written})" if start is None else f"enum(start: {start}, {written})"
        case Facts(pairs):
            written = ", ".join(
                f"terms.item({{ {_write_runs(label)} }}, {{ {_write_item(blocks)} }})"
                for label, blocks in pairs
            )
            return f"terms({written})"
        case Table(rows, heads):
            return _write_table(rows, heads)


def _write_item(blocks: tuple[Block, ...]) -> str:
    """What stands in an item: a paragraph alone without the space of one."""
    if blocks and isinstance(blocks[0], Paragraph):
        rest = _write_blocks(blocks[1:]) if blocks[1:] else ""
        return f"{_write_runs(blocks[0].runs)}\n{rest}"
    return _write_blocks(blocks)


def _write_table(rows: tuple[tuple[tuple[Block, ...], ...], ...], heads: int) -> str:
    written = [", ".join(f"{{ {_write_item(cell) or '[]'} }}" for cell in row) for row in rows]
    head = f"table.header({', '.join(written[:heads])})," if heads else ""
    return f"table(columns: {len(rows[0])}, {head} {', '.join(written[heads:])})"


def _write_runs(runs: Iterable[Run]) -> str:
    return "; ".join(map(_write_run, runs)) or "[]"


def _write_run(run: Run) -> str:
    if run.text == "\n":
        return "linebreak()"
    language = write_string(_bare_language(run.language) or "en")
    code = f"text(lang: {language}, {write_string(run.text)})"
    if run.is_small:
        code = f"text(size: 0.88em, {code})"
    if run.is_strong:
        code = f"strong({code})"
    if run.is_emphasised:
        code = f"emph({code})"
    if run.is_struck:
        code = f"strike({code})"
    if run.is_raised:
        code = f"super({code})"
    if run.is_lowered:
        code = f"sub({code})"
    if run.address:
        code = f"link({write_string(run.address)}, {code})"
    return code
