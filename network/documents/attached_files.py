"""The files of documents: who may give one, who may open one, and which are in use."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from network import clock
from network.attachments.keeping import ReadFile, find_files, keep_file, note_use, read_pages
from network.attachments.store import FileStore
from network.attachments.tables import StoredFile
from network.db import insert_if_absent
from network.documents.permissions import demand, demand_writing
from network.documents.tables import (
    Document,
    DocumentFile,
    Revision,
    ThrownAwayCopy,
    WorkingCopy,
)
from network.entries.attachments import is_carried
from network.errors import Fault, Invalid, NotFound
from network.kinds import Content
from network.kinds.translation import Translation
from network.people.actors import Actor
from network.text.identity_numbers import find_identity_numbers, find_numbers_in_name


def give_file(
    session: Session,
    store: FileStore,
    document_id: UUID,
    file: ReadFile,
    file_name: str,
    *,
    organisation_id: int,
    is_original: bool = False,
    actor: Actor,
) -> None:
    """Give a document a file, whose bytes were stored before; its texts may use it from then on.

    ``document_id`` may be that of a document yet to be made, for ``organisation_id``. Given twice
    it is given once. Raises ``NotAllowed``, ``Unavailable`` and ``Contended``.
    """
    _demand_writing(session, document_id, organisation_id, actor)
    keep_file(session, store, file)
    is_new = insert_if_absent(
        session,
        DocumentFile,
        document_id=document_id,
        sha256=file.sha256,
        file_name=file_name,
        is_original=is_original,
        given_by=actor.account_id,
        given_at=clock.now(),
    )
    if not is_new and is_original:
        row = session.get_one(DocumentFile, (document_id, file.sha256))
        row.is_original = True
        session.flush()


def get_given_file(
    session: Session, document_id: UUID, sha256: str, *, actor: Actor
) -> tuple[DocumentFile, StoredFile]:
    """A file of a document for whoever may read its texts: who writes it, and who reviews it.

    One that stands in nobody's version yet is its giver's own. Raises ``NotFound`` for a file that
    the document was not given, and ``NotAllowed``.
    """
    document = session.get(Document, document_id)
    row = session.get(DocumentFile, (document_id, sha256))
    if document is not None:
        demand(session, actor, "document.read", document)
    if row is not None and row.given_by != actor.account_id:
        is_shared = row.is_original or _is_in_version(session, document_id, sha256)
        if document is None or not is_shared:
            raise NotFound(sha256)
    stored = session.get(StoredFile, sha256)
    if row is None or stored is None:
        raise NotFound(sha256)
    return row, stored


def find_given_files(
    session: Session, document_id: UUID
) -> Mapping[str, tuple[DocumentFile, StoredFile]]:
    """The files that a document was given, by their hash, in the order in which they came. One
    query."""
    rows = session.execute(
        select(DocumentFile, StoredFile)
        .join(StoredFile, StoredFile.sha256 == DocumentFile.sha256)
        .where(DocumentFile.document_id == document_id)
        .order_by(DocumentFile.given_at, DocumentFile.sha256)
    )
    return {given.sha256: (given, stored) for given, stored in rows}


def copy_given_files(
    session: Session, document_id: UUID, copy_id: UUID, sha256s: Collection[str], *, actor: Actor
) -> None:
    """Let another document use files of this one too: one that is begun with what this one says.
    Who may read this one is asked by who reads it. Three queries, none without files."""
    if not sha256s:
        return
    note_use(session, sha256s)
    for sha256, (given, _stored) in find_given_files(session, document_id).items():
        if sha256 in sha256s:
            insert_if_absent(
                session,
                DocumentFile,
                document_id=copy_id,
                sha256=sha256,
                file_name=given.file_name,
                is_original=False,
                given_by=actor.account_id,
                given_at=clock.now(),
            )


def demand_given(session: Session, document_id: UUID, content: Content, *, actor: Actor) -> None:
    """Raise ``Invalid`` (field ``files.0.file``) unless the document was given every file of a
    content; note that they are used. Two queries, none without files.

    What the site itself takes in from files was given by those.
    """
    hashes = {file.file for file in content.files}
    if not hashes:
        return
    gone = note_use(session, hashes)
    given = set(
        session.scalars(
            select(DocumentFile.sha256).where(
                DocumentFile.document_id == document_id, DocumentFile.sha256.in_(hashes)
            )
        )
    )
    if actor.is_system:
        for file in content.files:
            if file.file not in gone:
                insert_if_absent(
                    session,
                    DocumentFile,
                    document_id=document_id,
                    sha256=file.file,
                    file_name=file.file_name,
                    is_original=False,
                    given_by=actor.account_id,
                    given_at=clock.now(),
                )
        given |= hashes
    faults = [
        Fault.of("file_gone", f"files.{number}.file")
        for number, file in enumerate(content.files)
        if file.file in gone or file.file not in given
    ]
    if faults:
        raise Invalid(faults)


def find_file_faults(session: Session, value: Content | Translation) -> list[Fault]:
    """What keeps a text from becoming public for the sake of its files: a picture without words for
    who cannot see it, and something else than a picture at the head. One query, none without files.
    """
    if isinstance(value, Translation) or not value.files:
        return []
    stored = find_files(session, {file.file for file in value.files})
    faults = [
        Fault.of("no_alternative_text", f"files.{number}.alternative")
        for number, file in enumerate(value.files)
        if file.file in stored and stored[file.file].is_picture and not file.alternative
    ]
    head = next((file.file for file in value.files if file.id == value.head_picture), "")
    if head in stored and not stored[head].is_picture:
        faults.append(Fault.of("head_no_picture", "head_picture"))
    return faults


def demand_described_files(session: Session, value: Content | Translation) -> None:
    """Raise ``Invalid`` with what ``find_file_faults`` finds."""
    faults = find_file_faults(session, value)
    if faults:
        raise Invalid(faults)


def find_numbers_in_files(session: Session, value: Content | Translation) -> list[Fault]:
    """One fault for each page, title or author's name in a content's files that holds an identity
    number of a person (field ``files.0.file``). Two queries, none without files."""
    if isinstance(value, Translation):
        return []
    return find_numbers_in_given(session, [(file.file, file.file_name) for file in value.files])


def find_numbers_in_given(session: Session, files: Sequence[tuple[str, str]]) -> list[Fault]:
    """The same of files by hash and name, in the order of a form, and of the names (field
    ``files.0.file_name``), in which any sign may stand for a space. Three queries at most."""
    numbered = _find_numbered_pages(session, {sha256 for sha256, _name in files})
    return [
        Fault.of("identity_number_in_file", f"files.{number}.file", page=page)
        for number, (sha256, _name) in enumerate(files)
        for page in numbered.get(sha256, ())
    ] + [
        Fault.of("identity_number", f"files.{number}.file_name")
        for number, (_sha256, name) in enumerate(files)
        # What the guard finds in any text, it has found.
        if find_numbers_in_name(name) and not find_identity_numbers(name)
    ]


# The pages with numbers of the files that were looked through in this process, by their hash and
# whether they could be read: a form is shown again and again, and a file never changes.
_looked_through: dict[tuple[str, str], tuple[int, ...]] = {}
_MOST_LOOKED_THROUGH = 10_000


def _find_numbered_pages(
    session: Session, sha256s: Collection[str]
) -> Mapping[str, tuple[int, ...]]:
    """The pages of these files that hold an identity number, by their hash. One query, and one more
    with 0.1 s for each file that was not looked through before."""
    states = {sha256: row.text_state for sha256, row in find_files(session, sha256s).items()}
    new = [sha256 for sha256, state in states.items() if (sha256, state) not in _looked_through]
    pages: dict[str, list[int]] = {sha256: [] for sha256 in new}
    for path, page, text in list_file_texts(session, new) if new else ():
        if find_identity_numbers(text):
            pages[new[int(path.split(".")[1])]].append(page)
    if len(_looked_through) > _MOST_LOOKED_THROUGH:
        _looked_through.clear()
    found = {sha256: tuple(dict.fromkeys(numbers)) for sha256, numbers in pages.items()}
    _looked_through.update(((sha256, states[sha256]), numbers) for sha256, numbers in found.items())
    return {
        sha256: found.get(sha256) or _looked_through.get((sha256, state), ())
        for sha256, state in states.items()
    }


def list_file_texts(session: Session, sha256s: Sequence[str]) -> list[tuple[str, int, str]]:
    """What the files with these hashes say: (``files.0.file``, page, text), in the order of a form;
    on page 0 what they say of themselves, their title and author. Two queries at most."""
    stored, pages = find_files(session, sha256s), read_pages(session, sha256s)
    texts: list[tuple[str, int, str]] = []
    for number, sha256 in enumerate(sha256s):
        path = f"files.{number}.file"
        row = stored.get(sha256)
        if row is not None:
            texts += [(path, 0, row.title), (path, 0, row.author)]
        texts += [(path, page, text) for page, text in enumerate(pages.get(sha256, ()), start=1)]
    return texts


def is_used(session: Session, sha256: str) -> bool:
    """Whether an entry carries a file, a text of a document it was given to uses it, or it is what
    such a document was begun from. Some queries for each document that it was given to."""
    if is_carried(session, sha256):
        return True
    given = session.scalars(select(DocumentFile).where(DocumentFile.sha256 == sha256)).all()
    return any(
        (row.is_original and _is_there(session, row.document_id))
        or any(sha256 in json.dumps(value) for value in _list_texts(session, row.document_id))
        for row in given
    )


def forget_given(session: Session, sha256: str) -> None:
    """Forget that documents were given a file, which none of them uses. One statement."""
    session.execute(delete(DocumentFile).where(DocumentFile.sha256 == sha256))


def list_hashes(value: Iterable[Mapping[str, object]]) -> frozenset[str]:
    """The hashes of the files in a form's fields or a content's JSON value."""
    return frozenset(str(part["file"]) for part in value if part.get("file"))


def _demand_writing(
    session: Session, document_id: UUID, organisation_id: int, actor: Actor
) -> None:
    document = session.get(Document, document_id)
    if document is not None:
        demand(session, actor, "document.write", document)
    else:
        demand_writing(actor, organisation_id)


def _is_in_version(session: Session, document_id: UUID, sha256: str) -> bool:
    """Whether a version of a document's text uses, or used, a file."""
    contents = session.scalars(select(Revision.content).where(Revision.document_id == document_id))
    return any(sha256 in list_hashes(content.get("files", ())) for content in contents)


def _is_there(session: Session, document_id: UUID) -> bool:
    """Whether a document is there, or somebody's form of it."""
    if session.get(Document, document_id) is not None:
        return True
    return any(
        session.scalar(select(table.language).where(table.document_id == document_id).limit(1))
        is not None
        for table in (WorkingCopy, ThrownAwayCopy)
    )


def _list_texts(session: Session, document_id: UUID) -> Sequence[object]:
    """All that was ever written in a document, and that somebody has in a form of it."""
    return [
        *session.scalars(select(Revision.content).where(Revision.document_id == document_id)),
        *session.scalars(select(WorkingCopy.fields).where(WorkingCopy.document_id == document_id)),
        *session.scalars(
            select(ThrownAwayCopy.fields).where(ThrownAwayCopy.document_id == document_id)
        ),
    ]
