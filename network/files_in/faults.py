"""Why a file or a paste cannot be read."""

from __future__ import annotations


class NotReadable(ValueError):
    """What was given cannot be read as text.

    ``code`` is one of:

    - too_large: more than is read, in bytes, in what is unpacked, or in characters
    - unknown_type: no type of file that is read; not_word: no Word file, where one was asked for
    - no_converter: of a type that LibreOffice reads, which is not installed
    - encrypted, damaged, empty; scanned: pictures of pages without a letter
    - took_too_long, took_too_much: stopped at the limits of time, or of memory
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
