"""The mail of news: written when it is sent, for one person, and ended by one press."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from network import clock
from network.changes import read_newest_change
from network.cli.mail import mail as mail_command
from network.community.following.actions import (
    follow,
    load_mail_preference,
    read_own_follows,
    set_aside,
    set_mail_frequency,
    try_address_again,
    unfollow,
)
from network.community.following.bounces import take_bounce
from network.community.following.digests import MAIL_KIND, queue_digests
from network.community.following.mail import NewsWriter
from network.community.following.subjects import make_search_key
from network.community.following.tables import MailPreference
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.publishing import withdraw
from network.mail.delivery import deliver_due, forget_sent
from network.mail.tables import OutgoingMail
from network.mail.transports import Message, Unreachable
from network.people.actors import Actor, get_system_actor
from network.people.tables import Account
from tests.community.following.digest_sender import CATALOGUES, SITE
from tests.community.following.test_news import again, put
from tests.folders import write_folder
from tests.people import stranger
from tests.web.people import site_of

ADDRESS = "siri@eksempelvik.example"
# A Tuesday, at noon in winter time.
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture
def house(database: Database, tmp_path: Path) -> Iterator[Database]:
    with clock.freeze_time(NOON):
        with database.transaction() as session:
            import_folder(session, write_folder(tmp_path / "in"))
        yield database


class Box:
    """A way for mail that keeps it, or fails as it is told."""

    def __init__(self, *failures: Exception) -> None:
        self.mails: list[Message] = []
        self.failures = list(failures)

    def send(self, mail: Message) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.mails.append(mail)
        return "box"

    def close(self) -> None:
        """Nothing is held."""


def follower(
    session: Session, what: str, key: str, how_often: str = "at_once", language: str = "nb"
) -> Actor:
    """Siri, who follows one thing."""
    actor = stranger(session)
    account = session.get_one(Account, actor.account_id)
    account.email, account.language = ADDRESS, language
    follow(session, what, key, "everything", language=language, actor=actor)
    set_mail_frequency(session, how_often, actor=actor)
    return actor


def gather(database: Database, searched_to: int = 10**9) -> int:
    return queue_digests(database, lambda key, among: among, searched_to).mails


def send(database: Database, *failures: Exception) -> list[Message]:
    box = Box(*failures)
    deliver_due(database, box, writers={MAIL_KIND: NewsWriter(CATALOGUES, SITE)})
    return box.mails


def written(message: Message) -> EmailMessage:
    return message.written("post@grannar.example")


@contextmanager
def gathered(house: Database, language: str = "nb") -> Iterator[tuple[Database, Actor, UUID]]:
    """Siri follows Eksempelvik, whose new entry waits in the outbox."""
    with house.transaction() as session:
        actor = follower(session, "organisation", "eksempelvik", language=language)
        entry = put(
            session, "eksempelvik", "grot", title="Frokost <b>gratis</b> & mer", language="nb"
        )
    assert gather(house) == 1
    yield house, actor, entry


def test_the_mail_says_what_where_and_why_in_the_readers_language(house: Database) -> None:
    with gathered(house, "sv"):
        (message,) = send(house)
    mail = written(message)
    assert mail["To"] == ADDRESS
    assert mail["Content-Language"] == "sv"
    plain, html = (mail.get_body((sort,)) for sort in ("plain", "html"))
    assert plain is not None
    assert html is not None
    text, marked = plain.get_content(), html.get_content()
    assert "NYTT\n\nFrokost <b>gratis</b> & mer\n  Behov, Eksempelvik" in text
    assert f"{SITE}/sv/eksempelvik/grot" in text
    assert "Du får veta det här eftersom du följer Eksempelvik" in text
    assert '<html lang="sv">' in marked
    assert '<span lang="nb">Frokost &lt;b&gt;gratis&lt;/b&gt; &amp; mer</span>' in marked
    assert "<img" not in marked
    assert "<script" not in marked


def test_the_mail_is_ended_by_one_press_of_the_mail_program(house: Database) -> None:
    with gathered(house) as (_, actor, _entry):
        (message,) = send(house)
    mail = written(message)
    with house.reading() as session:
        secret = session.get_one(MailPreference, actor.account_id).secret
    address = f"{SITE}/nb/account/no-more-mail/{secret}"
    assert mail["List-Unsubscribe"] == f"<{address}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in message.body


def test_a_mail_that_is_sent_again_is_the_same_mail(house: Database) -> None:
    with gathered(house):
        assert send(house, TimeoutError()) == []
        with clock.freeze_time(NOON + timedelta(minutes=2)):
            (message,) = send(house)
    ids = {written(message)["Message-ID"] for _ in range(2)}
    assert len(ids) == 1
    assert message.key in ids.pop()


def test_what_is_gathered_once_is_not_gathered_again(house: Database) -> None:
    with gathered(house):
        assert gather(house) == 0
        assert len(send(house)) == 1
        assert send(house) == []


def test_two_who_gather_at_once_gather_one_mail(house: Database) -> None:
    with house.transaction() as session:
        follower(session, "organisation", "eksempelvik")
        put(session, "eksempelvik", "nytt")
    meet, counts = Barrier(2), []

    def run() -> None:
        meet.wait()
        counts.append(gather(house))

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 1]


def test_what_was_withdrawn_meanwhile_is_not_named(house: Database) -> None:
    with gathered(house) as (_, _actor, entry):
        with house.transaction() as session:
            withdraw(session, entry, actor=get_system_actor(session, "test"))
        assert send(house) == []


@pytest.mark.parametrize("lost", ["closed", "ended", "follows no more", "set aside"])
def test_who_lost_the_right_meanwhile_gets_no_mail(house: Database, lost: str) -> None:
    with gathered(house) as (_, actor, _entry):
        with house.transaction() as session:
            if lost == "closed":
                session.get_one(Account, actor.account_id).closed_at = clock.now()
            elif lost == "ended":
                set_mail_frequency(session, "none", actor=actor)
            elif lost == "set aside":
                set_aside(session, actor.account_id)
            else:
                (one,) = read_own_follows(session, actor=actor)
                unfollow(session, one.id, actor=actor)
        assert send(house) == []
        with clock.freeze_time(NOON + timedelta(days=1)):
            assert send(house) == []


def test_a_withdrawn_page_is_told_without_its_title(house: Database) -> None:
    with house.transaction() as session:
        entry = put(session, "eksempelvik", "grot", title="Hemmelig frokost")
        follower(session, "entry", entry.hex)
        withdraw(session, entry, actor=get_system_actor(session, "test"))
    assert gather(house) == 1
    (message,) = send(house)
    assert "En side om Eksempelvik som du følger, er trukket tilbake." in message.body
    for text in (message.subject, message.body, message.html):
        assert "frokost" not in text.casefold()
        assert "grot" not in text


def test_a_refusal_for_good_sets_the_address_aside_at_the_third_time(house: Database) -> None:
    refused = SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})
    with gathered(house) as (_, actor, _entry):
        for hours in (0, 1, 2):
            with house.reading() as session:
                assert session.get_one(MailPreference, actor.account_id).set_aside_at is None
            with clock.freeze_time(NOON + timedelta(hours=hours)):
                assert send(house, refused) == []
        with house.transaction() as session:
            assert session.get_one(MailPreference, actor.account_id).set_aside_at is not None
            put(session, "eksempelvik", "mer")
        with clock.freeze_time(NOON + timedelta(hours=9)):
            # Nothing more is gathered; when the address works again, nothing is lost.
            assert gather(house) == 0
            with house.transaction() as session:
                try_address_again(session, actor=actor)
            assert gather(house) == 1


def test_a_refusal_for_now_sets_nothing_aside(house: Database) -> None:
    full = SMTPRecipientsRefused({ADDRESS: (452, b"mailbox full")})
    with gathered(house) as (_, actor, _entry):
        for hours in range(4):
            with clock.freeze_time(NOON + timedelta(hours=hours)):
                send(house, full)
        with house.reading() as session:
            row = session.get_one(MailPreference, actor.account_id)
            assert (row.refusals, row.set_aside_at) == (0, None)


def test_news_wait_for_a_server_that_is_down_for_a_week(house: Database) -> None:
    with gathered(house):
        tried = 0
        for hours in range(24 * 7):
            with clock.freeze_time(NOON + timedelta(hours=hours)):
                box = Box(*[Unreachable("gone")] * 3)
                deliver_due(house, box, writers={MAIL_KIND: NewsWriter(CATALOGUES, SITE)})
                tried += 3 - len(box.failures)
        # The waits grow to four hours.
        assert 40 <= tried <= 50
        with clock.freeze_time(NOON + timedelta(days=8)):
            assert len(send(house)) == 1


def test_a_server_that_is_not_reached_is_asked_three_times_a_run(house: Database) -> None:
    with house.transaction() as session:
        for number in range(9):
            follower(session, "organisation", "eksempelvik")
            session.execute(
                update(Account).where(Account.email == ADDRESS).values(email=f"{number}@x.example")
            )
        put(session, "eksempelvik", "nytt")
    assert gather(house) == 9
    box = Box(*[Unreachable("gone")] * 9)
    assert deliver_due(house, box, writers={MAIL_KIND: NewsWriter(CATALOGUES, SITE)}) == []
    assert len(box.failures) == 6


def test_who_follows_a_search_waits_for_the_index(house: Database) -> None:
    with house.transaction() as session:
        key = make_search_key("nb", {"q": ["frokost"]})
        follower(session, "search", key)
        before = read_newest_change(session)
        put(session, "eksempelvik", "grot")
    assert gather(house, searched_to=0) == 0
    assert gather(house, searched_to=before) == 0
    with house.reading() as session:
        after = read_newest_change(session)
    assert gather(house, searched_to=after) == 1
    (message,) = send(house)
    assert "Du får beskjed fordi du følger søket «frokost»." in message.body


def test_a_daily_mail_comes_once_a_day_with_the_whole_day(house: Database) -> None:
    with house.transaction() as session:
        follower(session, "organisation", "eksempelvik", "daily")
        one = put(session, "eksempelvik", "nytt")
    assert gather(house) == 0
    with clock.freeze_time(NOON + timedelta(hours=6)), house.transaction() as session:
        again(session, one, summary="Mer.")
        put(session, "eksempelvik", "enda-nyere")
    for hours, mails in ((18, 0), (19, 1), (20, 0)):
        with clock.freeze_time(NOON + timedelta(hours=hours)):
            assert gather(house) == mails, hours
    with clock.freeze_time(NOON + timedelta(hours=20)):
        (message,) = send(house)
    assert message.subject == "Grannar: 2 nyheter"
    assert message.body.count(f"{SITE}/nb/eksempelvik/") == 2


def test_what_was_sent_is_forgotten_after_a_season(house: Database) -> None:
    with gathered(house):
        send(house)
        with house.transaction() as session:
            row = session.scalars(select(OutgoingMail)).one()
            assert (row.parameters, row.body) == (None, "")
            assert forget_sent(session) == 0
        with clock.freeze_time(NOON + timedelta(days=91)), house.transaction() as session:
            assert forget_sent(session) == 1


REPORT = """From: MAILER-DAEMON@mx.example
To: post@grannar.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

It could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}

--x
Content-Type: text/rfc822-headers

From: post@grannar.example
Message-ID: <{key}@grannar.example>
Subject: x

--x--
"""


@pytest.mark.parametrize(
    ("changed", "is_set_aside"),
    [
        ({}, True),
        ({"to": ADDRESS.upper()}, True),
        ({"status": "4.2.2", "action": "delayed"}, False),
        ({"action": "delivered", "status": "2.0.0"}, False),
        ({"to": "another@eksempelvik.example"}, False),
        ({"key": "guessed"}, False),
    ],
)
def test_a_report_of_lasting_failure_sets_the_address_aside(
    house: Database, changed: dict[str, str], is_set_aside: bool
) -> None:
    with gathered(house) as (_, actor, _entry):
        (message,) = send(house)
        given = {"to": ADDRESS, "action": "failed", "status": "5.1.1", "key": message.key}
        with house.transaction() as session:
            report = REPORT.format(**(given | changed)).encode()
            assert take_bounce(session, report) == is_set_aside
            row = session.get_one(MailPreference, actor.account_id)
            assert (row.set_aside_at is not None) == is_set_aside


@pytest.mark.parametrize(
    "report",
    [
        b"",
        b"\xff\xfe\x00" * 1000,
        REPORT.encode()[:200],
        b"Content-Type: message/delivery-status\n\nFinal-Recipient\n\n;;;\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n--x",
        b"Content-Type: multipart/mixed; boundary=a\n\n" * 300,
    ],
)
def test_a_report_that_is_none_changes_nothing(house: Database, report: bytes) -> None:
    with house.transaction() as session:
        assert not take_bounce(session, report)


def test_one_press_ends_the_mail_and_looking_does_not(own_app: Flask) -> None:
    database = site_of(own_app).database
    with database.transaction() as session:
        actor = follower(session, "organisation", "eksempelvik")
        secret = load_mail_preference(session, actor.account_id).secret
    client = own_app.test_client()
    for ui in ("nb", "sv"):
        assert client.get(f"/{ui}/account/no-more-mail/{secret}").status_code == 200
    with database.reading() as session:
        assert session.get_one(MailPreference, actor.account_id).how_often == "at_once"
    answer = client.post(
        f"/nb/account/no-more-mail/{secret}", data={"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    with database.reading() as session:
        assert session.get_one(MailPreference, actor.account_id).how_often == "none"
    assert client.post("/nb/account/no-more-mail/guessed").status_code == 404


def test_the_command_gathers_and_sends_and_does_so_once(own_app: Flask) -> None:
    database = site_of(own_app).database
    with database.transaction() as session:
        follower(session, "organisation", "eksempelvik")
        put(session, "eksempelvik", "helt-nytt")
    runner = own_app.test_cli_runner()
    first, second = (runner.invoke(mail_command, ["send"]).output for _ in range(2))
    assert "gathered: 1 mails for 1 people" in first
    assert first.count("sent: ") == 1
    assert second == ""
