"""Making a backup: the state of one moment, whatever is done meanwhile."""

from __future__ import annotations

import io
import json
import os
import shlex
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from network import clock
from network.attachments.store import FileStore
from network.attachments.tables import StoredFile
from network.backup.archive import (
    DATABASE,
    FILES,
    FORMAT,
    MANIFEST,
    SETTINGS,
    Manifest,
    read_recipient,
    writing_archive,
)
from network.backup.database_copies import copy_database, find_kind
from network.changes import read_newest_change
from network.config import SETTINGS_READ, Settings
from network.db import Database
from network.entries.tables import Entry
from network.migrations.schema import read_revision
from network.provider_settings import list_settings
from network.version import find_version

ENVIRONMENT: Final = f"{SETTINGS}environment"
SECRET_KEY: Final = f"{SETTINGS}secret-key"
PURGES: Final = f"{SETTINGS}purges.jsonl"


def make_backup(
    database: Database,
    files: FileStore,
    settings: Settings,
    to: Path,
    *,
    environment: Mapping[str, str] | None = None,
    key: str = "",
) -> Manifest:
    """Write the database, every file that it knows, and the settings to the file ``to``; what it
    says is returned. ``key`` is a public key of age, to which the backup is encrypted.

    The database is copied first. Files are deleted two weeks after nothing uses them, so all that
    the copy knows are there after it. The file is its owner's alone and appears whole or not at
    all. Needs room for a copy of the database beside ``to``. Raises ``Unavailable`` when the
    database or the store of files is away, ``MissingFile`` for a file that the store has lost, and
    ``OSError``.
    """
    recipient = read_recipient(key) if key else None
    given = os.environ if environment is None else environment
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=f".{to.name}.") as folder:
        # The numbers are read before: changes that come between are in the copy all the same.
        with database.reading() as session:
            change = read_newest_change(session)
            entries = session.scalar(select(func.count()).select_from(Entry)) or 0
        copy = Path(folder) / "database"
        copy_database(database, copy)
        with database.reading() as session:
            known = _list_files(session)
        members = dict(_settings(settings, given))
        with copy.open("rb") as source:
            hashes = {DATABASE: file_digest(source, "sha256").hexdigest()}
        hashes |= {name: sha256(content).hexdigest() for name, content in members.items()}
        manifest = Manifest(
            format=FORMAT,
            made_at=clock.now().isoformat(timespec="seconds"),
            version=find_version(),
            database=find_kind(database),
            schema=read_revision(database) or "",
            change=change,
            entries=entries,
            files=len(known),
            hashes=hashes,
        )
        written = Path(folder) / "backup"
        with open(written, "xb", opener=_open_private) as target:
            with writing_archive(target, recipient) as archive:
                _add(archive, MANIFEST, json.dumps(manifest.to_json(), indent=1).encode())
                for name, content in members.items():
                    _add(archive, name, content)
                archive.add(copy, DATABASE, filter=_plain)
                for name in sorted(known):
                    _add(archive, f"{FILES}{name}", b"".join(files.read(name)))
            target.flush()
            os.fsync(target.fileno())
        written.replace(to)
    return manifest


def _list_files(session: Any) -> set[str]:
    """The hashes of all files, and of the small pictures that are shown for some."""
    rows = session.execute(select(StoredFile.sha256, StoredFile.small_sha256))
    return {name for row in rows for name in row if name}


def _settings(settings: Settings, given: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """What a site is set up with beside its database."""
    # Quoted, for a shell and for systemd: none of a value's words is taken for a command.
    names = (*SETTINGS_READ, *list_settings(given))
    lines = [f"{name}={shlex.quote(given[name])}" for name in names if given.get(name)]
    yield ENVIRONMENT, "".join(f"{line}\n" for line in lines).encode()
    yield SECRET_KEY, settings.secret_key.encode()
    if settings.purge_list.is_file():
        yield PURGES, settings.purge_list.read_bytes()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without what tells of this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode, member.mtime = 0o600, 0
    return member


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
