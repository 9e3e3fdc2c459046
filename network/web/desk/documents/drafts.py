"""Deleting a draft, and making one into another kind, language or organisation's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.drafts import LeftOver, change_copy, change_draft, delete_draft
from network.documents.tables import Document
from network.documents.working_copies import find_copy
from network.errors import Invalid, NotFound
from network.kinds import KINDS
from network.organisations.queries import find_organisation
from network.site import get_site
from network.web.attempts import answer_form, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.documents.pages import render_document_page
from network.web.desk.form import forms, labels
from network.web.desk.form.fields import list_fields
from network.web.desk.writing.pages import render_form
from network.web.refusals import FormFault, Refused
from network.web.translation import gettext as _


def delete_document(document_id: UUID) -> Response:
    """Delete a draft that nobody beyond its organisation was shown."""
    return answer_form(
        lambda session: delete_draft(session, document_id, actor=get_actor()),
        lambda _done: redirect_with_message(
            _("The draft is deleted, with all its versions."), url_for("desk.home")
        ),
        lambda session, refused: render_document_page(
            session, document_id, _("Nothing was done.") + " " + refused.sentence
        ),
    )


def change_document(document_id: UUID) -> Response:
    """Make a draft, or a form that was never saved, into what the form's ``kind``, ``language`` and
    ``organisation`` (a slug) say; what does not fit is kept in a note, or in the text of the form.
    """
    with get_site().database.reading() as session:
        is_saved = session.get(Document, document_id) is not None

    def action(session: Session) -> None:
        body = find_organisation(session, request.form.get("organisation", ""))
        if body is None:
            raise Invalid.in_field("not_a_choice", "organisation")
        kind, language = request.form.get("kind", ""), request.form.get("language", "")
        if is_saved:
            change_draft(
                session,
                document_id,
                kind=kind,
                language=language,
                organisation_id=body.id,
                describe=describe_left_over,
                actor=get_actor(),
            )
            return
        was = request.form.get("was", "")
        copy = find_copy(session, document_id, was, actor=get_actor())
        if copy is None:
            raise NotFound(str(document_id))
        if kind not in KINDS:
            raise Invalid.in_field("not_a_choice", "kind")
        fields = convert_fields(copy.kind, kind, forms.complete(copy.kind, copy.fields))
        change_copy(
            session,
            document_id,
            was,
            kind=kind,
            language=language,
            organisation_id=body.id,
            fields=fields,
            actor=get_actor(),
        )

    def refused_page(session: Session, refused: Refused) -> str:
        problem = _("Nothing was done.") + " " + refused.sentence
        if is_saved:
            return render_document_page(session, document_id, problem)
        return render_form(session, document_id, [FormFault("", problem)])

    return answer_form(
        action,
        lambda _done: redirect_with_message(
            _("It is changed. What had no place any more is kept: look for it above the form.")
            if is_saved
            else _("It is changed. What had no place any more stands at the end of the text."),
            url_for("desk.write", document_id=document_id),
        ),
        refused_page,
    )


# Widgets in which somebody types words; in all others they choose.
_TYPED = ("line", "prose", "original", "number", "date", "address", "organisation", "slug")


def convert_fields(old: str, new: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a form as one of another kind. What was typed into a field that the new kind
    does not have goes to the end of its text, under what the field was called."""
    known = {field.name: field for field in list_fields(old)}
    converted = forms.make_blank(new)
    kept = {field.name for field in list_fields(new) if known.get(field.name) == field}
    converted |= {name: fields[name] for name in kept}
    lines = [str(converted["body"] or "").rstrip()]
    for field, typed, place in forms.walk_fields(old, fields):
        if place.split(".")[0] in kept or field.widget not in _TYPED or not typed:
            continue
        within = place.split(".")[0] if "." in place else ""
        lines.append(f"{labels.label_field(within, field.name)}: {typed}")
    converted["body"] = "\n\n".join(filter(None, lines))
    return converted


def describe_left_over(left_over: Sequence[LeftOver]) -> str:
    """What a draft said in fields that it has no more, as the text of a note."""
    lines = [str(_("This had no place when the text became something else:"))]
    lines += [f"{labels.LABELS.get(held.field, held.field)}:\n{held.text}" for held in left_over]
    return "\n\n".join(lines)
