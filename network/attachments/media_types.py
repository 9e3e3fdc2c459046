"""What is known of the sorts of files: how each is sent so that it does nothing at a reader's."""

from __future__ import annotations

from collections.abc import Mapping

OTHER = "application/octet-stream"
# Drawn anew by the site when they come in, so that they hold a picture and nothing else. These
# alone a browser may show by itself.
PICTURES: Mapping[str, tuple[str, ...]] = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
}
# Sent as what they are, to be saved and opened by whoever wants to; the endings of each.
_DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
    "application/vnd.oasis.opendocument.presentation": (".odp",),
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
    "application/vnd.ms-powerpoint": (".ppt",),
    "application/vnd.ms-outlook": (".msg",),
    "application/rtf": (".rtf",),
    "application/zip": (".zip",),
    "text/plain": (".txt", ".text", ".md", ".csv", ".tsv", ".log"),
    "text/markdown": (".md", ".markdown"),
    "text/csv": (".csv",),
    "message/rfc822": (".eml",),
}


def is_picture(media_type: str) -> bool:
    """Whether files of a type are shown on the entry's page."""
    return media_type in PICTURES


def choose_sent_type(media_type: str) -> str:
    """The type that a file is sent as: its own where that is a known one, else that of any bytes.
    A page, a script or a drawing with scripts in it is none of them."""
    if media_type in PICTURES or media_type in _DOCUMENTS:
        return media_type
    return OTHER


def list_endings(media_type: str) -> tuple[str, ...]:
    """The endings that a file of a type may have, the usual first; none where any will do."""
    return PICTURES.get(media_type, ()) or _DOCUMENTS.get(media_type, ())
