"""A collection's curators: asking, answering, ending; and the changes of its entries."""

from __future__ import annotations

from uuid import UUID

from flask import abort, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.collections import take_out
from network.documents.curators import accept_curating, ask_to_curate, end_curating, leave_curating
from network.documents.item_changes import see_items
from network.errors import Invalid
from network.organisations.queries import find_organisation
from network.web.attempts import answer_button
from network.web.authentication import get_actor
from network.web.desk.form.choices import load_names
from network.web.translation import gettext as _


def curators(document_id: UUID) -> Response:
    """The publisher asks another organisation, or ends what was asked or agreed."""
    do = request.form.get("do", "")
    if do not in ("ask", "end"):
        abort(400)
    change = ask_to_curate if do == "ask" else end_curating

    def action(session: Session) -> None:
        body = _named(session)
        if body is None:
            raise Invalid.in_field("unknown_organisation", "organisation")
        change(session, document_id, body, actor=get_actor())

    message = (
        _("It was asked. Whoever writes for it finds the question on their desk.")
        if do == "ask"
        else _("It is ended. The collection stays as it is.")
    )
    return answer_button(action, message, url_for("desk.document", document_id=document_id))


def curate(document_id: UUID) -> Response:
    """Whoever was asked agrees or declines, or leaves later."""
    do = request.form.get("do", "")
    if do not in ("accept", "leave"):
        abort(400)
    if do == "leave":
        return answer_button(
            lambda session: leave_curating(
                session, document_id, _named(session) or 0, actor=get_actor()
            ),
            _("You do not curate it."),
            url_for("desk.home"),
        )
    return answer_button(
        lambda session: accept_curating(
            session, document_id, _named(session) or 0, actor=get_actor()
        ),
        _("You curate it along from now on."),
        url_for("desk.document", document_id=document_id),
    )


def items(document_id: UUID) -> Response:
    """The curators have seen how an entry changed, or take a withdrawn one out."""
    do = request.form.get("do", "")
    item = request.form.get("item", "")[:60]
    if do not in ("seen", "take-out"):
        abort(400)
    address = url_for("desk.document", document_id=document_id)
    if do == "take-out":
        return answer_button(
            lambda session: take_out(session, document_id, item, actor=get_actor()),
            _("It is taken out of the draft. Submit the draft when it is ready."),
            address,
        )
    return answer_button(
        lambda session: see_items(session, document_id, [item] if item else [], actor=get_actor()),
        _("Noted as seen."),
        address,
    )


def _named(session: Session) -> int | None:
    """The organisation that the form names, by its slug or its name."""
    typed = request.form.get("organisation", "")[:300]
    body = find_organisation(session, load_names(session).find_slug(typed))
    return body.id if body else None
