"""Beginning a text: from a kind, from what was pasted, or from files, a draft for each."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID, uuid4, uuid5

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from network.documents.attached_files import give_file
from network.documents.working_copies import open_copy
from network.errors import NotAllowed
from network.files_in.markdown_writing import escape_markdown
from network.files_in.proposals.titles import find_title, has_heading, names_section
from network.kinds import KINDS
from network.kinds.content import SUMMARY_LENGTH
from network.kinds.words import LINE_LENGTH, PROSE_LENGTH, Address
from network.site import get_site
from network.web.attempts import attempt
from network.web.authentication import get_actor
from network.web.desk.drawn_id import read_drawn_id
from network.web.desk.form import forms, labels
from network.web.desk.form.choices import find_own_organisations
from network.web.desk.writing.attaching import NotTaken, read_sent_file
from network.web.desk.writing.imported_text import (
    ACCEPTED,
    LARGEST_PASTE,
    MOST_FILES,
    ImportedText,
    NotImported,
    describe_left_out,
    list_given_files,
    read_imported_text,
)
from network.web.desk.writing.proposed_parts import read_proposed_text
from network.web.desk.writing.text_templates import list_offered_templates
from network.web.languages import NAMES, get_usual_language
from network.web.refusals import Refused
from network.web.translation import gettext as _

_ADDRESS = TypeAdapter(Address)


class _Choice(NamedTuple):
    """What is to be written, in which language, for which organisation."""

    kind: str
    language: str
    organisation_id: int


def new() -> str | Response:
    """The page to begin on, and the beginning: a working copy, and the way to its form; of several
    files a working copy each, and a page that leads to them. A script that sends one file at a
    time is answered in JSON: ``address`` of what was begun, or ``problem``.

    422 for an incomplete choice or a file that cannot be read, 429 or 503 with Retry-After where
    no file is read just now. Raises ``NotAllowed`` for who writes for no organisation.
    """
    if request.method != "POST":
        return _page()
    choice = _read_choice()
    if choice is None:
        return _page(_("Choose what to write, for whom and in which language."), 422)
    files = list_given_files()
    if len(files) > MOST_FILES:
        return _page(_("Choose at most %(most)s files at once.", most=MOST_FILES), 422)
    if len(files) > 1:
        return _begin_several(choice, files)
    beginning = _begin(choice, files[0] if files else None, read_drawn_id())
    if request.accept_mimetypes.best == "application/json":
        return _answer_script(beginning)
    if isinstance(beginning, _Begun):
        return redirect(beginning.address, 303)
    return _page(beginning.sentence, beginning.status, beginning.retry_after)


def _begin_several(choice: _Choice, files: list[FileStorage]) -> str:
    """Begin a text with each file, and a page of what became of them."""
    first = read_drawn_id()
    beginnings = [
        # The same again if the form is sent twice.
        (file.filename or "", _begin(choice, file, uuid5(first, str(place)) if place else first))
        for place, file in enumerate(files)
    ]
    return render_template(
        "desk/writing/begun.html",
        begun=[(name, text) for name, text in beginnings if isinstance(text, _Begun)],
        refused=[(name, text) for name, text in beginnings if isinstance(text, NotImported)],
    )


def _answer_script(beginning: _Begun | NotImported) -> Response:
    if isinstance(beginning, _Begun):
        left_out = ", ".join(beginning.left_out)
        return jsonify(
            address=beginning.address,
            title=beginning.title or _("Without a title"),
            left_out=_("Left out: %(what)s.", what=left_out) if left_out else "",
        )
    response = jsonify(problem=beginning.sentence, retry_after=beginning.retry_after)
    response.status_code = beginning.status
    return response


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


class _Begun(NamedTuple):
    """A text that was begun: where it goes on, its title, and words for what was left out."""

    address: str
    title: str
    left_out: list[str]


def _begin(choice: _Choice, file: FileStorage | None, document_id: UUID) -> _Begun | NotImported:
    """Open a working copy with what a file, or what was pasted, says; or why that cannot be."""
    try:
        begun = _open(choice, read_imported_text(file), document_id)
    except NotImported as refusal:
        return refusal
    if file is not None and request.form.get("keep_file"):
        _keep_file(file, document_id, choice.organisation_id)
    return begun


def _open(choice: _Choice, imported: ImportedText, document_id: UUID) -> _Begun:
    """Open a working copy that holds what was imported. Raises ``NotImported``."""
    fields = forms.make_blank(choice.kind)
    fields["title"], fields["body"] = _choose_title(imported)
    if to := _address(request.form.get("to", "")):
        forms.add_link(choice.kind, fields, to)

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
        raise NotImported(outcome.sentence, outcome.status)
    left_out = list(imported.left_out)
    if len(str(fields["body"])) > PROSE_LENGTH:
        left_out.append("longer_than_kept")
    proposed = read_proposed_text(choice.kind, fields, choice.language)
    page = "desk.proposals" if proposed else "desk.write"
    return _Begun(
        url_for(page, document_id=document_id, left_out=left_out or None),
        fields["title"],
        list(filter(None, map(describe_left_out, imported.left_out))),
    )


def _keep_file(sent: FileStorage, document_id: UUID, organisation_id: int) -> None:
    """Keep the file that a text is begun from with it, for who writes it; where that fails, the
    next page says so, and the text is begun all the same."""
    sent.stream.seek(0)
    try:
        named = read_sent_file(sent)
    except NotTaken as problem:
        flash(problem.sentence, "problem")
        return
    outcome = attempt(
        lambda session: give_file(
            session,
            get_site().files,
            document_id,
            named.file,
            named.name,
            organisation_id=organisation_id,
            is_original=True,
            actor=get_actor(),
        )
    )
    if isinstance(outcome, Refused):
        flash(outcome.sentence, "problem")


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
    usual = get_usual_language(country)
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
        keeps_file=request.method != "POST" or bool(submitted.get("keep_file")),
        pasted_is_markdown=bool(submitted.get("pasted_is_markdown")),
        longest=SUMMARY_LENGTH,
        accepted=ACCEPTED,
    )
    response = make_response(html, code)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
