"""Two do the same at the same moment: no answer is an error of ours, nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from network import clock
from network.app import create_app
from network.community.following.tables import Follow, MailPreference
from network.community.marks.tables import Mark
from network.community.missed_searches.counting import MissedSearches
from network.community.missed_searches.tables import MissedSearch
from network.community.needs.tables import NeedAnswer
from network.content_files.importing import import_folder
from network.db import Base, Database
from network.documents.revisions import find_newest_revision
from network.documents.tables import Document, Revision, TrailLine, WorkingCopy
from network.entries.addresses import find_address
from network.entries.tables import EntryEndorsement
from network.people.tables import AccountEvent
from tests.conftest import FULL, make_settings
from tests.folders import write_folder
from tests.pairs import Pair
from tests.postgresql import find_program, make_database
from tests.web.people import Person, enter, signed_in, site_of

PAIRS = 30 if FULL else 4
PRACTICE = """---
kind: practice
title: Frukostvärdar
topics:
  - schools
---
"""
NEED = """---
kind: need
title: Hur får vi frukost
topics:
  - schools
---
"""
FIRST = {"kind": "experience", "language": "nb", "title": "Nattkafé", "done": "-", "results": "-"}
NEW = {"kind": "experience", "language": "nb", "organisation": "eksempelvik"}


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The site over the made-up municipalities, on either database."""
    folder = tmp_path_factory.mktemp("site")
    address = f"sqlite:///{folder / 'grannar.sqlite'}"
    if request.param == "postgresql":
        if not FULL and not find_program("initdb"):
            pytest.skip("There is no PostgreSQL here; the full tests demand one.")
        socket = request.getfixturevalue("postgresql")
        address = make_database(socket, f"test-{uuid4().hex}", "empty")
    else:
        file = request.getfixturevalue("empty_database")
        (folder / "grannar.sqlite").write_bytes(file.read_bytes())
    app = create_app(make_settings(folder, DATABASE_URL=address))
    more = {
        "entries/exempelstad/vardar.sv.md": PRACTICE,
        "entries/exempelstad/behov.sv.md": NEED,
    }
    with site_of(app).database.transaction() as session:
        import_folder(session, write_folder(folder / "in", more))
    yield app
    site_of(app).database.engine.dispose()


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Two threads."""
    with ThreadPoolExecutor(2) as threads:
        yield Pair(threads)


class Counted:
    """How many pairs met an answer of 500, and in how many something was lost or doubled."""

    def __init__(self) -> None:
        self.broken, self.lost = 0, 0

    def count(self, statuses: list[int], *, is_whole: bool) -> None:
        """One pair: how both were answered, and whether all of it is there once."""
        self.broken += any(status >= 500 for status in statuses)
        self.lost += not is_whole

    def __eq__(self, other: object) -> bool:
        return (self.broken, self.lost) == other

    def __repr__(self) -> str:
        return f"{self.broken} broken, {self.lost} lost or doubled, of {PAIRS}"


class Sender:
    """Sends forms for somebody, from any thread, with a token that was fetched before."""

    def __init__(self, person: Person) -> None:
        self.person, self._token = person, person.token()

    def send(self, path: str, **form: str) -> Callable[[], int]:
        """What sends it when it is called, and gives the status of the answer."""
        data = {**form, "csrf_token": self._token}
        return lambda: self.person.client.post(path, data=data).status_code


def two(
    app: Flask, name: str, at: tuple[str, str] = ("eksempelvik", "eksempelvik")
) -> list[Sender]:
    """Two coordinators, of one organisation or of two."""
    return [
        Sender(signed_in(app, f"{name}{number}-{uuid4().hex[:6]}", "coordinator", place))
        for number, place in enumerate(at)
    ]


def two_windows(app: Flask, name: str) -> list[Sender]:
    """One person in two browsers."""
    kari = signed_in(app, f"{name}-{uuid4().hex[:6]}", "coordinator", "eksempelvik")
    return [Sender(kari), Sender(enter(app, kari.email, kari.account_id))]


def entry_id(database: Database, organisation: str, slug: str) -> UUID:
    with database.reading() as session:
        address = find_address(session, organisation, slug)
        assert address is not None
        assert address.entry_id is not None
        return address.entry_id


def count_rows(database: Database, model: type[Base], **where: object) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


def delete_rows(database: Database, *models: type[Base]) -> None:
    with database.transaction() as session:
        for model in models:
            session.execute(delete(model))


def begun(sender: Sender) -> UUID:
    """A document of one version."""
    document = uuid4()
    assert sender.send("/nb/desk/new", id=str(document), **NEW)() == 303
    address = f"/nb/desk/documents/{document}/write"
    assert sender.send(address, **FIRST, do="save")() == 303
    return document


def read_newest(database: Database, document: UUID) -> Revision:
    with database.reading() as session:
        newest = find_newest_revision(session, document, "nb")
        assert newest is not None
        return newest


def test_two_save_one_document(app: Flask, pair: Pair) -> None:
    database = site_of(app).database
    senders = two(app, "Lagrer")
    document = begun(senders[0])
    address = f"/nb/desk/documents/{document}/write"
    counted = Counted()
    for number in range(PAIRS):
        base = read_newest(database, document)
        whole = {**base.content, "base": str(base.id), "do": "save"}
        changes = {"done": f"Gjort {number}"}, {"results": f"Resultat {number}"}
        statuses = pair.both(
            *(
                sender.send(address, **{**whole, **change})
                for sender, change in zip(senders, changes, strict=True)
            )
        )
        content = read_newest(database, document).content
        expected = changes[0] | changes[1]
        counted.count(statuses, is_whole={**content, **expected} == content)
    with database.reading() as session:
        numbers = session.scalars(
            select(Revision.number)
            .where(Revision.document_id == document)
            .order_by(Revision.number)
        ).all()
        lines = session.scalars(
            select(TrailLine.revision_id).where(
                TrailLine.document_id == document, TrailLine.verb == "revised"
            )
        ).all()
    assert counted == (0, 0)
    assert numbers == list(range(1, 2 * PAIRS + 2))
    assert len(set(lines)) == len(lines) == len(numbers)


def test_two_begin_and_submit_texts_of_one_title(app: Flask, pair: Pair) -> None:
    database = site_of(app).database
    senders = two(app, "Begynner")
    counted = Counted()

    def write(sender: Sender, document: UUID, title: str) -> Callable[[], int]:
        def run() -> int:
            steps = [
                sender.send("/nb/desk/new", id=str(document), **NEW),
                sender.send(
                    f"/nb/desk/documents/{document}/write",
                    **{**FIRST, "title": title, "do": "save"},
                ),
            ]
            statuses = [step() for step in steps]
            revision = read_newest(database, document)
            submit = sender.send(f"/nb/desk/documents/{document}/submit", revision=str(revision.id))
            return max(*statuses, submit())

        return run

    for number in range(PAIRS):
        title = f"Om {uuid4().hex[:8]} {number}"
        documents = [uuid4(), uuid4()]
        statuses = pair.both(
            *(
                write(sender, document, title)
                for sender, document in zip(senders, documents, strict=True)
            )
        )
        with database.reading() as session:
            slugs = session.scalars(select(Document.slug).where(Document.id.in_(documents))).all()
        stem = title.casefold().replace(" ", "-")
        counted.count(statuses, is_whole=sorted(map(str, slugs)) == [stem, f"{stem}-2"])
    assert counted == (0, 0)


def test_one_form_is_kept_from_two_windows(app: Flask, pair: Pair) -> None:
    database = site_of(app).database
    senders = two_windows(app, "Bevarer")
    counted = Counted()
    for number in range(PAIRS):
        document = begun(senders[0])
        base = read_newest(database, document)
        whole = {**base.content, "base": str(base.id)}
        changes = {"done": f"Gjort {number}"}, {"results": f"Resultat {number}"}
        statuses = pair.both(
            *(
                sender.send(f"/nb/desk/documents/{document}/keep", **{**whole, **change})
                for sender, change in zip(senders, changes, strict=True)
            )
        )
        with database.reading() as session:
            copy = session.scalars(
                select(WorkingCopy).where(WorkingCopy.document_id == document)
            ).one()
            expected = changes[0] | changes[1]
            counted.count(statuses, is_whole={**copy.fields, **expected} == copy.fields)
    assert counted == (0, 0)


def test_two_mark_one_practice(app: Flask, pair: Pair) -> None:
    database = site_of(app).database
    practice = entry_id(database, "exempelstad", "vardar")
    senders = two(app, "Merker")
    counted = Counted()
    form = {"organisation": "eksempelvik", "language": "nb"}
    for _number in range(PAIRS):
        delete_rows(database, Mark)
        address = f"/nb/desk/mark/{practice}"
        statuses = pair.both(
            senders[0].send(address, **form, state="have"),
            senders[1].send(address, **form, state="declined", why="For dyrt."),
        )
        is_whole = count_rows(database, Mark) == 1 and statuses == [303, 303]
        counted.count(statuses, is_whole=is_whole)
    assert counted == (0, 0)


def test_a_mark_is_taken_back_twice_at_once(app: Flask, pair: Pair) -> None:
    database = site_of(app).database
    practice = entry_id(database, "exempelstad", "vardar")
    senders = two(app, "Tar")
    counted = Counted()
    form = {"organisation": "eksempelvik", "language": "nb"}
    address = f"/nb/desk/mark/{practice}"
    for _number in range(PAIRS):
        assert senders[0].send(address, **form, state="have")() == 303
        statuses = pair.both(*(s.send(address, **form, do="take-back") for s in senders))
        counted.count(statuses, is_whole=count_rows(database, Mark) == 0)
    assert counted == (0, 0)


def test_one_follows_from_two_windows(app: Flask, pair: Pair) -> None:
    database = site_of(app).database
    practice = entry_id(database, "exempelstad", "vardar")
    senders = two_windows(app, "Folger")
    counted = Counted()
    form = {"what": "entry", "key": practice.hex, "how_often": "weekly"}
    for _number in range(PAIRS):
        delete_rows(database, Follow, MailPreference)
        statuses = pair.both(
            senders[0].send("/nb/desk/follow", **form, level="everything"),
            senders[1].send("/nb/desk/follow", **form, level="outcomes"),
        )
        is_whole = (
            statuses == [303, 303]
            and count_rows(database, Follow) == 1
            and count_rows(database, MailPreference, how_often="weekly") == 1
        )
        counted.count(statuses, is_whole=is_whole)
    assert counted == (0, 0)


def test_one_stops_following_from_two_windows(app: Flask, pair: Pair) -> None:
    database = site_of(app).database
    practice = entry_id(database, "exempelstad", "vardar")
    senders = two_windows(app, "Slutter")
    counted = Counted()
    delete_rows(database, Follow, MailPreference)
    form = {"what": "entry", "key": practice.hex}
    for _number in range(PAIRS):
        begin = senders[0].send("/nb/desk/follow", **form, how_often="weekly", level="everything")
        assert begin() == 303
        statuses = pair.both(*(s.send("/nb/desk/follow", **form, do="stop") for s in senders))
        counted.count(statuses, is_whole=count_rows(database, Follow) == 0)
    assert counted == (0, 0)


def test_two_endorse_one_entry(app: Flask, pair: Pair) -> None:
    database = site_of(app).database
    entry = entry_id(database, "eksempelvik", "frokost")
    senders = [
        Sender(
            signed_in(
                app, f"Anbefaler{number}-{uuid4().hex[:6]}", "national_coordinator", "grannar", "NO"
            )
        )
        for number in range(2)
    ]
    counted = Counted()
    address = f"/nb/desk/endorse/{entry}"
    for number in range(PAIRS):
        delete_rows(database, EntryEndorsement)
        statuses = pair.both(
            *(s.send(address, note=f"Verdt å lese {number} {s.person.email}") for s in senders)
        )
        is_whole = statuses == [303, 303] and count_rows(database, EntryEndorsement) == 1
        counted.count(statuses, is_whole=is_whole)
    assert counted == (0, 0)
    assert count_rows(database, TrailLine, document_id=entry, verb="endorsed") == 2 * PAIRS


def test_two_answer_one_need(app: Flask, pair: Pair) -> None:
    """In turns: two replies, which both stand, and one entry pointed out twice, which does once."""
    database = site_of(app).database
    need = entry_id(database, "exempelstad", "behov")
    senders = two(app, "Svarer", at=("eksempelvik", "lilleby-ost"))
    homes = "eksempelvik", "lilleby-ost"
    counted = Counted()
    address = f"/nb/desk/answer/{need}"
    for number in range(PAIRS):
        # Each may answer ten times an hour.
        delete_rows(database, NeedAnswer, AccountEvent)
        do, text = ("reply", "Vi har prøvd") if number % 2 else ("entry:eksempelvik/frokost", "")
        statuses = pair.both(
            *(
                sender.send(address, organisation=home, language="nb", text=text, do=do)
                for sender, home in zip(senders, homes, strict=True)
            )
        )
        expected = [303, 303] if number % 2 else [303, 409]
        is_whole = sorted(statuses) == expected and count_rows(
            database, NeedAnswer
        ) == expected.count(303)
        counted.count(statuses, is_whole=is_whole)
    assert counted == (0, 0)


def test_two_processes_count_one_missed_search(app: Flask, pair: Pair) -> None:
    database = site_of(app).database
    counted = Counted()
    for number in range(PAIRS):
        words = f"natt{chr(97 + number % 26)}kafé {chr(97 + number // 26)}"
        counters = [MissedSearches(), MissedSearches()]
        for counter in counters:
            counter.count(words, "nb")
            counter.count(words, "nb")

        def write(counter: MissedSearches) -> Callable[[], int]:
            def run() -> int:
                counter.write(database)
                return 200

            return run

        statuses = pair.both(*map(write, counters))
        with database.reading() as session:
            times = session.scalars(
                select(MissedSearch.times).where(
                    MissedSearch.words == words, MissedSearch.day == clock.today()
                )
            ).all()
        counted.count(statuses, is_whole=list(times) == [4])
    assert counted == (0, 0)
