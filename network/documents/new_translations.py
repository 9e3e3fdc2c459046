"""Many translations begun and published at once, as an import brings them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.db import Base, NewRow, insert_rows
from network.documents.new_originals import make_published_rows
from network.documents.permissions import demand
from network.documents.revisions import read_content
from network.documents.tables import Document, DocumentText, Revision
from network.entries.projection import ApprovedTranslation, project_new_translations
from network.entries.tables import Entry
from network.kinds import Content
from network.kinds.translation import Translation, fit_translation
from network.people.actors import Actor
from network.public_words import find_identity_faults


@dataclass(frozen=True, slots=True)
class NewTranslation:
    """A translation that is to be begun and public: where its original lies (the organisation's id
    and the slug), what it says, and when it was public first and revised last elsewhere."""

    organisation_id: int
    slug: str
    value: Translation
    first: datetime | None = None
    revised: datetime | None = None


def publish_translations(
    session: Session, translations: Sequence[NewTranslation], *, actor: Actor
) -> list[UUID | None]:
    """Do what ``revise`` and ``publish`` do with each of these translations in turn, in a number of
    statements that does not grow with them: the ids of their revisions, in order.

    None stands for one that they would refuse, or which is there in some form already: nothing was
    written of it. Raises ``NotAllowed``, before anything is written.
    """
    documents = _lock_documents(session, translations)
    texts = {
        (text.document_id, text.language): text
        for text in session.scalars(
            select(DocumentText).where(
                DocumentText.document_id.in_([document.id for document in documents.values()])
            )
        )
    }
    originals = _read_originals(session, documents.values(), texts)
    public = dict(
        session.execute(
            select(Entry.id, Entry.fingerprint).where(Entry.id.in_(originals.keys()))
        ).all()
    )
    private: list[Base | NewRow] = []
    approved: list[ApprovedTranslation] = []
    revision_ids: list[UUID | None] = []
    begun: set[tuple[UUID, str]] = set()
    for translation in translations:
        value = translation.value
        document = documents.get((translation.organisation_id, translation.slug))
        if document is None:
            revision_ids.append(None)
            continue
        demand(session, actor, "document.write", document, value.language)
        demand(session, actor, "document.review", document, value.language)
        place = (document.id, value.language)
        original = originals.get(document.id)
        if (
            original is None
            # What is public is not what is newest: that is read for itself.
            or public.get(document.id) != original[0]
            or place in texts
            or place in begun
            or find_identity_faults(value)
        ):
            revision_ids.append(None)
            continue
        begun.add(place)
        fingerprint, content = original
        value = fit_translation(value, content).model_copy(
            update={"made_from": value.made_from or fingerprint}
        )
        now = clock.now()
        first = translation.first or now
        revision, rows = make_published_rows(document, value, actor, first)
        private += (revision, *rows)
        revised = translation.revised or now
        approved.append(ApprovedTranslation(document.id, content, value, first, revised))
        revision_ids.append(revision.id)
    if approved:
        insert_rows(session, private)
        project_new_translations(session, approved)
    return revision_ids


def _lock_documents(
    session: Session, translations: Sequence[NewTranslation]
) -> dict[tuple[int, str], Document]:
    """The documents of the originals by their places, locked in one order. One query."""
    wanted = {(translation.organisation_id, translation.slug) for translation in translations}
    documents = session.scalars(
        select(Document)
        .where(
            Document.organisation_id.in_({organisation_id for organisation_id, _ in wanted}),
            Document.slug.in_({slug for _, slug in wanted}),
        )
        .order_by(Document.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    by_place = {
        (document.organisation_id, document.slug): document
        for document in documents
        if document.slug is not None
    }
    return {place: by_place[place] for place in wanted if place in by_place}


def _read_originals(
    session: Session,
    documents: Iterable[Document],
    texts: Mapping[tuple[UUID, str], DocumentText],
) -> dict[UUID, tuple[str, Content]]:
    """The newest original of each document: its fingerprint, and what it says. One query."""
    newest = {
        text.newest_id
        for document in documents
        if (text := texts.get((document.id, document.language))) is not None
    }
    originals = {}
    for revision in session.scalars(select(Revision).where(Revision.id.in_(newest))):
        content = read_content(revision)
        assert isinstance(content, Content)
        originals[revision.document_id] = (revision.fingerprint, content)
    return originals
