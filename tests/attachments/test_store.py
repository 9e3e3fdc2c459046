"""Where bytes lie: whole or not at all, by their hash alone, in a folder or a bucket."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from network.attachments.store import (
    BucketStore,
    FileStore,
    FolderStore,
    MissingFile,
    compute_hash,
    open_store,
)
from network.errors import Misconfigured, Unavailable
from tests.conftest import ROOT

DATA = bytes(range(256)) * 3000
HASH = compute_hash(DATA)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server that speaks S3, on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> FileStore:
    """A store of either sort, empty."""
    if request.param == "folder":
        return open_store(str(tmp_path / "files"))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-north-1")
    at = request.getfixturevalue("endpoint")
    bucket = f"grannar-{abs(hash(str(tmp_path)))}"
    boto3.client("s3", endpoint_url=at).create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
    )
    return open_store(f"s3://{bucket}/kept", at)


def read(store: FileStore, *range: int) -> bytes:
    return b"".join(store.read(HASH, *range))


def test_what_is_put_is_read_back_whole_and_in_part(store: FileStore) -> None:
    assert not store.has(HASH)
    store.put(HASH, DATA)
    store.put(HASH, DATA)
    assert store.has(HASH)
    # Read back: a store may take a wrong hash without a word.
    assert compute_hash(read(store)) == HASH
    assert read(store, 0, 1) == DATA[:1]
    assert read(store, 1000, 300_000) == DATA[1000:300_000]
    assert read(store, len(DATA) - 5) == DATA[-5:]
    assert read(store, 7, 7) == b""
    assert [sha256 for sha256, _at in store.list_files()] == [HASH]


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store: FileStore) -> None:
    store.put(HASH, DATA)
    store.delete(HASH)
    store.delete(HASH)
    assert not store.has(HASH)
    assert list(store.list_files()) == []
    # Before any byte is asked for.
    with pytest.raises(MissingFile):
        store.read(HASH)
    with pytest.raises(MissingFile):
        store.read(HASH, 5, 5)


def test_when_it_was_put_is_told(store: FileStore) -> None:
    store.put(HASH, DATA)
    ((_sha256, at),) = store.list_files()
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "/etc/passwd", HASH.upper(), HASH[:-1], f"{HASH}/..", "a" * 65]
)
def test_nothing_but_a_hash_says_where_bytes_lie(store: FileStore, name: str) -> None:
    for ask in (store.has, store.read, store.delete, lambda name: store.put(name, DATA)):
        with pytest.raises(ValueError, match="no SHA-256"):
            ask(name)


def test_the_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir(mode=0o755)
    store = FolderStore(folder)
    store.put(HASH, DATA)
    assert (folder / HASH[:2] / HASH).read_bytes() == DATA
    for path in (folder, *folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_full_disk_or_a_file_in_the_way_is_no_lost_file(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file, no folder")
    with pytest.raises(Unavailable):
        FolderStore(tmp_path / "files").put(HASH, DATA)


# Puts a large file again and again until it is killed; says when it begins.
_PUTS = """
import sys
from pathlib import Path
from network.attachments import store
data = bytes(20_000_000)
at = sys.argv[2]
if at != "write":
    def die(*_arguments):
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(store.os, "fsync", die) if at == "fsync" else setattr(store.Path, "replace", die)
print("begun", flush=True)
folder = store.FolderStore(Path(sys.argv[1]))
while True:
    sha256 = store.compute_hash(data)
    folder.put(sha256, data)
    data = data[1:]
"""


@pytest.mark.parametrize("at", ["fsync", "rename", "write"])
def test_a_killed_process_leaves_whole_files_or_none(tmp_path: Path, at: str) -> None:
    folder = tmp_path / "files"
    with subprocess.Popen(
        [sys.executable, "-c", _PUTS, str(folder), at], stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        if at == "write":
            while not list((folder / "unfinished").glob("*")):
                assert process.poll() is None
            process.kill()
        process.wait(timeout=30)
    store = FolderStore(folder)
    for sha256, _at in store.list_files():
        assert compute_hash(b"".join(store.read(sha256))) == sha256
    # What was not finished goes, once it is old; what is being written now stays.
    left = list((folder / "unfinished").glob("*"))
    assert len(left) == 1
    assert store.drop_unfinished(datetime.now(UTC) - timedelta(days=1)) == 0
    assert store.drop_unfinished(datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert list((folder / "unfinished").glob("*")) == []


def test_more_files_than_a_page_of_a_bucket_are_listed(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "us-east-1")
    boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="many")
    store = open_store("s3://many", endpoint)
    assert isinstance(store, BucketStore)
    hashes = {compute_hash(str(number).encode()) for number in range(5)}
    for sha256 in hashes:
        store.put(sha256, b"x")
    original = store._ask
    monkeypatch.setattr(
        store,
        "_ask",
        lambda what, sha256, **values: original(
            what, sha256, **values, **({"MaxKeys": 2} if what == "list_objects_v2" else {})
        ),
    )
    assert {sha256 for sha256, _at in store.list_files()} == hashes


def test_a_store_that_is_away_or_refuses_is_told_apart_from_a_missing_file(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "us-east-1")
    # Nothing listens there.
    nowhere = open_store("s3://kept", "http://127.0.0.1:9")
    with pytest.raises(Unavailable, match="Nothing was changed"):
        nowhere.put(HASH, DATA)
    no_bucket = open_store("s3://no-such-bucket-here", endpoint)
    with pytest.raises(Unavailable):
        list(no_bucket.list_files())


def test_an_address_without_a_bucket_is_misconfigured() -> None:
    with pytest.raises(Misconfigured, match="names no bucket"):
        open_store("s3:///prefix")
