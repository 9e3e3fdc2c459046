"""Who may do what to a document: named predicates in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from network.documents.tables import Curation, Document, DocumentText, Revision, TrailLine
from network.errors import NotAllowed
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.people.mandates import find_coordinator_ids, find_self_approving

Permission = Literal[
    "document.write",
    "document.read",
    "document.review",
    "document.withdraw",
    "document.move",
    "document.delete",
    "document.endorse",
    "document.overrule_guard",
    "document.share",
    "document.purge",
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
    # Who wrote any revision of the text; and any up to the one that is public, or was last.
    writers: frozenset[UUID] = frozenset()
    public_authors: frozenset[UUID] = frozenset()
    has_own_approval: bool = False
    # Nobody but the authors coordinates the country, so that administrators stand in.
    has_no_coordinator: bool = False
    # Somebody beyond the publisher was asked about it: it was submitted, published or withdrawn.
    was_shown: bool = False
    # The organisations that agreed to curate a collection along: they write it as well.
    curators: frozenset[int] = frozenset()


def may_write(actor: Actor, publisher_id: int) -> bool:
    """Whether the actor writes for an organisation: as coordinator or approver there, or as the
    national coordinator who represents it."""
    return actor.writes_for(publisher_id)


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
    return context.has_own_approval and actor.holds(
        "approver", organisation_id=context.publisher_id
    )


def _reads(actor: Actor, context: PermissionContext) -> bool:
    return _writes(actor, context) or (context.was_shown and _coordinates(actor, context))


def _reviews(actor: Actor, context: PermissionContext) -> bool:
    """Nobody approves their own text."""
    return actor.account_id not in context.authors and (
        _approves_there(actor, context) or _coordinates(actor, context)
    )


def _withdraws(actor: Actor, context: PermissionContext) -> bool:
    """Whoever may take it away, and at the publisher whoever wrote what is public."""
    wrote_it = actor.account_id in context.public_authors
    return _moves(actor, context) or (wrote_it and may_write(actor, context.publisher_id))


def _deletes(actor: Actor, context: PermissionContext) -> bool:
    """A draft is its writers' own, and the approver's at their organisation."""
    if not may_write(actor, context.publisher_id):
        return False
    return actor.account_id in context.writers or actor.holds(
        "approver", organisation_id=context.publisher_id
    )


def _moves(actor: Actor, context: PermissionContext) -> bool:
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


def _purges(actor: Actor, context: PermissionContext) -> bool:
    """Who coordinates the country, whoever wrote it: what must not be kept is nobody's own."""
    return context.was_shown and _coordinates(actor, context)


PERMISSIONS: Mapping[Permission, Callable[[Actor, PermissionContext], bool]] = {
    "document.write": _writes,
    "document.read": _reads,
    "document.review": _reviews,
    "document.withdraw": _withdraws,
    "document.move": _moves,
    "document.delete": _deletes,
    "document.endorse": _endorses,
    "document.overrule_guard": _overrules,
    "document.share": _shares,
    "document.purge": _purges,
}


def load_context(session: Session, document: Document, language: str = "") -> PermissionContext:
    """The context of a document in one language, "" for the original's. Seven queries at most."""
    language = language or document.language
    return load_contexts(session, [(document, language)])[document.id, language]


def load_contexts(
    session: Session, texts: Iterable[tuple[Document, str]]
) -> Mapping[tuple[UUID, str], PermissionContext]:
    """The contexts of documents in a language each, by both. Seven queries, however many.

    The authors are those of all revisions since the one that is public, and where there is none
    since, the author of that one: a reviewer who mended the text does not approve it.
    """
    wanted = list(texts)
    documents = {document.id: document for document, _ in wanted}
    countries = {
        row.id: row.country
        for row in session.execute(
            select(Organisation.id, Organisation.country).where(
                Organisation.id.in_({row.organisation_id for row in documents.values()})
            )
        )
    }
    told = {
        (row.document_id, row.language): row
        for row in session.execute(
            select(
                DocumentText.document_id,
                DocumentText.language,
                DocumentText.first_published_at,
                Revision.number,
                Revision.author_id,
            )
            .outerjoin(Revision, Revision.id == DocumentText.published_id)
            .where(DocumentText.document_id.in_(documents))
        )
    }
    # Of each author the first and the last revision.
    wrote: dict[tuple[UUID, str], dict[UUID, tuple[int, int]]] = {}
    for row in session.execute(
        select(
            Revision.document_id,
            Revision.language,
            Revision.author_id,
            func.min(Revision.number).label("first"),
            func.max(Revision.number).label("last"),
        )
        .where(Revision.document_id.in_(documents))
        .group_by(Revision.document_id, Revision.language, Revision.author_id)
    ):
        numbers = wrote.setdefault((row.document_id, row.language), {})
        numbers[row.author_id] = (row.first, row.last)
    coordinators = find_coordinator_ids(session)
    self_approving = find_self_approving(session, {row.publisher_id for row in documents.values()})
    shown = frozenset(
        session.scalars(
            select(TrailLine.document_id)
            .where(
                TrailLine.document_id.in_(documents),
                TrailLine.verb.in_(("submitted", "exception_asked", "published")),
            )
            .distinct()
        )
    )
    curators = _load_curators(session, documents.values())
    contexts = {}
    for document, language in wanted:
        country = countries[document.organisation_id]
        text = told.get((document.id, language))
        public = text.number if text is not None and text.number is not None else 0
        writers = wrote.get((document.id, language), {})
        authors = frozenset(author for author, (_, last) in writers.items() if last > public)
        if not authors and text is not None and public:
            authors = frozenset({text.author_id})
        was_public = text is not None and text.first_published_at is not None
        contexts[document.id, language] = PermissionContext(
            publisher_id=document.publisher_id,
            country=country,
            authors=authors,
            writers=frozenset(writers),
            public_authors=frozenset(
                author
                for author, (first, _) in writers.items()
                if was_public and (not public or first <= public)
            ),
            has_own_approval=document.publisher_id in self_approving,
            has_no_coordinator=not country or not coordinators.get(country, frozenset()) - authors,
            was_shown=document.id in shown,
            curators=curators.get(document.id, frozenset()),
        )
    return contexts


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


def _load_curators(
    session: Session, documents: Iterable[Document]
) -> Mapping[UUID, frozenset[int]]:
    collections = [document.id for document in documents if document.kind == "collection"]
    if not collections:
        return {}
    curators: dict[UUID, frozenset[int]] = {}
    for document_id, organisation_id in session.execute(
        select(Curation.document_id, Curation.organisation_id).where(
            Curation.document_id.in_(collections), Curation.accepted_at.is_not(None)
        )
    ):
        curators[document_id] = curators.get(document_id, frozenset()) | {organisation_id}
    return curators
