"""A collection's curators: asking, answering, ending; and what befell its entries."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.collections import take_out
from network.documents.curators import accept_curating, ask_to_curate, end_curating, leave_curating
from network.documents.item_changes import see_items
from network.errors import Conflict
from network.organisations.queries import find_organisation
from network.site import site
from network.web.authentication import actor
from network.web.desk.form.choices import names
from network.web.translation import gettext as _


def curators(document_id: UUID) -> Response:
    """The publisher asks another organisation, or ends what was asked or agreed."""
    do = request.form.get("do", "")
    if do not in ("ask", "end"):
        abort(400)
    with site().database.transaction() as session:
        body = _named(session)
        if body is None:
            flash(_("No organisation of the register is called that."), "problem")
        elif do == "end":
            end_curating(session, document_id, body, actor=actor())
            flash(_("It is ended. The collection stays as it is."))
        else:
            try:
                ask_to_curate(session, document_id, body, actor=actor())
            except Conflict:
                flash(_("It publishes this collection, or was asked already."), "problem")
            else:
                flash(_("It was asked. Whoever writes for it finds the question on their desk."))
    return redirect(url_for("desk.document", document_id=document_id), 303)


def curate(document_id: UUID) -> Response:
    """Whoever was asked agrees or declines, or leaves later."""
    do = request.form.get("do", "")
    if do not in ("accept", "leave"):
        abort(400)
    with site().database.transaction() as session:
        body = _named(session) or 0
        if do == "accept":
            accept_curating(session, document_id, body, actor=actor())
            flash(_("You curate it along from now on."))
        else:
            leave_curating(session, document_id, body, actor=actor())
            flash(_("You do not curate it."))
    if do == "accept":
        return redirect(url_for("desk.document", document_id=document_id), 303)
    return redirect(url_for("desk.home"), 303)


def items(document_id: UUID) -> Response:
    """The curators have seen what befell an entry, or take a withdrawn one out."""
    do = request.form.get("do", "")
    item = request.form.get("item", "")[:60]
    if do not in ("seen", "take-out"):
        abort(400)
    with site().database.transaction() as session:
        if do == "take-out":
            take_out(session, document_id, item, actor=actor())
            flash(_("It is taken out of the draft. Submit the draft when it is ready."))
        else:
            see_items(session, document_id, [item] if item else [], actor=actor())
            flash(_("Noted as seen."))
    return redirect(url_for("desk.document", document_id=document_id), 303)


def _named(session: Session) -> int | None:
    """The organisation that the form names, by its slug or its name."""
    typed = request.form.get("organisation", "")[:300]
    found = find_organisation(session, names(session).slug(typed))
    return found.id if found else None
