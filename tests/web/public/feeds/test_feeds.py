"""Feeds, calendars and site maps: valid, read by programs that are not ours, and not read twice."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from xml.etree import ElementTree

import feedparser
import pytest
import vobject
import xmlschema
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import event, select
from werkzeug.serving import make_server

from network import clock
from network.app import create_app
from network.documents.publishing import publish, withdraw
from network.documents.revisions import Placement, begin
from network.entries.queries import find_cards
from network.entries.tables import Entry
from network.interface_languages import INTERFACE_LANGUAGES
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from tests.conftest import make_settings
from tests.web.people import site_of

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMAS = Path(__file__).parent / "schemas"
HOSTILE = 'Møte & <b>"æøå"</b> ]]> \N{WOMAN}\N{ZERO WIDTH JOINER}\N{ROCKET}; a, b'


def put(app: Flask, slug: str, **more: object) -> str:
    """Publish something of Eksempelvik's; its id."""
    here = site_of(app)
    with here.database.transaction() as session:
        home, actor = (
            find_organisation_ids(session)["eksempelvik"],
            get_system_actor(session, "test"),
        )
        content = parse_content({"kind": "need", "language": "nb", "title": slug, **more})
        revision = begin(session, Placement(home, slug, home), content, actor=actor)
        publish(session, revision.id, actor=actor)
    catch_up(here.index.folder, DatabaseSource(here.database))
    return revision.document_id.hex


FEEDS = (
    "/nb/feeds/all.atom",
    "/sv/feeds/all.atom",
    "/nb/feeds/organisations/eksempelvik.atom",
    "/nb/feeds/topics/truancy.atom",
    "/sv/feeds/kinds/experience.atom",
    "/nb/feeds/collections/eksempelvik/samling.atom",
    "/nb/feeds/series/eksempelvik/faste.atom",
    "/nb/feeds/search.atom?q=frokost&kind=experience",
    "/nb/feeds/search.atom",
)
CALENDARS = (
    "/nb/feeds/all.ics",
    "/sv/feeds/organisations/eksempelvik.ics",
    "/nb/feeds/topics/truancy.ics",
)


def fill(app: Flask) -> None:
    """A series, a collection and what is hard to write down."""
    with clock.freeze_time(datetime(2026, 11, 1, 12, tzinfo=UTC)):
        put(app, "a", title=HOSTILE, summary="To\nlinjer her.", topics=["truancy"])
        put(
            app,
            "mote-1",
            kind="meeting",
            title=HOSTILE,
            date="2026-10-25",
            place="Rådhuset, sal 2; Eksempelvik",
            series="faste",
            series_name="Faste møter",
            review_by="2027-02",
            topics=["truancy"],
        )
        put(app, "mote-2", kind="meeting", title="Uten dag", date="2026-10")
        items = [{"id": "i1", "entry": "eksempelvik/a", "why": "Fordi."}]
        put(app, "samling", kind="collection", title="Samling", items=items)


@pytest.fixture(scope="module")
def full(made_up_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The made-up site with more in it, read alone."""
    folder = tmp_path_factory.mktemp("full") / "site"
    shutil.copytree(made_up_site, folder)
    app = create_app(make_settings(folder))
    fill(app)
    yield app
    site_of(app).database.engine.dispose()


@pytest.fixture
def full_app(own_app: Flask) -> Flask:
    """The same, to write in."""
    fill(own_app)
    return own_app


def entries_of(text: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(text).findall(f"{ATOM}entry")


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_what_the_rules_ask_for(full: Flask, path: str) -> None:
    answer = full.test_client().get(path)
    assert answer.status_code == 200
    assert answer.content_type.startswith("application/atom+xml")
    xmlschema.XMLSchema11(SCHEMAS / "atom.xsd").validate(answer.text)
    root = ElementTree.fromstring(answer.data)
    entries = root.findall(f"{ATOM}entry")
    assert entries
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    own = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert [link.get("href") for link in own] == [root.findtext(f"{ATOM}id")]
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert root.findtext(f"{ATOM}updated") == updated[0]


@pytest.mark.parametrize("path", FEEDS)
def test_another_program_reads_the_feed(full: Flask, path: str) -> None:
    read = feedparser.parse(full.test_client().get(path).data)
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.title
    for entry in read.entries:
        assert entry.link.startswith("https://grannar.example/")
        assert entry.author
        assert entry.updated_parsed


def test_titles_survive_whatever_they_hold(full: Flask) -> None:
    read = feedparser.parse(full.test_client().get("/nb/feeds/topics/truancy.atom").data)
    (entry,) = (
        read_entry for read_entry in read.entries if read_entry.link.endswith("/eksempelvik/a")
    )
    element = next(
        feed_entry
        for feed_entry in entries_of(full.test_client().get("/nb/feeds/topics/truancy.atom").data)
        if feed_entry.findtext(f"{ATOM}id") == entry.id
    )
    assert element.findtext(f"{ATOM}title") == HOSTILE
    assert "linjer her." in (element.findtext(f"{ATOM}summary") or "")
    assert entry.author == "Eksempelvik"
    terms = {tag.term for tag in entry.tags}
    assert {"need", "truancy", "schools"} == terms


def test_each_feed_holds_what_it_says(full: Flask) -> None:
    client = full.test_client()

    def pages(path: str) -> set[str]:
        links = (entry.find(f"{ATOM}link") for entry in entries_of(client.get(path).data))
        return {(link.get("href") or "").rpartition("/")[2] for link in links if link is not None}

    assert pages("/nb/feeds/collections/eksempelvik/samling.atom") == {"samling", "a"}
    assert pages("/nb/feeds/series/eksempelvik/faste.atom") == {"mote-1"}
    assert pages("/nb/feeds/kinds/meeting.atom") == {"mote-1", "mote-2", "mote"}
    assert "frokost" in pages("/nb/feeds/search.atom?q=frokost")
    assert pages("/nb/feeds/search.atom?q=frokost&kind=case") == set()
    assert pages("/nb/feeds/all.atom") >= {"a", "mote-1", "frokost"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nb/feeds/organisations/nowhere.atom", 404),
        ("/nb/feeds/topics/none.atom", 404),
        ("/nb/feeds/kinds/none.atom", 404),
        ("/nb/feeds/collections/eksempelvik/frokost.atom", 404),
        ("/nb/feeds/collections/eksempelvik/none.atom", 404),
        ("/nb/feeds/series/eksempelvik/none.atom", 404),
        ("/nb/feeds/organisations/nowhere.ics", 404),
        ("/nb/feeds/topics/none.ics", 404),
        ("/sitemaps/none.xml", 404),
        ("/sitemaps/entries-0.xml", 404),
        ("/sitemaps/entries-2.xml", 404),
        ("/sitemaps/entries-99999.xml", 404),
        ("/nb/feeds/search.atom?q=%00%ff&page=x&year=%F0", 200),
        ("/nb/feeds/search.atom?q=" + "(" * 3000, 200),
    ],
)
def test_what_is_not_there_is_told_so(full: Flask, path: str, status: int) -> None:
    assert full.test_client().get(path).status_code == status


def test_what_is_withdrawn_leaves_every_feed(full_app: Flask) -> None:
    client, here = full_app.test_client(), site_of(full_app)
    entry = put(full_app, "borte", title="Skal bort", topics=["truancy"], review_by="2027")
    paths = (*FEEDS, *CALENDARS, "/sitemaps/entries-1.xml")
    assert any("borte" in client.get(path).text for path in paths)
    with here.database.transaction() as session:
        withdraw(session, UUID(hex=entry), actor=get_system_actor(session, "test"))
    catch_up(here.index.folder, DatabaseSource(here.database))
    for path in paths:
        text = client.get(path).text
        assert "borte" not in text, path
        assert "Skal bort" not in text, path


@contextmanager
def asked(app: Flask) -> Iterator[list[str]]:
    """Every statement that the database is asked."""
    found: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        if statement != "BEGIN":
            found.append(statement)

    engine = site_of(app).database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


CONDITIONAL = (*FEEDS, *CALENDARS, "/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/entries-1.xml")


def test_nothing_is_read_for_what_has_not_changed(full_app: Flask) -> None:
    client = full_app.test_client()
    known: dict[str, tuple[dict[str, str], ...]] = {}
    for path in CONDITIONAL:
        first = client.get(path)
        tag, moment = first.headers["ETag"], first.headers["Last-Modified"]
        known[path] = {"If-None-Match": tag}, {"If-Modified-Since": moment}
        for headers in known[path]:
            with asked(full_app) as statements:
                again = client.get(path, headers=headers)
            assert (again.status_code, again.data) == (304, b""), (path, headers)
            assert again.headers["ETag"] == tag
            # The number of what is public is asked by itself, as no session's statement.
            assert statements == []
    put(full_app, "nytt", title="Nytt", topics=["truancy"])
    with clock.freeze_time(clock.now() + timedelta(seconds=5)):
        for path in CONDITIONAL:
            for headers in known[path]:
                assert client.get(path, headers=headers).status_code == 200, (path, headers)


def test_what_changed_within_the_second_is_not_called_old(full_app: Flask) -> None:
    client, now = full_app.test_client(), clock.now()
    with clock.freeze_time(now):
        put(full_app, "forst")
        first = client.get("/nb/feeds/all.atom")
        put(full_app, "sist")
    assert "Last-Modified" not in first.headers
    with clock.freeze_time(now + timedelta(seconds=5)):
        later = client.get("/nb/feeds/all.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert "sist" in later.text


def test_a_program_of_another_asks_again_and_is_told_no_news(full: Flask) -> None:
    """Over the net, with what feedparser itself sends."""
    server = make_server("127.0.0.1", 0, full)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/nb/feeds/all.atom"
        first = feedparser.parse(address)
        assert (first.status, bool(first.entries)) == (200, True)
        again = feedparser.parse(address, etag=first.etag, modified=first.modified)
        assert (again.status, again.entries) == (304, [])
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()


@pytest.mark.parametrize("path", CALENDARS)
def test_a_calendar_is_read_by_two_programs(full: Flask, path: str) -> None:
    answer = full.test_client().get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    ours = Calendar.from_ical(answer.data)
    events = {str(event["uid"]): event for event in ours.events}
    assert not any(component.errors for component in ours.walk())
    other = vobject.readOne(answer.text)
    assert {event.uid.value for event in other.vevent_list} == set(events)
    (held,) = (
        event for uid, event in events.items() if "-meeting@" in uid and event.get("location")
    )
    assert str(held["summary"]) == HOSTILE
    assert str(held["location"]) == "Rådhuset, sal 2; Eksempelvik"
    assert held.start.isoformat() == "2026-10-25"
    (review,) = (
        event
        for uid, event in events.items()
        if "-review@" in uid and HOSTILE in str(event["summary"])
    )
    # By February is by its last day.
    assert review.start.isoformat() == "2027-02-28"
    theirs = next(event for event in other.vevent_list if event.uid.value == str(held["uid"]))
    assert theirs.summary.value == HOSTILE
    assert theirs.location.value == "Rådhuset, sal 2; Eksempelvik"
    assert "Uten dag" not in answer.text


def test_the_site_map_has_every_entry_in_every_language(full: Flask) -> None:
    client, here = full.test_client(), site_of(full)
    index = client.get("/sitemap.xml")
    xmlschema.XMLSchema(SCHEMAS / "siteindex.xsd").validate(index.text)
    named = [
        element.text or "" for element in ElementTree.fromstring(index.data).iter() if element.text
    ]
    assert [address.removeprefix("https://grannar.example") for address in named] == [
        "/sitemaps/pages.xml",
        "/sitemaps/entries-1.xml",
    ]
    found = set()
    for name in ("pages", "entries-1"):
        answer = client.get(f"/sitemaps/{name}.xml")
        xmlschema.XMLSchema(SCHEMAS / "sitemap.xsd").validate(answer.text)
        for element in ElementTree.fromstring(answer.data):
            place = element[0].text or ""
            others = {
                link.get("hreflang"): link.get("href") for link in element if link.get("href")
            }
            assert set(others) == set(INTERFACE_LANGUAGES)
            assert place in others.values()
            found.add(place.removeprefix("https://grannar.example"))
    for path in found:
        assert client.get(path).status_code == 200, path
    with here.database.reading() as session:
        every = find_cards(session, session.scalars(select(Entry.id)), "nb")
    assert {f"/{ui}/{card.address}" for card in every for ui in INTERFACE_LANGUAGES} <= found


def test_robots_are_told_where_not_to_go(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.content_type.startswith("text/plain")
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /nb/desk" in lines
    assert "Disallow: /sv/account" in lines
    assert lines[-1] == "Sitemap: https://grannar.example/sitemap.xml"


def test_pages_say_where_their_feeds_are(full: Flask) -> None:
    client = full.test_client()
    for page in (
        "/nb/",
        "/nb/eksempelvik",
        "/sv/topics/truancy",
        "/nb/search?q=frokost",
        "/nb/series/eksempelvik/faste",
        "/nb/eksempelvik/samling",
    ):
        text = client.get(page).text
        feeds = [part.partition('"')[0] for part in text.split('href="') if ".atom" in part[:200]]
        feeds = [feed.replace("&amp;", "&") for feed in feeds if ".atom" in feed]
        assert feeds, page
        for feed in feeds:
            assert client.get(feed).status_code == 200, feed


def test_ids_are_those_of_entries(full_app: Flask) -> None:
    entry = put(full_app, f"x-{uuid4().hex[:6]}")
    ids = [
        feed_entry.findtext(f"{ATOM}id") or ""
        for feed_entry in entries_of(full_app.test_client().get("/nb/feeds/all.atom").data)
    ]
    assert entry in {id_.removeprefix("urn:uuid:").replace("-", "") for id_ in ids}
