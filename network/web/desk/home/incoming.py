"""Counts of what others have sent to one's desk, by kind."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from network.community.missed_searches.actions import may_curate_searches
from network.community.needs.reminders import find_unanswered_for
from network.community.permissions import find_coordinated_countries
from network.community.questions.actions import open_questions
from network.community.reports.actions import open_reports
from network.people.actors import Actor
from network.web.languages import get_ui_language


@dataclass(frozen=True, slots=True)
class FromOthers:
    """How many questions, reports and unanswered needs wait, and which lists one has."""

    questions: int
    reports: int
    needs: int
    is_coordinator: bool
    may_curate_searches: bool


def read_incoming(session: Session, actor: Actor) -> FromOthers:
    """What waits for the actor. At most some ten small queries."""
    is_coordinator = bool(find_coordinated_countries(session, actor))
    return FromOthers(
        len(open_questions(session, actor)),
        len(open_reports(session, actor)),
        len(find_unanswered_for(session, actor, get_ui_language())) if is_coordinator else 0,
        is_coordinator,
        may_curate_searches(actor),
    )
