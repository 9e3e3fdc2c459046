"""Mail arrives once, whole, and later where it could not at first."""

from __future__ import annotations

import asyncio
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as AS_SENT
from email.policy import compat32, default
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from aiosmtpd.smtp import Session as Connection
from jinja2 import UndefinedError
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from network import clock
from network.db import Base, Database
from network.errors import Misconfigured
from network.mail.addresses import decode_domain
from network.mail.delivery import deliver_due, read_status
from network.mail.outbox import queue_mail, queue_unwritten_mail
from network.mail.tables import OutgoingMail
from network.mail.transports import FolderTransport, Message, Smtp, Transport, make_transport

SENDER = "grannar@grannar.example"
SUBJECT = "Førstelærer på Tromsøya, från Växjö till Åre"
BODY = "Hei!\n\nÆ, ø, å, ä og ö.\nhttps://grannar.example/nb/account/link/hemmelig\n-- \nGrannar\n"
LINK = "hemmelig"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database that has the outbox and nothing else."""
    database = Database(f"sqlite:///{tmp_path / 'mail.sqlite'}")
    with database.engine.execution_options(writes=True).begin() as connection:
        Base.metadata.create_all(connection, tables=[Base.metadata.tables["outgoing_mail"]])
    yield database
    database.engine.dispose()


class Closing:
    """A way for mail that holds nothing between two mails."""

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class Kept:
    """A mail server that keeps what it takes."""

    refused: set[str] = field(default_factory=set)
    mails: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's own name)
        self, server: SMTP, session: Connection, envelope: Envelope, to: str, options: list[str]
    ) -> str:
        if to in self.refused:
            return f"550 <{to}> is not known here"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's own name)
        self, server: SMTP, session: Connection, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        mail = message_from_bytes(envelope.content, _class=EmailMessage, policy=AS_SENT)
        self.mails.append((list(envelope.rcpt_tos), mail))
        return "250 OK"


@contextmanager
def serving(kept: Kept, port: int = 0, **given: Any) -> Iterator[int]:
    """A mail server at ``port``, or a free one; yields which."""
    controller = Controller(kept, hostname="127.0.0.1", port=port or free_port(), **given)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def put(database: Database, to: str = "kari@eksempelvik.example", subject: str = SUBJECT) -> int:
    """One mail in the outbox."""
    with database.transaction() as session:
        return queue_mail(session, to, subject, BODY, "nb").id


def row(database: Database, mail_id: int) -> OutgoingMail:
    """The mail as it stands in the outbox now."""
    with database.reading() as session:
        return session.get_one(OutgoingMail, mail_id)


def smtp(port: int) -> Transport:
    return make_transport(f"smtp://127.0.0.1:{port}", Path("unused"), SENDER)


def test_a_mail_arrives_with_its_letters(database: Database) -> None:
    kept = Kept()
    mail_id = put(database)
    with serving(kept) as port:
        assert len(deliver_due(database, smtp(port))) == 1
    ((to, mail),) = kept.mails
    assert to == ["kari@eksempelvik.example"]
    assert mail["To"] == "kari@eksempelvik.example"
    assert mail["From"] == SENDER
    assert mail["Subject"] == SUBJECT
    assert mail.get_content().replace("\r\n", "\n") == BODY
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@grannar.example>")
    assert not mail.is_multipart()
    sent = row(database, mail_id)
    assert sent.sent_at is not None
    assert sent.last_error == ""


def test_a_mail_says_in_which_language_it_is() -> None:
    mail = Message("kari@eksempelvik.example", SUBJECT, BODY, "nb").written(SENDER)
    assert mail["Content-Language"] == "nb"


@pytest.mark.parametrize("length", [1, 40, 60, 300, 900])
def test_the_address_that_ends_mail_stands_as_it_is_however_long(length: int) -> None:
    address = "https://grannar.example/nb/account/no-more-mail/" + "a" * length
    mail = Message("kari@eksempelvik.example", SUBJECT, BODY, "nb", unsubscribe=address)
    kept = Kept()
    with serving(kept) as port, closing(smtp(port)) as server:
        server.send(mail)
    raw = kept.raw[0]
    # As RFC 8058 and RFC 2369 want it: the header's one line holds the address itself.
    lines = [line for line in raw.split(b"\r\n") if line.lower().startswith(b"list-unsubscribe")]
    assert lines == [
        b"List-Unsubscribe: <" + address.encode() + b">",
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]
    # What decodes nothing reads it, and so does the library by any of its rules.
    for rules in (compat32, default, AS_SENT):
        assert message_from_bytes(raw, policy=rules)["List-Unsubscribe"] == f"<{address}>"
    assert message_from_bytes(raw, policy=default)["Subject"] == SUBJECT


def test_a_domain_with_letters_of_ours_is_reached(database: Database) -> None:
    kept = Kept()
    put(database, "kari@eksempelvåg.example")
    put(database, "lisa@exempelö.example")
    with serving(kept) as port:
        assert len(deliver_due(database, smtp(port))) == 2
    reached = [to for (to,), _ in kept.mails]
    assert reached == ["kari@xn--eksempelvg-95a.example", "lisa@xn--exempel-g1a.example"]
    assert [decode_domain(to) for to in reached] == [
        "kari@eksempelvåg.example",
        "lisa@exempelö.example",
    ]


@dataclass
class Faulty:
    """Writes mails of a kind, but not the first."""

    fault: Exception
    written: int = 0

    def write(self, session: Session, mail: OutgoingMail) -> Message | None:
        """The second mail and those after it."""
        assert mail.parameters
        if mail.parameters["number"] == 0:
            raise self.fault
        self.written += 1
        return Message(mail.to, SUBJECT, BODY, mail.language, key=mail.key or "")

    def taken(self, session: Session, mail: OutgoingMail) -> None:
        """Nothing to learn."""

    refused = taken


@pytest.mark.parametrize(
    "fault", [UndefinedError("'title' is undefined"), KeyError("nb"), RuntimeError("hemmelig")]
)
def test_a_mail_that_cannot_be_written_is_told_and_stops_no_other(
    database: Database, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    kept, writer = Kept(), Faulty(fault)
    with database.transaction() as session:
        for number in range(3):
            queue_unwritten_mail(
                session,
                f"p{number}@eksempelvik.example",
                "news",
                {"number": number},
                "nb",
                key=f"k{number}",
            )
    put(database)
    with serving(kept) as port:
        assert len(deliver_due(database, smtp(port), writers={"news": writer})) == 3
    with database.reading() as session:
        (status,) = read_status(session)
        assert (status.number, status.is_unwritten, status.is_given_up) == (1, True, False)
        assert status.error == type(fault).__name__
    # The log tells where in the code, and nothing of the mail.
    assert "test_mail.py" in caplog.text
    assert "hemmelig" not in caplog.text
    assert "p0@" not in caplog.text
    # Mended, it goes out.
    writer.fault, kept.mails[:] = RuntimeError(), []
    with database.transaction() as session:
        session.execute(update(OutgoingMail).values(parameters={"number": 9}))
    with (
        serving(kept) as port,
        clock.freeze_time(clock.now() + timedelta(hours=1)),
    ):
        assert len(deliver_due(database, smtp(port), writers={"news": writer})) == 1


def test_an_address_that_no_mail_can_have_is_told_and_stops_no_other(database: Database) -> None:
    kept = Kept()
    put(database, "kari@" + "å" * 70 + ".example")
    put(database, "etter@eksempelvik.example")
    with serving(kept) as port:
        assert len(deliver_due(database, smtp(port))) == 1
    with database.reading() as session:
        (status,) = read_status(session)
        assert status.is_unwritten
    with clock.freeze_time(clock.now() + timedelta(days=2)), database.reading() as session:
        (status,) = read_status(session)
        assert status.is_given_up


def test_a_sent_mail_keeps_no_link(database: Database, tmp_path: Path) -> None:
    mail_id = put(database)
    assert LINK in row(database, mail_id).body
    deliver_due(database, FolderTransport(tmp_path / "mail", SENDER))
    assert row(database, mail_id).body == ""


def test_a_sent_mail_is_not_sent_again(database: Database) -> None:
    kept = Kept()
    put(database)
    with serving(kept) as port:
        deliver_due(database, smtp(port))
        with clock.freeze_time(clock.now() + timedelta(hours=2)):
            assert not deliver_due(database, smtp(port))
    assert len(kept.mails) == 1


def test_a_refused_address_is_tried_again_and_holds_up_no_other(database: Database) -> None:
    kept = Kept(refused={"borte@eksempelvik.example"})
    begun = clock.now()
    with serving(kept) as port, clock.freeze_time(begun):
        gone = put(database, "borte@eksempelvik.example")
        put(database)
        assert len(deliver_due(database, smtp(port))) == 1
        refused = row(database, gone)
        assert (refused.sent_at, refused.tries) == (None, 1)
        assert refused.next_try_at == begun + timedelta(minutes=1)
        assert refused.last_error == "SMTPRecipientsRefused"
        assert refused.body == BODY
        assert not deliver_due(database, smtp(port))
        kept.refused.clear()
        with clock.freeze_time(begun + timedelta(minutes=1)):
            assert len(deliver_due(database, smtp(port))) == 1
    assert [to for to, _ in kept.mails] == [
        ["kari@eksempelvik.example"],
        ["borte@eksempelvik.example"],
    ]


def test_a_mail_waits_for_a_server_that_is_down(database: Database) -> None:
    port, kept = free_port(), Kept()
    mail_id = put(database)
    assert not deliver_due(database, smtp(port))
    waiting = row(database, mail_id)
    assert waiting.last_error == "ConnectionRefusedError"
    assert (waiting.sent_at, waiting.body) == (None, BODY)
    with serving(kept, port), clock.freeze_time(clock.now() + timedelta(minutes=2)):
        assert len(deliver_due(database, smtp(port))) == 1
    assert len(kept.mails) == 1


@dataclass
class Silent(Kept):
    """A mail server that greets and then says nothing more, until it is well again."""

    is_well: bool = False
    asked: int = 0

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's own name)
        self, server: SMTP, session: Connection, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        self.asked += 1
        if not self.is_well:
            await asyncio.sleep(30)
        envelope.mail_from = address
        return "250 OK"


def test_a_server_that_says_nothing_holds_up_three_mails_and_loses_none(
    database: Database,
) -> None:
    begun, silent = clock.now(), Silent()
    with serving(silent) as port, clock.freeze_time(begun):
        for number in range(8):
            put(database, f"person{number}@eksempelvik.example")
        transport = Smtp(f"smtp://127.0.0.1:{port}", SENDER, seconds=0.2)
        started = time.monotonic()
        assert deliver_due(database, transport) == []
        assert time.monotonic() - started < 5
        # The others wait for the next run and not for their turn to wait for an answer.
        assert silent.asked == 3
        silent.is_well = True
        assert len(deliver_due(database, transport)) == 5
        with clock.freeze_time(begun + timedelta(minutes=2)):
            assert len(deliver_due(database, transport)) == 3
    assert len({to for (to,), _ in silent.mails}) == 8


class Never(Closing):
    """Takes no mail."""

    def __init__(self) -> None:
        self.asked = 0

    def send(self, mail: Message) -> str:
        self.asked += 1
        raise TimeoutError(f"{mail.to} {mail.body}")


def test_the_waits_grow_and_end_after_a_day(database: Database) -> None:
    begun, never = clock.now(), Never()
    with clock.freeze_time(begun):
        mail_id = put(database)
    tried = []
    for minute in range(30 * 60):
        before = never.asked
        with clock.freeze_time(begun + timedelta(minutes=minute)):
            if row(database, mail_id).next_try_at <= clock.now():
                deliver_due(database, never)
        if never.asked > before:
            tried.append(minute)
    assert tried[:5] == [0, 1, 6, 36, 96]
    assert {later - sooner for sooner, later in pairwise(tried[3:])} == {60}
    assert tried[-1] < 24 * 60 <= tried[-1] + 60
    given_up = row(database, mail_id)
    assert given_up.sent_at is None
    assert given_up.tries == len(tried)
    assert given_up.last_error == "TimeoutError"


def test_a_failure_is_logged_without_address_or_text(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    mail_id = put(database)
    deliver_due(database, Never())
    assert "TimeoutError" in caplog.text
    for noted in (caplog.text, row(database, mail_id).last_error):
        assert "eksempelvik" not in noted
        assert LINK not in noted


class Taking(Closing):
    """Takes all mail and knows for whom."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def send(self, mail: Message) -> str:
        self.taken.append(mail.to)
        return "here"


def test_two_who_deliver_send_nothing_twice(database: Database) -> None:
    wanted = [f"person{number}@eksempelvik.example" for number in range(20)]
    for to in wanted:
        put(database, to)
    transport, together = Taking(), threading.Barrier(2)
    failed: list[BaseException] = []

    def deliver() -> None:
        together.wait()
        try:
            deliver_due(database, transport)
        except SQLAlchemyError as problem:
            failed.append(problem)

    both = [threading.Thread(target=deliver) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert failed == []
    assert sorted(transport.taken) == sorted(wanted)


def test_a_mail_that_is_being_sent_is_left_to_who_sends_it(database: Database) -> None:
    mail_id = put(database)
    inner: list[list[str]] = []

    class Slow(Closing):
        def send(self, mail: Message) -> str:
            inner.append(deliver_due(database, Never()))
            return "here"

    assert deliver_due(database, Slow()) == ["here"]
    assert inner == [[]]
    assert row(database, mail_id).tries == 1


def test_a_mail_whose_sender_died_is_taken_up_after_five_minutes(database: Database) -> None:
    class Dies(Closing):
        def send(self, mail: Message) -> str:
            raise KeyboardInterrupt

    begun, transport = clock.now(), Taking()
    with clock.freeze_time(begun):
        put(database)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(database, Dies())
        assert not deliver_due(database, transport)
    with clock.freeze_time(begun + timedelta(minutes=5)):
        assert len(deliver_due(database, transport)) == 1


def test_no_more_than_asked_for_are_sent_the_oldest_first(database: Database) -> None:
    for number in range(5):
        put(database, f"person{number}@eksempelvik.example")
    transport = Taking()
    assert len(deliver_due(database, transport, most=2)) == 2
    assert transport.taken == [f"person{number}@eksempelvik.example" for number in (0, 1)]


def test_a_mail_of_what_did_not_happen_is_not_sent(database: Database) -> None:
    with suppress(ZeroDivisionError), database.transaction() as session:
        queue_mail(session, "kari@eksempelvik.example", SUBJECT, BODY, "nb")
        _ = 1 / 0
    with database.reading() as session:
        assert session.scalars(select(OutgoingMail)).all() == []


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("where", ["to", "subject"])
def test_nobody_writes_a_header(database: Database, where: str, end: str) -> None:
    given = {"to": "kari@eksempelvik.example", "subject": "Hei"}
    given[where] += f"{end}Bcc: alle@eksempelvik.example"
    with pytest.raises(ValueError, match="one line"), database.transaction() as session:
        queue_mail(session, given["to"], given["subject"], BODY, "nb")
    with database.reading() as session:
        assert session.scalars(select(OutgoingMail)).all() == []


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("ikke en adresse", "Hei"),
        ("kåre@eksempelvik.example", "Hei"),
        ("", "Hei"),
        ("kari@", "Hei"),
        ("kari@eksempelvik.example", "Hei\x0bBcc: alle@x.example"),
        ("kari@eksempelvik.example", "Hei\u2028Bcc: alle@x.example"),
        ("kari@eksempelvik.example, alle@x.example", "Hei"),
    ],
)
def test_a_mail_that_cannot_be_written_holds_up_no_other(
    database: Database, to: str, subject: str
) -> None:
    kept = Kept()
    with serving(kept) as port:
        with suppress(ValueError):
            put(database, to, subject)
        put(database, "etter@eksempelvik.example")
        deliver_due(database, smtp(port))
    assert ["etter@eksempelvik.example"] in [to for to, _ in kept.mails]
    for reached, mail in kept.mails:
        assert mail["Bcc"] is None
        assert "alle@x.example" not in reached


def test_a_folder_takes_mail_for_its_owner_alone(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "var" / "mail"
    for _ in range(2):
        put(database)
    written = deliver_due(database, make_transport(None, folder, SENDER))
    assert len(set(written)) == 2
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in written:
        file = Path(name)
        assert (file.parent, file.suffix) == (folder, ".eml")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        mail = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=AS_SENT)
        assert mail["Subject"] == SUBJECT
        assert mail.get_content() == BODY


def test_user_and_password_of_the_address_are_used() -> None:
    asked: list[tuple[bytes, bytes]] = []

    def look(
        server: SMTP, session: Connection, envelope: Envelope, way: str, given: object
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        asked.append((given.login, given.password))
        return AuthResult(success=True)

    kept = Kept()
    with serving(kept, authenticator=look, auth_require_tls=False) as port:
        address = f"smtp://kari%40x:p%3A%2F%25@127.0.0.1:{port}"
        with closing(Smtp(address, SENDER)) as server:
            server.send(Message("kari@eksempelvik.example", "Hei", BODY, "sv"))
    assert asked == [(b"kari@x", b"p:/%")]
    assert len(kept.mails) == 1


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://:25",
        "smtp://mail.example:99999",
        "smtp://mail.example:x",
        "smtp://user:secret@",
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(
    address: str, tmp_path: Path
) -> None:
    with pytest.raises(Misconfigured) as refused:
        make_transport(address, tmp_path, SENDER)
    assert "secret" not in str(refused.value)
