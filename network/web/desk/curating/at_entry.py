"""From a public page to the desk: to its text, or to what may be done without opening that."""

from __future__ import annotations

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from network.documents.permissions import may
from network.documents.tables import Document
from network.entries.queries import find_cards
from network.site import get_site
from network.web.authentication import get_actor
from network.web.languages import get_ui_language


def at_entry(entry_id: UUID) -> str | Response:
    """Lead (303) to the text of a public entry, where the actor may read it at the desk; tell all
    others whose it is, and what they may do. 404 for what is not public."""
    with get_site().database.reading() as session:
        cards = find_cards(session, [entry_id], get_ui_language())
        if not cards:
            abort(404)
        document = session.get(Document, entry_id)
        if document and may(session, get_actor(), "document.read", document):
            return redirect(url_for("desk.document", document_id=entry_id), 303)
        return render_template("desk/curating/at_entry.html", card=cards[0])
