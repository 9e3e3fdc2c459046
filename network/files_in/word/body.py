"""The body of a Word file: its paragraphs and tables in order, as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from network.files_in.word.blocks import Block, Cell, Paragraph, Piece, Table
from network.files_in.word.elements import Element
from network.files_in.word.inline import UNSEEN, InlineReader, Told, choose
from network.files_in.word.looks import Looks
from network.files_in.word.notes import Notes
from network.files_in.word.numbering import Label, Numbering
from network.files_in.word.styles import Kind, Style, Styles

_MOST_SPANNED = 63
_LONGEST_HEADING = 300
# Words of a line that is there for the number of its page alone.
_PAGE_WORDS = re.compile(r"(?:\W|\b(?:side|sida|sidan|s|page|av|of|nr)\b)*", re.IGNORECASE)


class BodyReader:
    """Reads parts of one file into blocks; numbers and notes count on from part to part.

    ``told`` has the codes of what was met that is not in the blocks.
    """

    def __init__(
        self, styles: Styles, numbering: Numbering, notes: Notes, picture_word: str
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self.told = Told(notes, Looks(styles), picture_word)

    def read(self, root: Element, links: Mapping[str, str]) -> list[Block]:
        """The blocks of a part whose links lead where ``links`` say, by their ids."""
        return _StoryReader(self, root, links).read(root.children)

    def _resolve(self, style: Style | None, properties: Element | None) -> Kind | None:
        """What a paragraph is, by its style or by its own outline level."""
        kind = style.kind if style else None
        own = properties.get("w:outlineLvl") if properties is not None else ""
        if kind is None and own.isdecimal() and int(own) < 9:
            return Kind("heading", int(own) + 1)
        return kind

    def _number(
        self, style: Style | None, properties: Element | None, kind: Kind | None
    ) -> tuple[str, int] | None:
        """The list that a paragraph is in and its level there; None if in none."""
        said = properties.find("w:numPr") if properties is not None else None
        number = said.get("w:numId") if said is not None else ""
        level = said.get("w:ilvl") if said is not None else ""
        by_style = style.numbering if style else None
        if not number and by_style:
            number = by_style[0]
        if not number and style:
            number = self._numbering.numbers_by_style.get(style.id, "")
        if not number or number == "0":
            return None
        if level.isdecimal():
            return number, int(level)
        depth = by_style[1] if by_style and by_style[1] is not None else None
        if depth is None and style:
            depth = next(
                (
                    own_level
                    for own in style.line
                    if (own_level := self._numbering.find_level(number, own.id)) is not None
                ),
                None,
            )
        return number, depth or 0


class _StoryReader:
    """Reads one part: what is open, such as a field, goes on from paragraph to paragraph."""

    def __init__(self, body: BodyReader, root: Element, links: Mapping[str, str]) -> None:
        self._body = body
        self._links = links
        self._inline = InlineReader(body.told, root, links, self._read_box)
        # What belongs before the next paragraph: of one whose end was deleted, and a large letter.
        self._joined: list[Piece] = []
        # The counters of lists that a style makes without a numbering.
        self._counted: dict[tuple[str, int], int] = {}
        self._previous: Paragraph | None = None

    def read(self, elements: list[Element]) -> list[Block]:
        """The blocks of a part, a cell or a box."""
        return [*self._read(elements), *self._end_joined()]

    def _read_box(self, elements: list[Element]) -> list[Block]:
        box = Element("")
        box.children = elements
        return _StoryReader(self._body, box, self._links).read(elements)

    def _end_joined(self) -> Iterator[Block]:
        """What was to be joined to a paragraph that does not come."""
        pieces, self._joined = self._joined, []
        if any(piece.text.strip() for piece in pieces):
            yield Paragraph("p", pieces)

    def _read(self, elements: list[Element]) -> Iterator[Block]:
        for element in elements:
            name = element.name
            if name == "w:p":
                yield from self._read_paragraph(element)
            elif name == "w:tbl":
                yield from self._end_joined()
                table = self._read_table(element)
                if table.rows:
                    yield table
                self._previous = None
            elif name == "w:sdt":
                if self._inline.skips(element):
                    continue
                content = element.find("w:sdtContent")
                yield from self._read(content.children if content else [])
            elif name == "mc:AlternateContent":
                yield from self._read(choose(element))
            elif name in ("w:altChunk", "w:subDoc"):
                self._inline.leave_out("objects")
            elif name in ("w:del", "w:moveFrom"):
                self._inline.leave_out("tracked_changes")
            elif name in ("m:oMath", "m:oMathPara"):
                self._inline.leave_out("equations")
            elif name not in UNSEEN:
                yield from self._read(element.children)

    # Paragraphs

    def _read_paragraph(self, element: Element) -> Iterator[Block]:
        properties = element.find("w:pPr")
        style = self._body._styles.find_for(
            properties.get("w:pStyle") if properties is not None else "", "paragraph"
        )
        kind = self._body._resolve(style, properties)
        pieces, boxes, has_page_number = self._inline.read(element, style)
        mark = properties.find("w:rPr") if properties is not None else None
        if self._is_joined(properties, mark):
            self._joined += pieces
            yield from boxes
            return
        pieces, self._joined = self._joined + pieces, []
        paragraph = self._make(pieces, kind, style, properties, has_page_number)
        if paragraph is not None:
            self._previous = paragraph
            yield paragraph
        yield from boxes

    def _is_joined(self, properties: Element | None, mark: Element | None) -> bool:
        """Whether a paragraph goes on in the next: its end is deleted, or it is one large letter
        before it."""
        if mark is not None:
            for name in ("w:del", "w:moveFrom"):
                if mark.find(name) is not None:
                    self._inline.leave_out("tracked_changes")
                    return True
            if mark.find("w:ins") is not None or mark.find("w:moveTo") is not None:
                self._inline.leave_out("tracked_changes")
            if mark.get_switch("w:specVanish") and mark.get_switch("w:vanish"):
                return True
        frame = properties.find("w:framePr") if properties is not None else None
        return frame is not None and frame.attributes.get("w:dropCap", "none") != "none"

    def _make(
        self,
        pieces: list[Piece],
        kind: Kind | None,
        style: Style | None,
        properties: Element | None,
        has_page_number: bool,
    ) -> Paragraph | None:
        has_words = any(piece.text.strip() or piece.note for piece in pieces)
        if not has_words and self._body.told.looks.is_mark_hidden(properties):
            return None
        in_list = self._body._number(style, properties, kind)
        label = self._body._numbering.count(*in_list) if in_list else None
        if not has_words:
            return None
        if kind and kind.role == "contents":
            self._inline.leave_out("contents")
            return None
        plain = "".join(piece.text for piece in pieces)
        if has_page_number and _PAGE_WORDS.fullmatch(plain):
            return None
        indent = properties.get("w:ind", attribute="w:left") if properties is not None else ""
        indent = indent or (
            properties.get("w:ind", attribute="w:start") if properties is not None else ""
        )
        centred = properties.get("w:jc") if properties is not None else ""
        centred = centred or (style.get_layout("w:jc") if style else "")
        paragraph = Paragraph(
            "p",
            pieces,
            label=label,
            indent=int(indent) if re.fullmatch("[0-9]{1,6}", indent) else 0,
            is_centred=centred == "center",
            style=style.name if style else "",
        )
        self._set_role(paragraph, kind, style, in_list)
        return paragraph

    def _set_role(
        self,
        paragraph: Paragraph,
        kind: Kind | None,
        style: Style | None,
        in_list: tuple[str, int] | None,
    ) -> None:
        role = kind.role if kind else None
        if role == "heading" and kind and len(paragraph.plain) <= _LONGEST_HEADING:
            paragraph.role, paragraph.level = "heading", kind.level or 1
        elif role in ("title", "quote"):
            paragraph.role = "title" if role == "title" else "quote"
        elif paragraph.label is not None and in_list:
            paragraph.role = "item"
            by_name = kind.level if kind and role in ("bullet", "number") else None
            paragraph.level = max(paragraph.label.level, by_name or 0)
            if not paragraph.label.text and not paragraph.label.is_bullet:
                self._set_continued(paragraph, paragraph.level)
        elif role in ("bullet", "number") and kind and not _is_taken_out(style, in_list):
            self._set_item(paragraph, kind)
        elif role == "continued" and kind:
            self._set_continued(paragraph, kind.level)
        elif (
            style and style.is_list_paragraph and self._previous_is_item()
        ) or self._is_indented_as_item(paragraph):
            self._set_continued(paragraph, None)

    def _set_item(self, paragraph: Paragraph, kind: Kind) -> None:
        """An item by the name of its style alone."""
        level = kind.level or 0
        paragraph.role, paragraph.level = "item", level
        if kind.role == "bullet":
            paragraph.label = Label(level, is_bullet=True)
            return
        key = (kind.role, level)
        goes_on = self._previous_is_item()
        number = self._counted.get(key, 0) + 1 if goes_on else 1
        self._counted = {
            other: count for other, count in self._counted.items() if goes_on and other[1] < level
        } | {key: number}
        paragraph.label = Label(level, f"{number}.", number, is_simple=True)

    def _set_continued(self, paragraph: Paragraph, level: int | None) -> None:
        if self._previous_is_item():
            previous = self._previous
            assert previous is not None
            paragraph.role = "continued"
            paragraph.level = previous.level if level is None else min(level, previous.level)

    def _previous_is_item(self) -> bool:
        return self._previous is not None and self._previous.role in ("item", "continued")

    def _is_indented_as_item(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph stands as far in as the words of the item before it."""
        previous = self._previous
        if previous is None or previous.role not in ("item", "continued"):
            return False
        indent = previous.indent or (previous.label.indent if previous.label else 0)
        return 0 < indent <= paragraph.indent

    # Tables

    def _read_table(self, element: Element) -> Table:
        rows: list[list[Cell]] = []
        # By column, the cell that may reach further down.
        tops: dict[int, Cell] = {}
        for row in _list_within(element, "w:tr"):
            if self._is_row_left_out(row):
                continue
            before = row.get("w:trPr", "w:gridBefore")
            column = min(int(before), _MOST_SPANNED) if before.isdecimal() else 0
            cells = [Cell(wide=column)] if column else []
            for written in _list_within(row, "w:tc"):
                properties = written.find("w:tcPr")
                span = properties.get("w:gridSpan") if properties is not None else ""
                wide = (
                    max(1, min(int(span), _MOST_SPANNED)) if re.fullmatch("[0-9]{1,3}", span) else 1
                )
                if properties is not None and properties.find("w:cellDel") is not None:
                    self._inline.leave_out("tracked_changes")
                    continue
                merged = properties.find("w:vMerge") if properties is not None else None
                goes_on = (
                    merged is not None and merged.attributes.get("w:val", "continue") == "continue"
                )
                blocks = self.read(written.children)
                if goes_on and column in tops:
                    tops[column].tall += 1
                    # What Word does not show is kept, since nobody sees that it is there.
                    tops[column].blocks += blocks
                else:
                    cell = Cell(blocks, wide)
                    cells.append(cell)
                    tops.pop(column, None)
                    if merged is not None:
                        tops[column] = cell
                column += wide
            rows.append(cells)
            self._previous = None
        return Table(rows)

    def _is_row_left_out(self, row: Element) -> bool:
        properties = row.find("w:trPr")
        if properties is None:
            return False
        if properties.find("w:del") is not None:
            self._inline.leave_out("tracked_changes")
            return True
        if properties.find("w:ins") is not None:
            self._inline.leave_out("tracked_changes")
        if properties.get_switch("w:hidden"):
            self._inline.leave_out("hidden_text")
            return True
        return False


def _is_taken_out(style: Style | None, in_list: tuple[str, int] | None) -> bool:
    """Whether a style of lists says that its paragraphs are in none."""
    numbering = style.numbering if style else None
    return in_list is None and numbering is not None and numbering[0] == "0"


def _list_within(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, those in controls and the like too."""
    for child in element.children:
        if child.name == name:
            yield child
        elif child.name in (
            "w:sdt",
            "w:sdtContent",
            "w:customXml",
            "w:ins",
            "w:moveTo",
            "w:smartTag",
        ):
            yield from _list_within(child, name)
