"""From document to entry and back: what the public reads, and who may decide that."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from network.changes import list_changes_since
from network.db import Database
from network.documents.publishing import move, publish, withdraw, withdraw_text
from network.documents.revisions import Placement, begin, read_content, revise
from network.documents.tables import DocumentText, TrailLine
from network.entries.addresses import find_address
from network.entries.reading import read_entry
from network.entries.tables import Entry, EntryLink, EntryText
from network.errors import Conflict, Invalid, NotAllowed, NotFound
from network.kinds import Content, parse_content
from network.kinds.translation import Translation
from network.organisations.queries import (
    find_organisation,
    find_organisation_ids,
    find_organisations_by_slug,
)
from network.people.actors import Actor
from tests.documents.conftest import begun, need
from tests.people import approver, coordinator, national_coordinator, person, stranger


def test_what_is_not_approved_is_not_public(house: Database) -> None:
    with house.transaction() as session:
        revision = begun(session, coordinator(session))
        assert session.get(Entry, revision.document_id) is None
        assert find_address(session, "eksempelvik", "hjelp") is None


def test_approval_makes_the_revision_public_with_a_line_in_the_log(house: Database) -> None:
    with house.transaction() as session:
        revision = begun(session, coordinator(session))
        publish(session, revision.id, actor=approver(session))
        entry = session.get_one(Entry, revision.document_id)
        assert entry.content["title"] == "Vi trenger hjelp"
        assert entry.id in [entry_id for _, entry_id in list_changes_since(session, 0, 100)]


def test_the_published_revision_stays_while_the_next_is_written(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = begun(session, kari)
        publish(session, revision.id, actor=approver(session))
        revise(session, revision.document_id, need("Vi trenger mer"), actor=kari)
        reading = read_entry(session, revision.document_id, "nb")
        assert reading.words("title").text == "Vi trenger hjelp"


Cast = Callable[[Session], Actor]
APPROVERS: list[tuple[Cast, bool]] = [
    (stranger, False),
    (coordinator, False),
    (lambda session: coordinator(session, "exempelstad"), False),
    (approver, True),
    (lambda session: approver(session, "exempelstad"), False),
    (lambda session: national_coordinator(session, "NO"), True),
    (lambda session: national_coordinator(session, "SE"), False),
    (lambda session: person(session, "Ada", "administrator"), True),
]


@pytest.mark.parametrize(("cast", "may"), APPROVERS)
def test_who_may_approve(house: Database, cast: Cast, may: bool) -> None:
    with house.transaction() as session:
        revision = begun(session, person(session, "Kai", "coordinator", "eksempelvik"))
        actor = cast(session)
        if may:
            publish(session, revision.id, actor=actor)
        else:
            with pytest.raises(NotAllowed):
                publish(session, revision.id, actor=actor)
            assert session.get(Entry, revision.document_id) is None


def test_nobody_approves_their_own_text(house: Database) -> None:
    with house.transaction() as session:
        anders = approver(session)
        revision = begun(session, anders)
        with pytest.raises(NotAllowed):
            publish(session, revision.id, actor=anders)


def test_nobody_approves_what_they_wrote_in_since_it_was_public(house: Database) -> None:
    with house.transaction() as session:
        anders, ane, other = (approver(session) for _ in range(3))
        revision = begun(session, anders)
        document_id = revision.document_id
        for number, writer in enumerate((ane, coordinator(session))):
            revision = revise(session, document_id, need(f"Vi trenger {number}"), actor=writer)
        for writer in (anders, ane):
            with pytest.raises(NotAllowed):
                publish(session, revision.id, actor=writer)
        publish(session, revision.id, actor=other)
        # What anders wrote is public by now.
        revision = revise(session, document_id, need("Vi trenger mer"), actor=ane)
        with pytest.raises(NotAllowed):
            publish(session, revision.id, actor=ane)
        publish(session, revision.id, actor=anders)


def test_only_those_with_a_mandate_there_write_for_a_municipality(house: Database) -> None:
    with house.transaction() as session:
        with pytest.raises(NotAllowed):
            begun(session, stranger(session))
        with pytest.raises(NotAllowed):
            begun(session, coordinator(session, "exempelstad"))


def test_withdrawing_leaves_a_tombstone_and_nothing_else(house: Database) -> None:
    with house.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
        entry_id = entry.id
        withdraw(session, entry_id, actor=approver(session), reason="feil tall")
        session.expunge_all()
        for table in (Entry.id, EntryText.entry_id, EntryLink.entry_id):
            assert session.scalar(select(table).where(table == entry_id)) is None
        found = find_address(session, "eksempelvik", "frokost")
        assert found is not None
        assert (found.state, found.entry_id, found.slug) == ("withdrawn", None, "")
        lines = session.scalars(select(TrailLine).where(TrailLine.verb == "withdrawn")).all()
        assert {line.note for line in lines} == {"feil tall"}


def test_a_withdrawn_document_can_be_published_again_at_its_address(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = begun(session, kari)
        anders = approver(session)
        publish(session, revision.id, actor=anders)
        withdraw(session, revision.document_id, actor=anders)
        publish(session, revision.id, actor=anders)
        found = find_address(session, "eksempelvik", "hjelp")
        assert found is not None
        assert found.state == "current"


def test_what_is_not_public_cannot_be_withdrawn(house: Database) -> None:
    with house.transaction() as session:
        revision = begun(session, coordinator(session))
        with pytest.raises(Conflict):
            withdraw(session, revision.document_id, actor=approver(session))


def test_a_moved_entry_is_found_at_both_addresses(house: Database) -> None:
    with house.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
        move(session, entry.id, "skolefrokost", actor=approver(session))
        old = find_address(session, "eksempelvik", "frokost")
        new = find_address(session, "eksempelvik", "skolefrokost")
        assert old is not None
        assert new is not None
        assert (old.state, old.slug) == ("moved", "skolefrokost")
        assert new.state == "current"


def test_a_moved_entry_does_not_take_anothers_address(house: Database) -> None:
    with house.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "frukost")).one()
        with pytest.raises(Conflict):
            move(session, entry.id, "mote", actor=approver(session, "exempelstad"))


def test_an_address_that_moved_away_is_not_given_to_another(house: Database) -> None:
    with house.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
        anders = approver(session)
        move(session, entry.id, "skolefrokost", actor=anders)
        revision = begun(session, coordinator(session), slug="frokost")
        with pytest.raises(Conflict):
            publish(session, revision.id, actor=anders)


def test_a_translation_needs_a_public_original(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = begun(session, kari)
        words = Translation(language="sv", translates="nb", words={"title": "Vi behöver hjälp"})
        text = revise(session, revision.document_id, words, actor=kari)
        with pytest.raises(Conflict):
            publish(session, text.id, actor=approver(session))


def test_a_translation_is_saved_with_each_line_on_one_line_and_markdown_as_it_is(
    house: Database,
) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        document = begun(session, kari, summary="Kort").document_id
        words = {"summary": "- a\n- b", "title": "Vi\nbehöver  hjälp"}
        translation = Translation(language="sv", translates="nb", words=words)
        value = read_content(revise(session, document, translation, actor=kari))
        assert isinstance(value, Translation)
        assert list(value.words.items()) == [("title", "Vi behöver hjälp"), ("summary", "- a\n- b")]


def test_a_translation_is_marked_when_its_original_moves_on(house: Database) -> None:
    with house.transaction() as session:
        kari, anders = coordinator(session), approver(session)
        revision = begun(session, kari)
        publish(session, revision.id, actor=anders)
        words = Translation(language="sv", translates="nb", words={"title": "Vi behöver hjälp"})
        text = revise(session, revision.document_id, words, actor=kari)
        publish(session, text.id, actor=anders)
        reading = read_entry(session, revision.document_id, "sv")
        assert (reading.words("title").text, reading.is_stale) == ("Vi behöver hjälp", False)
        newer = revise(session, revision.document_id, need("Vi trenger mer"), actor=kari)
        publish(session, newer.id, actor=anders)
        assert read_entry(session, revision.document_id, "sv").is_stale


def test_a_text_is_withdrawn_and_the_entry_stays(house: Database) -> None:
    with house.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.slug == "frokost")).one()
        withdraw_text(session, entry.id, "sv", actor=approver(session))
        assert session.get(EntryText, (entry.id, "sv")) is None
        assert session.get(EntryText, (entry.id, "nb")) is not None
        text = session.get_one(DocumentText, (entry.id, "sv"))
        assert text.state == "withdrawn"


def test_unchanged_content_makes_no_revision(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        first = begun(session, kari)
        assert revise(session, first.document_id, need(), actor=kari).id == first.id


def test_the_id_of_a_part_is_never_given_to_another(house: Database) -> None:
    def wanting(*ids: str) -> list[dict[str, str]]:
        return [{"id": part, "text": "Noe"} for part in ids]

    with house.transaction() as session:
        kari = coordinator(session)
        first = begun(session, kari, wanted=wanting("a", "b"))
        revise(session, first.document_id, need(wanted=wanting("b")), actor=kari)
        with pytest.raises(Invalid):
            revise(session, first.document_id, need(wanted=wanting("a", "b")), actor=kari)


def test_kind_and_original_language_never_change(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        first = begun(session, kari)
        for value in ({"kind": "practice"}, {"language": "sv"}):
            other = need().model_dump() | value
            kept = {"kind", "language", "title"}
            changed = parse_content({key: other[key] for key in kept})
            with pytest.raises(Invalid):
                revise(session, first.document_id, changed, actor=kari)


def test_two_documents_do_not_lie_at_one_address(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        begun(session, kari)
        with pytest.raises(Conflict):
            begun(session, kari)


def test_what_does_not_exist_is_not_found(house: Database) -> None:
    with house.transaction() as session:
        with pytest.raises(NotFound):
            publish(session, uuid4(), actor=approver(session))
        with pytest.raises(NotFound):
            revise(session, uuid4(), need(), actor=coordinator(session))


def test_an_identity_number_keeps_a_text_from_being_published(house: Database) -> None:
    number = "201701012393"
    with house.transaction() as session:
        kari = coordinator(session)
        body = f"Gjelder {number[2:8]}-{number[8:]}."
        revision = begun(session, kari, body=body)
        with pytest.raises(Invalid) as refused:
            publish(session, revision.id, actor=approver(session))
        (fault,) = refused.value.faults
        assert (fault.field, "characters 9 to 19" in fault.wrong) == ("body", True)
        assert number[8:] not in str(refused.value)
        assert session.get(Entry, revision.document_id) is None


def test_a_sign_that_no_database_keeps_finds_nothing(house: Database) -> None:
    with house.reading() as session:
        assert find_address(session, "eksempelvik", "frokost\x00") is None
        assert find_organisation(session, "\x00") is None
        assert find_organisations_by_slug(session, ["a\x00", "eksempelvik"]).keys() == {
            "eksempelvik"
        }


def test_a_removed_part_comes_back_only_as_itself(house: Database) -> None:
    """Whoever keeps what another removed brings the part back; a file does not, and no other field
    gets its id."""
    demand_d = {"demands": [{"id": "d", "text": "Mer tid"}]}
    step_d = {"steps": [{"id": "d", "type": "motion"}]}
    with house.transaction() as session:
        kari = coordinator(session)
        home = find_organisation_ids(session)["eksempelvik"]

        def case(**more: object) -> Content:
            return parse_content({"kind": "case", "language": "nb", "title": "Sak", **more})

        first = begin(session, Placement(home, "sak", home), case(**demand_d), actor=kari)
        document = first.document_id
        revise(session, document, case(), actor=kari)
        for value, restores in ((case(**demand_d), False), (case(**step_d), True)):
            with pytest.raises(Invalid) as refused:
                revise(session, document, value, restores=restores, actor=kari)
            assert refused.value.faults[0].code == "part_id_reused"
        assert revise(session, document, case(**demand_d), restores=True, actor=kari).number == 3
        # It is there again: a file may go on with it.
        revise(session, document, case(**demand_d, body="Mer"), actor=kari)
