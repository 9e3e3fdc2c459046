"""What comes in: a file looked at, and made what the site keeps of it.

The virus scanner is asked first, where there is one. A picture is drawn anew, so that nothing is
kept of where and by what it was taken; everything else is kept as it came, and its text is read.
Whatever opens a foreign file does so in the cage.
"""

from __future__ import annotations

from network.attachments.keeping import ReadFile
from network.attachments.media_types import is_picture
from network.attachments.picture_metadata import holds_metadata
from network.attachments.scanner import Scanner
from network.attachments.store import compute_hash
from network.files_in.faults import NotReadable
from network.files_in.media_types import recognise_media_type
from network.files_in.office_properties import read_office_properties
from network.files_in.pictures import redraw_picture
from network.files_in.reading import extract_text

# In bytes.
LARGEST_FILE = 25_000_000
# The longest side of a picture as it is kept, and of the one on the entry's page, in pixels.
LONGEST_SIDE, SHORT_SIDE = 2_000, 480
# Codes of ``NotReadable`` for what was read and has no letter in it.
_WITHOUT_TEXT = frozenset({"empty", "scanned"})


class RefusedFile(Exception):
    """A file that is not taken. ``code`` says why: *empty*, *too_large*, or for a picture what
    ``NotReadable`` says."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_file(data: bytes, scanner: Scanner | None = None) -> ReadFile:
    """The file as it is to be kept, with what is known of it. May take seconds.

    Raises ``RefusedFile``, and what ``Scanner.scan`` raises. What has no text or cannot be read
    for it is kept all the same, and says so.
    """
    if not data:
        raise RefusedFile("empty")
    if len(data) > LARGEST_FILE:
        raise RefusedFile("too_large")
    if scanner is not None:
        scanner.scan(data)
    media_type = recognise_media_type(data)
    if is_picture(media_type):
        return _redraw(data)
    return _read_text(data, media_type)


def read_clean_file(data: bytes, scanner: Scanner | None = None) -> ReadFile:
    """As ``read_file``, for a file that another site has kept: a picture stays as it is, byte for
    byte, and has to be without metadata (``RefusedFile``, code *has_metadata*)."""
    if not data:
        raise RefusedFile("empty")
    if len(data) > LARGEST_FILE:
        raise RefusedFile("too_large")
    if scanner is not None:
        scanner.scan(data)
    media_type = recognise_media_type(data)
    if not is_picture(media_type):
        return _read_text(data, media_type)
    if holds_metadata(data):
        raise RefusedFile("has_metadata")
    redrawn = _redraw(data)
    return ReadFile(
        data,
        compute_hash(data),
        media_type,
        redrawn.width,
        redrawn.height,
        redrawn.small,
    )


def _redraw(data: bytes) -> ReadFile:
    try:
        picture = redraw_picture(data, LONGEST_SIDE)
        small = None
        if max(picture.width, picture.height) > SHORT_SIDE:
            drawn = redraw_picture(picture.data, SHORT_SIDE)
            small = ReadFile(
                drawn.data, compute_hash(drawn.data), drawn.media_type, drawn.width, drawn.height
            )
    except NotReadable as problem:
        raise RefusedFile(problem.code) from problem
    for drawing in (picture.data, small.data if small is not None else b""):
        if drawing and holds_metadata(drawing):
            raise RefusedFile("has_metadata")
    return ReadFile(
        picture.data,
        compute_hash(picture.data),
        picture.media_type,
        picture.width,
        picture.height,
        small,
    )


def _read_text(data: bytes, media_type: str) -> ReadFile:
    sha256 = compute_hash(data)
    try:
        properties = "\n".join(read_office_properties(data))
    except NotReadable:
        # Its text is tried all the same, and says why it cannot be read.
        properties = ""
    try:
        extracted = extract_text(data)
    except NotReadable as problem:
        state = "empty" if problem.code in _WITHOUT_TEXT else "failed"
        return ReadFile(
            data,
            sha256,
            media_type,
            text_state=state,
            problem=problem.code,
            title=properties,
        )
    return ReadFile(
        data,
        sha256,
        media_type,
        text_state="read",
        title="\n".join(filter(None, (extracted.title, properties))),
        author=extracted.author,
        left_out=extracted.left_out,
        pages=extracted.pages,
    )
