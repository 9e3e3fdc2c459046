"""What runs beside the site is woken by work, and by nothing else."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

import pytest
from sqlalchemy import text

from network.changes import record_change
from network.db import Database, announce_work
from network.mail.outbox import queue_mail
from network.worker.coordination import Coordination
from network.worker.locks import coordinate


@pytest.fixture
def listening(database: Database) -> Coordination:
    coordination = coordinate(database)
    coordination.hold(())
    return coordination


def test_a_commit_wakes_where_it_left_work_and_only_there(
    database: Database, listening: Coordination
) -> None:
    woken = []
    database.after_commit.append(lambda: woken.append(1))
    with database.transaction() as session:
        session.execute(text("UPDATE counters SET value = value"))
    assert not listening.wait(0)
    with suppress(LookupError), database.transaction() as session:
        record_change(session, uuid4(), "published")
        raise LookupError
    assert not listening.wait(0.2)
    assert not woken
    for number, leave in enumerate(
        (
            lambda session: record_change(session, uuid4(), "published"),
            lambda session: queue_mail(session, "kari@grannar.example", "s", "b", "nb"),
            announce_work,
        ),
        start=1,
    ):
        with database.transaction() as session:
            leave(session)
        assert listening.wait(2)
        assert not listening.wait(0.2)
        assert len(woken) == number
    listening.close()
