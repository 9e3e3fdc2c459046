"""The catalogue by the shapes of Norway and of Europe, the pages by schema.org's own vocabulary,
and a harvest by a library for harvesting.

The shapes and the vocabulary are not kept here. ``SHAPES`` names a folder that has them:
``dcat-ap-no.ttl`` (shacl/DCAT-AP-NO-shacl_shapes_2.00.ttl of Informasjonsforvaltning/dcat-ap-no),
``dcat-ap-shapes.ttl``, ``dcat-ap-range.ttl`` and ``dcat-ap-vocabularies.ttl`` (shapes.ttl,
range.ttl and mdr-vocabularies.shape.ttl of releases/3.0.1/html/shacl of SEMICeu/DCAT-AP),
``schemaorg.ttl`` (schemaorg-current-https.ttl of schemaorg/schemaorg).
"""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from pyshacl import validate
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from sickle import Sickle
from sickle.iterator import OAIItemIterator
from werkzeug.serving import make_server

from network.documents.publishing import withdraw
from network.people.actors import get_system_actor
from network.site_owner import read_site_owner
from network.web.public.open_data import oai
from tests.community.following.test_news import put
from tests.conftest import FULL
from tests.web.conftest import made_up_site, own_app
from tests.web.people import site_of

__all__ = ["made_up_site", "own_app"]

SHAPES = Path(os.environ.get("SHAPES", ""))
needs_shapes = pytest.mark.skipif(
    not os.environ.get("SHAPES"),
    reason="SHAPES names no folder with the shapes, which are not kept here",
)
SH, SCHEMA = Namespace("http://www.w3.org/ns/shacl#"), Namespace("https://schema.org/")
OWNER = {
    "OWNER_NAME": "Eksempelvik kommune",
    "OWNER_EMAIL": "grannar@eksempelvik.example",
    "TEXT_LICENCE": "CC-BY-4.0",
}


@pytest.fixture
def owned_app(own_app: Flask) -> Flask:
    site = site_of(own_app)
    settings = replace(site.settings, owner=read_site_owner(OWNER))
    own_app.extensions["grannar"] = replace(site, settings=settings)
    return own_app


@needs_shapes
@pytest.mark.parametrize(
    "shapes",
    ["dcat-ap-no", "dcat-ap-shapes", "dcat-ap-range", "dcat-ap-vocabularies"],
)
def test_the_catalogue_breaks_no_shape(owned_app: Flask, shapes: str) -> None:
    catalogue = Graph().parse(
        data=owned_app.test_client().get("/catalog.ttl").data, format="turtle"
    )
    rules = Graph().parse(SHAPES / f"{shapes}.ttl")
    _conforms, report, text = validate(catalogue, shacl_graph=rules, do_owl_imports=False)
    found = Counter(
        str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
        for result in report.objects(None, SH.result)
    )
    print(f"{shapes}: {len(catalogue)} statements, {dict(found) or 'nothing found'}")
    assert not found["Violation"], text


@needs_shapes
def test_the_catalogue_says_how_long_it_is_available(owned_app: Flask) -> None:
    # The Norwegian shape means this property and names another, so it is asked here.
    catalogue = Graph().parse(
        data=owned_app.test_client().get("/catalog.ttl").data, format="turtle"
    )
    availability = URIRef("http://data.europa.eu/r5r/availability")
    table = "http://publications.europa.eu/resource/authority/planned-availability/"
    told = [str(value) for value in catalogue.objects(None, availability)]
    assert told
    assert all(value.startswith(table) for value in told)


@needs_shapes
@pytest.mark.parametrize("address", ["/nb/eksempelvik/m", "/sv/eksempelvik/a", "/nb/eksempelvik"])
def test_pages_use_the_terms_of_schema_org(own_app: Flask, address: str) -> None:
    vocabulary = Graph().parse(SHAPES / "schemaorg.ttl")
    with site_of(own_app).database.transaction() as session:
        put(
            session,
            "eksempelvik",
            "m",
            kind="meeting",
            date="2031-03-04",
            place="Rådhuset",
            title="Møte",
        )
        put(session, "eksempelvik", "a", kind="experience", title="A")
    page = BeautifulSoup(own_app.test_client().get(address).text, "html.parser")
    (block,) = page.select('script[type="application/ld+json"]')
    things = list(_walk(json.loads(block.text)["@graph"]))
    assert things
    for thing in things:
        kind = SCHEMA[thing["@type"]]
        assert (kind, RDF.type, RDFS.Class) in vocabulary, kind
        kinds = set(vocabulary.transitive_objects(kind, RDFS.subClassOf))
        for name in thing.keys() - {"@type", "@id"}:
            domains = set(vocabulary.objects(SCHEMA[name], SCHEMA.domainIncludes))
            assert domains & kinds, f"{name} is no property of {thing['@type']}"


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for part in value.values():
            yield from _walk(part)
    elif isinstance(value, list):
        for part in value:
            yield from _walk(part)


def test_a_harvester_takes_everything(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oai, "_AT_ONCE", 7)
    with site_of(own_app).database.transaction() as session:
        ids = [
            put(session, "eksempelvik", f"t{number}", title=f"Tekst {number}")
            for number in range(200 if FULL else 40)
        ]
        withdraw(session, ids[3], actor=get_system_actor(session, "test"))
    server = make_server("127.0.0.1", 0, own_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        harvester = Sickle(f"http://127.0.0.1:{server.port}/oai", iterator=OAIItemIterator)
        assert harvester.Identify().deletedRecord == "persistent"
        assert [form.metadataPrefix for form in harvester.ListMetadataFormats()] == ["oai_dc"]
        records = list(harvester.ListRecords(metadataPrefix="oai_dc"))
        headers = list(harvester.ListIdentifiers(metadataPrefix="oai_dc"))
    finally:
        server.shutdown()
        thread.join()
    by_id = {record.header.identifier.rpartition(":")[2]: record for record in records}
    assert len(records) == len(by_id) == len(headers)
    assert {str(id) for id in ids} <= by_id.keys()
    assert by_id[str(ids[3])].deleted
    assert by_id[str(ids[5])].metadata["title"] == ["Tekst 5"]
    print(f"harvested: {len(records)} records in parts of seven")
