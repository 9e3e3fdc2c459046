"""The page of a purge: what is to go, what that would touch, and the button that does it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import abort, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.permissions import demand
from network.documents.revisions import find_newest_revision, get_document, read_content
from network.documents.tables import Document
from network.errors import Invalid
from network.kinds import Content
from network.organisations.tables import Organisation
from network.purging.actions import PurgeResult, purge_document, purge_field, purge_words
from network.purging.blanking import walk_leaves
from network.purging.cleaning import clean_up
from network.purging.keeping import keep_line
from network.site import get_site
from network.web.attempts import Done, attempt, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.documents.place_labels import label_place
from network.web.desk.purging.labels import ROWS
from network.web.refusals import Refused
from network.web.translation import gettext as _

_LONGEST = 200


class _OnlyLooked(Exception):
    """Raised to take back what a look has done; carries what it was."""

    def __init__(self, result: PurgeResult) -> None:
        super().__init__()
        self.result = result


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a form asks to purge: ``what`` is *document*, *field* or *words*."""

    what: str
    path: str
    words: str


def purge(document_id: UUID) -> Response:
    """The form, and with ``do=look`` what would be blanked; ``do=purge`` does it for good."""
    asked = _Asked(
        request.form.get("what", "document"),
        request.form.get("path", "")[:_LONGEST],
        request.form.get("words", "")[:_LONGEST],
    )
    if request.method == "GET":
        return _answer(document_id, asked)
    if asked.what not in ("document", "field", "words"):
        abort(400)
    if request.form.get("do") != "purge":
        return _look(document_id, asked)
    outcome = attempt(lambda session: _run(session, document_id, asked))
    if isinstance(outcome, Refused):
        return _answer(document_id, asked, outcome)
    return _clean_up(document_id, outcome)


def _look(document_id: UUID, asked: _Asked) -> Response:
    def action(session: Session) -> None:
        raise _OnlyLooked(_run(session, document_id, asked))

    try:
        outcome = attempt(action)
    except _OnlyLooked as looked:
        return _answer(document_id, asked, result=looked.result)
    assert isinstance(outcome, Refused)
    return _answer(document_id, asked, outcome)


def _run(session: Session, document_id: UUID, asked: _Asked) -> PurgeResult:
    match asked.what:
        case "field":
            if not asked.path:
                raise Invalid.in_field("not_a_choice", "path")
            return purge_field(session, document_id, asked.path, actor=get_actor())
        case "words":
            return purge_words(session, asked.words, met_in=document_id, actor=get_actor())
    return purge_document(session, document_id, actor=get_actor())


def _clean_up(document_id: UUID, done: Done[PurgeResult]) -> Response:
    site, result = get_site(), done.value
    cleaned = clean_up(
        site.database,
        site.index.folder,
        site.settings.mail_folder,
        site.files,
        tables=result.rows,
        patterns=result.patterns,
        files=result.files,
    )
    keep_line(site.database, site.settings.purge_list, result.id)
    sentences = [_("Purged: it stands nowhere on the site any more.")]
    if result.left:
        sentences = [
            _(
                "Purged. It still stands where it cannot be taken out here: %(where)s. Ask whoever "
                "runs the site.",
                where=", ".join(sorted(result.left)),
            )
        ]
    if not (cleaned.is_index_clean and cleaned.is_database_clean and cleaned.are_files_clean):
        sentences.append(
            _(
                "The files of the site were in use and could not all be cleaned. Ask whoever runs "
                "the site to run “grannar purge clean”."
            )
        )
    sentences.append(_("Backups still have it: whoever runs the site has the list of purges."))
    return redirect_with_message(
        " ".join(sentences), url_for("desk.document", document_id=document_id)
    )


def _answer(
    document_id: UUID,
    asked: _Asked,
    refused: Refused | None = None,
    result: PurgeResult | None = None,
) -> Response:
    with get_site().database.reading() as session:
        document = get_document(session, document_id)
        demand(session, get_actor(), "document.purge", document)
        html = render_template(
            "desk/purging/purge.html",
            document=document,
            organisation=session.get_one(Organisation, document.organisation_id),
            title=_read_title(session, document),
            places=_list_places(session, document),
            asked=asked,
            refused=refused,
            result=result,
            rows=_name_rows(result) if result else {},
        )
    return make_response(html, refused.status if refused else 200)


def _name_rows(result: PurgeResult) -> dict[str, int]:
    """How many of what would be blanked, in the reader's words."""
    named: dict[str, int] = {}
    for table, number in result.rows.items():
        if number:
            name = str(ROWS.get(table, _("Other")))
            named[name] = named.get(name, 0) + number
    return named


def _read_original(session: Session, document: Document) -> Content:
    newest = find_newest_revision(session, document.id, document.language)
    assert newest is not None
    content = read_content(newest)
    assert isinstance(content, Content)
    return content


def _read_title(session: Session, document: Document) -> str:
    return _read_original(session, document).title


def _list_places(session: Session, document: Document) -> dict[str, str]:
    """The places of the newest original that say something: fields, and parts as a whole."""
    original = _read_original(session, document)
    places: dict[str, str] = {}
    for path, _text in walk_leaves(original.model_dump(mode="json", exclude_defaults=True)):
        if path[0] in ("kind", "language") or path[-1] == "id":
            continue
        # A part as a whole before its fields.
        for length in (2, len(path)) if len(path) > 2 else (len(path),):
            place = ".".join(path[:length])
            places.setdefault(place, label_place(place, original))
    return places
