"""Why a file or a paste cannot be read."""

from __future__ import annotations


class NotReadable(ValueError):
    """What was given cannot be read as text.

    ``code`` is one of:

    - too_large: more than is read, in bytes, or in what is unpacked
    - too_long: more characters than are read; too_many_parts: more paragraphs, runs and cells
    - unknown_type: no type of file that is read; not_word: a Word file without a document
    - no_converter: of a type that LibreOffice reads, which is not installed
    - encrypted, damaged, empty; scanned: pictures of pages without a letter
    - took_too_long, took_too_much: stopped at the limits of time, or of memory
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
