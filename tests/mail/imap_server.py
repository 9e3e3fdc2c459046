"""A small IMAP server over TLS, of one folder and its neighbours, for tests."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Mailboxes:
    """What the server holds: in each folder the mails by UID, and who has been seen."""

    folders: dict[str, dict[int, bytes]] = field(default_factory=lambda: {"INBOX": {}})
    seen: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    capabilities: str = "IMAP4rev1 UIDPLUS MOVE"
    # Commands that are answered with NO, and how often the connection breaks at a FETCH.
    refused: set[str] = field(default_factory=set)
    breaks: int = 0
    commands: list[str] = field(default_factory=list)
    port: int = 0
    context: ssl.SSLContext | None = None


def make_certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    file = folder / "imap.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file


@contextmanager
def imap_server(folder: Path) -> Iterator[Mailboxes]:
    """A server with user *retur* and password *hem lig*."""
    boxes = Mailboxes()
    certificate = make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    boxes.context = ssl.create_default_context(cafile=str(certificate))

    class Handler(StreamRequestHandler):
        def setup(self) -> None:
            self.request = context.wrap_socket(self.request, server_side=True)
            super().setup()

        def finish(self) -> None:
            super().finish()
            self.request.close()

        def handle(self) -> None:
            _Session(boxes, self).serve()

    class Server(ThreadingTCPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that breaks off is no fault of the server."""

    with Server(("127.0.0.1", 0), Handler) as server:
        boxes.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield boxes
        finally:
            server.shutdown()


class _Session:
    def __init__(self, boxes: Mailboxes, handler: StreamRequestHandler) -> None:
        self.boxes, self.handler = boxes, handler
        self.folder = ""

    def say(self, line: str) -> None:
        self.handler.wfile.write(line.encode() + b"\r\n")

    def serve(self) -> None:
        self.say("* OK ready")
        while line := self.handler.rfile.readline().decode().strip():
            tag, _, rest = line.partition(" ")
            uid, verb, words = self.split(rest)
            self.boxes.commands.append(f"{verb} {words}".strip())
            if verb in self.boxes.refused:
                self.say(f"{tag} NO {verb} is refused")
                continue
            if self.answer(verb, words):
                self.say(f"{tag} OK {uid}{verb} done")
            else:
                self.say(f"{tag} NO {verb} is not known or wrong")
            if verb == "LOGOUT":
                return

    @staticmethod
    def split(rest: str) -> tuple[str, str, str]:
        verb, _, words = rest.partition(" ")
        if verb.upper() != "UID":
            return "", verb.upper(), words
        verb, _, words = words.partition(" ")
        return "UID ", verb.upper(), words

    def answer(self, verb: str, words: str) -> bool:
        boxes = self.boxes
        mails = boxes.folders.get(self.folder, {})
        match verb:
            case "CAPABILITY":
                self.say(f"* CAPABILITY {boxes.capabilities}")
            case "LOGIN":
                return words == 'retur "hem lig"'
            case "SELECT":
                self.folder = words.strip('"')
                if self.folder not in boxes.folders:
                    return False
                self.say(f"* {len(boxes.folders[self.folder])} EXISTS")
            case "SEARCH":
                unseen = (str(uid) for uid in sorted(mails) if uid not in boxes.seen)
                self.say(f"* SEARCH {' '.join(unseen)}")
            case "FETCH":
                if boxes.breaks:
                    boxes.breaks -= 1
                    self.handler.request.close()
                    return False
                uid, most = map(int, re.findall(r"^(\d+) .*<0\.(\d+)>", words)[0])
                part = mails[uid][:most]
                self.handler.wfile.write(
                    b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n%s)\r\n" % (uid, len(part), part)
                )
            case "STORE":
                uid = int(words.split(" ", 1)[0])
                boxes.seen |= {uid} if r"\Seen" in words else set()
                boxes.deleted |= {uid} if r"\Deleted" in words else set()
            case "MOVE" | "COPY":
                uid, folder = int(words.split(" ", 1)[0]), words.split(" ", 1)[1].strip('"')
                if folder not in boxes.folders:
                    return False
                boxes.folders[folder][uid] = mails[uid]
                if verb == "MOVE":
                    del mails[uid]
            case "EXPUNGE":
                for uid in boxes.deleted & mails.keys():
                    del mails[uid]
            case "LOGOUT":
                self.say("* BYE")
            case _:
                return False
        return True
