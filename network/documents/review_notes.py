"""Notes at a place in a text: written while reviewing, answered and settled while revising."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from network import clock
from network.documents.permissions import Permission, demand, may
from network.documents.review_tables import ReviewNote
from network.documents.revisions import get_document, read_content
from network.documents.tables import Document, Revision
from network.errors import Fault, Invalid, NotAllowed, NotFound
from network.kinds import Content
from network.kinds.field_types import list_field_types
from network.kinds.translation import Translation
from network.people.actors import Actor
from network.people.tables import Account

NOTE_LENGTH = 2_000
QUOTE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note as those around a text read it; ``number`` is the version that it was written at.

    ``answer``, ``answered_by``, ``settled_by`` and ``settled_at`` are empty or None until then.
    """

    id: UUID
    language: str
    place: str
    quote: str
    text: str
    author: str
    author_id: UUID
    number: int
    made_at: datetime
    answer: str
    answered_by: str
    settled_by: str
    settled_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.settled_at is None


def add_note(
    session: Session, revision_id: UUID, place: str, *, quote: str, text: str, actor: Actor
) -> UUID:
    """Write a note at a place of a revision, "" for the whole of it. Returns the note's id.

    Raises ``NotAllowed`` for who may not read the document, ``NotFound``, and ``Invalid`` for an
    empty or too long note (fields ``text``, ``quote``) or a place that the revision does not have.
    """
    revision = session.get(Revision, revision_id)
    if revision is None:
        raise NotFound(str(revision_id))
    document = get_document(session, revision.document_id)
    demand(session, actor, "document.read", document, revision.language)
    text, quote = _clean(text), _clean(quote)
    faults = []
    if not text:
        faults.append(Fault.of("empty", "text"))
    for name, typed, most in (("text", text, NOTE_LENGTH), ("quote", quote, QUOTE_LENGTH)):
        if len(typed) > most:
            faults.append(Fault.of("too_long", name, most=most))
    if not has_place(session, document, read_content(revision), place):
        faults.append(Fault.of("not_a_choice", "place"))
    if faults:
        raise Invalid(faults)
    note = ReviewNote(
        id=uuid4(),
        document_id=document.id,
        language=revision.language,
        revision_id=revision.id,
        place=place,
        quote=quote,
        text=text,
        author_id=actor.account_id,
        made_at=clock.now(),
        answer="",
    )
    session.add(note)
    session.flush()
    return note.id


def answer_note(
    session: Session, document_id: UUID, note_id: UUID, *, text: str, actor: Actor
) -> None:
    """Answer a note of the document; an answer that is there changes.

    Raises ``NotAllowed`` for who may not write the text, ``NotFound``, and ``Invalid`` (field
    ``answer``) for an empty or too long one.
    """
    note, document = _note(session, document_id, note_id)
    demand(session, actor, "document.write", document, note.language)
    text = _clean(text)
    if not text:
        raise Invalid.in_field("empty", "answer")
    if len(text) > NOTE_LENGTH:
        raise Invalid.in_field("too_long", "answer", most=NOTE_LENGTH)
    note.answer, note.answered_by, note.answered_at = text, actor.account_id, clock.now()
    session.flush()


def settle_note(
    session: Session, document_id: UUID, note_id: UUID, *, is_settled: bool = True, actor: Actor
) -> None:
    """Tick a note off, or open it again: who may write the text does, and who wrote the note.

    Raises ``NotAllowed``, ``NotFound``.
    """
    note, document = _note(session, document_id, note_id)
    is_own = note.author_id == actor.account_id
    # Its author reads the text no more where they coordinate the country no more.
    name: Permission = "document.read" if is_own else "document.write"
    if not may(session, actor, name, document, note.language):
        raise NotAllowed(name)
    note.settled_by = actor.account_id if is_settled else None
    note.settled_at = clock.now() if is_settled else None
    session.flush()


def read_notes(session: Session, document_id: UUID) -> Sequence[PlacedNote]:
    """All notes of a document, the oldest first. One query."""
    author, answering, settling = aliased(Account), aliased(Account), aliased(Account)
    rows = session.execute(
        select(ReviewNote, Revision.number, author.name, answering.name, settling.name)
        .join(Revision, Revision.id == ReviewNote.revision_id)
        .join(author, author.id == ReviewNote.author_id)
        .outerjoin(answering, answering.id == ReviewNote.answered_by)
        .outerjoin(settling, settling.id == ReviewNote.settled_by)
        .where(ReviewNote.document_id == document_id)
        .order_by(ReviewNote.made_at, ReviewNote.id)
    )
    return [
        PlacedNote(
            note.id,
            note.language,
            note.place,
            note.quote,
            note.text,
            name,
            note.author_id,
            number,
            note.made_at,
            note.answer,
            answered_by or "",
            settled_by or "",
            note.settled_at,
        )
        for note, number, name, answered_by, settled_by in rows
    ]


def has_open_notes(session: Session, document_id: UUID, language: str) -> bool:
    """Whether any note on one language of a document is open. One query."""
    open_note = select(ReviewNote.id).where(
        ReviewNote.document_id == document_id,
        ReviewNote.language == language,
        ReviewNote.settled_at.is_(None),
    )
    return session.scalar(open_note.limit(1)) is not None


def has_place(
    session: Session, document: Document, value: Content | Translation, place: str
) -> bool:
    """Whether a text has what a path leads to; the whole of it (``""``) is in any."""
    if not place:
        return True
    content = value
    if isinstance(value, Translation):
        newest = session.scalar(
            select(Revision)
            .where(Revision.document_id == document.id, Revision.language == document.language)
            .order_by(Revision.number.desc())
            .limit(1)
        )
        assert newest is not None
        content = read_content(newest)
    assert isinstance(content, Content)
    name, *steps = place.split(".")
    field = list_field_types(type(content)).get(name)
    if field is None or name in ("kind", "language"):
        return False
    if not steps:
        return True
    inner = field.model
    if inner is None:
        return False
    if field.has_ids:
        if all(part.id != steps[0] for part in getattr(content, name)):
            return False
        steps = steps[1:]
    elif field.is_list:
        # Parts without an id are told apart by where they stand.
        if not (steps[0].isascii() and steps[0].isdigit()):
            return False
        steps = steps[1:]
    return len(steps) <= 1 and all(step in list_field_types(inner) for step in steps)


def _note(session: Session, document_id: UUID, note_id: UUID) -> tuple[ReviewNote, Document]:
    note = session.get(ReviewNote, note_id)
    if note is None or note.document_id != document_id:
        raise NotFound(str(note_id))
    return note, get_document(session, document_id)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "\ufffd").strip()
