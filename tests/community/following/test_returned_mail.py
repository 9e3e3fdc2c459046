"""Mail that came back: whose fault it is, what follows, and what is told of it."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from network import clock
from network.cli.mail import mail as mail_command
from network.community.following.bounces import (
    read_returned,
    take_bounce,
    tell_of_returned,
)
from network.community.following.tables import MailPreference, ReturnedMail
from network.db import Database
from network.mail.delivery_reports import read_delivery_report
from network.mail.failure_reasons import find_reason
from network.mail.tables import OutgoingMail
from network.people.tables import Account
from tests.community.following import test_mail
from tests.community.following.digest_sender import CATALOGUES
from tests.community.following.test_mail import ADDRESS, NOON, gathered, send
from tests.growth import grows_evenly
from tests.people import person
from tests.web.people import site_of

house = test_mail.house
WHO = "tove@postmottak.example"


def report(
    status: str, said: str, *, to: str = WHO, text: str = "", action: str = "failed"
) -> bytes:
    """A report as RFC 3464 has it, of one address."""
    return f"""From: MAILER-DAEMON@mx.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain; charset=utf-8

{text or "It could not be delivered."}
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--x
Content-Type: text/rfc822-headers

Message-ID: <one@grannar.example>

--x--
""".encode()


def plain(
    text: str, *, sender: str = "MAILER-DAEMON@mx.example", subject: str = "failure notice"
) -> bytes:
    """A report that is written for people alone."""
    return (
        f"From: {sender}\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    ).encode()


def reason_of(written: bytes, address: str = WHO) -> str | None:
    found = read_delivery_report(written)
    if found is None:
        return None
    return next((row.reason for row in found.failures if row.address == address), None)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.1.1", "550 5.1.1 <tove@postmottak.example>: Recipient address rejected: User unknown"),
        ("5.1.1", "550 No such user here"),
        ("5.0.0", "550 Unknown mailbox tove@postmottak.example (in reply to RCPT TO command)"),
        ("5.0.0", "554 5.1.0 This account doesn't exist"),
        ("5.1.1", "550-5.1.1 The email account that you tried to reach does not exist"),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied"),
        ("5.1.2", "550 Host unknown"),
        ("5.4.4", "Host or domain name not found. Name service error: Host not found"),
        ("5.1.6", "551 recipient no longer on server"),
        ("5.2.1", "550 5.2.1 User unknown (in reply to RCPT TO command)"),
        ("5.1.10", "556 Domain does not accept mail (nullMX)"),
        ("5.1.1", "550 Mottakeren finnes ikke"),
        ("5.1.1", "550 Okänd mottagare"),
        ("5.1.1", "no words at all"),
    ],
)
def test_the_addresss_own_fault_is_known_by_code_and_words(status: str, said: str) -> None:
    assert reason_of(report(status, said)) == "no_such_address"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.0.0", "550 No such user here"),
        ("5.0.0", "550 Unknown mailbox tove@postmottak.example"),
        ("5.0.0", "554 This account doesn't exist"),
        ("5.5.0", "550 Requested action not taken: mailbox unavailable"),
        ("5.2.1", "550 5.2.1 <tove@postmottak.example>... User unknown"),
        # The server's own code outweighs the status that the reporting one made of it.
        ("5.1.1", "550 5.0.0 User unknown"),
        # Of the sender.
        ("5.0.0", "550 5.1.8 User unknown"),
        ("5.0.0", "550 Mottakeren finnes ikke"),
        ("5.0.0", "550 Okänd mottagare"),
    ],
)
def test_words_alone_prove_nothing_of_an_address(status: str, said: str) -> None:
    assert reason_of(report(status, said)) == "said_unknown"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"<{WHO}>:\nRemote host said: 550 User unknown\n[RCPT_TO]", "no_such_address"),
        (f">>> RCPT To:<{WHO}>\n<<< 550 <{WHO}> User unknown", "no_such_address"),
        # Sent together: the first answers to the recipient.
        (
            f">>> DATA\n<<< 550 5.5.0 <{WHO}> Invalid recipient\n<<< 554 5.5.1 No valid recipients",
            "no_such_address",
        ),
        (f"{WHO}\nMSEXCH:IMS:A:B:C 0 (000C05A6) Unknown Recipient", "no_such_address"),
        (f"{WHO}\nMSEXCH:IMC:A:B:C Recipient not found", "said_unknown"),
        (
            f">>> DATA\n<<< 550 5.0.0 <{WHO}> User unknown\n<<< 503 5.0.0 Need RCPT (recipient)",
            "said_unknown",
        ),
        (f"<{WHO}> [User unknown]", "said_unknown"),
    ],
)
def test_the_command_that_was_answered_is_the_proof(text: str, reason: str) -> None:
    assert reason_of(plain(text)) == reason


def test_whom_a_report_is_written_to_is_not_whom_it_is_about() -> None:
    written = plain(f"From {WHO}\nper@postmottak.example: User unknown (#5.1.1)")
    written = b"To: <" + WHO.encode() + b">\n" + written
    assert reason_of(written) is None
    assert reason_of(written, "per@postmottak.example") == "no_such_address"


@pytest.mark.parametrize(
    ("status", "said", "reason"),
    [
        (
            "5.7.1",
            "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked by a list",
            "blocked",
        ),
        ("5.1.1", "550 5.1.1 User unknown or your IP is listed in bl.example", "blocked"),
        (
            "5.7.26",
            "550 5.7.26 Unauthenticated mail is not accepted due to the DMARC policy",
            "blocked",
        ),
        ("5.1.8", "553 5.1.8 Domain of sender address does not exist", "blocked"),
        ("5.7.1", "550 5.7.1 Our system has detected a very low reputation", "blocked"),
        ("5.0.0", "550 User unknown, sender verification failed: sender is rejected", "blocked"),
        ("5.2.2", "552 5.2.2 The mailbox is full", "mailbox_full"),
        ("5.1.1", "550 5.1.1 Not enough disk space for user", "mailbox_full"),
        ("5.3.4", "552 5.3.4 Message size exceeds fixed limit", "mail_refused"),
        ("5.6.0", "554 5.6.0 Virus found in attachment", "mail_refused"),
        ("5.7.1", "554 5.7.1 Relay access denied", "blocked"),
        ("5.4.6", "554 5.4.6 Too many hops", "passing"),
        ("5.4.6", "554 5.4.6 Routing loop detected", "route"),
        ("4.1.1", "450 4.1.1 User unknown in local table", "passing"),
        ("4.7.1", "450 4.7.1 Greylisted", "passing"),
        ("4.2.2", "452 4.2.2 Over quota", "mailbox_full"),
        ("5.0.0", "421 Service not available", "passing"),
        ("5.2.1", "550 5.2.1 The account is disabled", "account_disabled"),
        ("5.2.1", "550 5.2.1 Mailbox closed", "account_disabled"),
        ("5.2.1", "no words at all", "account_disabled"),
        ("5.2.1", "550 5.2.1 The user is receiving mail at a rate that prevents more", "passing"),
        ("5.5.0", "503 Bad sequence of commands", "route"),
        ("5.0.0", "554 Transaction failed", "unknown"),
    ],
)
def test_no_fault_of_others_sets_an_address_aside(status: str, said: str, reason: str) -> None:
    found = reason_of(report(status, said))
    assert found == reason
    assert found != "no_such_address"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            f"Sorry, these failed:\n\n<{WHO}>:\nno mailbox here by that name. (#5.1.1)",
            "no_such_address",
        ),
        (
            f"The following address(es) failed:\n\n  {WHO}\n    Unrouteable address",
            "said_unknown",
        ),
        (
            f"550 5.1.1 <{WHO}>... User unknown\n\n--- Below this line is a copy\n\nquota",
            "no_such_address",
        ),
        (f"<{WHO}>: 552 Mailbox full, 550 user unknown", "mailbox_full"),
        (f"<{WHO}>: host mx said: 550 User unknown (in reply to end of DATA command)", "unknown"),
        (
            f"{WHO}\n  after MAIL FROM:<x@grannar.example>: 550 5.1.7 No such domain",
            "blocked",
        ),
        (
            f"<{WHO}>: 550 5.1.1 user unknown\n<per@postmottak.example>: 552 over quota",
            "no_such_address",
        ),
    ],
)
def test_what_is_written_for_people_is_read_as_well(text: str, reason: str) -> None:
    assert reason_of(plain(text)) == reason


def test_words_within_an_address_are_no_words_of_a_server() -> None:
    filtered = "filtered-quota@spam.example"
    written = report("5.1.1", f"550 5.1.1 <{filtered}>: User unknown", to=filtered)
    assert reason_of(written, filtered) == "no_such_address"


@pytest.mark.parametrize("kind", ["7bit", "base64"])
@pytest.mark.parametrize(
    "field", ["utf-8; jørn@blåbær.example", r"utf-8; j\x{F8}rn@bl\x{E5}b\x{E6}r.example"]
)
def test_reports_of_mail_in_any_letters_are_reports(field: str, kind: str) -> None:
    status = (
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: {field}\nAction: failed\n"
        "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 Ukjent mottaker\n"
    ).encode()
    if kind == "base64":
        status = b64encode(status)
    encoding = "base64" if kind == "base64" else "8bit"
    written = (
        b"From: MAILER-DAEMON@mx.example\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        b"--x\nContent-Type: text/plain; charset=utf-8\n\nBeklager.\n"
        b"--x\nContent-Type: message/global-delivery-status\n"
        b"Content-Transfer-Encoding: " + encoding.encode() + b"\n\n" + status + b"\n"
        b"--x\nContent-Type: message/global-headers\n\n"
        + "Subject: blåbær\nMessage-ID: <two@grannar.example>\n\n--x--\n".encode()
    )
    found = read_delivery_report(written)
    assert found is not None
    assert [(row.address, row.reason) for row in found.failures] == [
        ("jørn@blåbær.example", "no_such_address")
    ]
    assert "two" in found.keys


@pytest.mark.parametrize(
    "written",
    [
        report("5.1.1", "550 User unknown", action="delayed"),
        report("2.0.0", "250 Ok", action="delivered"),
        plain(
            "Jeg er på ferie til mandag.", sender="Tove <tove@postmottak.example>", subject="Ferie"
        ),
        b"Content-Type: multipart/report; report-type=disposition-notification; boundary=x\n\n"
        b"--x\n\nLest.\n--x--\n",
    ],
)
def test_delays_receipts_and_answers_of_people_are_no_failures(written: bytes) -> None:
    assert read_delivery_report(written) is None


def test_a_complaint_is_counted_and_sets_nobody_aside() -> None:
    written = (
        b"Content-Type: multipart/report; report-type=feedback-report; boundary=x\n\n"
        b"--x\nContent-Type: text/plain\n\nUser unknown\n"
        b"--x\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
        b"Original-Rcpt-To: <tove@postmottak.example>\n\n--x--\n"
    )
    assert reason_of(written) == "complaint"


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\x00\xff" * 100_000,
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 3_000,
        b"Content-Type: message/rfc822\n\n" * 5_000,
        b"Content-Type: multipart/report; boundary=a\n\n" + b"--a\n\n" * 100_000,
        plain("@" * 400_000),
        plain("a" * 400_000 + "@"),
        plain("http://" * 60_000),
        plain("".join(f"<a{n}@b.example>: 550 user unknown\n" for n in range(20_000))),
        plain("user " * 100_000),
        report("5.1.1", "550 " + "user " * 100_000),
        b"From: daemon\nContent-Type: text/plain; charset=x\xff\n\n550 <a@b.example> unknown",
        b"Content-Type: multipart/report; report-type*0=\xff; boundary=x\n\n--x\n",
        report("5.1.1", "x", to=r"a\x{FFFFFF}\x{D800}@b.example"),
    ],
)
@pytest.mark.quick(cases=5)
def test_hostile_mail_is_read_quickly_or_not_at_all(written: bytes) -> None:
    assert grows_evenly(read_delivery_report, written[: len(written) // 4], written)


def test_what_a_server_says_is_read_in_linear_time() -> None:
    assert grows_evenly(
        lambda times: find_reason("", "recipient " * times, "no such " * times), 5_000, 20_000
    )


def _sent_key(database: Database) -> str:
    (message,) = send(database)
    return message.key


def _bounced(key: str, status: str, said: str, to: str = ADDRESS) -> bytes:
    return report(status, said, to=to).replace(b"<one@", f"<{key}@".encode())


@pytest.mark.parametrize(
    ("said", "to", "is_set_aside", "is_counted"),
    [
        ("550 5.1.1 User unknown", ADDRESS, True, True),
        ("550 5.1.1 User unknown", "other@eksempelvik.example", False, False),
        ("550 5.7.1 Blocked: your IP is on a block list", ADDRESS, False, True),
        ("552 5.2.2 Mailbox full", ADDRESS, False, True),
    ],
)
def test_a_report_is_believed_of_the_very_address_that_we_mailed(
    house: Database,
    said: str,
    to: str,
    is_set_aside: bool,
    is_counted: bool,
) -> None:
    with gathered(house) as (_, actor, _entry):
        key = _sent_key(house)
        with house.transaction() as session:
            assert take_bounce(session, _bounced(key, "5.0.0", said, to)) == is_set_aside
        with house.transaction() as session:
            # Once, however often it is handed in.
            assert not take_bounce(session, _bounced(key, "5.0.0", said, to))
            row = session.get_one(MailPreference, actor.account_id)
            assert (row.set_aside_at is not None) == is_set_aside
            counted = sum(read_returned(session).reasons.values())
            assert counted == is_counted


def test_a_text_report_with_our_own_headers_in_it_counts(house: Database) -> None:
    with gathered(house) as (_, actor, _entry):
        key = _sent_key(house)
        text = (
            f"<{ADDRESS}>:\n550 5.1.1 no such user\n\n--- Below this line is a copy.\n\n"
            f"Received: by mx.example\nMessage-ID: <{key}@grannar.example>\nTo: {ADDRESS}\n"
        )
        with house.transaction() as session:
            assert not take_bounce(session, plain(text.replace(key, "guessed")))
            assert take_bounce(session, plain(text))
            assert session.get_one(MailPreference, actor.account_id).set_aside_at is not None


@pytest.mark.parametrize("said", ["550 5.2.1 The account is disabled", "550 No such user"])
def test_what_is_not_sure_is_set_aside_when_it_stays_so(house: Database, said: str) -> None:
    with gathered(house) as (_, actor, _entry):
        keys = [_sent_key(house)]
        with house.transaction() as session:
            first = session.scalars(select(OutgoingMail)).one()
            for number in (2, 3):
                copy = {
                    column.key: getattr(first, column.key)
                    for column in OutgoingMail.__table__.columns
                    if column.key != "id"
                }
                session.add(OutgoingMail(**copy | {"key": f"{first.key}-{number}"}))
                keys.append(f"{first.key}-{number}")
        for key, is_set_aside in zip(keys, (False, False, True), strict=True):
            with house.transaction() as session:
                assert take_bounce(session, _bounced(key, "5.0.0", said)) == is_set_aside
                row = session.get_one(MailPreference, actor.account_id)
                assert (row.set_aside_at is not None) == is_set_aside


def _tell(database: Database) -> int:
    with database.transaction() as session:
        return tell_of_returned(
            session, catalogues=CATALOGUES, address=lambda ui: f"https://grannar.example/{ui}/"
        )


def _came_back(database: Database, number: int, reason: str = "blocked") -> None:
    with database.transaction() as session:
        for one in range(number):
            session.add(
                ReturnedMail(
                    mail_key=f"{reason}-{one}-{clock.now()}",
                    reason=reason,
                    returned_at=clock.now(),
                )
            )


def test_administrators_are_told_of_much_that_comes_back_once_a_day(
    house: Database,
) -> None:
    with house.transaction() as session:
        admin = person(session, "Ada", "administrator")
        account = session.get_one(Account, admin.account_id)
        account.email, account.language = "drift@eksempelvik.example", "sv"
    _came_back(house, 9)
    _came_back(house, 30, "no_such_address")
    assert _tell(house) == 0
    _came_back(house, 3, "mailbox_full")
    assert _tell(house) == 1
    assert _tell(house) == 0
    with house.reading() as session:
        (mail,) = session.scalars(select(OutgoingMail)).all()
    assert mail.to == "drift@eksempelvik.example"
    assert mail.subject == "Många mejl från Grannar kommer tillbaka"
    assert "9: " in mail.body
    assert "3: brevlådan är full" in mail.body
    assert "30" not in mail.body
    with clock.freeze_time(NOON + timedelta(hours=25)):
        assert _tell(house) == 0
        _came_back(house, 20)
        assert _tell(house) == 1


def test_the_command_says_what_came_back_without_an_address(own_app: Flask) -> None:
    _came_back(site_of(own_app).database, 2)
    runner = own_app.test_cli_runner()
    assert "2 came back within a day: blocked" in runner.invoke(mail_command, ["status"]).output
    answer = runner.invoke(mail_command, ["read-bounces"])
    assert answer.exit_code == 1
    assert "BOUNCE_IMAP_URL is not set" in answer.output
