"""HTML from outside becomes Markdown that our own renderer reads as the same blocks.

What is written here is read by ``network.text.markdown``: lists nested by four spaces, a blank line
wherever a block of an item ends, ``~~`` around what is struck out, ``[^1]`` for notes. A list whose
items carry signs of their own (*a)*, *§ 3-1*) is one of bullets with the sign as its first word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby
from typing import Literal, NamedTuple

import nh3

# Beyond this, ``colspan`` and ``rowspan`` are not believed: a Word table has at most 63 columns.
MAX_SPAN = 63
# Cells that stand empty where a wider or taller one reaches; more than these are left off.
_MAX_REACHED = 20_000

_TAGS = frozenset(
    "a blockquote br del em h1 h2 h3 h4 h5 h6 li ol p section strong sub sup table tbody td th "
    "thead tr ul".split()
)
_BLOCKS = frozenset(
    "blockquote h1 h2 h3 h4 h5 h6 li ol p section table tbody td th thead tr ul".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "ol": {"start"},
    # Of a list whose items begin with signs of their own.
    "ul": {"class"},
    "section": {"data-note"},
    "sup": {"data-note"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
_HEADING = re.compile("h([1-6])")
_NOTE = re.compile("[0-9]{1,4}")

_SOFT_HYPHENS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SPACES = re.compile("[\u00a0\u2007\u202f]")
_HYPHENS = re.compile("[\u2010\u2011]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")

# What Markdown reads as its own anywhere, and what it reads so at the start of a line.
_SIGNS = re.compile(r"[\\`*\[\]|]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~")
_LONE_TILDE = re.compile(r"(?<!\\)~")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_STARTS = re.compile(r"(\s*)(?:([#>]|[-+](?=\s|-|$))|(\d+)\.(?=\s|$)|(=)|(:)(?=\s|$))")
_ADDRESS = re.compile(r"[\s()<>\[\]\"\\`|*~]")

# Two lists of one sort with nothing between them would be read as one.
_SEPARATOR = "<!-- -->"

_Style = Literal["del", "strong", "em"]
_STYLES: dict[str, _Style] = {"del": "del", "strong": "strong", "em": "em"}
_Marks = dict[_Style, tuple[str, str]]
_MARKS: _Marks = {"del": ("~~", "~~"), "strong": ("**", "**"), "em": ("*", "*")}
# Where asterisks would touch one another, of which nobody can tell whose is whose.
_TOUCHING_MARKS: _Marks = _MARKS | {"em": ("<em>", "</em>")}


class _Element:
    """An element of the cleaned HTML."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[_Element | str] = []


class _TreeBuilder(HTMLParser):
    """Builds the tree of HTML that nh3 has balanced."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("body", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag != "br":
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


class _Run(NamedTuple):
    """Text of one look. A line break is "\\n"; ``raised`` is sup, sub or ""."""

    text: str
    styles: frozenset[_Style] = frozenset()
    href: str = ""
    raised: str = ""
    note: str = ""


@dataclass(slots=True)
class _Block:
    """Lines of Markdown, without blank lines at either end; a ``tight`` list has none within."""

    kind: Literal["paragraph", "heading", "list", "quote", "table", "note", "separator"]
    lines: list[str]
    ordered: bool = False
    tight: bool = True


def convert_to_markdown(html: str) -> str:
    """Markdown that reads as ``html`` does; headings start at level 2, images are left off.

    ``html`` is to be balanced and shallow (under a hundred levels). Notes are ``<sup
    data-note="1">`` where they are called and ``<section data-note="1">`` where they stand; struck
    text is ``<del>``. About 0.03 s per 1,000 blocks; raises nothing.
    """
    return write_markdown(read_html(html))


def read_html(html: str) -> _Element:
    """The tree of HTML, cleaned of all that Markdown does not write."""
    clean = nh3.clean(
        strip_unseen(html),
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    builder = _TreeBuilder()
    builder.feed(clean)
    builder.close()
    return builder.root


def write_markdown(root: _Element) -> str:
    """The Markdown of a tree; its highest heading gets level 2."""
    levels = [int(tag[1]) for tag in _list_tags(root) if _HEADING.fullmatch(tag)]
    blocks = _Writer(2 - min(levels, default=2)).write(root.children)
    return "\n".join(_join(blocks))


def strip_unseen(text: str) -> str:
    """Text without what cannot be seen: controls and soft hyphens out, hard spaces and hyphens as
    plain ones."""
    text = _HYPHENS.sub("-", _SOFT_HYPHENS.sub("", _CONTROLS.sub("", text)))
    return _SPACES.sub(" ", text)


def escape_markdown(text: str) -> str:
    """Running text in Markdown that is read as it stands, at the start of a line as well."""
    text = escape_signs(text)
    match = _STARTS.match(text)
    if not match:
        return text
    if match[3]:
        start = f"{match[3]}\\."
    else:
        start = f"\\{match[2]}" if match[2] else "&#61;" if match[4] else "&#58;"
    return match[1] + start + text[match.end() :]


def escape_signs(text: str) -> str:
    """Running text in Markdown within a line, where no sign of a block is read."""
    text = _SIGNS.sub(lambda sign: "\\" + sign[0], _ENTITY.sub("&amp;", text))
    return text.replace("<", "&lt;")


def _list_tags(element: _Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, _Element):
            yield child.tag
            yield from _list_tags(child)


def _join(blocks: Iterable[_Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        lines.extend(block.lines)
    return lines


class _Writer:
    """Writes blocks; ``down`` is by how much headings are lowered."""

    def __init__(self, down: int) -> None:
        self._down = down
        self._reached = 0

    def write(self, nodes: Sequence[_Element | str], depth: int = 0) -> list[_Block]:
        """The blocks of what may hold blocks; ``depth`` is the number of lists around."""
        blocks: list[_Block] = []
        inline: list[_Element | str] = []
        for node in _join_quotes(nodes):
            if isinstance(node, str) or node.tag not in _BLOCKS:
                inline.append(node)
                continue
            blocks.extend(self._paragraph(inline))
            inline = []
            for block in self._block(node, depth):
                _add(blocks, block)
        blocks.extend(self._paragraph(inline))
        return blocks

    def _block(self, node: _Element, depth: int) -> list[_Block]:
        if heading := _HEADING.fullmatch(node.tag):
            return self._heading(node, int(heading[1]), depth)
        if node.tag in ("ul", "ol"):
            return self._list(node, depth + 1)
        if node.tag == "blockquote":
            return self._quote(node, depth)
        if node.tag == "table":
            return self._table(node, depth)
        if node.tag == "section" and _NOTE.fullmatch(node.attributes.get("data-note", "")):
            return self._note(node)
        if node.tag == "li":
            # An item without its list.
            return self._list(_list_around(node), depth + 1)
        return self.write(node.children, depth)

    def _paragraph(self, nodes: Sequence[_Element | str]) -> list[_Block]:
        lines = _write_lines(list(_list_runs(nodes)))
        return [_Block("paragraph", lines)] if lines else []

    def _heading(self, node: _Element, level: int, depth: int) -> list[_Block]:
        runs = [
            run._replace(text=run.text.replace("\n", " "), styles=run.styles - {"strong", "em"})
            for run in _list_runs(_list_inline(node))
        ]
        if depth:
            lines = _write_lines([run._replace(styles=run.styles | {"strong"}) for run in runs])
            return [_Block("paragraph", lines)] if lines else []
        lines = _write_lines(runs, starts=False)
        if not lines:
            return []
        text = " ".join(lines)
        # Signs at the end would be taken for the heading's own.
        if text.endswith("#") and not text.endswith("\\#"):
            text = text[:-1] + "\\#"
        return [_Block("heading", [f"{'#' * min(level + self._down, 6)} {text}"])]

    def _quote(self, node: _Element, depth: int) -> list[_Block]:
        lines = _join(self.write(node.children, depth))
        return [_Block("quote", [f"> {line}" if line else ">" for line in lines])] if lines else []

    def _note(self, node: _Element) -> list[_Block]:
        lines = _join(self.write(node.children, 1)) or [""]
        rest = [f"    {line}" if line else "" for line in lines[1:]]
        return [_Block("note", [f"[^{node.attributes['data-note']}]: {lines[0]}".rstrip(), *rest])]

    def _list(self, node: _Element, depth: int) -> list[_Block]:
        items: list[list[_Block]] = []
        before: list[_Block] = []
        for child in node.children:
            if isinstance(child, str) and not child.strip():
                continue
            item = child if isinstance(child, _Element) and child.tag == "li" else None
            is_item = item is not None
            blocks = self.write(item.children if item is not None else [child], depth)
            starts = is_item and bool(blocks) and blocks[0].kind != "list"
            if starts:
                items.append(blocks)
            elif items:
                # A list in a list, or in an item of its own, belongs to the item before it.
                for block in blocks:
                    _add(items[-1], block)
            else:
                before.extend(blocks)
        if not items:
            return before
        ordered = node.tag == "ol"
        start = node.attributes.get("start", "")
        first = int(start) if re.fullmatch("[0-9]{1,9}", start) else 1
        return [*before, _write_list(items, first if ordered else None)]

    def _table(self, node: _Element, depth: int) -> list[_Block]:
        rows = list(_list_rows(node))
        cells = [cell for row in rows for cell in row]
        if len(cells) == 1:
            # A frame around text, and no table.
            return self.write(cells[0].children, depth)
        written = self._grid(rows)
        if not written:
            return []
        blocks: list[_Block] = []
        filled = [cell for cell in written[0] if cell]
        if len(written) > 1 and len(rows[0]) == 1 and len(written[0]) > 1 and len(filled) == 1:
            # A line over the whole width heads the table and not its first column.
            blocks.append(_Block("paragraph", _write_heading_line(filled[0])))
            written = written[1:]
        width = max(map(len, written))
        lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in written]
        lines.insert(1, "| " + " | ".join(["---"] * width) + " |")
        blocks.append(_Block("table", lines))
        return blocks

    def _grid(self, rows: list[list[_Element]]) -> list[list[str]]:
        """The rows, with an empty cell wherever a wider or taller one reaches."""
        grid: list[list[str]] = []
        reaching: dict[int, int] = {}
        for cells in rows:
            row: list[str] = []
            reached = {column: left for column, left in reaching.items() if left > 0}
            reaching = {column: left - 1 for column, left in reached.items()}
            for cell in cells:
                while len(row) in reached:
                    row.append("")
                wide, tall = _span(cell, "colspan"), _span(cell, "rowspan")
                self._reached += wide - 1
                if self._reached > _MAX_REACHED:
                    wide = 1
                for column in range(wide):
                    reaching[len(row)] = tall - 1
                    row.append("" if column else self._cell(cell))
            if any(row):
                grid.append(row)
        return grid

    def _cell(self, cell: _Element) -> str:
        return "<br>".join(self._cell_lines(cell, bold=cell.tag != "th"))

    def _cell_lines(self, node: _Element, bold: bool, bullet: str = "") -> list[str]:
        """The lines of a cell, in which nothing but lines can stand."""
        lines: list[str] = []
        inline: list[_Element | str] = []

        def end() -> None:
            runs = list(_list_runs(inline))
            if not bold:
                runs = [run._replace(styles=run.styles - {"strong"}) for run in runs]
            lines.extend(line.strip() for line in _write_lines(runs, starts=False, hard=False))
            inline.clear()

        number = _first_number(node)
        for child in node.children:
            if isinstance(child, str) or child.tag not in _BLOCKS:
                inline.append(child)
                continue
            end()
            if child.tag == "li":
                mark = "• " if node.tag != "ol" else f"{number}\\. "
                mark = "" if node.attributes.get("class") == "signed" else mark
                number += 1
                own = self._cell_lines(child, bold)
                lines.extend([f"{mark}{own[0]}", *own[1:]] if own else [])
            elif _HEADING.fullmatch(child.tag):
                own = self._cell_lines(child, bold=False)
                lines.extend(f"**{line}**" for line in own)
            else:
                lines.extend(self._cell_lines(child, bold))
        end()
        return lines


def _write_heading_line(cell: str) -> list[str]:
    bare = cell.replace("<br>", " ").replace("**", "")
    return [f"**{bare}**"]


def _first_number(node: _Element) -> int:
    start = node.attributes.get("start", "")
    return int(start) if re.fullmatch("[0-9]{1,9}", start) else 1


def _list_around(item: _Element) -> _Element:
    around = _Element("ul", {})
    around.children.append(item)
    return around


def _list_rows(table: _Element) -> Iterator[list[_Element]]:
    for child in table.children:
        if isinstance(child, str):
            continue
        if child.tag == "tr":
            yield [
                cell
                for cell in child.children
                if isinstance(cell, _Element) and cell.tag in ("td", "th")
            ]
        else:
            yield from _list_rows(child)


def _span(cell: _Element, name: str) -> int:
    written = cell.attributes.get(name, "")
    return max(1, min(int(written), MAX_SPAN)) if re.fullmatch("[0-9]{1,4}", written) else 1


def _join_quotes(nodes: Sequence[_Element | str]) -> Iterator[_Element | str]:
    """The nodes, with quotations that follow one another as one, as they would be read."""
    quote: _Element | None = None
    for node in nodes:
        if isinstance(node, _Element) and node.tag == "blockquote":
            quote = quote or _Element("blockquote", {})
            quote.children.extend(node.children)
        elif quote is None:
            yield node
        elif not isinstance(node, str) or node.strip():
            yield quote
            yield node
            quote = None
    if quote is not None:
        yield quote


def _add(blocks: list[_Block], block: _Block) -> None:
    """Add a block, parted from the one before where the two would be read as one."""
    last = blocks[-1] if blocks else None
    if last and last.kind == block.kind == "list" and last.ordered == block.ordered:
        blocks.append(_Block("separator", [_SEPARATOR]))
    blocks.append(block)


def _write_list(items: list[list[_Block]], first: int | None) -> _Block:
    """The items as one list: without blank lines if each is a paragraph and at most one such list
    below it, else with one between any two blocks."""
    tight = all(
        blocks[0].kind == "paragraph"
        and len(blocks) <= 2
        and all(block.kind == "list" and block.tight for block in blocks[1:])
        for blocks in items
    )
    lines: list[str] = []
    for place, blocks in enumerate(items):
        mark = "- " if first is None else f"{first + place}. "
        if lines and not tight:
            lines.append("")
        own = [line for block in blocks for line in block.lines] if tight else _join(blocks)
        lines.append(mark + own[0])
        lines.extend(f"    {line}" if line else "" for line in own[1:])
    return _Block("list", lines, ordered=first is not None, tight=tight)


def _list_inline(node: _Element) -> Iterator[_Element | str]:
    """What stands in an element, without the blocks around it."""
    for child in node.children:
        if isinstance(child, _Element) and child.tag in _BLOCKS:
            yield " "
            yield from _list_inline(child)
        else:
            yield child


def _list_runs(nodes: Iterable[_Element | str], look: _Run | None = None) -> Iterator[_Run]:
    """The text of inline elements with its look, in order."""
    look = look or _Run("")
    for node in nodes:
        if isinstance(node, str):
            yield look._replace(text=_BLANKS.sub(" ", node))
        elif node.tag == "br":
            yield look._replace(text="\n")
        elif style := _STYLES.get(node.tag):
            styles = look.styles | {style}
            yield from _list_runs(node.children, look._replace(styles=styles))
        elif node.tag == "a":
            href = node.attributes.get("href", "").strip()
            usable = not look.href and _LINK.match(href)
            inner = look._replace(href=_ADDRESS.sub(_percent, href)) if usable else look
            yield from _list_runs(node.children, inner)
        elif node.tag == "sup" and _NOTE.fullmatch(node.attributes.get("data-note", "")):
            yield _Run("\ufffc", note=node.attributes["data-note"])
        elif node.tag in ("sup", "sub"):
            yield from _list_runs(node.children, look._replace(raised=node.tag))
        else:
            yield from _list_runs(_list_inline(node), look)


def _percent(sign: re.Match[str]) -> str:
    return f"%{ord(sign[0]):02X}" if ord(sign[0]) < 128 else ""


def _write_lines(runs: list[_Run], starts: bool = True, hard: bool = True) -> list[str]:
    """The lines of a paragraph, each with the sign of a line break where another follows.

    ``starts`` says whether what a block begins with is read at the start of a line; with ``hard``
    the lines are parted by two spaces.
    """
    lines = [line for line in map(_trim, _split_lines(runs)) if line]
    written = [_write_inline(line, starts) for line in lines]
    return [line + "  " for line in written[:-1]] + written[-1:] if hard else written


def _split_lines(runs: list[_Run]) -> list[list[_Run]]:
    lines: list[list[_Run]] = [[]]
    for run in runs:
        for place, piece in enumerate(run.text.split("\n")):
            if place:
                lines.append([])
            if piece:
                lines[-1].append(run._replace(text=piece))
    return lines


def _trim(line: list[_Run]) -> list[_Run]:
    """A line with single spaces, none at its ends; runs of one look are joined."""
    joined: list[_Run] = []
    ends_in_space = True
    for run in line:
        text = _BLANKS.sub(" ", run.text)
        if ends_in_space:
            text = text.lstrip(" ")
        if not text:
            continue
        ends_in_space = text.endswith(" ")
        run = run._replace(text=text)
        if not text.strip():
            # A space looks alike in every style.
            if joined:
                joined[-1] = joined[-1]._replace(text=joined[-1].text + text)
        elif joined and joined[-1][1:] == run[1:]:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + text)
        else:
            joined.append(run)
    if joined and joined[-1].text.endswith(" "):
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip(" "))
    return joined


def _write_inline(runs: list[_Run], starts: bool) -> str:
    written: list[str] = []
    place = 0
    marks = _TOUCHING_MARKS if any(map(_touch, runs, runs[1:])) else _MARKS
    for href, linked in groupby(runs, key=lambda run: run.href):
        group = list(linked)
        inner = _write_styled(group, marks, tuple(marks), starts and place == 0)
        place += len(group)
        if href and written and written[-1].endswith("!"):
            # A link after it would be a picture.
            written[-1] = written[-1][:-1] + "\\!"
        written.append(_around(inner, "[", f"]({href})") if href else inner)
    return "".join(written)


def _touch(run: _Run, following: _Run) -> bool:
    """Whether two runs are bold or italic in different ways, with no space between them."""
    looks = (run.styles - {"del"}, following.styles - {"del"})
    parted = run.text.endswith(" ") or following.text.startswith(" ")
    return all(looks) and looks[0] != looks[1] and not parted


def _write_styled(runs: list[_Run], marks: _Marks, styles: tuple[_Style, ...], starts: bool) -> str:
    if not styles:
        return "".join(_write_text(run, starts and place == 0) for place, run in enumerate(runs))
    if len(runs) == 1 and not runs[0].styles:
        return _write_text(runs[0], starts)
    style, *inner = styles
    written = []
    place = 0
    for has, styled in groupby(runs, key=lambda run: style in run.styles):
        group = list(styled)
        text = _write_styled(group, marks, tuple(inner), starts and place == 0)
        place += len(group)
        written.append(_around(text, *marks[style]) if has else text)
    return "".join(written)


def _write_text(run: _Run, starts: bool) -> str:
    if run.note:
        return f"[^{run.note}]"
    text = escape_markdown(run.text) if starts else escape_signs(run.text)
    if "~" in text and ("del" in run.styles or "~" in (run.text[0], run.text[-1])):
        # Beside the signs of what is struck out, one alone could be taken for theirs.
        text = _LONE_TILDE.sub(r"\\~", text)
    return _around(text, f"<{run.raised}>", f"</{run.raised}>") if run.raised else text


def _around(text: str, before: str, after: str) -> str:
    """Text between two signs, with the spaces at its ends outside them."""
    bare = text.strip(" ")
    if not bare:
        return text
    first = text[: len(text) - len(text.lstrip(" "))]
    last = text[len(text.rstrip(" ")) :]
    return f"{first}{before}{bare}{after}{last}"
