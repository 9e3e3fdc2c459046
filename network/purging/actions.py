"""Purging: a document, a field of one, or words wherever they stand, out of everything at once.

Revisions are never changed but here. What is purged stays purged: nothing of it is kept, and what
``tables.Purge`` keeps has no word of it. After the transaction whoever opened it calls ``cleaning``
for what lies beside the database: index, file of the database, mail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus
from uuid import UUID, uuid4

from sqlalchemy import Column, Table, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Session

from network import clock
from network.community.marks.tables import Mark
from network.community.needs.tables import NeedAnswer
from network.community.promotions.tables import Promotion
from network.community.questions.tables import Question
from network.community.reports.tables import Report
from network.db import Base
from network.documents.document_addresses import release_address
from network.documents.listed_texts import list_newest
from network.documents.permissions import demand
from network.documents.publishing import project_again, withdraw
from network.documents.review_tables import ReviewNote
from network.documents.revisions import add_trail_line, get_document, read_content
from network.documents.tables import (
    Document,
    DocumentFile,
    DocumentText,
    OverruledGuard,
    Revision,
    ScheduledPublication,
    ThrownAwayCopy,
    TrailLine,
    WorkingCopy,
)
from network.entries.tables import Entry, EntryEndorsement
from network.errors import Invalid, NotAllowed
from network.kinds.content import make_fingerprint
from network.people.actors import Actor
from network.purging.blanking import (
    MARK,
    Blank,
    Path,
    blank_content,
    blank_value,
    blank_words,
    compile_words,
    empty_content,
    find_words,
    is_at,
    walk_leaves,
)
from network.purging.columns import list_columns
from network.purging.stored_files import (
    delete_files,
    find_files_of_document,
    find_files_with_words,
)
from network.purging.tables import Purge

# Of a title so long mails are looked through for it.
_LEAST_OF_A_TITLE = 8
# So many rows are read at once.
_AT_ONCE = 200
# What a unique text without a length of its own is cut to.
_SHORTEST = 40


_SAID_AT_IT = (
    (Mark, Mark.entry_id),
    (Question, Question.entry_id),
    (NeedAnswer, NeedAnswer.need_id),
    (Promotion, Promotion.entry_id),
    (EntryEndorsement, EntryEndorsement.entry_id),
)


@dataclass(slots=True)
class PurgeResult:
    """What a purge did: how many rows of each table, and where it may not: columns in which the
    words still stand (``accounts.email``), with how many rows. ``id`` is that of the purge."""

    id: UUID
    rows: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    places: list[list[Any]] = field(default_factory=list)
    # What a mail or a file is looked through for as well, once it is committed.
    patterns: tuple[re.Pattern[str], ...] = ()
    # The files whose bytes go then, by hash.
    files: frozenset[str] = frozenset()


def purge_document(session: Session, document_id: UUID, *, actor: Actor) -> PurgeResult:
    """Take every word of a document away: of all its revisions in all languages, what anybody has
    in a form, notes, reasons, and what others said at it. It is public no more, its addresses
    answer that what stood there is gone, and who did it stands in its trail.

    Raises ``NotAllowed`` and ``NotFound``.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.purge", document)
    result = PurgeResult(uuid4())
    titles = {_read_title(revision) for revision in _list_revisions(session, document_id)}
    if session.get(Entry, document_id) is not None:
        result.rows["entries"] += 1
        # These go with the entry.
        for said, column in _SAID_AT_IT:
            number = session.scalar(
                select(func.count()).select_from(said).where(column == document_id)
            )
            result.rows[said.__tablename__] += number or 0
        withdraw(session, document_id, actor=actor)
    _leave_review(session, document)
    _change_revisions(session, [document_id], result, lambda _row, content: empty_content(content))
    for kept in (WorkingCopy, ThrownAwayCopy, ScheduledPublication):
        _delete(session, result, kept.__table__, kept.document_id == document_id)
    revision_ids = select(Revision.id).where(Revision.document_id == document_id)
    for private, condition in (
        (ReviewNote, ReviewNote.document_id == document_id),
        (TrailLine, TrailLine.document_id == document_id),
        (OverruledGuard, OverruledGuard.revision_id.in_(revision_ids)),
        (Report, Report.entry_id == document_id),
    ):
        _blank_rows(session, result, private.__table__, condition)
    result.patterns = tuple(
        compile_words(title) for title in sorted(titles) if len(title) >= _LEAST_OF_A_TITLE
    )
    for pattern in result.patterns:
        _blank_tables(session, result, pattern, only="outgoing_mail")
    _delete_files(session, result, find_files_of_document(session, document_id))
    _delete(session, result, DocumentFile.__table__, DocumentFile.document_id == document_id)
    return _finish(session, result, actor, "document", document_id, "", [document])


def purge_field(session: Session, document_id: UUID, path: str, *, actor: Actor) -> PurgeResult:
    """Blank one field, or one part, in every revision of a document and all its languages, in what
    anybody has in a form, and in the notes at it. A text that is public stays so without it.

    ``path`` is as in differences: ``summary``, ``contact.email``, ``statements.s1``,
    ``statements.s1.text``. Raises ``NotAllowed``, ``NotFound``, and ``Invalid`` (field ``path``)
    when no version has anything there.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.purge", document)
    result = PurgeResult(uuid4())

    def blank(at: Path, text: str) -> str:
        return MARK if text and is_at(at, path) and at[-1] != "id" else text

    if path in ("", "kind", "language"):
        raise Invalid.in_field("not_a_choice", "path")
    _change_revisions(
        session, [document_id], result, lambda _row, content: blank_content(content, blank)
    )
    _change_values(session, result, document_id, path, blank)
    for note in session.scalars(select(ReviewNote).where(ReviewNote.document_id == document_id)):
        if is_at(tuple(note.place.split(".")), path):
            result.rows["review_notes"] += 1
            note.quote, note.text = MARK, MARK
            note.answer = MARK if note.answer else ""
    if not result.rows.total():
        raise Invalid.in_field("not_a_choice", "path")
    _project(session, [document])
    return _finish(session, result, actor, "field", document_id, path, [document])


def purge_words(
    session: Session,
    words: str,
    *,
    met_in: UUID | None = None,
    actor: Actor,
) -> PurgeResult:
    """Blank words wherever they stand, in every text of everybody and in addresses.

    A number is found in any grouping and mark-up, words in other capitals and spaces. An address
    with them is given anew; the old one answers as one that never was. For whoever may purge the
    document that they were ``met_in``. Reads every text of the site. Raises ``NotAllowed``,
    ``NotFound``, and ``Invalid`` (field ``words``) for fewer than five letters and digits, and
    where they stand nowhere.
    """
    if not actor.is_system:
        if met_in is None:
            raise NotAllowed("document.purge")
        demand(session, actor, "document.purge", get_document(session, met_in))
    return purge_pattern(session, compile_words(words), actor)


def purge_pattern(session: Session, pattern: re.Pattern[str], actor: Actor) -> PurgeResult:
    """What ``purge_words`` does, for a pattern of ``compile_words`` and whoever was asked before
    whether they may."""
    result = PurgeResult(uuid4(), patterns=(pattern,))
    files = find_files_with_words(session, pattern)
    if files:
        # A part without the hash of its file is none any more, and leaves the text.
        pattern = re.compile("|".join((pattern.pattern, *sorted(files))), re.IGNORECASE)

    def blank(_at: Path, text: str) -> str:
        return blank_words(pattern, text)

    affected = {
        document_id
        for document_id, content in session.execute(
            select(Revision.document_id, Revision.content).execution_options(yield_per=_AT_ONCE)
        )
        if any(find_words(pattern, text) for _path, text in walk_leaves(content))
    }
    with_slug = {
        document.id
        for document in session.scalars(select(Document).where(Document.slug.is_not(None)))
        if find_words(pattern, document.slug or "")
    }
    documents = {
        document_id: get_document(session, document_id, for_change=True)
        for document_id in sorted(affected | with_slug)
    }

    def change(row: Revision, content: dict[str, Any]) -> dict[str, Any]:
        for path, text in walk_leaves(content):
            for start, end in find_words(pattern, text):
                result.places.append(["revisions", row.id.hex, list(path), start, end])
        return blank_content(content, blank)

    _change_revisions(session, sorted(affected), result, change)
    for document_id in sorted(with_slug):
        _change_slug(session, documents[document_id], result)
    _blank_tables(session, result, pattern)
    for table_name, column_name in list_columns("row"):
        _delete_with_words(session, result, pattern, table_name, column_name)
    _project(session, documents.values())
    _delete_files(session, result, files)
    result.left.update(_find_left(session, pattern))
    if not result.rows.total() and not result.left:
        raise Invalid.in_field("stands_nowhere", "words")
    return _finish(session, result, actor, "words", None, "", documents.values())


def _delete_files(session: Session, result: PurgeResult, files: frozenset[str]) -> None:
    if files:
        result.files, rows = delete_files(session, files)
        result.rows.update(rows)


def _list_revisions(session: Session, document_id: UUID) -> Sequence[Revision]:
    return session.scalars(select(Revision).where(Revision.document_id == document_id)).all()


def _read_title(revision: Revision) -> str:
    content = revision.content
    return str(content.get("title") or content.get("words", {}).get("title") or "")


def _leave_review(session: Session, document: Document) -> None:
    """Nothing is left to review; what was never public loses the address that its title made."""
    for text in session.scalars(
        select(DocumentText).where(
            DocumentText.document_id == document.id,
            DocumentText.state.in_(("in_review", "changes_requested")),
        )
    ):
        text.state, text.submitted_id, text.state_since = "draft", None, clock.now()
        if text.is_original:
            release_address(session, document)
    session.flush()


def _change_revisions(
    session: Session, document_ids: Sequence[UUID], result: PurgeResult, change: Any
) -> None:
    """Give revisions the contents that ``change`` makes of theirs, and what hangs on those:
    fingerprints, the revision that a translation was made from, and what lists show."""
    for document_id in document_ids:
        fingerprints: dict[str, str] = {}
        revisions = _list_revisions(session, document_id)
        # Originals first: translations name them.
        for revision in sorted(revisions, key=lambda revision: "kind" not in revision.content):
            content = change(revision, revision.content)
            made_from = content.get("made_from")
            if made_from in fingerprints:
                content = {**content, "made_from": fingerprints[made_from]}
            if content == revision.content:
                continue
            result.rows["revisions"] += 1
            before = revision.fingerprint
            revision.content = content
            revision.fingerprint = fingerprints[before] = make_fingerprint(read_content(revision))
        session.flush()
        for text in session.scalars(
            select(DocumentText).where(DocumentText.document_id == document_id)
        ):
            asked = text.exception_asked_at
            newest = session.get_one(Revision, text.newest_id)
            title = text.title
            list_newest(text, newest, read_content(newest))
            text.exception_asked_at = asked
            result.rows["document_texts"] += title != text.title
        session.flush()


def _change_values(
    session: Session, result: PurgeResult, document_id: UUID, path: str, blank: Blank
) -> None:
    """Blank what anybody has of a document in a form, or had and threw away."""
    for copy in session.scalars(select(WorkingCopy).where(WorkingCopy.document_id == document_id)):
        fields = blank_value(copy.fields, blank)
        # What two wrote of the field is asked no more.
        clashes = [
            clash for clash in copy.clashes if not is_at(tuple(clash["path"].split(".")), path)
        ]
        if fields != copy.fields or clashes != copy.clashes:
            copy.fields, copy.clashes = fields, clashes
            copy.number += 1
            result.rows["working_copies"] += 1
    for thrown in session.scalars(
        select(ThrownAwayCopy).where(ThrownAwayCopy.document_id == document_id)
    ):
        fields = blank_value(thrown.fields, blank)
        if fields != thrown.fields:
            thrown.fields = fields
            result.rows["thrown_away_copies"] += 1
    session.flush()


def _blank_tables(
    session: Session, result: PurgeResult, pattern: re.Pattern[str], only: str = ""
) -> None:
    """Blank words in the texts and values of every table, or of one; not in revisions."""
    by_table: dict[str, list[str]] = {}

    def blank(_at: Path, text: str) -> str:
        return blank_words(pattern, text)

    for treatment in ("words", "value"):
        for table_name, column_name in list_columns(treatment):
            if table_name != "revisions" and only in ("", table_name):
                by_table.setdefault(table_name, []).append(column_name)
    for table_name, columns in by_table.items():
        table = Base.metadata.tables[table_name]
        keys = list(table.primary_key)
        rows = session.execute(select(*keys, *(table.c[name] for name in columns))).all()
        for row in rows:
            key, values = row[: len(keys)], dict(zip(columns, row[len(keys) :], strict=True))
            changed = {}
            for name, value in values.items():
                if any(find_words(pattern, text) for _path, text in walk_leaves(value)):
                    changed[name] = blank_value(value, blank)
                    if name in _list_unique(table):
                        # Two that differed in the words alone are to differ still.
                        room = getattr(table.c[name].type, "length", None) or _SHORTEST
                        changed[name] = f"{changed[name][: room - 5]} {uuid4().hex[:4]}"
            if changed:
                result.rows[table_name] += 1
                if table_name == WorkingCopy.__tablename__:
                    # A window that has it open joins what it sends with this, instead of
                    # putting the words back.
                    changed["number"] = WorkingCopy.number + 1
                session.execute(update(table).where(*_at(keys, key)).values(changed))


def _list_unique(table: Table) -> set[str]:
    """The columns that are part of what no two rows have alike."""
    return {
        column.name
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
        for column in constraint.columns
    }


def _blank_rows(session: Session, result: PurgeResult, table: Any, condition: Any) -> None:
    """Blank every text of rows that are kept, for who they are by and when."""
    names = [name for table_name, name in list_columns("words") if table_name == table.name]
    names = [name for name in names if name != "place"]
    for name in names:
        column = table.c[name]
        statement = update(table).where(condition, column != "", column != MARK)
        number = _count(session, statement.values({name: MARK}), table)
        result.rows[table.name] = max(result.rows[table.name], number)
    if not result.rows[table.name]:
        del result.rows[table.name]


def _delete(session: Session, result: PurgeResult, table: Any, condition: Any) -> None:
    number = _count(session, delete(table).where(condition), table)
    if number:
        result.rows[table.name] += number


def _count(session: Session, statement: Any, table: Any) -> int:
    """Run a statement that changes rows of a table; how many it was."""
    return len(session.execute(statement.returning(*table.primary_key)).all())


def _delete_with_words(
    session: Session, result: PurgeResult, pattern: re.Pattern[str], table_name: str, name: str
) -> None:
    table = Base.metadata.tables[table_name]
    keys = list(table.primary_key)
    for row in session.execute(select(*keys, table.c[name])).all():
        # A search is saved as an address writes it.
        if find_words(pattern, unquote_plus(row[-1] or "")):
            result.rows[table_name] += 1
            session.execute(delete(table).where(*_at(keys, row[:-1])))


def _change_slug(session: Session, document: Document, result: PurgeResult) -> None:
    """Give a document an address that says nothing; the one before is no more."""
    document.slug = f"{document.kind}-{result.id.hex[:8]}-{result.rows['documents']}"
    document.follows_title = False
    result.rows["documents"] += 1
    session.flush()


def _project(session: Session, documents: Iterable[Document]) -> None:
    for document in documents:
        project_again(session, document)


def _at(keys: Sequence[Column[Any]], key: Sequence[Any]) -> list[Any]:
    return [column == value for column, value in zip(keys, key, strict=True)]


def _find_left(session: Session, pattern: re.Pattern[str]) -> Mapping[str, int]:
    """In how many rows of which columns the words still stand, of all columns that hold any."""
    left: Counter[str] = Counter()
    for treatment in ("words", "value", "row", "slug", "written_again", "kept"):
        for table_name, name in list_columns(treatment):
            table: Table = Base.metadata.tables[table_name]
            every = select(table.c[name]).execution_options(yield_per=_AT_ONCE)
            for value in session.scalars(every):
                if any(find_words(pattern, text) for _path, text in walk_leaves(value)):
                    left[f"{table_name}.{name}"] += 1
    return left


def _finish(
    session: Session,
    result: PurgeResult,
    actor: Actor,
    what: str,
    document_id: UUID | None,
    path: str,
    documents: Iterable[Document],
) -> PurgeResult:
    session.add(
        Purge(
            id=result.id,
            what=what,
            document_id=document_id,
            path=path,
            places=result.places,
            rows=dict(result.rows),
            actor_id=actor.account_id,
            at=clock.now(),
        )
    )
    session.flush()
    for document in documents:
        add_trail_line(session, document.id, document.language, "purged", actor)
    return result


def list_purges(session: Session) -> Sequence[Purge]:
    """Everything that was purged, the oldest first. One query."""
    return session.scalars(select(Purge).order_by(Purge.at, Purge.id)).all()
