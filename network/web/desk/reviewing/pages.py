"""What is done with a version: submitted, sent back, approved, let through, taken back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, make_response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents import publishing, workflow
from network.documents.permissions import demand
from network.documents.reviewers import reviewers_of
from network.documents.revisions import get_document
from network.documents.tables import Document, Revision
from network.documents.worklists import writers_of
from network.errors import Conflict, Fault, Invalid
from network.kinds.words import LINE_LENGTH
from network.mail.letters import DocumentEvent
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.site import site
from network.text.slugs import slugify
from network.web.authentication import actor
from network.web.desk.documents.pages import document as document_page
from network.web.languages import ui_language
from network.web.mail import mail_news
from network.web.translation import gettext as _


def submit(document_id: UUID) -> Response:
    """Ask the reviewers."""
    return _with_revision(
        document_id,
        lambda session, revision, me, note: workflow.submit(session, revision, actor=me, note=note),
        _("Submitted for review. The reviewers are told by mail."),
        "submitted",
    )


def take_back(document_id: UUID) -> Response:
    """Take it out of review."""
    return _with_revision(
        document_id,
        lambda session, revision, me, note: workflow.take_back(session, revision, actor=me),
        _("Taken out of review."),
    )


def send_back(document_id: UUID) -> Response:
    """Ask for changes."""
    return _with_revision(
        document_id,
        lambda session, revision, me, note: workflow.send_back(
            session, revision, actor=me, note=note
        ),
        _("Sent back. The writer is told by mail."),
        "sent_back",
    )


def approve(document_id: UUID) -> Response:
    """Publish this version."""
    return _with_revision(
        document_id,
        lambda session, revision, me, note: workflow.approve(
            session, revision, actor=me, note=note
        ),
        _("Published. Everybody can read it now."),
        "published",
    )


def ask_exception(document_id: UUID) -> Response:
    """Ask for an exception from the identity guard."""
    return _with_revision(
        document_id,
        lambda session, revision, me, note: workflow.ask_exception(
            session, revision, actor=me, note=note
        ),
        _("The national coordinator is asked."),
        "exception_asked",
    )


def overrule(document_id: UUID) -> Response:
    """Let a version through."""
    return _with_revision(
        document_id,
        lambda session, revision, me, note: workflow.overrule_guard(
            session, revision, actor=me, reason=note
        ),
        _("This version is let through. Your reason is in the trail."),
        "guard_overruled",
    )


def withdraw(document_id: UUID) -> Response:
    """Take it out of public, with a reason."""

    def act(session: Session, document: Document, me: Actor) -> None:
        language = request.form.get("language", "")
        if language and language != document.language:
            publishing.withdraw_text(session, document_id, language, actor=me, reason=_reason())
        else:
            publishing.withdraw(session, document_id, actor=me, reason=_reason())

    return _with_document(document_id, act, _("Withdrawn. It is public no more."), "withdrawn")


def move(document_id: UUID) -> Response:
    """Give it another address; the old one leads there."""

    def act(session: Session, document: Document, me: Actor) -> None:
        slug = slugify(request.form.get("slug", "")[:LINE_LENGTH])
        if not slug:
            raise Invalid("slug")
        publishing.move(session, document_id, slug, actor=me)

    return _with_document(document_id, act, _("It has a new address; the old one leads there."))


def endorse(document_id: UUID) -> Response:
    """Endorse, with a public reason."""

    def act(session: Session, document: Document, me: Actor) -> None:
        workflow.endorse(
            session, document_id, actor=me, reason=_typed_note(), language=ui_language()
        )

    return _with_document(document_id, act, _("Endorsed. Your reason stands on the page."))


def take_back_endorsement(document_id: UUID) -> Response:
    """Endorse no more."""

    def act(session: Session, document: Document, me: Actor) -> None:
        workflow.take_back_endorsement(session, document_id, actor=me, note=_typed_note())

    return _with_document(document_id, act, _("The endorsement is taken back."))


_Step = Callable[[Session, UUID, Actor, str], object]
_Act = Callable[[Session, Document, Actor], None]


def _with_revision(
    document_id: UUID, step: _Step, told: str, happened: DocumentEvent | None = None
) -> Response:
    """One step with the version that the form names, and the mail that tells of it."""
    me = actor()
    back = redirect(url_for("desk.document", document_id=document_id), 303)
    try:
        with site().database.transaction() as session:
            document = get_document(session, document_id)
            demand(session, me, "document.read", document)
            revision = _named(session, document)
            step(session, revision.id, me, _typed_note())
            if happened:
                _tell(session, document, revision.language, me, happened)
    except Conflict:
        flash(_("Nothing was done: meanwhile somebody did something else. See below."), "problem")
    except Invalid as problem:
        flash(_refused(problem), "problem")
    else:
        flash(told)
    return back


def _with_document(
    document_id: UUID, act: _Act, told: str, happened: DocumentEvent | None = None
) -> Response:
    me = actor()
    back = redirect(url_for("desk.document", document_id=document_id), 303)
    try:
        with site().database.transaction() as session:
            document = get_document(session, document_id)
            act(session, document, me)
            if happened:
                _tell(session, document, document.language, me, happened)
    except Conflict:
        flash(_("Nothing was done: meanwhile somebody did something else. See below."), "problem")
    except Invalid as problem:
        flash(_refused(problem), "problem")
        # What was typed stands in its field again.
        return make_response(document_page(document_id), 422)
    else:
        flash(told)
    return back


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
        raise Invalid("note")
    return note


def _refused(problem: Invalid) -> str:
    match problem.faults[0].wrong:
        case "note":
            return _("Nothing was done: write why, in the field for it.")
        case "slug":
            return _("Nothing was done: write an address of letters and digits.")
    match problem.faults[0].field:
        case "slug":
            return _(
                "Nothing was done: that address holds what is built like a person's identity "
                "number. Choose another."
            )
        case "address":
            return _(
                "Nothing was done: the address holds what is built like a person's identity "
                "number. Give the text another title; one that has been public needs another "
                "address, which whoever approves it can give."
            )
        case "reason":
            return _refused_reason(problem.faults[0])
    return _(
        "Nothing was done: the text holds what is built like a person's identity number. The "
        "places are shown below."
    )


def _refused_reason(fault: Fault) -> str:
    if "identity" in fault.wrong:
        return _(
            "Nothing was done: what you write here becomes public, and it holds what is built like "
            "a person's identity number. Take it out; what you wrote stands below."
        )
    return _(
        "Nothing was done: there is a sign in your text that cannot be shown. Take it out; what "
        "you wrote stands below."
    )


def _tell(
    session: Session, document: Document, language: str, me: Actor, happened: DocumentEvent
) -> None:
    """Writers and reviewers are told, without whoever did it."""
    people = {
        one.id: one
        for one in (
            *writers_of(session, document.id, language),
            *reviewers_of(session, document, language),
        )
        if one.id != me.account_id
    }
    body = session.get_one(Organisation, document.organisation_id)
    mail_news(
        session,
        people.values(),
        happened,
        body.name,
        "desk.document",
        document_id=document.id,
    )
