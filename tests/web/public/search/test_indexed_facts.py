"""What the index has of an entry beside its words: whether it is endorsed, how it went."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from network.documents import workflow
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor
from network.search.index_updates import catch_up
from network.search.query import Query
from network.search.source import DatabaseSource
from tests.people import person
from tests.web.people import site_of


def publish_entry(app: Flask, slug: str, **value: str) -> UUID:
    """Publish an entry of Eksempelvik in Bokmål."""
    value = {"language": "nb"} | value
    with site_of(app).database.transaction() as session:
        importer = get_system_actor(session, "test")
        municipality = find_organisation_ids(session)["eksempelvik"]
        place = Placement(municipality, slug, municipality)
        revision = begin(session, place, parse_content(value), actor=importer)
        publish(session, revision.id, actor=importer)
        return revision.document_id


def test_an_endorsed_entry_goes_before_one_that_answers_alike(app: Flask) -> None:
    database, index = site_of(app).database, site_of(app).index
    alike = {"kind": "experience", "title": "Natteravner i havna", "done": "Gikk."}
    entries = [publish_entry(app, slug, **alike) for slug in ("en", "to")]
    for endorsed in entries:
        with database.transaction() as session:
            body = "ostfylket-fylkeskommune"
            curator = person(session, f"Nils {endorsed}", "national_coordinator", body, "NO")
            workflow.endorse(session, endorsed, actor=curator, reason="Ærlig.", language="nb")
        catch_up(index.folder, DatabaseSource(database))
        hits = [hit.entry for hit in index.find(Query("natteravner")).hits]
        assert (hits[0], set(hits)) == (endorsed.hex, {entry.hex for entry in entries})
        with database.transaction() as session:
            workflow.take_back_endorsement(session, endorsed, actor=curator, note="Feil.")


def test_a_plan_is_what_is_planned(app: Flask) -> None:
    database, index = site_of(app).database, site_of(app).index
    plan = publish_entry(app, "flomplan", kind="plan", title="Plan mot flom")
    done = publish_entry(app, "flom", kind="experience", title="Flom i elva", outcome="ended")
    catch_up(index.folder, DatabaseSource(database))
    hits = [hit.entry for hit in index.find(Query("flom")).hits]
    assert {plan.hex, done.hex} <= set(hits)
    assert [hit.entry for hit in index.find(Query("planlagte tiltak mot flom")).hits] == [plan.hex]
