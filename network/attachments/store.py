"""Where the bytes of files lie, by their SHA-256: a folder of this machine, or a bucket of an
S3-compatible store.

Bytes are there whole or not at all, whatever is killed when. Nothing is ever changed: a file that
is put twice is the same file. Names that people give have no part in where anything lies.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from network.errors import Misconfigured, Unavailable
from network.private_files import make_private_folder, narrow_folder

HASH = re.compile(r"[0-9a-f]{64}")
_CHUNK = 256 * 1024
# What is being written lies here, under a drawn name.
_UNFINISHED = "unfinished"


class MissingFile(Exception):
    """The store does not have the bytes of a file (any more)."""


class FileStore(Protocol):
    """What every store can do. All of it raises ``Unavailable`` where the store cannot be had."""

    @property
    def place(self) -> str:
        """Where it is, for whoever runs the site; without secrets."""

    def put(self, sha256: str, data: bytes) -> None:
        """Keep bytes under their hash. When it returns they are kept, and survive a loss of power
        as far as the store does. Costs nothing where they are there already."""

    def has(self, sha256: str) -> bool:
        """Whether the bytes are there."""

    def read(self, sha256: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` to before ``stop``, some at a time. Raises ``MissingFile`` at
        once, before any are asked for."""

    def delete(self, sha256: str) -> None:
        """Forget the bytes; nothing happens where there are none."""

    def list_files(self) -> Iterator[tuple[str, datetime]]:
        """Every file with when it was put, in any order."""

    def drop_unfinished(self, before: datetime) -> int:
        """Delete what was begun before a moment and never finished; how many."""


def compute_hash(data: bytes) -> str:
    """The SHA-256 of a file's bytes in hexadecimal digits, by which it is known."""
    return hashlib.sha256(data).hexdigest()


def open_store(address: str, endpoint: str | None = None) -> FileStore:
    """The store at an address: a folder, or ``s3://bucket/prefix`` at an ``endpoint`` (that of
    Amazon where there is none). Connects to nothing and makes nothing yet.

    Raises ``Misconfigured`` with one sentence for an address that is neither.
    """
    if not address.startswith("s3://"):
        return FolderStore(Path(address))
    bucket = urlsplit(address).netloc
    if not bucket:
        raise Misconfigured(f"FILES {address!r} names no bucket: write s3://BUCKET/PREFIX.")
    return BucketStore(bucket, urlsplit(address).path.strip("/"), endpoint)


class FolderStore:
    """A folder that is its owner's alone, with a folder in it for each two first digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def place(self) -> str:
        """The folder."""
        return str(self._folder)

    def put(self, sha256: str, data: bytes) -> None:
        """Written aside, forced to the disk, and renamed."""
        path = self._path(sha256)
        try:
            if path.exists():
                # Whoever put it may not have come so far.
                _sync_folder(path.parent)
                return
            narrow_folder(self._folder)
            aside = self._folder / _UNFINISHED
            make_private_folder(aside)
            make_private_folder(path.parent)
            unfinished = aside / secrets.token_hex(16)
            try:
                descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
            _sync_folder(path.parent)
            _sync_folder(self._folder)
        except OSError as problem:
            raise _away(problem) from problem

    def has(self, sha256: str) -> bool:
        """Whether the file is there."""
        return self._path(sha256).is_file()

    def read(self, sha256: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Opened at once: what is deleted meanwhile is read to its end."""
        try:
            file = self._path(sha256).open("rb")
        except FileNotFoundError as problem:
            raise MissingFile(sha256) from problem
        except OSError as problem:
            raise _away(problem) from problem

        def chunks() -> Iterator[bytes]:
            with file:
                file.seek(start)
                left = None if stop is None else stop - start
                while left is None or left > 0:
                    chunk = file.read(_CHUNK if left is None else min(_CHUNK, left))
                    if not chunk:
                        return
                    if left is not None:
                        left -= len(chunk)
                    yield chunk

        return chunks()

    def delete(self, sha256: str) -> None:
        """Unlinked."""
        try:
            self._path(sha256).unlink(missing_ok=True)
        except OSError as problem:
            raise _away(problem) from problem

    def list_files(self) -> Iterator[tuple[str, datetime]]:
        """By the names and times of the files."""
        for path in sorted(self._folder.glob("[0-9a-f][0-9a-f]/*")):
            if HASH.fullmatch(path.name):
                with suppress(FileNotFoundError):
                    yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def drop_unfinished(self, before: datetime) -> int:
        """What a killed process has left."""
        dropped = 0
        for path in (self._folder / _UNFINISHED).glob("*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    dropped += 1
        return dropped

    def _path(self, sha256: str) -> Path:
        return self._folder / _checked(sha256)[:2] / sha256


class BucketStore:
    """A bucket of an S3-compatible store, with an object for each file.

    Credentials and region are where boto3 looks for them: its environment variables and files.
    """

    def __init__(self, bucket: str, prefix: str, endpoint: str | None) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._endpoint = endpoint
        self._client: Any = None

    @property
    def place(self) -> str:
        """The bucket, and where it is asked for."""
        at = f" at {self._endpoint}" if self._endpoint else ""
        return f"s3://{self._bucket}/{self._prefix}{at}"

    def put(self, sha256: str, data: bytes) -> None:
        """An object is there whole once the store has answered. The store is given the hash to
        check what came."""
        if not self.has(sha256):
            self._ask(
                "put_object",
                sha256,
                Body=data,
                ChecksumAlgorithm="SHA256",
                ContentType="application/octet-stream",
            )

    def has(self, sha256: str) -> bool:
        """Whether the store tells of the object."""
        try:
            self._ask("head_object", sha256)
        except MissingFile:
            return False
        return True

    def read(self, sha256: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """By the store's own ranges."""
        if stop is not None and stop <= start:
            self._ask("head_object", sha256)
            return iter(())
        end = "" if stop is None else str(stop - 1)
        ranged = {"Range": f"bytes={start}-{end}"} if start or stop is not None else {}
        body = self._ask("get_object", sha256, **ranged)["Body"]

        def chunks() -> Iterator[bytes]:
            try:
                yield from body.iter_chunks(_CHUNK)
            finally:
                body.close()

        return chunks()

    def delete(self, sha256: str) -> None:
        """An object that is not there is deleted all the same."""
        self._ask("delete_object", sha256)

    def list_files(self) -> Iterator[tuple[str, datetime]]:
        """A thousand at a time."""
        more: dict[str, str] = {}
        while True:
            page = self._ask("list_objects_v2", None, Prefix=self._prefix, **more)
            for row in page.get("Contents", ()):
                name = row["Key"].removeprefix(self._prefix)
                if HASH.fullmatch(name):
                    yield name, row["LastModified"]
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def drop_unfinished(self, before: datetime) -> int:
        """Nothing unfinished is ever seen in a store."""
        return 0

    def _ask(self, what: str, sha256: str | None, **values: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        if sha256 is not None:
            values["Key"] = self._prefix + _checked(sha256)
        try:
            return getattr(self._opened(), what)(Bucket=self._bucket, **values)
        except ClientError as problem:
            code = str(problem.response.get("Error", {}).get("Code", ""))
            if sha256 is not None and code in ("404", "NoSuchKey", "NotFound"):
                raise MissingFile(sha256) from problem
            raise Unavailable("away", f"the file store refused {what}: {code}") from problem
        except BotoCoreError as problem:
            raise Unavailable("away", f"the file store: {type(problem).__name__}") from problem

    def _opened(self) -> Any:
        """The client, made when it is first asked: a process that was forked has its own."""
        if self._client is None:
            try:
                import boto3
                from botocore.config import Config
            except ImportError as problem:
                raise Misconfigured(
                    "FILES names an S3-compatible store: install grannar[s3], which has boto3."
                ) from problem
            self._client = boto3.client(
                "s3",
                endpoint_url=self._endpoint,
                config=Config(
                    connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 3}
                ),
            )
        return self._client


def _checked(sha256: str) -> str:
    """The hash, which alone says where bytes lie: nothing else ever becomes a path."""
    if not HASH.fullmatch(sha256):
        raise ValueError("no SHA-256")
    return sha256


def _sync_folder(folder: Path) -> None:
    """Force a new name in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _away(problem: OSError) -> Unavailable:
    return Unavailable("away", f"the folder of files: {problem.strerror}")
