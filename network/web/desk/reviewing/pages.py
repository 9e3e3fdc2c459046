"""What is done with a version: submitted, sent back, approved, let through, taken back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import abort, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents import publishing, workflow
from network.documents.permissions import demand
from network.documents.reviewers import find_reviewers
from network.documents.revisions import get_document
from network.documents.tables import Document, Revision
from network.documents.worklists import find_writers
from network.errors import Invalid
from network.kinds.words import LINE_LENGTH
from network.mail.letters import DocumentEvent
from network.organisations.tables import Organisation
from network.text.slugs import slugify
from network.web.attempts import answer, go_on
from network.web.authentication import get_actor
from network.web.desk.documents.pages import document_page
from network.web.languages import get_ui_language
from network.web.mail import mail_news
from network.web.refusals import Refused
from network.web.translation import gettext as _


def submit(document_id: UUID) -> Response:
    """Ask the reviewers."""
    return _with_revision(
        document_id,
        lambda session, revision, note: workflow.submit(
            session, revision, actor=get_actor(), note=note
        ),
        _("Submitted for review. The reviewers are told by mail."),
        "submitted",
    )


def take_back(document_id: UUID) -> Response:
    """Take it out of review."""
    return _with_revision(
        document_id,
        lambda session, revision, _note: workflow.take_back(session, revision, actor=get_actor()),
        _("Taken out of review."),
    )


def send_back(document_id: UUID) -> Response:
    """Ask for changes."""
    return _with_revision(
        document_id,
        lambda session, revision, note: workflow.send_back(
            session, revision, actor=get_actor(), note=note
        ),
        _("Sent back. The writer is told by mail."),
        "sent_back",
    )


def approve(document_id: UUID) -> Response:
    """Publish this version."""
    return _with_revision(
        document_id,
        lambda session, revision, note: workflow.approve(
            session, revision, actor=get_actor(), note=note
        ),
        _("Published. Everybody can read it now."),
        "published",
    )


def ask_exception(document_id: UUID) -> Response:
    """Ask for an exception from the identity guard."""
    return _with_revision(
        document_id,
        lambda session, revision, note: workflow.ask_exception(
            session, revision, actor=get_actor(), note=note
        ),
        _("The national coordinator is asked."),
        "exception_asked",
    )


def overrule(document_id: UUID) -> Response:
    """Let a version through."""
    return _with_revision(
        document_id,
        lambda session, revision, note: workflow.overrule_guard(
            session, revision, actor=get_actor(), reason=note
        ),
        _("This version is let through. Your reason is in the trail."),
        "guard_overruled",
    )


def withdraw(document_id: UUID) -> Response:
    """Take it out of public, with a reason."""

    def act(session: Session, document: Document) -> None:
        language = request.form.get("language", "")
        if language and language != document.language:
            publishing.withdraw_text(
                session, document_id, language, actor=get_actor(), reason=_reason()
            )
        else:
            publishing.withdraw(session, document_id, actor=get_actor(), reason=_reason())

    return _with_document(document_id, act, _("Withdrawn. It is public no more."), "withdrawn")


def move(document_id: UUID) -> Response:
    """Give it another address; the old one leads there."""

    def act(session: Session, document: Document) -> None:
        slug = slugify(request.form.get("slug", "")[:LINE_LENGTH])
        if not slug:
            raise Invalid.in_field("not_an_address", "slug")
        publishing.move(session, document_id, slug, actor=get_actor())

    return _with_document(document_id, act, _("It has a new address; the old one leads there."))


def endorse(document_id: UUID) -> Response:
    """Endorse, with a public reason."""
    return _with_document(
        document_id,
        lambda session, _document: workflow.endorse(
            session,
            document_id,
            actor=get_actor(),
            reason=_typed_note(),
            language=get_ui_language(),
        ),
        _("Endorsed. Your reason stands on the page."),
    )


def take_back_endorsement(document_id: UUID) -> Response:
    """Endorse no more."""
    return _with_document(
        document_id,
        lambda session, _document: workflow.take_back_endorsement(
            session, document_id, actor=get_actor(), note=_typed_note()
        ),
        _("The endorsement is taken back."),
    )


# What the forms of a document's page ask for; every other field is one of its text.
_FIELDS = frozenset({"note", "reason", "slug", "address"})
_Step = Callable[[Session, UUID, str], object]
_Act = Callable[[Session, Document], None]


def _with_revision(
    document_id: UUID, step: _Step, message: str, event: DocumentEvent | None = None
) -> Response:
    """One step with the version that the form names, and the mail that tells of it."""

    def action(session: Session) -> None:
        document = get_document(session, document_id)
        demand(session, get_actor(), "document.read", document)
        revision = _named(session, document)
        step(session, revision.id, _typed_note())
        if event:
            _tell(session, document, revision.language, event)

    return _answer(document_id, action, message)


def _with_document(
    document_id: UUID, act: _Act, message: str, event: DocumentEvent | None = None
) -> Response:
    def action(session: Session) -> None:
        document = get_document(session, document_id)
        act(session, document)
        if event:
            _tell(session, document, document.language, event)

    return _answer(document_id, action, message)


def _answer(document_id: UUID, action: Callable[[Session], None], message: str) -> Response:
    """Back to the document's page; where the step was refused, that page with the reason
    and what was typed."""
    return answer(
        action,
        lambda _done: go_on(message, url_for("desk.document", document_id=document_id)),
        lambda session, refused: document_page(
            session, document_id, _("Nothing was done.") + " " + _in_words(refused)
        ),
    )


def _in_words(refused: Refused) -> str:
    """The reason, once; where the text itself holds numbers, its page shows the places."""
    in_text = _(
        "The text holds what is built like a person's identity number. The places are shown below."
    )
    sentences = [
        in_text if fault.place and fault.place not in _FIELDS else fault.sentence
        for fault in refused.faults
    ]
    return " ".join(dict.fromkeys(sentences))


def _named(session: Session, document: Document) -> Revision:
    try:
        revision = session.get(Revision, UUID(request.form.get("revision", "")))
    except ValueError:
        abort(400)
    if revision is None or revision.document_id != document.id:
        abort(404)
    return revision


def _typed_note() -> str:
    return request.form.get("note", "")[: workflow.NOTE_LENGTH]


def _reason() -> str:
    """A reason, without which nothing is withdrawn."""
    note = _typed_note()
    if not note.strip():
        raise Invalid.in_field("empty", "note")
    return note


def _tell(session: Session, document: Document, language: str, event: DocumentEvent) -> None:
    """Mail the writers and reviewers of a document, except whoever acted."""
    people = {
        account.id: account
        for account in (
            *find_writers(session, document.id, language),
            *find_reviewers(session, document, language),
        )
        if account.id != get_actor().account_id
    }
    body = session.get_one(Organisation, document.organisation_id)
    mail_news(
        session,
        people.values(),
        event,
        body.name,
        "desk.document",
        document_id=document.id,
    )
