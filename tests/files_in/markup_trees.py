"""HTML as blocks that can be compared: what a reader sees, whichever tags stand around it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

Node = tuple[str, Any]
_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li blockquote table tr td th div".split())
_LOOKS = {"strong": "strong", "em": "em", "del": "del", "sup": "sup", "sub": "sub"}


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: tuple[str, dict[str, str | None], list[Any]] = ("body", {}, [])
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element: tuple[str, dict[str, str | None], list[Any]] = (tag, dict(attrs), [])
        self._open[-1][2].append(element)
        if tag not in ("br", "hr"):
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open[-1][0] != tag:
            self._open.pop()
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1][2].append(data)


def read_blocks(html: str) -> list[Node]:
    """The blocks of HTML: paragraphs ("p", runs), headings, lists, quotes and tables.

    A run is (text, looks); spaces have no look, and are single."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return _blocks(tree.root[2])


def _blocks(nodes: list[Any]) -> list[Node]:
    blocks: list[Node] = []
    inline: list[Any] = []

    def end() -> None:
        runs = _runs(inline)
        inline.clear()
        if runs:
            blocks.append(("p", runs))

    for node in nodes:
        if isinstance(node, str) or node[0] not in _BLOCKS:
            inline.append(node)
            continue
        end()
        tag, attributes, children = node
        if tag in ("ul", "ol"):
            items = [_blocks(item[2]) for item in children if not isinstance(item, str)]
            start = int(attributes.get("start") or 1) if tag == "ol" else None
            blocks.append((tag, (start, items)))
        elif tag == "blockquote":
            inner = _blocks(children)
            if blocks and blocks[-1][0] == "quote":
                blocks[-1][1].extend(inner)
            else:
                blocks.append(("quote", inner))
        elif tag == "table":
            # The head of a table is bold by itself.
            head, *rows = _rows(children)
            head = [_merged([(text, looks - {"strong"}) for text, looks in cell]) for cell in head]
            blocks.append(("table", [head, *rows]))
        elif re.fullmatch("h[1-6]", tag):
            runs = [(text, looks - {"strong", "em"}) for text, looks in _runs(children)]
            blocks.append((tag, _merged(runs)))
        else:
            blocks.extend(_blocks(children))
    end()
    return blocks


def _rows(nodes: list[Any]) -> list[list[Any]]:
    rows = []
    for node in nodes:
        if isinstance(node, str):
            continue
        if node[0] == "tr":
            rows.append([_runs(cell[2]) for cell in node[2] if not isinstance(cell, str)])
        else:
            rows.extend(_rows(node[2]))
    return rows


def _runs(nodes: list[Any]) -> list[tuple[str, frozenset[str]]]:
    pieces: list[tuple[str, frozenset[str]]] = []

    def walk(nodes: list[Any], looks: frozenset[str]) -> None:
        for node in nodes:
            if isinstance(node, str):
                pieces.append((node, looks))
            elif node[0] == "br":
                pieces.append(("\n", looks))
            elif node[0] == "a" and node[1].get("href"):
                walk(node[2], looks | {node[1]["href"]})
            elif node[0] in _LOOKS:
                walk(node[2], looks | {_LOOKS[node[0]]})
            else:
                walk(node[2], looks)

    walk(nodes, frozenset())
    return _merged(pieces)


def _merged(pieces: list[tuple[str, frozenset[str]]]) -> list[tuple[str, frozenset[str]]]:
    """Each word with its look; what stands together in one look is one."""
    letters: list[tuple[str, frozenset[str]]] = []
    for text, looks in pieces:
        for letter in text:
            if letter == "\n" or not letter.isspace():
                letters.append((letter, looks if letter != "\n" else frozenset()))
            elif letters and letters[-1][0] not in (" ", "\n"):
                letters.append((" ", frozenset()))
            if letter == "\n" and len(letters) > 1 and letters[-2][0] in (" ", "\n"):
                del letters[-2]
    while letters and letters[-1][0] in (" ", "\n"):
        letters.pop()
    while letters and letters[0][0] in (" ", "\n"):
        letters.pop(0)
    runs: list[tuple[str, frozenset[str]]] = []
    for letter, looks in letters:
        if runs and (runs[-1][1] == looks):
            runs[-1] = (runs[-1][0] + letter, looks)
        else:
            runs.append((letter, looks))
    return runs
