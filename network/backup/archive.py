"""The form of a backup: a compressed tar that begins with what is in it, encrypted or not.

``manifest.json`` comes first and has the hashes of ``database``, of what lies in ``settings/`` and
the number of ``files/``, whose names are their hashes: what was cut off or changed is noticed.
Encrypted it is an age file (https://age-encryption.org/v1), which age itself opens as well.
"""

from __future__ import annotations

import gzip
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO, Any, Final, Protocol, cast

import pyrage

from network.errors import Misconfigured

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
SETTINGS: Final = "settings/"
FILES: Final = "files/"

_LEVEL = 6


class DamagedBackup(Exception):
    """The file is no backup, or not the whole of one; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the site's version, its database and schema, the last change in it, and
    the hash of every member but the files, by name; ``files`` is their number."""

    format: int
    made_at: str
    version: str
    database: str
    schema: str
    change: int
    entries: int
    files: int
    hashes: dict[str, str]

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        return asdict(self)


class _Recipient(Protocol):
    """A public key that a backup is encrypted to."""


def read_recipient(text: str) -> _Recipient:
    """The public key (``age1…``) that a backup is encrypted to. Raises ``Misconfigured``."""
    try:
        return cast(_Recipient, pyrage.x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError as problem:
        raise Misconfigured(
            "BACKUP_KEY must be a public key of age, as age-keygen prints it (age1…)."
        ) from problem


def read_identity(text: str) -> Any:
    """The private key in a key file (``AGE-SECRET-KEY-…``, lines with # beside it). Raises
    ``Misconfigured``."""
    keys = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    try:
        return pyrage.x25519.Identity.from_str(keys[0].strip())
    except (IndexError, pyrage.IdentityError) as problem:
        raise Misconfigured(
            "The key file must hold a private key of age, as age-keygen writes it."
        ) from problem


@contextmanager
def writing_archive(file: IO[bytes], recipient: _Recipient | None) -> Iterator[tarfile.TarFile]:
    """A tar that goes to ``file``, compressed and, with a recipient, encrypted on its way."""

    def encrypt(source: IO[bytes], to: IO[bytes]) -> None:
        pyrage.encrypt_io(source, to, [recipient])

    with (
        _through(file, encrypt if recipient is not None else None) as target,
        gzip.GzipFile(fileobj=target, mode="wb", compresslevel=_LEVEL, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        yield archive


@contextmanager
def reading_archive(file: IO[bytes], identity: Any | None) -> Iterator[tarfile.TarFile]:
    """The tar in a backup, to be read from its beginning to its end.

    Raises ``DamagedBackup`` where it is none, is encrypted and no key is given, or is cut off.
    """
    is_encrypted = file.read(len(_AGE)) == _AGE
    file.seek(0)
    if is_encrypted and identity is None:
        raise DamagedBackup("The backup is encrypted: name the file of its key with --identity.")
    try:
        with (
            _from(file, identity if is_encrypted else None) as source,
            gzip.GzipFile(fileobj=source, mode="rb") as unpacked,
            tarfile.open(fileobj=unpacked, mode="r|") as archive,
        ):
            yield archive
    except pyrage.DecryptError as problem:
        raise DamagedBackup(f"The backup cannot be decrypted: {problem}.") from problem
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, OSError) as problem:
        raise DamagedBackup(f"The backup is damaged or is none: {problem}.") from problem


_AGE = b"age-encryption.org/"

_Copying = Callable[[IO[bytes], IO[bytes]], None]


class _Copier(threading.Thread):
    """Copies between two files, and closes its end of the pipe; ``problem`` is what went wrong, to
    be raised where somebody waits for it."""

    def __init__(self, copy: _Copying, source: IO[bytes], to: IO[bytes], end: IO[bytes]) -> None:
        super().__init__(name="backup copier")
        self._copy, self._source, self._to, self._end = copy, source, to, end
        self.problem: BaseException | None = None

    def run(self) -> None:
        try:
            with self._end:
                self._copy(self._source, self._to)
        # A panic of the library in Rust is no Exception, and would end this thread unseen.
        except BaseException as problem:  # noqa: BLE001  # it is raised by who waits
            self.problem = problem


@contextmanager
def _through(file: IO[bytes], convert: _Copying | None) -> Iterator[IO[bytes]]:
    """Where to write what ``convert`` brings to ``file`` in a thread of its own."""
    if convert is None:
        yield file
        return
    reading, writing = os.pipe()
    source = os.fdopen(reading, "rb")
    copier = _Copier(convert, source, file, source)
    copier.start()
    try:
        with os.fdopen(writing, "wb") as target:
            yield target
    finally:
        copier.join()
    if copier.problem is not None:
        raise copier.problem


@contextmanager
def _from(file: IO[bytes], identity: Any | None) -> Iterator[IO[bytes]]:
    """What ``file`` holds, decrypted in a thread of its own."""
    if identity is None:
        yield file
        return

    def decrypt(source: IO[bytes], to: IO[bytes]) -> None:
        pyrage.decrypt_io(source, to, [identity])

    reading, writing = os.pipe()
    target = os.fdopen(writing, "wb")
    copier = _Copier(decrypt, file, target, target)
    copier.start()
    try:
        with os.fdopen(reading, "rb") as source:
            try:
                yield source
            except (tarfile.TarError, EOFError, OSError) as problem:
                # Cut off because nothing came: why, the other thread knows.
                source.close()
                copier.join()
                if copier.problem is not None:
                    raise copier.problem from problem
                raise
    finally:
        copier.join()
