"""What a desk shows: one's own work, what waits, and what an organisation has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session, aliased

from network import clock
from network.documents.document_addresses import find_coming_slug
from network.documents.identity_guard import (
    NumberInContext,
    find_numbers_in_slug,
    find_numbers_in_value,
)
from network.documents.permissions import PERMISSIONS, load_context, may
from network.documents.revisions import find_newest_revision, read_content
from network.documents.tables import (
    Curation,
    Document,
    DocumentText,
    OverruledGuard,
    Revision,
    TrailLine,
)
from network.documents.working_copies import find_copy
from network.kinds import Content
from network.kinds.dates import find_last_day
from network.kinds.translation import Translation
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.people.tables import Account

# Overdue for so long, a review becomes the national coordinator's task as well.
HANDED_ON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Work:
    """One language of a document, as lists show it."""

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
    review_by: str
    asks_exception: bool = False


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

    @property
    def title(self) -> str:
        """What it is called, in its own language."""
        if isinstance(self.value, Content):
            return self.value.title
        return self.value.words.get("title", "")


def find_own_work(session: Session, actor: Actor, limit: int = 100) -> Sequence[Work]:
    """What the actor wrote at and is not done with, the last changed first."""
    mine = select(Revision.document_id).where(Revision.author_id == actor.account_id)
    return [
        work
        for work in _works(session, Document.id.in_(mine), limit=limit)
        if work.state != "published"
    ]


def find_work_to_review(session: Session, actor: Actor, limit: int = 200) -> Sequence[Work]:
    """What waits for the actor's review, by country, the longest waiting first.

    With what asks for an exception from the identity guard.
    """
    asking = _asking(session)
    works = _works(
        session,
        or_(DocumentText.state == "in_review", Document.id.in_(asking) if asking else false()),
        limit=limit,
    )
    by_id = _documents(session, (work.document_id for work in works))
    waits = []
    for work in works:
        document = by_id[work.document_id]
        if work.state == "in_review" and may(
            session, actor, "document.review", document, work.language
        ):
            waits.append(work)
        elif work.document_id in asking and may(
            session, actor, "document.overrule_guard", document, work.language
        ):
            waits.append(_asks(work))
    return sorted(waits, key=lambda work: (work.country, work.since or clock.now()))


def find_work_of_organisations(
    session: Session, ids: Iterable[int], limit: int = 500
) -> Sequence[Work]:
    """All that organisations publish or curate along, whatever its state, by title."""
    wanted = list(ids)
    along = select(Curation.document_id).where(
        Curation.organisation_id.in_(wanted), Curation.accepted_at.is_not(None)
    )
    where = or_(Document.publisher_id.in_(wanted), Document.id.in_(along))
    works = _works(session, where, limit=limit)
    return sorted(works, key=lambda work: (work.organisation, work.title.casefold()))


def find_overdue_work(session: Session, actor: Actor) -> Sequence[Work]:
    """What is public and past its review-by date: the writers' task, and once long overdue that
    of the national coordinator too. The longest overdue first."""
    own = {
        mandate.organisation_id for mandate in actor.mandates if mandate.organisation_id is not None
    }
    countries = {
        mandate.country for mandate in actor.mandates if mandate.role == "national_coordinator"
    }
    today = clock.today()
    works = []
    for work in _works(session, DocumentText.published_id.is_not(None), public=True, limit=5_000):
        if not work.review_by or not work.is_original:
            continue
        due = find_last_day(work.review_by)
        if due >= today:
            continue
        is_own = _publisher(session, work.document_id) in own
        handed_on = work.country in countries and today - due >= HANDED_ON
        if is_own or handed_on:
            works.append((due, work))
    return [work for _, work in sorted(works, key=lambda pair: pair[0])]


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

    ``lines`` is its ``trail``. Some ten queries for each language.
    """
    return [
        _text_state(session, document, text, lines, actor)
        for text in find_texts(session, document.id)
    ]


def _text_state(
    session: Session,
    document: Document,
    text: DocumentText,
    lines: Sequence[TrailEntry],
    actor: Actor,
) -> TextState:
    newest = find_newest_revision(session, document.id, text.language)
    assert newest is not None
    context = load_context(session, document, text.language)
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
        numbers=[*find_numbers_in_value(value), *find_numbers_in_slug(address)],
        note=next(steps, None),
        may={name: rule(actor, context) for name, rule in PERMISSIONS.items()},
        is_overruled=session.get(OverruledGuard, newest.id) is not None,
        asks_exception=asks_exception(session, newest.id),
        is_own=actor.account_id in context.authors,
        has_copy=find_copy(session, document.id, text.language, actor=actor) is not None,
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
    """Whether an exception was asked for this revision and not given. Two queries."""
    asked = select(TrailLine.id).where(
        TrailLine.revision_id == revision_id, TrailLine.verb == "exception_asked"
    )
    return (
        session.scalar(asked.limit(1)) is not None
        and session.get(OverruledGuard, revision_id) is None
    )


def _asking(session: Session) -> frozenset[UUID]:
    """The documents whose newest revision asks for an exception."""
    later = aliased(Revision)
    rows = session.scalars(
        select(Revision.document_id)
        .join(TrailLine, TrailLine.revision_id == Revision.id)
        .outerjoin(OverruledGuard, OverruledGuard.revision_id == Revision.id)
        .outerjoin(
            later,
            (later.document_id == Revision.document_id)
            & (later.language == Revision.language)
            & (later.number > Revision.number),
        )
        .where(
            TrailLine.verb == "exception_asked",
            OverruledGuard.revision_id.is_(None),
            later.id.is_(None),
        )
    )
    return frozenset(rows)


def _asks(work: Work) -> Work:
    values: dict[str, Any] = {name: getattr(work, name) for name in Work.__slots__}
    return Work(**{**values, "asks_exception": True})


def _documents(session: Session, ids: Iterable[UUID]) -> dict[UUID, Document]:
    wanted = set(ids)
    rows = session.scalars(select(Document).where(Document.id.in_(wanted)))
    return {row.id: row for row in rows}


def _publisher(session: Session, document_id: UUID) -> int:
    return session.get_one(Document, document_id).publisher_id


def _works(
    session: Session, where: ColumnElement[bool], *, public: bool = False, limit: int
) -> Sequence[Work]:
    """The languages of documents that meet a condition, each at its newest revision, or at the
    one that is public."""
    later = aliased(Revision)
    query = (
        select(DocumentText, Document, Revision, Account.name, Organisation)
        .join(Document, Document.id == DocumentText.document_id)
        .join(
            Revision,
            (Revision.document_id == DocumentText.document_id)
            & (Revision.language == DocumentText.language),
        )
        .join(Account, Account.id == Revision.author_id)
        .join(Organisation, Organisation.id == Document.organisation_id)
        .where(where)
        .order_by(Revision.made_at.desc(), Document.id, DocumentText.language)
        .limit(limit)
    )
    if public:
        query = query.where(Revision.id == DocumentText.published_id)
    else:
        query = query.outerjoin(
            later,
            (later.document_id == Revision.document_id)
            & (later.language == Revision.language)
            & (later.number > Revision.number),
        ).where(later.id.is_(None))
    return [
        Work(
            document_id=document.id,
            language=text.language,
            is_original=text.is_original,
            kind=document.kind,
            title=_title(revision.content),
            organisation=body.slug,
            organisation_name=body.name,
            country=body.country,
            state=text.state,
            is_public=text.published_id is not None,
            since=text.state_since,
            number=revision.number,
            revision_id=revision.id,
            author=name,
            review_by=revision.content.get("review_by") or "",
        )
        for text, document, revision, name, body in session.execute(query)
    ]


def _title(content: dict[str, Any]) -> str:
    if "words" in content:
        return str(content["words"].get("title", ""))
    return str(content.get("title", ""))
