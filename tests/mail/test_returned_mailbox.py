"""The mailbox that mail comes back to: read by IMAP over TLS, each mail once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from network.errors import Misconfigured
from network.mail.delivery_reports import MOST_BYTES
from network.mail.returned_mailbox import MailboxAway, ReturnedMailbox, make_returned_mailbox
from tests.mail.imap_server import Mailboxes, imap_server


@pytest.fixture
def boxes(tmp_path: Path) -> Iterator[Mailboxes]:
    with imap_server(tmp_path) as boxes:
        boxes.folders["INBOX"] = {7: b"Subject: one\r\n\r\n1", 9: b"Subject: two\r\n\r\n2"}
        yield boxes


def mailbox(boxes: Mailboxes, **changed: Any) -> ReturnedMailbox:
    values: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": boxes.port,
        "has_starttls": False,
        "user": "retur",
        "password": "hem lig",
        "context": boxes.context,
        "seconds": 5.0,
    }
    return ReturnedMailbox(**(values | changed))


def test_each_mail_is_handed_over_once_and_marked(boxes: Mailboxes) -> None:
    taken: list[bytes] = []
    assert mailbox(boxes).read(taken.append) == 2
    assert [mail[9:12] for mail in taken] == [b"one", b"two"]
    assert boxes.seen == {7, 9}
    assert mailbox(boxes).read(taken.append) == 0
    assert len(boxes.folders["INBOX"]) == 2


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 MOVE", "IMAP4rev1 UIDPLUS"])
def test_what_was_read_is_moved_where_a_folder_is_named(
    boxes: Mailboxes, capabilities: str
) -> None:
    boxes.capabilities = capabilities
    boxes.folders["L&AOY-st & lest".replace(" & ", " &- ")] = {}
    assert mailbox(boxes, read_folder="Læst & lest").read(lambda _: None) == 2
    assert boxes.folders["INBOX"] == {}
    assert len(boxes.folders["L&AOY-st &- lest"]) == 2


def test_what_could_not_be_taken_is_handed_over_again(boxes: Mailboxes) -> None:
    taken: list[bytes] = []

    def take(mail: bytes) -> None:
        taken.append(mail)
        if len(taken) == 2:
            raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        mailbox(boxes).read(take)
    assert boxes.seen == {7}
    assert mailbox(boxes).read(taken.append) == 1
    assert taken[1] == taken[2]


def test_of_a_huge_mail_the_beginning_is_read(boxes: Mailboxes) -> None:
    boxes.folders["INBOX"] = {1: b"Subject: huge\r\n\r\n" + b"x" * (MOST_BYTES + 10)}
    taken: list[bytes] = []
    assert mailbox(boxes).read(taken.append) == 1
    assert len(taken[0]) == MOST_BYTES


def test_so_many_are_read_at_once(boxes: Mailboxes) -> None:
    assert mailbox(boxes).read(lambda _: None, most=1) == 1
    assert boxes.seen == {7}


def test_a_connection_that_breaks_loses_nothing(boxes: Mailboxes) -> None:
    boxes.breaks = 1
    with pytest.raises(MailboxAway):
        mailbox(boxes).read(lambda _: None)
    assert mailbox(boxes).read(lambda _: None) == 2


@pytest.mark.parametrize("verb", ["LOGIN", "SELECT", "SEARCH", "FETCH", "STORE"])
def test_a_server_that_refuses_is_told_without_the_password(boxes: Mailboxes, verb: str) -> None:
    boxes.refused = {verb}
    with pytest.raises(MailboxAway) as problem:
        mailbox(boxes).read(lambda _: None)
    assert "hem lig" not in str(problem.value)
    assert "hem lig" not in repr(mailbox(boxes))


def test_a_server_that_nobody_vouches_for_gets_no_password(boxes: Mailboxes) -> None:
    with pytest.raises(MailboxAway):
        mailbox(boxes, context=None).read(lambda _: None)
    assert boxes.commands == []


def test_the_setting_says_all_of_it() -> None:
    box = make_returned_mailbox(
        "imaps://retur%40eksempelvik.example:hem%20lig@mail.example/Retur?read=L%C3%A6st"
    )
    assert box is not None
    assert (box.host, box.port, box.user, box.password) == (
        "mail.example",
        993,
        "retur@eksempelvik.example",
        "hem lig",
    )
    assert (box.folder, box.read_folder, box.has_starttls) == ("Retur", "Læst", False)
    box = make_returned_mailbox("imap+starttls://a:b@mail.example")
    assert box is not None
    assert (box.port, box.folder, box.read_folder, box.has_starttls) == (143, "INBOX", "", True)
    assert make_returned_mailbox(None) is None


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "imap://retur:hemlig@mail.example",
        "imaps://mail.example",
        "imaps://retur@mail.example",
        "imaps://retur:hemlig@mail.example:0",
        "imaps://retur:hemlig@mail.example:hundre",
        "imaps://retur:hemlig@mail.example/INBOX?red=x",
        "imaps://retur:hemlig@mail.example/IN%0D%0ABOX",
    ],
)
def test_a_setting_that_cannot_be_used_is_told_without_the_password(url: str) -> None:
    with pytest.raises(Misconfigured) as problem:
        make_returned_mailbox(url)
    assert "hemlig" not in str(problem.value)
