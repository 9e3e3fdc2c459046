"""What a file is, read from its bytes: neither its name nor what a browser calls it counts."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from network.files_in.text_encodings import decode_text

UNKNOWN: Final = "application/octet-stream"

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT: Final = "application/vnd.oasis.opendocument.text"
ODP: Final = "application/vnd.oasis.opendocument.presentation"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
RTF: Final = "application/rtf"
DOC: Final = "application/msword"
PPT: Final = "application/vnd.ms-powerpoint"
XLS: Final = "application/vnd.ms-excel"
MSG: Final = "application/vnd.ms-outlook"
EML: Final = "message/rfc822"
HTML: Final = "text/html"
MARKDOWN: Final = "text/markdown"
TEXT: Final = "text/plain"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
WEBP: Final = "image/webp"
GIF: Final = "image/gif"
#: An Office file behind a password: which one it is cannot always be told.
ENCRYPTED: Final = "application/x-ole-storage; encrypted"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The first of them that an OLE file's directory names says what it is: a message may hold a
# Word file, and a Word file a sheet.
_STORAGES = (
    ("__properties_version1.0", MSG),
    ("EncryptedPackage", ENCRYPTED),
    # Of an older presentation behind a password.
    ("EncryptedSummary", ENCRYPTED),
    ("WordDocument", DOC),
    ("PowerPoint Document", PPT),
    ("Workbook", XLS),
    ("Book", XLS),
)
_DIRECTORY_ENTRY = 128
_SECTOR = 512
_WORD_INFORMATION = b"\xec\xa5"
_OFFICE = (("word/", DOCX), ("ppt/", PPTX), ("xl/", XLSX))
_OPEN_DOCUMENT = {
    ODT: ODT,
    f"{ODT}-template": ODT,
    ODP: ODP,
    f"{ODP}-template": ODP,
    ODS: ODS,
}
_LARGEST_DIRECTORY = 2_000
_START = 4_096

_HEAD = re.compile(
    r"(?:from|to|cc|date|subject|sender|reply-to|received|return-path|message-id|mime-version|"
    r"content-type|delivered-to|dkim-signature|x-[a-z0-9-]+|arc-[a-z-]+|authentication-results|"
    r"thread-topic|thread-index|list-unsubscribe|received-spf|importance|references|in-reply-to)"
    r":",
    re.IGNORECASE,
)
_FOLDED = re.compile(r"[ \t]+\S")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I
)
_MARKDOWN = re.compile(r"(?m)^(?:#{1,6} \S|[-*] \S.*\n[-*] \S|```|\[[^\]]+\]\(https?:|---\n)")
# What no text file holds.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def recognise_media_type(file: bytes) -> str:
    """The media type of a file's bytes: one of this module's, else ``UNKNOWN``. Reads the start,
    and the list of what is in a package; unpacks nothing. Raises nothing."""
    if file.startswith(b"PK"):
        return _recognise_package(file)
    if file.startswith(_OLE):
        return _recognise_storage(file)
    if b"%PDF-" in file[:1_024]:
        return PDF
    if file.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return RTF
    if file.startswith(b"\xff\xd8\xff"):
        return JPEG
    if file.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if file.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if file.startswith(b"RIFF") and file[8:12] == b"WEBP":
        return WEBP
    return _recognise_text(file)


def _recognise_package(file: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            members = package.infolist()[:_LARGEST_DIRECTORY]
            names = [member.filename for member in members]
            if "mimetype" in names:
                member = package.getinfo("mimetype")
                # OpenDocument 1.3, part 2, 3.3: as it is, neither packed nor encrypted. So nothing
                # that a file could be damaged in is unpacked here.
                if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 0x1:
                    return UNKNOWN
                with package.open(member) as part:
                    kind = part.read(100).decode("ascii", "replace").strip()
                return _OPEN_DOCUMENT.get(kind, UNKNOWN)
    # A directory that is none, or says what is not there.
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError):
        return UNKNOWN
    for folder, kind in _OFFICE:
        if any(name.startswith(folder) for name in names):
            return kind
    return UNKNOWN


def _recognise_storage(file: bytes) -> str:
    if _is_locked_document(file):
        return ENCRYPTED
    for name, kind in _STORAGES:
        entry = name.encode("utf-16-le") + b"\0\0"
        place = file.find(entry)
        while place >= 0:
            if place % _DIRECTORY_ENTRY == 0:
                return kind
            place = file.find(entry, place + 1)
    return UNKNOWN


def _is_locked_document(file: bytes) -> bool:
    """Whether an older Word document is behind a password: its block of information, which begins a
    sector, says so ([MS-DOC] 2.5.2, fEncrypted)."""
    place = file.find(_WORD_INFORMATION, _SECTOR)
    while place >= 0:
        if place % _SECTOR == 0:
            return bool(file[place + 11 : place + 12] and file[place + 11] & 0x01)
        place = file.find(_WORD_INFORMATION, place + 1)
    return False


def _recognise_text(file: bytes) -> str:
    start = file[:_START]
    if not start.startswith((b"\xff\xfe", b"\xfe\xff")) and _BINARY.search(start):
        return UNKNOWN
    text = decode_text(start)
    if _is_message(text):
        return EML
    if _HTML.match(text):
        return HTML
    return MARKDOWN if _MARKDOWN.search(text) else TEXT if text.strip() else UNKNOWN


def _is_message(text: str) -> bool:
    """Whether it begins as mail does: heads, at least two of them known, to an empty line."""
    known = 0
    for place, line in enumerate(text.lstrip("\r\n").splitlines()):
        if place == 0 and line.startswith(("From ", ">From ")):
            continue
        if _HEAD.match(line):
            known += 1
        elif not line.strip():
            return known >= 2
        elif not _FOLDED.match(line) and not re.match(r"[A-Za-z][A-Za-z0-9-]*:", line):
            return False
    # The start is all heads: mail that went through many hands.
    return known >= 5
