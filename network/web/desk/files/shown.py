"""What the desk's pages say of the files of a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from network.attachments.tables import StoredFile
from network.documents.attached_files import find_given_files
from network.documents.tables import DocumentFile
from network.entries.attachments import PublicFile, SmallPicture
from network.kinds import Content
from network.web.public.entry.files import ShownFile, show_file
from network.web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that a document was given, as its writers and reviewers see it: ``remarks`` are
    sentences on what could not be read in it, and on what it holds beside its text."""

    sha256: str
    file_name: str
    size: int
    is_picture: bool
    is_original: bool
    href: str
    small_href: str
    remarks: tuple[str, ...]


def list_document_files(session: Session, document_id: UUID) -> Mapping[str, GivenFile]:
    """The files that a document was given, by their hash, in the order in which they came. One
    query."""
    return {
        sha256: GivenFile(
            sha256,
            given.file_name,
            stored.size,
            stored.is_picture,
            given.is_original,
            _address(document_id, sha256),
            _address(document_id, sha256, "small" if stored.small_sha256 else ""),
            tuple(_describe(stored)),
        )
        for sha256, (given, stored) in find_given_files(session, document_id).items()
    }


def show_given_files(
    session: Session, document_id: UUID, content: Content
) -> Mapping[str, ShownFile]:
    """The files of a content that is not public, as the page of its entry would show them, each
    where its writers and reviewers fetch it. One query."""
    given_files = find_given_files(session, document_id)
    return {
        file.id: _show(
            document_id, file.id, file.language or content.language, *given_files[sha256]
        )
        for file in content.files
        if (sha256 := file.file) in given_files
    }


def _show(
    document_id: UUID, part: str, language: str, given: DocumentFile, stored: StoredFile
) -> ShownFile:
    file = PublicFile(
        part=part,
        sha256=stored.sha256,
        small=SmallPicture(stored.small_sha256, "", 0) if stored.small_sha256 else None,
        file_name=given.file_name,
        media_type=stored.media_type,
        size=stored.size,
        width=stored.width,
        height=stored.height,
        role="",
        language=language,
        text_state=stored.text_state,
    )
    return show_file(
        file,
        _address(document_id, stored.sha256),
        _address(document_id, stored.sha256, "small") if stored.small_sha256 else "",
    )


def _address(document_id: UUID, sha256: str, size: str = "") -> str:
    return url_for(
        "desk.given_file", document_id=document_id, sha256=sha256, my=None, size=size or None
    )


def _describe(stored: StoredFile) -> list[str]:
    """What whoever writes or reviews a text is to know of a file in it."""
    remarks = []
    if stored.text_state == "failed":
        sentences = {
            "encrypted": _("It is locked by a password."),
            "too_large": _("It holds more text than is read here."),
            "unknown_type": _("Files of this sort are not read here."),
            "no_converter": _("Files of this sort are not read on this site."),
            "took_too_long": _("It took too long to read."),
            "took_too_much": _("It took too long to read."),
        }
        why = sentences.get(stored.problem) or _("It may be damaged.")
        remarks.append(
            _("Its text could not be read, is not searched, and was not looked through.")
            + " "
            + why
        )
    elif stored.problem == "scanned":
        remarks.append(
            _(
                "Its pages are pictures. What stands in them is not searched, and not looked "
                "through."
            )
        )
    elif stored.text_state == "empty":
        remarks.append(_("There is no text in it."))
    beside = [words for code in stored.left_out if (words := describe_beside(code))]
    if beside:
        remarks.append(
            _("Whoever opens the file can also find in it: %(what)s.", what=", ".join(beside))
        )
    return remarks


def describe_beside(code: str) -> str:
    """What a file holds beside the text that it shows, by its code; "" for any other code."""
    words = {
        "comments": _("comments"),
        "tracked_changes": _("tracked changes"),
        "hidden_text": _("hidden text"),
        "covered_text": _("text that something was laid over"),
        "attachments": _("files that were not read"),
        "struck_text": _("struck-out text"),
    }
    return words.get(code, "")
