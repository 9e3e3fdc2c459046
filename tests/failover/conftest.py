"""A primary and a synchronous standby, and a site that reads from both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from network.app import create_app
from network.content_files.importing import import_folder
from network.migrations.schema import upgrade
from tests.conftest import make_settings
from tests.failover.pair import Pair, running_pair
from tests.folders import write_folder
from tests.web.people import site_of


@pytest.fixture
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two servers with the made-up content."""
    folder = tmp_path_factory.mktemp("pair")
    with running_pair() as pair:
        app = create_app(make_settings(folder, DATABASE_URL=pair.address()))
        site = site_of(app)
        upgrade(site.database)
        with site.database.transaction() as session:
            import_folder(session, write_folder(folder / "in"))
        site.database.close()
        yield pair
