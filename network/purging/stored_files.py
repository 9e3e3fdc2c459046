"""Files of documents in a purge: their rows go with it, their bytes once it is committed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network.attachments.keeping import delete_unknown
from network.attachments.store import FileStore
from network.attachments.tables import StoredFile, StoredFilePage
from network.db import Database
from network.documents.tables import DocumentFile
from network.entries.attachments import is_carried
from network.errors import Unavailable
from network.purging.blanking import find_words


def find_files_with_words(session: Session, pattern: re.Pattern[str]) -> frozenset[str]:
    """The files (by hash) in whose hash, names, title, author or text a pattern of
    ``blanking.compile_words`` is found. Reads the text of every file."""
    columns = (
        (StoredFile.sha256, StoredFile.sha256),
        (StoredFile.sha256, StoredFile.title),
        (StoredFile.sha256, StoredFile.author),
        (StoredFilePage.sha256, StoredFilePage.text),
        (DocumentFile.sha256, DocumentFile.file_name),
    )
    return frozenset(
        sha256
        for key, column in columns
        for sha256, text in session.execute(select(key, column))
        if find_words(pattern, text)
    )


def find_files_of_document(session: Session, document_id: UUID) -> frozenset[str]:
    """The files that a document was given and no other was, and no entry carries."""
    given = session.scalars(
        select(DocumentFile.sha256).where(DocumentFile.document_id == document_id)
    ).all()
    shared = session.scalars(
        select(DocumentFile.sha256).where(
            DocumentFile.sha256.in_(given), DocumentFile.document_id != document_id
        )
    ).all()
    return frozenset(sha256 for sha256 in {*given} - {*shared} if not is_carried(session, sha256))


def delete_files(session: Session, sha256s: Collection[str]) -> tuple[frozenset[str], Counter[str]]:
    """Delete what is known of files, and of the small pictures made of them; the hashes of all, and
    how many rows of each table. Nothing that is public may carry them any more."""
    small = session.scalars(
        select(StoredFile.small_sha256).where(
            StoredFile.sha256.in_(sha256s), StoredFile.small_sha256.is_not(None)
        )
    )
    gone = frozenset(sha256s) | {sha256 for sha256 in small if sha256 is not None}
    rows: Counter[str] = Counter()
    for table in (DocumentFile, StoredFilePage, StoredFile):
        statement = delete(table).where(table.sha256.in_(gone)).returning(table.sha256)
        if number := len(session.execute(statement).all()):
            rows[table.__tablename__] = number
    return gone, rows


def delete_bytes(database: Database, store: FileStore, sha256s: Iterable[str]) -> bool:
    """Delete the bytes of files whose rows a committed purge deleted, unless somebody gave them
    anew; whether all could be deleted. Otherwise the housekeeping does it."""
    try:
        for sha256 in sorted(sha256s):
            with database.transaction() as session:
                delete_unknown(session, store, sha256)
    except Unavailable:
        return False
    return True
