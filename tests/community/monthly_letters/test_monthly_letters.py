"""The letter of the month: drafted from what happened, saved by one at a time, sent once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from network import clock
from network.community.following.actions import (
    choose_letters,
    end_letters,
    follow,
    set_aside,
    set_mail_frequency,
)
from network.community.following.tables import MailPreference
from network.community.missed_searches.counting import MissedSearches
from network.community.monthly_letters import sending
from network.community.monthly_letters.actions import (
    LETTER_KEPT,
    MAIL_KIND,
    OpenLetter,
    forget_letters,
    mail_trial,
    open_letter,
    save_letter,
    send_letter,
)
from network.community.monthly_letters.content import LetterText, Month
from network.community.monthly_letters.mail import LetterMailWriter
from network.community.monthly_letters.sending import count_recipients, queue_letters
from network.community.monthly_letters.tables import MonthlyLetter
from network.content_files.importing import import_folder
from network.db import Database
from network.documents.publishing import withdraw
from network.entries.endorsements import endorse_entry
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.mail.delivery import deliver_due
from network.mail.tables import OutgoingMail
from network.mail.transports import Message
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor, get_system_actor
from network.people.tables import Account
from tests.community.following.digest_sender import CATALOGUES, SITE
from tests.community.following.test_mail import Box, written
from tests.community.following.test_news import put
from tests.folders import write_folder
from tests.people import coordinator, national_coordinator, stranger

NOVEMBER, OCTOBER = Month("2026-11"), Month("2026-10")
BEGUN = LetterText("nb", "Grannar i november", "Dette skjedde.", "", ())
# What the folder of content holds was published in October.
BEFORE, NOON = datetime(2026, 10, 5, 11, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture
def house(database: Database, tmp_path: Path) -> Iterator[Database]:
    with clock.freeze_time(BEFORE), database.transaction() as session:
        import_folder(session, write_folder(tmp_path / "in"))
    with clock.freeze_time(NOON):
        yield database


def opened(session: Session, actor: Actor, country: str = "NO") -> OpenLetter:
    return open_letter(session, country, NOVEMBER, BEGUN, actor=actor)


def follower(session: Session, number: int, at: str = "eksempelvik", language: str = "nb") -> Actor:
    """Somebody who writes for a municipality and follows it."""
    actor = coordinator(session, at)
    account = session.get_one(Account, actor.account_id)
    account.email, account.language = f"person{number}@{at}.example", language
    follow(session, "organisation", at, "everything", language=language, actor=actor)
    return actor


def sent(database: Database) -> list[Message]:
    queue_letters(database)
    box = Box()
    deliver_due(database, box, 1_000, {MAIL_KIND: LetterMailWriter(CATALOGUES, SITE)})
    return box.mails


def saved(session: Session, nils: Actor, text: LetterText | None = None) -> int:
    return save_letter(session, "NO", NOVEMBER, text or opened(session, nils).text, 0, actor=nils)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Conflict) as refusal:
        yield
    assert refusal.value.code == code


def titles(session: Session, letter: OpenLetter, section: str) -> list[UUID | str]:
    return [item.entry_id or item.words for item in letter.text.items if item.section == section]


def test_what_happened_in_the_month_is_drafted(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        new = put(session, "lilleby-vest", "grot", kind="experience", title="Grøt", language="nb")
        chosen = put(session, "lilleby-vest", "b", kind="experience", title="Bok", language="nb")
        county = find_organisation_ids(session)
        endorse_entry(session, chosen, county["ostfylket-fylkeskommune"], "Les den.", "nb")
        need = put(session, "lilleby-vest", "spor", title="Hvem vet?", language="nb")
        abroad = put(session, "exempelstad", "n", kind="experience", title="Ny", language="sv")
        asked = put(session, "exempelstad", "f", title="Vem vet?", language="sv")
        put(session, "eksempelvik", "x", kind="experience", title="Eksempel", language="nb")
    missed = MissedSearches()
    for words, language in (("nattevandring", "nb"), ("nattvandring", "sv")):
        for _ in range(3):
            missed.count(words, language)
    missed.write(house)
    with house.reading() as session:
        letter = opened(session, nils)
        # What was endorsed stands there alone; what was published in October, and what is marked
        # as an example, nowhere.
        assert titles(session, letter, "new") == [new]
        assert titles(session, letter, "neighbour") == [abroad]
        assert titles(session, letter, "endorsed") == [chosen]
        # One's own needs first.
        assert titles(session, letter, "needs") == [need, asked]
        assert titles(session, letter, "searches") == ["nattevandring"]
        assert all(item.is_in for item in letter.text.items)
        assert (letter.version, letter.text.subject) == (0, "Grannar i november")
        october = open_letter(session, "NO", OCTOBER, BEGUN, actor=nils)
        assert new not in titles(session, october, "new")
        assert titles(session, october, "neighbour")


def test_a_need_that_was_answered_is_told_where_its_answer_says_so(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        with clock.freeze_time(BEFORE):
            need = put(session, "lilleby-vest", "spor", title="Hvem vet?", language="nb")
        put(
            session,
            "exempelstad",
            "vi",
            kind="experience",
            title="Vi vet",
            language="sv",
            links=[{"relation": "answers", "to": "lilleby-vest/spor"}],
        )
    with house.reading() as session:
        assert titles(session, opened(session, nils), "answered") == [need]


def test_what_was_saved_stays_and_what_happened_since_stands_behind_it(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        put(session, "lilleby-vest", "a", kind="experience", title="A", language="nb")
        text = opened(session, nils).text
        items = tuple(replace(item, comment="Les  denne!") for item in text.items)
        assert saved(session, nils, replace(text, items=items)) == 1
        later = put(session, "lilleby-vest", "b", kind="experience", title="B", language="nb")
        letter = opened(session, nils)
    first, *_, last = letter.text.items
    assert (first.comment, first.is_in) == ("Les denne!", True)
    assert (last.entry_id, last.is_in) == (later, False)
    assert (letter.version, letter.changed_by) == (1, "Nils of NO")


def test_searches_that_are_not_chosen_are_not_kept_with_the_letter(house: Database) -> None:
    missed = MissedSearches()
    for _ in range(3):
        missed.count("nattevandring", "nb")
    missed.write(house)
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        text = opened(session, nils).text
        none = tuple(replace(item, is_in=False) for item in text.items)
        saved(session, nils, replace(text, items=none))
        assert "nattevandring" not in str(session.scalar(select(MonthlyLetter.items)))


def test_of_two_who_save_the_second_is_told(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        text = opened(session, nils).text
        saved(session, nils)
    with house.transaction() as session:
        for version in (0, 2):
            with refused("letter_went_on"):
                save_letter(session, "NO", NOVEMBER, text, version, actor=nils)
        assert save_letter(session, "NO", NOVEMBER, text, 1, actor=nils) == 2


def test_two_who_save_first_at_once_leave_one_letter(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
    meet, outcomes = Barrier(2), []

    def run() -> None:
        meet.wait()
        try:
            with house.transaction() as session:
                saved(session, nils)
            outcomes.append("saved")
        except Conflict as refusal:
            outcomes.append(refusal.code)

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["letter_went_on", "saved"]
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(MonthlyLetter)) == 1


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (replace(BEGUN, subject=" "), "subject"),
        (replace(BEGUN, subject="x" * 151), "subject"),
        (replace(BEGUN, language="fi"), "language"),
        (replace(BEGUN, opening="Ring 21880650006."), "opening"),
        (replace(BEGUN, closing="x" * 5_001), "closing"),
        (replace(BEGUN, closing="a\u202eb"), "closing"),
    ],
)
def test_what_may_not_be_mailed_is_refused(house: Database, text: LetterText, field: str) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        with pytest.raises(Invalid) as refusal:
            saved(session, nils, text)
    assert [fault.field for fault in refusal.value.faults] == [field]


def test_a_comment_is_read_by_the_guard_too(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        put(session, "lilleby-vest", "a", kind="experience", title="A", language="nb")
        text = opened(session, nils).text
        wrong = replace(text.items[0], comment="218806 50006")
        with pytest.raises(Invalid) as refusal:
            saved(session, nils, replace(text, items=(wrong,)))
    assert [fault.field for fault in refusal.value.faults] == [f"comment-{wrong.key}"]


def test_only_who_looks_after_the_country_writes_its_letter(house: Database) -> None:
    with house.transaction() as session:
        nils, kari = national_coordinator(session, "NO"), coordinator(session)
        for actor, country in ((kari, "NO"), (nils, "SE"), (stranger(session), "NO")):
            for act in (
                lambda actor=actor, country=country: opened(session, actor, country),
                lambda actor=actor, country=country: save_letter(
                    session, country, NOVEMBER, BEGUN, 0, actor=actor
                ),
                lambda actor=actor, country=country: send_letter(
                    session, country, NOVEMBER, 0, actor=actor
                ),
                lambda actor=actor, country=country: mail_trial(
                    session, country, NOVEMBER, actor=actor
                ),
            ):
                with pytest.raises(NotAllowed):
                    act()
        for country, month in (("DK", NOVEMBER), ("NO", Month("2026-12"))):
            with pytest.raises(NotFound):
                open_letter(session, country, month, BEGUN, actor=nils)


def test_it_goes_to_followers_of_the_country_once(
    house: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_AT_ONCE", 2)
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        put(session, "lilleby-vest", "a", kind="experience", title="Grøt", language="nb")
        for number in range(5):
            follower(session, number, "eksempelvik" if number % 2 else "lilleby-ost")
        swede = follower(session, 7, "exempelstad", "sv")
        both = follower(session, 8, "exempelstad", "sv")
        choose_letters(session, "both", actor=both)
        # Who follows nothing, wants no mail or no letter, or whose address takes none.
        idle = coordinator(session)
        session.get_one(Account, idle.account_id).email = "idle@eksempelvik.example"
        quiet, done, dead = (follower(session, number) for number in (20, 21, 22))
        set_mail_frequency(session, "none", actor=quiet)
        choose_letters(session, "none", actor=done)
        set_aside(session, dead.account_id)
        saved(session, nils)
        assert count_recipients(session, "NO") == 6
        send_letter(session, "NO", NOVEMBER, 1, actor=nils)
    mails = sent(house)
    assert sorted(mail.to for mail in mails) == [
        "person0@lilleby-ost.example",
        "person1@eksempelvik.example",
        "person2@lilleby-ost.example",
        "person3@eksempelvik.example",
        "person4@lilleby-ost.example",
        "person8@exempelstad.example",
    ]
    assert swede.account_id != both.account_id
    assert sent(house) == []
    with house.reading() as session:
        letter = opened(session, nils)
        assert (letter.recipients, letter.is_queued) == (6, True)


def test_two_workers_send_it_once(house: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_AT_ONCE", 3)
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        for number in range(20):
            follower(session, number)
        saved(session, nils)
        send_letter(session, "NO", NOVEMBER, 1, actor=nils)
    meet, counts = Barrier(2), []

    def run() -> None:
        meet.wait()
        counts.append(queue_letters(house))

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # One of PostgreSQL's passes by a letter that the other holds, and does not come back.
    queue_letters(house)
    with house.reading() as session:
        to = session.scalars(select(OutgoingMail.to).where(OutgoingMail.kind == MAIL_KIND)).all()
    assert len(to) == len(set(to)) == 20


def test_whoever_sends_second_is_told_and_nothing_changes_afterwards(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        with refused("letter_not_saved"):
            send_letter(session, "NO", NOVEMBER, 0, actor=nils)
        saved(session, nils)
        with refused("letter_went_on"):
            send_letter(session, "NO", NOVEMBER, 0, actor=nils)
        send_letter(session, "NO", NOVEMBER, 1, actor=nils)
    with house.transaction() as session:
        for act in (
            lambda: send_letter(session, "NO", NOVEMBER, 1, actor=nils),
            lambda: save_letter(session, "NO", NOVEMBER, BEGUN, 1, actor=nils),
        ):
            with refused("letter_sent"):
                act()
        put(session, "lilleby-vest", "z", kind="experience", title="Z", language="nb")
        assert not opened(session, nils).text.items or all(
            item.is_in for item in opened(session, nils).text.items
        )


def test_an_empty_letter_is_not_sent(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        saved(session, nils, replace(BEGUN, opening=""))
        with pytest.raises(Invalid):
            send_letter(session, "NO", NOVEMBER, 1, actor=nils)


def test_the_mail_is_in_the_readers_language_and_names_nothing_withdrawn(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        put(session, "lilleby-vest", "a", kind="experience", title="Grøt & <b>", language="nb")
        gone = put(session, "lilleby-vest", "b", kind="experience", title="Borte", language="nb")
        follower(session, 1, "eksempelvik", "sv")
        text = opened(session, nils).text
        items = tuple(replace(item, comment="Les den <i>nå</i>!") for item in text.items)
        saved(session, nils, replace(text, opening="Hei.\n\nTo avsnitt.", items=items))
        send_letter(session, "NO", NOVEMBER, 1, actor=nils)
    queue_letters(house)
    with house.transaction() as session:
        withdraw(session, gone, actor=get_system_actor(session, "test"))
    (message,) = sent(house)
    mail = written(message)
    assert mail["Subject"] == "Grannar i november"
    assert mail["Content-Language"] == "sv"
    plain, html = (mail.get_body((sort,)) for sort in ("plain", "html"))
    assert plain is not None
    assert html is not None
    text_part, marked = plain.get_content(), html.get_content()
    assert "NYTT I NORGE" in text_part
    assert f"{SITE}/sv/lilleby-vest/a" in text_part
    assert "Borte" not in text_part + marked
    assert '<p lang="nb">To avsnitt.</p>' in marked
    assert '<span lang="nb">Grøt &amp; &lt;b&gt;</span>' in marked
    assert "Les den &lt;i&gt;nå&lt;/i&gt;!" in marked
    assert "no-more-letters/" in str(mail["List-Unsubscribe"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("lost", ["closed", "letters ended", "no mail", "set aside"])
def test_who_lost_the_right_meanwhile_gets_no_letter(house: Database, lost: str) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        siri = follower(session, 1)
        saved(session, nils)
        send_letter(session, "NO", NOVEMBER, 1, actor=nils)
    assert queue_letters(house) == 1
    with house.transaction() as session:
        if lost == "closed":
            session.get_one(Account, siri.account_id).closed_at = clock.now()
        elif lost == "letters ended":
            preference = session.get_one(MailPreference, siri.account_id)
            assert end_letters(session, preference.secret)
            assert preference.how_often == "daily"
        elif lost == "no mail":
            set_mail_frequency(session, "none", actor=siri)
        else:
            set_aside(session, siri.account_id)
    assert sent(house) == []


def test_a_trial_goes_to_its_writer_alone(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        session.get_one(Account, nils.account_id).email = "nils@eksempelvik.example"
        follower(session, 1)
        with refused("letter_not_saved"):
            mail_trial(session, "NO", NOVEMBER, actor=nils)
        saved(session, nils)
        mail_trial(session, "NO", NOVEMBER, actor=nils)
    (message,) = sent(house)
    assert (message.to, message.subject) == (
        "nils@eksempelvik.example",
        "Prøveutsending: Grannar i november",
    )


def test_letters_are_deleted_after_two_years(house: Database) -> None:
    with house.transaction() as session:
        nils = national_coordinator(session, "NO")
        saved(session, nils)
    with clock.freeze_time(NOON + LETTER_KEPT), house.transaction() as session:
        assert forget_letters(session) == 0
    with (
        clock.freeze_time(NOON + LETTER_KEPT + timedelta(minutes=1)),
        house.transaction() as session,
    ):
        assert forget_letters(session) == 1
