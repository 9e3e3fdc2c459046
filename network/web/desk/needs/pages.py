"""Needs on the desk: what nobody has answered, and what exists already for one."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request

from network.community.needs.reminders import find_unanswered_for
from network.community.permissions import find_coordinated_countries
from network.errors import NotAllowed
from network.site import get_site
from network.web.authentication import get_actor
from network.web.desk.writing.existing_entries import find_existing_entries
from network.web.desk.writing.sheets import read_typed_form
from network.web.languages import get_ui_language


def exists(document_id: UUID) -> str:
    """What exists for what a need's form holds, as a piece of a page, for the page's script."""
    with get_site().database.reading() as session:
        sheet = read_typed_form(session, document_id, request.form)
        entries = (
            find_existing_entries(session, sheet.fields, sheet.language, document_id)
            if sheet.kind == "need"
            else []
        )
    return render_template("desk/writing/_existing_entries.html", exists=entries, asked=True)


def unanswered() -> str:
    """The open needs of one's country that nobody has answered for four weeks."""
    me = get_actor()
    with get_site().database.reading() as session:
        if not find_coordinated_countries(session, me):
            raise NotAllowed("need.coordinate")
        needs = find_unanswered_for(session, me, get_ui_language())
    return render_template("desk/needs/unanswered.html", needs=needs)
