"""Ways in which mail leaves: a mail server, or a folder where there is none."""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from network import clock
from network.errors import Misconfigured

_SECONDS = 15
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Message:
    """A mail with its address on. Plain text, nothing in it that tells when it is read."""

    to: str
    subject: str
    body: str
    language: str

    def written(self, sender: str) -> EmailMessage:
        """As it goes over the net."""
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = self.to
        mail["Subject"] = self.subject
        mail["Date"] = format_datetime(clock.now())
        mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip(">") or None)
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(self.body)
        # After the content: setting that takes away every header that begins so.
        mail["Content-Language"] = self.language
        return mail


class Transport(Protocol):
    """Takes mail; raises ``OSError`` or ``smtplib.SMTPException`` when it cannot."""

    def send(self, mail: Message) -> str:
        """Send one mail. Returns where it went, for whoever looks after the site."""
        ...


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server: ``smtp://``, ``smtp+starttls://`` or ``smtps://``, user and password in the
    address."""

    url: str
    sender: str

    def send(self, mail: Message) -> str:
        """Hand one mail to the server, over a connection of its own."""
        parts = urlsplit(self.url)
        host, port = parts.hostname or "localhost", parts.port or _PORTS[parts.scheme]
        written = mail.written(self.sender)
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
            if parts.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=_SECONDS)
        ) as server:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(written)
        return host


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that only its owner reads, for a site that has no mail server yet."""

    path: Path
    sender: str

    def send(self, mail: Message) -> str:
        """Write one mail as a file."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        stem = clock.now().strftime("%Y%m%dT%H%M%S")
        for number in range(1, 100_000):
            file = self.path / f"{stem}-{number}.eml"
            try:
                handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(handle, "wb") as out:
                out.write(bytes(mail.written(self.sender)))
            return str(file)
        raise FileExistsError(str(self.path))


def transport_of(smtp_url: str | None, folder: Path, sender: str) -> Transport:
    """The way that the settings name. Raises ``Misconfigured`` with one sentence."""
    if not smtp_url:
        return Folder(folder, sender)
    parts = urlsplit(smtp_url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in _PORTS or not parts.hostname or port == -1:
        raise Misconfigured(
            "SMTP_URL must be smtp://, smtp+starttls:// or smtps:// with a host and, where it is "
            "not the usual one, a port."
        )
    return Smtp(smtp_url, sender)
