"""Headings, paragraphs, lists and tables of a PDF, told from where its lines stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from typing import Final

from network.files_in.pdf.lines import Line, Page
from network.files_in.pdf.tags import has_structure, write_elements

# The part of a page, at its head and at its foot, where what stands on each page stands.
_MARGIN: Final = 0.12
_PAGE_NUMBER = re.compile(
    r"(?:(?:side|sida|sidan|s\.?|page)\s*)?[-–(]?\s*\d{1,4}\s*[-–)]?"
    r"(?:\s*(?:av|/|\(|of)\s*\d{1,4}\s*\)?)?",
    re.IGNORECASE,
)
_BULLET = re.compile("([•‣▪▫■□●○◦∙·➢➤✓✔❖\uf02d\uf0a7\uf0b7\uf0d8\uf0fc\uf076]|[-–—*o](?= ))\\s*")
_DRAWN_BULLET = re.compile("")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_HEADING_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-ZÆØÅÄÖ]\.|§ ?\d+)\s+\S")
_NEXT_ITEM = re.compile('</ol><ol start="([0-9]+)">')
_SENTENCE_END = re.compile(r"[.!?:;][\"”’»)]*$")
_SMALL_WORD = re.compile(r"(?:og|och|eller|samt|men|til|till)\b")
_LARGER: Final = 1.12
_LARGER_BOLD: Final = 1.04
_TITLE_LARGER: Final = 1.3
_LONGEST_HEADING: Final = 140
_LEVELS: Final = 3
# So much of a document is to be tagged for its tags to be believed.
_TAGGED: Final = 0.9


def find_furniture(pages: list[Page]) -> set[int]:
    """The lines (by ``id``) that are no text of the document: what is repeated at the heads and
    feet of its pages, whatever number stands in it, and the numbers of the pages."""
    places: dict[str, list[tuple[int, Line]]] = {}
    furniture: set[int] = set()
    for number, page in enumerate(pages):
        for line in page.lines:
            if (line.bottom + line.size) > page.height * (1 - _MARGIN):
                zone = "head"
            elif line.bottom < page.height * _MARGIN:
                zone = "foot"
            else:
                continue
            if _PAGE_NUMBER.fullmatch(line.text):
                furniture.add(id(line))
            key = f"{zone} {re.sub('[0-9]+', '#', line.text.casefold())}"
            places.setdefault(key, []).append((number, line))
    least = max(2, min(len(pages) // 3, 4))
    for lines in places.values():
        if len(pages) > 1 and len(lines) >= least and _counts_pages(lines):
            furniture.update(id(line) for _, line in lines)
    return furniture


def _counts_pages(lines: list[tuple[int, Line]]) -> bool:
    """Whether lines of different pages are the same, or differ by the numbers of their pages."""
    offsets = [
        tuple(int(number) - page for number in re.findall("[0-9]{1,6}", line.text))
        for page, line in lines
    ]
    texts = {line.text for _, line in lines}
    return len(texts) == 1 or all(
        # A number of all pages stays as it is.
        len(set(numbers)) == 1
        or len({n + page for n, (page, _) in zip(numbers, lines, strict=True)}) == 1
        for numbers in zip(*offsets, strict=True)
    )


def write_html(pages: list[Page]) -> str:
    """The document as HTML: h1 for its title, where one stands out, and headings below it. As the
    file itself states its structure, where it does for nearly all of it; else by where lines stand.
    """
    furniture = find_furniture(pages)
    if _is_tagged(pages, furniture):
        return _join_lists(_join_pages([write_elements(page.elements) for page in pages]))
    lines = [
        (place, line)
        for place, page in enumerate(pages)
        for line in page.lines
        if id(line) not in furniture
    ]
    if not lines:
        return ""
    body = _find_body_size([line for _, line in lines])
    levels = _find_levels([line for _, line in lines], body)
    return _join_lists("".join(_write_blocks(lines, body, levels)))


def _is_tagged(pages: list[Page], furniture: set[int]) -> bool:
    letters = sum(
        sum(sign.isalnum() for sign in line.text)
        for page in pages
        for line in page.lines
        if id(line) not in furniture
    )
    tagged = sum(page.tagged_letters for page in pages)
    return tagged >= _TAGGED * letters and has_structure(
        [element for page in pages for element in page.elements]
    )


def _join_pages(pages: list[list[str]]) -> str:
    """The blocks of all pages; a paragraph or table that goes on over a page's end is one."""
    blocks: list[str] = []
    for page in pages:
        following = list(page)
        if blocks and following:
            last, first = blocks[-1], following[0]
            if last.startswith("<table>") and first.startswith("<table>"):
                blocks[-1] = last.removesuffix("</table>") + first.removeprefix("<table>")
                following = following[1:]
            elif (
                last.startswith("<p>")
                and re.match("<p>[a-zæøåäö]", first)
                and not _SENTENCE_END.search(last.removesuffix("</p>"))
            ):
                blocks[-1] = f"{last.removesuffix('</p>')} {first.removeprefix('<p>')}"
                following = following[1:]
        blocks += following
    return "".join(blocks)


def _join_lists(html: str) -> str:
    """Items that follow one another in one list; numbers only where each is the next."""
    html = html.replace("</ul><ul>", "")
    pieces = _NEXT_ITEM.split(html)
    joined = [pieces[0]]
    for number, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        starts = re.findall('<ol start="([0-9]+)">|<li>', joined[-1])
        last = max((place for place, start in enumerate(starts) if start), default=None)
        goes_on = last is not None and int(starts[last]) + len(starts) - last - 1 == int(number)
        if goes_on:
            joined[-1] += piece
        else:
            joined.append(f'</ol><ol start="{number}">{piece}')
    return "".join(joined)


def write_page_text(page: Page, furniture: set[int]) -> str:
    """The words of a page in the order they are read, words parted at line ends whole."""
    text = ""
    before: Line | None = None
    for line in page.lines:
        if id(line) in furniture:
            continue
        text = _join(text, line.text, before) if before else line.text
        before = line
    return text


def _find_body_size(lines: list[Line]) -> float:
    """The size that most letters have, in points."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0]


def _find_levels(lines: list[Line], body: float) -> dict[float, int]:
    """The level of a heading by its size: the largest 1 where only one stands out as a title."""
    sizes: Counter[float] = Counter(
        _get_size(line)
        for line in lines
        if _is_large(line, body) and len(line.text) <= _LONGEST_HEADING
    )
    ranked = sorted(sizes, reverse=True)
    levels: dict[float, int] = {}
    level = 2
    for place, size in enumerate(ranked):
        if place == 0 and size > body * _TITLE_LARGER and sizes[size] <= 3:
            levels[size] = 1
            continue
        levels[size] = min(level, 1 + _LEVELS)
        level += 1
    return levels


def _get_size(line: Line) -> float:
    return round(line.size * 2) / 2


def _is_large(line: Line, body: float) -> bool:
    return line.size > body * (_LARGER_BOLD if line.is_bold else _LARGER)


def _write_blocks(
    lines: list[tuple[int, Line]], body: float, levels: dict[float, int]
) -> Iterator[str]:
    """The blocks of a document, one after the other."""
    usual = _find_usual_step(lines, body)
    place = 0
    while place < len(lines):
        table = _measure_table([line for _, line in lines], place)
        if table:
            yield _write_table([line for _, line in lines[place : place + table]])
            place += table
            continue
        line = lines[place][1]
        level = _get_level(lines, place, body, levels, usual)
        following = place + 1
        text, before = line.text, line
        item = None if level else _match_item(line)
        while following < len(lines) and _goes_on(
            lines, following, text, usual, level, body, levels, is_item=item is not None
        ):
            text = _join(text, lines[following][1].text, before)
            before = lines[following][1]
            following += 1
        place = following
        if level:
            yield f"<h{level}>{escape(text)}</h{level}>"
        elif item and item.re is not _NUMBER:
            yield f"<ul><li>{escape(text[item.end() :])}</li></ul>"
        elif item:
            yield f'<ol start="{int(item[1])}"><li>{escape(text[item.end() :])}</li></ol>'
        else:
            yield f"<p>{escape(text)}</p>"


def _match_item(line: Line) -> re.Match[str] | None:
    """The sign that a line begins with as an item of a list; of no length where it is drawn."""
    if line.has_drawn_bullet:
        return _DRAWN_BULLET.match(line.text)
    return _BULLET.match(line.text) or _NUMBER.match(line.text)


def _find_usual_step(lines: list[tuple[int, Line]], body: float) -> float:
    """How far the lines of a paragraph stand from each other, in points. Where nearly all stand
    wide apart, that is how the text is set; else a wide step parts paragraphs."""
    steps: Counter[float] = Counter()
    for (page, line), (next_page, following) in pairwise(lines):
        step = line.bottom - following.bottom
        if page == next_page and 0 < step < 3 * body:
            steps[round(step)] += 1
    close = {step: count for step, count in steps.items() if step < 1.65 * body}
    if steps and steps.total() >= 8:
        step, count = steps.most_common(1)[0]
        if step in close or count > 0.6 * steps.total():
            return float(step)
    return float(max(close, key=lambda step: close[step])) if close else 1.3 * body


def _get_level(
    lines: list[tuple[int, Line]],
    place: int,
    body: float,
    levels: dict[float, int],
    usual: float,
) -> int:
    """The level of the heading that a line is, 0 for none."""
    page, line = lines[place]
    if len(line.text) > _LONGEST_HEADING or not any(sign.isalpha() for sign in line.text):
        return 0
    if _is_large(line, body):
        return levels.get(_get_size(line), 0)
    if not line.is_bold or _SENTENCE_END.search(line.text) or line.is_parted:
        return 0
    before = lines[place - 1] if place else None
    is_apart = (
        before is None
        or before[0] != page
        or before[1].bottom - line.bottom > 1.25 * usual
        or before[1].bottom < line.bottom
    )
    after = lines[place + 1][1] if place + 1 < len(lines) else None
    if not is_apart or after is None or (after.is_bold and not _is_large(after, body)):
        return 0
    return min(max(levels.values(), default=1) + 1, 1 + _LEVELS)


def _goes_on(
    lines: list[tuple[int, Line]],
    place: int,
    text: str,
    usual: float,
    level: int,
    body: float,
    levels: dict[float, int],
    *,
    is_item: bool,
) -> bool:
    """Whether a line belongs to the paragraph, heading or item before it."""
    page, line = lines[place]
    last_page, before = lines[place - 1]
    if level:
        return (
            page == last_page
            and _get_size(line) == _get_size(before)
            and line.is_bold == before.is_bold
            and _is_large(line, body)
            and 0 < before.bottom - line.bottom < 1.6 * line.size
            and len(text) < _LONGEST_HEADING
            and not _HEADING_NUMBER.match(line.text)
        )
    if _get_level(lines, place, body, levels, usual):
        return False
    if (
        line.has_drawn_bullet
        or _BULLET.match(line.text)
        or (_NUMBER.match(line.text) and (is_item or _SENTENCE_END.search(text)))
    ):
        return False
    if before.is_parted:
        return True
    step = before.bottom - line.bottom
    if page != last_page or step < 0:
        # The next page or column: a sentence that has not ended goes on there.
        return not _SENTENCE_END.search(text) and line.text[:1].islower()
    if step > 1.25 * usual and step > 1.35 * line.size:
        return False
    if is_item and line.left < before.left - 0.5 * line.size:
        return False
    # A line that ends early ends its paragraph, where the next word would have had room.
    widest = max(
        (other.right for _, other in lines[max(0, place - 12) : place + 12]), default=line.right
    )
    first_word = len(line.text.split(" ", 1)[0])
    room = widest - before.right
    return not (_SENTENCE_END.search(before.text) and room > (first_word + 2) * 0.5 * line.size)


def _join(text: str, more: str, before: Line) -> str:
    """Two lines as one; a word that a hyphen parted is whole again where that is plain."""
    if before.is_parted:
        if _SMALL_WORD.match(more):
            return f"{text}- {more}"
        if more[:1].islower():
            return f"{text}{more}"
        return f"{text}-{more}"
    return f"{text} {more}"


def _measure_table(lines: list[Line], place: int) -> int:
    """How many lines from here on are rows of one table: at least three, with as many cells at
    the same places; 0 for none."""
    first = lines[place].cells
    if len(first) < 2 or _BULLET.match(lines[place].text):
        return 0
    length = 1
    while place + length < len(lines) and _is_aligned(first, lines[place + length]):
        length += 1
    return length if length >= 3 else 0


def _is_aligned(first: list[tuple[float, float, str]], line: Line) -> bool:
    """Whether each cell begins, ends, or has its middle where the first row's does."""
    near = 0.5 * line.size
    return len(line.cells) == len(first) and all(
        abs(left - other_left) < near
        or abs(right - other_right) < near
        or abs(left + right - other_left - other_right) < 2 * near
        for (left, right, _), (other_left, other_right, _) in zip(first, line.cells, strict=True)
    )


def _write_table(lines: list[Line]) -> str:
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(text)}</td>' for _, _, text in line.cells)}</tr>"
        for line in lines
    )
    return f"<table>{rows}</table>"
