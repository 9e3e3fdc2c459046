"""Older and other office files become the newer Office's by LibreOffice, where it is installed.

Its own text, HTML and PDF carry what was struck out of a document as if it stood there, so a file
goes through .docx or .pptx, in which the change is still marked, to our own readers.
"""

from __future__ import annotations

import shutil
from typing import Final

from network.files_in.cage import run_program_in_cage
from network.files_in.faults import NotReadable
from network.files_in.media_types import DOC, DOCX, ODP, ODT, PPT, PPTX, RTF

#: What is converted to what, with the ending that LibreOffice knows the first by.
CONVERTED: Final = {
    ODT: (".odt", DOCX),
    RTF: (".rtf", DOCX),
    DOC: (".doc", DOCX),
    ODP: (".odp", PPTX),
    PPT: (".ppt", PPTX),
}
_ENDINGS: Final = {DOCX: "docx", PPTX: "pptx"}
_PROGRAMS: Final = ("soffice", "libreoffice")


def find_converter() -> str:
    """The path of LibreOffice's program, empty where it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), "")


def convert_office_file(file: bytes, media_type: str) -> tuple[bytes, str]:
    """A file of a type in ``CONVERTED`` as one of Office's, and its media type. Some 1 to 3 s.
    Raises ``NotReadable``: no_converter, damaged, took_too_long."""
    program = find_converter()
    if not program:
        raise NotReadable("no_converter")
    ending, result = CONVERTED[media_type]
    converted = run_program_in_cage(
        [
            program,
            "-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            _ENDINGS[result],
            "--outdir",
            "{folder}/made",
            f"{{folder}}/file{ending}",
        ],
        file,
        file_name=f"file{ending}",
        result_name=f"made/file.{_ENDINGS[result]}",
    )
    return converted, result
