"""Mail that was saved as a file (.eml, .msg): its subject, its text and its attachments."""

from __future__ import annotations

import email
import email.policy
import io
import struct
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Any

from network.files_in.faults import NotReadable
from network.files_in.text_encodings import decode_html, decode_text

#: So many attachments of a message are read.
MAX_ATTACHMENTS = 20
# A message in a message in a message: two parts of a path each.
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class SavedMessage:
    """A message. ``html`` is empty where its text is plain; ``attachments`` are names and bytes.
    Who sent it to whom is not among it."""

    subject: str
    text: str
    html: str
    attachments: tuple[tuple[str, bytes], ...]


def read_internet_message(file: bytes) -> SavedMessage:
    """A message of RFC 5322 as mail programs save it (.eml)."""
    message = email.message_from_bytes(file.lstrip(b"\r\n"), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    plain = message.get_body(("plain",))
    html = message.get_body(("html",))
    attachments: list[tuple[str, bytes]] = []
    for part in message.iter_attachments():
        if len(attachments) == MAX_ATTACHMENTS:
            break
        # Pictures that the text shows where it stands, such as a signature's.
        if part.get_content_maintype() == "image" and part.get("Content-ID"):
            continue
        attachments.append((part.get_filename() or "", _get_bytes(part)))
    return SavedMessage(
        subject=" ".join(str(message.get("Subject", "")).split()),
        text=_get_text(plain),
        html=_get_text(html),
        attachments=tuple(attachments),
    )


def _get_text(part: EmailMessage | Message | None) -> str:
    if not isinstance(part, EmailMessage):
        return ""
    try:
        text = part.get_content()
    except (LookupError, ValueError):
        # A character set that nobody knows.
        content = part.get_payload(decode=True)
        text = content.decode("cp1252", "replace") if isinstance(content, bytes) else ""
    return text if isinstance(text, str) else ""


def _get_bytes(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        message = inner[0] if isinstance(inner, list) and inner else None
        return message.as_bytes() if isinstance(message, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def read_outlook_message(file: bytes) -> SavedMessage:
    """A message as Outlook for Windows saves it (.msg, [MS-OXMSG]); a message attached to it as
    its text. Raises ``NotReadable("damaged")``."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(file)) as storage:
            return _read_storage(storage, "")
    except (OSError, KeyError, ValueError, IndexError, struct.error):
        raise NotReadable("damaged") from None


def _read_storage(storage: Any, folder: str) -> SavedMessage:
    attachments: list[tuple[str, bytes]] = []
    depth = folder.count("/")
    inner = sorted(
        {
            path[depth]
            for path in storage.listdir()
            if "/".join(path[:depth]) == folder.rstrip("/") and len(path) > depth + 1
        }
    )
    for name in inner:
        if not name.startswith("__attach_version1.0_#") or len(attachments) == MAX_ATTACHMENTS:
            continue
        attached = f"{folder}{name}/"
        title = _read_string(storage, attached, "3707") or _read_string(storage, attached, "3704")
        if storage.exists(f"{attached}__substg1.0_37010102"):
            attachments.append((title, _read_stream(storage, attached, "37010102")))
        elif storage.exists(f"{attached}__substg1.0_3701000D") and depth < _DEEPEST:
            message = _read_storage(storage, f"{attached}__substg1.0_3701000D/")
            attachments.append((message.subject or title, message.text.encode()))
    html = _read_stream(storage, folder, "10130102")
    return SavedMessage(
        subject=" ".join(_read_string(storage, folder, "0037").split()),
        text=_read_string(storage, folder, "1000"),
        html=decode_html(html) or _read_string(storage, folder, "1013"),
        attachments=tuple(attachments),
    )


def _read_string(storage: Any, folder: str, property_id: str) -> str:
    """A property's text: of the newer type in UTF-16, of the older in some single-byte way."""
    if text := _read_stream(storage, folder, f"{property_id}001F"):
        return text.decode("utf-16-le", "replace").rstrip("\0")
    return decode_text(_read_stream(storage, folder, f"{property_id}001E")).rstrip("\0")


def _read_stream(storage: Any, folder: str, tag: str) -> bytes:
    path = f"{folder}__substg1.0_{tag}"
    if not storage.exists(path):
        return b""
    return bytes(storage.openstream(path).read())
