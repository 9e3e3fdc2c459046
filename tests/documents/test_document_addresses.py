"""Addresses of documents when several people want one at the same moment, and given ones."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from network.db import Database
from network.documents import document_addresses
from network.documents.publishing import move, publish
from network.documents.revisions import Placement, begin, revise
from network.documents.tables import Document
from network.documents.workflow import send_back, submit, take_back
from network.errors import Conflict, Invalid
from network.organisations.queries import find_organisation_ids
from tests.documents.conftest import begun, need
from tests.people import approver, coordinator

PATIENCE = 60


def drafts(database: Database, *titles: str) -> list[tuple[UUID, UUID]]:
    """A draft of each title with no address: (document's id, revision's id)."""
    with database.transaction() as session:
        kari = coordinator(session)
        home = find_organisation_ids(session)["eksempelvik"]
        made = [
            begin(session, Placement(home, None, home), need(title), actor=kari) for title in titles
        ]
        return [(revision.document_id, revision.id) for revision in made]


def test_two_who_submit_one_title_at_once_get_two_addresses(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
    for number in range(8):
        title = f"Samtidig {number}"
        pair = drafts(house, title, title)
        start = Barrier(2, timeout=PATIENCE)

        def send(revision_id: UUID, start: Barrier = start) -> None:
            start.wait()
            with house.transaction() as session:
                submit(session, revision_id, actor=kari)

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(send, [revision_id for _, revision_id in pair]))
        with house.reading() as session:
            slugs = sorted(
                session.get_one(Document, document_id).slug or "" for document_id, _ in pair
            )
        assert slugs == [f"samtidig-{number}", f"samtidig-{number}-2"]


def test_who_finds_the_address_taken_after_looking_gets_the_next(
    house: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, first_revision), (second, second_revision) = drafts(house, "Likt", "Likt")
    with house.transaction() as session:
        kari = coordinator(session)
        submit(session, first_revision, actor=kari)
    free, looked = document_addresses.find_free_slug, []

    def late(*args: Any) -> str:
        # The first look was before the other had committed.
        looked.append(args)
        return "likt" if len(looked) == 1 else free(*args)

    monkeypatch.setattr(document_addresses, "find_free_slug", late)
    with house.transaction() as session:
        submit(session, second_revision, actor=kari)
    with house.reading() as session:
        assert session.get_one(Document, first).slug == "likt"
        assert session.get_one(Document, second).slug == "likt-2"


def test_two_who_move_to_one_address_at_once_are_told_apart(house: Database) -> None:
    with house.transaction() as session:
        anders = approver(session)
        kari = coordinator(session)
        made = [begun(session, kari, slug) for slug in ("en", "to")]
        for revision in made:
            publish(session, revision.id, actor=anders)
        ids = [revision.document_id for revision in made]
    start = Barrier(2, timeout=PATIENCE)

    def go(document_id: UUID) -> str:
        start.wait()
        try:
            with house.transaction() as session:
                move(session, document_id, "tre", actor=anders)
        except Conflict:
            return "refused"
        return "moved"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(go, ids)) == ["moved", "refused"]


def test_a_draft_has_no_address_but_while_it_is_in_review(house: Database) -> None:
    [(document_id, revision_id)] = drafts(house, "Første tittel")
    with house.transaction() as session:
        kari, anders = coordinator(session), approver(session)
        document = session.get_one(Document, document_id)
        assert document.slug is None
        submit(session, revision_id, actor=kari)
        assert document.slug == "forste-tittel"
        take_back(session, revision_id, actor=kari)
        assert document.slug is None
        submit(session, revision_id, actor=kari)
        send_back(session, revision_id, actor=anders, note="Kortere.")
        assert document.slug is None
        later = revise(session, document_id, need("Andre tittel"), actor=kari)
        submit(session, later.id, actor=kari)
        publish(session, later.id, actor=anders)
        assert document.slug == "andre-tittel"
        assert not document.follows_title


def test_an_address_that_was_given_stays(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = begun(session, kari, "valgt")
        submit(session, revision.id, actor=kari)
        take_back(session, revision.id, actor=kari)
        submit(session, revision.id, actor=kari)
        assert session.get_one(Document, revision.document_id).slug == "valgt"


def test_an_address_given_with_an_identity_number_is_never_public(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        revision = begun(session, kari, "sak-811218-9876")
        with pytest.raises(Invalid) as refused:
            submit(session, revision.id, actor=kari)
        assert [fault.field for fault in refused.value.faults] == ["address"]
        with pytest.raises(Invalid):
            publish(session, revision.id, actor=approver(session))
