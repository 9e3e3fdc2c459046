"""Beginning a text: from a kind, from what was pasted, or from a Word file."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import make_response, redirect, render_template, request, url_for
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response

from network.documents.working_copies import open_copy
from network.errors import NotAllowed
from network.files_in.pasted import convert_html, convert_plain_text
from network.files_in.word_files import NotReadable, convert_docx
from network.kinds import KINDS
from network.kinds.content import SUMMARY_LENGTH
from network.kinds.words import LINE_LENGTH, Address
from network.site import get_site
from network.web.attempts import attempt
from network.web.authentication import get_actor
from network.web.desk.form import forms, labels
from network.web.desk.form.choices import find_own_organisations
from network.web.desk.writing.file_turns import TURNS, NoTurn
from network.web.languages import NAMES, get_ui_language
from network.web.plain_page import RETRY_AFTER
from network.web.refusals import Refused
from network.web.translation import gettext as _

# A Word file is taken in whole before it is looked at; nothing larger is.
_LARGEST_FILE = 10_000_000
_LARGEST_PASTE = 1_000_000
_ADDRESS = TypeAdapter(Address)


def new() -> str | Response:
    """The page to begin on, and the beginning."""
    if request.method != "POST":
        return _page()
    me = get_actor()
    kind = request.form.get("kind", "")
    language = request.form.get("language", "")
    with get_site().database.reading() as session:
        bodies = {body.slug: body.id for body in find_own_organisations(session, me)}
    organisation = request.form.get("organisation", "")
    if not bodies:
        raise NotAllowed("document.write")
    if kind not in KINDS or language not in NAMES or organisation not in bodies:
        return _page(_("Choose what to write, for whom and in which language."), 422)
    try:
        title, body, left_out = _imported()
    except NotReadable as problem:
        return _page(_unreadable(str(problem)), 422)
    except NoTurn as refusal:
        answer = _page(_no_turn(refusal.why), 503 if refusal.why == "busy" else 429)
        answer.headers["Retry-After"] = str(RETRY_AFTER if refusal.why != "often" else 3600)
        return answer
    fields = forms.make_blank(kind)
    fields["title"] = (title or request.form.get("title", ""))[:LINE_LENGTH]
    fields["body"] = body
    to = _address(request.form.get("to", ""))
    if to:
        forms.add_link(kind, fields, to)
    document_id = _drawn(request.form.get("id", ""))
    outcome = attempt(
        lambda session: open_copy(
            session,
            document_id,
            language,
            kind=kind,
            organisation_id=bodies[organisation],
            fields=fields,
            actor=me,
        )
    )
    if isinstance(outcome, Refused):
        return _page(outcome.sentence, outcome.status)
    return redirect(url_for("desk.write", document_id=document_id, left_out=left_out or None), 303)


def _imported() -> tuple[str, str, list[str]]:
    """Title and Markdown of what was sent along, and what was left out of it."""
    file = request.files.get("file")
    if file is not None and file.filename:
        data = file.stream.read(_LARGEST_FILE + 1)
        if len(data) > _LARGEST_FILE:
            raise NotReadable("too_large")
        with TURNS.turn(get_actor().account_id):
            imported = convert_docx(data)
        return imported.title, imported.markdown, list(imported.left_out)
    html = request.form.get("pasted_html", "")
    text = request.form.get("pasted", "")
    if len(html) > _LARGEST_PASTE or len(text) > _LARGEST_PASTE:
        raise NotReadable("too_large")
    return "", convert_html(html) if html.strip() else convert_plain_text(text), []


def _address(text: str) -> str:
    """The address that the new text is to link to, such as the gap that it was begun from."""
    try:
        return str(_ADDRESS.validate_python(text))
    except ValidationError:
        return ""


def _drawn(text: str) -> UUID:
    """The id that the page drew, so that a form sent twice makes one document."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _unreadable(code: str) -> str:
    sentences = {
        "too_large": _("That is too large: at most 10 MB as a file, 1 MB as pasted text."),
        "not_word": _("That is no Word file. Save it as .docx and try again."),
        "old_word": _("That is a Word file of the old kind (.doc). Save it as .docx."),
        "encrypted": _("That file is locked by a password. Save it without one and try again."),
        "damaged": _("That Word file is damaged. Open it in Word, save it anew and try again."),
        "took_too_long": _("That file took too long to read. Divide it, or paste the text."),
        "empty": _("There is no text in that file."),
    }
    return sentences.get(code, sentences["damaged"])


def _no_turn(why: str) -> str:
    sentences = {
        "busy": _(
            "Several files are being read just now. What you typed stands here still; wait a few "
            "seconds, choose the file again and press the button."
        ),
        "own": _(
            "Another file of yours is being read. Wait until it is done, choose this one again and "
            "press the button."
        ),
        "often": _(
            "You have given many files to read within an hour. Try again later, or paste the text."
        ),
    }
    return sentences[why]


def describe_left_out(code: str) -> str:
    """What a Word file had that was not taken in."""
    words = {
        "images": _("images"),
        "comments": _("comments"),
        "tracked_changes": _("tracked changes (all are read as accepted)"),
        "equations": _("equations"),
        "objects": _("objects"),
    }
    return words.get(code, "")


def _page(problem: str = "", code: int = 200) -> Response:
    submitted = request.form if request.method == "POST" else request.args
    with get_site().database.reading() as session:
        bodies = find_own_organisations(session, get_actor())
    chosen = submitted.get("organisation") or (bodies[0].slug if bodies else "")
    country = next((body.country for body in bodies if body.slug == chosen), "")
    usual = {"NO": "nb", "SE": "sv"}.get(country, get_ui_language())
    html = render_template(
        "desk/writing/new.html",
        problem=problem,
        kinds=list(KINDS),
        labels=labels,
        bodies=bodies,
        id=submitted.get("id") or uuid4(),
        kind=submitted.get("kind", ""),
        organisation=chosen,
        language=submitted.get("language") or usual,
        title=submitted.get("title", "")[:LINE_LENGTH],
        to=_address(submitted.get("to", "")),
        pasted=submitted.get("pasted", "")[:_LARGEST_PASTE],
        longest=SUMMARY_LENGTH,
    )
    return make_response(html, code)
