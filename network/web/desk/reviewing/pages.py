"""The buttons of a document's page: review, publication, withdrawal, address and endorsement.

Each view reads the form of ``desk.document`` (``revision``, the id of the version that was shown;
``note``, at most ``NOTE_LENGTH`` characters), does one thing in one transaction and goes back to
that page. A refusal is shown there with what was typed; a revision of another document is 404, a
malformed id 400.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from flask import abort, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents import publishing, undoing, workflow
from network.documents.permissions import demand
from network.documents.review_notes import has_open_notes
from network.documents.reviewers import find_reviewers
from network.documents.revisions import find_newest_revision, get_document, get_text
from network.documents.tables import Document, Revision
from network.documents.worklists import find_writers
from network.errors import Invalid
from network.kinds.words import LINE_LENGTH
from network.mail.letters import DocumentEvent, DocumentNews
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.text.shown_numbers import find_shown_numbers
from network.text.slugs import slugify
from network.web.attempts import answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.documents.pages import render_document_page
from network.web.desk.reviewing.review import render_review_page
from network.web.desk.writing.pages import Clash, Unsaved, save_sheet
from network.web.desk.writing.sheets import read_sheet
from network.web.mail import mail_news
from network.web.refusals import FormFault, FormRefused, Refused
from network.web.translation import gettext as _


def submit(document_id: UUID) -> Response:
    """Submit the revision that the form names, or (``what`` is *open-form*) what the actor has open
    of the original, as a version that is made now; its reviewers get a mail."""
    if request.form.get("what") == "open-form":
        return answer_step(
            document_id,
            _submit_open_form,
            _("Saved as a version and submitted for review. The reviewers are told by mail."),
        )
    return answer_step_on_revision(
        document_id,
        workflow.submit,
        _("Submitted for review. The reviewers are told by mail."),
        "submitted",
    )


def _submit_open_form(session: Session, document: Document) -> None:
    """Make what the actor has open a version, and submit that. Raises ``FormRefused`` where no
    version can be made of it, and what ``workflow.submit`` raises."""
    saved = save_sheet(session, read_sheet(session, document.id))
    if isinstance(saved, Unsaved):
        raise FormRefused(saved.faults)
    if isinstance(saved, Clash):
        sentence = _("Somebody else changed the same. Open the form and choose what stands.")
        raise FormRefused([FormFault("", str(sentence))])
    newest = find_newest_revision(session, document.id, document.language)
    assert newest is not None
    workflow.submit(session, newest.id, actor=get_actor(), note=_typed_note())
    _tell(session, document, document.language, "submitted")


def take_back(document_id: UUID) -> Response:
    """Take the revision out of review; nobody gets a mail, and no note is kept."""
    return answer_step_on_revision(
        document_id,
        lambda session, revision_id, *, actor, note: workflow.take_back(
            session, revision_id, actor=actor
        ),
        _("Taken out of review."),
    )


def send_back(document_id: UUID) -> Response:
    """Send the revision back with a note of what to change; its writers get a mail."""
    return answer_step_on_revision(
        document_id,
        workflow.send_back,
        _("Sent back. The writer is told by mail."),
        "sent_back",
    )


def approve(document_id: UUID) -> Response:
    """Publish the revision that is in review."""
    return answer_step_on_revision(
        document_id,
        workflow.approve,
        _("Published. Everybody can read it now."),
        "published",
    )


def ask_exception(document_id: UUID) -> Response:
    """Ask the national coordinator to let the revision past the identity guard, with a note."""
    return answer_step_on_revision(
        document_id,
        workflow.ask_exception,
        _("The national coordinator is asked."),
        "exception_asked",
    )


def overrule(document_id: UUID) -> Response:
    """Let the revision past the identity guard; the note is the reason, kept in the trail."""
    return answer_step_on_revision(
        document_id,
        lambda session, revision_id, *, actor, note: workflow.overrule_guard(
            session, revision_id, actor=actor, reason=note
        ),
        _("This version is let through. Your reason is in the trail."),
        "guard_overruled",
    )


def refuse_exception(document_id: UUID) -> Response:
    """Refuse the exception that was asked for; the note is the reason, kept in the trail."""
    return answer_step_on_revision(
        document_id,
        lambda session, revision_id, *, actor, note: workflow.refuse_exception(
            session, revision_id, actor=actor, reason=note
        ),
        _("The exception is refused. The writer is told by mail."),
        "exception_refused",
    )


def withdraw(document_id: UUID) -> Response:
    """Take the document, or its text in the form's ``language``, out of public.

    The note is the reason, without which nothing is withdrawn.
    """

    def act(session: Session, document: Document) -> None:
        language = request.form.get("language", "")
        if language and language != document.language:
            publishing.withdraw_text(
                session, document_id, language, actor=get_actor(), reason=_reason()
            )
        else:
            publishing.withdraw(session, document_id, actor=get_actor(), reason=_reason())
        _tell(session, document, document.language, "withdrawn")

    return answer_step(document_id, act, _("Withdrawn. It is public no more."))


def undo(document_id: UUID) -> Response:
    """Take back the withdrawal, or the publication, that one did last to the text in the form's
    ``language``, as its ``what`` says."""
    what = request.form.get("what", "")
    if what not in ("withdrawal", "publication"):
        abort(400)
    take_back = undoing.undo_withdrawal if what == "withdrawal" else undoing.undo_publication

    def act(session: Session, document: Document) -> None:
        language = request.form.get("language", "")
        take_back(session, document_id, language, actor=get_actor())
        text = get_text(session, document, language)
        _tell(session, document, language, "published" if text.published_id else "withdrawn")

    return answer_step(
        document_id,
        act,
        _("It is public again, at the address that it had.")
        if what == "withdrawal"
        else _("The publication is taken back."),
    )


def move(document_id: UUID) -> Response:
    """Move the entry to the address that the form's ``slug`` makes; the old one redirects."""

    def act(session: Session, document: Document) -> None:
        slug = slugify(request.form.get("slug", "")[:LINE_LENGTH])
        if not slug:
            raise Invalid.in_field("not_an_address", "slug")
        publishing.move(session, document_id, slug, actor=get_actor())

    return answer_step(document_id, act, _("It has a new address; the old one leads there."))


def take_back_endorsement(document_id: UUID) -> Response:
    """Take the endorsement back; the note is the reason, kept in the trail."""
    return answer_step(
        document_id,
        lambda session, _document: workflow.take_back_endorsement(
            session, document_id, actor=get_actor(), note=_typed_note()
        ),
        _("The endorsement is taken back."),
    )


# What the forms of a document's page ask for; every other field is one of its text.
_FIELDS = frozenset({"note", "reason", "slug", "address", "at"})


class _Step(Protocol):
    """An action of the workflow on one revision, by its id."""

    def __call__(
        self, session: Session, revision_id: UUID, *, actor: Actor, note: str
    ) -> object: ...


def answer_step_on_revision(
    document_id: UUID, step: _Step, message: str, event: DocumentEvent | None = None
) -> Response:
    """Take one step with the revision that the form names, and mail ``event`` to those around."""

    def act(session: Session, document: Document) -> None:
        demand(session, get_actor(), "document.read", document)
        revision = _named(session, document)
        step(session, revision.id, actor=get_actor(), note=_typed_note())
        if event:
            _tell(session, document, revision.language, event)

    return answer_step(document_id, act, message)


def answer_step(
    document_id: UUID, act: Callable[[Session, Document], object], message: str
) -> Response:
    """Act on the document and go back to its page with ``message``; where it was refused, that
    page with the reason and what was typed. 404 for an unknown document."""
    return answer_form(
        lambda session: act(session, get_document(session, document_id)),
        lambda _done: redirect_with_message(
            message, url_for("desk.document", document_id=document_id)
        ),
        lambda session, refused: _refused_page(session, document_id, refused),
    )


def _refused_page(session: Session, document_id: UUID, refused: Refused) -> str:
    """The page that the form was on, with the reason: the review's, or the document's."""
    if request.form.get("page") == "review":
        document = get_document(session, document_id)
        demand(session, get_actor(), "document.read", document)
        language = _named(session, document).language
        return render_review_page(session, document_id, language, refused)
    return render_document_page(
        session, document_id, _("Nothing was done.") + " " + _in_words(refused)
    )


def _in_words(refused: Refused) -> str:
    """The reason, once; where the text itself holds numbers, its page shows the places."""
    in_text = _(
        "The text holds what is built like a person's identity number. The places are shown below."
    )
    sentences = [
        in_text
        if fault.place and fault.place not in _FIELDS and not _is_of_file(fault)
        else fault.sentence
        for fault in refused.faults
    ]
    return " ".join(dict.fromkeys(sentences))


def _is_of_file(fault: FormFault) -> bool:
    """Whether something is wrong with a file itself, or with what is not said of it."""
    return re.fullmatch(r"files\.\d+\.(?:file|alternative)", fault.place) is not None


def _named(session: Session, document: Document) -> Revision:
    """The revision whose id the form holds; 400 for no id, 404 for one of another document."""
    try:
        revision = session.get(Revision, UUID(request.form.get("revision", "")))
    except ValueError:
        abort(400)
    if revision is None or revision.document_id != document.id:
        abort(404)
    return revision


def _typed_note() -> str:
    """The note of the form, cut at the length that is kept."""
    return request.form.get("note", "")[: workflow.NOTE_LENGTH]


def _reason() -> str:
    """The note as a reason. Raises ``Invalid`` in the field ``note`` where it is empty."""
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
    title = get_text(session, document, language).title
    news = DocumentNews(
        event,
        # What stops a text must not leave the site by mail.
        "" if find_shown_numbers(title) else title,
        document.kind,
        body.name,
        get_actor().name,
        bool(_typed_note().strip()) or has_open_notes(session, document.id, language),
    )
    public: dict[str, str] = {}
    if event == "published" and document.slug is not None:
        public = {"organisation": body.slug, "slug": document.slug}
    if event == "submitted":
        place, where = "desk.review", {"language": language}
    else:
        place, where = "desk.document", {}
    mail_news(session, people.values(), news, public, place, document_id=document.id, **where)
