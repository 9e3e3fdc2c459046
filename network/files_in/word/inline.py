"""What stands in a paragraph: runs, fields, controls, pictures and boxes of text, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from network.files_in.word import controls
from network.files_in.word.blocks import Block, Look, Paragraph, Piece
from network.files_in.word.elements import Element
from network.files_in.word.fields import Fields
from network.files_in.word.looks import Looks, RunLook
from network.files_in.word.notes import Notes
from network.files_in.word.styles import Style
from network.files_in.word.symbols import read_symbols

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
# Nothing that is printed, or what is told apart from the words.
UNSEEN = frozenset(
    "w:pPr w:rPr w:del w:moveFrom w:delText w:delInstrText w:sectPr w:tblPr w:trPr w:tcPr w:sdtPr "
    "w:sdtEndPr w:footnoteRef w:endnoteRef w:annotationRef w:separator w:continuationSeparator "
    "w:fldData w:ffData w:rubyPr w:smartTagPr w:customXmlPr w:commentRangeStart w:commentRangeEnd "
    "w:bookmarkStart w:permStart w:permEnd w:moveFromRangeStart w:moveFromRangeEnd "
    "w:moveToRangeStart w:moveToRangeEnd w:customXmlInsRangeStart w:customXmlInsRangeEnd "
    "w:customXmlDelRangeStart w:customXmlDelRangeEnd w:tblPrEx w:tblGrid wp:docPr".split()
)


class Told:
    """What of a file is left out, by codes, and what is counted through all of it."""

    def __init__(self, notes: Notes, looks: Looks, picture_word: str) -> None:
        self.codes: set[str] = set()
        self.notes = notes
        self.looks = looks
        self.picture_word = picture_word
        self.automatic_number = 0


class InlineText(NamedTuple):
    """The words of a paragraph, the blocks of boxes in it, and whether it had a page's number."""

    pieces: list[Piece]
    boxes: list[Block]
    has_page_number: bool


class InlineReader:
    """Reads what stands in the paragraphs of one part: a field that is open goes on in the next.

    ``read_blocks`` reads the content of a box of text.
    """

    def __init__(
        self,
        told: Told,
        root: Element,
        links: Mapping[str, str],
        read_blocks: Callable[[list[Element]], list[Block]],
    ) -> None:
        self._told = told
        self._links = links
        self._read_blocks = read_blocks
        self._fields = Fields(root)
        self._pieces: list[Piece] = []
        self._boxes: list[Block] = []
        self._style: Style | None = None
        self._href = ""
        self._has_page_number = False

    def read(self, paragraph: Element, style: Style | None) -> InlineText:
        """What stands in a paragraph of a style."""
        self._pieces, self._boxes, self._style = [], [], style
        self._has_page_number = False
        self._inline(paragraph.children)
        return InlineText(self._pieces, self._boxes, self._has_page_number)

    def leave_out(self, code: str) -> None:
        """Say that something was left out."""
        self._told.codes.add(code)

    def skips(self, control: Element) -> bool:
        """Whether a control is left out, of which it is then told."""
        if controls.is_contents(control):
            self.leave_out("contents")
            return True
        if controls.is_placeholder(control) and not controls.get_box(control):
            self.leave_out("placeholders")
            return True
        return False

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
            self._inline(choose(element))
        elif name in ("w:ins", "w:moveTo"):
            self.leave_out("tracked_changes")
            self._inline(element.children)
        elif name in ("w:del", "w:moveFrom"):
            self.leave_out("tracked_changes")
            self._note_fields(element)
        elif name in ("m:oMath", "m:oMathPara"):
            self.leave_out("equations")
        elif name in ("w:p", "w:tbl"):
            self._boxes.extend(self._read_blocks([element]))
        elif name not in UNSEEN:
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
        elif not self.skips(element):
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
        look = self._told.looks.read(run, self._style)
        mark_follows = False
        for element in run.children:
            name = element.name
            if name == "w:fldChar":
                ended = self._fields.mark(element)
                if ended is not None:
                    self._write_field(ended.write(), look)
                    if ended.name == "MACROBUTTON":
                        # Its words are its instruction: press here and write.
                        self.leave_out("placeholders")
                    if ended.name.startswith("AUTONUM"):
                        self._told.automatic_number += 1
                        self._add(f"{self._told.automatic_number}. ", look.look)
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
        elif name in ("w:cr", "w:br"):
            # A new page or column parts words as a new line does.
            self._text("\n", look)
        elif name == "w:noBreakHyphen":
            self._text("-", look)
        elif name == "w:sym":
            self._text(_read_sign(element), look)
        elif name == "w:pgNum":
            self.leave_out("page_numbers")
            self._has_page_number = True
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            self._call_note(name[2:].removesuffix("Reference"), element, look)
        elif name == "w:commentReference":
            self.leave_out("comments")
        elif name == "w:drawing":
            self._drawing(element, look)
        elif name in ("w:pict", "w:object"):
            self._old_drawing(element, look)
        elif name == "w:ruby":
            self._ruby(element)
        elif name in ("m:oMath", "m:oMathPara"):
            self.leave_out("equations")
        elif name == "mc:AlternateContent":
            for child in choose(element):
                self._run_child(child, look)
        elif name in ("w:softHyphen", "w:delText"):
            if name == "w:delText":
                self.leave_out("tracked_changes")
        elif name == "w:p" or name == "w:tbl":
            self._boxes.extend(self._read_blocks([element]))
        elif name not in UNSEEN:
            self._inline_element(element)

    def _text(self, text: str, look: RunLook) -> None:
        """Text of a run, unless it is hidden, a prompt, or of a field that is not printed."""
        if look.is_hidden:
            if text.strip():
                self.leave_out("hidden_text")
            return
        if look.is_prompt:
            if text.strip():
                self.leave_out("placeholders")
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
            self.leave_out("page_numbers")
        elif sort == "contents":
            self.leave_out("contents")
        elif sort == "equation":
            self.leave_out("equations")
        return sort is not None

    def _write_field(self, text: str | None, look: RunLook | None = None) -> None:
        if text and not self._fields.is_instruction and self._fields.left_out is None:
            if look is not None and look.is_hidden:
                self.leave_out("hidden_text")
            else:
                self._add(text, look.look if look else Look(), look.size if look else 0)

    def _add(self, text: str, look: Look, size: int = 0) -> None:
        href = self._href or self._fields.href
        if look.struck and text.strip():
            self.leave_out("struck_text")
        self._pieces.append(Piece(text, look, href, size=size))

    def _call_note(self, sort: str, element: Element, look: RunLook) -> None:
        if look.is_hidden or self._fields.is_instruction or self._fields.left_out:
            return
        number = self._told.notes.call(sort, element.attributes.get("w:id", ""))
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
            self.leave_out("images")
            for properties in element.find_within("wp:docPr"):
                if next(properties.find_within("adec:decorative"), None) is None:
                    self._alternative(properties.attributes, look)
                break
        if not look.is_hidden:
            for box in boxes:
                self._boxes.extend(self._read_blocks(box.children))
            for paragraph in element.find_within("a:p"):
                words = "".join(text.text for text in paragraph.find_within("a:t"))
                if words.strip():
                    self._boxes.append(Paragraph("p", [Piece(words)]))
        elif boxes:
            self.leave_out("hidden_text")

    def _old_drawing(self, element: Element, look: RunLook) -> None:
        if element.name == "w:object" or next(element.find_within("o:OLEObject"), None):
            self.leave_out("objects")
        if next(element.find_within("v:imagedata"), None):
            self.leave_out("images")
            for shape in element.find_within("v:shape"):
                self._alternative({"descr": shape.attributes.get("alt", "")}, look)
        if look.is_hidden:
            return
        for path in element.find_within("v:textpath"):
            if path.attributes.get("string", "").strip():
                self._boxes.append(Paragraph("p", [Piece(path.attributes["string"])]))
        for box in _list_boxes(element):
            self._boxes.extend(self._read_blocks(box.children))

    def _alternative(self, attributes: Mapping[str, str], look: RunLook) -> None:
        """The alternative text of a picture that is left off, in its place."""
        written = attributes.get("descr", "").strip() or attributes.get("title", "").strip()
        text = " ".join(_MADE_BY_WORD.sub("", written).split())
        if text and not _FILE_NAME.fullmatch(text) and not look.is_hidden:
            before = self._pieces[-1].text if self._pieces else ""
            gap = " " if before and not before[-1].isspace() else ""
            self._add(f"{gap}[{self._told.picture_word}: {text}]", Look())


def choose(element: Element) -> list[Element]:
    """What to read of content that is written in two ways: the first if we know it."""
    choice, fallback = element.find("mc:Choice"), element.find("mc:Fallback")
    if choice is not None and (
        fallback is None or next(choice.find_within("w:txbxContent", "pic:pic", "w:t"), None)
    ):
        return choice.children
    return fallback.children if fallback is not None else []


def _list_boxes(element: Element) -> Iterator[Element]:
    """The boxes of text in a drawing, without those in a box."""
    for child in choose(element) if element.name == "mc:AlternateContent" else element.children:
        if child.name == "w:txbxContent":
            yield child
        else:
            yield from _list_boxes(child)


def _read_sign(element: Element) -> str:
    written = element.attributes.get("w:char", "")
    if not re.fullmatch("[0-9A-Fa-f]{1,6}", written):
        return ""
    place = int(written, 16)
    if place > 0x10FFFF or 0xD800 <= place < 0xE000:
        return ""
    return read_symbols(chr(place), element.attributes.get("w:font", ""))
