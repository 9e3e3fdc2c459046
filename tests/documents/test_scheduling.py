"""Approved now, public at a time: exactly then, once, and only what was approved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.db import Database
from network.documents.publishing import publish
from network.documents.revisions import revise
from network.documents.scheduling import (
    DuePublication,
    end_schedule,
    find_due_publications,
    find_schedule,
    note_problem,
    publish_due,
    schedule,
)
from network.documents.tables import ScheduledPublication, TrailLine
from network.documents.workflow import send_back, submit, take_back
from network.entries.tables import Entry
from network.errors import Conflict, Invalid, NotAllowed
from network.people.tables import Mandate
from tests.documents.conftest import begun, need
from tests.people import approver, coordinator, national_coordinator, stranger

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
EIGHT = datetime(2027, 3, 1, 7, tzinfo=UTC)


def scheduled(session: Session, at: datetime = EIGHT) -> tuple[UUID, UUID]:
    """A text that is approved for a time: its document and the revision."""
    kari = coordinator(session)
    revision = begun(session, kari)
    submit(session, revision.id, actor=kari)
    schedule(session, revision.id, at, actor=approver(session), note="Etter møtet")
    return revision.document_id, revision.id


def due(session: Session, document_id: UUID) -> DuePublication:
    """The one text whose time has come."""
    (publication,) = find_due_publications(session)
    assert publication == DuePublication(document_id, "nb")
    return publication


def test_it_becomes_public_at_its_time_and_not_before(house: Database) -> None:
    with clock.freeze_time(NOON), house.transaction() as session:
        document_id, _revision_id = scheduled(session)
        waiting = find_schedule(session, document_id, "nb")
        assert waiting is not None
        assert waiting.at == EIGHT
        assert waiting.problem == ""
        anne = session.scalars(select(ScheduledPublication.approved_by)).one()
    with clock.freeze_time(EIGHT - timedelta(seconds=1)), house.transaction() as session:
        assert find_due_publications(session) == []
        assert not publish_due(session, DuePublication(document_id, "nb"))
    with clock.freeze_time(EIGHT), house.transaction() as session:
        assert publish_due(session, due(session, document_id))
        assert session.get_one(Entry, document_id).published_at == EIGHT
        assert find_schedule(session, document_id, "nb") is None
        line = session.scalars(
            select(TrailLine).where(TrailLine.verb == "published").order_by(TrailLine.id.desc())
        ).first()
        assert line is not None
        # In the name of whoever approved it.
        assert line.actor_id == anne
    with clock.freeze_time(EIGHT), house.transaction() as session:
        assert find_due_publications(session) == []
        assert not publish_due(session, DuePublication(document_id, "nb"))


def test_what_is_written_meanwhile_does_not_come_along(house: Database) -> None:
    with clock.freeze_time(NOON), house.transaction() as session:
        document_id, _revision_id = scheduled(session)
        revise(session, document_id, need("Noe annet"), actor=coordinator(session))
    with clock.freeze_time(EIGHT), house.transaction() as session:
        assert publish_due(session, due(session, document_id))
        assert session.get_one(Entry, document_id).content["title"] == "Vi trenger hjelp"


@pytest.mark.parametrize("how", ["taken back", "sent back", "approved at once", "ended"])
def test_a_text_that_leaves_review_loses_its_time_for_good(house: Database, how: str) -> None:
    with clock.freeze_time(NOON), house.transaction() as session:
        document_id, revision_id = scheduled(session)
        kari, anne = coordinator(session), approver(session)
        match how:
            case "taken back":
                take_back(session, revision_id, actor=kari)
            case "sent back":
                send_back(session, revision_id, actor=anne, note="Nei")
            case "approved at once":
                publish(session, revision_id, actor=anne)
            case _:
                end_schedule(session, document_id, "nb", actor=kari)
        assert session.scalars(select(ScheduledPublication)).all() == []
        if how in ("taken back", "sent back"):
            submit(session, revision_id, actor=kari)
        assert find_schedule(session, document_id, "nb") is None


def test_who_may_and_when(house: Database) -> None:
    with clock.freeze_time(NOON), house.transaction() as session:
        kari = coordinator(session)
        revision = begun(session, kari)
        with pytest.raises(Conflict, match="not in review"):
            schedule(session, revision.id, EIGHT, actor=approver(session))
        submit(session, revision.id, actor=kari)
        for nobody in (kari, stranger(session), national_coordinator(session, "SE")):
            with pytest.raises(NotAllowed):
                schedule(session, revision.id, EIGHT, actor=nobody)
            if nobody is not kari:
                with pytest.raises(NotAllowed):
                    end_schedule(session, revision.document_id, "nb", actor=nobody)
        for moment in (NOON, NOON - timedelta(days=1), NOON + timedelta(days=367)):
            with pytest.raises(Invalid):
                schedule(session, revision.id, moment, actor=approver(session))
        with pytest.raises(Conflict):
            end_schedule(session, revision.document_id, "nb", actor=kari)
        schedule(session, revision.id, EIGHT, actor=approver(session))
        schedule(session, revision.id, EIGHT + timedelta(days=1), actor=approver(session))
        waiting = find_schedule(session, revision.document_id, "nb")
        assert waiting is not None
        assert waiting.at == EIGHT + timedelta(days=1)


def test_a_mandate_that_ended_meanwhile_does_not_undo_the_approval(house: Database) -> None:
    with clock.freeze_time(NOON), house.transaction() as session:
        document_id, _revision_id = scheduled(session)
        for mandate in session.scalars(select(Mandate)):
            mandate.ended_at = NOON
    with clock.freeze_time(EIGHT), house.transaction() as session:
        assert publish_due(session, due(session, document_id))
        assert session.get(Entry, document_id) is not None


def test_what_was_in_the_way_is_kept_and_not_tried_again(house: Database) -> None:
    with clock.freeze_time(NOON), house.transaction() as session:
        document_id, _revision_id = scheduled(session)
        note_problem(session, DuePublication(document_id, "nb"), "identity_number")
    with clock.freeze_time(EIGHT), house.transaction() as session:
        assert find_due_publications(session) == []
        assert not publish_due(session, DuePublication(document_id, "nb"))
        waiting = find_schedule(session, document_id, "nb")
        assert waiting is not None
        assert waiting.problem == "identity_number"


# By the EU's rule: 28 March 2027 from two to three, 25 October 2026 from three to two.
@pytest.mark.parametrize(
    ("local", "moments"),
    [
        ("2027-03-01T08:00", ["2027-03-01T07:00"]),
        ("2027-07-01T08:00", ["2027-07-01T06:00"]),
        ("2027-03-28T01:59", ["2027-03-28T00:59"]),
        ("2027-03-28T02:30", []),
        ("2027-03-28T03:00", ["2027-03-28T01:00"]),
        ("2026-10-25T01:59", ["2026-10-24T23:59"]),
        ("2026-10-25T02:30", ["2026-10-25T00:30", "2026-10-25T01:30"]),
        ("2026-10-25T03:00", ["2026-10-25T02:00"]),
    ],
)
def test_what_the_clock_on_the_wall_means(local: str, moments: list[str]) -> None:
    found = clock.find_moments(datetime.fromisoformat(local))
    assert [moment.strftime("%Y-%m-%dT%H:%M") for moment in found] == moments
