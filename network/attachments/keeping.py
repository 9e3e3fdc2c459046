"""Keeping files and letting go of them, safely against each other.

Whoever keeps a file and whoever deletes it hold the lock of its row while they look at its bytes: a
file whose row is committed has its bytes, and one that somebody is just giving is not deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from network import clock
from network.attachments.store import FileStore
from network.attachments.tables import StoredFile, StoredFilePage
from network.db import insert_if_absent
from network.errors import Contended

# So long a file is kept that nobody uses: longer than what was thrown away can be brought back.
GRACE = timedelta(days=14)
# Use is noted once in so long, so that saving a text seldom writes to its files.
_NOTED_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it is kept: its bytes and their hash, and what was found out about it.

    The fields are those of ``StoredFile``; ``small`` is the picture made small, ``pages`` the text
    of each page.
    """

    data: bytes
    sha256: str
    media_type: str
    width: int | None = None
    height: int | None = None
    small: ReadFile | None = None
    text_state: str = "none"
    problem: str = ""
    title: str = ""
    author: str = ""
    left_out: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


def store_bytes(store: FileStore, file: ReadFile) -> None:
    """Put a file's bytes, before the transaction that keeps it: so nobody waits for a disk or a
    network who only wants to write. Raises ``Unavailable``."""
    if file.small is not None:
        store_bytes(store, file.small)
    store.put(file.sha256, file.data)


def keep_file(session: Session, store: FileStore, file: ReadFile) -> None:
    """Know a file from now on, or know that it is used again.

    Its bytes are put once more where somebody deleted them since ``store_bytes``. Two or three
    statements, and one question to the store. Raises ``Unavailable`` and ``Contended``.
    """
    if file.small is not None:
        keep_file(session, store, file.small)
    is_new = insert_if_absent(
        session,
        StoredFile,
        sha256=file.sha256,
        size=len(file.data),
        media_type=file.media_type,
        width=file.width,
        height=file.height,
        small_sha256=file.small.sha256 if file.small is not None else None,
        text_state=file.text_state,
        problem=file.problem,
        title=file.title,
        author=file.author,
        left_out=list(file.left_out),
        used_at=clock.now(),
    )
    if is_new:
        _write_pages(session, file)
    else:
        row = _lock(session, file.sha256)
        if row is None:
            # Deleted between the two statements.
            raise Contended("the file was deleted meanwhile")
        row.used_at = clock.now()
        if row.text_state == "failed" and file.text_state != "failed":
            _read_again(session, row, file)
        session.flush()
    # Asked under the row's lock: whoever deletes the file waits, or has deleted both.
    store.put(file.sha256, file.data)


def note_use(session: Session, sha256s: Collection[str]) -> frozenset[str]:
    """Lock the files that something is about to use, and note it; those that are not there (any
    more). One query, and a statement now and then."""
    if not sha256s:
        return frozenset()
    rows = session.scalars(
        select(StoredFile)
        .where(StoredFile.sha256.in_(sha256s))
        .order_by(StoredFile.sha256)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    now = clock.now()
    for row in rows:
        if row.used_at < now - _NOTED_EVERY:
            row.used_at = now
    session.flush()
    return frozenset(sha256s) - {row.sha256 for row in rows}


def find_files(session: Session, sha256s: Collection[str]) -> Mapping[str, StoredFile]:
    """What is known of these files, by their hash. One query."""
    if not sha256s:
        return {}
    rows = session.scalars(select(StoredFile).where(StoredFile.sha256.in_(sha256s)))
    return {row.sha256: row for row in rows}


def read_pages(session: Session, sha256s: Collection[str]) -> Mapping[str, Sequence[str]]:
    """The text of these files page by page, by their hash; those without text are left out. One
    query."""
    if not sha256s:
        return {}
    pages: dict[str, list[str]] = {}
    for row in session.execute(
        select(StoredFilePage.sha256, StoredFilePage.text)
        .where(StoredFilePage.sha256.in_(sha256s))
        .order_by(StoredFilePage.sha256, StoredFilePage.page)
    ):
        pages.setdefault(row.sha256, []).append(row.text)
    return pages


def list_idle(session: Session, before: datetime) -> Sequence[str]:
    """The files that nobody gave or used since a moment: who may be using them is not asked. One
    query."""
    return session.scalars(
        select(StoredFile.sha256).where(StoredFile.used_at < before).order_by(StoredFile.sha256)
    ).all()


def delete_idle(
    session: Session,
    store: FileStore,
    sha256: str,
    before: datetime,
    is_used: Callable[[Session, str], bool],
    forget: Callable[[Session, str], None],
) -> bool:
    """Delete a file, row and bytes, unless it was given or used since ``before``, or ``is_used``;
    whether it was. ``forget`` lets go of what still points at its row. To be committed alone.
    Raises ``Unavailable``."""
    row = _lock(session, sha256)
    if row is None or row.used_at >= before or is_used(session, sha256):
        return False
    shown_small = select(StoredFile.sha256).where(StoredFile.small_sha256 == sha256)
    if session.scalar(shown_small.limit(1)) is not None:
        return False
    forget(session, sha256)
    session.execute(delete(StoredFilePage).where(StoredFilePage.sha256 == sha256))
    session.delete(row)
    session.flush()
    # Before the commit, under the lock: a process that ends here leaves a row without bytes that
    # nobody uses, and the next run deletes it.
    store.delete(sha256)
    return True


def delete_unknown(session: Session, store: FileStore, sha256: str) -> bool:
    """Delete bytes that no row knows, as a process leaves them that ended between the two; whether
    they were. To be committed alone. Raises ``Unavailable``."""
    # The row's key is held meanwhile: whoever gives the file waits, and then puts it again.
    is_unknown = insert_if_absent(
        session,
        StoredFile,
        sha256=sha256,
        size=0,
        media_type="",
        text_state="none",
        problem="",
        title="",
        author="",
        left_out=[],
        used_at=clock.now(),
    )
    if not is_unknown:
        return False
    store.delete(sha256)
    session.execute(delete(StoredFile).where(StoredFile.sha256 == sha256))
    return True


def _lock(session: Session, sha256: str) -> StoredFile | None:
    return session.get(StoredFile, sha256, with_for_update=True, populate_existing=True)


def _read_again(session: Session, row: StoredFile, file: ReadFile) -> None:
    """What could not be read before can be now."""
    session.execute(
        update(StoredFile)
        .where(StoredFile.sha256 == row.sha256)
        .values(
            text_state=file.text_state,
            problem=file.problem,
            title=file.title,
            author=file.author,
            left_out=list(file.left_out),
        )
    )
    session.execute(delete(StoredFilePage).where(StoredFilePage.sha256 == row.sha256))
    _write_pages(session, file)


def _write_pages(session: Session, file: ReadFile) -> None:
    session.add_all(
        StoredFilePage(sha256=file.sha256, page=number, text=text)
        for number, text in enumerate(file.pages, start=1)
    )
    session.flush()
