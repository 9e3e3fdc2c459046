"""What lies beside the rows of the database: bytes in its file, the search index, mail in a folder.

A row that is overwritten or deleted leaves its bytes in SQLite's file until the page is used again,
in its log until that is written back, and in PostgreSQL's table until that is written anew.
"""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from network.attachments.store import FileStore
from network.db import Base, Database
from network.purging.blanking import find_words
from network.purging.stored_files import delete_bytes
from network.search import index_updates
from network.search.index_folder import IndexFolder
from network.search.source import DatabaseSource

# So often, a tenth of a second apart, readers of SQLite's log are waited for.
_TRIES = 50


@dataclass(frozen=True, slots=True)
class CleaningResult:
    """What was cleaned: whether the search index, the database's files and the store of files hold
    nothing of it any more, and how many mails of the mail folder were deleted."""

    is_index_clean: bool
    is_database_clean: bool
    are_files_clean: bool
    mails: int


def clean_up(
    database: Database,
    index: IndexFolder,
    mail_folder: Path,
    store: FileStore,
    *,
    tables: Iterable[str],
    patterns: Sequence[re.Pattern[str]] = (),
    files: Iterable[str] = (),
) -> CleaningResult:
    """Have the bytes of what a committed purge blanked leave index, database, files and mails.

    ``tables`` are those whose rows it changed, ``patterns`` what mails are looked through for,
    ``files`` the hashes of files that it deleted.
    Index and database are written anew, which takes some seconds for 1,000 entries and 100 MB, and
    writers wait meanwhile. What cannot be done now is said and can be done again.
    """
    try:
        index_updates.purge(index, DatabaseSource(database))
        is_index_clean = True
    except OSError:
        is_index_clean = False
    are_files_clean = delete_bytes(database, store, files)
    return CleaningResult(
        is_index_clean,
        _clean_database(database, tables),
        are_files_clean,
        _delete_mails(mail_folder, patterns),
    )


def _clean_database(database: Database, tables: Iterable[str]) -> bool:
    is_sqlite = database.engine.dialect.name == "sqlite"
    try:
        return _clean_sqlite(database) if is_sqlite else _clean_postgresql(database, tables)
    except (SQLAlchemyError, database.engine.dialect.loaded_dbapi.Error):
        return False


def _clean_postgresql(database: Database, tables: Iterable[str]) -> bool:
    """Write tables anew. The driver is asked, as the connection may stand in a transaction."""
    connection = database.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        driver.rollback()
        driver.autocommit = True
        try:
            cursor = driver.cursor()
            for name in sorted({*tables} & {*Base.metadata.tables}):
                cursor.execute(f'VACUUM FULL "{name}"')
        finally:
            driver.autocommit = False
    finally:
        connection.close()
    return True


def _clean_sqlite(database: Database) -> bool:
    """Write the file anew, without its free pages, and cut the log off. The driver is asked, as
    neither is done in a transaction."""
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        try:
            cursor.execute("VACUUM")
            for _ in range(_TRIES):
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                state = cursor.fetchone()
                if state is not None and not state[0]:
                    return True
                time.sleep(0.1)
        finally:
            cursor.close()
    finally:
        connection.close()
    return False


def _delete_mails(folder: Path, patterns: Sequence[re.Pattern[str]]) -> int:
    """Delete the mails of a folder, where mail is written that no server takes, that hold words."""
    if not patterns or not folder.is_dir():
        return 0
    number = 0
    for path in sorted(folder.iterdir()):
        if path.is_file() and any(
            find_words(pattern, words) for words in _read_mail(path) for pattern in patterns
        ):
            path.unlink(missing_ok=True)
            number += 1
    return number


def _read_mail(path: Path) -> list[str]:
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        texts = [str(value) for value in message.values()]
        for part in message.walk():
            if part.get_content_maintype() == "text":
                texts.append(part.get_content())
    except (OSError, LookupError, UnicodeError):
        return []
    return texts
