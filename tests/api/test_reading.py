"""Reading by the API: what is public, as it is, in pages that no change disturbs."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.documents.publishing import move, publish, withdraw
from network.documents.revisions import revise
from network.kinds import parse_content
from network.people.actors import get_system_actor
from tests.api.conftest import publish_each, read, read_all
from tests.web.people import site_of


def test_an_entry_is_told_whole_by_its_id_and_by_its_address(reader: FlaskClient) -> None:
    entry = read(reader, "entries/eksempelvik/frokost")
    assert entry == read(reader, f"entries/{entry['id']}")
    assert entry["kind"] == entry["content"]["kind"] == "experience"
    assert [(text["language"], text["title"]) for text in entry["texts"]] == [
        ("nb", "Frokost på skolen"),
        ("sv", "Frukost i skolan"),
    ]
    assert entry["texts"][0]["words"]["done"].startswith("Vi begynte")
    assert [source["id"] for source in entry["sources"]] == ["rapport"]
    assert {link["relation"] for link in entry["links"]} >= {"relates", "mentions"}
    assert entry["state"]["outcome"] == "goes_on"
    assert entry["attribution"]["publisher"]["slug"] == "eksempelvik"
    # The content is what a file of the site would say, and makes the same value.
    assert parse_content(entry["content"]).title == "Frokost på skolen"
    assert entry["topics"] == ["schools", "truancy"]


def test_the_list_has_each_entry_once_and_narrows(reader: FlaskClient) -> None:
    everything = read_all(reader, "entries?limit=1")
    assert {entry["address"] for entry in everything} == {
        "eksempelvik/frokost",
        "exempelstad/frukost",
        "exempelstad/mote",
    }
    assert len(everything) == 3
    for asked, expected in {
        "kind=meeting": {"exempelstad/mote"},
        "kind=meeting&kind=experience&country=NO": {"eksempelvik/frokost"},
        "topic=truancy": {"eksempelvik/frokost"},
        "organisation=exempelstad": {"exempelstad/frukost", "exempelstad/mote"},
        "language=nb": {"eksempelvik/frokost"},
        "changed_since=2000-01-01": {entry["address"] for entry in everything},
        "changed_since=2999-01-01T00:00:00Z": set(),
    }.items():
        found = read_all(reader, f"entries?{asked}")
        assert {entry["address"] for entry in found} == expected, asked


def test_a_cursor_stays_right_while_entries_come_and_go(
    own_app: Flask, client: FlaskClient
) -> None:
    ids = publish_each(own_app, [{"kind": "practice", "title": f"Praksis {n}"} for n in range(9)])
    page = read(client, "entries?kind=practice&limit=4")
    met = [entry["id"] for entry in page["items"]]
    gone = next(id for id in ids if str(id) not in met)
    with site_of(own_app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        withdraw(session, gone, actor=actor)
        # What the cursor itself stands at goes too.
        withdraw(session, next(id for id in ids if str(id) == met[-1]), actor=actor)
    publish_each(own_app, [{"kind": "practice", "title": "Aller nyest"}])
    rest = read_all(client, page["next"].removeprefix("https://grannar.example"))
    again = [entry["id"] for entry in rest]
    assert not set(met) & set(again)
    assert {*met, *again} >= {str(id) for id in ids} - {str(gone)}


def test_a_moved_entry_is_found_and_a_withdrawn_one_is_gone(
    own_app: Flask, client: FlaskClient
) -> None:
    (entry,) = publish_each(own_app, [{"kind": "practice", "title": "Nattvandring"}])
    with site_of(own_app).database.transaction() as session:
        move(session, entry, "ny-adresse", actor=get_system_actor(session, "test"))
    answer = client.get("/api/v1/entries/eksempelvik/nattvandring")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith("/api/v1/entries/eksempelvik/ny-adresse")
    assert read(client, f"entries/{entry}")["address"] == "eksempelvik/ny-adresse"
    with site_of(own_app).database.transaction() as session:
        withdraw(session, entry, actor=get_system_actor(session, "test"))
    for path in (f"entries/{entry}", "entries/eksempelvik/ny-adresse", f"backlinks/{entry}"):
        assert read(client, path, 410)["type"].endswith("#withdrawn")
    assert read(client, f"entries/{uuid4()}", 404)["type"].endswith("#not-found")
    assert read(client, "entries/eksempelvik/aldri", 404)["status"] == 404


def test_what_leads_to_an_entry_is_told(reader: FlaskClient) -> None:
    entry = read(reader, "entries/exempelstad/frukost")
    leads = read(reader, f"backlinks/{entry['id']}")["items"]
    assert {link["relation"] for link in leads} == {"relates", "mentions"}
    assert {link["entry"]["address"] for link in leads} == {"eksempelvik/frokost"}


def test_the_register_is_told_with_its_names_and_codes(reader: FlaskClient) -> None:
    bodies = read_all(reader, "organisations?limit=2")
    slugs = [body["slug"] for body in bodies]
    assert slugs == sorted(set(slugs))
    assert {"eksempelvik", "exempelstad", "grannar"} <= set(slugs)
    own = read(reader, "organisations/eksempelvik")
    assert own == next(body for body in bodies if body["slug"] == "eksempelvik")
    assert own["register"]["code"] == "9901"
    assert own["entries"] == 1
    assert [body["slug"] for body in read_all(reader, "organisations?county=NO-98")] == [
        "lilleby-vest",
        "vestfylket-fylkeskommune",
    ]
    assert read(reader, "organisations/ingensteds", 404)["status"] == 404


def test_topics_have_their_terms_and_the_glossary_its_neighbours(reader: FlaskClient) -> None:
    topics = {topic["id"]: topic for topic in read(reader, "topics")["items"]}
    assert topics["truancy"] == read(reader, "topics/truancy")
    assert topics["truancy"]["broader"] == "schools"
    assert topics["schools"]["narrower"] == ["truancy"]
    assert topics["truancy"]["synonyms"] == {"sv": ["skolk"]}
    assert read(reader, "topics/nothing", 404)["status"] == 404
    (term,) = read(reader, "terms")["items"]
    assert (term["id"], term["nb"]) == ("yttrande", ["uttalelse"])


def test_collections_and_needs_say_what_is_their_own(own_app: Flask, client: FlaskClient) -> None:
    items = [{"id": "i1", "entry": "eksempelvik/frokost"}, {"id": "i2", "gap": "Ingen vet"}]
    publish_each(
        own_app,
        [
            {"kind": "collection", "title": "Samling", "items": items},
            {"kind": "need", "title": "Hvem har", "state": "open"},
            {"kind": "need", "title": "Hvem hadde", "state": "historical"},
        ],
    )
    (collection,) = read(client, "collections")["items"]
    assert [(item["entry"], item["gap"]) for item in collection["items"]] == [
        ("eksempelvik/frokost", None),
        (None, "Ingen vet"),
    ]
    assert [need["state"] for need in read(client, "needs?state=open")["items"]] == ["open"]
    assert len(read_all(client, "needs?limit=1")) == 2
    need = read(client, "needs?state=open")["items"][0]
    assert need["answers"] == 0
    link = [{"relation": "answers", "to": need["address"]}]
    publish_each(own_app, [{"kind": "experience", "title": "Vi har", "links": link}])
    assert read(client, "needs?state=open")["items"][0]["answers"] == 1


def test_a_search_tells_what_it_did(reader: FlaskClient) -> None:
    answer = read(reader, "search?q=frokost")
    assert answer["answered"]
    assert answer["total"] == len(answer["hits"]) > 1
    widened = {also["word"]: also["reason"] for word in answer["widened"] for also in word["also"]}
    assert widened.get("frukost") in ("equivalent", "cognate")
    assert any("frukost" in match["met"] for hit in answer["hits"] for match in hit["matches"])
    for hit in answer["hits"]:
        assert {ground["word"] for ground in hit["grounds"]} <= {"frokost", ""}
        assert all(ground["where"] for ground in hit["grounds"])
    assert {g["reason"] for hit in answer["hits"] for g in hit["grounds"]} >= {"own"}
    facets = {facet["name"]: facet["values"] for facet in answer["facets"]}
    assert {value["value"] for value in facets["kind"]} <= {"experience", "meeting"}
    exact = read(reader, "search?q=frokost&exact=true")
    assert exact["total"] < answer["total"]
    assert exact["widened"] == []
    understood = read(reader, "search?q=frokost+i+Sverige")["understood"]
    assert [(part["facet"], part["value"]) for part in understood] == [("country", "SE")]
    nothing = read(reader, "search?q=zzzxqy")
    assert (nothing["answered"], nothing["total"], nothing["hits"]) == (False, 0, [])
    first = read(reader, "search?limit=1")
    second = read(reader, first["next"].removeprefix("https://grannar.example"))
    assert first["hits"][0]["entry"]["id"] != second["hits"][0]["entry"]["id"]


def test_a_revised_entry_is_new_at_once_and_its_tag_another(
    own_app: Flask, client: FlaskClient
) -> None:
    (entry,) = publish_each(own_app, [{"kind": "practice", "title": "Leksehjelp"}])
    before = client.get(f"/api/v1/entries/{entry}")
    known = {"If-None-Match": before.headers["ETag"]}
    assert not before.headers["ETag"].startswith("W/")
    same = client.get(f"/api/v1/entries/{entry}", headers=known)
    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["Access-Control-Allow-Origin"] == "*"
    with site_of(own_app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        content = parse_content(
            {"kind": "practice", "language": "nb", "title": "Leksehjelp", "summary": "Nytt."}
        )
        publish(session, revise(session, entry, content, actor=actor).id, actor=actor)
    after = client.get(f"/api/v1/entries/{entry}", headers=known)
    assert after.status_code == 200
    assert after.get_json()["texts"][0]["summary"] == "Nytt."


@pytest.mark.parametrize("path", ["entries", "organisations", "collections", "needs"])
@pytest.mark.parametrize(
    "cursor", ["", "x", "%00", "W10", "WyJwMSIsImEiLCJiIl0", "WyJ3MSIsIlx1ZDgwMCJd", "é", "a" * 300]
)
def test_a_broken_cursor_is_told_as_one(reader: FlaskClient, path: str, cursor: str) -> None:
    problem = read(reader, f"{path}?cursor={cursor}", 400)
    assert problem["type"] == "https://grannar.example/api#invalid-cursor"


def test_changes_tell_all_that_happened_and_where_entries_are_now(
    own_app: Flask, client: FlaskClient
) -> None:
    start = read(client, "changes")
    assert start["newest"] == start["items"][-1]["number"]
    one, other = publish_each(
        own_app, [{"kind": "practice", "title": "Ett"}, {"kind": "practice", "title": "To"}]
    )
    with site_of(own_app).database.transaction() as session:
        actor = get_system_actor(session, "test")
        move(session, one, "flyttet", actor=actor)
        withdraw(session, other, actor=actor)
    page = read(client, f"changes?since={start['next_since']}")
    assert [(line["verb"], line["is_public"], line["address"]) for line in page["items"]] == [
        ("published", True, "eksempelvik/flyttet"),
        ("published", False, None),
        ("moved", True, "eksempelvik/flyttet"),
        ("withdrawn", False, None),
    ]
    assert not page["has_more"]
    assert "To" not in str(page)
    assert read(client, page["next"].removeprefix("https://grannar.example"))["items"] == []
    # One at a time they are the same.
    lines, since = [], start["next_since"]
    while True:
        step = read(client, f"changes?since={since}&limit=1")
        lines += step["items"]
        since = step["next_since"]
        if not step["has_more"]:
            break
    assert lines == page["items"]


def test_a_number_that_is_ahead_or_of_another_history_is_told(client: FlaskClient) -> None:
    page = read(client, "changes")
    number, _, check = page["next_since"].partition("-")
    for since in (f"{int(number) + 1}", f"{number}-000000000000", f"1-{check}", "9" * 18):
        problem = read(client, f"changes?since={since}", 409)
        assert problem["type"].endswith("#another-history")
        assert problem["newest"] == page["newest"]
    assert read(client, f"changes?since={number}")["items"] == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("entries?topic=schools&topic=nothing", {"topic.1"}),
        ("entries?organisation=nowhere&country=XX", {"country.0"}),
        ("entries?organisation=nowhere&topic=nothing", {"organisation.0", "topic.0"}),
        ("entries?kind=nothing&language=fi", {"kind.0", "language.0"}),
        ("collections?topic=nothing", {"topic.0"}),
        ("needs?topic=nothing", {"topic.0"}),
        ("needs?state=nothing&country=XX", {"state.0", "country.0"}),
        ("organisations?county=NO-77", {"county.0"}),
        ("organisations?type=nothing&country=XX", {"type.0", "country.0"}),
        ("search?q=frokost&topic=nothing&organisation=nowhere", {"topic.0", "organisation.0"}),
        ("search?q=frokost&county=NO-77&county=x", {"county.0", "county.1"}),
        ("search?q=frokost&kind=nothing&country=XX", {"kind.0", "country.0"}),
        (
            "search?level=nothing&outcome=nothing&language=fi",
            {"level.0", "outcome.0", "language.0"},
        ),
    ],
)
def test_a_filter_that_nobody_knows_is_refused(
    reader: FlaskClient, path: str, fields: set[str]
) -> None:
    problem = read(reader, path, 400)
    assert problem["type"] == "https://grannar.example/api#invalid-parameter"
    assert {error["field"] for error in problem["errors"]} == fields


def test_an_unknown_value_is_named_with_where_all_are(reader: FlaskClient) -> None:
    problem = read(reader, "search?topic=nothing", 400, headers={"Accept-Language": "sv"})
    (error,) = problem["errors"]
    assert error["detail"] == (
        "”nothing” finns inte. Alla som finns: https://grannar.example/api/v1/topics."
    )


def test_a_cursor_is_of_one_list_and_one_choice_of_filters(
    own_app: Flask, client: FlaskClient
) -> None:
    publish_each(own_app, [{"kind": "practice", "title": f"Praksis {n}"} for n in range(3)])
    path = "entries?kind=practice&kind=meeting&limit=1"
    cursor = read(client, path)["next_cursor"]
    # In another order, and with another length of the page, it is the same list.
    assert read(client, f"entries?kind=meeting&kind=practice&limit=2&cursor={cursor}")["items"]
    for other in ("entries?kind=practice", "entries?", "needs?", "collections?", "organisations?"):
        problem = read(client, f"{other}&cursor={cursor}", 400)
        assert problem["type"] == "https://grannar.example/api#invalid-cursor"
        assert problem["detail"].startswith("Markøren er fra en annen liste")
    place = read(client, "organisations?country=NO&limit=1")["next_cursor"]
    assert read(client, f"organisations?country=NO&cursor={place}")["items"]
    assert read(client, f"organisations?cursor={place}", 400)["title"] == (
        "Markøren er ikke herfra"
    )
