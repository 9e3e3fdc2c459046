"""A process that sends what is due and dies where it is told to, again and again.

    python -m tests.community.following.digest_sender DATABASE SMTP

Reads lines ``MOMENT POINT``: a child sends as at MOMENT and kills itself at its POINTth step (a
statement to the database, something said to the mail server, an answer of it); 0 lets it live.
Answers each line with the child's exit: ``0`` done, ``-9`` killed.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from network import clock
from network.community.following.digests import MAIL_KIND, queue_digests
from network.community.following.mail import NewsWriter
from network.db import Database
from network.mail.delivery import deliver_due
from network.mail.transports import Smtp

CATALOGUES = Path(__file__).resolve().parents[3] / "translations"
SITE = "https://grannar.example"
# As long as a server that has gone silent is waited for.
_SECONDS = 0.4


def send(url: str, smtp: str, moment: datetime, step: Callable[[], None]) -> None:
    """One run, as ``flask mail send`` does it."""
    database = Database(url)
    event.listen(database.engine, "before_cursor_execute", lambda *_: step())
    event.listen(database.engine, "commit", lambda *_: step())

    class Stepping(smtplib.SMTP):
        """Says each of its steps."""

        def send(self, s: Any) -> None:
            step()
            super().send(s)

        def getreply(self) -> tuple[int, bytes]:
            found = super().getreply()
            step()
            return found

    smtplib.SMTP = Stepping  # type: ignore[misc]  # only this process, which sends and ends, has its own class here
    writers = {MAIL_KIND: NewsWriter(CATALOGUES, SITE)}
    with clock.freeze_time(moment):
        queue_digests(database, lambda key, among: frozenset(), 10**9)
        while deliver_due(database, Smtp(smtp, "post@grannar.example", _SECONDS), 100, writers):
            pass


def main(url: str, smtp: str) -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        moment, point = line.split()
        child = os.fork()
        if not child:
            left = int(point)

            def step() -> None:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

            code = 1
            try:
                send(url, smtp, datetime.fromisoformat(moment), step)
                code = 0
            finally:
                if code:
                    traceback.print_exc()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
