"""Beginning a text: from a kind, from what was pasted, or from a Word file."""

from __future__ import annotations

from typing import NamedTuple
from uuid import uuid4

from flask import make_response, redirect, render_template, request, url_for
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.working_copies import open_copy
from network.errors import NotAllowed
from network.files_in.proposals.titles import find_title, has_heading, names_section
from network.files_in.word_files import escape_markdown
from network.kinds import KINDS
from network.kinds.content import SUMMARY_LENGTH
from network.kinds.words import LINE_LENGTH, Address
from network.site import get_site
from network.web.attempts import attempt
from network.web.authentication import get_actor
from network.web.desk.drawn_id import read_drawn_id
from network.web.desk.form import forms, labels
from network.web.desk.form.choices import find_own_organisations
from network.web.desk.writing.imported_text import (
    LARGEST_PASTE,
    ImportedText,
    NotImported,
    read_imported_text,
)
from network.web.desk.writing.proposed_parts import read_proposed_text
from network.web.desk.writing.text_templates import list_offered_templates
from network.web.languages import NAMES, get_ui_language
from network.web.refusals import Refused
from network.web.translation import gettext as _

_ADDRESS = TypeAdapter(Address)


class _Choice(NamedTuple):
    """What is to be written, in which language, for which organisation."""

    kind: str
    language: str
    organisation_id: int


def new() -> str | Response:
    """The page to begin on, and the beginning: a working copy, and the way to its form.

    422 for an incomplete choice or a file that cannot be read, 429 or 503 with Retry-After where
    no file is read just now. Raises ``NotAllowed`` for who writes for no organisation.
    """
    if request.method != "POST":
        return _page()
    choice = _read_choice()
    if choice is None:
        return _page(_("Choose what to write, for whom and in which language."), 422)
    try:
        imported = read_imported_text()
    except NotImported as refusal:
        return _page(refusal.sentence, refusal.status, refusal.retry_after)
    return _open(choice, imported)


def _read_choice() -> _Choice | None:
    """The choice of the form, None where it is not whole or of what there is to choose."""
    with get_site().database.reading() as session:
        bodies = {body.slug: body.id for body in find_own_organisations(session, get_actor())}
    if not bodies:
        raise NotAllowed("document.write")
    kind, language = request.form.get("kind", ""), request.form.get("language", "")
    organisation = request.form.get("organisation", "")
    if kind not in KINDS or language not in NAMES or organisation not in bodies:
        return None
    return _Choice(kind, language, bodies[organisation])


def _open(choice: _Choice, imported: ImportedText) -> Response:
    """Open a working copy that holds what was imported, and go to its form."""
    fields = forms.make_blank(choice.kind)
    fields["title"], fields["body"] = _choose_title(imported)
    if to := _address(request.form.get("to", "")):
        forms.add_link(choice.kind, fields, to)
    document_id = read_drawn_id()

    def open_form(session: Session) -> None:
        open_copy(
            session,
            document_id,
            choice.language,
            kind=choice.kind,
            organisation_id=choice.organisation_id,
            fields=fields,
            actor=get_actor(),
        )

    outcome = attempt(open_form)
    if isinstance(outcome, Refused):
        return _page(outcome.sentence, outcome.status)
    left_out = list(imported.left_out) or None
    proposed = read_proposed_text(choice.kind, fields, choice.language)
    page = "desk.proposals" if proposed else "desk.write"
    return redirect(url_for(page, document_id=document_id, left_out=left_out), 303)


def _choose_title(imported: ImportedText) -> tuple[str, str]:
    """The title and the text to begin with: the title that was typed, else the file's, else the
    first line of the text that is one. What a section is called by is no title, and none is lost:
    a line that is not the title stays in the text."""
    typed = request.form.get("title", "").strip()
    title, text = imported.title, imported.markdown
    if title and (typed or names_section(title)) and title != typed:
        # It left the text where it was its only heading of that level.
        if not has_heading(text, title):
            text = f"## {escape_markdown(title)}\n\n{text}".strip()
        title = ""
    if not typed and not title:
        title, text = find_title(text)
    return (typed or title)[:LINE_LENGTH], text


def _address(text: str) -> str:
    """The address that the new text is to link to, such as the gap that it was begun from."""
    try:
        return str(_ADDRESS.validate_python(text))
    except ValidationError:
        return ""


def _page(problem: str = "", code: int = 200, retry_after: int = 0) -> Response:
    """The page to begin on; ``retry_after`` in seconds, 0 for no such header."""
    submitted = request.form if request.method == "POST" else request.args
    with get_site().database.reading() as session:
        bodies = find_own_organisations(session, get_actor())
        templates = list_offered_templates(session)
    chosen = submitted.get("organisation") or (bodies[0].slug if bodies else "")
    country = next((body.country for body in bodies if body.slug == chosen), "")
    usual = {"NO": "nb", "SE": "sv"}.get(country, get_ui_language())
    html = render_template(
        "desk/writing/new.html",
        problem=problem,
        kinds=list(KINDS),
        labels=labels,
        bodies=bodies,
        templates=templates,
        id=submitted.get("id") or uuid4(),
        kind=submitted.get("kind", ""),
        organisation=chosen,
        language=submitted.get("language") or usual,
        title=submitted.get("title", "")[:LINE_LENGTH],
        to=_address(submitted.get("to", "")),
        pasted=submitted.get("pasted", "")[:LARGEST_PASTE],
        pasted_is_markdown=bool(submitted.get("pasted_is_markdown")),
        longest=SUMMARY_LENGTH,
    )
    response = make_response(html, code)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
