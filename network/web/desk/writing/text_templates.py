"""The templates of one's organisations, offered where a text is begun.

They are private: a template is seen by those who write for its organisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from flask import redirect, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents import text_templates
from network.organisations.tables import Organisation
from network.web.attempts import answer_button, attempt, redirect_with_message
from network.web.authentication import get_actor
from network.web.collation import sort_by_label
from network.web.desk.drawn_id import read_drawn_id
from network.web.refusals import Refused
from network.web.translation import gettext as _


class OfferedTemplate(NamedTuple):
    """A template as the page to begin on shows it."""

    id: UUID
    name: str
    kind: str
    language: str
    organisation: str


def list_offered_templates(session: Session) -> Sequence[OfferedTemplate]:
    """The templates of all that the actor writes for: by organisation, then name. Two queries."""
    templates = text_templates.list_templates(session, actor=get_actor())
    ids = {template.organisation_id for template in templates}
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    names = {row.id: row.name for row in rows}
    offered = [
        OfferedTemplate(
            template.id,
            template.name,
            template.kind,
            template.language,
            names[template.organisation_id],
        )
        for template in templates
    ]
    by_name = sort_by_label(offered, lambda template: template.name)
    return sort_by_label(by_name, lambda template: template.organisation)


def begin_from_template(template_id: UUID) -> Response:
    """Begin a text with what a template has; the form's ``id`` is the new document's."""
    document_id = read_drawn_id()

    def action(session: Session) -> None:
        text_templates.open_from_template(session, template_id, document_id, actor=get_actor())

    outcome = attempt(action)
    if isinstance(outcome, Refused):
        return redirect_with_message(outcome.sentence, url_for("desk.new"))
    return redirect(url_for("desk.write", document_id=document_id), 303)


def drop_template(template_id: UUID) -> Response:
    """Throw a template away."""
    return answer_button(
        lambda session: text_templates.drop_template(session, template_id, actor=get_actor()),
        _("The template is thrown away. What was begun with it stays."),
        url_for("desk.new"),
    )
