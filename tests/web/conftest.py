"""A site over the made-up municipalities, written by no test here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.app import create_app
from tests.conftest import make_settings, make_site
from tests.folders import write_folder


@pytest.fixture(scope="session")
def made_up_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site over the made-up content: copied, never written."""
    folder = tmp_path_factory.mktemp("template")
    app = make_site(folder, write_folder(folder / "in"))
    with app.extensions["grannar"].database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    app.extensions["grannar"].database.engine.dispose()
    return folder


@pytest.fixture(scope="module")
def app(made_up_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site over the made-up content; a module may change it."""
    folder = tmp_path_factory.mktemp("module") / "site"
    shutil.copytree(made_up_site, folder)
    app = create_app(make_settings(folder))
    yield app
    app.extensions["grannar"].database.engine.dispose()


@pytest.fixture
def own_app(made_up_site: Path, tmp_path: Path) -> Iterator[Flask]:
    """A site over the made-up content that is the test's own."""
    folder = tmp_path / "site"
    shutil.copytree(made_up_site, folder)
    app = create_app(make_settings(folder))
    yield app
    app.extensions["grannar"].database.engine.dispose()


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """Somebody who reads."""
    return app.test_client()
