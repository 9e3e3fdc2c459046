"""What neighbours did with the same as the text on the desk: compared as it stands in the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import render_template, request

from network.search.pasted_text import MOST_LETTERS
from network.site import get_site
from network.text.markdown import extract_plain_text, render
from network.web.desk.form import forms
from network.web.desk.writing.sheets import Sheet, read_sheet, read_typed_form
from network.web.languages import get_ui_language
from network.web.public.pasted_text.answer import make_answer


def pasted_text(document_id: UUID) -> str:
    """What is published on the same as a document's text; nothing is kept.

    The text is what the form holds that was sent; from a page without that form it is the working
    copy, else the newest version. The public side never has it.
    """
    with get_site().database.reading() as session:
        sheet = (
            read_typed_form(session, document_id, request.form)
            if "base" in request.form
            else read_sheet(session, document_id)
        )
        text = write_plain_text(sheet)
        result = get_site().index.match_text(text, language=sheet.language)
        return render_template(
            "desk/pasted_text/answer.html",
            document_id=document_id,
            answer=make_answer(session, result, get_ui_language(), but=document_id),
            title=str(sheet.fields.get("title", "")),
            language=sheet.language,
        )


def write_plain_text(sheet: Sheet) -> str:
    """The words of a form in plain text, the title first, cut to what is read at once."""
    fields: Mapping[str, Any] = sheet.fields
    texts = [str(fields.get("title", "")), ""]
    prose = dict(forms.list_prose(sheet.kind, fields))
    texts += [
        extract_plain_text(render(written[:MOST_LETTERS])) if place in prose else written
        for place, written in forms.list_words(sheet.kind, fields)
        if place != "title"
    ]
    return "\n".join(texts)[:MOST_LETTERS]
