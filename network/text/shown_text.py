"""Markdown as the text that a reader reads: what our own renderer shows, with its boundaries.

What a reader does not see is not there: marks of emphasis, tags, comments, where links lead. What
parts the words is: the end of a line, a cell, an item, a block. Links and titles, which a reader
sees on pointing at them, stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from network.text.markdown import render

# The signs that part what is shown; no text of the site can hold them.
CELL, ITEM, BLOCK = "\x1f", "\x1e", "\x1d"

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_ATTRIBUTE = re.compile(r'\s(href|title|data-ref|alt)="([^"]*)"')
_NOTE = re.compile(r"<sup>[^<]{0,2}</sup>")
_CELLS = frozenset(("td", "th", "dt", "dd"))
_BLOCKS = frozenset("p h2 h3 h4 h5 h6 blockquote pre table tr ul ol dl hr div".split())
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\](?:\(([^()\n]{0,500})\))?")


@dataclass(frozen=True, slots=True)
class ShownText:
    """What is read of a Markdown text.

    ``text`` has the words with ``CELL``, ``ITEM`` and ``BLOCK`` where those begin and end, and the
    end of a line. ``tables`` are the cells of each table, row by row, ``lists`` the items of each
    list, without what is nested in them. ``beside`` are targets, titles and alternative texts.
    """

    text: str
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    lists: tuple[tuple[str, ...], ...]
    beside: tuple[str, ...]


def read_shown(markdown: str) -> ShownText:
    """What is read of a Markdown text. Costs what ``render`` costs."""
    html = _NOTE.sub(f" {BLOCK}", render(markdown))
    pieces: list[str] = []
    beside = [part for image in _IMAGE.finditer(markdown) for part in image.groups() if part]
    tables: list[list[list[str]]] = []
    lists: list[list[str]] = []
    # Where cells and items that are open began, as numbers of pieces.
    cell_from = 0
    open_lists: list[tuple[list[str], list[int]]] = []
    # All items of a list and those nested in it, in their order.
    nested: list[str] = []
    opened: list[int] = []
    done = 0
    for tag in _TAG.finditer(html):
        pieces.append(_words(html[done : tag.start()]))
        done = tag.end()
        closing, name, attributes = tag.groups()
        if attributes:
            beside += [unescape(value) for _name, value in _ATTRIBUTE.findall(attributes)]
        if name == "br":
            # The renderer ends the line of the page after it, too.
            done += html.startswith("\n", done)
            pieces.append("\n")
        elif name in _CELLS:
            pieces.append(CELL)
            if not closing:
                if name == "dt":
                    tables[-1].append([])
                cell_from = len(pieces)
            elif tables and tables[-1]:
                tables[-1][-1].append("".join(pieces[cell_from:-1]))
        elif name == "li":
            pieces.append(ITEM)
            if open_lists and not closing:
                open_lists[-1][1].append(len(pieces))
                opened.append(len(nested))
                nested.append("")
            elif open_lists and open_lists[-1][1]:
                items, begins = open_lists[-1]
                item = _first_block("".join(pieces[begins.pop() : -1]))
                items.append(item)
                nested[opened.pop()] = item
        elif name in _BLOCKS:
            pieces.append(BLOCK)
            if name in ("ul", "ol"):
                if closing and open_lists:
                    lists.append(open_lists.pop()[0])
                    if not open_lists:
                        if nested != lists[-1]:
                            lists.append(nested)
                        nested = []
                elif not closing:
                    open_lists.append(([], []))
            elif name in ("table", "dl") and not closing:
                tables.append([])
            elif name == "tr" and not closing and tables:
                tables[-1].append([])
    pieces.append(_words(html[done:]))
    return ShownText(
        "".join(pieces),
        tuple(tuple(map(tuple, rows)) for rows in (*tables, *_list_bars(pieces))),
        tuple(map(tuple, lists)),
        tuple(dict.fromkeys(beside)),
    )


def _words(html: str) -> str:
    return unescape(html)


def _first_block(text: str) -> str:
    """The words of an item, without the lists that are nested in it."""
    return re.split(f"[{ITEM}]", text.strip(f"{BLOCK}\n "), maxsplit=1)[0].strip(f"{BLOCK}\n ")


def _list_bars(pieces: list[str]) -> Iterator[list[list[str]]]:
    """Lines with bars, which show the rows of a table that has no head."""
    for block in "".join(pieces).split(BLOCK):
        if "|" in block:
            yield [line.strip(" |").split("|") for line in block.split("\n") if "|" in line]
