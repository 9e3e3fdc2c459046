"""Pasted markup becomes Markdown: that of office programs and of web pages.

The clipboard's HTML is anything but clean: lists are paragraphs that begin with a sign or lists of
one item each, headings are paragraphs with a role, bold is a style, and half of it is for no
reader. Here it is read once from left to right into blocks, which are then written as those of a
Word file are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from network.files_in.faults import NotReadable
from network.files_in.markdown_writing import (
    MAX_SPAN,
    convert_to_markdown,
    strip_unseen,
)
from network.files_in.pasted.line_ends import find_hyphen
from network.files_in.pasted.tokens import MAX_PASTED, drop_embedded, read_tokens
from network.files_in.word.blocks import Block, Cell, Look, Paragraph, Piece, Table
from network.files_in.word.lists import write_blocks
from network.files_in.word.numbering import Label, format_number
from network.files_in.word.symbols import BOXES, is_symbol_font, read_symbols

MAX_PIECES = 40_000
MAX_CELLS = 10_000
MAX_LEVELS = 9
MAX_OPEN = 200

_FRAGMENT = "<!--StartFragment-->", "<!--EndFragment-->"

# Content that is a drawing or a form.
_HIDDEN = frozenset("xml svg math object template select button audio video canvas".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul caption".split()
)
_BOLD = re.compile(
    r"(?<![-\w])font-weight\s{0,3}:\s{0,3}(?:(bold|[6-9]00)|normal|[1-5]00|lighter)", re.I
)
_ITALIC = re.compile(r"(?<![-\w])font-style\s{0,3}:\s{0,3}(?:(italic|oblique)|normal)", re.I)
_RAISED = re.compile(r"(?<![-\w])vertical-align\s{0,3}:\s{0,3}(super|sub)", re.I)
_STRUCK = re.compile(
    r"(?<![-\w])text-decoration(?:-line)?\s{0,3}:[^;]{0,40}?(?:(line-through)|none)", re.I
)
_UNSEEN = re.compile(r"(?<![-\w])(?:display\s{0,3}:\s{0,3}none|mso-hide\s{0,3}:\s{0,3}all)", re.I)
_FONT = re.compile(r"(?<![-\w])font-family\s{0,3}:\s{0,3}[\"']?([^;,\"']{1,40})", re.I)
_LIST_STYLE = re.compile(r"(?<![-\w])list-style(?:-type)?\s{0,3}:[^;]{0,40}?([a-z-]{4,24})", re.I)
_WORD_LEVEL = re.compile(r"mso-list\s{0,3}:[^;]{0,60}?\blevel([1-9])", re.I)
_WORD_SIGN = re.compile(r"mso-list\s{0,3}:\s{0,3}ignore", re.I)
_MARGIN = re.compile(r"(?<![-\w])margin-left\s{0,3}:\s{0,3}(-?[\d.]{1,8}\w{2})", re.I)
_OUTLINE = re.compile(r"mso-outline-level\s{0,3}:\s{0,3}([1-9])", re.I)
# What only Word's markup has, and where it says that something was deleted.
_FROM_WORD = re.compile(r"\bmso-|schemas-microsoft-com|<ins\b", re.I)
_NOTE = re.compile(r"#_(ftn|edn)(ref)?(\d{1,4})", re.I)
_NOTE_ID = re.compile(r"(ftn|edn)(\d{1,4})", re.I)
# A list's sign that Word wrote out: a bullet, a plain number, or anything else as it stands.
_BULLET_SIGN = re.compile(r"[^\w§]|[·•▪●◦‣§oØqvüàØ]|--?>?")
_NUMBER_SIGN = re.compile(r"(\d{1,4})\.")
# The sign where nothing marks it as one, which must then be plain.
_SIGN = re.compile(
    r"\s*(?:([·•▪●◦§o–-])|(\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\d{1,2}(?:\.\d{1,2})+\.?"
    r"|§+\s?\d[\d-]{0,6}))\s+"
)
_EMOJI = re.compile(r"[^\x00-\x7f\w]{1,8}")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LONGEST_SIGN = 60
_FORMATS = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}


@dataclass(frozen=True, slots=True)
class _Style:
    """How text looks where we are; each open element changes it for what is in it."""

    strong: bool = False
    em: bool = False
    struck: bool = False
    raised: str = ""
    href: str = ""
    hidden: bool = False
    sign: bool = False
    font: str = ""
    note: str = ""


@dataclass(slots=True)
class _List:
    """A list that is open: ``number`` is that of its next item."""

    ordered: bool
    number: int = 1
    format: str = "decimal"


@dataclass(slots=True)
class _Item:
    """The item that is being read: its level from 0 and its label, None when it is written."""

    level: int
    label: Label


_Text = tuple[str, _Style]


def convert_html(html: str) -> str:
    """Markdown of pasted HTML that reads as what was pasted; images and scripts are left off.

    At most a million characters beside those of pictures, 40,000 pieces between tags and 10,000
    cells, else NotReadable("too_large"). Linear: about 0.5 s for a full million of Word's markup.
    """
    html = drop_embedded(html)
    if len(html) > MAX_PASTED:
        raise NotReadable("too_large")
    before, marked, rest = html.partition(_FRAGMENT[0])
    reading = _Reading(has_changes=bool(_FROM_WORD.search(html)))
    for token in read_tokens(rest.partition(_FRAGMENT[1])[0] if marked else before):
        if token.kind == "text":
            reading.text(token.value)
        elif token.kind == "open":
            reading.opened(token.value, token.attributes)
        else:
            reading.closed(token.value)
    return convert_to_markdown("".join(reading.write()))


class _Reading:
    """Takes the tokens in order and holds the blocks read so far.

    ``has_changes`` says that what is marked as deleted was deleted while changes were tracked.
    """

    def __init__(self, has_changes: bool) -> None:
        self._body: list[Block] = []
        self._has_changes = has_changes
        self._open: list[tuple[str, _Style]] = []
        self._style = _Style()
        self._lists: list[_List] = []
        self._item: _Item | None = None
        # By how many lists are open, the level and whether an item was begun there.
        self._items: list[int] = []
        self._count = 0
        self._cells = 0
        self._tables = 0
        self._cell: Cell | None = None
        self._heading = 0
        self._heading_tag = ""
        self._quotes = 0
        self._is_word_quote = False
        self._preformatted = 0
        self._word_level = 0
        # How far in the items of a level stood, as it was written.
        self._margin = ""
        self._margins: dict[str, int] = {}
        self._is_left_out = False
        self._sign = ""
        self._sign_font = ""
        self._pieces: list[_Text] = []
        self._note = ""
        self._note_depth = 0
        self._notes: dict[str, list[Block]] = {}

    def text(self, text: str) -> None:
        """Text between tags."""
        style = self._style
        if style.hidden:
            return
        if style.sign:
            self._sign += text[:_LONGEST_SIGN] if len(self._sign) < _LONGEST_SIGN else ""
            self._sign_font = style.font or self._sign_font
            return
        if style.font:
            text = read_symbols(text, style.font)
        # A soft hyphen at the end of a line says that the word goes on.
        text = strip_unseen(re.sub("\u00ad\\s*\n\\s*", "", text))
        if text.strip():
            self._counted()
        self._pieces.append((text if self._preformatted else _SPACES.sub(" ", text), style))

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """A tag that opens, or stands alone."""
        if name == "br":
            self._break()
            return
        if name in ("img", "input"):
            self._add_sign(name, attributes)
            return
        if name in _BLOCKS or attributes.get("role") == "heading":
            self.flush()
            self._block_opened(name, attributes)
        if name not in _VOID and len(self._open) < MAX_OPEN:
            self._open.append((name, self._style))
            self._style = self._styled(name, attributes)

    def closed(self, name: str) -> None:
        """A tag that closes."""
        if name in _BLOCKS or (name == self._heading_tag and self._heading):
            self.flush()
            self._block_closed(name)
        for back in range(len(self._open) - 1, -1, -1):
            if self._open[back][0] == name:
                self._style = self._open[back][1]
                del self._open[back:]
                if back <= self._note_depth:
                    self._note = ""
                return

    def flush(self) -> None:
        """End the block that is being read, if there is anything in it."""
        pieces, self._pieces = self._pieces, []
        while pieces and not pieces[0][0].strip() and not pieces[0][1].note:
            pieces.pop(0)
        while pieces and not pieces[-1][0].strip() and not pieces[-1][1].note:
            pieces.pop()
        if not pieces or self._is_left_out:
            return
        block = self._block(_join_parted(pieces))
        if self._note:
            self._notes.setdefault(self._note, []).append(block)
        elif self._cell is not None:
            self._cell.blocks.append(block)
        else:
            # What stands in a table and in no cell is read before it.
            self._body.insert(len(self._body) - bool(self._tables), block)

    def write(self) -> Iterator[str]:
        """The blocks as balanced HTML, with the notes that are both called and written."""
        self.flush()
        numbers: dict[str, int] = {}
        _number_notes(self._body, self._notes, numbers)
        yield from write_blocks(self._body)
        for key, number in numbers.items():
            yield f'<section data-note="{number}">'
            yield from write_blocks(self._notes[key])
            yield "</section>"
        for key, blocks in self._notes.items():
            if key not in numbers:
                yield from write_blocks(blocks)

    def _counted(self) -> None:
        self._count += 1
        if self._count > MAX_PIECES:
            raise NotReadable("too_large")

    def _break(self) -> None:
        if self._style.hidden:
            return
        self._counted()
        last = next((text for text, _ in reversed(self._pieces) if text.strip(" ")), "")
        if last == "\n" and not self._heading:
            self.flush()
        else:
            self._pieces.append(("\n", self._style))

    def _add_sign(self, name: str, attributes: Mapping[str, str]) -> None:
        """A box to tick, or a picture that is a letter: an emoji."""
        if self._style.hidden:
            return
        alternative = attributes.get("alt", "").strip()
        if name == "input" and attributes.get("type", "").lower() == "checkbox":
            self._counted()
            self._pieces.append(("☒ " if "checked" in attributes else "☐ ", self._style))
        elif name == "img" and _EMOJI.fullmatch(alternative):
            self._counted()
            self._pieces.append((alternative, self._style))

    def _block_opened(self, name: str, attributes: Mapping[str, str]) -> None:
        kinds, style = attributes.get("class", "").lower(), attributes.get("style", "")
        if name in ("ul", "ol"):
            self._list_opened(name, attributes)
        elif name == "li":
            self._item_opened(attributes)
        elif name in ("table", "tr", "td", "th"):
            self._table_opened(name, attributes)
        elif name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._preformatted += 1
        elif name == "div" and (note := _NOTE_ID.fullmatch(attributes.get("id", ""))):
            self._note = note[0].lower()
            self._note_depth = len(self._open)
        if re.fullmatch("h[1-6]", name):
            self._heading, self._heading_tag = int(name[1]), name
        elif attributes.get("role") == "heading" and not self._heading:
            level = attributes.get("aria-level", "2")
            self._heading, self._heading_tag = int(level) if level in "123456" else 2, name
        elif name == "p":
            outline = _OUTLINE.search(style)
            self._heading = 1 if "msotitle" in kinds else int(outline[1]) if outline else 0
            self._heading_tag = "p"
            self._is_left_out = "msotoc" in kinds
        if name == "p" or re.fullmatch("h[1-6]", name):
            found = _WORD_LEVEL.search(style)
            self._word_level = int(found[1]) if found else int("msolist" in kinds)
            self._sign = self._sign_font = ""
            margin = _MARGIN.search(style)
            self._margin = margin[1] if margin else ""
            if found is None and self._word_level:
                # What goes on in an item stands as far in as the item.
                self._word_level = self._margins.get(self._margin, 0) + 1
            self._is_word_quote = "msoquote" in kinds or "msointensequote" in kinds

    def _list_opened(self, name: str, attributes: Mapping[str, str]) -> None:
        start = attributes.get("start", "")
        number = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
        self._lists.append(_List(name == "ol", number, _find_format(attributes) or "decimal"))

    def _item_opened(self, attributes: Mapping[str, str]) -> None:
        around = self._lists[-1] if self._lists else _List(False)
        written = attributes.get("aria-level") or attributes.get("data-aria-level") or ""
        level = int(written) if re.fullmatch("[1-9]", written) else len(self._lists)
        level = max(0, min(level, MAX_LEVELS) - 1)
        value = attributes.get("value", "")
        if re.fullmatch(r"\d{1,4}", value):
            around.number = int(value)
        own = _find_format(attributes)
        if attributes.get("role") == "checkbox" or "aria-checked" in attributes:
            sign = "☒" if attributes.get("aria-checked") == "true" else "☐"
            label = Label(level, sign)
        elif not around.ordered:
            label = Label(level, is_bullet=True)
        else:
            label = _write_label(
                level, around.number, own or around.format, attributes.get("data-leveltext", "")
            )
        around.number += 1
        self._item = _Item(level, label)
        del self._items[max(0, len(self._lists) - 1) :]
        self._items.append(level)

    def _table_opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self._tables += 1
            if self._tables == 1:
                self._body.append(Table([]))
        elif self._tables == 1:
            table = self._body[-1]
            assert isinstance(table, Table)
            if name == "tr" or not table.rows:
                table.rows.append([])
            if name != "tr":
                self._cells += 1
                if self._cells > MAX_CELLS:
                    raise NotReadable("too_large")
                wide, tall = _count(attributes, "colspan"), _count(attributes, "rowspan")
                self._cell = Cell([], wide, tall)
                table.rows[-1].append(self._cell)

    def _block_closed(self, name: str) -> None:
        if name in ("ul", "ol"):
            if self._lists:
                self._lists.pop()
            del self._items[len(self._lists) :]
            self._item = None
        elif name == "li":
            self._item = None
        elif name == "table":
            self._tables = max(0, self._tables - 1)
            self._cell = self._cell if self._tables else None
        elif name in ("td", "th", "tr"):
            self._cell = self._cell if self._tables > 1 else None
        elif name == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif name == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        if name == self._heading_tag or name == "p":
            self._heading, self._heading_tag, self._word_level = 0, "", 0
            self._is_left_out = self._is_word_quote = False

    def _block(self, pieces: list[_Text]) -> Paragraph:
        if self._word_level and self._sign.strip() and self._heading:
            label = self._read_sign(self._sign.strip(), 0)
            shown = label if label.text and not label.is_bullet else None
            return Paragraph("heading", _convert(pieces), self._heading, shown)
        if self._heading:
            item, self._item = self._item, None
            shown = item.label if item and not item.label.is_bullet else None
            return Paragraph("heading", _convert(pieces), self._heading, shown)
        if self._word_level:
            return self._word_item(pieces)
        if self._item is not None:
            item, self._item = self._item, None
            return Paragraph("item", _convert(pieces), item.level, item.label)
        if self._lists and self._items:
            return Paragraph("continued", _convert(pieces), self._items[-1])
        if self._lists:
            level = max(0, len(self._lists) - 1)
            return Paragraph("item", _convert(pieces), level, Label(level, is_bullet=True))
        is_quote = self._quotes > 0 or self._is_word_quote
        return Paragraph("quote" if is_quote else "p", _convert(pieces))

    def _word_item(self, pieces: list[_Text]) -> Paragraph:
        """A paragraph that Word means as an item; without a sign it continues the one before."""
        level = self._word_level - 1
        sign = self._sign.strip()
        if sign:
            self._margins[self._margin] = level
            label = self._read_sign(sign, level)
            return Paragraph("item", _convert(pieces), level, label)
        start = _SIGN.match("".join(text for text, _ in pieces[:4])[:40])
        if start is None:
            return Paragraph("continued", _convert(pieces), level)
        label = self._read_sign((start[1] or start[2]).strip(), level)
        return Paragraph("item", _convert(_without(pieces, start.end())), level, label)

    def _read_sign(self, sign: str, level: int) -> Label:
        """The label of a sign as Word printed it."""
        sign = " ".join(strip_unseen(sign).split())
        if is_symbol_font(self._sign_font) and len(sign) == 1:
            shown = read_symbols(sign, self._sign_font)
            return Label(level, shown if shown in BOXES else "", is_bullet=shown not in BOXES)
        number = _NUMBER_SIGN.fullmatch(sign)
        if number:
            return Label(level, sign, int(number[1]), is_simple=True)
        if _BULLET_SIGN.fullmatch(sign) and sign not in BOXES:
            return Label(level, is_bullet=True)
        return Label(level, sign)

    def _styled(self, name: str, attributes: Mapping[str, str]) -> _Style:
        style = self._style
        css = attributes.get("style", "")[:2000]
        changes: dict[str, Any] = {}
        if name in ("b", "strong", "th"):
            changes["strong"] = name != "th"
        elif name in ("i", "em", "cite"):
            changes["em"] = True
        elif name in ("sup", "sub"):
            changes["raised"] = name
        elif name in ("s", "strike"):
            changes["struck"] = True
        elif name == "del":
            is_tracked = self._has_changes or {"cite", "datetime"} & attributes.keys()
            changes["hidden" if is_tracked else "struck"] = True
        elif name == "a" and attributes.get("href"):
            changes |= _read_link(attributes["href"].strip())
        if css and name != "p":
            if weight := _BOLD.search(css):
                changes["strong"] = bool(weight[1])
            if slant := _ITALIC.search(css):
                changes["em"] = bool(slant[1])
            if raised := _RAISED.search(css):
                changes["raised"] = "sup" if raised[1].lower() == "super" else "sub"
            if _WORD_SIGN.search(css):
                changes["sign"] = True
        if css and (struck := _STRUCK.search(css)) and struck[1]:
            changes["struck"] = True
        font = _FONT.search(css) if css else None
        if font and (style.font or is_symbol_font(font[1])):
            changes["font"] = font[1].strip() if is_symbol_font(font[1]) else ""
        if name == "font" and is_symbol_font(attributes.get("face", "")):
            changes["font"] = attributes["face"]
        kinds = attributes.get("class", "").lower()
        if name in _HIDDEN or _UNSEEN.search(css) or "msodel" in kinds:
            changes["hidden"] = True
        return replace(style, **changes) if changes else style


def _read_link(href: str) -> dict[str, Any]:
    """What a link changes: it leads somewhere, calls a note, or leads back from one."""
    note = _NOTE.fullmatch(href[href.find("#") :] if "#_" in href else "")
    if note is None:
        return {"href": href}
    return {"note": f"back {note[3]}" if note[2] else f"{note[1].lower()}{note[3]}"}


def _find_format(attributes: Mapping[str, str]) -> str:
    """How the numbers of a list or item are written, "" where nothing says it."""
    listed = _LIST_STYLE.search(attributes.get("style", "")[:2000])
    return _FORMATS.get(listed[1].lower() if listed else "", "") or _FORMATS.get(
        attributes.get("type", ""), ""
    )


def _write_label(level: int, number: int, sort: str, written: str) -> Label:
    """The label of an item by its number; ``written`` is Word's own text for it, as *%1)*."""
    shown = format_number(number, sort)
    own = re.fullmatch(r"(\W{0,2})%[1-9](\W{0,2})", written)
    text = f"{own[1]}{shown}{own[2]}" if own else f"{shown}."
    return Label(level, text, number, is_simple=text == f"{number}.")


def _number_notes(
    blocks: list[Block], notes: Mapping[str, list[Block]], numbers: dict[str, int]
) -> None:
    """Give the notes that are called their numbers, and turn what calls them into calls."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    _number_notes(cell.blocks, notes, numbers)
            continue
        pieces: list[Piece] = []
        for piece in block.pieces:
            key = piece.href.removeprefix("note:")
            if key == piece.href:
                pieces.append(piece)
            elif key in notes:
                number = numbers.setdefault(key, len(numbers) + 1)
                if not (pieces and pieces[-1].note == number):
                    pieces.append(Piece("", note=number))
            else:
                pieces.append(piece._replace(href=""))
        block.pieces = pieces


def _convert(pieces: list[_Text]) -> list[Piece]:
    """The pieces as those of a Word file; a call of a note is a link until all notes are known."""
    converted = []
    for text, style in pieces:
        if style.note.startswith("back"):
            continue
        look = Look(style.strong, style.em, style.struck, "" if style.note else style.raised)
        converted.append(Piece(text, look, f"note:{style.note}" if style.note else style.href))
    while converted and not converted[0].text.strip():
        converted.pop(0)
    if converted:
        converted[0] = converted[0]._replace(text=converted[0].text.lstrip(" "))
    return converted


def _count(attributes: Mapping[str, str], name: str) -> int:
    written = attributes.get(name, "")
    return max(1, min(int(written), MAX_SPAN)) if re.fullmatch("[0-9]{1,4}", written) else 1


def _without(pieces: list[_Text], letters: int) -> list[_Text]:
    """The pieces without their first letters."""
    left = []
    for text, style in pieces:
        left.append((text[letters:], style))
        letters = max(0, letters - len(text))
    return [(text, style) for text, style in left if text]


def _join_parted(pieces: list[_Text]) -> list[_Text]:
    """The pieces with words joined that a line break parts where it is plain that it does."""
    joined: list[_Text] = []
    place = 0
    while place < len(pieces):
        text, style = pieces[place]
        following = pieces[place + 1][0].lstrip(" ") if place + 1 < len(pieces) else ""
        before = joined[-1][0].rstrip(" ") if joined else ""
        if text == "\n" and before and following and (hyphen := find_hyphen(before, following)):
            joined[-1] = (before[:-1] if hyphen == "gone" else before, joined[-1][1])
            pieces[place + 1] = (following, pieces[place + 1][1])
        else:
            joined.append((text, style))
        place += 1
    return joined
