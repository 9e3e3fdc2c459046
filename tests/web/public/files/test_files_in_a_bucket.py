"""A site whose files lie in an S3-compatible store, and what is said while that is away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from flask import Flask
from moto.server import ThreadedMotoServer

from network.app import create_app
from network.attachments.reading import read_file
from tests.attached import keep, make_part, make_photo, plain_file, publish_with_files
from tests.conftest import make_settings
from tests.web.desk.files.test_attaching import Form
from tests.web.people import signed_in, site_of

DATA = bytes(range(256)) * 4_000
AT = "/nb/eksempelvik/i-en-boette/files"


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadedMotoServer]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def app(
    server: ThreadedMotoServer,
    made_up_site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Flask]:
    """A site of the test's own, with a bucket of its own."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "us-east-1")
    host, port = server.get_host_and_port()
    address, bucket = f"http://{host}:{port}", f"bucket-{tmp_path.name.replace('_', '-')[-40:]}"
    boto3.client("s3", endpoint_url=address).create_bucket(Bucket=bucket)
    folder = tmp_path / "site"
    shutil.copytree(made_up_site, folder)
    app = create_app(make_settings(folder, FILES=f"s3://{bucket}", FILES_ENDPOINT=address))
    yield app
    site_of(app).database.engine.dispose()


def test_files_are_answered_out_of_a_bucket_whole_and_in_part(app: Flask) -> None:
    site, reader = site_of(app), app.test_client()
    file, picture = plain_file(DATA), read_file(make_photo())
    keep(site, file, picture)
    publish_with_files(
        site,
        "i-en-boette",
        [
            make_part(file, "f1", "data.bin"),
            make_part(picture, "f2", "bilde.jpg", alternative="Et bilde"),
        ],
    )
    assert reader.get(f"{AT}/f1").data == DATA
    part = reader.get(f"{AT}/f1", headers={"Range": "bytes=1000-300999"})
    assert (part.status_code, part.data) == (206, DATA[1000:301_000])
    assert reader.get(f"{AT}/f1", headers={"Range": "bytes=-10"}).data == DATA[-10:]
    assert reader.head(f"{AT}/f1").headers["Content-Length"] == str(len(DATA))
    known = {"If-None-Match": f'"{file.sha256}"'}
    assert reader.get(f"{AT}/f1", headers=known).status_code == 304
    assert picture.small is not None
    assert reader.get(f"{AT}/f2/small").data == picture.small.data
    assert not (Path(site.settings.search_index).parent / "files").exists()


def test_while_the_bucket_is_away_readers_and_writers_are_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, reader = site_of(app), app.test_client()
    file = plain_file(b"a file")
    keep(site, file)
    publish_with_files(site, "i-en-boette", [make_part(file, "f1", "data.bin")])
    form = Form(app, signed_in(app, "Kari", "coordinator", "eksempelvik"))
    monkeypatch.setattr(site.files, "_bucket", "no-such-bucket-any-more")
    answer = reader.get(f"{AT}/f1")
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    # The entry itself does without.
    assert "data.bin" in reader.get("/nb/eksempelvik/i-en-boette").text
    answer = form.attach((b"another", "notat.txt"), title="Det jeg skrev")
    assert answer.status_code == 422
    assert "kunne ikke lagres akkurat nå" in answer.text
    assert 'value="Det jeg skrev"' in answer.text
