"""What was pasted becomes Markdown: Word's and Google Docs' markup, or plain text.

The clipboard's HTML is anything but clean: lists are paragraphs that begin with a sign, bold is a
style, and half of it is for no reader. Here it is read once from left to right into blocks, which
are balanced and shallow whatever came in, and then written as Markdown like a Word file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape, unescape
from itertools import pairwise
from typing import Any

from network.files_in.faults import NotReadable
from network.files_in.markdown_writing import (
    MAX_SPAN,
    convert_to_markdown,
    escape_markdown,
    strip_unseen,
)
from network.files_in.proposals.statements import is_speech

MAX_PASTED = 1_000_000
MAX_PIECES = 40_000
MAX_CELLS = 10_000
MAX_LEVELS = 6
MAX_OPEN = 200

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s=/>]++)(?:\s*+=\s*+(?:([\"'])|([^\s\"'>]++)))?")
_FRAGMENT = "<!--StartFragment-->", "<!--EndFragment-->"

# Content that is a program, a drawing or a form, and content that is not even markup.
_RAW = frozenset("script style title textarea iframe noembed noframes noscript xmp".split())
_HIDDEN = frozenset("xml svg math object template select button audio video canvas".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul caption".split()
)
_BOLD = re.compile(
    r"(?<![-\w])font-weight\s{0,3}:\s{0,3}(?:(bold|[6-9]00)|normal|[1-5]00|lighter)", re.I
)
_ITALIC = re.compile(r"(?<![-\w])font-style\s{0,3}:\s{0,3}(?:(italic|oblique)|normal)", re.I)
_RAISED = re.compile(r"(?<![-\w])vertical-align\s{0,3}:\s{0,3}(super|sub)", re.I)
_UNSEEN = re.compile(r"(?<![-\w])(?:display\s{0,3}:\s{0,3}none|mso-hide\s{0,3}:\s{0,3}all)", re.I)
_WORD_LEVEL = re.compile(r"mso-list\s{0,3}:[^;]{0,60}?\blevel([1-9])", re.I)
_WORD_SIGN = re.compile(r"mso-list\s{0,3}:\s{0,3}ignore", re.I)
# The list marker that Word wrote out, and one that nobody writes for anything else.
_SIGN = re.compile(r"\s*(?:([·•▪●◦§o–-])|\(?(\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s+")
_BULLET = re.compile(r"\s*[·•▪●◦‣]\s+")
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class _Style:
    """How text looks where we are; each open element changes it for what is in it."""

    strong: bool = False
    em: bool = False
    raised: str = ""
    href: str = ""
    hidden: bool = False
    sign: bool = False


@dataclass(slots=True)
class _Block:
    """A paragraph, a heading or an item of a list; ``more`` continues the item before it."""

    tag: str = "p"
    level: int = 0
    ordered: bool = False
    start: int = 1
    more: bool = False
    pieces: list[tuple[str, _Style]] = field(default_factory=list)


@dataclass(slots=True)
class _Cell:
    wide: int
    tall: int
    blocks: list[_Block] = field(default_factory=list)


_Table = list[list[_Cell]]


def convert_html(html: str) -> str:
    """Markdown of pasted HTML that reads as what was pasted; images and scripts are left off.

    At most a million characters, 40,000 pieces between tags and 10,000 cells, else
    NotReadable("too_large"). Linear: about 0.5 s for a full million of Word's markup.
    """
    if len(html) > MAX_PASTED:
        raise NotReadable("too_large")
    before, marked, rest = html.partition(_FRAGMENT[0])
    reading = _Reading()
    for kind, name, value in _pieces(rest.partition(_FRAGMENT[1])[0] if marked else before):
        if kind == "text":
            reading.text(name)
        elif kind == "open":
            reading.opened(name, value)
        else:
            reading.closed(name)
    reading.flush()
    return convert_to_markdown("".join(_html(reading.body)))


def _pieces(html: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Text, opening and closing tags, once through; what is never closed swallows the rest."""
    place = 0
    while (bracket := html.find("<", place)) >= 0:
        if bracket > place:
            yield "text", unescape(html[place:bracket]), {}
        tag = _TAG.match(html, bracket)
        if tag is None:
            if html[bracket + 1 : bracket + 2] in ("!", "?", "/"):
                ends = "-->" if html.startswith("<!--", bracket) else ">"
                end = html.find(ends, bracket + 2)
                if end < 0:
                    return
                place = end + len(ends)
            else:
                yield "text", "<", {}
                place = bracket + 1
            continue
        name = tag[2].lower()
        attributes, place = _attributes(html, tag.end())
        if place < 0:
            return
        if tag[1]:
            yield "close", name, {}
        elif name in _RAW:
            closed = re.compile(rf"</{name}\s*+>", re.IGNORECASE).search(html, place)
            if closed is None:
                return
            place = closed.end()
        else:
            yield "open", name, attributes
    if place < len(html):
        yield "text", unescape(html[place:]), {}


def _attributes(html: str, place: int) -> tuple[dict[str, str], int]:
    """A tag's attributes and where the text goes on; -1 if the tag never ends."""
    attributes: dict[str, str] = {}
    while attribute := _ATTRIBUTE.match(html, place):
        place, value = attribute.end(), attribute[3] or ""
        if attribute[2]:
            end = html.find(attribute[2], place)
            if end < 0:
                return {}, -1
            value, place = html[place:end], end + 1
        if len(attributes) < 50:
            attributes.setdefault(attribute[1].lower(), unescape(value))
    end = html.find(">", place)
    return attributes, end + 1 if end >= 0 else -1


class _Reading:
    """Takes the pieces in order and holds the blocks read so far, in ``body``."""

    def __init__(self) -> None:
        self.body: list[_Block | _Table] = []
        self._open: list[tuple[str, _Style]] = []
        self._style = _Style()
        self._lists: list[tuple[bool, int]] = []
        self._count = 0
        self._cells = 0
        self._tables = 0
        self._cell: _Cell | None = None
        self._heading = ""
        self._quotes = 0
        self._preformatted = 0
        self._word_level = 0
        self._sign = ""
        self._begins_item = False
        self._pieces: list[tuple[str, _Style]] = []

    def text(self, text: str) -> None:
        if self._style.hidden:
            return
        if self._style.sign:
            self._sign += text[:40] if len(self._sign) < 40 else ""
            return
        text = strip_unseen(text)
        if text.strip():
            self._counted()
        if self._preformatted:
            self._pieces.append((text, self._style))
        else:
            self._pieces.append((_SPACES.sub(" ", text), self._style))

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "br":
            self._break()
            return
        if name in _BLOCKS:
            self.flush()
            self._block_opened(name, attributes)
        if name not in _VOID and len(self._open) < MAX_OPEN:
            self._open.append((name, self._style))
            self._style = _styled(self._style, name, attributes)

    def closed(self, name: str) -> None:
        if name in _BLOCKS:
            self.flush()
            self._block_closed(name)
        for back in range(len(self._open) - 1, -1, -1):
            if self._open[back][0] == name:
                self._style = self._open[back][1]
                del self._open[back:]
                return

    def flush(self) -> None:
        """Ends the block that is being read, if there is anything in it."""
        pieces, self._pieces = self._pieces, []
        while pieces and not pieces[0][0].strip():
            pieces.pop(0)
        while pieces and not pieces[-1][0].strip():
            pieces.pop()
        if not pieces:
            return
        block = self._block(pieces)
        if self._cell is not None:
            self._cell.blocks.append(block)
        else:
            # What stands in a table and in no cell is read before it.
            self.body.insert(len(self.body) - bool(self._tables), block)

    def _counted(self) -> None:
        self._count += 1
        if self._count > MAX_PIECES:
            raise NotReadable("too_large")

    def _break(self) -> None:
        if self._style.hidden:
            return
        self._counted()
        last = next((text for text, _ in reversed(self._pieces) if text.strip(" ")), "")
        if last == "\n" and not self._heading:
            self.flush()
        else:
            self._pieces.append(("\n", self._style))

    def _block_opened(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("ul", "ol"):
            start = attributes.get("start", "")
            self._lists.append((name == "ol", int(start) if re.fullmatch(r"\d{1,4}", start) else 1))
        elif name == "li":
            self._begins_item = True
        elif name in ("table", "tr", "td", "th"):
            self._table_opened(name, attributes)
        elif re.fullmatch("h[1-6]", name):
            self._heading = name
        elif name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._preformatted += 1
        elif name == "p":
            kinds, style = attributes.get("class", "").lower(), attributes.get("style", "")
            self._heading = "h1" if "msotitle" in kinds else ""
            level = _WORD_LEVEL.search(style)
            self._word_level = int(level[1]) if level else int("msolist" in kinds)
            self._sign = ""

    def _table_opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self._tables += 1
            if self._tables == 1:
                self.body.append([])
        elif self._tables == 1:
            table = self.body[-1]
            assert isinstance(table, list)
            if name == "tr" or not table:
                table.append([])
            if name != "tr":
                self._cells += 1
                if self._cells > MAX_CELLS:
                    raise NotReadable("too_large")
                self._cell = _Cell(_count(attributes, "colspan"), _count(attributes, "rowspan"))
                table[-1].append(self._cell)

    def _block_closed(self, name: str) -> None:
        if name in ("ul", "ol"):
            if self._lists:
                self._lists.pop()
            self._begins_item = False
        elif name == "table":
            self._tables = max(0, self._tables - 1)
            self._cell = self._cell if self._tables else None
        elif name in ("td", "th", "tr"):
            self._cell = self._cell if self._tables > 1 else None
        elif name == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif name == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        elif name == "p" or name == self._heading:
            self._heading, self._word_level = "", 0

    def _block(self, pieces: list[tuple[str, _Style]]) -> _Block:
        if self._heading:
            return _Block(self._heading, pieces=pieces)
        if self._word_level:
            return self._word_item(pieces)
        if self._lists:
            ordered, start = self._lists[-1]
            more = not self._begins_item
            self._begins_item = False
            level = min(len(self._lists), MAX_LEVELS)
            return _Block("li", level, ordered, start, more, pieces)
        bullet = _BULLET.match(pieces[0][0])
        if bullet:
            return _Block("li", 1, pieces=_without(pieces, bullet.end()))
        return _Block("quote" if self._quotes else "p", pieces=pieces)

    def _word_item(self, pieces: list[tuple[str, _Style]]) -> _Block:
        """A paragraph that Word means as an item; without a sign it continues the one before."""
        level = min(self._word_level, MAX_LEVELS)
        sign = _SIGN.match(self._sign.strip() + " ")
        if sign is None:
            sign = _SIGN.match("".join(text for text, _ in pieces[:4])[:40])
            if sign is None:
                return _Block("li", level, more=True, pieces=pieces)
            pieces = _without(pieces, sign.end())
        start = int(sign[2]) if sign[2] and sign[2].isdecimal() else 1
        return _Block("li", level, bool(sign[2]), start, pieces=pieces)


def _styled(style: _Style, name: str, attributes: dict[str, str]) -> _Style:
    css = attributes.get("style", "")[:2000]
    changes: dict[str, Any] = {}
    if name in ("b", "strong", "th"):
        changes["strong"] = name != "th"
    elif name in ("i", "em", "cite"):
        changes["em"] = True
    elif name in ("sup", "sub"):
        changes["raised"] = name
    elif name == "a" and attributes.get("href"):
        changes["href"] = attributes["href"].strip()
    if css and name != "p":
        if weight := _BOLD.search(css):
            changes["strong"] = bool(weight[1])
        if slant := _ITALIC.search(css):
            changes["em"] = bool(slant[1])
        if raised := _RAISED.search(css):
            changes["raised"] = "sup" if raised[1].lower() == "super" else "sub"
        if _WORD_SIGN.search(css):
            changes["sign"] = True
    if name in _HIDDEN or _UNSEEN.search(css):
        changes["hidden"] = True
    return replace(style, **changes) if changes else style


def _count(attributes: dict[str, str], name: str) -> int:
    written = attributes.get(name, "")
    return max(1, min(int(written), MAX_SPAN)) if re.fullmatch("[0-9]{1,4}", written) else 1


def _without(pieces: list[tuple[str, _Style]], letters: int) -> list[tuple[str, _Style]]:
    """The pieces without their first letters."""
    left = []
    for text, style in pieces:
        left.append((text[letters:], style))
        letters = max(0, letters - len(text))
    return [(text, style) for text, style in left if text]


def _html(body: list[_Block | _Table]) -> Iterator[str]:
    """The blocks as balanced HTML."""
    waiting: list[_Block] = []
    for block in body:
        if isinstance(block, _Block):
            waiting.append(block)
            continue
        yield from _blocks(waiting)
        waiting = []
        yield "<table>"
        for row in block:
            yield "<tr>"
            for cell in row:
                yield f'<td colspan="{cell.wide}" rowspan="{cell.tall}">'
                yield from _blocks(cell.blocks)
                yield "</td>"
            yield "</tr>"
        yield "</table>"
    yield from _blocks(waiting)


def _blocks(blocks: list[_Block]) -> Iterator[str]:
    lists: list[str] = []
    for block in blocks:
        text = "".join(_inline(block.pieces))
        if block.tag != "li" or (block.more and not lists):
            yield from (f"</li></{name}>" for name in reversed(lists))
            lists = []
            tag = "p" if block.tag in ("li", "quote") else block.tag
            whole = f"<{tag}>{text}</{tag}>"
            yield f"<blockquote>{whole}</blockquote>" if block.tag == "quote" else whole
            continue
        name = "ol" if block.ordered else "ul"
        while len(lists) > block.level:
            yield f"</li></{lists.pop()}>"
        if block.more:
            yield f"<p>{text}</p>"
            continue
        if len(lists) == block.level and lists[-1] != name:
            yield f"</li></{lists.pop()}>"
        elif len(lists) == block.level:
            yield "</li>"
        if len(lists) < block.level:
            start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
            yield f"<{name}{start}>"
            # An item deeper than its list stands one level below the one before, not more.
            block.level = len(lists) + 1
            lists.append(name)
        yield f"<li>{text}"
    yield from (f"</li></{name}>" for name in reversed(lists))


def _inline(pieces: list[tuple[str, _Style]]) -> Iterator[str]:
    """Pieces of one look joined, so that no sign of emphasis stands between two of them."""
    joined: list[tuple[str, _Style]] = []
    run: list[str] = []
    look = _Style()
    for text, style in pieces:
        # A space looks alike in every style.
        if style != look and text.strip(" "):
            joined.append(("".join(run), look))
            run, look = [], style
        run.append(text)
    joined.append(("".join(run), look))
    for text, style in joined:
        if not text:
            continue
        whole = escape(text, quote=False).replace("\n", "<br>")
        if style.raised:
            whole = f"<{style.raised}>{whole}</{style.raised}>"
        if style.em and text.strip():
            whole = f"<em>{whole}</em>"
        if style.strong and text.strip():
            whole = f"<strong>{whole}</strong>"
        yield f'<a href="{escape(style.href)}">{whole}</a>' if style.href else whole


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
    lines = strip_unseen(re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c]", "\n", text)).split("\n")
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
    if widest > _WIDEST:
        return [escape_markdown(line) for line in lines]
    if len(lines) > 1 and widest >= _NARROWEST and _wrapped(lines, widest):
        return [escape_markdown(" ".join(lines))]
    return ["  \n".join(escape_markdown(line) for line in lines)] if lines else []


def _wrapped(lines: list[str], width: int) -> bool:
    """Whether no line but the last had room for the next word."""
    return all(
        len(line) >= _NARROWEST and len(line) + 1 + len(below.split(maxsplit=1)[0]) > width
        for line, below in pairwise(lines)
    )
