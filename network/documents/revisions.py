"""Writing documents: begin one, and add revisions that never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from network import clock
from network.documents.attached_files import demand_given
from network.documents.last_seen import mark_items_seen
from network.documents.listed_texts import list_newest
from network.documents.permissions import demand, demand_writing
from network.documents.tables import (
    Document,
    DocumentText,
    Revision,
    ScheduledPublication,
    TrailLine,
    UsedPart,
)
from network.errors import Conflict, Fault, Invalid, NotFound
from network.kinds import Collection, Content, parse_content
from network.kinds.content import dump_canonical, make_fingerprint
from network.kinds.translation import Translation, fit_translation
from network.people.actors import Actor


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document is to lie: under which organisation, and who publishes it.

    ``slug`` is given where a file says it; else the title that is submitted makes the address.
    """

    organisation_id: int
    slug: str | None
    publisher_id: int


def find_document(session: Session, organisation_id: int, slug: str) -> Document | None:
    """The document that lies there, whatever its state, or None. One query."""
    return session.scalar(
        select(Document).where(Document.organisation_id == organisation_id, Document.slug == slug)
    )


def find_document_to_change(session: Session, document_id: UUID) -> Document | None:
    """The document with this id, locked until the transaction ends, or None where it is not yet.

    An action locks it before it looks at anything else of it: whoever comes second waits until
    the first has committed, and then sees what that one wrote. (SQLite has one writer at a time
    anyway.) Two queries.
    """
    document = session.scalar(
        select(Document)
        .where(Document.id == document_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    # What this session had read of its texts before may be older than the lock.
    session.scalars(
        select(DocumentText)
        .where(DocumentText.document_id == document_id)
        .execution_options(populate_existing=True)
    ).all()
    return document


def get_document(session: Session, document_id: UUID, *, for_change: bool = False) -> Document:
    """The document. Raises ``NotFound``.

    Every action on a document gets it ``for_change``, as ``find_document_to_change`` does. One
    query, two for a change.
    """
    document = (
        find_document_to_change(session, document_id)
        if for_change
        else session.get(Document, document_id)
    )
    if document is None:
        raise NotFound(str(document_id))
    return document


def begin(
    session: Session, place: Placement, content: Content, *, actor: Actor, id: UUID | None = None
) -> Revision:
    """Begin a document at ``place`` with ``content`` as its first revision.

    ``id`` is given where the document comes from another site. Raises ``NotAllowed``, ``Conflict``
    when another document lies there already, and ``Invalid`` for a file that it was not given.
    """
    demand_writing(actor, place.publisher_id)
    if (
        place.slug is not None
        and find_document(session, place.organisation_id, place.slug) is not None
    ):
        raise Conflict("address_taken", slug=place.slug)
    if id is not None and session.get(Document, id) is not None:
        raise Conflict("document_there", id=id)
    document = make_document(place, content, actor, id)
    session.add(document)
    session.flush()
    demand_given(session, document.id, content, actor=actor)
    _use_parts(session, document, content)
    return _add(session, document, content, actor)


def revise(
    session: Session,
    document_id: UUID,
    value: Content | Translation,
    *,
    restores: bool = False,
    actor: Actor,
) -> Revision:
    """Add a revision of the original, or of one further text.

    With ``restores`` a part that was removed may come back under its own id and field: a form only
    has the ids of parts that it was made with, and whoever keeps what another removed brings that
    very part back. A file may not, whose author may give the id to something else.

    A value that says just what the newest revision of that language says adds none; that one is
    returned. Raises ``NotAllowed``, ``NotFound``, and ``Invalid`` when the kind or the original
    language would change, an id of a part would be used again, or a file was not given to it.
    """
    document = get_document(session, document_id, for_change=True)
    demand(session, actor, "document.write", document, value.language)
    if isinstance(value, Content):
        if value.kind != document.kind:
            raise Invalid.in_field("other_kind", "kind", kind=value.kind, was=document.kind)
        if value.language != document.language:
            raise Invalid.in_field(
                "other_language", "language", language=value.language, was=document.language
            )
    else:
        if value.language == document.language:
            raise Invalid.in_field("language_of_original", "language", language=value.language)
        value = _pinned(session, document, value)
    newest = find_newest_revision(session, document.id, value.language)
    if newest is not None and newest.fingerprint == make_fingerprint(value):
        return newest
    if isinstance(value, Content):
        demand_given(session, document.id, value, actor=actor)
        _use_parts(session, document, value, restores=restores)
    return _add(session, document, value, actor)


def make_document(
    place: Placement, content: Content, actor: Actor, id: UUID | None = None
) -> Document:
    """The row of a document that is begun now, not written yet."""
    return Document(
        id=id or uuid4(),
        kind=content.kind,
        language=content.language,
        organisation_id=place.organisation_id,
        publisher_id=place.publisher_id,
        slug=place.slug,
        follows_title=place.slug is None,
        created_at=clock.now(),
        created_by=actor.account_id,
    )


def make_revision(
    document: Document, value: Content | Translation, number: int, actor: Actor
) -> Revision:
    """The row of a revision that is made now, not written yet."""
    content = dump_canonical(value)
    return Revision(
        id=uuid4(),
        document_id=document.id,
        language=value.language,
        number=number,
        content=content,
        fingerprint=make_fingerprint(content),
        author_id=actor.account_id,
        made_at=clock.now(),
    )


def make_text(document: Document, language: str) -> DocumentText:
    """The row of a text that is begun now, not written yet; ``list_newest`` says what it says."""
    return DocumentText(
        document_id=document.id,
        language=language,
        is_original=language == document.language,
        state="draft",
        state_since=clock.now(),
    )


def make_trail_values(
    document_id: UUID,
    language: str,
    verb: str,
    actor: Actor,
    revision_id: UUID | None = None,
    note: str = "",
) -> dict[str, Any]:
    """What a :class:`TrailLine` of what was done now holds."""
    return {
        "document_id": document_id,
        "language": language,
        "revision_id": revision_id,
        "verb": verb,
        "actor_id": actor.account_id,
        "at": clock.now(),
        "note": note,
    }


def find_newest_revision(session: Session, document_id: UUID, language: str) -> Revision | None:
    """The last revision of one language, or None. One query."""
    return session.scalar(
        select(Revision)
        .where(Revision.document_id == document_id, Revision.language == language)
        .order_by(Revision.number.desc())
        .limit(1)
    )


def find_text(session: Session, document_id: UUID, language: str) -> DocumentText | None:
    """How far one language of a document has come, or None where it was never begun."""
    return session.get(DocumentText, (document_id, language))


def get_text(session: Session, document: Document, language: str) -> DocumentText:
    """How far one language of a document has come. Raises ``NotFound``."""
    text = find_text(session, document.id, language)
    if text is None:
        raise NotFound(f"{document.slug or document.id} in {language}")
    return text


def read_content(revision: Revision) -> Content | Translation:
    """What a revision says, as a value."""
    if "kind" in revision.content:
        return parse_content(revision.content)
    return Translation.model_validate(revision.content)


def _pinned(session: Session, document: Document, value: Translation) -> Translation:
    """The translation as the newest original has the texts, with the original that it was made
    from named: the newest, if none is."""
    newest = find_newest_revision(session, document.id, document.language)
    if newest is None:
        raise NotFound(str(document.id))
    original = read_content(newest)
    assert isinstance(original, Content)
    made_from = value.made_from or newest.fingerprint
    return fit_translation(value, original).model_copy(update={"made_from": made_from})


def _add(
    session: Session, document: Document, value: Content | Translation, actor: Actor
) -> Revision:
    number = session.scalar(
        select(func.max(Revision.number)).where(
            Revision.document_id == document.id, Revision.language == value.language
        )
    )
    revision = make_revision(document, value, (number or 0) + 1, actor)
    session.add(revision)
    # There before its text points at it.
    session.flush()
    text = find_text(session, document.id, value.language)
    if text is not None and text.state == "published":
        text.state, text.state_since = "draft", clock.now()
    if text is None:
        text = make_text(document, value.language)
        session.add(text)
    list_newest(text, revision, value)
    session.flush()
    add_trail_line(session, document.id, value.language, "revised", actor, revision_id=revision.id)
    if isinstance(value, Collection):
        mark_items_seen(session, document, value)
    return revision


def drop_schedule(session: Session, text: DocumentText) -> None:
    """Let go of the time at which a text was to become public, if one was set: it was approved as
    it stood in review, and leaves that now."""
    session.execute(
        delete(ScheduledPublication).where(
            ScheduledPublication.document_id == text.document_id,
            ScheduledPublication.language == text.language,
        )
    )


def add_trail_line(
    session: Session,
    document_id: UUID,
    language: str,
    verb: str,
    actor: Actor,
    *,
    revision_id: UUID | None = None,
    note: str = "",
) -> None:
    """Append a line to the document's trail."""
    values = make_trail_values(document_id, language, verb, actor, revision_id, note)
    session.add(TrailLine(**values))
    session.flush()


def _use_parts(
    session: Session, document: Document, content: Content, *, restores: bool = False
) -> None:
    """Note which ids the content uses; an id once given is never given to anything else.

    One that is gone is used again only by the part that had it, where ``restores``. Raises
    ``Invalid`` with the part as the field: ``statements.s1``.
    """
    used: Mapping[str, UsedPart] = {
        row.part_id: row
        for row in session.scalars(select(UsedPart).where(UsedPart.document_id == document.id))
    }
    now = {part.id: field for field, part in content.addressed_parts()}
    faults = []
    for part_id, field in now.items():
        before = used.get(part_id)
        is_back = before is not None and before.is_gone
        if before is not None and (before.field != field or (is_back and not restores)):
            faults.append(Fault.of("part_id_reused", f"{field}.{part_id}"))
        elif before is None:
            session.add(
                UsedPart(document_id=document.id, part_id=part_id, field=field, is_gone=False)
            )
    if faults:
        raise Invalid(faults)
    for part_id, row in used.items():
        row.is_gone = part_id not in now
    session.flush()
