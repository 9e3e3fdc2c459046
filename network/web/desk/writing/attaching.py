"""Files that somebody gives a text: read, kept, and put into its form."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from network.attachments.keeping import ReadFile, store_bytes
from network.attachments.media_types import list_endings
from network.attachments.reading import LARGEST_FILE, RefusedFile, read_file
from network.attachments.scanner import InfectedFile, ScannerAway
from network.documents.attached_files import find_given_files, give_file
from network.errors import Unavailable
from network.kinds.content import MOST_FILES
from network.kinds.file_names import clean_file_name, set_ending
from network.site import get_site
from network.web.authentication import get_actor
from network.web.desk.form import forms
from network.web.desk.writing.file_turns import TURNS, NoTurn
from network.web.desk.writing.imported_text import describe_no_turn
from network.web.desk.writing.sheets import Sheet
from network.web.translation import gettext as _

logger = logging.getLogger(__name__)

# What a form is called that files come in, and the field of the content that they become parts of.
_SENT = "attach"
FIELD = "files"


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that was read, by the name that it came with."""

    name: str
    file: ReadFile


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """The files of a request that can be kept, and a sentence for each that cannot."""

    files: tuple[NamedFile, ...]
    refused: tuple[str, ...]


def read_sent_files(has_already: int) -> ReadFiles:
    """Read the files of this request, of which the text takes so many that it has twenty. Their
    bytes are in the store afterwards; nothing knows of them yet. May take seconds for each."""
    sent = [file for file in request.files.getlist(_SENT) if file.filename]
    if not sent:
        return ReadFiles((), (_("Choose a file first."),))
    refused: list[str] = []
    room = max(0, MOST_FILES - has_already)
    if len(sent) > room:
        refused.append(
            _(
                "A text has at most %(most)s files. These were left out: %(names)s.",
                most=MOST_FILES,
                names=", ".join(_name(file) for file in sent[room:]),
            )
        )
    files: list[NamedFile] = []
    try:
        with TURNS.turn(get_actor().account_id):
            for file in sent[:room]:
                try:
                    files.append(read_sent_file(file))
                except NotTaken as problem:
                    refused.append(problem.sentence)
    except NoTurn as refusal:
        refused.append(describe_no_turn(refusal.why))
    return ReadFiles(tuple(files), tuple(refused))


class NotTaken(Exception):
    """Why a file was not taken, as a sentence that names it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_sent_file(sent: FileStorage) -> NamedFile:
    """A file of a request, read and its bytes stored. Raises ``NotTaken``."""
    name = _name(sent)
    data = sent.stream.read(LARGEST_FILE + 1)
    try:
        file = read_file(data, get_site().scanner)
        store_bytes(get_site().files, file)
    except RefusedFile as problem:
        raise NotTaken(_describe_refusal(problem.code, name)) from problem
    except InfectedFile as problem:
        logger.warning("a file was refused: the virus scanner calls it %s", problem.name)
        raise NotTaken(
            _(
                "“%(name)s” was not taken: the virus scanner finds something harmful in it. "
                "Nothing of it is kept. Ask those who look after your computer.",
                name=name,
            )
        ) from problem
    except ScannerAway as problem:
        logger.error("the virus scanner does not answer: %s", problem)
        raise NotTaken(
            _(
                "“%(name)s” was not taken: the virus scanner does not answer just now, and no file "
                "comes in past it. Your text is kept. Try again in some minutes.",
                name=name,
            )
        ) from problem
    except Unavailable as problem:
        logger.error("a file could not be stored: %s", problem)
        raise NotTaken(
            _(
                "“%(name)s” could not be kept just now. Your text is kept. Try again in some "
                "minutes.",
                name=name,
            )
        ) from problem
    return NamedFile(set_ending(name, list_endings(file.media_type)), file)


def give_files(session: Session, sheet: Sheet, files: Sequence[NamedFile]) -> None:
    """Give the document of a form these files. Raises what ``give_file`` raises."""
    for named in files:
        give_file(
            session,
            get_site().files,
            sheet.document_id,
            named.file,
            named.name,
            organisation_id=sheet.organisation_id,
            actor=get_actor(),
        )


def add_files(fields: forms.Fields, files: Sequence[NamedFile]) -> None:
    """Put files into a form, each as a part; one that is there already is not put twice."""
    parts: list[dict[str, Any]] = fields[FIELD]
    present = {part["file"] for part in parts}
    for named in files:
        if named.file.sha256 not in present and len(parts) < MOST_FILES:
            present.add(named.file.sha256)
            parts.append(_make_part(named.file.sha256, named.name, "attachment"))


def add_given_file(session: Session, document_id: UUID, fields: forms.Fields, sha256: str) -> str:
    """Put a file that the document has been given into its form, as what it was begun from; the
    place in the form, "" where it was not given or there is no room."""
    given = find_given_files(session, document_id).get(sha256)
    parts: list[dict[str, Any]] = fields[FIELD]
    if given is None or len(parts) >= MOST_FILES or sha256 in {part["file"] for part in parts}:
        return ""
    parts.append(_make_part(sha256, given[0].file_name, "original"))
    return f"{FIELD}.{len(parts) - 1}"


def _make_part(sha256: str, file_name: str, role: str) -> dict[str, Any]:
    return {
        "id": "",
        "file": sha256,
        "file_name": file_name,
        "description": "",
        "alternative": "",
        "role": role,
        "language": "",
    }


def _name(sent: FileStorage) -> str:
    return clean_file_name(sent.filename or "")


def _describe_refusal(code: str, name: str) -> str:
    match code:
        case "empty":
            return _("“%(name)s” is empty.", name=name)
        case "too_large":
            return _(
                "“%(name)s” is too large: at most %(most)s MB a file, and pictures of at most 50 "
                "million points.",
                name=name,
                most=LARGEST_FILE // 1_000_000,
            )
        case "took_too_long" | "took_too_much":
            return _("“%(name)s” took too long to read. Save the picture smaller.", name=name)
    return _("“%(name)s” is no picture that can be shown. Save it anew and try again.", name=name)
