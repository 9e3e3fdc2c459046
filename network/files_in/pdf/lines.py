"""The lines of a PDF's pages, in the order they are read, with their place and size.

PDFium finds the order of columns and the words in it. A PDF knows no words, no paragraphs and no
headings, only signs at places; ``structure`` tells them from these lines.
"""

from __future__ import annotations

import ctypes
import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from network.files_in.faults import NotReadable
from network.files_in.pdf.tags import Element, read_elements

#: More than this many characters are not read.
MAX_CHARACTERS: Final = 300_000

# What PDFium puts where a hyphen ends a line.
_PARTED = "\ufffe"
_BOLD_WEIGHT = 600
# A gap between two signs that may part cells and not words, in sizes of the letters.
_CELL_GAP = 0.7


@dataclass(slots=True)
class Line:
    """A line of one page. Places are points from the page's left and from its foot."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    is_bold: bool
    #: Whether a hyphen at its end parted a word, or stood between two; it is not in ``text``.
    is_parted: bool = False
    #: The text between gaps that are wider than one between words, with where it begins and ends.
    cells: list[tuple[float, float, str]] = field(default_factory=list)
    #: Whether a small shape stands before it, as programs draw the bullets of lists.
    has_drawn_bullet: bool = False


@dataclass(slots=True)
class Page:
    """A page's lines; ``height`` and ``width`` in points. ``is_picture``: it shows something and
    has no letter, as a scanned page."""

    height: float
    width: float
    lines: list[Line]
    is_picture: bool
    has_covered_text: bool
    #: What the file itself says that the page is made of, and how many letters that covers.
    elements: list[Element]
    tagged_letters: int


def read_pages(file: bytes) -> list[Page]:
    """The pages of a PDF. Text that something opaque was laid over is not among their lines.

    Some 10 ms a page. Raises ``NotReadable``: encrypted, damaged, too_long.
    """
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as problem:
        is_locked = getattr(problem, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise NotReadable("encrypted" if is_locked else "damaged") from None
    pages = []
    characters = 0
    for page in document:
        pages.append(_read_page(page))
        characters += sum(len(line.text) for line in pages[-1].lines)
        if characters > MAX_CHARACTERS:
            raise NotReadable("too_long")
    return pages


def read_properties(file: bytes) -> dict[str, str]:
    """What the file says of itself: Title, Author, Subject, Keywords, Creator, as far as it does.
    Raises ``NotReadable`` as ``read_pages`` does."""
    try:
        return {
            name: text
            for name, text in pypdfium2.PdfDocument(file).get_metadata_dict().items()
            if text
        }
    except pypdfium2.PdfiumError:
        raise NotReadable("damaged") from None


@dataclass(slots=True)
class _Sign:
    """A sign of a page and its box; ``height`` is its font's, whatever the sign."""

    character: str
    left: float
    right: float
    bottom: float
    height: float
    index: int


def _read_page(page: Any) -> Page:
    width, height = page.get_size()
    textpage = page.get_textpage()
    covers = _find_covers(page, width * height)
    has_covered_text = False
    lines: list[Line] = []
    signs: list[_Sign] = []
    for sign in _read_signs(textpage):
        if sign.character in "\r\n" or sign.character == _PARTED:
            if signs:
                lines.append(_make_line(textpage, signs))
                lines[-1].is_parted = sign.character == _PARTED
                signs = []
        elif covers and _is_covered(textpage, sign, covers):
            has_covered_text = has_covered_text or not sign.character.isspace()
        else:
            if signs and _begins_line(sign, signs[-1]):
                # A word that its file says is one, whatever hyphen is seen.
                lines.append(_make_line(textpage, signs))
                lines[-1].is_parted = not signs[-1].character.isspace()
                signs = []
            signs.append(sign)
    if signs:
        lines.append(_make_line(textpage, signs))
    lines = [line for line in lines if line.text]
    _mark_drawn_bullets(page, lines)
    is_picture = not lines and any(True for _ in page.get_objects(max_depth=2))
    # What is covered is no text, and an element does not say which of its signs are.
    elements, tagged_letters = ([], 0) if has_covered_text else read_elements(page, textpage)
    return Page(
        height,
        width,
        lines,
        is_picture and not has_covered_text,
        has_covered_text,
        elements,
        tagged_letters,
    )


def _begins_line(sign: _Sign, before: _Sign) -> bool:
    return (
        sign.left < before.left
        and sign.height > 0
        and before.bottom - sign.bottom > 0.6 * sign.height
        and bool(sign.character.strip())
    )


def _read_signs(textpage: Any) -> Iterator[_Sign]:
    box = pdfium.FS_RECTF()
    raw = textpage.raw
    for index in range(textpage.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if pdfium.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(box)):
            yield _Sign(
                character, box.left, box.right, box.bottom, abs(box.top - box.bottom), index
            )
        else:
            yield _Sign(character, 0, 0, 0, 0, index)


def _make_line(textpage: Any, signs: list[_Sign]) -> Line:
    seen = [sign for sign in signs if sign.character.strip()]
    if not seen:
        return Line("", 0, 0, 0, 0, False)
    sampled = [seen[place].index for place in (0, len(seen) // 2, -1)]
    size = statistics.median(_measure_font(textpage, index) for index in sampled)
    cells: list[tuple[float, float, str]] = []
    characters: list[str] = []
    start, before = seen[0].left, seen[0]
    for sign in signs:
        if sign.character.strip():
            if sign.left - before.right > _CELL_GAP * size:
                cells.append((start, before.right, _join(characters)))
                characters, start = [], sign.left
            before = sign
        characters.append(sign.character)
    cells.append((start, before.right, _join(characters)))
    return Line(
        text=" ".join(text for _, _, text in cells),
        left=min(sign.left for sign in seen),
        right=max(sign.right for sign in seen),
        bottom=statistics.median(sign.bottom for sign in seen),
        size=size,
        is_bold=all(_is_bold(textpage, index) for index in sampled),
        cells=cells,
    )


def _measure_font(textpage: Any, index: int) -> float:
    """The size of a sign's font in points, as it is shown."""
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(textpage.raw, index))
    if pdfium.FPDFText_GetMatrix(textpage.raw, index, ctypes.byref(matrix)):
        size *= math.hypot(matrix.c, matrix.d)
    return size


def _join(characters: list[str]) -> str:
    return " ".join("".join(characters).split())


def _is_bold(textpage: Any, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(textpage.raw, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage.raw, index, name, len(name), ctypes.byref(flags))
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy", b"semibold"))


def _mark_drawn_bullets(page: Any, lines: list[Line]) -> None:
    shapes = [
        thing.get_bounds()
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2)
    ]
    for left, bottom, right, top in shapes:
        if not 1 < right - left < 8 or not 1 < top - bottom < 8:
            continue
        for line in lines:
            if (
                0 < line.left - right < 1.5 * line.size
                and line.bottom - 1 < (bottom + top) / 2 < line.bottom + line.size
            ):
                line.has_drawn_bullet = True


@dataclass(frozen=True, slots=True)
class _Cover:
    """A place that something opaque was laid over, and when: after ``order`` objects."""

    left: float
    bottom: float
    right: float
    top: float
    order: int
    orders: dict[int, int]


def _find_covers(page: Any, area: float) -> list[_Cover]:
    """The opaque shapes of a page that may hide what was written before them. A shape as large as
    the page is its ground."""
    covers: list[_Cover] = []
    orders: dict[int, int] = {}
    for order, thing in enumerate(page.get_objects(max_depth=1)):
        orders[ctypes.addressof(thing.raw.contents)] = order
        if thing.type == pdfium.FPDF_PAGEOBJ_PATH and _is_filled(thing.raw):
            left, bottom, right, top = thing.get_bounds()
            if 0 < (right - left) * (top - bottom) < 0.8 * area and top - bottom > 3:
                covers.append(_Cover(left, bottom, right, top, order, orders))
    covers += [
        _Cover(*place, order=len(orders), orders=orders) for place in _find_covering_notes(page)
    ]
    return covers


def _is_filled(raw: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    colour = [ctypes.c_uint() for _ in range(4)]
    return bool(
        pdfium.FPDFPath_GetDrawMode(raw, ctypes.byref(mode), ctypes.byref(stroke))
        and mode.value != pdfium.FPDF_FILLMODE_NONE
        and pdfium.FPDFPageObj_GetFillColor(raw, *(ctypes.byref(part) for part in colour))
        and colour[3].value >= 250
    )


def _find_covering_notes(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """The places of boxes that a reader's program lays over the page, filled."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        try:
            if pdfium.FPDFAnnot_GetSubtype(note) in (
                pdfium.FPDF_ANNOT_SQUARE,
                pdfium.FPDF_ANNOT_REDACT,
            ):
                colour = [ctypes.c_uint() for _ in range(4)]
                box = pdfium.FS_RECTF()
                if pdfium.FPDFAnnot_GetColor(
                    note,
                    pdfium.FPDFANNOT_COLORTYPE_InteriorColor,
                    *(ctypes.byref(part) for part in colour),
                ) and pdfium.FPDFAnnot_GetRect(note, ctypes.byref(box)):
                    yield box.left, box.bottom, box.right, box.top
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _is_covered(textpage: Any, sign: _Sign, covers: list[_Cover]) -> bool:
    across, up = (sign.left + sign.right) / 2, sign.bottom + sign.height / 2
    above = [
        cover
        for cover in covers
        if cover.left <= across <= cover.right and cover.bottom <= up <= cover.top
    ]
    if not above:
        return False
    written = pdfium.FPDFText_GetTextObject(textpage.raw, sign.index)
    if not written:
        return False
    order = above[0].orders.get(ctypes.addressof(written.contents))
    return order is not None and any(cover.order > order for cover in above)
