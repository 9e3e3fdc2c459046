"""From draft to public: submit, send back, approve, ask for an exception, endorse."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from network import clock
from network.documents.attached_files import demand_described_files
from network.documents.document_addresses import hold_address, release_address
from network.documents.identity_guard import demand_no_numbers, find_revision_faults
from network.documents.permissions import demand
from network.documents.publishing import publish
from network.documents.review_notes import has_open_notes
from network.documents.revisions import (
    add_trail_line,
    drop_schedule,
    find_newest_revision,
    get_document,
    get_text,
    read_content,
)
from network.documents.tables import Document, DocumentText, OverruledGuard, Revision
from network.entries.endorsements import endorse_entry, take_endorsement_back
from network.entries.tables import Entry
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.organisations.tables import Organisation
from network.people.actors import Actor

NOTE_LENGTH = 2_000
# An endorsement is looked at again after three years at the latest.
LONGEST_DAYS = 3 * 366


def submit(session: Session, revision_id: UUID, *, actor: Actor, note: str = "") -> DocumentText:
    """Ask the reviewers about this revision; what the public reads stays as it is.

    Raises ``NotAllowed``, ``NotFound``, ``Conflict`` when a newer revision is there, or this one
    is public or submitted already, and ``Invalid`` when a text, a file, or the address that an
    original gets with this, holds an identity number, or a picture has no words for who cannot see
    it.
    """
    revision, document = _of(session, revision_id)
    demand(session, actor, "document.write", document, revision.language)
    text = get_text(session, document, revision.language)
    _demand_newest(session, document, revision)
    if text.published_id == revision.id:
        raise Conflict("published_already")
    if text.state == "in_review" and text.submitted_id == revision.id:
        raise Conflict("submitted_already")
    if text.is_original:
        hold_address(session, document, revision)
    demand_no_numbers(session, document, revision)
    demand_described_files(session, read_content(revision))
    _become(session, text, "in_review", revision.id)
    session.flush()
    _tell(session, revision, "submitted", actor, note)
    return text


def send_back(session: Session, revision_id: UUID, *, actor: Actor, note: str) -> DocumentText:
    """Ask the writer for changes; the note, or open notes in the text, say which. What was never
    public loses its address.

    Raises ``NotAllowed``, ``NotFound``, ``Conflict`` when this revision is not (any more) the one
    that is in review, and ``Invalid`` without any note.
    """
    revision, document = _of(session, revision_id)
    demand(session, actor, "document.review", document, revision.language)
    text = get_text(session, document, revision.language)
    _demand_in_review(text, revision)
    if not note.strip() and not has_open_notes(session, document.id, revision.language):
        raise Invalid.in_field("empty", "note")
    _become(session, text, "changes_requested", revision.id)
    if text.is_original:
        release_address(session, document)
    session.flush()
    _tell(session, revision, "sent_back", actor, note)
    return text


def approve(session: Session, revision_id: UUID, *, actor: Actor, note: str = "") -> DocumentText:
    """Publish the one revision that is in review, and no other.

    Raises ``NotAllowed``, ``NotFound``, ``Conflict`` when this revision is not (any more) the one
    that is in review, and what ``publish`` raises.
    """
    revision, document = _of(session, revision_id)
    demand(session, actor, "document.review", document, revision.language)
    text = get_text(session, document, revision.language)
    _demand_in_review(text, revision)
    publish(session, revision.id, actor=actor, note=_note(note))
    return text


def take_back(session: Session, revision_id: UUID, *, actor: Actor) -> DocumentText:
    """The writer takes a text out of review again, and what was never public loses its address.

    Raises as ``submit``.
    """
    revision, document = _of(session, revision_id)
    demand(session, actor, "document.write", document, revision.language)
    text = get_text(session, document, revision.language)
    _demand_in_review(text, revision)
    _become(session, text, "draft", None)
    if text.is_original:
        release_address(session, document)
    session.flush()
    _tell(session, revision, "taken_back", actor, "")
    return text


def ask_exception(session: Session, revision_id: UUID, *, actor: Actor, note: str) -> None:
    """Ask the national coordinator to let a revision through that the identity guard stops.

    Raises ``NotAllowed``, ``NotFound``, ``Conflict`` when nothing stops it or a newer revision is
    there, and ``Invalid`` without a reason.
    """
    revision, document = _of(session, revision_id)
    demand(session, actor, "document.write", document, revision.language)
    _demand_newest(session, document, revision)
    if not find_revision_faults(session, document, revision):
        raise Conflict("nothing_stops_it")
    if not note.strip():
        raise Invalid.in_field("empty", "note")
    get_text(session, document, revision.language).exception_asked_at = clock.now()
    _tell(session, revision, "exception_asked", actor, note)


def refuse_exception(session: Session, revision_id: UUID, *, actor: Actor, reason: str) -> None:
    """Say no to an exception from the identity guard that was asked for; the reason is kept in the
    trail, and the writer may change the text or ask once more.

    Raises ``NotAllowed``, ``NotFound``, ``Conflict`` when none is asked for (any more), and
    ``Invalid`` without a reason.
    """
    revision, document = _of(session, revision_id)
    demand(session, actor, "document.overrule_guard", document, revision.language)
    text = get_text(session, document, revision.language)
    if text.newest_id != revision.id or text.exception_asked_at is None:
        raise Conflict("exception_not_asked")
    if not reason.strip():
        raise Invalid.in_field("empty", "note")
    text.exception_asked_at = None
    session.flush()
    _tell(session, revision, "exception_refused", actor, reason)


def overrule_guard(session: Session, revision_id: UUID, *, actor: Actor, reason: str) -> None:
    """Let a revision through that the identity guard stops; the reason is kept in the trail.

    Raises ``NotAllowed``, ``NotFound``, ``Conflict`` when nothing stops it, and ``Invalid``
    without a reason.
    """
    revision, document = _of(session, revision_id)
    demand(session, actor, "document.overrule_guard", document, revision.language)
    if not find_revision_faults(session, document, revision):
        raise Conflict("nothing_stops_it")
    if not reason.strip():
        raise Invalid.in_field("empty", "note")
    if session.get(OverruledGuard, revision.id) is not None:
        raise Conflict("overruled_already")
    session.add(
        OverruledGuard(
            revision_id=revision.id,
            actor_id=actor.account_id,
            reason=_note(reason),
            at=clock.now(),
        )
    )
    text = get_text(session, document, revision.language)
    if text.newest_id == revision.id:
        text.exception_asked_at = None
    session.flush()
    _tell(session, revision, "guard_overruled", actor, reason)


def endorse(
    session: Session,
    document_id: UUID,
    *,
    actor: Actor,
    reason: str,
    language: str,
    look_again: date | None = None,
) -> None:
    """Say publicly, in the name of the national coordinator's organisation, why others should
    read this, until it is looked at again: on ``look_again``, or after a year.

    Raises ``NotAllowed``, ``NotFound``, ``Conflict`` when it is not public, and ``Invalid`` without
    a reason, (field ``reason``) for one that may not be public, and (field ``look_again``) for a
    day that is not within three years from tomorrow.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.endorse", document)
    if session.get(Entry, document_id) is None:
        raise Conflict("not_public")
    if not reason.strip():
        raise Invalid.in_field("empty", "note")
    if look_again is not None and not 0 < (look_again - clock.today()).days <= LONGEST_DAYS:
        raise Invalid.in_field("day_out_of_reach", "look_again", most=LONGEST_DAYS)
    country = session.get_one(Organisation, document.organisation_id).country
    body = next(
        (
            mandate.organisation_id
            for mandate in actor.mandates
            if mandate.role == "national_coordinator" and mandate.country == country
        ),
        None,
    )
    if body is None:
        raise NotAllowed("document.endorse")
    endorse_entry(session, document_id, body, reason[:NOTE_LENGTH], language, look_again=look_again)
    add_trail_line(session, document_id, document.language, "endorsed", actor, note=_note(reason))


def take_back_endorsement(session: Session, document_id: UUID, *, actor: Actor, note: str) -> None:
    """Take an endorsement back, with ``note`` as the reason.

    Raises ``NotAllowed``, ``Invalid`` without a reason, and ``Conflict`` where the entry is not
    endorsed.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.endorse", document)
    if not note.strip():
        raise Invalid.in_field("empty", "note")
    if not take_endorsement_back(session, document_id):
        raise Conflict("not_endorsed")
    add_trail_line(
        session, document_id, document.language, "endorsement_taken_back", actor, note=_note(note)
    )


def _of(session: Session, revision_id: UUID) -> tuple[Revision, Document]:
    revision = session.get(Revision, revision_id)
    if revision is None:
        raise NotFound(str(revision_id))
    return revision, get_document(session, revision.document_id, for_change=True)


def _demand_newest(session: Session, document: Document, revision: Revision) -> None:
    newest = find_newest_revision(session, document.id, revision.language)
    if newest is None or newest.id != revision.id:
        raise Conflict("newer_revision")


def _demand_in_review(text: DocumentText, revision: Revision) -> None:
    if text.state != "in_review" or text.submitted_id != revision.id:
        raise Conflict("not_in_review")


def _become(session: Session, text: DocumentText, state: str, submitted: UUID | None) -> None:
    drop_schedule(session, text)
    text.state, text.submitted_id, text.state_since = state, submitted, clock.now()


def _tell(session: Session, revision: Revision, verb: str, actor: Actor, note: str) -> None:
    add_trail_line(
        session,
        revision.document_id,
        revision.language,
        verb,
        actor,
        revision_id=revision.id,
        note=_note(note),
    )


def _note(text: str) -> str:
    return text.replace("\r\n", "\n").strip()[:NOTE_LENGTH]
