"""Markdown to safe HTML: rendered, then sanitised, with references kept for later."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from hashlib import sha256
from html import escape, unescape
from xml.etree.ElementTree import Element, SubElement

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.footnotes import (
    FootnoteBlockProcessor,
    FootnoteExtension,
    FootnoteTreeprocessor,
)
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from network.text.references import WRITTEN, parse_reference

_TAGS = frozenset(
    "a abbr blockquote br code dd del dl dt em h2 h3 h4 h5 h6 hr li ol p pre strong sub sup "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "data-ref", "title"},
    "abbr": {"title"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"align"},
    "th": {"align", "scope"},
    "ul": {"class"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
# The only ids and classes that a text can have: of its notes, and of lists with signs of their own.
_NOTE_ID = re.compile(r"note(?:ref)?-[0-9a-f]{8}-[0-9]{1,4}(?:-[0-9]{1,4})?")
# Linear: what is between holds no two of its signs.
_STRUCK = r"(~~)(?=[^\s~])([^~]+(?:~[^~]+)*)(?<=[^\s~])~~"
_SIGN = re.compile(
    r"\s*(?:\(?(?:[a-zæøåäö]|[ivxlc]{1,7}|\d{1,4})\)|[a-zæøåäö]\.|[ivxlc]{2,7}\.|[IVXLC]{2,7}[.)]"
    r"|[A-ZÆØÅÄÖ]\)|\d{1,3}(?:\.\d{1,3})+[.)]?|§+[  ]?\d[\d-]*\w?|[☐☒☑])\s"
)
_MARKUP = re.compile(r"<[^>]*>")
_BLOCK_ENDS = re.compile(r"</(?:p|li|h[2-6]|td|th|dd|dt|pre|blockquote|tr)>|<br ?/?>")


class _References(InlineProcessor):
    """``[[target]]`` and ``[[target|label]]`` as an ``a`` that has a data-ref and no href."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Markdown's own name; its stub is wider)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        target = parse_reference(m[1])
        if target is None:
            return None, None, None
        element = Element("a", {"data-ref": str(target)})
        element.text = markdown.util.AtomicString((m[2] or "").strip())
        return element, m.start(0), m.end(0)


# Quotation signs (possessive, to be linear), then what begins an item of a list: a rule is none.
_QUOTED = r"((?: {0,3}> ?)*+) {0,3}"
_ITEM = re.compile(rf"{_QUOTED}(?:[-*+](?![-*+ ]*$)|1\.) +\S")
_ANY_ITEM = re.compile(rf"{_QUOTED}(?:[-*+]|\d{{1,9}}\.) +\S")
_EMPTY = re.compile(r"[ >]*$")


class _ListsAfterText(Preprocessor):
    """A list may follow its lead-in without an empty line between, as people write it and as
    CommonMark reads it: ``What we did:`` and below it ``- called``. By a number only from 1 on."""

    def run(self, lines: list[str]) -> list[str]:
        parted: list[str] = []
        is_in_list = is_in_text = False
        for line in lines:
            if _EMPTY.match(line):
                is_in_list = is_in_text = False
            elif is_in_text and not is_in_list and (item := _ITEM.match(line)):
                parted.append(item[1].rstrip())
            is_in_list = is_in_list or bool(_ANY_ITEM.match(line))
            is_in_text = is_in_text or (bool(line.strip()) and not line.startswith("    "))
            parted.append(line)
        return parted


class _HeadingsBelowThePage(Treeprocessor):
    """Headings one level deeper: the page's title is the only ``h1``."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if re.fullmatch(r"h[1-6]", element.tag):
                element.tag = f"h{min(int(element.tag[1]) + 1, 6)}"
            elif element.tag == "th":
                element.set("scope", "col")


class _ListsWithSigns(Treeprocessor):
    """A list whose every item begins with a sign of its own, such as *a)*, has no bullets."""

    def run(self, root: Element) -> None:
        for element in root.iter("ul"):
            if len(element) and all(_SIGN.match(_get_first_words(item)) for item in element):
                element.set("class", "signed")


def _get_first_words(item: Element) -> str:
    if len(item) and not (item.text or "").strip():
        return item[0].text or ""
    return item.text or ""


class _Notes(FootnoteExtension):
    """``[^1]`` where a note is called and ``[^1]: …`` where it stands: linked both ways, numbered
    in the order they are called, at the end of the text. Two texts on a page share no ids."""

    def begin(self, text: str) -> None:
        """Forget the notes of the text before, and begin with this one."""
        self._prefix = sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
        self._numbers: dict[str, int] = {}
        self._called: dict[str, int] = {}
        self._items: dict[str, Element] = {}
        self.reset()

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Markdown's own name)
        self.parser = md.parser
        self.md = md
        md.parser.blockprocessors.register(FootnoteBlockProcessor(self), "note", 17)
        md.inlinePatterns.register(_NoteCalls(r"\[\^([^\[\]]{1,40})\]", self), "note", 174)
        # Before what is within lines is read (20), and after.
        md.treeprocessors.register(FootnoteTreeprocessor(self), "notes", 50)
        md.treeprocessors.register(_NotesInOrder(self), "notes-in-order", 19)

    def call(self, name: str) -> Element | None:
        """The raised number that leads to a note; None where there is no such note."""
        if name not in self.footnotes:
            return None
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        again = self._called[name] = self._called.get(name, 0) + 1
        place = f"{number}" if again == 1 else f"{number}-{again}"
        raised = Element("sup", {"id": f"noteref-{self._prefix}-{place}"})
        link = SubElement(raised, "a", {"href": f"#note-{self._prefix}-{number}"})
        link.text = markdown.util.AtomicString(f"[{number}]")
        return raised

    def findFootnotesPlaceholder(self, root: Element) -> None:  # noqa: N802 (Markdown's own name)
        """Notes stand at the end alone; no words of a text say where."""

    def makeFootnotesDiv(self, root: Element) -> Element | None:  # noqa: N802 (Markdown's own name)
        if not self.footnotes:
            return None
        listed = Element("ol")
        for name, text in self.footnotes.items():
            # What reads lists has rules of its own for what is in an item.
            around = Element("div")
            self.parser.parseChunk(around, text)
            self._items[name] = SubElement(listed, "li")
            self._items[name].extend(around)
        return listed

    def set_in_order(self) -> None:
        """Notes by their numbers, those that nothing calls last, each with a way back."""
        for name in self._items:
            self._numbers.setdefault(name, len(self._numbers) + 1)
        for name, item in self._items.items():
            number = self._numbers[name]
            item.set("id", f"note-{self._prefix}-{number}")
            if name in self._called:
                last = item[-1] if len(item) and item[-1].tag == "p" else SubElement(item, "p")
                end = last[-1] if len(last) else None
                if end is None:
                    last.text = f"{last.text or ''} "
                else:
                    end.tail = f"{end.tail or ''} "
                back = SubElement(last, "a", {"href": f"#noteref-{self._prefix}-{number}"})
                back.text = f"[{number}]"

    def sort(self, listed: Element) -> None:
        """The items of the list of notes by their numbers."""
        names = {item: name for name, item in self._items.items()}
        listed[:] = sorted(listed, key=lambda item: self._numbers[names[item]])


class _NoteCalls(InlineProcessor):
    """``[^1]`` in a text."""

    def __init__(self, pattern: str, notes: _Notes) -> None:
        super().__init__(pattern)
        self._notes = notes

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Markdown's own name; its stub is wider)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        element = self._notes.call(m[1])
        return (None, None, None) if element is None else (element, m.start(0), m.end(0))


class _NotesInOrder(Treeprocessor):
    """Numbers the notes when it is known in which order they are called."""

    def __init__(self, notes: _Notes) -> None:
        super().__init__()
        self._notes = notes

    def run(self, root: Element) -> None:
        if self._notes.footnotes:
            self._notes.set_in_order()
            self._notes.sort(root[-1])


class _Grannar(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (Markdown's own name)
        # Before Markdown's own links (160), so that they do not take the inner brackets.
        md.inlinePatterns.register(_References(WRITTEN.pattern, md), "reference", 175)
        md.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", 65)
        md.ESCAPED_CHARS.append("~")
        md.preprocessors.register(_ListsAfterText(md), "lists", 15)
        md.treeprocessors.register(_HeadingsBelowThePage(md), "below", 5)
        md.treeprocessors.register(_ListsWithSigns(md), "signs", 4)


class _Parsers(threading.local):
    """A parser for each thread: making one takes as long as reading a page with it."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Leave a parser that gave up in the middle of a text."""
        self._notes = _Notes()
        self._parser = markdown.Markdown(
            extensions=["tables", "sane_lists", "def_list", "abbr", self._notes, _Grannar()],
            output_format="html",
        )

    def convert(self, text: str) -> str:
        """The HTML of a text, as it was written."""
        self._parser.reset()
        self._notes.begin(text)
        return self._parser.convert(text)


_parsers = _Parsers()

# Paragraphs and no more: words and signs that Markdown gives no meaning to, in lines that begin
# with a word. Possessive, to be linear.
_SIGNS = r"""[\w .,;:!?()/%"'«»“”„‘’…–—+=@§°½¼¾-]"""
_LINE = rf"(?:[^\W\d]|[\"'«»“”„‘(]|\d++(?![.)])){_SIGNS}*+"
_PARAGRAPHS = re.compile(rf"{_LINE}(?:\n++{_LINE})*+")
_BETWEEN = re.compile(r"\n{2,}")


def _render_paragraphs(text: str) -> str | None:
    """What ``render`` makes of paragraphs of plain words, None for any other text: most texts are
    no more than that, and read so in a fiftieth of the time."""
    if "_" in text or " \n" in text or text.endswith((" ", "\n")):
        return None
    if not _PARAGRAPHS.fullmatch(text):
        return None
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in _BETWEEN.split(text))


# A text is read for numbers, and then written for the page: the second time costs nothing.
@lru_cache(maxsize=16)
def render(text: str) -> str:
    """The safe HTML of Markdown ``text``, with ``data-ref`` where references stand.

    Headings begin at ``h2``; ``~~…~~`` is struck out, ``[^1]`` leads to the note ``[^1]: …`` and
    back, and a list whose items begin with signs of their own (*a)*) has no bullets. No image,
    style, script, form or frame survives; links keep http, https, mailto and tel. Text nested too
    deep to be read (thousands of list signs in a row) comes out as it was written. Costs about a
    millisecond per 1,000 words.
    """
    if not text:
        return ""
    return _render_paragraphs(text) or _render_markdown(text)


def _render_markdown(text: str) -> str:
    try:
        converted = _parsers.convert(text)
    except RecursionError:
        _parsers.renew()
        converted = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())
    html = nh3.clean(
        converted,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=_choose_attribute,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    return html.replace("<table>", '<div class="table" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )


def _choose_attribute(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute, None where a text may not set it."""
    if name == "id":
        return value if _NOTE_ID.fullmatch(value) else None
    if name == "class":
        return value if value == "signed" else None
    return value


def extract_plain_text(html: str) -> str:
    """The words of rendered HTML: no markup, one line per block, references by their label."""
    lines = unescape(_MARKUP.sub("", _BLOCK_ENDS.sub("\n", html))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
