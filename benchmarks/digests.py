"""What gathering a day's mail takes: many who follow much, on one core.

    python -m benchmarks.digests [--follows 100000] [--entries 10000] [--people 5000] [--json]

Made-up entries are put in the database and the index as publishing would; people follow entries,
organisations, topics and, one follow in ten, one of 500 saved searches. A day later one entry in
twenty has changed, and everybody's daily mail is gathered: matched, and put in the outbox. The
yardstick, in the same run, is reading the same follows and no more. Memory is what the process
grows by at its highest while it gathers, for all people and for a tenth of them.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from benchmarks.texts import queries, records
from network import clock
from network.app import create_app
from network.changes import Change, Counter, read_newest_change
from network.community.following.digests import queue_digests
from network.community.following.tables import Follow, MailPreference
from network.config import read_settings
from network.db import Database
from network.entries.tables import Entry, EntryAddress, EntryText, EntryTopic
from network.kinds import parse_content
from network.kinds.content import dump_canonical
from network.mail.tables import OutgoingMail
from network.migrations.schema import upgrade
from network.organisations.tables import Organisation
from network.people.tables import Account
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from network.site import Site

_SEARCHES, _HOMES, _TOPICS = 500, 400, 120
_PER_PERSON_SEARCH = 0.1
_BEFORE = datetime(2026, 11, 20, 12, tzinfo=UTC)
_SEED = 7


def measure(follows: int, entries: int, people: int) -> dict[str, Any]:
    """Build the site, gather a day's mail for all and for a tenth, and read the follows."""
    with tempfile.TemporaryDirectory() as place:
        site = _site(Path(place))
        random = Random(_SEED)
        with clock.freeze_time(_BEFORE):
            _fill_entries(site.database, entries, random)
        began = perf_counter()
        catch_up(site.index.folder, DatabaseSource(site.database))
        index_s = perf_counter() - began
        with clock.freeze_time(_BEFORE):
            _fill_people(site.database, people, follows, entries, random)
        with clock.freeze_time(_BEFORE + timedelta(hours=4)):
            changed = _change(site.database, entries // 20, random)
        catch_up(site.index.folder, DatabaseSource(site.database))
        site.index.warm()
        measured: dict[str, Any] = {"index_s": index_s, "changes": changed}
        with clock.freeze_time(_BEFORE + timedelta(days=1)):
            few, _, few_mb = _in_a_child(site, people // 10)
            took, mails, grew_mb = _in_a_child(site, people)
        return measured | {
            "few_s": few,
            "few_mb": few_mb,
            "gather_s": took,
            "mb": grew_mb,
            "mails": mails,
            "read_s": _read(site.database),
        }


def _site(folder: Path) -> Site:
    app = create_app(
        read_settings(
            {
                "DATABASE_URL": f"sqlite:///{folder / 'g.sqlite'}",
                "SEARCH_INDEX": str(folder / "index"),
                "SECRET_KEY": "of the benchmark",
            }
        )
    )
    site: Site = app.extensions["grannar"]
    upgrade(site.database)
    return site


def _id(number: int) -> UUID:
    return UUID(int=(0x5EED << 112) + number)


def _fill_entries(database: Database, entries: int, random: Random) -> None:
    """Put entries where publishing would."""
    now = clock.now()
    with database.transaction() as session:
        session.add_all(
            Organisation(
                slug=f"kommune-{number}",
                type="municipality",
                name=f"Kommune {number}",
                bare_slug=f"kommune-{number}",
                country="NO",
                is_closed=False,
                county="NO-99",
                content={
                    "slug": f"kommune-{number}",
                    "type": "municipality",
                    "country": "NO",
                    "names": [{"name": f"Kommune {number}", "language": "nb"}],
                },
            )
            for number in range(_HOMES)
        )
        session.flush()
        homes = session.execute(select(Organisation.id, Organisation.slug)).all()
        for number, record in enumerate(islice(records(entries, seed=_SEED), entries)):
            text = record.texts[0]
            home = homes[number % len(homes)]
            body = text.body
            content = parse_content(
                {"kind": "need", "language": text.language, "title": text.title, "body": body}
            )
            _add_entry(session, number, home.id, home.slug, dump_canonical(content), now, random)
        _log(session, [(number, "published") for number in range(entries)])


def _add_entry(
    session: Session,
    number: int,
    home: int,
    slug: str,
    content: dict[str, Any],
    now: datetime,
    random: Random,
) -> None:
    session.add_all(
        [
            Entry(
                id=_id(number),
                kind="need",
                organisation_id=home,
                publisher_id=home,
                slug=f"behov-{number}",
                language=content["language"],
                content=content,
                fingerprint="0" * 16,
                published_at=now,
                revised_at=now,
            ),
            EntryAddress(
                organisation=slug, slug=f"behov-{number}", entry_id=_id(number), state="current"
            ),
            *(
                EntryTopic(entry_id=_id(number), topic_id=f"emne-{topic}")
                for topic in random.sample(range(_TOPICS), 3)
            ),
        ]
    )
    session.flush()
    session.add(
        EntryText(
            entry_id=_id(number),
            language=content["language"],
            is_original=True,
            title=content["title"],
            summary="",
            words={"title": content["title"], "body": content["body"]},
            html={"body": f"<p>{content['body']}</p>"},
            made_from=None,
            published_at=now,
            revised_at=now,
        )
    )


def _log(session: Session, lines: list[tuple[int, str]]) -> None:
    """Append to the log of changes, as a publication does."""
    counter = session.get_one(Counter, "changes")
    rows = [
        {
            "number": counter.value + place,
            "entry_id": _id(number),
            "verb": verb,
            "outcome": False,
            "at": clock.now(),
        }
        for place, (number, verb) in enumerate(lines, 1)
    ]
    session.execute(insert(Change), rows)
    counter.value += len(lines)
    session.flush()


def _fill_people(
    database: Database, people: int, follows: int, entries: int, random: Random
) -> None:
    now = clock.now()
    searches = [
        urlencode({"ui": "sv" if language == "sv" else "nb", "q": " ".join(asked)})
        for language, asked in queries(_SEARCHES, seed=_SEED)
    ]
    with database.transaction() as session:
        newest = read_newest_change(session)
        ids = [UUID(int=(0xACC << 112) + number) for number in range(people)]
        session.execute(
            insert(Account),
            [
                {
                    "id": index,
                    "name": f"P {number}",
                    "email": f"p{number}@eksempelvik.example",
                    "is_system": False,
                    "language": "nb",
                }
                for number, index in enumerate(ids)
            ],
        )
        session.execute(
            insert(MailPreference),
            [
                {
                    "account_id": entry_id,
                    "how_often": "daily",
                    "mailed_through": newest,
                    "seen_through": newest,
                    "period": "2026-11-20",
                    "secret": entry_id.hex,
                    "refusals": 0,
                }
                for entry_id in ids
            ],
        )
        session.execute(
            insert(Follow),
            [
                {
                    "account_id": account,
                    "what": what,
                    "key": key,
                    "level": random.choice(("everything", "new_and_revised", "outcomes")),
                    "organisation": "",
                    "since": newest,
                    "made_at": now,
                }
                for account, what, key in _drawn(ids, follows, entries, searches, random)
            ],
        )


def _drawn(
    ids: list[UUID], follows: int, entries: int, searches: list[str], random: Random
) -> Iterator[tuple[UUID, str, str]]:
    """Who follows what: each thing once, ``follows`` in all."""
    for place, account in enumerate(ids):
        mine: set[tuple[str, str]] = set()
        wanted = follows // len(ids) + (place < follows % len(ids))
        while len(mine) < wanted:
            drawn = random.random()
            if drawn < _PER_PERSON_SEARCH:
                mine.add(("search", random.choice(searches)))
            elif drawn < 0.3:
                mine.add(("topic", f"emne-{random.randrange(_TOPICS)}"))
            elif drawn < 0.5:
                mine.add(("organisation", f"kommune-{random.randrange(_HOMES)}"))
            else:
                mine.add(("entry", _id(random.randrange(entries)).hex))
        for what, key in mine:
            yield account, what, key


def _change(database: Database, number: int, random: Random) -> int:
    with database.transaction() as session:
        entries = session.scalar(select(func.count()).select_from(Entry)) or 0
        lines = [(entry, "revised") for entry in random.sample(range(entries), number)]
        _log(session, lines)
    return number


def _in_a_child(site: Site, people: int) -> tuple[float, int, float]:
    """Gather for the first ``people`` in a process of its own on one core, undone afterwards:
    seconds, mails, and by how many megabytes the process grew at its highest."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(reading)
            if hasattr(os, "sched_setaffinity"):
                os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
            # As in the process of jobs: what was read before is not looked through for garbage.
            gc.freeze()
            os.write(writing, json.dumps(_gathered(site, people)).encode())
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        printed = pipe.read()
    os.waitpid(child, 0)
    seconds, mails, grew = json.loads(printed)
    return seconds, mails, grew


def _gathered(site: Site, people: int) -> tuple[float, int, float]:
    file = Path(site.database.engine.url.database or "")
    copy = file.with_name(f"copy-{people}.sqlite")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    database = Database(f"sqlite:///{copy}")
    with database.transaction() as session:
        kept = select(Account.id).order_by(Account.id).limit(people)
        session.execute(
            update(MailPreference)
            .where(MailPreference.account_id.not_in(kept))
            .values(how_often="none")
        )
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5") if sys.platform == "linux" else None
    began = perf_counter()
    queue_digests(database, site.searched, site.searched_to)
    took = perf_counter() - began
    grew = _memory("VmHWM") - before
    with database.reading() as session:
        mails = session.scalar(select(func.count()).select_from(OutgoingMail)) or 0
    copy.unlink()
    return took, mails, grew


def _memory(name: str) -> float:
    """A size of this process in megabytes, as the kernel counts it; 0 where it does not."""
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _read(database: Database) -> float:
    began = perf_counter()
    with database.reading() as session:
        rows = session.execute(
            select(Follow.account_id, Follow.what, Follow.key, Follow.level, Follow.since).order_by(
                Follow.account_id
            )
        )
        assert sum(1 for _ in rows.yield_per(1_000))
    return perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--follows", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    measured = measure(options.follows, options.entries, options.people)
    if options.json:
        json.dump(measured, sys.stdout)
        return
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; {options.follows} follows of {options.people} people, "
        f"{options.entries} entries, {measured['changes']} changed; gathered on one core"
    )
    print(f"{measured['read_s']:10.2f}  yardstick: reading the follows alone, s")
    print(f"{measured['gather_s']:10.2f}  gathering the day's mail, s ({measured['mails']} mails)")
    print(f"{measured['gather_s'] / measured['read_s']:10.1f}  gathering / reading")
    print(f"{measured['few_s']:10.2f}  gathering it for a tenth of the people, s")
    print(f"{measured['mb']:10.1f}  MB more at the highest, for all")
    print(f"{measured['few_mb']:10.1f}  MB more at the highest, for a tenth")


if __name__ == "__main__":
    main()
