"""Taking back a withdrawal or a publication, by whoever did it and while nothing came after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.documents.permissions import demand, may
from network.documents.publishing import make_public, withdraw, withdraw_text
from network.documents.revisions import add_trail_line, get_document, get_text
from network.documents.tables import Document, DocumentText, Revision, TrailLine
from network.errors import Conflict, NotAllowed
from network.people.actors import Actor

# How long whoever published may take that back without a reason; later it is a withdrawal.
UNDONE_WITHIN = timedelta(hours=24)
# What changes what the public reads, or keeps it from ever being read again. Of these, the last
# line of a text tells how it stands.
_PUBLIC_VERBS = ("published", "withdrawn", "withdrawal_undone", "publication_undone", "purged")


@dataclass(frozen=True, slots=True)
class Undoable:
    """What an actor may take back of one text: its withdrawal, or its publication.

    ``revision_id`` is the revision that was public, or is; ``was_public_id`` the one that was
    before it and would be again, None where the text would be withdrawn.
    """

    verb: str
    revision_id: UUID
    was_public_id: UUID | None


def find_undoable(
    session: Session, document: Document, text: DocumentText, *, actor: Actor
) -> Undoable | None:
    """What the actor did last to what the public reads of a text and may take back, or None.

    A withdrawal may be taken back until the text is submitted or public again, a publication for a
    day. Some ten queries.
    """
    lines = list(
        session.scalars(
            select(TrailLine)
            .where(
                TrailLine.document_id == document.id,
                TrailLine.language == text.language,
                TrailLine.verb.in_(_PUBLIC_VERBS),
            )
            .order_by(TrailLine.id.desc())
            .limit(2)
        )
    )
    if not lines or lines[0].actor_id != actor.account_id or lines[0].revision_id is None:
        return None
    last = lines[0]
    if not may(session, actor, "document.withdraw", document, text.language):
        return None
    assert last.revision_id is not None
    if last.verb == "withdrawn" and text.state == "withdrawn":
        return Undoable("withdrawal", last.revision_id, None)
    is_fresh = clock.now() - last.at <= UNDONE_WITHIN
    if last.verb == "published" and text.published_id == last.revision_id and is_fresh:
        before = lines[1] if len(lines) > 1 else None
        was_public = before is not None and before.verb in ("published", "withdrawal_undone")
        return Undoable(
            "publication",
            last.revision_id,
            before.revision_id if before is not None and was_public else None,
        )
    return None


def undo_withdrawal(session: Session, document_id: UUID, language: str, *, actor: Actor) -> None:
    """Make public again what the actor withdrew, at the address that it had, as of the day that it
    was published; of an original, with the translations that were withdrawn with it.

    Raises ``NotAllowed`` for who did not withdraw it or may not any more, ``NotFound``,
    ``Conflict`` when something came after, and what ``publish`` raises.
    """
    document = get_document(session, document_id)
    demand(session, actor, "document.read", document)
    text = get_text(session, document, language)
    undoable = _demand_undoable(session, document, text, "withdrawal", actor)
    _restore(session, document, text, undoable.revision_id, "withdrawal_undone", actor)
    if not text.is_original:
        return
    for other in session.scalars(
        select(DocumentText).where(
            DocumentText.document_id == document_id,
            DocumentText.is_original.is_(False),
            DocumentText.state == "withdrawn",
        )
    ):
        also = find_undoable(session, document, other, actor=actor)
        if also is not None and also.verb == "withdrawal":
            _restore(session, document, other, also.revision_id, "withdrawal_undone", actor)


def undo_publication(session: Session, document_id: UUID, language: str, *, actor: Actor) -> None:
    """Take back what the actor published: what was public before it is so again, else nothing is.

    Raises ``NotAllowed`` for who did not publish it or may not withdraw it, ``NotFound``, and
    ``Conflict`` when something came after or a day has gone.
    """
    document = get_document(session, document_id)
    demand(session, actor, "document.read", document)
    text = get_text(session, document, language)
    undoable = _demand_undoable(session, document, text, "publication", actor)
    if undoable.was_public_id is None:
        add_trail_line(
            session,
            document_id,
            language,
            "publication_undone",
            actor,
            revision_id=undoable.revision_id,
        )
    if undoable.was_public_id is not None:
        _restore(session, document, text, undoable.was_public_id, "publication_undone", actor)
    elif text.is_original:
        withdraw(session, document_id, actor=actor)
    else:
        withdraw_text(session, document_id, language, actor=actor)


def _demand_undoable(
    session: Session, document: Document, text: DocumentText, verb: str, actor: Actor
) -> Undoable:
    undoable = find_undoable(session, document, text, actor=actor)
    if undoable is not None and undoable.verb == verb:
        return undoable
    if not may(session, actor, "document.withdraw", document, text.language):
        raise NotAllowed("document.withdraw")
    raise Conflict("cannot_be_undone")


def _restore(
    session: Session,
    document: Document,
    text: DocumentText,
    revision_id: UUID,
    verb: str,
    actor: Actor,
) -> None:
    """Make a revision public that was public before, with the day on which it became so."""
    published_at = session.scalar(
        select(TrailLine.at)
        .where(TrailLine.revision_id == revision_id, TrailLine.verb == "published")
        .order_by(TrailLine.id.desc())
        .limit(1)
    )
    revision = session.get_one(Revision, revision_id)
    make_public(session, document, revision, verb, actor, revised=published_at)
