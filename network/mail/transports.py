"""Ways in which mail leaves: a mail server, or a folder where there is none."""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email import policy as policies
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import Policy
from email.utils import format_datetime, make_msgid
from pathlib import Path
from threading import Lock
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from network import clock
from network.errors import Misconfigured
from network.mail.addresses import encode_domain
from network.private_files import make_private_folder, narrow_folder

_SECONDS = 15
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Unreachable(OSError):
    """The mail server is not reached, does not let us in, or says nothing more: no mail would go
    now."""


class _NetAddress(BaseHeader):
    """A header that holds an address of the net and stands as it is, however long.

    The library would write what does not fit into a line as encoded words, which mail programs do
    not read there: RFC 2369 and 8058 want the address itself.
    """

    max_count = 1

    @classmethod
    def parse(cls, value: str, parts: dict[str, Any]) -> None:
        """Take the value as it is; the library's protocol of a header."""
        parts["decoded"] = value
        parts["defects"], parts["parse_tree"] = [], None

    def fold(self, *, policy: Policy) -> str:
        """The header as one line."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _NetAddress)
_POLICY = policies.default.clone(header_factory=_HEADERS)


@dataclass(frozen=True, slots=True)
class Message:
    """A mail with its address on, nothing in it that reports when it is read.

    ``html`` says the same as ``body``. A mail with a ``key`` is the same mail whenever it is
    written: it keeps its Message-ID. ``unsubscribe`` is the address that ends such mails by one
    POST (RFC 8058).
    """

    to: str
    subject: str
    body: str
    language: str
    html: str = ""
    key: str = ""
    unsubscribe: str = ""

    def written(self, sender: str) -> EmailMessage:
        """As it goes over the net. Raises ``ValueError`` for an address that is none."""
        mail = EmailMessage(_POLICY)
        mail["From"] = sender
        mail["To"] = encode_domain(self.to)
        mail["Subject"] = self.subject
        mail["Date"] = format_datetime(clock.now())
        domain = sender.rpartition("@")[2].strip(">") or None
        mail["Message-ID"] = (
            f"<{self.key}@{domain or 'localhost'}>" if self.key else make_msgid(domain=domain)
        )
        mail["Auto-Submitted"] = "auto-generated"
        if self.unsubscribe:
            mail["List-Unsubscribe"] = f"<{self.unsubscribe}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail.set_content(self.body)
        if self.html:
            mail.add_alternative(self.html, subtype="html")
        # After the content: setting that takes away every header that begins so.
        mail["Content-Language"] = self.language
        return mail


class Transport(Protocol):
    """Takes mail; raises ``OSError`` or ``smtplib.SMTPException`` when it cannot."""

    def send(self, mail: Message) -> str:
        """Send one mail. Returns where it went, for whoever looks after the site.

        Raises ``Unreachable`` where no other mail would go either.
        """
        ...

    def close(self) -> None:
        """Let go of what was held between mails; more may be sent afterwards."""
        ...


class Smtp:
    """A mail server: ``smtp://``, ``smtp+starttls://`` or ``smtps://``, user and password in the
    address. Keeps its connection from one mail to the next."""

    def __init__(self, url: str, sender: str, seconds: float = _SECONDS) -> None:
        """``seconds`` is how long to wait for each answer of the server."""
        self._url, self._sender, self._seconds = url, sender, seconds
        self._server: smtplib.SMTP | None = None
        # One connection, one mail at a time.
        self._lock = Lock()

    def send(self, mail: Message) -> str:
        """Hand one mail to the server."""
        written = mail.written(self._sender)
        with self._lock:
            server = self._open()
            try:
                server.send_message(written)
            except smtplib.SMTPResponseException:
                # The connection holds; the server said what it has against this mail.
                raise
            except smtplib.SMTPRecipientsRefused:
                raise
            except (OSError, smtplib.SMTPException) as problem:
                # The server went silent, or the connection broke: the next mail finds no other.
                self._leave()
                raise Unreachable(type(problem).__name__) from problem
        return urlsplit(self._url).hostname or "localhost"

    def close(self) -> None:
        """End the connection, if there is one."""
        with self._lock:
            server, self._server = self._server, None
            if server is not None:
                with suppress(OSError, smtplib.SMTPException):
                    server.quit()

    def _open(self) -> smtplib.SMTP:
        if self._server is not None:
            try:
                if self._server.noop()[0] == 250:
                    return self._server
            except (OSError, smtplib.SMTPException):
                pass
            self._leave()
        try:
            self._server = self._connected()
        except (OSError, smtplib.SMTPException) as problem:
            self._leave()
            raise Unreachable(type(problem).__name__) from problem
        return self._server

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self._url)
        host, port = parts.hostname or "localhost", parts.port or _PORTS[parts.scheme]
        context = ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(host, port, timeout=self._seconds, context=context)
            if parts.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=self._seconds)
        )
        try:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _leave(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """A folder that only its owner reads, for a site that has no mail server yet."""

    path: Path
    sender: str

    def send(self, mail: Message) -> str:
        """Write one mail as a file."""
        make_private_folder(self.path)
        narrow_folder(self.path)
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

    def close(self) -> None:
        """Nothing is held."""


def make_transport(smtp_url: str | None, folder: Path, sender: str) -> Transport:
    """The way that the settings name. Raises ``Misconfigured`` with one sentence."""
    if not smtp_url:
        return FolderTransport(folder, sender)
    try:
        parts = urlsplit(smtp_url)
        is_address = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise Misconfigured(
            "SMTP_URL must be smtp://, smtp+starttls:// or smtps:// with a host and, where it is "
            "not the usual one, a port."
        )
    return Smtp(smtp_url, sender)
