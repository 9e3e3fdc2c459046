"""Using a text again: a copy of it as a new text, or a template for all who write here."""

from __future__ import annotations

from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents import text_templates
from network.documents.attached_files import copy_given_files, list_hashes
from network.documents.permissions import demand
from network.documents.revisions import find_newest_revision, get_document, read_content
from network.documents.tables import Document
from network.documents.working_copies import open_copy
from network.kinds import Content
from network.web.attempts import answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.documents.pages import render_document_page
from network.web.desk.drawn_id import read_drawn_id
from network.web.desk.form import forms
from network.web.desk.form.choices import load_names
from network.web.desk.writing.attaching import FIELD
from network.web.translation import gettext as _


def copy_text(document_id: UUID) -> Response:
    """Begin a new text with all that the newest version of the original says.

    The form's ``id`` is that of the new document: sent twice, it makes one. What is copied keeps
    its own ids of parts, which are another document's there.
    """
    copy_id = read_drawn_id()

    def action(session: Session) -> None:
        document, fields = _read_fields(session, document_id)
        open_copy(
            session,
            copy_id,
            document.language,
            kind=document.kind,
            organisation_id=document.organisation_id,
            fields=fields,
            actor=get_actor(),
        )
        copy_given_files(
            session, document_id, copy_id, list_hashes(fields[FIELD]), actor=get_actor()
        )

    return answer_form(
        action,
        lambda _done: redirect_with_message(
            _("This is a new text with what the other one says. Change what is different here."),
            url_for("desk.write", document_id=copy_id),
        ),
        lambda session, refused: render_document_page(session, document_id, refused.sentence),
    )


def keep_as_template(document_id: UUID) -> Response:
    """Keep the newest version of the original as a template, under the form's ``name``."""

    def action(session: Session) -> None:
        document, fields = _read_fields(session, document_id)
        text_templates.keep_template(
            session,
            organisation_id=document.organisation_id,
            kind=document.kind,
            language=document.language,
            name=request.form.get("name", "")[: 2 * text_templates.NAME_LENGTH],
            # Whoever begins with it has files of their own.
            fields={**fields, FIELD: []},
            actor=get_actor(),
        )

    return answer_form(
        action,
        lambda _done: redirect_with_message(
            _("Kept as a template. You and your colleagues find it where a text is begun."),
            url_for("desk.document", document_id=document_id),
        ),
        lambda session, refused: render_document_page(session, document_id, refused.sentence),
    )


def _read_fields(session: Session, document_id: UUID) -> tuple[Document, forms.Fields]:
    """A document that the actor may write, and the form's fields of its newest original."""
    document = get_document(session, document_id)
    demand(session, get_actor(), "document.write", document)
    newest = find_newest_revision(session, document_id, document.language)
    assert newest is not None
    content = read_content(newest)
    assert isinstance(content, Content)
    return document, forms.fill_from_content(content, load_names(session))
