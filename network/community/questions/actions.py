"""Asking whoever published an entry, and answering in public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from network import clock
from network.changes import record_change
from network.community.permissions import (
    check_words,
    demand_quota,
    demand_representation,
    list_represented_organisations,
)
from network.community.questions.tables import Asker, Question
from network.entries.tables import Entry
from network.errors import Conflict, Invalid, NotFound
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.people.events import Verb, record_event
from network.people.tables import Account

QUESTION_LENGTH = 1_000
ANSWER_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class QuestionThread:
    """A question with the entry it is at and the organisation that asks."""

    question: Question
    entry: Entry
    organisation: Organisation


def ask_question(
    session: Session,
    entry_id: UUID,
    organisation_id: int,
    *,
    text: str,
    language: str,
    actor: Actor,
) -> Question:
    """Ask on behalf of an organisation; the question is public at once, with the role.

    Raises ``NotAllowed``, ``NotFound`` for what is not public, ``Conflict`` for what the
    organisation published itself, ``TooMany``, and ``Invalid`` (fields ``text``, ``language``).
    """
    role = demand_representation(actor, organisation_id, "question.ask")
    entry = session.get(Entry, entry_id)
    if entry is None:
        raise NotFound(str(entry_id))
    if entry.publisher_id == organisation_id:
        raise Conflict("own_entry")
    demand_quota(session, actor)
    question = Question(
        id=uuid4(),
        entry_id=entry_id,
        organisation_id=organisation_id,
        role=role,
        text=check_words(text, language, QUESTION_LENGTH),
        language=language,
        asked_at=clock.now(),
        answer="",
        answer_language="",
        answering_role="",
        is_hidden=False,
    )
    session.add(question)
    session.flush()
    session.add(Asker(question_id=question.id, account_id=actor.account_id))
    session.flush()
    _record(session, actor, "question_asked", organisation_id, entry)
    return question


def get_question(session: Session, question_id: UUID) -> QuestionThread:
    """A question and its entry. Raises ``NotFound`` for one that is gone or was taken away."""
    threads = _threads(session, Question.id == question_id)
    if not threads or threads[0].question.is_hidden:
        raise NotFound(str(question_id))
    return threads[0]


def answer_question(
    session: Session, question_id: UUID, *, text: str, language: str, actor: Actor
) -> Question:
    """Answer in words on behalf of who published the entry; an answer that is there changes.

    Raises ``NotAllowed``, ``NotFound``, and ``Invalid`` (fields ``text``, ``language``).
    """
    thread, role = _to_answer(session, question_id, actor)
    text = check_words(text, language, ANSWER_LENGTH)
    question = thread.question
    question.answer, question.answer_language, question.revised_at = text, language, None
    return _answered(session, thread, role, actor)


def answer_by_revision(session: Session, question_id: UUID, *, actor: Actor) -> Question:
    """Say that the text was revised because of the question, which then points at that day.

    Raises ``NotAllowed``, ``NotFound``, and ``Invalid`` (field ``revised``) when the public text
    was not revised since the question was asked.
    """
    thread, role = _to_answer(session, question_id, actor)
    question, entry = thread.question, thread.entry
    if not is_revised_since(thread):
        raise Invalid.in_field("not_revised", "revised")
    question.answer, question.answer_language = "", ""
    question.revised_at = entry.revised_at
    return _answered(session, thread, role, actor)


def is_revised_since(thread: QuestionThread) -> bool:
    """Whether the public text was revised since it was asked about."""
    return thread.entry.revised_at > thread.question.asked_at


def find_asker(session: Session, question_id: UUID) -> Account | None:
    """The account that wrote a question, while it is open. One query."""
    return session.scalar(
        select(Account)
        .join(Asker, Asker.account_id == Account.id)
        .where(Asker.question_id == question_id, Account.closed_at.is_(None))
    )


def open_questions(session: Session, actor: Actor) -> Sequence[QuestionThread]:
    """The open questions at what the actor's organisations published, the oldest first."""
    mine = list_represented_organisations(actor)
    return _threads(
        session,
        Entry.publisher_id.in_(mine),
        Question.answered_at.is_(None),
        Question.is_hidden.is_(False),
    )


def count_open_questions(actor: Actor) -> ColumnElement[int]:
    """How many ``open_questions`` there are, for a query that counts more."""
    mine = list_represented_organisations(actor)
    if not mine:
        return literal(0)
    return (
        select(func.count())
        .select_from(Question)
        .join(Entry, Entry.id == Question.entry_id)
        .where(
            Entry.publisher_id.in_(mine),
            Question.answered_at.is_(None),
            Question.is_hidden.is_(False),
        )
        .scalar_subquery()
    )


def read_own_questions(session: Session, actor: Actor) -> Sequence[QuestionThread]:
    """What the actor asked, the newest first. One query."""
    asked = select(Asker.question_id).where(Asker.account_id == actor.account_id)
    return list(reversed(_threads(session, Question.id.in_(asked))))


def hide_question(session: Session, question_id: UUID) -> str:
    """Empty a question and its answer in public and return what they said; permission is the
    caller's to ask."""
    row = session.get(Question, question_id, with_for_update=True)
    if row is None:
        return ""
    before = "\n\n".join(filter(None, (row.text, row.answer)))
    row.text, row.answer, row.is_hidden = "", "", True
    session.flush()
    return before


def _to_answer(session: Session, question_id: UUID, actor: Actor) -> tuple[QuestionThread, str]:
    # One answer at a time, so that the first is known to be the first.
    session.scalar(select(Question.id).where(Question.id == question_id).with_for_update())
    thread = get_question(session, question_id)
    return thread, demand_representation(actor, thread.entry.publisher_id, "question.answer")


def _answered(session: Session, thread: QuestionThread, role: str, actor: Actor) -> Question:
    question, entry = thread.question, thread.entry
    is_first = question.answered_at is None
    question.answering_id, question.answering_role = entry.publisher_id, role
    question.answered_at = clock.now()
    session.flush()
    if is_first:
        record_change(session, entry.id, "answered")
    _record(session, actor, "question_answered", entry.publisher_id, entry)
    return question


def _threads(session: Session, *where: ColumnElement[bool]) -> list[QuestionThread]:
    rows = session.execute(
        select(Question, Entry, Organisation)
        .join(Entry, Entry.id == Question.entry_id)
        .join(Organisation, Organisation.id == Question.organisation_id)
        .where(*where)
        .order_by(Question.asked_at, Question.id)
    )
    return [QuestionThread(*row) for row in rows]


def _record(session: Session, actor: Actor, verb: Verb, organisation_id: int, entry: Entry) -> None:
    slug = session.get_one(Organisation, organisation_id).slug
    detail = f"{slug}: {entry.slug}"
    record_event(session, actor.account_id, verb, actor.account_id, detail)
