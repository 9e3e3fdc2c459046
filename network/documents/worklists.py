"""What a desk shows: one's own work, what waits, and what an organisation has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    and_,
    case,
    false,
    func,
    not_,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import Session, aliased

from network import clock
from network.documents.document_addresses import find_coming_slug
from network.documents.identity_guard import (
    NumberInContext,
    find_numbers_in_file_texts,
    find_numbers_in_slug,
    find_numbers_in_value,
)
from network.documents.listed_texts import read_title
from network.documents.permissions import PERMISSIONS, PermissionContext, load_contexts
from network.documents.review_tables import Assignment
from network.documents.revisions import read_content
from network.documents.tables import (
    Curation,
    Document,
    DocumentText,
    OverruledGuard,
    Revision,
    TrailLine,
)
from network.documents.wanted_translations import lacks_neighbours_words
from network.documents.working_copies import find_copy
from network.kinds import Content
from network.kinds.translation import Translation
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.people.mandates import find_coordinator_ids
from network.people.tables import Account, OwnApproval

# Overdue for so long, a review becomes the national coordinator's task as well.
HANDED_ON = timedelta(days=60)
# Before anything was asked here: "later than that" is answered by an index where "is there" is not.
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Work:
    """One language of a document, as lists show it.

    ``assignee`` is the name of whom the document is given to, "" for nobody, ``due`` by when.
    """

    document_id: UUID
    language: str
    is_original: bool
    kind: str
    title: str
    organisation: str
    organisation_name: str
    country: str
    state: str
    is_public: bool
    since: datetime | None
    number: int
    revision_id: UUID
    author: str
    review_due: date | None
    asks_exception: bool
    assignee: str
    due: date | None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of a list of works, counted from 1, and how many works the whole list has."""

    works: Sequence[Work]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages the list has, one at least."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One line of a document's trail."""

    at: datetime
    verb: str
    actor: str
    language: str
    number: int | None
    note: str


@dataclass(frozen=True, slots=True)
class TextState:
    """How far one language of a document has come, for whoever reads its page.

    ``asked`` is the revision that a reviewer was asked about last, ``published`` the public one.
    ``address`` is the slug of an original where it is or will be public, "" for a translation.
    ``numbers`` are the identity numbers of the newest revision, where they stand: never logged.
    ``note`` is what was said at the last step, for whoever takes the next. ``may`` says by
    permission what the actor may do with it.
    """

    text: DocumentText
    newest: Revision
    value: Content | Translation
    asked: Revision | None
    published: Revision | None
    address: str
    numbers: Sequence[NumberInContext]
    note: TrailEntry | None
    may: Mapping[str, bool]
    is_overruled: bool
    asks_exception: bool
    is_own: bool
    has_copy: bool
    was_shown: bool

    @property
    def title(self) -> str:
        """What it is called, in its own language."""
        return read_title(self.value)


def find_own_work(session: Session, actor: Actor, *, page: int = 1, size: int = 20) -> WorkPage:
    """What the actor was given, by the day by which, then what they wrote at and are not done with,
    the last changed first. One query."""
    own = aliased(Assignment)
    is_own = (own.document_id == DocumentText.document_id) & (own.account_id == actor.account_id)
    given = select(own.document_id).where(is_own).exists()
    due = select(own.due).where(is_own).scalar_subquery()
    wrote = select(Revision.document_id, Revision.language).where(
        Revision.author_id == actor.account_id
    )
    assigned = select(Assignment.document_id).where(Assignment.account_id == actor.account_id)
    return _read_page(
        session,
        # By the document first, for which there is an index; two columns in a list have none.
        DocumentText.document_id.in_(union(select(wrote.subquery().c.document_id), assigned))
        & or_(
            tuple_(DocumentText.document_id, DocumentText.language).in_(wrote),
            given & DocumentText.is_original,
        )
        & or_(DocumentText.state != "published", given & DocumentText.is_original),
        # Those with a day first, on both databases: a missing one sorts differently on either.
        (case((due.is_not(None), 0), (given, 1), else_=2), due, DocumentText.changed_at.desc()),
        page,
        size,
    )


def find_work_to_review(
    session: Session,
    actor: Actor,
    *,
    page: int = 1,
    size: int = 20,
    coordinators: Mapping[str, frozenset[UUID]] | None = None,
) -> WorkPage:
    """What waits for the actor's review, the longest waiting first.

    With what asks for an exception from the identity guard. Holds just what ``document.review`` and
    ``document.overrule_guard`` allow the actor. ``coordinators`` are those of each country, where
    they are known. At most two queries, none for who reviews nothing.
    """
    coordinated = _coordinated_by(session, actor, coordinators)
    approved = _approved_by(actor)
    if coordinated is None and approved is None:
        return WorkPage((), 0, page, size)
    reviewed = or_(*(rule for rule in (coordinated, approved) if rule is not None))
    waits = and_(DocumentText.state == "in_review", reviewed)
    asks: ColumnElement[bool] = false()
    if coordinated is not None:
        asks = and_(
            DocumentText.state != "in_review",
            DocumentText.exception_asked_at > _LONG_AGO,
            coordinated,
        )
    return _read_page(
        session,
        or_(waits, asks) & not_(_has_written(actor.account_id)),
        (_waiting_since(),),
        page,
        size,
    )


def find_work_of_organisations(
    session: Session,
    organisations: Sequence[int],
    language: str,
    *,
    page: int = 1,
    size: int = 20,
) -> WorkPage:
    """All that organisations publish or curate along, whatever its state.

    By organisation, in the order given and what others own last, then by title as readers of
    ``language`` (nb, sv) sort. One query.
    """
    if not organisations:
        return WorkPage((), 0, page, size)
    along = select(Curation.document_id).where(
        Curation.organisation_id.in_(organisations), Curation.accepted_at.is_not(None)
    )
    places = case(
        {id: place for place, id in enumerate(organisations)},
        value=Document.organisation_id,
        else_=len(organisations),
    )
    title = DocumentText.order_sv if language == "sv" else DocumentText.order_nb
    return _read_page(
        session,
        or_(Document.publisher_id.in_(organisations), Document.id.in_(along)),
        (places, title),
        page,
        size,
    )


def find_overdue_work(session: Session, actor: Actor, *, page: int = 1, size: int = 20) -> WorkPage:
    """What is public and past its review-by date, the longest overdue first.

    It is the writers' task, and once long overdue that of the national coordinator too. One query.
    """
    own = [
        mandate.organisation_id for mandate in actor.mandates if mandate.organisation_id is not None
    ]
    today = clock.today()
    concerns: list[ColumnElement[bool]] = [Document.publisher_id.in_(own)] if own else []
    if countries := actor.coordinated_countries:
        concerns.append(
            _lies_in(Organisation.country.in_(countries))
            & (DocumentText.review_due <= today - HANDED_ON)
        )
    if not concerns:
        return WorkPage((), 0, page, size)
    return _read_page(
        session,
        (DocumentText.review_due < today) & or_(*concerns),
        (DocumentText.review_due,),
        page,
        size,
    )


def find_untranslated_work(
    session: Session, actor: Actor, *, page: int = 1, size: int = 20
) -> WorkPage:
    """What is public in the actor's countries, as their national coordinator, and has no title and
    summary in the neighbour's language; the longest public first. One query."""
    countries = actor.coordinated_countries
    if not countries:
        return WorkPage((), 0, page, size)
    return _read_page(
        session,
        lacks_neighbours_words() & _lies_in(Organisation.country.in_(countries)),
        (DocumentText.first_published_at,),
        page,
        size,
    )


def _coordinated_by(
    session: Session, actor: Actor, coordinators: Mapping[str, frozenset[UUID]] | None
) -> ColumnElement[bool] | None:
    """Which texts the actor looks after as their country's coordinator or in place of one, as
    ``document.overrule_guard`` has it; None for none."""
    rules: list[ColumnElement[bool]] = []
    if countries := actor.coordinated_countries:
        rules.append(_lies_in(Organisation.country.in_(countries)))
    if actor.holds("administrator"):
        holders = find_coordinator_ids(session) if coordinators is None else coordinators
        rules.append(_lies_in(Organisation.country.not_in(list(holders))))
        rules.extend(
            and_(
                _lies_in(Organisation.country == country),
                *(_has_written(id) for id in sorted(ids)),
            )
            for country, ids in holders.items()
        )
    return or_(*rules) if rules else None


def _lies_in(country: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a document lies at an organisation of a country.

    Written so that no index answers it: a database is to begin with the texts that wait, which are
    few, and not with all that a country has.
    """
    return (Document.organisation_id + 0).in_(select(Organisation.id).where(country))


def _approved_by(actor: Actor) -> ColumnElement[bool] | None:
    """Which texts the actor approves at organisations that approve by themselves."""
    ids = [
        mandate.organisation_id
        for mandate in actor.mandates
        if mandate.role == "approver" and mandate.organisation_id is not None
    ]
    if not ids:
        return None
    approving = select(OwnApproval.organisation_id).where(OwnApproval.organisation_id.in_(ids))
    return Document.publisher_id.in_(approving)


def _has_written(account_id: UUID) -> ColumnElement[bool]:
    """Whether an account is among the authors of a text, as ``load_contexts`` counts them."""
    public, own = aliased(Revision), aliased(Revision)
    # Named, since a subquery two deep is tied to the outermost only where that is said.
    number = (
        select(public.number)
        .where(public.id == DocumentText.published_id)
        .correlate(DocumentText)
        .scalar_subquery()
    )
    wrote_public = (
        select(public.id)
        .where(public.id == DocumentText.published_id, public.author_id == account_id)
        .exists()
    )
    return or_(
        select(own.id)
        .where(
            own.document_id == DocumentText.document_id,
            own.language == DocumentText.language,
            own.author_id == account_id,
            own.number > func.coalesce(number, 0),
        )
        .exists(),
        (DocumentText.newest_id == DocumentText.published_id) & wrote_public,
    )


def _waiting_since() -> ColumnElement[datetime | None]:
    return case(
        (DocumentText.state == "in_review", DocumentText.state_since),
        else_=DocumentText.exception_asked_at,
    )


def read_trail(session: Session, document_id: UUID) -> Sequence[TrailEntry]:
    """Who did what when, the last first. One query."""
    rows = session.execute(
        select(TrailLine, Account.name, Revision.number)
        .join(Account, Account.id == TrailLine.actor_id)
        .outerjoin(Revision, Revision.id == TrailLine.revision_id)
        .where(TrailLine.document_id == document_id)
        .order_by(TrailLine.id.desc())
    )
    return [
        TrailEntry(line.at, line.verb, name, line.language, number, line.note)
        for line, name, number in rows
    ]


def read_endorsers(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of those who endorsed these entries last; what came from another site has none.
    One query."""
    rows = session.execute(
        select(TrailLine.document_id, Account.name)
        .join(Account, Account.id == TrailLine.actor_id)
        .where(TrailLine.document_id.in_(list(ids)), TrailLine.verb == "endorsed")
        .order_by(TrailLine.id)
    )
    return {row.document_id: row.name for row in rows}


def find_texts(session: Session, document_id: UUID) -> Sequence[DocumentText]:
    """The languages of a document, the original first. One query."""
    return session.scalars(
        select(DocumentText)
        .where(DocumentText.document_id == document_id)
        .order_by(DocumentText.is_original.desc(), DocumentText.language)
    ).all()


def list_text_states(
    session: Session, document: Document, lines: Sequence[TrailEntry], *, actor: Actor
) -> Sequence[TextState]:
    """Every language of a document with how far it has come, the original first.

    ``lines`` is its ``trail``. Some ten queries, and as many small ones for each language.
    """
    texts = find_texts(session, document.id)
    contexts = load_contexts(session, [(document, text.language) for text in texts])
    return [
        _text_state(session, document, text, lines, contexts[document.id, text.language], actor)
        for text in texts
    ]


def _text_state(
    session: Session,
    document: Document,
    text: DocumentText,
    lines: Sequence[TrailEntry],
    context: PermissionContext,
    actor: Actor,
) -> TextState:
    newest = session.get_one(Revision, text.newest_id)
    asked = session.get(Revision, text.submitted_id) if text.submitted_id else None
    value = read_content(newest)
    in_review = asked if asked and text.state == "in_review" else newest
    address = find_coming_slug(session, document, in_review) if text.is_original else ""
    steps = (
        line
        for line in lines
        if line.language == text.language and line.verb in ("submitted", "sent_back")
    )
    return TextState(
        text=text,
        newest=newest,
        value=value,
        asked=asked,
        published=session.get(Revision, text.published_id) if text.published_id else None,
        address=address,
        numbers=[
            *find_numbers_in_value(value),
            *find_numbers_in_file_texts(session, value),
            *find_numbers_in_slug(address),
        ],
        note=next(steps, None),
        may={name: rule(actor, context) for name, rule in PERMISSIONS.items()},
        is_overruled=session.get(OverruledGuard, newest.id) is not None,
        asks_exception=asks_exception(session, newest.id),
        is_own=actor.account_id in context.authors,
        has_copy=find_copy(session, document.id, text.language, actor=actor) is not None,
        was_shown=context.was_shown,
    )


def find_revisions(session: Session, document_id: UUID) -> Sequence[tuple[Revision, str]]:
    """Every revision with its author's name, the newest first. One query."""
    rows = session.execute(
        select(Revision, Account.name)
        .join(Account, Account.id == Revision.author_id)
        .where(Revision.document_id == document_id)
        .order_by(Revision.language, Revision.number.desc())
    )
    return [(revision, name) for revision, name in rows]


def find_writers(session: Session, document_id: UUID, language: str) -> Sequence[Account]:
    """Who wrote revisions of one language. One query."""
    wrote = select(Revision.author_id).where(
        Revision.document_id == document_id, Revision.language == language
    )
    return session.scalars(
        select(Account).where(Account.id.in_(wrote), Account.is_system.is_(False))
    ).all()


def asks_exception(session: Session, revision_id: UUID) -> bool:
    """Whether an exception was asked for this revision, and neither given nor refused since. Two
    queries."""
    last = (
        select(TrailLine.verb)
        .where(
            TrailLine.revision_id == revision_id,
            TrailLine.verb.in_(("exception_asked", "exception_refused")),
        )
        .order_by(TrailLine.id.desc())
    )
    return (
        session.scalar(last.limit(1)) == "exception_asked"
        and session.get(OverruledGuard, revision_id) is None
    )


def _read_page(
    session: Session,
    where: ColumnElement[bool],
    order: Sequence[SQLColumnExpression[Any]],
    page: int,
    size: int,
) -> WorkPage:
    """One page of the texts that meet a condition on them and their documents.

    One query: it cuts the list first, and reads of what is left what lists show.
    """
    matching = (
        select(DocumentText.document_id, DocumentText.language)
        .join(Document, Document.id == DocumentText.document_id)
        .where(where)
    )
    total = select(func.count()).select_from(matching.subquery()).scalar_subquery()
    ordered = (*order, DocumentText.document_id, DocumentText.language)
    listed = matching.order_by(*ordered).limit(size).offset((page - 1) * size).subquery()
    assignee = aliased(Account)
    rows = session.execute(
        select(
            total,
            DocumentText,
            Document.kind,
            Revision.number,
            Account.name.label("author"),
            Organisation.slug,
            Organisation.name,
            Organisation.country,
            assignee.name.label("assignee"),
            Assignment.due,
        )
        .select_from(listed)
        .join(
            DocumentText,
            (DocumentText.document_id == listed.c.document_id)
            & (DocumentText.language == listed.c.language),
        )
        .join(Document, Document.id == DocumentText.document_id)
        .join(Revision, Revision.id == DocumentText.newest_id)
        .join(Account, Account.id == Revision.author_id)
        .join(Organisation, Organisation.id == Document.organisation_id)
        .outerjoin(Assignment, Assignment.document_id == Document.id)
        .outerjoin(assignee, assignee.id == Assignment.account_id)
        .order_by(*ordered)
    ).all()
    works = tuple(
        Work(
            document_id=text.document_id,
            language=text.language,
            is_original=text.is_original,
            kind=kind,
            title=text.title,
            organisation=slug,
            organisation_name=name,
            country=country,
            state=text.state,
            is_public=text.published_id is not None,
            since=text.state_since
            if text.state == "in_review" or not text.exception_asked_at
            else text.exception_asked_at,
            number=number,
            revision_id=text.newest_id,
            author=author,
            review_due=text.review_due,
            asks_exception=text.exception_asked_at is not None,
            assignee=assigned_to or "",
            due=due,
        )
        for _, text, kind, number, author, slug, name, country, assigned_to, due in rows
    )
    return WorkPage(works, rows[0][0] if rows else 0, page, size)
