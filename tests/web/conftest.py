"""A site over the made-up municipalities, written by no test here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import make_site
from tests.folders import write_folder


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site over the made-up content; a module may change it."""
    folder = tmp_path_factory.mktemp("site")
    app = make_site(folder, write_folder(folder / "in"))
    yield app
    app.extensions["grannar"].database.engine.dispose()


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """Somebody who reads."""
    return app.test_client()
