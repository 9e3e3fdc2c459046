"""Notes at places of a text, and giving a text to a colleague."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from network import clock
from network.db import Database
from network.documents import workflow
from network.documents.assignments import assign, find_assigned, find_possible_writers
from network.documents.review_notes import (
    PlacedNote,
    add_note,
    answer_note,
    read_notes,
    settle_note,
)
from network.documents.revisions import Placement, begin, get_document, revise
from network.documents.tables import Revision
from network.documents.worklists import find_own_work
from network.errors import Invalid, NotAllowed, NotFound
from network.kinds import parse_content
from network.kinds.translation import Translation
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor
from network.people.tables import Account
from network.web.desk.review_notes.placing import place_notes
from tests.documents.conftest import begun
from tests.people import approver, coordinator, national_coordinator, person


def _meeting(session: Session, actor: Actor) -> Revision:
    home = find_organisation_ids(session)["eksempelvik"]
    content = parse_content(
        {
            "kind": "meeting",
            "language": "nb",
            "title": "Møte",
            "statements": [
                {"id": "s1", "text": "Først.", "wording": "paraphrase"},
                {"id": "s2", "text": "Sist.", "wording": "paraphrase"},
            ],
        }
    )
    return begin(session, Placement(home, "mote", home), content, actor=actor)


def test_a_note_stays_at_its_part_when_parts_are_moved(house: Database) -> None:
    with house.transaction() as session:
        kari, nils = coordinator(session), national_coordinator(session, "NO")
        revision = _meeting(session, kari)
        workflow.submit(session, revision.id, actor=kari)
        for place in ("statements.s2.text", "statements.s1", "title", ""):
            add_note(session, revision.id, place, quote="", text=f"Om {place}", actor=nils)
        notes = read_notes(session, revision.document_id)
    fields = {
        "title": "Møte",
        "statements": [
            {"id": "s2", "text": "Sist."},
            {"id": "", "text": "Ny."},
            {"id": "s1", "text": "Først."},
        ],
    }
    placed = place_notes(notes, fields, "nb")
    assert {place: [note.text for note in held] for place, held in placed.items()} == {
        "statements.0.text": ["Om statements.s2.text"],
        "statements.2": ["Om statements.s1"],
        "title": ["Om title"],
        "": ["Om"],
    }
    # What it was about is gone: it stands above the form, and is lost nowhere.
    placed = place_notes(notes, {"title": "Møte", "statements": []}, "nb")
    assert len(placed[""]) == 3
    assert place_notes(notes, fields, "sv") == {}


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("statements.s3", "not_a_choice"),
        ("statements.s1.none", "not_a_choice"),
        ("statements.s1.text.deep", "not_a_choice"),
        ("none", "not_a_choice"),
        ("kind", "not_a_choice"),
        ("language", "not_a_choice"),
        ("title.x", "not_a_choice"),
        ("x" * 300, "not_a_choice"),
    ],
)
def test_a_note_is_refused_at_a_place_that_the_text_does_not_have(
    house: Database, place: str, fault: str
) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = _meeting(session, kari)
        with pytest.raises(Invalid) as refused:
            add_note(session, revision.id, place, quote="", text="Hvor?", actor=kari)
        assert [found.code for found in refused.value.faults] == [fault]


def test_a_note_is_neither_empty_nor_endless(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = _meeting(session, kari)
        for quote, text, wrong in (
            ("", " \r\n", ["text"]),
            ("q" * 501, "x" * 2_001, ["text", "quote"]),
        ):
            with pytest.raises(Invalid) as refused:
                add_note(session, revision.id, "title", quote=quote, text=text, actor=kari)
            assert [fault.field for fault in refused.value.faults] == wrong


def test_who_reads_a_text_notes_and_who_writes_it_answers(house: Database) -> None:
    with house.transaction() as session:
        kari, nils = coordinator(session), national_coordinator(session, "NO")
        other, colleague = coordinator(session, "exempelstad"), approver(session)
        revision = begun(session, kari)
        document = revision.document_id

        def noted(actor: Actor) -> None:
            add_note(session, revision.id, "title", quote="", text="Hvor?", actor=actor)

        for stranger in (nils, other):
            with pytest.raises(NotAllowed):
                noted(stranger)
        noted(colleague)
        workflow.submit(session, revision.id, actor=kari)
        noted(nils)

        def both() -> list[PlacedNote]:
            # Of one second, they may come in either order.
            return sorted(
                read_notes(session, document),
                key=lambda note: note.author_id != colleague.account_id,
            )

        first, second = both()
        with pytest.raises(NotAllowed):
            answer_note(session, document, first.id, text="Der.", actor=nils)
        with pytest.raises(NotAllowed):
            settle_note(session, document, first.id, actor=nils)
        with pytest.raises(NotFound):
            settle_note(session, begun(session, kari, "annet").document_id, first.id, actor=kari)
        answer_note(session, document, second.id, text=" Der.\r\n", actor=kari)
        # Whoever wrote it may say that it is settled, and so may who writes.
        settle_note(session, document, second.id, actor=nils)
        settle_note(session, document, first.id, actor=kari)
        first, second = both()
        assert (second.answer, second.answered_by, second.settled_by) == (
            "Der.",
            kari.name,
            nils.name,
        )
        assert not first.is_open
        settle_note(session, document, first.id, is_settled=False, actor=kari)
        assert both()[0].is_open


def test_a_translation_is_noted_at_the_parts_of_its_original(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        original = _meeting(session, kari)
        words = Translation(
            translates="nb", language="sv", words={"title": "Möte", "s1.text": "Först."}
        )
        revision = revise(session, original.document_id, words, actor=kari)
        add_note(session, revision.id, "statements.s1.text", quote="Först", text="?", actor=kari)
        (note,) = read_notes(session, original.document_id)
        assert (note.language, note.quote) == ("sv", "Först")
        with pytest.raises(Invalid):
            add_note(session, revision.id, "s1.text", quote="", text="?", actor=kari)


def test_open_notes_say_what_is_to_be_changed(house: Database) -> None:
    with house.transaction() as session:
        kari, nils = coordinator(session), national_coordinator(session, "NO")
        revision = begun(session, kari)
        workflow.submit(session, revision.id, actor=kari)
        with pytest.raises(Invalid):
            workflow.send_back(session, revision.id, actor=nils, note="")
        add_note(session, revision.id, "title", quote="", text="Hva?", actor=nils)
        assert (
            workflow.send_back(session, revision.id, actor=nils, note="").state
            == "changes_requested"
        )


def test_a_text_is_given_to_one_of_those_who_may_write_it(house: Database) -> None:
    with house.transaction() as session:
        kari, berit = coordinator(session), person(session, "Berit", "coordinator", "eksempelvik")
        nils, other = national_coordinator(session, "NO"), coordinator(session, "exempelstad")
        revision = begun(session, kari)
        document = revision.document_id
        writers = find_possible_writers(session, get_document(session, document))
        assert {writer.id for writer in writers} == {kari.account_id, berit.account_id}
        day = clock.today() + timedelta(days=3)
        with pytest.raises(NotAllowed):
            assign(session, document, berit.account_id, actor=other)
        for stranger in (nils, other):
            with pytest.raises(Invalid):
                assign(session, document, stranger.account_id, actor=kari)
        for wrong in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=731)):
            with pytest.raises(Invalid):
                assign(session, document, berit.account_id, due=wrong, actor=kari)
        assert not find_own_work(session, berit).works
        assign(session, document, berit.account_id, due=day, actor=kari)
        assigned = find_assigned(session, document)
        assert assigned is not None
        assert (assigned.account.id, assigned.by, assigned.due) == (
            berit.account_id,
            kari.name,
            day,
        )
        assign(session, document, None, actor=berit)
        assert find_assigned(session, document) is None
        # Who closed their account is given nothing.
        session.get_one(Account, berit.account_id).closed_at = clock.now()
        session.flush()
        with pytest.raises(Invalid):
            assign(session, document, berit.account_id, actor=kari)


def test_what_one_was_given_comes_first_by_the_day_by_which(house: Database) -> None:
    with house.transaction() as session:
        kari, berit = coordinator(session), person(session, "Berit", "coordinator", "eksempelvik")
        own = begun(session, berit, "eget", title="Eget")
        days = {"sent": 20, "uten": None, "snart": 2}
        for slug, days_left in days.items():
            revision = begun(session, kari, slug, title=slug)
            due = clock.today() + timedelta(days=days_left) if days_left else None
            assign(session, revision.document_id, berit.account_id, due=due, actor=kari)
        page = find_own_work(session, berit)
        assert [work.title for work in page.works] == ["snart", "sent", "uten", "Eget"]
        assert page.works[0].assignee == "Berit"
        assert page.works[-1].document_id == own.document_id
