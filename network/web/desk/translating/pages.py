"""A further text: the original's words beside those in another language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.permissions import demand
from network.documents.revisions import find_newest_revision, get_document, read_content, revise
from network.documents.tables import Document, Revision
from network.documents.working_copies import drop_copy, find_copy, keep_fields, open_copy
from network.kinds import Content
from network.kinds.content import collect_words, is_line, list_text_fields, make_fingerprint
from network.kinds.differences import Fragment, mark_differences
from network.kinds.merging import MergeConflict, merge
from network.kinds.translation import Translation, find_changed_paths
from network.public_words import find_identity_faults
from network.site import get_site
from network.web.attempts import Done, answer_form, attempt, redirect_with_message
from network.web.authentication import get_actor
from network.web.desk.form import labels
from network.web.desk.form.faults import convert_guard_faults, convert_validation_error
from network.web.desk.writing.merge_conflicts import label_path
from network.web.refusals import FormFault, FormRefused, Refused, group_sentences

# So much is kept as it was typed, though a text takes a tenth of it.
_ROOM = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One text: the original's, what it says in the other language, and what changed since."""

    path: str
    label: str
    original: str
    words: str
    is_markdown: bool
    # In characters; None where nothing but the whole text is limited.
    longest: int | None
    has_changed: bool
    changes: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Others changed the same texts: both joined as far as that goes, and what they wrote."""

    words: dict[str, str]
    faults: tuple[FormFault, ...]


def translate(document_id: UUID, language: str) -> str | Response:
    """The form of a further text, and what becomes of it."""
    if request.method != "POST":
        with get_site().database.reading() as session:
            return _page(session, document_id, language)
    # Kept first, and for itself: what was typed stays, whatever becomes of the button.
    kept = attempt(lambda session: _keep(session, document_id, language))
    if isinstance(kept, Refused) or request.form.get("do", "keep") == "save":
        return _saved(document_id, language, kept)
    return redirect(url_for("desk.translate", document_id=document_id, language=language), 303)


def _saved(document_id: UUID, language: str, kept: Done[None] | Refused) -> Response:
    def action(session: Session) -> str | Clash:
        return _save(session, document_id, language)

    def done(outcome: str | Clash) -> Response:
        if isinstance(outcome, str):
            return redirect_with_message(outcome, url_for("desk.document", document_id=document_id))
        with get_site().database.reading() as session:
            html = _page(session, document_id, language, outcome.words, outcome.faults)
        return make_response(html, 409)

    return answer_form(
        action,
        done,
        lambda session, refused: _page(
            session, document_id, language, _typed(session, document_id, language), refused.faults
        ),
    )


def _original(session: Session, document_id: UUID, language: str) -> tuple[Document, Content]:
    document = get_document(session, document_id)
    demand(session, get_actor(), "document.write", document, language)
    if language == document.language:
        abort(404)
    newest = find_newest_revision(session, document_id, document.language)
    assert newest is not None
    content = read_content(newest)
    assert isinstance(content, Content)
    return document, content


def _words(session: Session, document: Document, language: str) -> dict[str, str]:
    copy = find_copy(session, document.id, language, actor=get_actor())
    if copy is not None:
        return dict(copy.fields.get("words", {}))
    newest = find_newest_revision(session, document.id, language)
    if newest is None:
        return {}
    value = read_content(newest)
    return dict(value.words) if isinstance(value, Translation) else {}


def _typed(session: Session, document_id: UUID, language: str) -> dict[str, str]:
    """What was typed, for the texts that the original has and no others."""
    _document, original = _original(session, document_id, language)
    return {path: request.form.get(f"words.{path}", "")[:_ROOM] for path in collect_words(original)}


def _keep(session: Session, document_id: UUID, language: str) -> None:
    document, _content = _original(session, document_id, language)
    base = _named_base(session, document, language)
    fields = {"words": _typed(session, document_id, language)}
    open_copy(
        session,
        document.id,
        language,
        kind=document.kind,
        organisation_id=document.organisation_id,
        fields=fields,
        base_id=base,
        actor=get_actor(),
    )
    keep_fields(session, document.id, language, fields, base, actor=get_actor())


def _named_base(session: Session, document: Document, language: str) -> UUID | None:
    try:
        revision = session.get(Revision, UUID(request.form.get("base", "")))
    except ValueError:
        return None
    fits = (
        revision is not None
        and revision.document_id == document.id
        and revision.language == language
    )
    return revision.id if revision is not None and fits else None


def _save(session: Session, document_id: UUID, language: str) -> str | Clash:
    """Make what was typed a version; what to tell, or the clash with what others wrote."""
    get_document(session, document_id, for_change=True)
    document, original = _original(session, document_id, language)
    typed = _typed(session, document_id, language)
    value = _translation(
        {
            "language": language,
            "translates": document.language,
            "made_from": make_fingerprint(original),
            "words": {path: text.strip() for path, text in typed.items() if text.strip()},
        }
    )
    newest = find_newest_revision(session, document.id, language)
    base = _named_base(session, document, language)
    if newest is not None and base not in (None, newest.id):
        theirs, began = read_content(newest), read_content(session.get_one(Revision, base))
        assert isinstance(theirs, Translation)
        assert isinstance(began, Translation)
        joined = merge(began, value, theirs)
        if joined.clashes:
            words = dict(joined.value["words"])
            fields = {"words": words}
            keep_fields(session, document.id, language, fields, newest.id, actor=get_actor())
            return Clash(words, tuple(map(_clash_fault, joined.clashes)))
        value = _translation({**joined.value, "made_from": make_fingerprint(original)})
    revision = revise(session, document.id, value, actor=get_actor())
    drop_copy(session, document.id, language, actor=get_actor())
    return str(_("Saved as version %(num)s.", num=revision.number))


def _translation(value: Mapping[str, Any]) -> Translation:
    """The further text that the value says. Raises ``FormRefused``."""
    try:
        return Translation.model_validate(value)
    except ValidationError as problem:
        places = {f"words.{path}": f"words.{path}" for path in value["words"]}
        places["words.title"] = "words.title"
        raise FormRefused(convert_validation_error(problem, places)) from None


def _clash_fault(clash: MergeConflict) -> FormFault:
    sentence = _("Somebody else changed this meanwhile. Theirs: %(text)s", text=clash.theirs)
    return FormFault(f"words.{clash.path}", sentence)


def _made_from(session: Session, document: Document, language: str) -> Content | None:
    """The original as it was when the further text was made."""
    newest = find_newest_revision(session, document.id, language)
    if newest is None:
        return None
    value = read_content(newest)
    if not isinstance(value, Translation) or value.made_from is None:
        return None
    then = session.scalar(
        select(Revision)
        .where(
            Revision.document_id == document.id,
            Revision.language == document.language,
            Revision.fingerprint == value.made_from,
        )
        .order_by(Revision.number.desc())
        .limit(1)
    )
    content = read_content(then) if then is not None else None
    return content if isinstance(content, Content) else None


def _page(
    session: Session,
    document_id: UUID,
    language: str,
    words: dict[str, str] | None = None,
    wrong: Sequence[FormFault] = (),
) -> str:
    document, original = _original(session, document_id, language)
    if words is None:
        words = _words(session, document, language)
    types = list_text_fields(original)
    then = _made_from(session, document, language)
    changed = set(find_changed_paths(then, original)) if then is not None else set()
    before = collect_words(then) if then is not None else {}
    fields = {part.id: field for field, part in original.addressed_parts()}
    newest = find_newest_revision(session, document.id, language)
    base = request.form.get("base", "") or (str(newest.id) if newest else "")
    rows = []
    for path, text in collect_words(original).items():
        part, _dot, name = path.rpartition(".")
        rows.append(
            Row(
                path,
                label_path(f"{fields[part]}.{part}.{name}" if part else name),
                text,
                words.get(path, ""),
                not is_line(types[path]),
                types[path].longest,
                path in changed,
                mark_differences(before.get(path, ""), text) if path in changed else (),
            )
        )
    numbers = convert_guard_faults(
        find_identity_faults({"words": words}), {f"words.{path}": f"words.{path}" for path in words}
    )
    return render_template(
        "desk/translating/translate.html",
        document=document,
        original=original,
        language=language,
        rows=rows,
        base=base,
        wrong=wrong,
        wrong_at=group_sentences((*wrong, *numbers)),
        was_made=then is not None,
        changed=len(changed),
        labels=labels,
        has_copy=find_copy(session, document.id, language, actor=get_actor()) is not None,
    )
