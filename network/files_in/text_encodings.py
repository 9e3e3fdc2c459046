"""The characters of a text file that does not say how they are written."""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import Final

# How Nordic text files are written: Windows, the older DOS, the older Macintosh.
_SINGLE_BYTE: Final = ("cp1252", "cp850", "mac_roman")
_BETWEEN_LETTERS = re.compile("[A-Za-z][æøåäöéüÆØÅÄÖÉÜ]|[æøåäöéüÆØÅÄÖÉÜ][a-z]")
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_text(file: bytes) -> str:
    """The text of a file: by its mark, as UTF-8 if it is that, else in the one of three older ways
    that puts most Nordic letters beside other letters. Raises nothing; what means nothing becomes
    U+FFFD. A character cut off at the end, as of a file's first bytes, is left off."""
    for mark, encoding in _MARKS:
        if file.startswith(mark):
            return file.decode(encoding, "replace")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        return decoder.decode(file)
    except UnicodeDecodeError:
        # The first of the best: Windows, where nothing speaks for another.
        return max(
            (file.decode(encoding, "replace") for encoding in _SINGLE_BYTE),
            key=lambda text: len(_BETWEEN_LETTERS.findall(text)),
        )


def decode_html(file: bytes) -> str:
    """The text of an HTML file: as its own ``meta`` says, where it says so, else as ``decode_text``
    finds. Raises nothing."""
    declared = _DECLARED.search(file[:2_048])
    if declared and not file.startswith(tuple(mark for mark, _ in _MARKS)):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return file.decode(declared[1].decode("ascii"))
    return decode_text(file)
