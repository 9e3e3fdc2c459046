"""A file from outside, of whatever type is read, as text: for a draft, or to be searched."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

from network.files_in.cage import Answer, call_in_cage
from network.files_in.faults import NotReadable
from network.files_in.markdown_writing import convert_to_markdown, escape_markdown
from network.files_in.media_types import (
    DOCX,
    EML,
    ENCRYPTED,
    HTML,
    MARKDOWN,
    MSG,
    PDF,
    PPTX,
    TEXT,
    recognise_media_type,
)
from network.files_in.office_conversion import CONVERTED, convert_office_file
from network.files_in.text_encodings import decode_html, decode_text

if TYPE_CHECKING:
    from network.files_in.pdf.lines import Page

#: Bytes of a file, and characters of a text, that are read.
MAX_FILE: Final = 25_000_000
MAX_CHARACTERS: Final = 300_000

# Types that our own readers read, without a converter.
_OWN: Final = frozenset({DOCX, PDF, PPTX, EML, MSG, HTML, MARKDOWN, TEXT})
#: Every type that is read, some only where LibreOffice is installed.
READ: Final = _OWN | CONVERTED.keys()
# Messages within messages.
_DEEPEST: Final = 3
_TITLE = re.compile("<h1>(.*?)</h1>")
_HEADING = re.compile(r"(?m)^(#{1,6}) ")
_TOP_HEADING = re.compile(r"(?m)^## (.+)$")
_LOWER_HEADING = re.compile(r"(?m)^#(#{2,5} )")
_WINDOW_TITLE = re.compile(r"<title[^>]*>([^<]{1,500})</title", re.IGNORECASE)
_WINDOW_TITLE_WITHIN: Final = 20_000


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file says: its title, if it has one, its text in Markdown, and codes of what it had
    that is not in the text (see ``describe_left_out``)."""

    title: str
    markdown: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The words of a file to be searched, by page (a slide is one; a file without pages is one),
    and what it says of itself."""

    pages: tuple[str, ...]
    title: str = ""
    author: str = ""
    left_out: tuple[str, ...] = ()


def read_file(file: bytes) -> ReadFile:
    """A file as title and Markdown; headings of the text start at level 2.

    A file of an older type is converted first. Some 0.5 s, and up to 3 s for 30 pages; with
    LibreOffice 1 to 3 s more. Raises ``NotReadable`` with any of its codes.
    """
    file, media_type = _demand_readable(file)
    answer = call_in_cage(
        "network.files_in.reading:read_caged_file", file, {"media_type": media_type}
    ).value
    return ReadFile(answer["title"], answer["markdown"], tuple(answer["left_out"]))


def extract_text(file: bytes) -> ExtractedText:
    """The words of a file, as ``read_file`` reads them, by page. Raises ``NotReadable``."""
    file, media_type = _demand_readable(file)
    answer = call_in_cage(
        "network.files_in.reading:extract_caged_text", file, {"media_type": media_type}
    ).value
    return ExtractedText(
        tuple(answer["pages"]), answer["title"], answer["author"], tuple(answer["left_out"])
    )


def _demand_readable(file: bytes) -> tuple[bytes, str]:
    """A file of a type that our readers read, converted if it must be."""
    if not file:
        raise NotReadable("empty")
    if len(file) > MAX_FILE:
        raise NotReadable("too_large")
    media_type = recognise_media_type(file)
    if media_type == ENCRYPTED:
        raise NotReadable("encrypted")
    if media_type not in READ:
        raise NotReadable("unknown_type")
    return convert_office_file(file, media_type) if media_type in CONVERTED else (file, media_type)


def read_caged_file(file: bytes, media_type: str) -> Answer:
    """What ``read_file`` calls in the cage: a ``ReadFile``'s fields."""
    read = _read(file, media_type, _DEEPEST)
    if len(read.markdown) > MAX_CHARACTERS:
        raise NotReadable("too_long")
    if not read.markdown and not read.title:
        raise NotReadable("scanned" if "scanned_pages" in read.left_out else "empty")
    return Answer(asdict(read))


def _read(file: bytes, media_type: str, depth: int) -> ReadFile:
    # What a reader needs is loaded by who needs it: most files are of one type.
    from network.files_in import pasted, word_files

    if media_type == DOCX:
        document = word_files.read_docx(file)
        return ReadFile(document.title, document.markdown, document.left_out)
    if media_type == PDF:
        return _read_pdf(file)
    if media_type == PPTX:
        from network.files_in.slides import write_slides_html

        slides, left_out, title = write_slides_html(file)
        return ReadFile(title, convert_to_markdown("".join(slides)), left_out)
    if media_type in (EML, MSG):
        return _read_message(file, media_type, depth)
    if media_type == HTML:
        return _read_html(decode_html(file))
    if media_type == MARKDOWN:
        from network.text.markdown import render

        markdown = convert_to_markdown(render(decode_text(file)))
        return ReadFile(*_take_title(markdown), ())
    return ReadFile("", pasted.convert_plain_text(decode_text(file)), ())


def _read_pdf(file: bytes) -> ReadFile:
    from network.files_in.pdf.lines import read_pages
    from network.files_in.pdf.structure import write_html

    pages = read_pages(file)
    html = write_html(pages)
    titles = _TITLE.findall(html)
    title = unescape(titles[0]) if len(titles) == 1 else ""
    markdown = convert_to_markdown(_TITLE.sub("", html) if title else html)
    return ReadFile(title, markdown, _find_left_out(pages))


def _find_left_out(pages: list[Page]) -> tuple[str, ...]:
    is_scanned = any(page.is_picture for page in pages)
    is_covered = any(page.has_covered_text for page in pages)
    codes = {"covered_text": is_covered, "scanned_pages": is_scanned}
    return tuple(code for code, is_so in codes.items() if is_so)


def _read_html(text: str) -> ReadFile:
    """A web page that was saved. Its title is that of its heading, else that of its window."""
    from network.files_in import pasted

    title, markdown = _take_title(pasted.convert_html(text))
    window = None if title else _WINDOW_TITLE.search(text[:_WINDOW_TITLE_WITHIN])
    return ReadFile(" ".join(unescape(window[1]).split()) if window else title, markdown, ())


def _take_title(markdown: str) -> tuple[str, str]:
    """A text that begins with its only heading of the highest level: that one's words, and the
    rest with its headings a level higher."""
    from network.text.markdown import render

    headings = list(_TOP_HEADING.finditer(markdown))
    if len(headings) != 1 or headings[0].start() > 0:
        return "", markdown
    rest = markdown[headings[0].end() :].strip()
    return _strip_tags(render(headings[0][1])), _LOWER_HEADING.sub(r"\1", rest)


def _read_message(file: bytes, media_type: str, depth: int) -> ReadFile:
    """A message's subject and text, and below a heading for each what is attached to it."""
    from network.files_in import messages, pasted

    read = messages.read_internet_message if media_type == EML else messages.read_outlook_message
    message = read(file)
    text = pasted.convert_html(message.html) if message.html else ""
    text = text or pasted.convert_plain_text(message.text)
    parts = [text]
    left_out: set[str] = set()
    for name, attached in message.attachments:
        attached_type = recognise_media_type(attached)
        if not attached or attached_type not in _OWN or depth == 0:
            # Another file that is opened for itself; converters are not started in the cage.
            left_out.add("attachments")
            continue
        try:
            inner = _read(attached, attached_type, depth - 1)
        except NotReadable:
            left_out.add("attachments")
            continue
        heading = escape_markdown(inner.title or name or message.subject)
        parts.append(f"## {heading}\n\n{_lower_headings(inner.markdown)}")
        left_out.update(inner.left_out)
    markdown = "\n\n".join(filter(None, parts))
    return ReadFile(message.subject, markdown, tuple(sorted(left_out)))


def _lower_headings(markdown: str) -> str:
    return _HEADING.sub(lambda sign: "#" * min(len(sign[1]) + 1, 6) + " ", markdown)


def extract_caged_text(file: bytes, media_type: str) -> Answer:
    """What ``extract_text`` calls in the cage: an ``ExtractedText``'s fields."""
    title = author = ""
    if media_type == PDF:
        from network.files_in.pdf.lines import read_pages, read_properties
        from network.files_in.pdf.structure import find_furniture, write_page_text

        read = read_pages(file)
        furniture = find_furniture(read)
        properties = read_properties(file)
        title, author = properties.get("Title", ""), properties.get("Author", "")
        pages = [write_page_text(page, furniture) for page in read]
        left_out = _find_left_out(read)
    elif media_type == PPTX:
        from network.files_in.slides import write_slides_html

        slides, left_out, title = write_slides_html(file)
        pages = [_strip_tags(slide) for slide in slides]
        if title:
            pages[0] = f"{title} {pages[0]}"
    else:
        from network.text.markdown import render

        document = _read(file, media_type, _DEEPEST)
        title, left_out = document.title, document.left_out
        pages = [_strip_tags(render(document.markdown))]
        if document.title:
            pages[0] = f"{document.title}\n{pages[0]}"
    if sum(map(len, pages)) > MAX_CHARACTERS:
        raise NotReadable("too_long")
    if not any(pages):
        raise NotReadable("scanned" if "scanned_pages" in left_out else "empty")
    return Answer(asdict(ExtractedText(tuple(pages), title, author, left_out)))


def _strip_tags(html: str) -> str:
    from bs4 import BeautifulSoup

    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())
