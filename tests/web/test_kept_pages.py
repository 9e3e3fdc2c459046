"""Kept pages: the same bytes for everybody, new at once when anything public changes."""

from __future__ import annotations

import gzip
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from backports import zstd
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from network import clock
from network.changes import read_public_number
from network.db import Base, Database
from network.documents.tables import Document
from network.entries.tables import Entry, EntryText
from network.errors import Unavailable
from network.mail.tables import OutgoingMail
from network.organisations.tables import CountyArea, Organisation
from network.public_reading import PublicReading
from network.site import Site
from network.tables import PRIVATE, number_public
from network.topics.tables import TopicRow
from network.web.kept_pages import KeptPage, KeptPages, PageMemory

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

ENTRY = "/nb/eksempelvik/frokost"


@pytest.fixture
def kept(own_app: Flask) -> KeptPages:
    pages = own_app.extensions["grannar.kept_pages"]
    assert isinstance(pages, KeptPages)
    return pages


def _page(size: int) -> KeptPage:
    return KeptPage("200 OK", [], {"": b"x" * size}, "", False, "")


def test_a_page_is_the_same_whatever_coding_and_however_often_it_is_asked(own_app: Flask) -> None:
    reader = own_app.test_client()
    plain = reader.get(ENTRY)
    for coding, unpack in (("gzip", gzip.decompress), ("zstd", zstd.decompress)):
        packed = reader.get(ENTRY, headers={"Accept-Encoding": coding})
        assert packed.headers["Content-Encoding"] == coding
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert packed.headers["ETag"] != plain.headers["ETag"]
        assert unpack(packed.data) == plain.data == reader.get(ENTRY).data
        for tag in (packed.headers["ETag"], plain.headers["ETag"]):
            known = reader.get(ENTRY, headers={"If-None-Match": tag})
            assert (known.status_code, known.data) == (304, b"")
            assert "Content-Security-Policy" in known.headers
    framed = reader.get(ENTRY + "/embed")
    again = reader.get(ENTRY + "/embed", headers={"If-None-Match": framed.headers["ETag"]})
    assert again.status_code == 304
    policy = "Content-Security-Policy"
    assert again.headers[policy] == framed.headers[policy] != plain.headers[policy]
    head = reader.head(ENTRY)
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(plain.data)))


def test_nothing_of_who_asks_is_in_a_page_or_chooses_another(
    own_app: Flask, kept: KeptPages
) -> None:
    own_app.test_client().get(ENTRY)
    size = kept.memory.size
    strange = {"User-Agent": "canary", "Cookie": "other=canary", "Accept-Language": "sv"}
    for query in ("?canary=1", "?b=canary&a=canary", "?_anchor=canary"):
        reader = own_app.test_client(use_cookies=False)
        answer = reader.get(ENTRY + query, headers=strange)
        assert (answer.status_code, b"canary" in answer.data) == (200, False)
    assert kept.memory.size == size
    assert kept.memory.list_bodies() == [answer.data]


def test_who_has_a_session_gets_the_page_that_everybody_gets(
    own_app: Flask, kept: KeptPages
) -> None:
    cookie = {"Cookie": f"{own_app.config['SESSION_COOKIE_NAME']}=anything"}
    client = own_app.test_client(use_cookies=False)
    answer = client.get(ENTRY, headers=cookie)
    assert kept.memory.list_bodies() == [answer.data]
    assert client.get(ENTRY).headers["ETag"] == answer.headers["ETag"]


def test_what_sets_a_cookie_varies_or_is_private_is_never_kept(
    own_app: Flask, kept: KeptPages
) -> None:
    reader: FlaskClient = own_app.test_client()
    given: dict[str, str] = {}
    # The last that looks at an answer is the first that was registered.
    own_app.after_request_funcs[None].insert(
        0, lambda response: (response.headers.extend(given), response)[1]
    )
    for headers in ({"Set-Cookie": "a=b"}, {"Vary": "Cookie"}, {"Cache-Control": "private"}):
        given |= headers
        assert reader.get(ENTRY).status_code == 200
        assert kept.memory.list_bodies() == []
        given.clear()
    assert reader.get("/nb/eksempelvik/no-such-entry").status_code == 404
    assert kept.memory.list_bodies() == []
    assert reader.get(ENTRY).status_code == 200
    assert len(kept.memory.list_bodies()) == 1


def test_a_query_is_the_same_escaped_or_in_bytes(own_app: Flask, kept: KeptPages) -> None:
    reader = own_app.test_client()
    raw = "name=Frøya".encode().decode("latin-1")
    bare = reader.get("/nb/organisations", environ_overrides={"QUERY_STRING": raw})
    assert 'value="Frøya"' in bare.text
    assert reader.get("/nb/organisations?name=Fr%C3%B8ya").data == bare.data
    assert len(kept.memory.list_bodies()) == 1


def test_a_search_that_finds_nothing_is_counted_each_time(own_app: Flask, kept: KeptPages) -> None:
    for _ in range(2):
        assert own_app.test_client().get("/nb/search?q=ordsomingenhar").status_code == 200
    assert kept.memory.list_bodies() == []


def test_a_page_changes_at_once_with_what_it_shows(own_app: Flask, kept: KeptPages) -> None:
    site: Site = own_app.extensions["grannar"]
    reader = own_app.test_client()
    before = {page: reader.get(page).data for page in (ENTRY, "/nb/topics", "/nb/organisations")}
    assert len(kept.memory.list_bodies()) == len(before)
    with site.database.transaction() as session:
        for text in session.query(EntryText):
            text.title = "Et nytt navn"
        for topic in session.query(TopicRow):
            topic.content = topic.content | {"labels": {"nb": "Nytt emne", "sv": "Nytt ämne"}}
    # Another process has the same database and keeps pages of its own.
    assert b"Et nytt navn" in reader.get(ENTRY).data
    assert b"Nytt emne" in reader.get("/nb/topics").data
    with site.database.transaction() as session:
        session.execute(update(Entry).values(published_at=clock.now()))
    assert kept.memory.find("another state", ENTRY) is None
    with clock.freeze_time(clock.now() + timedelta(days=1)):
        reader.get(ENTRY)
        assert len(kept.memory.list_bodies()) == 1


def test_a_page_that_many_ask_for_at_once_is_made_once(
    own_app: Flask, kept: KeptPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = kept._make

    def make_slowly(
        environ: WSGIEnvironment, state: object, address: str, tag: str
    ) -> KeptPage | None:
        made.append(address)
        time.sleep(0.2)
        return make(environ, state, address, tag)

    monkeypatch.setattr(kept, "_make", make_slowly)
    answers: list[bytes] = []

    def ask(page: str) -> None:
        answers.append(own_app.test_client().get(page).data)

    pages = [ENTRY] * 8 + ["/nb/topics"] * 4
    readers = [threading.Thread(target=ask, args=(page,)) for page in pages]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert sorted(made) == ["/nb/eksempelvik/frokost?", "/nb/topics?"]
    assert (len(answers), len(set(answers))) == (12, 2)


def test_every_public_table_moves_the_number_and_no_private_one(database: Database) -> None:
    database.before_commit.append(number_public)

    def number(name: str = "public") -> int:
        with database.reading() as session:
            return read_public_number(session, name)

    for table in Base.metadata.sorted_tables:
        if table.name == "counters":
            continue
        before, register = number(), number("register")
        with database.transaction() as session:
            session.execute(delete(table))
        assert (number() != before) == (table.name not in PRIVATE), table.name
        is_register = table.name in ("organisations", "counties", "figures", "topics", "terms")
        assert (number("register") != register) == is_register, table.name
    assert {Document.__tablename__, OutgoingMail.__tablename__} <= PRIVATE
    assert PRIVATE.isdisjoint({Organisation.__tablename__, CountyArea.__tablename__})
    before = number()
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        _write_and_fail(session)
    assert number() == before


def _write_and_fail(session: Session) -> None:
    session.execute(insert(CountyArea), [{"key": "NO-99", "area": "Fylket", "content": {}}])
    raise ZeroDivisionError


def test_a_flood_of_addresses_takes_no_page_that_is_asked_for_again() -> None:
    memory = PageMemory(1_000_000)
    for _ in range(2):
        if memory.find(1, "home") is None:
            memory.keep(1, "home", _page(10_000))
    assert memory.find(1, "home") is not None
    for number in range(1_000):
        memory.find(1, f"made-up-{number}")
        memory.keep(1, f"made-up-{number}", _page(10_000))
        assert memory.size <= 1_000_000
    assert memory.find(1, "home") is not None
    memory.keep(1, "too large", _page(100_000))
    assert memory.find(1, "too large") is None
    # Of a state that is over nothing is kept any more, nor kept late.
    assert memory.find(2, "home") is None
    memory.keep(1, "late", _page(1))
    assert (memory.find(2, "late"), memory.list_bodies()) == (None, [])


def test_what_one_process_made_no_other_makes_again(
    own_app: Flask, kept: KeptPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.share(2)
    client = own_app.test_client()
    first = client.get(ENTRY)

    def make(*_: object) -> KeptPage:
        raise AssertionError("made again")

    with monkeypatch.context() as patch:
        patch.setattr(kept, "_make", make)
        # Another process: it has the memory in common, and nothing of its own.
        kept.memory = PageMemory(1_000_000)
        again = client.get(ENTRY, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(again.data) == first.data
        assert again.headers["ETag"] == f'"{first.headers["ETag"].strip(chr(34))}-gzip"'
        assert dict(again.headers).keys() - {"Content-Encoding"} == dict(first.headers).keys()
        # Now it has it itself.
        kept.shared = None
        assert client.get(ENTRY).data == first.data


def test_pages_in_common_are_new_with_what_they_show(own_app: Flask, kept: KeptPages) -> None:
    kept.share(2)
    site: Site = own_app.extensions["grannar"]
    client = own_app.test_client()
    before = client.get(ENTRY).data
    with site.database.transaction() as session:
        session.execute(update(EntryText).values(title="Ny tittel"))
    kept.memory = PageMemory(1_000_000)
    after = client.get(ENTRY).data
    assert b"Ny tittel" in after
    assert b"Ny tittel" not in before


def test_a_page_is_made_on_what_is_left_when_a_server_goes_away_meanwhile(
    own_app: Flask, kept: KeptPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    site: Site = own_app.extensions["grannar"]
    # The standby has become the primary and is killed while the page is read there; nobody has
    # taken its place yet, and the other server is found as the standby.
    standby = Database(site.settings.database_url)
    vars(site.public).update(vars(PublicReading(site.database, standby, alone=60)))
    together, places = site.public.together, []
    monkeypatch.setattr(site.public, "together", lambda at_primary=False: asked(at_primary))

    @contextmanager
    def asked(at_primary: bool) -> Iterator[int]:
        places.append(at_primary)
        if at_primary:
            raise Unavailable("away", "the server closed the connection")
        with together() as number:
            yield number

    def lose(session: Session, *given: object) -> object:
        if len(places) == 1:
            lost = sqlite3.OperationalError("the server closed the connection")
            lost.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise OperationalError("SELECT 1", None, lost)
        return count(session, *given)

    home: Any = import_module("network.web.public.home.pages")
    count = home.count_by_organisation
    monkeypatch.setattr(home, "count_by_organisation", lose)
    answer = own_app.test_client().get("/nb/")
    assert (answer.status_code, places) == (200, [False, True, False])
