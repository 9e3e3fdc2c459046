"""From a text to parts: what a text proposes for its form, taken by whoever writes."""

from __future__ import annotations

import hashlib
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.site import get_site
from network.web.attempts import attempt, redirect_with_message
from network.web.desk.form import labels
from network.web.desk.form.choices import load_names
from network.web.desk.writing.imported_text import describe_brought_in, describe_left_out
from network.web.desk.writing.proposed_parts import put_proposals, read_proposed_text
from network.web.desk.writing.sheets import Sheet, keep_sheet, read_sheet
from network.web.refusals import Refused
from network.web.translation import gettext as _

# So many boxes a page may send: more than any text has proposals.
_MOST = 2_000


def proposals(document_id: UUID) -> str | Response:
    """What the text of a form proposes; and what was chosen of it, put into the form.

    Leads to the form where the text proposes nothing. 409 with the proposals anew where the text
    has changed since the page was made: nothing is put in then.
    """
    if request.method != "POST":
        with get_site().database.reading() as session:
            sheet = read_sheet(session, document_id)
        return _page(sheet) or redirect(url_for("desk.write", document_id=document_id), 303)
    outcome = attempt(lambda session: _put(session, document_id))
    if isinstance(outcome, Refused):
        with get_site().database.reading() as session:
            sheet = read_sheet(session, document_id)
        return make_response(_page(sheet, outcome.sentence), outcome.status)
    count = outcome.value
    if count is None:
        with get_site().database.reading() as session:
            sheet = read_sheet(session, document_id)
        problem = _(
            "The text has changed since this page was made. Nothing was put in; choose anew."
        )
        page = _page(sheet, problem)
        address = url_for("desk.write", document_id=document_id)
        return make_response(page, 409) if page else redirect_with_message(problem, address)
    address = url_for("desk.write", document_id=document_id)
    if not count:
        return redirect(address, 303)
    message = ngettext(
        "%(num)s proposal is in the form. Look it over before you save.",
        "%(num)s proposals are in the form. Look them over before you save.",
        count,
    )
    return redirect_with_message(str(message), address)


def _put(session: Session, document_id: UUID) -> int | None:
    """Put what was chosen into the form, and keep it; None where the text is another by now."""
    sheet = read_sheet(session, document_id)
    if request.form.get("text", "") != _fingerprint(sheet):
        return None
    count = put_proposals(
        sheet.kind,
        sheet.fields,
        sheet.language,
        load_names(session),
        taken=frozenset(request.form.getlist("take")[:_MOST]),
        whole=frozenset(request.form.getlist("all")[:_MOST]),
        out=frozenset(request.form.getlist("out")[:_MOST]),
    )
    keep_sheet(session, sheet)
    return count


def _fingerprint(sheet: Sheet) -> str:
    """Sixteen hexadecimal digits that change whenever the text does."""
    return hashlib.sha256(str(sheet.fields.get("body", "")).encode()).hexdigest()[:16]


def _page(sheet: Sheet, problem: str = "") -> str:
    """The page of proposals; "" where there are none."""
    proposed = read_proposed_text(sheet.kind, sheet.fields, sheet.language)
    if not proposed:
        return ""
    return render_template(
        "desk/writing/proposals.html",
        sheet=sheet,
        proposed=proposed,
        fingerprint=_fingerprint(sheet),
        problem=problem,
        labels=labels,
        left_out=list(filter(None, map(describe_left_out, request.args.getlist("left_out")))),
        brought_in=list(filter(None, map(describe_brought_in, request.args.getlist("left_out")))),
    )
