"""Whether a picture's bytes hold anything but the picture: where it was taken, by what, by whom.

Only the sorts that the site keeps are known; the frames around their parts are walked through, and
nothing is drawn or unpacked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

# What draws the picture, and nothing else. https://www.w3.org/TR/png/#5Chunk-naming-conventions
_PNG = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs hIST acTL fcTL fdAT".split()
)
# https://developers.google.com/speed/webp/docs/riff_container
_WEBP = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"))
# The marker of JFIF and that of Adobe's colours; all other application data and comments tell
# something. https://www.w3.org/Graphics/JPEG/itu-t81.pdf, table B.1
_APP0, _APP14, _COMMENT = 0xE0, 0xEE, 0xFE
_JPEG_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
_START_OF_SCAN = 0xDA


def holds_metadata(picture: bytes) -> bool:
    """Whether a JPEG, PNG or WebP holds EXIF, XMP, comments, a profile, or bytes behind its end.
    What is none of the three, or broken, is said to."""
    try:
        if picture.startswith(b"\xff\xd8"):
            return _jpeg_holds(picture)
        if picture.startswith(b"\x89PNG\r\n\x1a\n"):
            return any(name not in _PNG for name in _png_chunks(picture))
        if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
            return any(name not in _WEBP for name in _webp_chunks(picture))
    except (struct.error, IndexError, ValueError):
        return True
    return True


def _png_chunks(picture: bytes) -> Iterator[bytes]:
    place = 8
    while place < len(picture):
        length, name = struct.unpack_from(">I4s", picture, place)
        place += 12 + length
        yield name
        if name == b"IEND":
            break
    if place != len(picture):
        raise ValueError("something stands behind the end")


def _webp_chunks(picture: bytes) -> Iterator[bytes]:
    (size,) = struct.unpack_from("<I", picture, 4)
    if size + 8 != len(picture):
        raise ValueError("something stands behind the end")
    place = 12
    while place < len(picture):
        name, length = struct.unpack_from("<4sI", picture, place)
        place += 8 + length + length % 2
        yield name


def _jpeg_holds(picture: bytes) -> bool:
    place = 2
    while True:
        if picture[place] != 0xFF:
            raise ValueError("no marker")
        marker = picture[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker in _JPEG_ALONE:
            place += 2
            continue
        if marker == 0xD9:
            return place + 2 != len(picture)
        (length,) = struct.unpack_from(">H", picture, place + 2)
        if marker == _COMMENT or (_APP0 < marker <= 0xEF and marker != _APP14):
            return True
        if marker == _APP0 and picture[place + 4 : place + 9] != b"JFIF\0":
            return True
        place += 2 + length
        if marker == _START_OF_SCAN:
            place = _find_end_of_scan(picture, place)


def _find_end_of_scan(picture: bytes, place: int) -> int:
    """The next marker behind a scan's data, in which 0xFF is followed by 0 or a restart."""
    while True:
        place = picture.index(b"\xff", place)
        follower = picture[place + 1]
        if follower and not 0xD0 <= follower <= 0xD7:
            return place
        place += 2
