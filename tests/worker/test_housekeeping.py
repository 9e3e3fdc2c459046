"""What a site forgets by itself: all that the README says, after the time that it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from network import clock
from network.attachments.keeping import GRACE
from network.community.following.tables import ReturnedMail
from network.community.missed_searches.counting import KEPT_FOR
from network.community.monthly_letters.actions import save_letter
from network.community.monthly_letters.content import LetterText, Month
from network.community.monthly_letters.tables import MonthlyLetter
from network.content_files.importing import import_folder
from network.db import Base, Database
from network.documents.tables import ThrownAwayCopy, WorkingCopy
from network.mail.outbox import queue_mail
from network.mail.tables import OutgoingMail
from network.organisations.queries import find_organisation_ids
from network.people import api_tokens
from network.people.accounts import close, invite
from network.people.actors import get_system_actor
from network.people.events import record_event
from network.people.guess_limits import Origin, reserve_guess
from network.people.one_time_links import draw_link
from network.people.sign_ins import begin_sign_in
from network.people.spent_tokens import spend
from network.people.tables import (
    Account,
    AccountEvent,
    ApiToken,
    FailedSignIn,
    OneTimeLink,
    SignIn,
    SpentToken,
)
from network.worker.housekeeping import FORGOTTEN
from tests.conftest import ROOT
from tests.folders import write_folder
from tests.people import coordinator, national_coordinator

Make = Callable[[Session, Account], object]


def copy(session: Session, account: Account, model: type = WorkingCopy, **more: object) -> None:
    home = find_organisation_ids(session)["eksempelvik"]
    session.add(
        model(
            account_id=account.id,
            document_id=uuid4(),
            language="nb",
            kind="experience",
            organisation_id=home,
            fields={"title": "Halvferdig"},
            **more,
        )
    )


def open_copy(session: Session, account: Account) -> None:
    copy(session, account, kept_at=clock.now(), number=1, window="", window_since=1, clashes=[])


def throw_away(session: Session, account: Account) -> None:
    copy(session, account, ThrownAwayCopy, thrown_away_at=clock.now())


def close_with_copy(session: Session, account: Account) -> None:
    open_copy(session, account)
    close(session, account.id, actor=get_system_actor(session, "test"))


def sign_out(session: Session, account: Account) -> None:
    record_event(session, account.id, "signed_out", account.id)


def end_token(session: Session, account: Account) -> None:
    kari = coordinator(session)
    home = find_organisation_ids(session)["eksempelvik"]
    api_tokens.make_token(session, home, "Saksystemet", clock.today() + timedelta(9), actor=kari)
    token = session.scalars(select(ApiToken)).one()
    api_tokens.end_token(session, token.id, actor=kari)


def write_letter(session: Session, account: Account) -> None:
    nils = national_coordinator(session, "NO")
    text = LetterText("nb", "Hei", "", "", ())
    save_letter(session, "NO", Month.of(clock.today()), text, 0, actor=nils)


MADE: dict[str, tuple[type[Base], Make]] = {
    "texts that somebody threw away": (ThrownAwayCopy, throw_away),
    "forms that nobody went on with": (WorkingCopy, open_copy),
    "forms of closed accounts": (WorkingCopy, close_with_copy),
    "mails that were sent or given up": (
        OutgoingMail,
        lambda session, account: setattr(
            queue_mail(session, "kari@eksempelvik.example", "Hei", "Tekst", "nb"),
            "sent_at",
            clock.now(),
        ),
    ),
    "mails that came back": (
        ReturnedMail,
        lambda session, account: session.add(
            ReturnedMail(mail_key="one", reason="blocked", returned_at=clock.now())
        ),
    ),
    "sign-ins that are over": (
        SignIn,
        lambda session, account: begin_sign_in(session, account.id, "Firefox"),
    ),
    "links that were mailed": (
        OneTimeLink,
        lambda session, account: draw_link(session, account.id, "reset"),
    ),
    "wrong passwords": (
        FailedSignIn,
        lambda session, account: reserve_guess(
            session, "kari@eksempelvik.example", account.id, Origin("192.0.2.1", b"key")
        ),
    ),
    "what may be taken once": (
        SpentToken,
        lambda session, account: spend(session, "state", "drawn once"),
    ),
    "who signed in and out": (AccountEvent, sign_out),
    "letters of the month": (MonthlyLetter, write_letter),
    "access tokens that work no more": (ApiToken, end_token),
}


def read_periods() -> dict[str, timedelta]:
    """The table of README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("**What is kept how long.**")[2].partition("\n\nWhat was saved")[0]
    return {
        re.sub(r" \(.*\)", "", what).partition(",")[0]: timedelta(**{f"{unit}s": int(number)})
        for what, number, unit in re.findall(r"\| (.+) \| (\d+) (day|hour)s? \|", table)
    }


def test_the_readme_says_what_is_forgotten_and_when() -> None:
    expected = {name: after for name, after, _ in FORGOTTEN}
    expected["searches that found nothing"] = KEPT_FOR
    expected["files that nothing uses"] = GRACE
    assert read_periods() == expected
    assert set(MADE) == {name for name, _, _ in FORGOTTEN}


@pytest.mark.parametrize(("name", "after", "delete_old"), FORGOTTEN)
def test_what_is_over_is_deleted_and_nothing_before(
    database: Database,
    tmp_path: Path,
    name: str,
    after: timedelta,
    delete_old: Callable[[Session], object],
) -> None:
    model, make = MADE[name]
    now = clock.now()
    with database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
        site = get_system_actor(session, "test")
        account = invite(session, "Kari", "kari@eksempelvik.example", "nb", actor=site)
        before = session.scalar(select(func.count()).select_from(model)) or 0
        with clock.freeze_time(now):
            make(session, account)
    # A link works for an hour before it is over.
    for later, more in ((after - timedelta(minutes=1), True), (after + timedelta(hours=2), False)):
        with clock.freeze_time(now + later), database.transaction() as session:
            delete_old(session)
            number = session.scalar(select(func.count()).select_from(model)) or 0
            assert (number > before) == more, later


def test_what_somebody_did_stays_with_their_mandates(database: Database) -> None:
    now = clock.now()
    with database.transaction() as session:
        site = get_system_actor(session, "test")
        account = invite(session, "Kari", "kari@eksempelvik.example", "nb", actor=site)
        record_event(session, account.id, "mandate_given", account.id)
        record_event(session, account.id, "signed_in", account.id)
    with clock.freeze_time(now + timedelta(days=900)), database.transaction() as session:
        for _, _, delete_old in FORGOTTEN:
            delete_old(session)
        verbs = session.scalars(
            select(AccountEvent.verb).where(AccountEvent.account_id == account.id)
        ).all()
        assert verbs == ["invited", "mandate_given"]
