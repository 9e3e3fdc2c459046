"""Mail that was saved as a file (.eml, .msg): its subject, its text and its attachments."""

from __future__ import annotations

import email
import email.policy
import io
from dataclasses import dataclass
from email.message import EmailMessage, Message

from network.files_in.faults import NotReadable

#: So many attachments of a message are read.
MAX_ATTACHMENTS = 20


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
    """A message as Outlook for Windows saves it (.msg). Raises ``NotReadable("damaged")``."""
    import oxmsg

    try:
        message = oxmsg.Message.load(io.BytesIO(file))
        return SavedMessage(
            subject=message.subject or "",
            text=message.body or "",
            html=message.html_body or "",
            attachments=tuple(
                (attachment.file_name or "", attachment.file_bytes or b"")
                for attachment in message.attachments[:MAX_ATTACHMENTS]
            ),
        )
    except (KeyError, ValueError, OSError):
        raise NotReadable("damaged") from None
