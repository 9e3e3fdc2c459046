"""A clock that was ahead and was put right keeps nobody waiting longer than anything else does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from network import clock
from network.changes import read_newest_change
from network.community.following.actions import follow
from network.community.following.digests import queue_digests
from network.community.missed_searches.counting import MissedSearches
from network.community.missed_searches.tables import MissedSearch
from network.community.permissions import AN_HOUR, demand_quota
from network.errors import TooMany
from network.mail.delivery import deliver_due
from network.mail.outbox import queue_mail
from network.mail.tables import OutgoingMail
from network.mail.transports import FolderTransport
from network.people.actors import read_actor
from network.people.events import record_event
from network.people.guess_limits import Origin
from network.people.one_time_links import VALID, draw_link, find_account_by_link
from network.people.sign_ins import IDLE, begin_sign_in, find_sign_in, note_seen
from network.people.signing_in import Attempt, finish_sign_in, may_be_mailed, prepare_sign_in
from tests.web.people import PASSWORD, account, site_of

RIGHT = datetime(2026, 11, 18, 9, tzinfo=UTC)
AHEAD = RIGHT + timedelta(days=2)
EMAIL = "kari@grannar.example"
ORIGIN = Origin("192.0.2.1", b"key")


@contextmanager
def at(app: Flask, moment: datetime) -> Iterator[Session]:
    """A transaction at a moment."""
    with clock.freeze_time(moment), site_of(app).database.transaction() as session:
        yield session


@pytest.fixture
def kari(own_app: Flask) -> UUID:
    with clock.freeze_time(RIGHT):
        return account(own_app, "Kari")


def attempt(app: Flask, moment: datetime, password: str) -> Attempt:
    with at(app, moment) as session:
        who = prepare_sign_in(session, EMAIL, ORIGIN)
        right = not who.wait and who.is_right(password)
        return finish_sign_in(session, who, right, password, "Firefox", None)


@pytest.mark.usefixtures("kari")
def test_whoever_failed_ahead_of_time_waits_five_minutes_at_most(own_app: Flask) -> None:
    moment, wait = AHEAD, 0
    for _ in range(16):
        wait = attempt(own_app, moment, "feil").wait
        moment += timedelta(seconds=wait)
    assert 0 < attempt(own_app, RIGHT, PASSWORD).wait <= 300
    assert attempt(own_app, RIGHT + timedelta(seconds=300), PASSWORD).secret


@pytest.mark.usefixtures("kari")
def test_whoever_asked_for_mails_ahead_of_time_gets_one_within_the_hour(own_app: Flask) -> None:
    for _ in range(4):
        with at(own_app, AHEAD) as session:
            assert may_be_mailed(session, EMAIL, ORIGIN)
    with at(own_app, RIGHT) as session:
        assert not may_be_mailed(session, EMAIL, ORIGIN)
    with at(own_app, RIGHT + timedelta(hours=1, seconds=1)) as session:
        assert may_be_mailed(session, EMAIL, ORIGIN)


def test_a_sign_in_from_ahead_lasts_no_longer_than_others(own_app: Flask, kari: UUID) -> None:
    with at(own_app, RIGHT + timedelta(hours=6)) as session:
        soon = begin_sign_in(session, kari, "Firefox")
    with at(own_app, AHEAD) as session:
        late = begin_sign_in(session, kari, "Firefox")
    with at(own_app, RIGHT) as session:
        found = find_sign_in(session, soon)
        assert found is not None
        # Once it is seen, it counts from there.
        sign_in, _account = found
        note_seen(session, sign_in.id)
        assert sign_in.began_at == sign_in.seen_at == RIGHT
        assert find_sign_in(session, late) is None
    with at(own_app, RIGHT + IDLE) as session:
        assert find_sign_in(session, soon) is None


def test_a_link_from_ahead_works_no_longer_than_an_hour(own_app: Flask, kari: UUID) -> None:
    with at(own_app, AHEAD) as session:
        secret = draw_link(session, kari, "reset")
        assert find_account_by_link(session, secret) is not None
    with at(own_app, RIGHT) as session:
        assert find_account_by_link(session, secret) is None
        asked_anew = draw_link(session, kari, "reset")
        assert find_account_by_link(session, asked_anew) is not None
    with at(own_app, RIGHT + VALID["reset"]) as session:
        assert find_account_by_link(session, asked_anew) is None


def test_mail_put_off_ahead_of_time_goes_out(
    own_app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = site_of(own_app).database
    mails = FolderTransport(tmp_path_factory.mktemp("mail"), "grannar@grannar.example")
    with at(own_app, AHEAD) as session:
        mail_id = queue_mail(session, EMAIL, "Hei", "Tekst", "nb").id
    with clock.freeze_time(RIGHT):
        assert len(deliver_due(database, mails)) == 1
    # Claimed by somebody who died, a moment before the clock was put right.
    with at(own_app, RIGHT) as session:
        session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail_id)
            .values(sent_at=None, next_try_at=AHEAD)
        )
    with clock.freeze_time(RIGHT):
        assert len(deliver_due(database, mails)) == 1
        assert deliver_due(database, mails) == []


def test_what_was_done_ahead_of_time_is_not_counted_against_who_speaks(
    own_app: Flask, kari: UUID
) -> None:
    def act(moment: datetime) -> None:
        with at(own_app, moment) as session:
            for _ in range(AN_HOUR):
                record_event(session, kari, "question_asked", kari)

    act(AHEAD)
    with at(own_app, RIGHT) as session:
        demand_quota(session, read_actor(session, kari))
    act(RIGHT)
    with at(own_app, RIGHT) as session, pytest.raises(TooMany) as refused:
        demand_quota(session, read_actor(session, kari))
    assert refused.value.minutes <= 60


def test_who_was_told_ahead_of_time_is_told_again_within_the_period(
    own_app: Flask, kari: UUID, changed: Callable[[datetime], None]
) -> None:
    database = site_of(own_app).database
    with at(own_app, RIGHT) as session:
        actor = read_actor(session, kari)
        follow(session, "organisation", "eksempelvik", "everything", language="nb", actor=actor)
    for moment, mails in ((AHEAD, 1), (RIGHT, 1), (RIGHT + timedelta(hours=1), 0)):
        changed(moment)
        with clock.freeze_time(moment), database.reading() as session:
            newest = read_newest_change(session)
        with clock.freeze_time(moment):
            assert queue_digests(database, lambda key, among: among, newest).mails == mails


@pytest.fixture
def changed(own_app: Flask) -> Callable[[datetime], None]:
    """An entry of Eksempelvik's is revised at a moment."""
    from network.changes import record_change
    from network.entries.tables import Entry

    def change(moment: datetime) -> None:
        with at(own_app, moment) as session:
            entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
            record_change(session, entry.id, "revised")

    return change


def test_searches_that_missed_ahead_of_time_are_not_kept_until_then(own_app: Flask) -> None:
    database = site_of(own_app).database
    for moment, kept in ((AHEAD, 1), (RIGHT, 1), (RIGHT + timedelta(days=91), 0)):
        held = MissedSearches(_written_at=-math.inf)
        with clock.freeze_time(moment):
            if kept:
                held.count("leirskoleskyss", "nb")
            held.write(database)
            with database.reading() as session:
                assert session.scalar(select(func.count()).select_from(MissedSearch)) == kept
