"""The body of a Word file: its paragraphs and tables in order, as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from network.files_in.word import controls
from network.files_in.word.blocks import Block, Cell, Look, Paragraph, Piece, Table
from network.files_in.word.elements import Element
from network.files_in.word.fields import Fields
from network.files_in.word.looks import Looks, RunLook
from network.files_in.word.notes import Notes
from network.files_in.word.numbering import Label, Numbering
from network.files_in.word.styles import Kind, Style, Styles
from network.files_in.word.symbols import read_symbols

_MOST_SPANNED = 63
_LONGEST_HEADING = 300
# Words of a line that is there for the number of its page alone.
_PAGE_WORDS = re.compile(r"(?:\W|\b(?:side|sida|sidan|s|page|av|of|nr)\b)*", re.IGNORECASE)
_BOX_SIGNS = re.compile("[☐☒☑□■✓✗✔✘]")
# An alternative text that says nothing but what the picture's file is called.
_FILE_NAME = re.compile(
    r"(?:.*\.(?:png|jpe?g|gif|emf|wmf|tiff?|svg|bmp)|(?:bilde|bild|picture|image|grafikk?)\s*\d*)",
    re.IGNORECASE,
)
_MADE_BY_WORD = re.compile(
    r"\s*(?:automatisk generert beskrivelse|automatiskt genererad beskrivning"
    r"|description automatically generated|.{0,20}kan være (?:feil|uriktig).{0,40})\s*$",
    re.IGNORECASE,
)

_INSIDE = frozenset(
    "w:smartTag w:customXml w:ins w:moveTo w:bdo w:dir w:fldSimple w:hyperlink w:sdt w:rubyBase "
    "w:sdtContent".split()
)
# Nothing that is printed, or what is told apart from the words.
_UNSEEN = frozenset(
    "w:pPr w:rPr w:del w:moveFrom w:delText w:delInstrText w:sectPr w:tblPr w:trPr w:tcPr w:sdtPr "
    "w:sdtEndPr w:footnoteRef w:endnoteRef w:annotationRef w:separator w:continuationSeparator "
    "w:fldData w:ffData w:rubyPr w:smartTagPr w:customXmlPr w:commentRangeStart w:commentRangeEnd "
    "w:bookmarkStart w:permStart w:permEnd w:moveFromRangeStart w:moveFromRangeEnd "
    "w:moveToRangeStart w:moveToRangeEnd w:customXmlInsRangeStart w:customXmlInsRangeEnd "
    "w:customXmlDelRangeStart w:customXmlDelRangeEnd w:tblPrEx w:tblGrid wp:docPr".split()
)


class BodyReader:
    """Reads parts of one file into blocks; numbers and notes count on from part to part.

    ``left_out`` are the codes of what was met that is not in the blocks.
    """

    def __init__(
        self, styles: Styles, numbering: Numbering, notes: Notes, picture_word: str
    ) -> None:
        self.left_out: set[str] = set()
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._looks = Looks(styles)
        self._picture_word = picture_word
        self._automatic = 0

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
        self._fields = Fields(root)
        self._pieces: list[Piece] = []
        self._boxes: list[Block] = []
        self._style: Style | None = None
        self._href = ""
        self._has_page_number = False
        self._has_hidden = False
        # What belongs before the next paragraph: of one whose end was deleted, and a large letter.
        self._joined: list[Piece] = []
        # The counters of lists that a style makes without a numbering.
        self._counted: dict[tuple[str, int], int] = {}
        self._previous: Paragraph | None = None

    def read(self, elements: list[Element]) -> list[Block]:
        return list(self._read(elements))

    def _read(self, elements: list[Element]) -> Iterator[Block]:
        for element in elements:
            name = element.name
            if name == "w:p":
                yield from self._read_paragraph(element)
            elif name == "w:tbl":
                table = self._read_table(element)
                if table.rows:
                    yield table
                self._previous = None
            elif name == "w:sdt":
                if self._skips(element):
                    continue
                content = element.find("w:sdtContent")
                yield from self._read(content.children if content else [])
            elif name == "mc:AlternateContent":
                yield from self._read(_choose(element))
            elif name in ("w:altChunk", "w:subDoc"):
                self._leave_out("objects")
            elif name in ("w:del", "w:moveFrom"):
                self._leave_out("tracked_changes")
            elif name in ("m:oMath", "m:oMathPara"):
                self._leave_out("equations")
            elif name not in _UNSEEN:
                yield from self._read(element.children)
        if self._joined:
            # The end of the last paragraph was deleted: nothing follows that it could be joined to.
            pieces, self._joined = self._joined, []
            if any(piece.text.strip() for piece in pieces):
                yield Paragraph("p", pieces)

    def _leave_out(self, code: str) -> None:
        self._body.left_out.add(code)

    def _skips(self, control: Element) -> bool:
        """Whether a control is left out, of which it is then told."""
        if controls.is_contents(control):
            self._leave_out("contents")
            return True
        if controls.is_placeholder(control) and not controls.get_box(control):
            self._leave_out("placeholders")
            return True
        return False

    # Paragraphs

    def _read_paragraph(self, element: Element) -> Iterator[Block]:
        properties = element.find("w:pPr")
        style = self._body._styles.find_for(
            properties.get("w:pStyle") if properties is not None else "", "paragraph"
        )
        kind = self._body._resolve(style, properties)
        outer = (self._pieces, self._boxes, self._style, self._has_page_number)
        self._pieces, self._boxes, self._style = [], [], style
        self._has_page_number = False
        self._inline(element.children)
        pieces, boxes, has_page_number = self._pieces, self._boxes, self._has_page_number
        self._pieces, self._boxes, self._style, self._has_page_number = outer
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
                    self._leave_out("tracked_changes")
                    return True
            if mark.find("w:ins") is not None or mark.find("w:moveTo") is not None:
                self._leave_out("tracked_changes")
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
        if not has_words and self._body._looks.is_mark_hidden(properties):
            return None
        in_list = self._body._number(style, properties, kind)
        label = self._body._numbering.count(*in_list) if in_list else None
        if not has_words:
            return None
        if kind and kind.role == "contents":
            self._leave_out("contents")
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

    # What stands in a paragraph

    def _inline(self, elements: list[Element]) -> None:
        for element in elements:
            self._inline_element(element)

    def _inline_element(self, element: Element) -> None:
        name = element.name
        if name == "w:r":
            self._run(element)
        elif name == "w:hyperlink":
            outer = self._href
            self._href = self._links.get(element.attributes.get("r:id", ""), "") or outer
            self._inline(element.children)
            self._href = outer
        elif name == "w:fldSimple":
            field = self._fields.open_simple(element)
            self._inline(element.children)
            self._tell_field()
            self._fields.close_simple(field)
            self._write_field(field.write())
        elif name == "w:sdt":
            self._control(element)
        elif name == "mc:AlternateContent":
            self._inline(_choose(element))
        elif name in ("w:ins", "w:moveTo"):
            self._leave_out("tracked_changes")
            self._inline(element.children)
        elif name in ("w:del", "w:moveFrom"):
            self._leave_out("tracked_changes")
            self._note_fields(element)
        elif name in ("m:oMath", "m:oMathPara"):
            self._leave_out("equations")
        elif name in ("w:p", "w:tbl"):
            self._boxes.extend(self._read([element]))
        elif name not in _UNSEEN:
            self._inline(element.children)

    def _note_fields(self, element: Element) -> None:
        """Fields may begin or end in what is deleted."""
        for mark in element.find_within("w:fldChar"):
            self._fields.mark(mark)

    def _control(self, element: Element) -> None:
        box = controls.get_box(element)
        content = element.find("w:sdtContent")
        children = content.children if content is not None else []
        if box:
            self._add(box, Look())
            before = len(self._pieces)
            self._inline(children)
            # The sign itself, in whichever font, stands for the box.
            rest = "".join(piece.text for piece in self._pieces[before:])
            if len(rest.strip()) <= 1 or _BOX_SIGNS.match(rest):
                self._cut(before, 1 if rest.strip() else len(rest))
        elif not self._skips(element):
            self._inline(children)

    def _cut(self, first: int, letters: int) -> None:
        """Take letters from the pieces added since there were ``first``."""
        pieces = self._pieces[first:]
        del self._pieces[first:]
        for piece in pieces:
            taken = min(letters, len(piece.text))
            letters -= taken
            if rest := piece.text[taken:]:
                self._pieces.append(piece._replace(text=rest))

    def _run(self, run: Element) -> None:
        look = self._body._looks.read(run, self._style)
        mark_follows = False
        for element in run.children:
            name = element.name
            if name == "w:fldChar":
                ended = self._fields.mark(element)
                if ended is not None:
                    self._write_field(ended.write(), look)
                    if ended.name == "MACROBUTTON":
                        # Its words are its instruction: press here and write.
                        self._leave_out("placeholders")
                    if ended.name.startswith("AUTONUM"):
                        self._body._automatic += 1
                        self._add(f"{self._body._automatic}. ", look.look)
                continue
            if name in ("w:instrText", "w:delInstrText"):
                if name == "w:instrText":
                    self._fields.add_instruction(element.text)
                continue
            if name == "w:t" and mark_follows:
                continue
            if name in ("w:footnoteReference", "w:endnoteReference"):
                mark_follows = element.attributes.get("w:customMarkFollows", "0") in (
                    "1",
                    "true",
                    "on",
                )
            self._run_child(element, look)

    def _run_child(self, element: Element, look: RunLook) -> None:
        name = element.name
        if name == "w:t":
            self._text(read_symbols(element.text, look.font), look)
        elif name in ("w:tab", "w:ptab"):
            self._text(" ", look)
        elif name == "w:cr" or (
            name == "w:br" and element.attributes.get("w:type") in (None, "", "textWrapping")
        ):
            self._text("\n", look)
        elif name == "w:br":
            self._text(" ", look)
        elif name == "w:noBreakHyphen":
            self._text("-", look)
        elif name == "w:sym":
            self._text(_read_sign(element), look)
        elif name == "w:pgNum":
            self._leave_out("page_numbers")
            self._has_page_number = True
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            self._call_note(name[2:].removesuffix("Reference"), element, look)
        elif name == "w:commentReference":
            self._leave_out("comments")
        elif name == "w:drawing":
            self._drawing(element, look)
        elif name in ("w:pict", "w:object"):
            self._old_drawing(element, look)
        elif name == "w:ruby":
            self._ruby(element)
        elif name in ("m:oMath", "m:oMathPara"):
            self._leave_out("equations")
        elif name == "mc:AlternateContent":
            for child in _choose(element):
                self._run_child(child, look)
        elif name in ("w:softHyphen", "w:delText"):
            if name == "w:delText":
                self._leave_out("tracked_changes")
        elif name == "w:p" or name == "w:tbl":
            self._boxes.extend(self._read([element]))
        elif name not in _UNSEEN:
            self._inline_element(element)

    def _text(self, text: str, look: RunLook) -> None:
        """Text of a run, unless it is hidden, a prompt, or of a field that is not printed."""
        if look.is_hidden:
            if text.strip():
                self._leave_out("hidden_text")
            return
        if look.is_prompt:
            if text.strip():
                self._leave_out("placeholders")
            return
        if self._fields.is_instruction:
            return
        if self._tell_field():
            return
        if text.strip():
            self._fields.add_result()
        self._add(text, look.look, look.size)

    def _tell_field(self) -> bool:
        """Whether we are in a field that is not printed as text, of which it is then told."""
        sort = self._fields.left_out
        if sort == "page":
            self._has_page_number = True
            self._leave_out("page_numbers")
        elif sort == "contents":
            self._leave_out("contents")
        elif sort == "equation":
            self._leave_out("equations")
        return sort is not None

    def _write_field(self, text: str | None, look: RunLook | None = None) -> None:
        if text and not self._fields.is_instruction and self._fields.left_out is None:
            if look is not None and look.is_hidden:
                self._leave_out("hidden_text")
            else:
                self._add(text, look.look if look else Look(), look.size if look else 0)

    def _add(self, text: str, look: Look, size: int = 0) -> None:
        href = self._href or self._fields.href
        if look.struck and text.strip():
            self._leave_out("struck_text")
        self._pieces.append(Piece(text, look, href, size=size))

    def _call_note(self, sort: str, element: Element, look: RunLook) -> None:
        if look.is_hidden or self._fields.is_instruction or self._fields.left_out:
            return
        number = self._body._notes.call(sort, element.attributes.get("w:id", ""))
        if number:
            self._pieces.append(Piece("", look.look, note=number))

    def _ruby(self, element: Element) -> None:
        """Letters with their reading above them: the reading follows in brackets."""
        base, above = element.find("w:rubyBase"), element.find("w:rt")
        self._inline(base.children if base else [])
        if above is not None and any(text.text.strip() for text in above.find_within("w:t")):
            self._add(" (", Look())
            self._inline(above.children)
            self._add(")", Look())

    # Pictures and boxes of text

    def _drawing(self, element: Element, look: RunLook) -> None:
        boxes = list(_list_boxes(element))
        has_picture = next(element.find_within("pic:pic"), None) is not None
        if has_picture or not boxes:
            self._leave_out("images")
            for properties in element.find_within("wp:docPr"):
                if next(properties.find_within("adec:decorative"), None) is None:
                    self._alternative(properties.attributes, look)
                break
        if not look.is_hidden:
            for box in boxes:
                self._read_box(box)
            for paragraph in element.find_within("a:p"):
                words = "".join(text.text for text in paragraph.find_within("a:t"))
                if words.strip():
                    self._boxes.append(Paragraph("p", [Piece(words)]))
        elif boxes:
            self._leave_out("hidden_text")

    def _old_drawing(self, element: Element, look: RunLook) -> None:
        if element.name == "w:object" or next(element.find_within("o:OLEObject"), None):
            self._leave_out("objects")
        if next(element.find_within("v:imagedata"), None):
            self._leave_out("images")
            for shape in element.find_within("v:shape"):
                self._alternative({"descr": shape.attributes.get("alt", "")}, look)
        if look.is_hidden:
            return
        for path in element.find_within("v:textpath"):
            if path.attributes.get("string", "").strip():
                self._boxes.append(Paragraph("p", [Piece(path.attributes["string"])]))
        for box in _list_boxes(element):
            self._read_box(box)

    def _read_box(self, box: Element) -> None:
        """The blocks of a box of text; those of one within it come with it."""
        reader = _StoryReader(self._body, box, self._links)
        self._boxes.extend(reader.read(box.children))

    def _alternative(self, attributes: Mapping[str, str], look: RunLook) -> None:
        """The alternative text of a picture that is left off, in its place."""
        written = attributes.get("descr", "").strip() or attributes.get("title", "").strip()
        text = " ".join(_MADE_BY_WORD.sub("", written).split())
        if text and not _FILE_NAME.fullmatch(text) and not look.is_hidden:
            before = self._pieces[-1].text if self._pieces else ""
            gap = " " if before and not before[-1].isspace() else ""
            self._add(f"{gap}[{self._body._picture_word}: {text}]", Look())

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
                    self._leave_out("tracked_changes")
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
            self._leave_out("tracked_changes")
            return True
        if properties.find("w:ins") is not None:
            self._leave_out("tracked_changes")
        if properties.get_switch("w:hidden"):
            self._leave_out("hidden_text")
            return True
        return False


def _is_taken_out(style: Style | None, in_list: tuple[str, int] | None) -> bool:
    """Whether a style of lists says that its paragraphs are in none."""
    numbering = style.numbering if style else None
    return in_list is None and numbering is not None and numbering[0] == "0"


def _choose(element: Element) -> list[Element]:
    """What to read of content that is written in two ways: the first if we know it."""
    choice, fallback = element.find("mc:Choice"), element.find("mc:Fallback")
    if choice is not None and (
        fallback is None or next(choice.find_within("w:txbxContent", "pic:pic", "w:t"), None)
    ):
        return choice.children
    return fallback.children if fallback is not None else []


def _list_boxes(element: Element) -> Iterator[Element]:
    """The boxes of text in a drawing, without those in a box."""
    for child in _choose(element) if element.name == "mc:AlternateContent" else element.children:
        if child.name == "w:txbxContent":
            yield child
        else:
            yield from _list_boxes(child)


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


def _read_sign(element: Element) -> str:
    written = element.attributes.get("w:char", "")
    if not re.fullmatch("[0-9A-Fa-f]{1,6}", written):
        return ""
    place = int(written, 16)
    if place > 0x10FFFF or 0xD800 <= place < 0xE000:
        return ""
    return read_symbols(chr(place), element.attributes.get("w:font", ""))
