"""Numbers that Word writes itself: worked out paragraph by paragraph, as they are printed.

After ECMA-376 part 1, 17.9: an abstract numbering has nine levels; a numbering is one of them with
levels of its own or other starts; numberings of one abstract numbering count together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from network.files_in.word.elements import Element
from network.files_in.word.styles import Styles
from network.files_in.word.symbols import BOXES, read_symbols

_LEVELS = 9
_MOST_STEPS = 10
_PLACE = re.compile("%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a numbering, as the file says it."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    # After which level it starts anew: 0 never, None after any above it.
    restarts_after: int | None = None
    is_legal: bool = False
    style: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a paragraph: ``text`` is "" for a bullet and for no sign at all.

    ``number`` is that of the paragraph in its level, of a simple *1.*, where ``is_simple``.
    """

    level: int
    text: str = ""
    number: int = 0
    is_simple: bool = False
    is_bullet: bool = False
    list_id: str = ""
    indent: int = 0


class Numbering:
    """The numberings of a file, with their counters: ask for each paragraph once, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, Element] = {}
        self._numbers: dict[str, Element] = {}
        self._levels: dict[str, list[Level]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._overridden: set[tuple[str, int]] = set()
        for element in root.children if root else ():
            if element.name == "w:abstractNum":
                self._abstracts.setdefault(element.attributes.get("w:abstractNumId", ""), element)
            elif element.name == "w:num":
                self._numbers.setdefault(element.attributes.get("w:numId", ""), element)

    def find_level(self, number: str, style: str) -> int | None:
        """The level of a numbering that belongs to a style, by the style's id."""
        return next(
            (
                depth
                for depth, level in enumerate(self._list_levels(number))
                if style and level.style == style
            ),
            None,
        )

    @cached_property
    def numbers_by_style(self) -> Mapping[str, str]:
        """By the id of a style the first numbering one of whose levels belongs to it."""
        numbers: dict[str, str] = {}
        for number in self._numbers:
            for level in self._list_levels(number):
                if level.style:
                    numbers.setdefault(level.style, number)
        return numbers

    def count(self, number: str, depth: int) -> Label | None:
        """The label of the next paragraph of a numbering at a level; None where there is none."""
        levels = self._list_levels(number)
        if not levels:
            return None
        depth = max(0, min(depth, _LEVELS - 1))
        level = levels[depth]
        abstract = self._find_abstract_id(number)
        counters = self._counters.setdefault(abstract, [None] * _LEVELS)
        self._start_overridden(number, counters)
        for above in range(depth):
            if counters[above] is None:
                counters[above] = levels[above].start
        last = counters[depth]
        counters[depth] = level.start if last is None else last + 1
        for below in range(depth + 1, _LEVELS):
            after = levels[below].restarts_after
            if after is None or (after > 0 and depth < after):
                counters[below] = None
        if level.format == "bullet":
            return Label(
                depth, level.text, is_bullet=not level.text, list_id=number, indent=level.indent
            )
        text = self._print(level, levels, counters)
        count = counters[depth] or 0
        own = level.text.replace(" ", "").rstrip(".") == f"%{depth + 1}"
        return Label(
            depth,
            text,
            count,
            is_simple=own and text == f"{count}.",
            list_id=abstract,
            indent=level.indent,
        )

    def _print(self, level: Level, levels: list[Level], counters: list[int | None]) -> str:
        def write(place: re.Match[str]) -> str:
            depth = int(place[1]) - 1
            if depth >= len(levels):
                return ""
            number = counters[depth]
            sort = levels[depth].format
            if level.is_legal and sort not in ("decimalZero", "none"):
                sort = "decimal"
            return format_number(levels[depth].start if number is None else number, sort)

        if level.format == "none" and "%" not in level.text:
            return level.text.strip()
        return _PLACE.sub(write, level.text).strip()

    def _start_overridden(self, number: str, counters: list[int | None]) -> None:
        """Where a numbering is met first, those of its levels that it says begin anew do so."""
        element = self._numbers.get(number)
        for override in element.find_all("w:lvlOverride") if element else ():
            written = override.attributes.get("w:ilvl", "")
            depth = int(written) if written.isdecimal() else -1
            has_start = override.find("w:startOverride") is not None
            if 0 <= depth < _LEVELS and has_start and (number, depth) not in self._overridden:
                self._overridden.add((number, depth))
                counters[depth] = None

    def _list_levels(self, number: str) -> list[Level]:
        if number not in self._levels:
            self._levels[number] = self._read_levels(number)
        return self._levels[number]

    def _read_levels(self, number: str) -> list[Level]:
        element = self._numbers.get(number)
        abstract = self._find_abstract(number)
        if element is None or abstract is None:
            return []
        levels = [Level() for _ in range(_LEVELS)]
        for written in abstract.find_all("w:lvl"):
            depth = written.attributes.get("w:ilvl", "0")
            if depth.isdecimal() and int(depth) < _LEVELS:
                levels[int(depth)] = _read_level(written, int(depth))
        for override in element.find_all("w:lvlOverride"):
            depth = override.attributes.get("w:ilvl", "")
            if not depth.isdecimal() or int(depth) >= _LEVELS:
                continue
            own = override.find("w:lvl")
            if own is not None:
                levels[int(depth)] = _read_level(own, int(depth))
            start = override.get("w:startOverride")
            if re.fullmatch("[0-9]{1,9}", start):
                level = levels[int(depth)]
                levels[int(depth)] = Level(
                    level.format, level.text, int(start), level.restarts_after, level.is_legal,
                    level.style, level.indent,
                )  # fmt: skip
        return levels

    def _find_abstract_id(self, number: str) -> str:
        """The abstract numbering of a numbering, by way of a style of lists where it names one."""
        element = self._numbers.get(number)
        id_ = element.get("w:abstractNumId") if element else ""
        for _ in range(_MOST_STEPS):
            abstract = self._abstracts.get(id_)
            link = abstract.get("w:numStyleLink") if abstract else ""
            style = self._styles.find(link)
            linked = style.numbering if style else None
            if abstract is None or not link or linked is None:
                break
            following = self._numbers.get(linked[0])
            if following is None or following.get("w:abstractNumId") == id_:
                break
            id_ = following.get("w:abstractNumId")
        return id_

    def _find_abstract(self, number: str) -> Element | None:
        return self._abstracts.get(self._find_abstract_id(number))


def _read_level(element: Element, depth: int) -> Level:
    start, restart = element.get("w:start"), element.get("w:lvlRestart")
    text = element.find("w:lvlText")
    sort = element.get("w:numFmt") or _find_alternative(element) or "decimal"
    written = text.attributes.get("w:val", "") if text is not None else f"%{depth + 1}."
    indent = element.get("w:pPr", "w:ind", attribute="w:left") or element.get(
        "w:pPr", "w:ind", attribute="w:start"
    )
    if sort == "bullet":
        written = _read_bullet(element, written)
    return Level(
        format=sort,
        text=written,
        start=int(start) if re.fullmatch("[0-9]{1,9}", start) else 1,
        restarts_after=int(restart) if restart.isdecimal() else None,
        is_legal=bool(element.get_switch("w:isLgl")),
        style=element.get("w:pStyle"),
        indent=int(indent) if re.fullmatch("[0-9]{1,6}", indent) else 0,
    )


def _read_bullet(element: Element, written: str) -> str:
    """The sign of a bullet, where it is a box to tick or a word; "" for one that only leads in."""
    font = element.get("w:rPr", "w:rFonts", attribute="w:ascii") or element.get(
        "w:rPr", "w:rFonts", attribute="w:hAnsi"
    )
    sign = read_symbols(written.strip(), font)
    return sign if sign in BOXES or re.search(r"\w{2}", sign) else ""


def _find_alternative(element: Element) -> str:
    """The format of a level that says it in two ways, such as 001 for those who know it."""
    alternative = element.find("mc:AlternateContent", "mc:Fallback", "w:numFmt")
    return alternative.attributes.get("w:val", "") if alternative is not None else ""


def format_number(number: int, sort: str) -> str:
    """A number as a format writes it; one that is not known is written in digits."""
    if sort == "none":
        return ""
    if sort in ("lowerLetter", "upperLetter"):
        if number < 1:
            return str(number)
        # After z comes aa, then bb.
        letters = _LETTERS[(number - 1) % 26] * min((number - 1) // 26 + 1, 20)
        return letters if sort == "lowerLetter" else letters.upper()
    if sort in ("lowerRoman", "upperRoman"):
        roman = _write_roman(number)
        return roman if sort == "lowerRoman" else roman.upper()
    if sort == "ordinal":
        return f"{number}."
    if sort == "decimalZero":
        return f"{number:02d}"
    if sort in ("decimalZero3", "decimalZero4", "decimalZero5"):
        return f"{number:0{sort[-1]}d}"
    if sort == "numberInDash":
        return f"- {number} -"
    return str(number)


def _write_roman(number: int) -> str:
    if not 0 < number < 4_000:
        return str(number)
    written = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written.append(letters * count)
    return "".join(written)
