"""Who may do what to a document: named predicates in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.documents.tables import Curation, Document, DocumentText, Revision, TrailLine
from network.errors import NotAllowed
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.people.mandates import approves_itself, find_holders

Permission = Literal[
    "document.write",
    "document.read",
    "document.review",
    "document.withdraw",
    "document.move",
    "document.endorse",
    "document.overrule_guard",
    "document.share",
]


@dataclass(frozen=True, slots=True)
class PermissionContext:
    """What the predicates decide by: the document's publisher, country, authors and curators.

    ``authors`` wrote the revisions that are not public yet; ``country`` is empty where the
    organisation has none. Loaded by ``load_context`` for one language of a document.
    """

    publisher_id: int
    country: str
    authors: frozenset[UUID] = frozenset()
    approves_itself: bool = False
    # Nobody but the authors coordinates the country, so that administrators stand in.
    has_no_coordinator: bool = False
    # Somebody beyond the publisher was asked about it: it was submitted, published or withdrawn.
    was_shown: bool = False
    # The organisations that agreed to curate a collection along: they write it as well.
    curators: frozenset[int] = frozenset()


def may_write(actor: Actor, publisher_id: int) -> bool:
    """Whether the actor writes for an organisation: as coordinator or approver there, or as the
    national coordinator who represents it."""
    return any(
        actor.holds(role, organisation_id=publisher_id)
        for role in ("coordinator", "approver", "national_coordinator")
    )


def _writes(actor: Actor, context: PermissionContext) -> bool:
    return any(
        may_write(actor, organisation_id)
        for organisation_id in (context.publisher_id, *context.curators)
    )


def _shares(actor: Actor, context: PermissionContext) -> bool:
    """Whom to curate with is the publisher's own choice, and of no one who curates along."""
    return may_write(actor, context.publisher_id)


def _coordinates(actor: Actor, context: PermissionContext) -> bool:
    """The country's national coordinator, or an administrator where there is none."""
    if context.country and actor.holds("national_coordinator", country=context.country):
        return True
    return context.has_no_coordinator and actor.holds("administrator")


def _approves_there(actor: Actor, context: PermissionContext) -> bool:
    return context.approves_itself and actor.holds("approver", organisation_id=context.publisher_id)


def _reads(actor: Actor, context: PermissionContext) -> bool:
    return _writes(actor, context) or (context.was_shown and _coordinates(actor, context))


def _reviews(actor: Actor, context: PermissionContext) -> bool:
    """Nobody approves their own text."""
    return actor.account_id not in context.authors and (
        _approves_there(actor, context) or _coordinates(actor, context)
    )


def _withdraws(actor: Actor, context: PermissionContext) -> bool:
    return actor.holds("approver", organisation_id=context.publisher_id) or (
        context.was_shown and _coordinates(actor, context)
    )


def _endorses(actor: Actor, context: PermissionContext) -> bool:
    """Only the country's national coordinator endorses; no administrator in their place."""
    return (
        context.was_shown
        and bool(context.country)
        and actor.account_id not in context.authors
        and actor.holds("national_coordinator", country=context.country)
    )


def _overrules(actor: Actor, context: PermissionContext) -> bool:
    return (
        context.was_shown
        and actor.account_id not in context.authors
        and _coordinates(actor, context)
    )


PERMISSIONS: Mapping[Permission, Callable[[Actor, PermissionContext], bool]] = {
    "document.write": _writes,
    "document.read": _reads,
    "document.review": _reviews,
    "document.withdraw": _withdraws,
    "document.move": _withdraws,
    "document.endorse": _endorses,
    "document.overrule_guard": _overrules,
    "document.share": _shares,
}


def load_context(session: Session, document: Document, language: str = "") -> PermissionContext:
    """The context of a document in one language, "" for the original's. Six queries.

    The authors are those of all revisions since the one that is public: a reviewer who mended the
    text does not approve it.
    """
    country = session.get_one(Organisation, document.organisation_id).country
    language = language or document.language
    text = session.get(DocumentText, (document.id, language))
    public = session.get(Revision, text.published_id) if text and text.published_id else None
    authors = frozenset(
        session.scalars(
            select(Revision.author_id).where(
                Revision.document_id == document.id,
                Revision.language == language,
                Revision.number > (public.number if public else 0),
            )
        )
    )
    if not authors and public:
        authors = frozenset({public.author_id})
    coordinator_ids = {
        holder.id for holder in find_holders(session, "national_coordinator", country=country)
    }
    return PermissionContext(
        publisher_id=document.publisher_id,
        country=country,
        authors=authors,
        approves_itself=approves_itself(session, document.publisher_id),
        has_no_coordinator=not country or not coordinator_ids - authors,
        was_shown=_was_shown(session, document.id),
        curators=_load_curators(session, document),
    )


def may(
    session: Session, actor: Actor, permission: Permission, document: Document, language: str = ""
) -> bool:
    """Whether the actor may do this to the document.

    The site itself (the import) may do everything: whoever runs its commands owns the machine.
    """
    return actor.is_system or PERMISSIONS[permission](
        actor, load_context(session, document, language)
    )


def demand(
    session: Session, actor: Actor, permission: Permission, document: Document, language: str = ""
) -> None:
    """Raise ``NotAllowed`` unless the actor may do this to the document."""
    if not may(session, actor, permission, document, language):
        raise NotAllowed(permission)


def demand_writing(actor: Actor, publisher_id: int) -> None:
    """Raise ``NotAllowed`` unless the actor may begin a document for the organisation."""
    if not actor.is_system and not may_write(actor, publisher_id):
        raise NotAllowed("document.write")


def _load_curators(session: Session, document: Document) -> frozenset[int]:
    if document.kind != "collection":
        return frozenset()
    return frozenset(
        session.scalars(
            select(Curation.organisation_id).where(
                Curation.document_id == document.id, Curation.accepted_at.is_not(None)
            )
        )
    )


def _was_shown(session: Session, document_id: UUID) -> bool:
    shown = select(TrailLine.id).where(
        TrailLine.document_id == document_id,
        TrailLine.verb.in_(("submitted", "exception_asked", "published")),
    )
    return session.scalar(shown.limit(1)) is not None
