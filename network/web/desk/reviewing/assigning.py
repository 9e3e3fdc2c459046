"""Giving a text to a colleague, from its page."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.assignments import assign
from network.documents.permissions import demand
from network.documents.revisions import get_document, get_text
from network.errors import Invalid
from network.mail.letters import DocumentNews
from network.organisations.tables import Organisation
from network.text.shown_numbers import find_shown_numbers
from network.web.attempts import answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.documents.pages import render_document_page
from network.web.mail import mail_news
from network.web.translation import gettext as _


def assign_document(document_id: UUID) -> Response:
    """Give the document to the account in the form's ``assignee``, by the day in ``due`` if any; to
    nobody where it is empty. Whoever gets it is told by mail."""

    def action(session: Session) -> str:
        document = get_document(session, document_id)
        demand(session, get_actor(), "document.write", document)
        typed = request.form.get("assignee", "")
        account = assign(
            session,
            document_id,
            _read_id(typed) if typed else None,
            due=_read_day(request.form.get("due", "")),
            actor=get_actor(),
        )
        if account is None:
            return str(_("It is given to nobody any more."))
        if account.id != get_actor().account_id:
            body = session.get_one(Organisation, document.organisation_id)
            title = get_text(session, document, document.language).title
            news = DocumentNews(
                "assigned",
                "" if find_shown_numbers(title) else title,
                document.kind,
                body.name,
                get_actor().name,
                False,
            )
            mail_news(session, [account], news, {}, "desk.document", document_id=document_id)
        return str(_("It is given to %(name)s.", name=account.name))

    return answer_form(
        action,
        lambda message: redirect_with_message(
            message, url_for("desk.document", document_id=document_id)
        ),
        lambda session, refused: render_document_page(
            session, document_id, _("Nothing was done.") + " " + refused.sentence
        ),
    )


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid.in_field("not_a_choice", "assignee") from None


def _read_day(text: str) -> date | None:
    """The day in a form's field, None for an empty one. Raises ``Invalid`` for what is no day."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid.in_field("not_a_day", "due") from None
