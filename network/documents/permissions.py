"""Who may do what to a document: named predicates in one table."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
class Authorship:
    """Who wrote one language of a document."""

    # The revisions that are not public yet.
    authors: frozenset[UUID] = frozenset()
    # Any revision; and any up to the one that is public, or was last.
    writers: frozenset[UUID] = frozenset()
    public_authors: frozenset[UUID] = frozenset()


class PermissionContext:
    """What the predicates decide by, for one language of a document.

    Each part is read when a predicate first asks for it, at once for all texts that were asked for
    together: who writes for the publisher is decided without a query.
    """

    def __init__(self, document: Document, language: str, parts: _Parts) -> None:
        self._document = document
        self._language = language
        self._parts = parts

    @property
    def publisher_id(self) -> int:
        return self._document.publisher_id

    @property
    def country(self) -> str:
        """Empty where the organisation has none."""
        return self._parts.countries[self._document.organisation_id]

    @property
    def authors(self) -> frozenset[UUID]:
        """Who wrote the revisions that are not public yet."""
        return self._parts.authorships[self._document.id, self._language].authors

    @property
    def writers(self) -> frozenset[UUID]:
        """Who wrote any revision."""
        return self._parts.authorships[self._document.id, self._language].writers

    @property
    def public_authors(self) -> frozenset[UUID]:
        """Who wrote any revision up to the one that is public, or was last."""
        return self._parts.authorships[self._document.id, self._language].public_authors

    @property
    def has_own_approval(self) -> bool:
        """Whether the publisher approves by itself."""
        return self.publisher_id in self._parts.self_approving

    @property
    def has_no_coordinator(self) -> bool:
        """Whether nobody but the authors coordinates the country: administrators stand in."""
        country = self.country
        return not country or not self._parts.coordinators.get(country, frozenset()) - self.authors

    @property
    def was_shown(self) -> bool:
        """Whether somebody beyond the publisher was asked about it: it was submitted, published or
        withdrawn."""
        return self._document.id in self._parts.shown

    @property
    def curators(self) -> frozenset[int]:
        """The organisations that agreed to curate a collection along: they write it as well."""
        if self._document.kind != "collection":
            return frozenset()
        return self._parts.curators.get(self._document.id, frozenset())


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
    """The context of a document in one language, "" for the original's. No query by itself, and one
    or two for each part that is asked for, seven in all."""
    language = language or document.language
    return load_contexts(session, [(document, language)])[document.id, language]


def load_contexts(
    session: Session, texts: Iterable[tuple[Document, str]]
) -> Mapping[tuple[UUID, str], PermissionContext]:
    """The contexts of documents in a language each, by both. Seven queries at most, however many.

    The authors are those of all revisions since the one that is public, and where there is none
    since, the author of that one: a reviewer who mended the text does not approve it.
    """
    wanted = list(texts)
    parts = _Parts(session, wanted)
    return {
        (document.id, language): PermissionContext(document, language, parts)
        for document, language in wanted
    }


class _Parts:
    """What the contexts of some texts are made of, each part in one or two queries for all."""

    def __init__(self, session: Session, texts: Sequence[tuple[Document, str]]) -> None:
        self._session = session
        self._texts = texts
        self._documents = {document.id: document for document, _ in texts}

    @cached_property
    def countries(self) -> Mapping[int, str]:
        """The country of each organisation."""
        rows = self._session.execute(
            select(Organisation.id, Organisation.country).where(
                Organisation.id.in_({row.organisation_id for row in self._documents.values()})
            )
        )
        return {row.id: row.country for row in rows}

    @cached_property
    def authorships(self) -> Mapping[tuple[UUID, str], Authorship]:
        """Who wrote each text."""
        told = {
            (row.document_id, row.language): row
            for row in self._session.execute(
                select(
                    DocumentText.document_id,
                    DocumentText.language,
                    DocumentText.first_published_at,
                    Revision.number,
                    Revision.author_id,
                )
                .outerjoin(Revision, Revision.id == DocumentText.published_id)
                .where(DocumentText.document_id.in_(self._documents))
            )
        }
        # Of each author the first and the last revision.
        wrote: dict[tuple[UUID, str], dict[UUID, tuple[int, int]]] = {}
        for row in self._session.execute(
            select(
                Revision.document_id,
                Revision.language,
                Revision.author_id,
                func.min(Revision.number).label("first"),
                func.max(Revision.number).label("last"),
            )
            .where(Revision.document_id.in_(self._documents))
            .group_by(Revision.document_id, Revision.language, Revision.author_id)
        ):
            numbers = wrote.setdefault((row.document_id, row.language), {})
            numbers[row.author_id] = (row.first, row.last)
        authorships = {}
        for document, language in self._texts:
            text = told.get((document.id, language))
            public = text.number if text is not None and text.number is not None else 0
            writers = wrote.get((document.id, language), {})
            authors = frozenset(author for author, (_, last) in writers.items() if last > public)
            if not authors and text is not None and public:
                authors = frozenset({text.author_id})
            was_public = text is not None and text.first_published_at is not None
            authorships[document.id, language] = Authorship(
                authors=authors,
                writers=frozenset(writers),
                public_authors=frozenset(
                    author
                    for author, (first, _) in writers.items()
                    if was_public and (not public or first <= public)
                ),
            )
        return authorships

    @cached_property
    def coordinators(self) -> Mapping[str, frozenset[UUID]]:
        """Who coordinates each country."""
        return find_coordinator_ids(self._session)

    @cached_property
    def self_approving(self) -> Container[int]:
        """The publishers that approve by themselves."""
        return find_self_approving(
            self._session, {row.publisher_id for row in self._documents.values()}
        )

    @cached_property
    def shown(self) -> frozenset[UUID]:
        """The documents that somebody beyond the publisher was asked about."""
        return frozenset(
            self._session.scalars(
                select(TrailLine.document_id)
                .where(
                    TrailLine.document_id.in_(self._documents),
                    TrailLine.verb.in_(("submitted", "exception_asked", "published")),
                )
                .distinct()
            )
        )

    @cached_property
    def curators(self) -> Mapping[UUID, frozenset[int]]:
        """The organisations that curate each collection along."""
        collections = [row.id for row in self._documents.values() if row.kind == "collection"]
        curators: dict[UUID, frozenset[int]] = {}
        for document_id, organisation_id in self._session.execute(
            select(Curation.document_id, Curation.organisation_id).where(
                Curation.document_id.in_(collections), Curation.accepted_at.is_not(None)
            )
        ):
            curators[document_id] = curators.get(document_id, frozenset()) | {organisation_id}
        return curators


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
