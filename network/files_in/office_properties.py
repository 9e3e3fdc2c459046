"""What an Office file says of itself beside its text: its title, who wrote it, for whom."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from network.files_in.cage import Answer, call_in_cage
from network.files_in.faults import NotReadable
from network.files_in.media_types import DOCX, ODP, ODS, ODT, PPTX, XLSX, recognise_media_type

#: Types of file that have such properties.
WITH_PROPERTIES: Final = frozenset({DOCX, PPTX, XLSX, ODT, ODP, ODS})
# Where they stand: ISO/IEC 29500-2, 11 (core), 29500-1, 15.2.12 (extended and custom); OpenDocument
# 1.3, part 2, 3.1.3.
_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")
_LARGEST_PART = 1_000_000
# What programs write of themselves and of how long they were used.
_OF_PROGRAMS = frozenset(
    (
        "Application AppVersion Characters CharactersWithSpaces DocSecurity HiddenSlides "
        "HyperlinksChanged Lines LinksUpToDate MMClips Notes Pages Paragraphs "
        "PresentationFormat ScaleCrop SharedDoc Slides TotalTime Words created modified "
        "lastPrinted revision version date creation-date print-date editing-cycles "
        "editing-duration generator document-statistic"
    ).split()
)


def read_office_properties(file: bytes) -> tuple[str, ...]:
    """Each thing that an Office file says of itself, once: title, subject, keywords, remarks,
    authors, company, whatever its makers added. Empty for files of other types.

    Raises ``NotReadable``.
    """
    if recognise_media_type(file) not in WITH_PROPERTIES:
        return ()
    answer = call_in_cage("network.files_in.office_properties:read_caged_properties", file)
    return tuple(answer.value)


def read_caged_properties(file: bytes) -> Answer:
    """What ``read_office_properties`` calls in the cage."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            names = set(package.namelist())
            texts = [
                text
                for part in _PARTS
                if part in names
                for text in _read_part(package.open(part).read(_LARGEST_PART))
            ]
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ElementTree.ParseError):
        raise NotReadable("damaged") from None
    return Answer(list(dict.fromkeys(texts)))


def _read_part(data: bytes) -> Iterator[str]:
    for element in ElementTree.fromstring(data).iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        text = " ".join((element.text or "").split())
        if text and name not in _OF_PROGRAMS:
            yield text
