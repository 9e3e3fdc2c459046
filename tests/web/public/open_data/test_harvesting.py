"""Harvesting by OAI-PMH: everything once, what changed again, what was withdrawn as deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from lxml import etree

from network import clock
from network.documents.publishing import withdraw
from network.people.actors import get_system_actor
from network.web.public.open_data import oai
from tests.community.following.test_news import again, put
from tests.web.people import site_of

NS = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def ask(app: Flask, query: str) -> etree._Element:
    answer = app.test_client().get(f"/oai?{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/xml"
    return etree.fromstring(answer.data)


def error_of(app: Flask, query: str) -> str:
    errors = ask(app, query).xpath("o:error/@code", namespaces=NS)
    return str(errors[0]) if isinstance(errors, list) and errors else ""


def harvest(app: Flask, query: str, verb: str = "ListRecords") -> Iterator[etree._Element]:
    """The headers of a whole list, page by page."""
    asked = f"verb={verb}&metadataPrefix=oai_dc&{query}"
    while True:
        root = ask(app, asked)
        yield from root.iter(f"{{{NS['o']}}}header")
        tokens = root.xpath("//o:resumptionToken/text()", namespaces=NS)
        if not isinstance(tokens, list) or not tokens:
            return
        (token,) = tokens
        assert isinstance(token, str)
        asked = f"verb={verb}&resumptionToken={token}"


def name(entry_id: UUID) -> str:
    return f"oai:grannar.example:{entry_id}"


def text_of(element: etree._Element, path: str) -> list[str]:
    found = element.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return [str(text) for text in found]


def test_a_record_tells_title_summary_and_where_in_each_language(own_app: Flask) -> None:
    with site_of(own_app).database.transaction() as session:
        entry_id = put(
            session,
            "eksempelvik",
            "grot",
            kind="experience",
            title="Grøt & <b>",
            summary="Varm mat.",
            language="nb",
            topics=["truancy"],
        )
    root = ask(own_app, f"verb=GetRecord&metadataPrefix=oai_dc&identifier={name(entry_id)}")
    assert text_of(root, "//dc:title[@xml:lang='nb']/text()") == ["Grøt & <b>"]
    assert text_of(root, "//dc:description/text()") == ["Varm mat."]
    assert text_of(root, "//dc:identifier/text()") == [
        "https://grannar.example/nb/eksempelvik/grot"
    ]
    assert "Skolefravær" in text_of(root, "//dc:subject/text()")
    assert text_of(root, "//dc:type/text()") == ["experience"]


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_a_harvest_has_everything_once_page_by_page(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setattr(oai, "_AT_ONCE", 3)
    with site_of(own_app).database.transaction() as session:
        ids = [put(session, "eksempelvik", f"t{number}") for number in range(10)]
        withdraw(session, ids[4], actor=get_system_actor(session, "test"))
    headers = list(harvest(own_app, "", verb))
    told = [header.findtext("o:identifier", namespaces=NS) for header in headers]
    assert len(told) == len(set(told))
    assert {name(id) for id in ids} <= set(told)
    deleted = {
        header.findtext("o:identifier", namespaces=NS)
        for header in headers
        if header.get("status") == "deleted"
    }
    assert deleted == {name(ids[4])}


def test_what_changes_while_somebody_harvests_comes_once_more(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oai, "_AT_ONCE", 2)
    database = site_of(own_app).database
    with database.transaction() as session:
        ids = [put(session, "eksempelvik", f"t{number}") for number in range(6)]
    headers = harvest(own_app, "", "ListIdentifiers")
    told = [next(headers).findtext("o:identifier", namespaces=NS) for _ in range(4)]
    with database.transaction() as session:
        again(session, ids[0], title="Nytt")
        withdraw(session, ids[5], actor=get_system_actor(session, "test"))
    rest = {
        header.findtext("o:identifier", namespaces=NS): header.get("status") for header in headers
    }
    assert {name(id) for id in ids} <= {*told, *rest}
    assert rest[name(ids[0])] is None
    assert rest[name(ids[5])] == "deleted"


def test_a_harvest_can_begin_and_end_at_a_moment(own_app: Flask) -> None:
    day = datetime(2031, 3, 1, 12, tzinfo=UTC)
    ids = []
    for number in range(3):
        with (
            clock.freeze_time(day + timedelta(days=number)),
            site_of(own_app).database.transaction() as session,
        ):
            ids.append(name(put(session, "eksempelvik", f"t{number}")))

    def told(query: str) -> list[str | None]:
        return [
            header.findtext("o:identifier", namespaces=NS)
            for header in harvest(own_app, query, "ListIdentifiers")
        ]

    assert told("from=2031-03-01") == ids
    assert told("from=2031-03-01&until=2031-03-02") == ids[:2]
    assert told("from=2031-03-02T12:00:00Z&until=2031-03-02T12:00:00Z") == ids[1:2]
    assert error_of(own_app, "verb=ListRecords&metadataPrefix=oai_dc&from=2031-03-04") == (
        "noRecordsMatch"
    )


def test_nothing_of_what_was_withdrawn_is_told_but_that_it_was(own_app: Flask) -> None:
    with site_of(own_app).database.transaction() as session:
        entry_id = put(session, "eksempelvik", "hemmelig", title="Hemmelig")
        withdraw(session, entry_id, actor=get_system_actor(session, "test"))
    answer = own_app.test_client().get(
        f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={name(entry_id)}"
    )
    assert 'status="deleted"' in answer.text
    assert "emmelig" not in answer.text


LIST = "verb=ListRecords&metadataPrefix=oai_dc"
WRONG = [
    ("", "badVerb"),
    ("verb=", "badVerb"),
    ("verb=Nothing", "badVerb"),
    ("verb=Identify&verb=Identify", "badVerb"),
    ("verb=Identify&x=1", "badArgument"),
    ("verb=ListRecords", "badArgument"),
    (f"{LIST}&metadataPrefix=oai_dc", "badArgument"),
    ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
    (f"{LIST}&from=2031", "badArgument"),
    (f"{LIST}&from=2031-02-30", "badArgument"),
    (f"{LIST}&from=2031-02-01T12:00:00", "badArgument"),
    (f"{LIST}&from=2031-02-02&until=2031-02-01", "badArgument"),
    (f"{LIST}&from=2031-02-01&until=2031-02-02T00:00:00Z", "badArgument"),
    (f"{LIST}&set=topic", "noSetHierarchy"),
    ("verb=ListSets", "noSetHierarchy"),
    ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
    ("verb=ListRecords&resumptionToken=1!2031-02-30!", "badResumptionToken"),
    ("verb=ListRecords&resumptionToken=999999999999999!!", "badResumptionToken"),
    (f"{LIST}&resumptionToken=1!!", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:1", "idDoesNotExist"),
    (
        f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:grannar.example:{UUID(int=0)}",
        "idDoesNotExist",
    ),
    ("verb=ListMetadataFormats&identifier=nothing", "idDoesNotExist"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%00", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + "x" * 600, "badArgument"),
]


@pytest.mark.parametrize(("query", "code"), WRONG)
def test_what_the_protocol_calls_wrong_is_told_by_its_code(
    own_app: Flask, query: str, code: str
) -> None:
    assert error_of(own_app, query) == code


def test_it_answers_posts_as_well(own_app: Flask) -> None:
    answer = own_app.test_client().post("/oai", data={"verb": "Identify"})
    assert b"<deletedRecord>persistent</deletedRecord>" in answer.data
    root = etree.fromstring(answer.data)
    assert root.findtext("o:Identify/o:baseURL", namespaces=NS) == "https://grannar.example/oai"
