"""Withdrawing one's own text, and taking back what was withdrawn or published by mistake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from network import clock
from network.db import Database
from network.documents import workflow
from network.documents.publishing import publish, withdraw
from network.documents.revisions import get_document, get_text, revise
from network.documents.tables import DocumentText, TrailLine
from network.documents.undoing import find_undoable, undo_publication, undo_withdrawal
from network.entries.addresses import find_address
from network.entries.tables import Entry, EntryText
from network.errors import Conflict, NotAllowed
from network.kinds.translation import Translation
from network.people.actors import Actor
from tests.documents.conftest import begun, need
from tests.people import approver, coordinator, national_coordinator, person

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_who_wrote_a_public_text_withdraws_it_and_no_colleague(house: Database) -> None:
    with house.transaction() as session:
        kari, anders = coordinator(session), approver(session)
        berit = person(session, "Berit", "coordinator", "eksempelvik")
        revision = begun(session, kari)
        publish(session, revision.id, actor=anders)
        # What a colleague writes next is not what is public.
        revise(session, revision.document_id, need("Ny tittel"), actor=berit)
        with pytest.raises(NotAllowed):
            withdraw(session, revision.document_id, actor=berit, reason="Feil")
        withdraw(session, revision.document_id, actor=kari, reason="Telefonnummer")
        assert session.get(Entry, revision.document_id) is None


def test_who_wrote_it_and_writes_there_no_more_withdraws_nothing(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = begun(session, kari)
        publish(session, revision.id, actor=approver(session))
        former = Actor(kari.account_id, kari.name, ())
        with pytest.raises(NotAllowed):
            withdraw(session, revision.document_id, actor=former, reason="Feil")


def _public(session: Session, kari: Actor, anders: Actor) -> DocumentText:
    """A need that is public in two languages since March."""
    with clock.freeze_time(START):
        revision = begun(session, kari)
        publish(session, revision.id, actor=anders)
        words = Translation(translates="nb", language="sv", words={"title": "Vi behöver hjälp"})
        translated = revise(session, revision.document_id, words, actor=kari)
        publish(session, translated.id, actor=anders)
    return get_text(session, get_document(session, revision.document_id), "nb")


def test_a_withdrawal_is_taken_back_whole(house: Database) -> None:
    with house.transaction() as session:
        kari, anders = coordinator(session), approver(session)
        text = _public(session, kari, anders)
        id, was_public = text.document_id, text.published_id
        entry = session.get_one(Entry, id)
        before = (entry.content, entry.published_at, entry.revised_at)
        withdraw(session, id, actor=kari, reason="Feil side")
        gone = find_address(session, "eksempelvik", "hjelp")
        assert gone is not None
        assert gone.entry_id is None
        undo_withdrawal(session, id, "nb", actor=kari)
        entry = session.get_one(Entry, id)
        assert (entry.content, entry.published_at, entry.revised_at) == before
        assert text.published_id == was_public
        assert text.state == "published"
        address = find_address(session, "eksempelvik", "hjelp")
        assert address is not None
        assert address.entry_id == id
        # The translation that went with it is there again.
        languages = session.scalars(select(EntryText.language).where(EntryText.entry_id == id))
        assert set(languages) == {"nb", "sv"}
        verbs = session.scalars(
            select(TrailLine.verb).where(TrailLine.document_id == id).order_by(TrailLine.id)
        ).all()
        assert verbs.count("withdrawal_undone") == 2


def test_a_withdrawal_is_taken_back_by_who_did_it_and_while_nothing_came_after(
    house: Database,
) -> None:
    with house.transaction() as session:
        kari, anders = coordinator(session), approver(session)
        nils = national_coordinator(session, "NO")
        text = _public(session, kari, anders)
        id = text.document_id
        withdraw(session, id, actor=nils, reason="Et navn")
        for somebody in (kari, anders):
            with pytest.raises(Conflict, match="last thing"):
                undo_withdrawal(session, id, "nb", actor=somebody)
        with pytest.raises(NotAllowed):
            undo_withdrawal(session, id, "nb", actor=coordinator(session, "exempelstad"))
        newer = revise(session, id, need("Uten navn"), actor=kari)
        workflow.submit(session, newer.id, actor=kari)
        with pytest.raises(Conflict):
            undo_withdrawal(session, id, "nb", actor=nils)


def test_a_publication_is_taken_back_within_a_day_by_who_did_it(house: Database) -> None:
    with house.transaction() as session:
        kari, anders = coordinator(session), approver(session)
        with clock.freeze_time(START):
            revision = begun(session, kari)
            publish(session, revision.id, actor=anders)
        document = get_document(session, revision.document_id)
        text = get_text(session, document, "nb")
        with clock.freeze_time(START + timedelta(hours=25)), pytest.raises(Conflict):
            undo_publication(session, document.id, "nb", actor=anders)
        with clock.freeze_time(START + timedelta(hours=23)):
            # Kari may withdraw what she wrote; but it was not she who published.
            assert find_undoable(session, document, text, actor=kari) is None
            with pytest.raises(Conflict):
                undo_publication(session, document.id, "nb", actor=kari)
            undo_publication(session, document.id, "nb", actor=anders)
        assert session.get(Entry, document.id) is None
        verbs = session.scalars(
            select(TrailLine.verb)
            .where(TrailLine.document_id == document.id)
            .order_by(TrailLine.id)
        ).all()
        assert verbs[-2:] == ["publication_undone", "withdrawn"]


def test_what_was_public_before_is_so_again(house: Database) -> None:
    with house.transaction() as session:
        kari, anders = coordinator(session), approver(session)
        text = _public(session, kari, anders)
        first = text.published_id
        newer = revise(session, text.document_id, need("For tidlig"), actor=kari)
        publish(session, newer.id, actor=anders)
        assert session.get_one(Entry, text.document_id).content["title"] == "For tidlig"
        undo_publication(session, text.document_id, "nb", actor=anders)
        entry = session.get_one(Entry, text.document_id)
        assert entry.content["title"] == "Vi trenger hjelp"
        assert entry.revised_at == START
        assert text.published_id == first
        # The version that was taken back is the draft that it was.
        assert text.state == "draft"
        assert text.title == "For tidlig"
        with pytest.raises(Conflict):
            undo_publication(session, text.document_id, "nb", actor=anders)
