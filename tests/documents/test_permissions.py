"""What somebody may do with a document hangs on who wrote it, and on whom it was shown to."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from network import clock
from network.db import Database
from network.documents import workflow
from network.documents.drafts import change_copy
from network.documents.handed_in import (
    hand_in,
    list_handed_in,
    read_handed_in,
    replace_handed_in,
)
from network.documents.permissions import Permission, may
from network.documents.publishing import publish
from network.documents.tables import Document
from network.documents.working_copies import open_copy
from network.errors import NotAllowed
from network.organisations.queries import find_organisation_ids
from network.people.actors import Actor, read_actor
from network.people.tables import ApiToken, Mandate
from tests.documents.conftest import begun, need
from tests.people import approver, coordinator, national_coordinator


def writing_coordinator(session: Session) -> Actor:
    """Writes for Eksempelvik and coordinates Norway."""
    kari = coordinator(session)
    session.add(
        Mandate(
            account_id=kari.account_id,
            role="national_coordinator",
            organisation_id=None,
            country="NO",
            valid_from=clock.today(),
            valid_until=None,
        )
    )
    session.flush()
    return read_actor(session, kari.account_id)


def test_who_coordinates_a_country_has_no_say_in_what_nobody_showed_them(house: Database) -> None:
    asked: tuple[Permission, ...] = ("document.move", "document.withdraw", "document.purge")
    with house.transaction() as session:
        kari, nils = coordinator(session), national_coordinator(session, "NO")
        revision = begun(session, kari)
        document = session.get_one(Document, revision.document_id)
        assert [may(session, nils, name, document) for name in asked] == [False] * 3
        workflow.submit(session, revision.id, actor=kari)
        assert [may(session, nils, name, document) for name in asked] == [True] * 3


def test_nobody_endorses_their_own_text(house: Database) -> None:
    with house.transaction() as session:
        nora, nils = writing_coordinator(session), national_coordinator(session, "NO")
        revision = begun(session, nora)
        publish(session, revision.id, actor=approver(session))
        document = session.get_one(Document, revision.document_id)
        assert may(session, nils, "document.endorse", document)
        assert not may(session, nora, "document.endorse", document)


def test_a_form_is_given_to_no_organisation_that_its_writer_does_not_write_for(
    house: Database,
) -> None:
    with house.transaction() as session:
        kari, ids, document_id = coordinator(session), find_organisation_ids(session), uuid4()
        home = ids["eksempelvik"]
        fields = {"title": "Hjelp"}
        copy = open_copy(
            session,
            document_id,
            "nb",
            kind="need",
            organisation_id=home,
            fields=fields,
            actor=kari,
        )
        with pytest.raises(NotAllowed):
            change_copy(
                session,
                document_id,
                "nb",
                kind="need",
                language="sv",
                organisation_id=ids["exempelstad"],
                fields=fields,
                actor=kari,
            )
        assert (copy.language, copy.organisation_id) == ("nb", home)


@pytest.mark.parametrize("number", range(4))
def test_a_token_does_nothing_for_who_does_not_write_there_any_more(
    house: Database, number: int
) -> None:
    with house.transaction() as session:
        home, draft = find_organisation_ids(session)["eksempelvik"], uuid4()
        token = ApiToken(id=uuid4(), organisation_id=home)
        siri = coordinator(session, "exempelstad")
        with pytest.raises(NotAllowed):
            (
                lambda: hand_in(session, token, need(), actor=siri),
                lambda: replace_handed_in(session, token, draft, need(), "", siri),
                lambda: read_handed_in(session, token, draft, actor=siri),
                lambda: list_handed_in(session, token, None, 10, actor=siri),
            )[number]()
