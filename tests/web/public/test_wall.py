"""The wall: whatever public page is asked for, the private tables are not read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from network.attachments.reading import read_file
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.documents.tables import Document
from network.dumps import FILES
from network.entries.tables import Entry
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.site import Site
from network.tables import PRIVATE, metadata
from tests.attached import keep, make_part, make_photo, publish_with_files
from tests.web.people import site_of
from tests.web.public.test_pages import PAGES

# What each rule's places are filled with, so that every route is driven.
PLACES = {
    "organisation": "eksempelvik",
    "slug": "frokost",
    "topic_id": "schools",
    "term_id": "yttrande",
    "filename": "grannar.css",
    "kind": "experience",
    "entry": "frokost",
    "topic": "schools",
}
# Pages that not every entry or organisation has.
OTHERWISE = {
    "public.series": {"organisation": "exempelstad", "series": "frukostmoten"},
    "public.series_feed": {"organisation": "exempelstad", "series": "frukostmoten"},
    "public.collection_feed": {"organisation": "eksempelvik", "slug": "samling"},
    "site_map_file": {"name": "entries-1"},
    "catalogue": {"file_format": "ttl"},
    "topics_as_concepts": {"file_format": "ttl"},
    "dump_file": {"name": "entries.jsonl"},
    "public.users": {"organisation": "exempelstad", "slug": "plan", "part": "m1"},
    "public.side_by_side": {"slug": "samling"},
    "public.document": {"slug": "samling"},
    "public.download": {"slug": "samling", "file_format": "docx"},
    "public.download_side_by_side": {"slug": "samling", "file_format": "md"},
    "public.attached_file": {"slug": "med-filer", "part": "f1", "size": "small"},
    "public.source_text": {"organisation": "exempelstad", "slug": "mote", "source": "protokoll"},
}


@pytest.fixture(scope="module")
def plan(app: Flask) -> None:
    """A plan with a measure, an experience of having taken it up, and one with a picture."""
    site: Site = app.extensions["grannar"]
    picture = read_file(make_photo(900, 600))
    keep(site, picture)
    publish_with_files(
        site, "med-filer", [make_part(picture, "f1", "bilde.jpg", alternative="Frokost")]
    )
    taken = {"id": "t1", "practice": "exempelstad/plan#m1", "how": "copied"}
    with site.database.transaction() as session:
        actor = get_system_actor(session, "test")
        ids = find_organisation_ids(session)
        for home, slug, value in (
            ("exempelstad", "plan", {"kind": "plan", "measures": [{"id": "m1", "title": "Ett"}]}),
            ("eksempelvik", "tatt-opp", {"kind": "experience", "taken_up": [taken]}),
        ):
            content = parse_content({"language": "sv", "title": slug, **value})
            made = begin(session, Placement(ids[home], slug, ids[home]), content, actor=actor)
            publish(session, made.id, actor=actor)


@pytest.fixture(scope="module", autouse=True)
def collection(app: Flask) -> None:
    """A collection, which the pages of collections need."""
    site: Site = app.extensions["grannar"]
    items = [{"id": "i1", "entry": "eksempelvik/frokost"}, {"id": "i2", "gap": "Ingen vet"}]
    value = {"kind": "collection", "language": "nb", "title": "Samling", "items": items}
    with site.database.transaction() as session:
        actor = get_system_actor(session, "test")
        home = find_organisation_ids(session)["eksempelvik"]
        place = Placement(home, "samling", home)
        revision = begin(session, place, parse_content(value), actor=actor)
        publish(session, revision.id, actor=actor)


@pytest.fixture
def walled(app: Flask, plan: None) -> Iterator[set[str]]:
    """Every connection refuses to read a private table, and notes that it was asked to."""
    site: Site = app.extensions["grannar"]
    asked: set[str] = set()

    def allow(action: int, one: str | None, *_rest: object) -> int:
        if action == sqlite3.SQLITE_READ and one in PRIVATE:
            asked.add(one)
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    def wall(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.set_authorizer(allow)

    site.database.engine.dispose()
    event.listen(site.database.engine, "connect", wall)
    yield asked
    event.remove(site.database.engine, "connect", wall)
    site.database.engine.dispose()


def test_the_private_tables_are_named() -> None:
    assert {"documents", "revisions", "document_texts", "trail", "accounts", "mandates"} <= PRIVATE
    assert metadata.tables.keys() >= PRIVATE


def test_no_public_route_reads_a_private_table(
    app: Flask, reader: FlaskClient, walled: set[str]
) -> None:
    site: Site = app.extensions["grannar"]
    with site.public.reading() as session:
        entry_id = session.scalars(select(Entry.id).limit(1)).one()
    addresses = [f"/{ui}/{page}" for ui in ("nb", "sv") for page in PAGES]
    for rule in app.url_map.iter_rules():
        assert rule.methods is not None
        # Whoever is signed in reads private tables; who that is, the matrix of identities tests.
        # Whoever runs the site counts mails.
        # So does whoever hands in drafts by the API.
        if rule.endpoint.startswith(("desk.", "account.", "operation.", "api_drafts.")):
            continue
        if rule.endpoint == "oembed":
            framed = f"{site_of(app).settings.public_url}/nb/eksempelvik/frokost"
            addresses.append(f"/oembed?url={framed}")
            continue
        assert "GET" in rule.methods
        for ui in ("nb", "sv"):
            known = PLACES | OTHERWISE.get(rule.endpoint, {}) | {"id": entry_id}
            values = {name: known.get(name, ui) for name in rule.arguments}
            with app.test_request_context():
                built = rule.build(values)
                assert built is not None
                addresses.append(built[1])
    addresses += [f"/open-data/{name}" for name in FILES]
    addresses.append("/oai?verb=ListRecords&metadataPrefix=oai_dc")
    for address in addresses:
        with reader.get(address) as answer:
            assert answer.status_code in (200, 302, 303), address
    assert walled == set()


def test_the_wall_holds(app: Flask, walled: set[str]) -> None:
    site: Site = app.extensions["grannar"]
    with site.database.reading() as session, pytest.raises(Exception, match="prohibited"):
        session.scalar(select(Document.id).where(Document.id == uuid4()))
    assert walled == {"documents"}
