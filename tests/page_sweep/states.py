"""States of a site that no act of the demonstration makes, for the pages that show them.

Accounts with a second step and one that has to set it up, links that were mailed, and searches that
found too little, over three months.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pyotp
from sqlalchemy.orm import Session

from network import clock
from network.community.following.actions import load_mail_preference
from network.community.missed_searches.tables import MissedSearch
from network.community.questions.actions import ask_question
from network.community.reports.actions import report_page
from network.db import Database
from network.entries.addresses import find_address
from network.organisations.queries import find_organisation_ids
from network.people.accounts import find_account, invite
from network.people.actors import Actor, get_system_actor, read_actor
from network.people.mandates import give
from network.people.one_time_links import draw_link
from network.people.second_factors import draw_secret, set_app
from network.people.signing_in import set_password
from network.people.tables import Account, Passkey
from tests.demonstration import DEMONSTRATION

# Their second step: those of whom it is demanded, and an approver who wants it.
WITH_APP = ("nils", "nina", "ada", "anders")
WITH_PASSKEY = "anders"
# Has to set it up before anything else; the other was invited and has not come yet.
WITHOUT_APP = "ny.nasjonal@provefjord.example"
_INVITED = "invitert@eksempelvik.example"
# Words, language, how many days ago, how often, how often of these with too little.
_MISSED = (
    ("skolevegring", "nb", 2, 4, 0),
    ("skolevegring", "nb", 34, 6, 2),
    ("fravær i barnehagen", "nb", 61, 3, 3),
    ("hemmasittare", "sv", 3, 5, 1),
    ("hemmasittare", "sv", 40, 2, 0),
    ("digitalt utenforskap", "nb", 9, 3, 0),
    ("digitalt utanförskap bland äldre", "sv", 36, 7, 7),
    ("ensomme eldre", "nb", 64, 4, 1),
    ("solceller på skoletak", "nb", 20, 3, 0),
    ("kameraövervakning torg", "sv", 12, 4, 4),
)


@dataclass(frozen=True, slots=True)
class States:
    """``words`` go into addresses and forms by name; the app of those who have one makes its codes
    of ``secret``."""

    words: Mapping[str, str]
    secret: str

    def write(self, file: Path) -> None:
        """Keep them for a sweep of a site that runs on."""
        file.write_text(json.dumps({"words": dict(self.words), "secret": self.secret}))


def read_states(file: Path) -> States:
    """What ``States.write`` kept. Raises ``OSError``."""
    kept = json.loads(file.read_text())
    return States(kept["words"], kept["secret"])


def make_states(database_url: str, site_key: str) -> States:
    """Make them in the database of a demonstration that runs; once."""
    database = Database(database_url)
    secret = draw_secret()
    try:
        with database.transaction() as session:
            site = get_system_actor(session, "demo")
            for person in DEMONSTRATION.accounts:
                if person.key in WITH_APP:
                    _give_app(session, person.email, secret, site_key)
            _add_passkey(session)
            _add_coordinator_without_app(session, site)
            invited = invite(session, "Inger Eksempel", _INVITED, "nb", actor=site)
            kari = _find(session, "koordinator@eksempelvik.example")
            words = {
                "invitation": draw_link(session, invited.id, "invitation"),
                "mail": load_mail_preference(session, kari.id).secret,
            }
            _report(session, kari)
            _ask(session, _find(session, "koordinator@exempelstad.example"))
            today = clock.today()
            session.add_all(
                MissedSearch(
                    words=missed, language=language, day=today - timedelta(ago), times=n, weak=weak
                )
                for missed, language, ago, n, weak in _MISSED
            )
    finally:
        database.engine.dispose()
    return States(words, secret)


def _find(session: Session, email: str) -> Account:
    account = find_account(session, email)
    assert account is not None, email
    return account


def _give_app(session: Session, email: str, secret: str, site_key: str) -> None:
    code = pyotp.TOTP(secret).at(int(clock.now().timestamp()))
    assert set_app(session, _find(session, email).id, secret, code, site_key.encode())


def _find_meeting(session: Session) -> UUID:
    address = find_address(session, "eksempelvik", "demo-fritid-varen")
    assert address is not None
    assert address.entry_id is not None
    return address.entry_id


def _ask(session: Session, account: Account) -> None:
    ask_question(
        session,
        _find_meeting(session),
        find_organisation_ids(session)["exempelstad"],
        text="Finns listan över lediga platser någonstans, så att vi kan se hur den ser ut?",
        language="sv",
        actor=read_actor(session, account.id),
    )


def _report(session: Session, account: Account) -> None:
    report_page(
        session,
        _find_meeting(session),
        reason="Lista over ledige plasser er ikke lagt ut, så tilstanden stemmer ikke.",
        actor=read_actor(session, account.id),
    )


def _add_passkey(session: Session) -> None:
    email = next(one.email for one in DEMONSTRATION.accounts if one.key == WITH_PASSKEY)
    # It is shown and asked for; no browser has it.
    passkey = Passkey(
        account_id=_find(session, email).id,
        credential_id="Zm9yLXNob3c",
        public_key="Zm9yLXNob3c",
        sign_count=0,
        name="Telefonen",
        since=clock.now(),
    )
    session.add(passkey)


def _add_coordinator_without_app(session: Session, site: Actor) -> None:
    account = invite(session, "Nora Eksempel", WITHOUT_APP, "nb", actor=site)
    set_password(session, account, DEMONSTRATION.password)
    give(
        session,
        account.id,
        "national_coordinator",
        organisation_id=find_organisation_ids(session)["provefjord"],
        country="NO",
        actor=site,
    )
