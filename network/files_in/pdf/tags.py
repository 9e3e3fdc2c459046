"""The structure that a tagged PDF states itself: headings, lists, tables, and what is no text.

ISO 32000-1, 14.7 and 14.8: a page's content is marked with numbers, and a tree of elements says
what each number is. What no element names (heads and feet of pages) is no text of the document.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

import pypdfium2.raw as pdfium

# What PDFium puts where a hyphen ends a line.
_PARTED: Final = "\ufffe"
_DEEPEST: Final = 60
_LONGEST_NAME: Final = 200
_HEADINGS: Final = {"Title": 1, "H": 2} | {f"H{level}": level for level in range(1, 7)}
_SKIPPED: Final = frozenset({"TOC", "TOCI", "Index", "Artifact"})
_INLINE: Final = frozenset(
    "Span Link Reference Quote Code Em Strong Annot Ruby RB RT RP Warichu WT WP BibEntry".split()
)
_SMALL_WORD = re.compile(r"(?:og|och|eller|samt|men|til|till)\b")
_NUMBER = re.compile(r"(\d{1,4})[.)]?")


@dataclass(slots=True)
class Element:
    """An element of the structure on one page: its standard type, its alternative text, and its
    children: elements, and the text of marked content."""

    kind: str
    alternative: str
    children: list[Element | str] = field(default_factory=list)


def read_elements(page: Any, textpage: Any) -> tuple[list[Element], int]:
    """The structure of a page, and how many letters it covers; none where there is no structure."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return [], 0
    try:
        if not pdfium.FPDF_StructTree_CountChildren(tree):
            return [], 0
        marked = _read_marked_text(textpage)
        elements = [
            _read_element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), marked, 0)
            for place in range(pdfium.FPDF_StructTree_CountChildren(tree))
        ]
        found = [element for element in elements if element is not None]
        return found, sum(len(re.sub(r"\W", "", text)) for text in _list_texts(found))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _read_marked_text(textpage: Any) -> dict[int, str]:
    """The text of a page by the number of its marked content, with the ends of its lines."""
    marked: dict[int, list[str]] = {}
    numbers: dict[int, int] = {}
    number = -1
    for index in range(textpage.count_chars()):
        written = pdfium.FPDFText_GetTextObject(textpage.raw, index)
        if written:
            address = ctypes.addressof(written.contents)
            if address not in numbers:
                numbers[address] = pdfium.FPDFPageObj_GetMarkedContentID(written)
            number = numbers[address]
        marked.setdefault(number, []).append(chr(pdfium.FPDFText_GetUnicode(textpage.raw, index)))
    return {number: "".join(characters) for number, characters in marked.items()}


def _read_element(raw: Any, marked: dict[int, str], depth: int) -> Element | None:
    if not raw or depth > _DEEPEST:
        return None
    element = Element(
        _read_name(pdfium.FPDF_StructElement_GetType, raw),
        _read_name(pdfium.FPDF_StructElement_GetAltText, raw),
    )
    for place in range(max(0, pdfium.FPDF_StructElement_CountChildren(raw))):
        number = pdfium.FPDF_StructElement_GetChildMarkedContentID(raw, place)
        if number >= 0:
            element.children.append(marked.get(number, ""))
            continue
        child = _read_element(
            pdfium.FPDF_StructElement_GetChildAtIndex(raw, place), marked, depth + 1
        )
        if child is not None:
            element.children.append(child)
    return element


def _read_name(read: Any, raw: Any) -> str:
    length = read(raw, None, 0)
    if not length or length > 2 * _LONGEST_NAME * 5:
        return ""
    buffer = ctypes.create_string_buffer(length)
    read(raw, buffer, length)
    return buffer.raw[: max(0, length - 2)].decode("utf-16-le", "replace")


def _list_texts(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        for child in element.children:
            if isinstance(child, str):
                yield child
            else:
                yield from _list_texts([child])


def has_structure(elements: list[Element]) -> bool:
    """Whether there is more than paragraphs: a heading, a list or a table."""
    return any(
        element.kind in _HEADINGS
        or element.kind in ("L", "Table")
        or has_structure([child for child in element.children if isinstance(child, Element)])
        for element in elements
    )


def write_elements(elements: list[Element]) -> list[str]:
    """The blocks of a page as HTML."""
    return [block for element in elements for block in _write_block(element)]


def _write_block(element: Element) -> Iterator[str]:
    kind = element.kind
    if kind in _SKIPPED:
        return
    if kind in _HEADINGS:
        if text := _get_text(element):
            level = _HEADINGS[kind]
            yield f"<h{level}>{escape(text)}</h{level}>"
    elif kind == "L":
        yield _write_list(element)
    elif kind == "Table":
        yield _write_table(element)
    elif kind in ("Figure", "Formula"):
        if text := " ".join((element.alternative or _get_text(element)).split()):
            yield f"<p>[{escape(text)}]</p>"
    else:
        # A paragraph, or what holds blocks; text between blocks is a paragraph of its own.
        inline: list[Element | str] = []
        for child in element.children:
            if isinstance(child, str) or child.kind in _INLINE:
                inline.append(child)
                continue
            yield from _write_paragraph(inline)
            inline = []
            yield from _write_block(child)
        yield from _write_paragraph(inline)


def _write_paragraph(inline: list[Element | str]) -> Iterator[str]:
    if text := _get_text(Element("P", "", inline)):
        yield f"<p>{escape(text)}</p>"


def _write_list(element: Element) -> str:
    """A list; a sign that is neither a bullet nor a number stays in its item's text."""
    items: list[tuple[str, str]] = []
    for item in element.children:
        if isinstance(item, str):
            continue
        if item.kind == "L":
            # A list within a list, beside its item.
            label, html = items.pop() if items else ("", "")
            items.append((label, html + _write_list(item)))
            continue
        label = " ".join(
            _get_text(child)
            for child in item.children
            if isinstance(child, Element) and child.kind == "Lbl"
        )
        body = [
            child
            for child in item.children
            if not (isinstance(child, Element) and child.kind == "Lbl")
        ]
        html = "".join(_write_item(body))
        if any(sign.isalnum() or sign == "§" for sign in label) and not _NUMBER.fullmatch(label):
            html, label = f"{escape(label)} {html}", ""
        if html:
            items.append((label, html))
    number = _NUMBER.fullmatch(items[0][0]) if items else None
    opening = f'<ol start="{number[1]}">' if number else "<ul>"
    written = "".join(f"<li>{html}</li>" for _, html in items)
    return f"{opening}{written}{'</ol>' if number else '</ul>'}"


def _write_item(body: list[Element | str]) -> Iterator[str]:
    """What an item says: one paragraph of it without its tags."""
    blocks = list(_write_block(Element("LBody", "", body)))
    for place, block in enumerate(blocks):
        yield block[3:-4] if place == 0 and block.startswith("<p>") else block


def _write_table(element: Element) -> str:
    rows = []
    for row in _list_rows(element):
        cells = [child for child in row.children if isinstance(child, Element)]
        texts = [
            f"<{'th' if cell.kind == 'TH' else 'td'}>{escape(_get_text(cell))}"
            f"</{'th' if cell.kind == 'TH' else 'td'}>"
            for cell in cells
            if cell.kind in ("TH", "TD")
        ]
        if texts:
            rows.append(f"<tr>{''.join(texts)}</tr>")
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _list_rows(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            if child.kind == "TR":
                yield child
            elif child.kind in ("THead", "TBody", "TFoot"):
                yield from _list_rows(child)


def _get_text(element: Element) -> str:
    """All text of an element, its lines joined, words parted at line ends whole."""
    return join_lines("".join(_list_texts([element])))


def join_lines(text: str) -> str:
    """Lines as one; a word that a hyphen parted is whole again where that is plain."""
    pieces = text.split(_PARTED)
    joined = pieces[0]
    for piece in pieces[1:]:
        more = piece.lstrip("\r\n")
        if _SMALL_WORD.match(more):
            joined += f"- {more}"
        else:
            joined += more if more[:1].islower() else f"-{more}"
    return " ".join(joined.split())
