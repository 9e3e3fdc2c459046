"""What public pages count by topic and country, what shares topics, and who asks for what."""

from __future__ import annotations

from uuid import UUID

from network.community.needs.reading import read_askers
from network.db import Database
from network.documents.publishing import publish
from network.documents.revisions import Placement, begin
from network.entries.queries import count_by_topic_and_country, find_entries_sharing_topics
from network.kinds import parse_content
from network.organisations.queries import find_organisation_ids
from network.people.actors import get_system_actor


def put(house: Database, at: str, slug: str, **value: object) -> UUID:
    """A public entry of an organisation: its id."""
    content = parse_content({"kind": "practice", "language": "nb", "title": slug, **value})
    with house.transaction() as session:
        actor, ids = get_system_actor(session, "test"), find_organisation_ids(session)
        revision = begin(session, Placement(ids[at], slug, ids[at]), content, actor=actor)
        publish(session, revision.id, actor=actor)
        return revision.document_id


def test_topics_are_counted_by_country_without_made_up_municipalities(house: Database) -> None:
    with house.reading() as session:
        before = count_by_topic_and_country(session)
    put(house, "lilleby-vest", "en", topics=["truancy"])
    put(house, "lilleby-vest", "to", topics=["schools"])
    put(house, "eksempelvik", "oppdiktet", topics=["schools"])
    put(house, "grannar", "uten-land", topics=["schools"])
    with house.reading() as session:
        counts = count_by_topic_and_country(session)
    assert counts["schools"].get("NO", 0) - before.get("schools", {}).get("NO", 0) == 2
    assert counts["truancy"].get("NO", 0) - before.get("truancy", {}).get("NO", 0) == 1
    assert counts["schools"].get("SE") == before.get("schools", {}).get("SE")


def test_what_shares_most_topics_comes_first_and_an_entry_is_not_like_itself(
    house: Database,
) -> None:
    own = put(house, "lilleby-vest", "egen", topics=["truancy"])
    wide = put(house, "lilleby-vest", "vid", topics=["schools"])
    narrow = put(house, "eksempelvik", "smal", topics=["truancy"])
    put(house, "eksempelvik", "uten-emne")
    with house.reading() as session:
        cards = find_entries_sharing_topics(session, own, "nb", 50)
        ids = [card.id for card in cards]
        assert len(find_entries_sharing_topics(session, own, "nb", 1)) == 1
    assert ids.index(narrow) < ids.index(wide)
    assert own not in ids
    assert "uten-emne" not in {card.slug for card in cards}


def test_those_ask_whose_need_an_entry_says_that_it_answers(house: Database) -> None:
    put(house, "lilleby-vest", "behov", kind="need", wanted=[{"id": "w1", "text": "Hjelp"}])
    put(house, "lilleby-vest", "ingen", kind="need", wanted=[{"id": "w1", "text": "Annet"}])
    links = [
        {"relation": "answers", "to": "lilleby-vest/behov"},
        {"relation": "relates", "to": "lilleby-vest/ingen"},
    ]
    answer = put(house, "eksempelvik", "metode", links=links)
    with house.reading() as session:
        (asker,) = read_askers(session, answer, "nb")
        assert (asker.organisation.slug, asker.card.slug) == ("lilleby-vest", "behov")
        assert read_askers(session, asker.card.id, "nb") == []
