"""Hundreds of people are mailed what is new, once, by a sender that keeps dying and a mail server
that refuses, falls silent and hangs up."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as AS_SENT
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Connection
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from network import clock
from network.changes import Verb, read_newest_change, record_change
from network.community.following.digests import queue_digests
from network.community.following.periods import find_period
from network.community.following.tables import Follow, MailPreference
from network.content_files.importing import import_folder
from network.db import Database
from network.entries.projection import ApprovedContent, project_original, withdraw_entry
from network.kinds import parse_content
from network.mail.tables import OutgoingMail
from network.organisations.queries import find_organisation_ids
from network.people.tables import Account
from tests.community.following.digest_sender import SITE
from tests.conftest import ROOT
from tests.folders import write_folder

FOLLOWERS, CHANGES, KILLS = 1_000, 200, 20
# With fewer mails each is as much more likely to meet trouble, and the deaths lie as much closer.
SHARE = FOLLOWERS / 1_000
HOMES = ("eksempelvik", "exempelstad", "lilleby-ost", "lilleby-vest")
# A Friday; the clocks go forward in the night to Sunday.
WITHDRAWN, GONE = {"withdrawn"}, "er trukket tilbake"
FRIDAY = datetime(2026, 3, 27, 12, tzinfo=UTC)


def hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@dataclass
class Troublesome:
    """A mail server that takes mail when it is in the mood, and knows a mail again."""

    random: Random
    silent_left: int = 6
    calm: bool = False
    # By address, the mails by their Message-ID; what came twice under one is one mail.
    boxes: dict[str, dict[str, EmailMessage]] = field(default_factory=dict)
    taken_twice: int = 0
    moods: Counter[str] = field(default_factory=Counter)

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's own name)
        self, server: SMTP, session: Connection, envelope: Envelope, to: str, options: list[str]
    ) -> str:
        mood = "" if self.calm else self._mood({"refuses": 0.02, "hangs up": 0.01})
        if mood == "refuses":
            return "451 try again later"
        if mood == "hangs up":
            hang_up(server)
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's own name)
        self, server: SMTP, session: Connection, envelope: Envelope
    ) -> str:
        mood = (
            ""
            if self.calm
            else self._mood(
                {
                    "refuses it": 0.01,
                    "drops it": 0.01,
                    "takes it and drops": 0.005,
                    "is silent": 0.005,
                }
            )
        )
        if mood == "is silent" and self.silent_left:
            self.silent_left -= 1
            await asyncio.sleep(1)
            return "451 was not there"
        if mood == "refuses it":
            return "452 no room"
        if mood == "drops it":
            hang_up(server)
            return "451 dropped"
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, _class=EmailMessage, policy=AS_SENT)
        (to,) = envelope.rcpt_tos
        box = self.boxes.setdefault(to, {})
        self.taken_twice += str(mail["Message-ID"]) in box
        box.setdefault(str(mail["Message-ID"]), mail)
        if mood == "takes it and drops":
            hang_up(server)
        return "250 OK"

    def _mood(self, chances: dict[str, float]) -> str:
        drawn = self.random.random() * SHARE
        for mood, chance in chances.items():
            drawn -= chance
            if drawn < 0:
                self.moods[mood] += 1
                return mood
        return ""


@contextmanager
def serving(server: Troublesome) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@dataclass
class Sender:
    """The process that sends."""

    process: subprocess.Popen[str]
    killed: int = 0

    def run(self, moment: datetime, point: int = 0) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{moment.isoformat()} {point}\n")
        self.process.stdin.flush()
        ended = self.process.stdout.readline().strip()
        assert ended in ("0", "-9"), ended
        self.killed += ended == "-9"


@contextmanager
def sender(url: str, port: int) -> Iterator[Sender]:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.community.following.digest_sender",
            url,
            f"smtp://127.0.0.1:{port}",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield Sender(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(timeout=10)
        process.stdout.close()


@dataclass
class World:
    """Who follows what, and what happened: what the mails are held against."""

    database: Database
    random: Random
    entries: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    # By account: address, how often, what is followed and at which level.
    people: dict[UUID, tuple[str, str, list[tuple[str, str, str]]]] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)

    def make(self, folder: Path) -> None:
        with clock.freeze_time(FRIDAY - timedelta(hours=1)), self.database.transaction() as session:
            import_folder(session, write_folder(folder))
            ids = find_organisation_ids(session)
            for number in range(60):
                home, slug, entry_id = HOMES[number % 4], f"behov-{number}", uuid4()
                content = parse_content(
                    {"kind": "need", "language": "nb", "title": f"Behov {number}"}
                )
                now = clock.now()
                project_original(
                    session,
                    ApprovedContent(entry_id, ids[home], slug, ids[home], content, now, now),
                )
                self.entries[entry_id] = (home, slug)
            newest, now = read_newest_change(session), clock.now()
            for number in range(FOLLOWERS):
                self._add_person(session, number, newest, now)

    def _add_person(self, session: Session, number: int, newest: int, now: datetime) -> None:
        account_id, email = uuid4(), f"p{number}@eksempelvik.example"
        often = self.random.choices(("daily", "at_once", "weekly", "none"), (30, 15, 15, 40))[0]
        follows = {}
        for _ in range(self.random.randint(1, 3)):
            level = self.random.choice(("everything", "new_and_revised", "outcomes"))
            if self.random.random() < 0.2:
                follows["organisation", self.random.choice(HOMES)] = level
            else:
                follows["entry", self.random.choice(list(self.entries)).hex] = level
        self.people[account_id] = (
            email,
            often,
            [(what, key, level) for (what, key), level in follows.items()],
        )
        session.add_all([Account(id=account_id, name=f"P {number}", email=email, is_system=False)])
        session.flush()
        session.add_all(
            [
                MailPreference(
                    account_id=account_id,
                    how_often=often,
                    mailed_through=newest,
                    seen_through=newest,
                    period=find_period(often, now),
                    secret=account_id.hex,
                    refusals=0,
                ),
                *(
                    Follow(
                        account_id=account_id,
                        what=what,
                        key=key,
                        level=level,
                        organisation=HOMES[0],
                        since=newest,
                        made_at=now,
                    )
                    for (what, key), level in follows.items()
                ),
            ]
        )

    def change(self, moment: datetime, times: int) -> dict[UUID, set[str]]:
        """Some entries change: which, and how."""
        happened: dict[UUID, set[str]] = {}
        with clock.freeze_time(moment), self.database.transaction() as session:
            for _ in range(times):
                entry_id = self.random.choice(
                    [entry for entry in self.entries if entry not in self.gone]
                )
                how = self.random.choice(("revised", "answered", "outcome"))
                verb: Verb = "answered" if how == "answered" else "revised"
                record_change(session, entry_id, verb, outcome=how == "outcome")
                happened.setdefault(entry_id, set()).add(how)
        return happened

    def followed_closely(self, people: list[UUID], among: dict[UUID, set[str]]) -> UUID:
        """An entry that one of these follows itself, with everything around it."""
        follows = (person for account in people for person in self.people[account][2])
        close = (
            UUID(hex=key)
            for what, key, level in follows
            if what == "entry" and level == "everything"
        )
        return next(entry_id for entry_id in close if entry_id in among)

    def due(self, account: UUID, *batches: dict[UUID, set[str]]) -> list[str]:
        """The addresses of what somebody is to be told of these batches, together."""
        found = set()
        wanted = {
            "everything": {"revised", "answered", "outcome"},
            "new_and_revised": {"revised", "outcome"},
            "outcomes": {"outcome"},
        }
        for what, key, level in self.people[account][2]:
            for entry_id, how in (pair for batch in batches for pair in batch.items()):
                home, slug = self.entries[entry_id]
                if entry_id in self.gone:
                    # Who followed the page itself is told that it is gone, and no more.
                    if how == WITHDRAWN and entry_id.hex == key and level == "everything":
                        found.add(GONE)
                elif (entry_id.hex if what == "entry" else home) == key and how & wanted[level]:
                    found.add(f"{home}/{slug}")
        return sorted(found)


def told_in(mail: EmailMessage) -> list[str]:
    """The addresses of what a mail tells of, from its text; its HTML tells the same."""
    plain, html = (mail.get_body((sort,)) for sort in ("plain", "html"))
    assert plain is not None
    assert html is not None
    pattern = re.compile(rf"{SITE}/nb/([a-z-]+/behov-\d+)|({GONE})")
    told = [a or b for a, b in pattern.findall(plain.get_content())]
    assert [a or b for a, b in pattern.findall(html.get_content())] == told
    return sorted(told)


@pytest.mark.quick(cases=0)
def test_every_mail_comes_once_whatever_fails(database: Database, tmp_path: Path) -> None:
    random = Random(20260328)
    world = World(database, random)
    world.make(tmp_path / "in")
    server = Troublesome(random)
    url = database.engine.url.render_as_string(hide_password=False)
    kills = iter([random.randint(1, int(900 * SHARE)) for _ in range(KILLS)])

    def send(process: Sender, moment: datetime, deaths: int) -> None:
        """Send through deaths and a bad server, then until nothing waits."""
        server.calm = False
        for _ in range(deaths):
            process.run(moment, next(kills))
            moment += timedelta(minutes=6)
        process.run(moment)
        server.calm = True
        process.run(moment + timedelta(hours=4, minutes=1))

    def mails(account: UUID) -> list[EmailMessage]:
        return list(server.boxes.get(world.people[account][0], {}).values())

    at_once = [account for account, (_, often, _) in world.people.items() if often == "at_once"]
    daily = [account for account, (_, often, _) in world.people.items() if often == "daily"]
    weekly = [account for account, (_, often, _) in world.people.items() if often == "weekly"]
    with serving(server) as port, sender(url, port) as process:
        first = world.change(FRIDAY, CHANGES // 2)
        send(process, FRIDAY, 4)
        for person in world.people:
            expected = world.due(person, first) if person in at_once else []
            assert [told_in(mail) for mail in mails(person)] == ([expected] if expected else [])
        server.boxes.clear()

        # In winter it is six o'clock then; the day's mail is not due.
        saturday = FRIDAY + timedelta(hours=17)
        process.run(saturday)
        assert not server.boxes
        # The day's mail is gathered at seven. Before it is sent some lose the right to it.
        with clock.freeze_time(saturday + timedelta(hours=1)):
            queue_digests(database, lambda key, among: frozenset(), 10**9)
            lost, withdrawn = daily[:15], world.followed_closely(at_once, first)
            with database.transaction() as session:
                closed = update(Account).where(Account.id.in_(lost[:5]))
                session.execute(closed.values(closed_at=clock.now()))
                ended = update(MailPreference).where(MailPreference.account_id.in_(lost[5:10]))
                session.execute(ended.values(how_often="none"))
                session.execute(delete(Follow).where(Follow.account_id.in_(lost[10:])))
                withdraw_entry(session, withdrawn)
        world.gone.add(withdrawn)
        send(process, saturday + timedelta(hours=1, minutes=1), 7)
        loss = {withdrawn: WITHDRAWN}
        for person in world.people:
            batches = [first] if person in daily else [loss] if person in at_once else []
            expected = world.due(person, *batches) if person not in lost else []
            assert [told_in(mail) for mail in mails(person)] == ([expected] if expected else [])
        assert any(mails(account) for account in at_once)
        server.boxes.clear()

        second = world.change(FRIDAY + timedelta(days=1), CHANGES // 2)
        send(process, FRIDAY + timedelta(days=1), 3)
        for person in world.people:
            expected = world.due(person, second) if person in at_once else []
            assert [told_in(mail) for mail in mails(person)] == ([expected] if expected else [])
        server.boxes.clear()

        # The clocks went forward: seven o'clock comes an hour earlier.
        send(process, FRIDAY + timedelta(days=1, hours=17, minutes=10), 4)
        for person in world.people:
            expected = (
                world.due(person, second, loss) if person in daily and person not in lost else []
            )
            assert [told_in(mail) for mail in mails(person)] == ([expected] if expected else [])
        server.boxes.clear()

        # On Monday the week's mail has it all; what happened twice to one entry is told once.
        send(process, FRIDAY + timedelta(days=2, hours=17, minutes=10), 2)
        for person in world.people:
            expected = world.due(person, first, second, loss) if person in weekly else []
            assert [told_in(mail) for mail in mails(person)] == ([expected] if expected else [])

    with database.reading() as session:
        assert not session.scalar(
            select(func.count()).select_from(OutgoingMail).where(OutgoingMail.sent_at.is_(None))
        )
    # The trouble was real. What came twice came under one Message-ID: a mail whose sender died, or
    # was hung up on, before it could note that the server has it.
    assert server.taken_twice <= KILLS + server.moods["takes it and drops"]
    assert process.killed == KILLS
    assert {"refuses", "hangs up", "refuses it", "drops it", "is silent"} <= set(server.moods)
    assert server.silent_left < 6
