"""Reporting a page or what was said on it, and settling that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from network import clock
from network.community.needs.actions import hide_answer
from network.community.needs.tables import NeedAnswer
from network.community.permissions import (
    check_words,
    demand_quota,
    find_coordinated_countries,
    is_coordinator,
    lock_account,
)
from network.community.questions.actions import hide_question
from network.community.questions.tables import Question
from network.community.reports.tables import Report
from network.entries.tables import Entry
from network.errors import Conflict, NotAllowed, NotFound
from network.organisations.tables import Organisation
from network.people.actors import Actor
from network.people.events import record_event

REASON_LENGTH = 1_000
NOTE_LENGTH = 1_000

About = Literal["page", "question", "answer"]


def find_said(session: Session, entry_id: UUID, about: About, said_id: UUID | None) -> str:
    """The words of the question or answer that is to be reported, "" for a page or an entry.

    Raises ``NotFound`` unless it is public at this entry.
    """
    if about == "page":
        if session.get(Entry, entry_id) is None:
            raise NotFound(str(entry_id))
        return ""
    if said_id is None:
        raise NotFound("nothing is named")
    row: Question | NeedAnswer | None
    if about == "question":
        row = session.get(Question, said_id)
        said_at = row.entry_id if row else None
    else:
        row = session.get(NeedAnswer, said_id)
        said_at = row.need_id if row else None
    if row is None or row.is_hidden or said_at != entry_id:
        raise NotFound(str(said_id))
    return row.text


def report_page(
    session: Session,
    entry_id: UUID,
    *,
    about: About = "page",
    said_id: UUID | None = None,
    reason: str,
    actor: Actor,
) -> Report:
    """Report a page, or a question or answer on it. Whoever has an account may.

    Raises ``NotFound`` for what is not public, ``Conflict`` for what the account has reported and
    nobody has settled yet, ``TooMany``, and ``Invalid`` (field ``reason``).
    """
    find_said(session, entry_id, about, said_id)
    entry = session.get_one(Entry, entry_id)
    # Before one looks what was reported, since it locks the account: two at once are one report.
    lock_account(session, actor)
    again = select(Report.id).where(
        Report.account_id == actor.account_id,
        Report.entry_id == entry_id,
        Report.said_id == said_id if said_id else Report.said_id.is_(None),
        Report.outcome == "",
    )
    if session.scalar(again) is not None:
        raise Conflict("reported_already")
    demand_quota(session, actor)
    body = session.get_one(Organisation, entry.organisation_id)
    row = Report(
        id=uuid4(),
        about=about,
        entry_id=entry_id,
        said_id=said_id,
        country=body.country or "",
        account_id=actor.account_id,
        reason=check_words(reason, "nb", REASON_LENGTH, "reason"),
        reported_at=clock.now(),
        outcome="",
        note="",
        taken_away="",
    )
    session.add(row)
    session.flush()
    detail = f"{about}: {body.slug}/{entry.slug}"
    record_event(session, actor.account_id, "reported", actor.account_id, detail)
    return row


def get_report(session: Session, report_id: UUID, *, actor: Actor) -> Report:
    """A report, for who coordinates the country and for who made it. Raises ``NotFound``."""
    row = session.get(Report, report_id)
    if row is None or not (
        row.account_id == actor.account_id or is_coordinator(session, actor, row.country)
    ):
        raise NotFound(str(report_id))
    return row


def close_report(
    session: Session, report_id: UUID, *, hide: bool, note: str, actor: Actor
) -> Sequence[Report]:
    """Settle a report, and with it every open one about the same words.

    ``hide`` takes a question or answer out of public; what it said is kept with the report. A
    page cannot be hidden so: whoever may withdraw it does that at its desk. Returns what was
    settled. Raises ``NotFound``, ``NotAllowed``, and ``Conflict`` for one that is settled, or a
    page that is to be hidden.
    """
    row = session.get(Report, report_id, with_for_update=True)
    if row is None:
        raise NotFound(str(report_id))
    if not is_coordinator(session, actor, row.country):
        raise NotAllowed("report.settle")
    if row.outcome:
        raise Conflict("settled_already")
    if hide and row.said_id is None:
        raise Conflict("page_cannot_be_hidden")
    taken = ""
    if hide and row.said_id is not None:
        take = hide_question if row.about == "question" else hide_answer
        taken = take(session, row.said_id)
    same = [row]
    if row.said_id is not None:
        same = list(
            session.scalars(
                select(Report)
                .where(Report.said_id == row.said_id, Report.outcome == "")
                .order_by(Report.id)
                .with_for_update()
            )
        )
    now = clock.now()
    for report in same:
        report.outcome, report.note = "hidden" if hide else "kept", note.strip()[:NOTE_LENGTH]
        report.settled_by, report.settled_at, report.taken_away = actor.account_id, now, taken
        session.flush()
        detail = f"{report.about}: {report.outcome}, {report.entry_id.hex[:8]}"
        record_event(session, report.account_id, "report_settled", actor.account_id, detail)
    return same


def open_reports(session: Session, actor: Actor) -> Sequence[Report]:
    """What waits to be settled by the actor, the oldest first. At most four queries."""
    countries = find_coordinated_countries(session, actor)
    if not countries:
        return []
    return session.scalars(
        select(Report)
        .where(Report.country.in_(countries), Report.outcome == "")
        .order_by(Report.reported_at, Report.id)
    ).all()


def count_open_reports(countries: Sequence[str]) -> ColumnElement[int]:
    """How many reports wait in the countries that somebody looks after, for a query that counts
    more."""
    if not countries:
        return literal(0)
    waiting = select(func.count()).where(Report.country.in_(countries), Report.outcome == "")
    return waiting.scalar_subquery()


def read_own_reports(session: Session, actor: Actor, limit: int = 50) -> Sequence[Report]:
    """What the actor reported, the newest first. One query."""
    return session.scalars(
        select(Report)
        .where(Report.account_id == actor.account_id)
        .order_by(Report.reported_at.desc(), Report.id)
        .limit(limit)
    ).all()
