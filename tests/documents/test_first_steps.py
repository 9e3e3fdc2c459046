"""What is asked of either database for those who begin and those who curate."""

from __future__ import annotations

from datetime import date, timedelta

from network import clock
from network.db import Database
from network.documents import workflow
from network.documents.first_steps import read_first_steps
from network.documents.publishing import publish
from network.entries.endorsements import find_endorsements_to_look_at
from network.people.mandates import find_coordinating_organisations
from tests.documents.conftest import begun
from tests.people import coordinator, national_coordinator, person


def test_the_first_steps_are_ticked_off_by_what_was_done(house: Database) -> None:
    with house.transaction() as session:
        kari = coordinator(session)
        assert not any(read_first_steps(session, kari).values())
        revision = begun(session, kari, "hjelp")
        assert {step for step, done in read_first_steps(session, kari).items() if done} == {
            "begun",
            "saved",
        }
        workflow.submit(session, revision.id, actor=kari)
        assert read_first_steps(session, kari)["submitted"]
        nils = national_coordinator(session, "NO")
        publish(session, revision.id, actor=nils)
        assert read_first_steps(session, kari)["public"]
        assert not read_first_steps(session, nils)["submitted"]


def test_what_is_to_be_looked_at_first_stands_first(house: Database) -> None:
    today = clock.today()
    with house.transaction() as session:
        kari = coordinator(session)
        nils = person(session, "Nils", "national_coordinator", at="lilleby-ost", country="NO")
        documents = {}
        for slug, days in (("sist", 300), ("først", 10), ("uten dag", None)):
            name = slug.replace(" ", "-").replace("ø", "o")
            revision = begun(session, kari, name, title=slug)
            publish(session, revision.id, actor=nils)
            day: date | None = today + timedelta(days=days) if days else None
            workflow.endorse(
                session,
                revision.document_id,
                actor=nils,
                reason="Les denne.",
                language="nb",
                look_again=day,
            )
            documents[revision.document_id] = slug
        found = find_endorsements_to_look_at(session, "NO")
        assert [documents[entry] for entry in found] == ["først", "sist", "uten dag"]
        assert not find_endorsements_to_look_at(session, "SE")
        slugs = [body.slug for body in find_coordinating_organisations(session, but="SE")]
        assert slugs == ["lilleby-ost"]
        assert not find_coordinating_organisations(session, but="NO")
