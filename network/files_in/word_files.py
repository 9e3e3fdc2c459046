"""A Word file (.docx) becomes a title and Markdown.

The file comes from outside, so it is read in a process of its own, which may be killed, has a
bounded memory and sees none of the server's settings. What Word's parts may hold is checked before
anything builds a tree of them; only parts that passed are converted.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import asdict, dataclass
from xml.parsers import expat

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from network.files_in.cage import Answer, call_in_cage
from network.files_in.faults import NotReadable

MAX_FILE = 10_000_000
MAX_UNPACKED = 50_000_000
MAX_RATIO = 400
MAX_MEMBERS = 2_000
# A file of 200 pages has some 80,000 to 200,000 elements, most of them of runs; what is slow are
# paragraphs, 0.2 ms each, of which 100,000 characters in tables of short cells make 15,000.
MAX_ELEMENTS = 200_000
MAX_PARAGRAPHS = 15_000
MAX_DEPTH = 100
MAX_CHARACTERS = 100_000
MAX_COLUMNS = 30

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SMALL = 1_000_000
_CHUNK = 65_536

_LEFT_OUT = {
    "drawing": "images",
    "imagedata": "images",
    "commentReference": "comments",
    "ins": "tracked_changes",
    "del": "tracked_changes",
    "moveFrom": "tracked_changes",
    "moveTo": "tracked_changes",
    "oMath": "equations",
    "OLEObject": "objects",
}
_WORD = "/wordprocessingml/", "/drawingml/", "/math", "urn:schemas-microsoft-com:", "purl.oclc.org"

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
"""

_HEADING = re.compile("h[1-6]")
_TAGS = frozenset(
    "a blockquote br em h1 h2 h3 h4 h5 h6 li ol p strong sub sup table tbody td th thead tr "
    "ul".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "h1": {"class"},
    "li": {"id"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
_SOFT_HYPHENS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SPACES = re.compile("[\u00a0\u2007\u202f]")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")

# What Markdown reads as its own anywhere, and what it reads so at the start of a line.
_SIGNS = re.compile(r"[\\`*\[\]|]|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_STARTS = re.compile(r"(\s*)(?:([#>]|[-+](?=\s|-|$))|(\d{1,9})\.(?=\s|$)|(=)|(:)(?=\s|$))")
_ADDRESS = re.compile(r"[\s()<>\[\]\"\\`|*]")

# A cell, a row and a list item while they wait for their table or list: signs no text holds.
_CELL, _ROW, _ITEM, _SPAN = "\x1f", "\x1e", "\x1c", "\x1d"


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What was read: title, Markdown, and codes of what the file had that is not in it.

    Codes: images, comments, tracked_changes (read as if all were accepted), equations, objects.
    """

    title: str
    markdown: str
    left_out: tuple[str, ...]


def convert_docx(data: bytes) -> WordDocument:
    """Title and Markdown of a Word file.

    The title is the paragraph in the style Title, else the first heading 1, else empty; headings of
    the body start at level 2. Footnotes follow the text. Read in a cage: about 0.4 s, and
    0.15 s more per 100,000 characters. Raises NotReadable.
    """
    if len(data) > MAX_FILE:
        raise NotReadable("too_large")
    if not data:
        raise NotReadable("empty")
    if data.startswith(_OLE):
        raise NotReadable("encrypted" if _ENCRYPTED in data else "old_word")
    if not data.startswith(b"PK"):
        raise NotReadable("not_word")
    answer = call_in_cage("network.files_in.word_files:convert_caged_docx", data).value
    return WordDocument(answer["title"], answer["markdown"], tuple(answer["left_out"]))


def convert_caged_docx(data: bytes) -> Answer:
    """What ``convert_docx`` calls in the cage: a WordDocument's fields."""
    return Answer(asdict(read_docx(data)))


def read_docx(data: bytes) -> WordDocument:
    """What ``convert_docx`` reads, in the cage alone. Raises NotReadable."""
    import mammoth

    package, left_out = _checked(data)
    try:
        html = mammoth.convert_to_html(
            package,
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=lambda image: [],
        ).value
    except OSError:
        # The package names no document of Word's.
        raise NotReadable("not_word") from None
    soup = _soup(html)
    title = _title_out_of(soup)
    _notes_to_paragraphs(soup)
    text = _written(soup)
    if len(text) > MAX_CHARACTERS:
        raise NotReadable("too_large")
    if not text and not title:
        raise NotReadable("empty")
    return WordDocument(title, text, left_out)


def _checked(data: bytes) -> tuple[io.BytesIO, tuple[str, ...]]:
    """A package of those parts that are safe to convert, and what will be left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _parts(package)
    # NotImplementedError is what zipfile raises for a way of packing that it does not know.
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError):
        raise NotReadable("damaged") from None
    if not any(name.startswith("word/") for name in parts):
        raise NotReadable("not_word")
    reader = _PartReader()
    for part in parts.values():
        reader.read(part)
    safe = io.BytesIO()
    with zipfile.ZipFile(safe, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    safe.seek(0)
    return safe, tuple(sorted(reader.left_out))


def _parts(package: zipfile.ZipFile) -> dict[str, bytes]:
    """The XML parts of a package by name, unpacked while they stay within the bounds."""
    members = package.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise NotReadable("too_large")
    if any(member.flag_bits & 0x1 for member in members):
        raise NotReadable("encrypted")
    parts: dict[str, bytes] = {}
    unpacked = 0
    for member in members:
        if not _is_part(member.filename):
            continue
        part = io.BytesIO()
        with package.open(member) as packed:
            while chunk := packed.read(_CHUNK):
                unpacked += len(chunk)
                part.write(chunk)
                if unpacked > MAX_UNPACKED or (
                    part.tell() > _SMALL and part.tell() > MAX_RATIO * max(member.compress_size, 1)
                ):
                    raise NotReadable("too_large")
        parts[member.filename] = part.getvalue()
    return parts


def _is_part(name: str) -> bool:
    is_known = name == "[Content_Types].xml" or name.startswith(("word/", "_rels/"))
    return is_known and name.endswith((".xml", ".rels")) and ".." not in name and "\\" not in name


class _PartReader:
    """Reads parts without building anything: well-formed, no DOCTYPE, not too deep, not too big."""

    def __init__(self) -> None:
        self.left_out: set[str] = set()
        self._elements = self._paragraphs = self._characters = self._depth = 0
        self._in_text = False

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._depth = 0
        try:
            parser.Parse(part, True)
        except expat.ExpatError:
            raise NotReadable("damaged") from None

    def _doctype(self, *_: object) -> None:
        raise NotReadable("damaged")

    def _start(self, name: str, _: object) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > MAX_ELEMENTS or self._paragraphs > MAX_PARAGRAPHS:
            raise NotReadable("too_large")
        if self._depth > MAX_DEPTH:
            raise NotReadable("damaged")
        space, _, local = name.rpartition(" ")
        self._in_text = local == "t"
        self._paragraphs += local == "p"
        code = _LEFT_OUT.get(local)
        if code and any(namespace in space for namespace in _WORD):
            self.left_out.add(code)

    def _end(self, _: str) -> None:
        self._depth -= 1
        self._in_text = False

    def _text(self, text: str) -> None:
        if self._in_text:
            self._characters += len(text)
            if self._characters > MAX_CHARACTERS:
                raise NotReadable("too_large")


def _title_out_of(soup: BeautifulSoup) -> str:
    """The title; its heading leaves the body unless other headings stand on the same level."""
    named = soup.find("h1", class_="title")
    firsts = soup.find_all("h1", class_=False)
    heading = named or (firsts[0] if firsts else None)
    if heading is None:
        return ""
    title = " ".join(heading.get_text(" ").split())
    if named or len(firsts) == 1:
        heading.decompose()
    return title


def _notes_to_paragraphs(soup: BeautifulSoup) -> None:
    """Foot- and endnotes as paragraphs ``[1] …`` after the text, without arrows back."""
    notes = soup.find_all("li", id=re.compile("^(?:foot|end)note-"))
    for number, note in enumerate(notes, start=1):
        text = " ".join(note.get_text(" ").replace("↑", " ").split())
        note.name = "p"
        note.clear()
        note.append(f"[{number}] {text}")
    if notes and isinstance(notes[0].parent, Tag):
        notes[0].parent.unwrap()


def convert_to_markdown(html: str) -> str:
    """Markdown that reads as ``html`` does; headings start at level 2, images are left off.

    ``html`` is to be balanced and shallow (under a hundred levels). About 0.1 s per 1,000 blocks;
    raises nothing.
    """
    return _written(_soup(html))


def convert_document(html: str) -> tuple[str, str]:
    """The title of a document and its text as ``convert_to_markdown`` writes it: the only heading
    of level 1 is its title."""
    soup = _soup(html)
    title = _title_out_of(soup)
    return title, _written(soup)


def strip_unseen(text: str) -> str:
    """Text without what cannot be seen: controls and soft hyphens out, hard spaces as spaces."""
    return _SPACES.sub(" ", _SOFT_HYPHENS.sub("", _CONTROLS.sub("", text)))


def escape_markdown(text: str) -> str:
    """Running text in Markdown that is read as it stands, at the start of a line as well."""
    text = _SIGNS.sub(lambda sign: "\\" + sign[0], _ENTITY.sub("&amp;", text))
    text = text.replace("<", "&lt;")
    match = _STARTS.match(text)
    if not match:
        return text
    if match[3]:
        start = f"{match[3]}\\."
    else:
        start = f"\\{match[2]}" if match[2] else "&#61;" if match[4] else "&#58;"
    return match[1] + start + text[match.end() :]


def _soup(html: str) -> BeautifulSoup:
    clean = nh3.clean(
        strip_unseen(html),
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    soup = BeautifulSoup(clean, "html.parser")
    for link in soup.find_all("a"):
        if not _LINK.match(str(link.get("href") or "").strip()):
            link.unwrap()
    for table in soup.find_all("table"):
        if len(table.find_all(["td", "th"], limit=2)) == 1:
            # A frame around text, and no table.
            for element in table.find_all(["tbody", "thead", "tr", "td", "th"]):
                element.unwrap()
            table.unwrap()
    for element in soup.find_all(["strong", "em"]):
        # Two that touch would have one sign between them that belongs to neither.
        while isinstance(after := element.next_sibling, Tag) and after.name == element.name:
            element.extend(list(after.children))
            after.decompose()
    soup.smooth()
    return soup


def _written(soup: BeautifulSoup) -> str:
    headings = soup.find_all(_HEADING)
    down = 2 - min((int(heading.name[1]) for heading in headings), default=2)
    for heading in headings:
        heading.name = f"h{min(int(heading.name[1]) + down, 6)}"
    text = _Markdown().convert_soup(soup)
    return _BLANK_LINES.sub("\n\n", str(text)).strip()


class _Markdown(MarkdownConverter):
    """The Markdown that our own renderer reads: nested lists indented by four, its own signs."""

    class Options:
        heading_style = "atx"
        wrap = True
        wrap_width = None

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        # After a line break the break itself stands for the space.
        text = super().process_text(el, parent_tags)  # type: ignore[misc]  # its stub is short
        before = el.previous_sibling
        return str(text.lstrip() if isinstance(before, Tag) and before.name == "br" else text)

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escape_markdown(text)

    def _paired(self, sign: str, text: str, parents: set[str], same: tuple[str, ...]) -> str:
        bare = text.strip()
        if not bare or any(_HEADING.fullmatch(tag) or tag in same for tag in parents):
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}{sign}{bare}{sign}{after}"

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._paired("**", text, parent_tags, ("strong", "th"))

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._paired("*", text, parent_tags, ("em",))

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"<sup>{text.strip()}</sup>" if text.strip() else ""

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"<sub>{text.strip()}</sub>" if text.strip() else ""

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if not text.strip() or "a" in parent_tags:
            return text
        address = _ADDRESS.sub(
            lambda sign: f"%{ord(sign[0]):02X}" if ord(sign[0]) < 128 else "", str(el["href"])
        )
        bare = text.strip()
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}[{bare}]({address}){after}"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        inside = any(_HEADING.fullmatch(tag) for tag in parent_tags)
        return " " if inside else "\n" if "_inline" in parent_tags else "  \n"

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        return "" if not text else f"\n{text}\n" if "_inline" in parent_tags else f"\n\n{text}\n\n"

    # The name is markdownify's own.
    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        text = " ".join(text.split())
        if not text or parent_tags & {"td", "th", "li"}:
            return self.convert_p(el, f"**{text}**" if text else "", parent_tags)
        ending = "\\#" if text.endswith("#") and not text.endswith("\\#") else ""
        return f"\n\n{'#' * n} {text[:-1] + ending if ending else text}\n\n"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        if not text or "_inline" in parent_tags:
            return f"\n• {text}\n" if text else ""
        first = next((child for child in el.children if str(child).strip()), None)
        if isinstance(first, Tag) and first.name in ("ul", "ol"):
            return text + "\n"
        lines = text.split("\n")
        rest = "".join(f"\n    {line}" if line.strip() else "\n" for line in lines[1:])
        return f"{_ITEM}{lines[0]}{rest}\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return text
        number = int(str(el.get("start"))) if str(el.get("start", "")).isdecimal() else 1
        pieces = text.split(_ITEM)
        if el.name == "ol":
            marks = [f"{number + place}. " for place in range(len(pieces) - 1)]
        else:
            marks = ["- "] * (len(pieces) - 1)
        text = pieces[0] + "".join(m + piece for m, piece in zip(marks, pieces[1:], strict=True))
        return "\n" + text.strip("\n") if "li" in parent_tags else f"\n\n{text.strip()}\n\n"

    convert_ul = convert_list
    convert_ol = convert_list

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        return f"{_span(el, 'colspan')}{_SPAN}{_span(el, 'rowspan')}{_SPAN}{text.strip()}{_CELL}"

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n{text}\n" if "_inline" in parent_tags else text + _ROW

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return text
        rows = _grid(text)
        width = max((len(row) for row in rows), default=0)
        if width == 0:
            return ""
        lines = [
            "| " + " | ".join(_one_line(cell) for cell in row + [""] * (width - len(row))) + " |"
            for row in rows
        ]
        lines.insert(1, "| " + " | ".join(["---"] * width) + " |")
        return "\n\n" + "\n".join(lines) + "\n\n"


def _span(cell: Tag, name: str) -> int:
    written = str(cell.get(name, ""))
    return max(1, min(int(written), MAX_COLUMNS)) if re.fullmatch("[0-9]{1,4}", written) else 1


def _one_line(cell: str) -> str:
    return "<br>".join(line.strip() for line in cell.split("\n") if line.strip())


def _grid(text: str) -> list[list[str]]:
    """The rows of a table that waits, with an empty cell wherever a wider or taller one reaches."""
    rows: list[list[str]] = []
    reaching: dict[int, int] = {}
    for written in text.split(_ROW)[:-1]:
        row: list[str] = []
        reached = {column: left for column, left in reaching.items() if left > 0}
        reaching = {column: left - 1 for column, left in reached.items()}
        for cell in written.split(_CELL)[:-1]:
            while len(row) in reached:
                row.append("")
            wide, tall, content = cell.strip("\n").split(_SPAN, 2)
            for column in range(int(wide)):
                reaching[len(row)] = int(tall) - 1
                row.append("" if column else content)
        if any(row):
            rows.append(row[:MAX_COLUMNS])
    return rows
