"""A further text: the original's words beside those in another language."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from network.documents.permissions import demand
from network.documents.revisions import content_in, get_document, newest_revision, revise
from network.documents.tables import Document, Revision
from network.documents.working_copies import drop_copy, find_copy, keep_fields, open_copy
from network.kinds import Content
from network.kinds.content import fingerprint, is_line, text_fields, words_of
from network.kinds.differences import Fragment, marked
from network.kinds.merging import merge
from network.kinds.translation import Translation, changed_since
from network.public_words import identity_faults
from network.site import site
from network.web.authentication import actor
from network.web.desk.form import labels
from network.web.desk.form.faults import FormFault, from_guard, from_validation

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


def translate(document_id: UUID, language: str) -> str | Response:
    """The form of a further text, and what becomes of it."""
    with site().database.reading() as session:
        document, original = _original(session, document_id, language)
        if request.method != "POST":
            return _page(session, document, original, language, _words(session, document, language))
    typed = _typed(original)
    do = request.form.get("do", "keep")
    with site().database.transaction() as session:
        document, original = _original(session, document_id, language)
        _keep(session, document, language, typed)
        if do == "save":
            return _save(session, document, original, language, typed)
    return redirect(url_for("desk.translate", document_id=document_id, language=language), 303)


def _original(session: Session, document_id: UUID, language: str) -> tuple[Document, Content]:
    document = get_document(session, document_id)
    demand(session, actor(), "document.write", document, language)
    if language == document.language:
        abort(404)
    newest = newest_revision(session, document_id, document.language)
    assert newest is not None
    content = content_in(newest)
    assert isinstance(content, Content)
    return document, content


def _words(session: Session, document: Document, language: str) -> dict[str, str]:
    copy = find_copy(session, document.id, language, actor=actor())
    if copy is not None:
        return dict(copy.fields.get("words", {}))
    newest = newest_revision(session, document.id, language)
    if newest is None:
        return {}
    value = content_in(newest)
    return dict(value.words) if isinstance(value, Translation) else {}


def _typed(original: Content) -> dict[str, str]:
    """What was typed, for the texts that the original has and no others."""
    return {path: request.form.get(f"words.{path}", "")[:_ROOM] for path in words_of(original)}


def _keep(session: Session, document: Document, language: str, typed: dict[str, str]) -> None:
    base = _named_base(session, document, language)
    fields = {"words": typed}
    open_copy(
        session,
        document.id,
        language,
        kind=document.kind,
        organisation_id=document.organisation_id,
        fields=fields,
        base_id=base,
        actor=actor(),
    )
    keep_fields(session, document.id, language, fields, base, actor=actor())


def _named_base(session: Session, document: Document, language: str) -> UUID | None:
    try:
        found = session.get(Revision, UUID(request.form.get("base", "")))
    except ValueError:
        return None
    fits = found is not None and found.document_id == document.id and found.language == language
    return found.id if found is not None and fits else None


def _save(
    session: Session,
    document: Document,
    original: Content,
    language: str,
    typed: dict[str, str],
) -> Response:
    try:
        value = Translation.model_validate(
            {
                "language": language,
                "translates": document.language,
                "made_from": fingerprint(original),
                "words": {path: text.strip() for path, text in typed.items() if text.strip()},
            }
        )
    except ValidationError as problem:
        places = {f"words.{path}": f"words.{path}" for path in typed}
        return _page(
            session, document, original, language, typed, from_validation(problem, places), 422
        )
    newest = newest_revision(session, document.id, language)
    base = _named_base(session, document, language)
    if newest is not None and base not in (None, newest.id):
        theirs, began = content_in(newest), content_in(session.get_one(Revision, base))
        assert isinstance(theirs, Translation)
        assert isinstance(began, Translation)
        joined = merge(began, value, theirs)
        if joined.clashes:
            wrong = [
                FormFault(
                    f"words.{clash.path}",
                    _("Somebody else changed this meanwhile. Theirs: %(text)s", text=clash.theirs),
                )
                for clash in joined.clashes
            ]
            keep_fields(
                session,
                document.id,
                language,
                {"words": dict(joined.value["words"])},
                newest.id,
                actor=actor(),
            )
            words = dict(joined.value["words"])
            return _page(session, document, original, language, words, wrong, 409)
        value = Translation.model_validate({**joined.value, "made_from": fingerprint(original)})
    revision = revise(session, document.id, value, actor=actor())
    drop_copy(session, document.id, language, actor=actor())
    flash(_("Saved as version %(num)s.", num=revision.number))
    return redirect(url_for("desk.document", document_id=document.id), 303)


def _made_from(session: Session, document: Document, language: str) -> Content | None:
    """The original as it was when the further text was made."""
    newest = newest_revision(session, document.id, language)
    if newest is None:
        return None
    value = content_in(newest)
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
    found = content_in(then) if then is not None else None
    return found if isinstance(found, Content) else None


def _page(
    session: Session,
    document: Document,
    original: Content,
    language: str,
    words: dict[str, str],
    wrong: list[FormFault] | None = None,
    code: int = 200,
) -> Response:
    from network.web.desk.writing.merge_conflicts import path_label

    types = text_fields(original)
    then = _made_from(session, document, language)
    changed = set(changed_since(then, original)) if then is not None else set()
    before = words_of(then) if then is not None else {}
    fields = {part.id: field for field, part in original.addressed_parts()}
    newest = newest_revision(session, document.id, language)
    base = request.form.get("base", "") or (str(newest.id) if newest else "")
    rows = []
    for path, text in words_of(original).items():
        part, _dot, name = path.rpartition(".")
        rows.append(
            Row(
                path,
                path_label(f"{fields[part]}.{part}.{name}" if part else name),
                text,
                words.get(path, ""),
                not is_line(types[path]),
                types[path].longest,
                path in changed,
                marked(before.get(path, ""), text) if path in changed else (),
            )
        )
    numbers = from_guard(
        identity_faults({"words": words}), {f"words.{path}": f"words.{path}" for path in words}
    )
    by_place: dict[str, list[str]] = {}
    for one in (*(wrong or []), *numbers):
        by_place.setdefault(one.place, []).append(one.sentence)
    made = render_template(
        "desk/translating/translate.html",
        document=document,
        original=original,
        language=language,
        rows=rows,
        base=base,
        wrong=wrong or [],
        wrong_at=by_place,
        was_made=then is not None,
        changed=len(changed),
        labels=labels,
        has_copy=find_copy(session, document.id, language, actor=actor()) is not None,
    )
    return make_response(made, code)
