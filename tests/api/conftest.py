"""A site over the made-up municipalities, with whoever asks its API."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.app import create_app
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.source import DatabaseSource
from tests.conftest import FULL, make_settings, make_site
from tests.folders import write_folder
from tests.postgresql import make_database
from tests.web.conftest import app, made_up_site, reader
from tests.web.people import site_of

__all__ = ["app", "made_up_site", "reader"]

_TEMPLATE = "made-up"


@pytest.fixture(scope="session")
def made_up_on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgresql: Path) -> Path:
    """The folder of a site over the made-up content whose database is on the server: both are
    copied, never written."""
    folder = tmp_path_factory.mktemp("template")
    address = make_database(postgresql, _TEMPLATE)
    made = make_site(folder, write_folder(folder / "in"), DATABASE_URL=address)
    site_of(made).database.engine.dispose()
    return folder


@pytest.fixture(params=["sqlite", "postgresql"] if FULL else ["sqlite"])
def own_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site over the made-up content that is the test's own; in the full run each test has one on
    either database."""
    folder = tmp_path / "site"
    if request.param == "postgresql":
        shutil.copytree(request.getfixturevalue("made_up_on_postgresql"), folder)
        server = request.getfixturevalue("postgresql")
        address = make_database(server, f"test-{uuid4().hex}", _TEMPLATE)
        own = create_app(make_settings(folder, DATABASE_URL=address))
    else:
        shutil.copytree(request.getfixturevalue("made_up_site"), folder)
        own = create_app(make_settings(folder))
    yield own
    site_of(own).database.engine.dispose()


def publish_each(
    app: Flask, values: Iterable[Mapping[str, Any]], *, at: str = "eksempelvik"
) -> list[UUID]:
    """Publish contents at an organisation, each under its title's slug; the ids of the entries."""
    site = site_of(app)
    made = []
    for value in values:
        with site.database.transaction() as session:
            actor = get_system_actor(session, "test")
            home = find_organisation_ids(session)[at]
            content = parse_content({"language": "nb", **value})
            place = Placement(home, value["title"].casefold().replace(" ", "-"), home)
            revision = begin(session, place, content, actor=actor)
            publish(session, revision.id, actor=actor)
            made.append(revision.document_id)
    catch_up(site.index.folder, DatabaseSource(site.database))
    return made


def read(client: FlaskClient, path: str, status: int = 200, **more: Any) -> Any:
    """What the API answers at a path below its prefix, as a value."""
    answer = client.get(path if path.startswith("/") else f"/api/v1/{path}", **more)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json(force=True)


def read_all(client: FlaskClient, path: str) -> list[Any]:
    """All items of a list, page by page."""
    found = []
    address: str | None = path if path.startswith("/") else f"/api/v1/{path}"
    while address:
        page = read(client, address)
        found += page["items"]
        address = page["next"] and page["next"].removeprefix("https://grannar.example")
    return found


@pytest.fixture
def client(own_app: Flask) -> FlaskClient:
    """Somebody who asks a site of the test's own."""
    return own_app.test_client()
