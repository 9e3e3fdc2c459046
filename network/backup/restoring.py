"""Putting a backup back: into an empty database, whole or not at all."""

from __future__ import annotations

import json
import os
import tarfile
import tempfile
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from network.attachments.store import FileStore
from network.backup.archive import (
    DATABASE,
    FILES,
    FORMAT,
    MANIFEST,
    SETTINGS,
    DamagedBackup,
    Manifest,
    read_identity,
    reading_archive,
)
from network.backup.database_copies import find_kind, is_empty, put_back
from network.backup.writing import ENVIRONMENT, PURGES, SECRET_KEY
from network.db import Database
from network.errors import Misconfigured
from network.migrations.schema import list_revisions

_PIECE = 1 << 20
_LARGEST_MANIFEST = 1 << 20
_LARGEST_SETTING = 64 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back; ``environment`` is the text of the settings, for whoever sets them."""

    manifest: Manifest
    environment: str
    secret_key: str
    purges: str


def restore(
    database: Database, files: FileStore, backup: Path, *, identity: Path | None = None
) -> Restored:
    """Make an empty database and a store of files what ``backup`` holds.

    ``identity`` is the file of a private key of age. Files come first, then the database, once all
    of the backup was read and every hash is right: what is cut off or changed puts nothing in the
    database. The schema stays the backup's: it is to be brought to the newest afterwards.

    Raises ``DamagedBackup`` with a sentence, ``Misconfigured`` where the database is not empty, is
    of the other sort, or the backup comes from a later version, and ``Unavailable``.
    """
    if not is_empty(database):
        raise Misconfigured(
            "The database is not empty: a backup is put back into an empty one. Move the file of "
            "the present one away (SQLite), or make a new database (PostgreSQL)."
        )
    key = read_identity(identity.read_text(encoding="utf-8")) if identity else None
    with (
        tempfile.TemporaryDirectory(prefix="grannar-restore-", dir=_near(database)) as folder,
        backup.open("rb") as file,
        reading_archive(file, key) as archive,
    ):
        manifest = _read_manifest(archive, database)
        copy = Path(folder) / "database"
        kept: dict[str, bytes] = {}
        number, hashes = 0, {}
        while member := archive.next():
            content = archive.extractfile(member)
            if content is None:
                raise DamagedBackup(
                    f"The backup has something in it that is no file: {member.name}."
                )
            if member.name == DATABASE:
                hashes[DATABASE] = _write(content, copy)
            elif member.name.startswith(SETTINGS) and member.size <= _LARGEST_SETTING:
                kept[member.name] = content.read()
                hashes[member.name] = sha256(kept[member.name]).hexdigest()
            elif member.name.startswith(FILES):
                name = member.name.removeprefix(FILES)
                data = content.read()
                if sha256(data).hexdigest() != name:
                    raise DamagedBackup(f"A file in the backup is other than it was: {name}.")
                files.put(name, data)
                number += 1
            else:
                raise DamagedBackup(f"The backup has something unknown in it: {member.name}.")
        if number != manifest.files or hashes != manifest.hashes:
            raise DamagedBackup(
                f"The backup is not whole: {number} of {manifest.files} files are in it, and "
                f"{sum(hashes.get(name) == known for name, known in manifest.hashes.items())} of "
                f"{len(manifest.hashes)} other parts as they were. The database was left empty."
            )
        put_back(database, copy)
    return Restored(
        manifest,
        kept.get(ENVIRONMENT, b"").decode(),
        kept.get(SECRET_KEY, b"").decode(),
        kept.get(PURGES, b"").decode(),
    )


def read_backup_manifest(backup: Path, identity: Path | None = None) -> Manifest:
    """What a backup says it holds. Raises ``DamagedBackup``."""
    key = read_identity(identity.read_text(encoding="utf-8")) if identity else None
    with backup.open("rb") as file, reading_archive(file, key) as archive:
        return _parse(archive)


def _near(database: Database) -> str | None:
    """Where a copy of the database has room: beside it, or where temporary files go."""
    if find_kind(database) != "sqlite":
        return None
    return str(Path(database.engine.url.database or "").parent)


def _read_manifest(archive: tarfile.TarFile, database: Database) -> Manifest:
    manifest = _parse(archive)
    if manifest.database != find_kind(database):
        raise Misconfigured(
            f"The backup is of a database of {manifest.database}; DATABASE_URL names one of "
            f"{find_kind(database)}."
        )
    if manifest.schema not in list_revisions():
        raise Misconfigured(
            f"The backup was made by a later version ({manifest.version}, schema "
            f"{manifest.schema}): put it back with that."
        )
    return manifest


def _parse(archive: tarfile.TarFile) -> Manifest:
    member = archive.next()
    content = archive.extractfile(member) if member is not None else None
    if member is None or member.name != MANIFEST or content is None:
        raise DamagedBackup("The file is no backup of Grannar.")
    if member.size > _LARGEST_MANIFEST:
        raise DamagedBackup("The backup's list of contents is too long.")
    try:
        told: dict[str, Any] = json.loads(content.read())
        if told["format"] != FORMAT:
            raise Misconfigured("The backup has a form that this version does not know.")
        return Manifest(**{field.name: told[field.name] for field in fields(Manifest)})
    except (ValueError, KeyError, TypeError) as problem:
        raise DamagedBackup("The backup's list of contents cannot be read.") from problem


def _write(source: IO[bytes], to: Path) -> str:
    """Write to a file of one's own, in pieces; the hash of what was written."""
    hashed = sha256()
    with open(to, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as target:
        while piece := source.read(_PIECE):
            hashed.update(piece)
            target.write(piece)
    return hashed.hexdigest()
