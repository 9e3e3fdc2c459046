"""A page's text as a document: blocks and runs, read from the HTML that our templates write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

# What is there to be pressed, or for the screen alone.
_NOT_TEXT: Final = frozenset("nav form button script style svg template input select".split())
_NOT_PAPER: Final = frozenset(
    "permalink quote on-screen picture visually-hidden placed-number".split()
)
_BLOCKS: Final = frozenset(
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer h1 h2 "
    "h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr "
    "ul".split()
)
_HEADING = re.compile("h[1-6]")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one form; ``address`` is whole, or empty. ``language`` is a tag such as *sv*."""

    text: str
    is_strong: bool = False
    is_emphasised: bool = False
    is_struck: bool = False
    is_raised: bool = False
    is_lowered: bool = False
    is_small: bool = False
    address: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the document's title is of level 1."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list: numbered from ``start``, or with bullets where that is None."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of something, by what it is called."""

    pairs: tuple[tuple[tuple[Run, ...], tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first rows are its head."""

    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    heads: int


Block = Heading | Paragraph | Quote | List | Facts | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in ``language`` (a tag such as *nb*), from ``author`` (an organisation)."""

    title: str
    language: str
    author: str
    blocks: tuple[Block, ...] = field(default=())


def read_document(html: str, *, title: str, language: str, author: str, base: str) -> Document:
    """The document of HTML as our templates write it: what is to be pressed is left off, and each
    address is whole (``base`` is the page's). Headings keep their levels. Raises nothing."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(True):
        if element.decomposed:
            continue
        if element.name in _NOT_TEXT or _NOT_PAPER & set(element.get_attribute_list("class")):
            element.decompose()
    blocks = _close_levels(tuple(_Reader(base).read_blocks(soup, Run("", language=language))))
    return Document(title, language, author, blocks)


def _close_levels(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with headings that skip no level on their way down, and begin at the first: what
    a heading on the page stood under may be none of the document."""
    closed: list[Block] = []
    open_levels: list[int] = []
    for block in blocks:
        if isinstance(block, Heading):
            while open_levels and open_levels[-1] >= block.level:
                open_levels.pop()
            open_levels.append(block.level)
            block = Heading(len(open_levels), block.runs)
        closed.append(block)
    return tuple(closed)


class _Reader:
    """Reads elements with the form that their words have where they stand."""

    def __init__(self, base: str) -> None:
        self._base = base

    def read_blocks(self, element: Tag, form: Run) -> Iterator[Block]:
        """The blocks in an element; words between them are paragraphs of their own."""
        runs: list[Run] = []
        for child in element.children:
            if _is_block(child):
                assert isinstance(child, Tag)
                yield from _make_paragraph(runs)
                runs = []
                yield from self._read_block(child, _apply(child, form, self._base))
            else:
                runs += self._read_runs(child, form)
        yield from _make_paragraph(runs)

    def _read_block(self, element: Tag, form: Run) -> Iterator[Block]:
        name = element.name
        if _HEADING.fullmatch(name):
            if runs := _tidy(self._read_children(element, form)):
                yield Heading(int(name[1]), runs)
        elif name in ("ul", "ol"):
            items = [
                tuple(self.read_blocks(item, _apply(item, form, self._base)))
                for item in element.find_all("li", recursive=False)
            ]
            start = str(element.get("start", "1"))
            number = (int(start) if start.isdecimal() else 1) if name == "ol" else None
            if any(items):
                yield List(tuple(filter(None, items)), number)
        elif name == "dl":
            yield from self._read_facts(element, form)
        elif name == "table":
            yield from self._read_table(element, form)
        elif "pair" in element.get_attribute_list("class"):
            halves = element.find_all(class_="half", recursive=False)
            row = (tuple(self.read_blocks(half, _apply(half, form, self._base))) for half in halves)
            yield Table((tuple(row),), heads=0)
        elif name == "blockquote":
            if blocks := tuple(self.read_blocks(element, form)):
                yield Quote(blocks)
        else:
            yield from self.read_blocks(element, form)

    def _read_facts(self, element: Tag, form: Run) -> Iterator[Block]:
        pairs: list[tuple[tuple[Run, ...], tuple[Block, ...]]] = []
        label: tuple[Run, ...] = ()
        for part in element.find_all(["dt", "dd"]):
            own = _apply(part, form, self._base)
            if part.name == "dt":
                label = _tidy(self._read_children(part, own))
            elif blocks := tuple(self.read_blocks(part, own)):
                pairs.append((label, blocks))
                label = ()
        if pairs:
            yield Facts(tuple(pairs))

    def _read_table(self, element: Tag, form: Run) -> Iterator[Block]:
        rows, heads = [], 0
        for row in element.find_all("tr"):
            cells = row.find_all(["th", "td"], recursive=False)
            rows.append(
                tuple(
                    tuple(self.read_blocks(cell, _apply(cell, form, self._base))) for cell in cells
                )
            )
            if all(cell.name == "th" for cell in cells) and heads == len(rows) - 1:
                heads += 1
        width = max(map(len, rows), default=0)
        if width:
            yield Table(tuple((*row, *[()] * (width - len(row))) for row in rows), heads)

    def _read_children(self, element: Tag, form: Run) -> list[Run]:
        return [run for child in element.children for run in self._read_runs(child, form)]

    def _read_runs(self, node: PageElement, form: Run) -> list[Run]:
        if isinstance(node, PreformattedString):
            return []
        if isinstance(node, NavigableString):
            return [replace(form, text=str(node))]
        assert isinstance(node, Tag)
        if node.name == "br":
            return [replace(form, text="\n")]
        return self._read_children(node, _apply(node, form, self._base))


def _is_block(node: PageElement) -> bool:
    """Whether a node is a block, or an inline one around blocks."""
    return isinstance(node, Tag) and (node.name in _BLOCKS or node.find(list(_BLOCKS)) is not None)


def _apply(element: Tag, form: Run, base: str) -> Run:
    """The form of words in an element, within another's."""
    language = str(element.get("lang") or form.language)
    classes = element.get_attribute_list("class")
    form = replace(form, language=language, is_small=form.is_small or "small" in classes)
    match element.name:
        case "strong" | "b" | "th":
            return replace(form, is_strong=True)
        case "em" | "i":
            return replace(form, is_emphasised=True)
        case "del" | "s":
            return replace(form, is_struck=True)
        case "sup":
            return replace(form, is_raised=True)
        case "sub":
            return replace(form, is_lowered=True)
        case "a":
            href = str(element.get("href") or "")
            # A place in the same text has its place in the file, too, but no address.
            return (
                form
                if not href or href.startswith("#")
                else replace(form, address=urljoin(base, href))
            )
    return form


def _make_paragraph(runs: list[Run]) -> Iterator[Block]:
    if tidy := _tidy(runs):
        yield Paragraph(tidy)


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """Runs with single spaces, none at the ends or around breaks; equal neighbours are one."""
    tidy: list[Run] = []
    for run in runs:
        if run.text == "\n":
            _strip_end(tidy)
            if tidy:
                tidy.append(run)
            continue
        text = re.sub(r"[ \t\r\n\f]+", " ", run.text)
        if not tidy or tidy[-1].text.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if not text:
            continue
        run = replace(run, text=text)
        if tidy and tidy[-1].text != "\n" and replace(tidy[-1], text=text) == run:
            tidy[-1] = replace(run, text=tidy[-1].text + text)
        else:
            tidy.append(run)
    _strip_end(tidy)
    return tuple(tidy)


def _strip_end(runs: list[Run]) -> None:
    while runs:
        text = runs[-1].text.rstrip(" \n")
        if text:
            runs[-1] = replace(runs[-1], text=text)
            return
        runs.pop()
