"""Fields: what of them is printed, and what is only their instruction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from network.files_in.word.elements import Element
from network.files_in.word.symbols import read_symbols

Sort = Literal["result", "contents", "page", "equation", "drawn"]

_SORTS: dict[str, Sort] = {
    "TOC": "contents",
    "INDEX": "contents",
    "TOA": "contents",
    "RD": "contents",
    "PAGE": "page",
    "NUMPAGES": "page",
    "SECTIONPAGES": "page",
    "EQ": "equation",
}
_LINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\\"\s]\S*))', re.IGNORECASE)
_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]{1,6}|\d{1,7}|\S)", re.IGNORECASE)
_FONT = re.compile(r'\\f\s*(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_NAME = re.compile(r"\s*=?\s*([A-Za-z]+)")
_LONGEST = 4_000


@dataclass(slots=True)
class Field:
    """A field that is open: until it is parted, its text is instruction."""

    element: Element
    instruction: str = ""
    is_parted: bool = False
    has_result: bool = False

    @property
    def name(self) -> str:
        """What sort of field it is, in capitals."""
        match = _NAME.match(self.instruction)
        return match[1].upper() if match else ""

    @property
    def sort(self) -> Sort:
        """Whether its result is printed, and what it is otherwise."""
        return _SORTS.get(self.name, "result")

    @property
    def href(self) -> str:
        """Where it leads, "" where it is no link."""
        match = _LINK.match(self.instruction)
        return (match[1] or match[2] or "") if match else ""

    def add(self, text: str) -> None:
        """More of the instruction."""
        if len(self.instruction) < _LONGEST:
            self.instruction += text

    def write(self) -> str | None:
        """What it prints without a result: a box to tick, a choice, a sign; else None."""
        if self.name == "FORMCHECKBOX":
            return "☒" if _is_checked(self.element) else "☐"
        if self.name == "FORMDROPDOWN" and not self.has_result:
            return _get_choice(self.element)
        if self.name == "SYMBOL" and not self.has_result:
            return _write_symbol(self.instruction)
        return None


class Fields:
    """The fields of one part that are open where the reader is.

    Where beginnings and ends do not meet, no text is taken for an instruction.
    """

    def __init__(self, root: Element) -> None:
        sorts = [mark.attributes.get("w:fldCharType", "") for mark in root.find_within("w:fldChar")]
        self._is_whole = sorts.count("begin") == sorts.count("end")
        self._open: list[Field] = []

    @property
    def is_instruction(self) -> bool:
        """Whether text here is part of an instruction."""
        return self._is_whole and any(not field.is_parted for field in self._open)

    @property
    def left_out(self) -> Sort | None:
        """Of what sort a field around here is that is not printed as text; None if of none."""
        if not self._is_whole:
            return None
        return next((field.sort for field in self._open if field.sort != "result"), None)

    @property
    def href(self) -> str:
        """Where the innermost link that is open here leads."""
        return next((field.href for field in reversed(self._open) if field.href), "")

    def mark(self, element: Element) -> Field | None:
        """Go past a mark of a field; the field where it ends there."""
        sort = element.attributes.get("w:fldCharType")
        if sort == "begin":
            self._open.append(Field(element))
        elif sort == "separate" and self._open:
            self._open[-1].is_parted = True
        elif sort == "end" and self._open:
            return self._open.pop()
        return None

    def add_instruction(self, text: str) -> None:
        """Text of the instruction of the innermost field."""
        if self._open and not self._open[-1].is_parted:
            self._open[-1].add(text)

    def add_result(self) -> None:
        """Say that the innermost field has a result."""
        if self._open:
            self._open[-1].has_result = True

    def open_simple(self, element: Element) -> Field:
        """Go into a simple field, which ends with ``close_simple``."""
        field = Field(element, element.attributes.get("w:instr", ""), is_parted=True)
        self._open.append(field)
        return field

    def close_simple(self, field: Field) -> None:
        """Leave a simple field, and all that was begun in it and not ended."""
        if field in self._open:
            del self._open[self._open.index(field) :]


def _is_checked(element: Element) -> bool:
    box = element.find("w:ffData", "w:checkBox")
    if box is None:
        return False
    checked = box.get_switch("w:checked")
    return bool(box.get_switch("w:default") if checked is None else checked)


def _get_choice(element: Element) -> str | None:
    listed = element.find("w:ffData", "w:ddList")
    if listed is None:
        return None
    entries = [entry.attributes.get("w:val", "") for entry in listed.find_all("w:listEntry")]
    chosen = listed.get("w:result") or listed.get("w:default") or "0"
    place = int(chosen) if chosen.isdecimal() else 0
    return entries[place] if place < len(entries) else None


def _write_symbol(instruction: str) -> str | None:
    match = _SYMBOL.match(instruction)
    if not match:
        return None
    written = match[1]
    if written.lower().startswith("0x"):
        place = int(written, 16)
    elif written.isdecimal():
        place = int(written)
    else:
        place = ord(written)
    font = _FONT.search(instruction)
    name = (font[1] or font[2]) if font else ""
    if place > 0x10FFFF or 0xD800 <= place < 0xE000:
        return None
    return read_symbols(chr(place), name)
