"""Drafts that a program hands in by the API, with somebody's access token.

They are drafts as any other, of whoever made the token; what is noted beside is which token handed
them in, and the key by which the same draft is not made twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from network import clock
from network.db import lock_names
from network.documents.permissions import demand_writing
from network.documents.revisions import (
    Placement,
    add_trail_line,
    begin,
    find_newest_revision,
    get_document,
    get_text,
    read_content,
    revise,
)
from network.documents.tables import Document, DocumentText, HandedInDraft, Revision
from network.errors import Conflict, Fault, Invalid, NotFound
from network.kinds import Content
from network.kinds.content import make_fingerprint
from network.kinds.field_types import find_marked
from network.kinds.marks import OrganisationRef, TopicRef
from network.organisations.queries import find_organisations_by_slug
from network.people.actors import Actor
from network.people.one_time_links import make_digest
from network.people.tables import ApiToken
from network.topics.vocabulary import load_topics


class DraftDeleted(NotFound):
    """The draft was handed in, and was deleted at the desk since."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A draft as its program sees it: the document, how far its original has come, and its newest
    version."""

    document: Document
    state: str
    revision: Revision
    made_at: datetime

    @property
    def etag(self) -> str:
        """What tells this version from any other."""
        return self.revision.id.hex

    @property
    def content(self) -> Content:
        """What the newest version says."""
        value = read_content(self.revision)
        assert isinstance(value, Content)
        return value


def hand_in(
    session: Session, token: ApiToken, content: Content, *, key: str = "", actor: Actor
) -> tuple[HandedIn, bool]:
    """Begin a draft at the token's organisation; whether it is new.

    With a key that the token sent before the draft made then is returned, and none is made: of two
    at once the second waits for the first. Raises ``NotAllowed``, ``Invalid`` for organisations,
    topics and files that there are not, ``Conflict`` for a key that was sent with another content,
    and ``DraftDeleted``.
    """
    demand_writing(actor, token.organisation_id)
    digest = make_digest(f"key: {key}") if key else None
    if digest is not None:
        lock_names(session, f"handed in: {token.id} {digest}")
        row = session.scalar(
            select(HandedInDraft).where(
                HandedInDraft.token_id == token.id, HandedInDraft.key == digest
            )
        )
        if row is not None:
            if row.fingerprint != make_fingerprint(content):
                raise Conflict("key_used_otherwise")
            return read_handed_in(session, token, row.document_id, actor=actor), False
    _demand_known(session, content)
    place = Placement(token.organisation_id, None, token.organisation_id)
    revision = begin(session, place, content, actor=actor)
    session.add(
        HandedInDraft(
            document_id=revision.document_id,
            token_id=token.id,
            key=digest,
            fingerprint=make_fingerprint(content),
            made_at=clock.now(),
        )
    )
    session.flush()
    add_trail_line(
        session,
        revision.document_id,
        content.language,
        "handed_in",
        actor,
        revision_id=revision.id,
        note=token.name,
    )
    return read_handed_in(session, token, revision.document_id, actor=actor), True


def replace_handed_in(
    session: Session, token: ApiToken, document_id: UUID, content: Content, etag: str, actor: Actor
) -> HandedIn:
    """Add a version to a draft that the token handed in, after the one that ``etag`` tells.

    Raises as ``revise`` and ``read_handed_in``, and ``Conflict`` (*newer_revision*) where the
    newest is another.
    """
    demand_writing(actor, token.organisation_id)
    _get_row(session, token, document_id)
    if session.get(Document, document_id) is not None:
        get_document(session, document_id, for_change=True)
    now = read_handed_in(session, token, document_id, actor=actor)
    if now.etag != etag:
        raise Conflict("newer_revision")
    _demand_known(session, content)
    revise(session, document_id, content, restores=True, actor=actor)
    return read_handed_in(session, token, document_id, actor=actor)


def read_handed_in(
    session: Session, token: ApiToken, document_id: UUID, *, actor: Actor
) -> HandedIn:
    """A draft that the token handed in. Raises ``NotAllowed``, ``DraftDeleted``, and ``NotFound``
    for any other. Four queries."""
    demand_writing(actor, token.organisation_id)
    row = _get_row(session, token, document_id)
    document = session.get(Document, document_id)
    if document is None:
        raise DraftDeleted(str(document_id))
    if document.publisher_id != token.organisation_id:
        # It was given to another organisation at the desk, which the token is not for.
        raise NotFound(str(document_id))
    newest = find_newest_revision(session, document.id, document.language)
    assert newest is not None
    state = get_text(session, document, document.language).state
    return HandedIn(document, state, newest, row.made_at)


def list_handed_in(
    session: Session,
    token: ApiToken,
    after: tuple[datetime, UUID] | None,
    limit: int,
    *,
    actor: Actor,
) -> Sequence[HandedIn]:
    """Up to ``limit`` drafts that the token handed in and that are still at its organisation, the
    newest first, after one of a moment and an id. One query."""
    demand_writing(actor, token.organisation_id)
    query = (
        select(HandedInDraft.made_at, Document, DocumentText.state, Revision)
        .join(Document, Document.id == HandedInDraft.document_id)
        .join(
            DocumentText,
            (DocumentText.document_id == Document.id)
            & (DocumentText.language == Document.language),
        )
        .join(Revision, Revision.id == DocumentText.newest_id)
        .where(HandedInDraft.token_id == token.id, Document.publisher_id == token.organisation_id)
        .order_by(HandedInDraft.made_at.desc(), HandedInDraft.document_id.desc())
        .limit(limit)
    )
    if after is not None:
        moment, id = after
        query = query.where(
            or_(
                HandedInDraft.made_at < moment,
                and_(HandedInDraft.made_at == moment, HandedInDraft.document_id < id),
            )
        )
    return [
        HandedIn(document, state, revision, made_at)
        for made_at, document, state, revision in session.execute(query)
    ]


def _get_row(session: Session, token: ApiToken, document_id: UUID) -> HandedInDraft:
    row = session.get(HandedInDraft, document_id)
    if row is None or row.token_id != token.id:
        raise NotFound(str(document_id))
    return row


def _demand_known(session: Session, content: Content) -> None:
    """Raise ``Invalid`` for organisations and topics that there are not: forms choose from lists,
    programs write."""
    named = list(find_marked(content, OrganisationRef))
    known = find_organisations_by_slug(session, {each.value for each in named})
    topics = load_topics(session)
    faults = [
        Fault.of("unknown_organisation", ".".join(map(str, each.path)))
        for each in named
        if each.value not in known
    ]
    faults += [
        Fault.of("not_a_choice", ".".join(map(str, each.path)))
        for each in find_marked(content, TopicRef)
        if each.value not in topics
    ]
    if faults:
        raise Invalid(faults)
