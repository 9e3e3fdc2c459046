"""Pasting a text and reading what neighbours did with the same. Nothing of the text is kept."""

from __future__ import annotations

from flask import g, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from network.search.pasted_text import MOST_LETTERS
from network.site import get_site
from network.web.dates import format_number
from network.web.languages import get_ui_language, get_writing_language
from network.web.public.pasted_text.answer import make_answer


def pasted_text() -> str | Response:
    """The form; or, when a text was sent, what is published on the same.

    A text is sent by POST, so that it stands in no address; it is neither logged nor counted as a
    missed search, and the answer is kept by nobody.
    """
    if request.method != "POST":
        return _page("", "")
    g.is_private = True
    # Browsers send the end of a line as two signs, and count it as one.
    text = request.form.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        return make_response(_page("", _("Paste a text first.")), 422)
    if len(text) > MOST_LETTERS:
        problem = _(
            "The text has %(num)s characters, and %(most)s is the most that can be read at once. "
            "It is still here: shorten it and press the button again.",
            num=format_number(len(text)),
            most=format_number(MOST_LETTERS),
        )
        return make_response(_page(text, problem), 422)
    result = get_site().index.match_text(text, language=get_writing_language())
    with get_site().public.reading() as session:
        answer = make_answer(session, result, get_ui_language())
    return render_template(
        "public/pasted_text/pasted_text.html",
        text=text,
        problem="",
        answer=answer,
        most=MOST_LETTERS,
    )


def _page(text: str, problem: str) -> str:
    return render_template(
        "public/pasted_text/pasted_text.html",
        text=text,
        problem=problem,
        answer=None,
        most=MOST_LETTERS,
    )
