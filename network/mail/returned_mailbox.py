"""A mailbox that mail comes back to, read by IMAP (RFC 9051) over TLS."""

from __future__ import annotations

import imaplib
import re
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from network.errors import Misconfigured
from network.mail.delivery_reports import MOST_BYTES

_SECONDS = 30.0
_PORTS = {"imaps": 993, "imap+starttls": 143}
# So many are read at once; the rest by the next run.
MOST_AT_ONCE = 200


class MailboxAway(OSError):
    """The mailbox is not reached, does not let us in, or says what is no IMAP. Names no person and
    no password."""


@dataclass(frozen=True, slots=True)
class ReturnedMailbox:
    """One folder of a mailbox. What was read of it is marked as seen, or moved to ``read_folder``
    where one is named."""

    host: str
    port: int
    has_starttls: bool
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    read_folder: str = ""
    seconds: float = _SECONDS
    # Of the machine's own trust, where none is given.
    context: ssl.SSLContext | None = None

    def read(self, take: Callable[[bytes], object], most: int = MOST_AT_ONCE) -> int:
        """Hand over every mail that nobody has seen, the oldest first; how many there were.

        A mail is marked once ``take`` has returned: killed between, or where ``take`` raises, it is
        handed over again by the next run. Of one mail no more than ``MOST_BYTES`` is fetched.
        Raises ``MailboxAway``.
        """
        try:
            server = self._open()
        except (OSError, imaplib.IMAP4.error) as problem:
            raise MailboxAway(f"the mailbox is not reached ({type(problem).__name__})") from None
        try:
            return self._read(server, take, most)
        except (OSError, imaplib.IMAP4.error) as problem:
            raise MailboxAway(f"the mailbox does not answer ({type(problem).__name__})") from None
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                server.logout()

    def _open(self) -> imaplib.IMAP4:
        context = self.context or ssl.create_default_context()
        server: imaplib.IMAP4
        if self.has_starttls:
            server = imaplib.IMAP4(self.host, self.port, timeout=self.seconds)
        else:
            server = imaplib.IMAP4_SSL(
                self.host, self.port, ssl_context=context, timeout=self.seconds
            )
        try:
            if self.has_starttls:
                server.starttls(ssl_context=context)
            server.login(self.user, self.password)
        except BaseException:
            server.shutdown()
            raise
        return server

    def _read(self, server: imaplib.IMAP4, take: Callable[[bytes], object], most: int) -> int:
        _demand(server.select(_quote(self.folder)))
        found = _demand(server.uid("SEARCH", "UNSEEN"))
        uids = b" ".join(line for line in found if isinstance(line, bytes)).split()
        read = 0
        for uid in uids[:most]:
            name = uid.decode("ascii", "replace")
            if not name.isdigit():
                raise imaplib.IMAP4.error("a number was expected")
            parts = _demand(server.uid("FETCH", name, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
            take(next((part[1] for part in parts if isinstance(part, tuple)), b""))
            read += 1
            self._put_away(server, name)
        return read

    def _put_away(self, server: imaplib.IMAP4, uid: str) -> None:
        if not self.read_folder:
            _demand(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))
            return
        folder = _quote(self.read_folder)
        if "MOVE" in server.capabilities:
            _demand(server.uid("MOVE", uid, folder))
            return
        _demand(server.uid("COPY", uid, folder))
        # Seen as well: without UIDPLUS it stays until somebody tidies up, and is not read again.
        _demand(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Deleted)"))
        if "UIDPLUS" in server.capabilities:
            _demand(server.uid("EXPUNGE", uid))


def make_returned_mailbox(url: str | None) -> ReturnedMailbox | None:
    """The mailbox that the settings name; None without one. Raises ``Misconfigured``, without the
    address, which has a password in it."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
        is_address = (
            parts.scheme in _PORTS
            and bool(parts.hostname and parts.username and parts.password)
            and port != 0
        )
    except ValueError:
        is_address = False
    values = parse_qs(parts.query) if is_address else {}
    if not is_address or set(values) - {"read"} or re.search(r"[\x00-\x1f]", unquote(url)):
        raise Misconfigured(
            "BOUNCE_IMAP_URL must be imaps:// or imap+starttls:// with USER:PASSWORD@HOST, a "
            "folder where it is not INBOX, and at most ?read= with the folder that what was read "
            "is moved to."
        )
    return ReturnedMailbox(
        host=parts.hostname or "",
        port=port or _PORTS[parts.scheme],
        has_starttls=parts.scheme == "imap+starttls",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path).strip("/") or "INBOX",
        read_folder=values.get("read", [""])[0],
    )


def _demand(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    kind, parts = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(kind)
    return parts


def _quote(folder: str) -> str:
    """A folder's name as IMAP takes it: modified UTF-7 (RFC 3501, 5.1.3), in quotation marks."""
    encoded = re.sub(
        r"[^\x20-\x7e]+|&",
        lambda match: "&-" if match.group() == "&" else "&" + _encode_utf7(match.group()) + "-",
        folder,
    )
    return '"' + encoded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _encode_utf7(text: str) -> str:
    return b64encode(text.encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")
