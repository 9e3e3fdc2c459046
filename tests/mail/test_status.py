"""What waits, what cannot be written and what was given up are counted apart, on any database."""

from __future__ import annotations

from datetime import timedelta

from network import clock
from network.db import Database
from network.mail.delivery import UNWRITTEN, read_status
from network.mail.outbox import queue_mail, queue_unwritten_mail


def test_mails_are_counted_by_what_became_of_them(database: Database) -> None:
    errors = ("", "", "TimeoutError", f"{UNWRITTEN}KeyError")
    with database.transaction() as session:
        for number, error in enumerate(errors):
            mail = queue_mail(session, f"p{number}@eksempelvik.example", "Hei", "Tekst", "nb")
            mail.last_error = error
        news = queue_unwritten_mail(session, "q@eksempelvik.example", "news", {}, "nb", key="k")
        news.last_error = "TimeoutError"
    with database.reading() as session:
        told = [
            (status.number, status.error, status.is_unwritten, status.is_given_up)
            for status in read_status(session)
        ]
    assert told == [
        (2, "", False, False),
        (2, "TimeoutError", False, False),
        (1, "KeyError", True, False),
    ]
    # A day later all but the news, which is as true then, is given up.
    with clock.freeze_time(clock.now() + timedelta(days=2)), database.reading() as session:
        assert [(status.number, status.is_given_up) for status in read_status(session)] == [
            (1, False),
            (2, True),
            (1, True),
            (1, True),
        ]
