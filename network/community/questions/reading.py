"""Reading the questions at an entry, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from network.community.questions.tables import Question
from network.organisations.tables import Organisation
from network.organisations.values import Registered


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """A question at an entry: whose, in which role, and the answer if there is one.

    ``answered_by`` is None while it is open; ``revised_at`` is when the text was revised because
    of it, if that is the answer. One that was taken away has no texts.
    """

    id: UUID
    by: Registered
    role: str
    text: str
    language: str
    asked_at: datetime
    answer: str
    answer_language: str
    answered_by: Registered | None
    answering_role: str
    answered_at: datetime | None
    revised_at: datetime | None
    is_hidden: bool


def read_questions(session: Session, entry_id: UUID) -> list[PublicQuestion]:
    """The questions at a public entry, from the first on. One query."""
    answering = aliased(Organisation)
    rows = session.execute(
        select(Question, Organisation, answering)
        .join(Organisation, Organisation.id == Question.organisation_id)
        .outerjoin(answering, answering.id == Question.answering_id)
        .where(Question.entry_id == entry_id)
        .order_by(Question.asked_at, Question.id)
    )
    return [
        PublicQuestion(
            row.id,
            body.value,
            row.role,
            row.text,
            row.language,
            row.asked_at,
            row.answer,
            row.answer_language,
            other.value if other else None,
            row.answering_role,
            row.answered_at,
            row.revised_at,
            row.is_hidden,
        )
        for row, body, other in rows
    ]
