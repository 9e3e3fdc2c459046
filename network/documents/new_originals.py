"""Many originals begun and published at once, as an import brings them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.db import Base, NewRow, insert_rows
from network.documents.listed_texts import list_newest, list_published
from network.documents.permissions import demand, demand_writing
from network.documents.revisions import (
    Placement,
    make_document,
    make_revision,
    make_text,
    make_trail_values,
)
from network.documents.tables import Document, Revision, TrailLine, UsedPart
from network.entries.addresses import find_addresses
from network.entries.mentions import list_pointers
from network.entries.projection import ApprovedContent, project_new_originals
from network.kinds import Collection, Content
from network.kinds.translation import Translation
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.public_words import find_address_faults, find_identity_faults


@dataclass(frozen=True, slots=True)
class NewOriginal:
    """An original that is to be begun and public: where it lies (with a slug), what it says, its id
    where it comes from another site, and when it was public first and revised last there."""

    place: Placement
    content: Content
    id: UUID | None = None
    first: datetime | None = None
    revised: datetime | None = None


def stands_alone(content: Content) -> bool:
    """Whether an original can be published with others: it carries no file, collects nothing and
    answers no need, all of which is written by what else is there at that moment."""
    return (
        not content.files
        and not isinstance(content, Collection)
        and all(pointer.relation != "answers" for pointer in list_pointers(content, {}))
    )


def begin_and_publish(
    session: Session, originals: Sequence[NewOriginal], *, actor: Actor
) -> list[UUID | None]:
    """Do what ``begin`` and ``publish`` do with each of these originals in turn, in a number of
    statements that does not grow with them: the ids of their revisions, in order.

    Each has to stand alone (``stands_alone``). None stands for one that ``begin`` or ``publish``
    would refuse, whose address or id is taken or which holds an identity number: nothing was
    written of it, and they tell why. Raises ``NotAllowed``, before anything is written.
    """
    for original in originals:
        demand_writing(actor, original.place.publisher_id)
    taken_ids, taken_places = _find_taken(session, originals)
    private: list[Base | NewRow] = []
    approved: list[ApprovedContent] = []
    revision_ids: list[UUID | None] = []
    for original in originals:
        place, content = original.place, original.content
        assert place.slug is not None
        lies_at = (place.organisation_id, place.slug)
        document = make_document(place, content, actor, original.id)
        demand(session, actor, "document.review", document, content.language)
        if (
            document.id in taken_ids
            or lies_at in taken_places
            or find_identity_faults(content)
            or find_address_faults(place.slug)
        ):
            revision_ids.append(None)
            continue
        taken_ids.add(document.id)
        taken_places.add(lies_at)
        now = clock.now()
        first = original.first or now
        revision, rows = make_published_rows(document, content, actor, first)
        private += (document, revision, *rows)
        private += (
            NewRow(
                UsedPart,
                {
                    "document_id": document.id,
                    "part_id": part_id,
                    "field": field,
                    "is_gone": False,
                },
            )
            for part_id, field in {
                part.id: field for field, part in content.addressed_parts()
            }.items()
        )
        approved.append(
            ApprovedContent(
                entry_id=document.id,
                organisation_id=place.organisation_id,
                slug=place.slug,
                publisher_id=place.publisher_id,
                content=content,
                first=first,
                revised=original.revised or now,
                canonical=(revision.content, revision.fingerprint),
            )
        )
        revision_ids.append(revision.id)
    if approved:
        insert_rows(session, private)
        project_new_originals(session, approved)
    return revision_ids


def make_published_rows(
    document: Document, value: Content | Translation, actor: Actor, first: datetime
) -> tuple[Revision, list[Base | NewRow]]:
    """The rows of a text that is written and published now, and was public ``first`` at some time:
    its revision; and its state and what was done."""
    revision = make_revision(document, value, 1, actor)
    text = make_text(document, value.language)
    list_newest(text, revision, value)
    list_published(text, value)
    text.state, text.published_id, text.submitted_id = "published", revision.id, None
    text.first_published_at = first
    revised, published = (
        NewRow(TrailLine, make_trail_values(document.id, value.language, verb, actor, revision.id))
        for verb in ("revised", "published")
    )
    return revision, [text, revised, published]


def _find_taken(
    session: Session, originals: Sequence[NewOriginal]
) -> tuple[set[UUID], set[tuple[int, str]]]:
    """The ids, and the places (organisation's id, slug), of these that others have or had. Four
    queries."""
    wanted = {original.id for original in originals if original.id is not None}
    ids = set(session.scalars(select(Document.id).where(Document.id.in_(wanted))))
    slugs = {original.place.slug for original in originals}
    bodies = {original.place.organisation_id for original in originals}
    places = {
        (organisation_id, slug)
        for organisation_id, slug in session.execute(
            select(Document.organisation_id, Document.slug).where(
                Document.slug.in_(slugs), Document.organisation_id.in_(bodies)
            )
        )
        if slug is not None
    }
    names = dict(
        session.execute(
            select(Organisation.slug, Organisation.id).where(Organisation.id.in_(bodies))
        ).all()
    )
    by_id = {number: name for name, number in names.items()}
    addresses = find_addresses(
        session,
        [
            (by_id[original.place.organisation_id], original.place.slug or "")
            for original in originals
        ],
    )
    places |= {(names[organisation], slug) for organisation, slug in addresses}
    return ids, places
