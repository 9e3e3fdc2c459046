"""Counts of what others have sent to one's desk, by kind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from network.community.missed_searches.actions import may_curate_searches
from network.community.needs.reminders import find_unanswered_in
from network.community.permissions import find_coordinated_countries
from network.community.questions.actions import count_open_questions
from network.community.reports.actions import count_open_reports
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


def read_incoming(
    session: Session, actor: Actor, coordinators: Collection[str] | None = None
) -> FromOthers:
    """What waits for the actor; ``coordinators`` are the countries that have any, where they are
    known. Some three small queries, and three more where needs wait."""
    countries = find_coordinated_countries(session, actor, coordinators)
    questions, reports = session.execute(
        select(count_open_questions(actor), count_open_reports(countries))
    ).one()
    return FromOthers(
        questions,
        reports,
        len(find_unanswered_in(session, countries, get_ui_language())),
        bool(countries),
        may_curate_searches(actor),
    )
