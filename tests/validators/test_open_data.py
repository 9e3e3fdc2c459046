"""The catalogue by the shapes of Norway and of Europe, the pages by schema.org's own vocabulary and
a validator of others, and a harvest by a library for harvesting.

The shapes and the vocabulary are not kept here. ``SHAPES`` names a folder that has them:
``dcat-ap-no.ttl`` (shacl/DCAT-AP-NO-shacl_shapes_2.00.ttl of Informasjonsforvaltning/dcat-ap-no),
``dcat-ap-shapes.ttl``, ``dcat-ap-range.ttl`` and ``dcat-ap-vocabularies.ttl`` (shapes.ttl,
range.ttl and mdr-vocabularies.shape.ttl of releases/3.0.1/html/shacl of SEMICeu/DCAT-AP),
``schemaorg.ttl`` (schemaorg-current-https.ttl of schemaorg/schemaorg). ``STRUCTURED_DATA`` names
the folder in which what ``structured_data/package-lock.json`` locks is installed, by npm.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
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
HERE = Path(__file__).parent
STRUCTURED_DATA = os.environ.get("STRUCTURED_DATA", "")
needs_validator = pytest.mark.skipif(
    not STRUCTURED_DATA or shutil.which("node") is None,
    reason="STRUCTURED_DATA names no folder with the validator of JSON-LD, or Node.js is missing",
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
@pytest.mark.parametrize("licence", ["", "CC0-1.0", "CC-BY-SA-4.0", "NLOD-2.0"])
def test_the_catalogue_breaks_no_shape_under_any_licence(own_app: Flask, licence: str) -> None:
    settings = OWNER | {"TEXT_LICENCE": licence}
    site = site_of(own_app)
    owner = read_site_owner(settings)
    own_app.extensions["grannar"] = replace(site, settings=replace(site.settings, owner=owner))
    catalogue = Graph().parse(data=own_app.test_client().get("/catalog.ttl").data, format="turtle")
    for shapes in ("dcat-ap-no", "dcat-ap-shapes"):
        rules = Graph().parse(SHAPES / f"{shapes}.ttl")
        _conforms, report, text = validate(catalogue, shacl_graph=rules, do_owl_imports=False)
        assert (None, SH.resultSeverity, SH.Violation) not in report, text


ADDRESSES = ("/nb/eksempelvik/m", "/sv/eksempelvik/a", "/nb/eksempelvik", "/sv/exempelstad/mote")


@pytest.fixture
def pages(owned_app: Flask) -> dict[str, str]:
    """Pages with data in them, as texts."""
    with site_of(owned_app).database.transaction() as session:
        put(
            session,
            "eksempelvik",
            "m",
            kind="meeting",
            date="2031-03-04",
            place="Rådhuset",
            title="Møte",
        )
        put(session, "eksempelvik", "a", kind="experience", title="A", summary="Kort sagt.")
    return {address: owned_app.test_client().get(address).text for address in ADDRESSES}


def _read_things(page: str) -> list[dict[str, Any]]:
    (block,) = BeautifulSoup(page, "lxml").select('script[type="application/ld+json"]')
    return list(_walk(json.loads(block.text)["@graph"]))


@needs_shapes
def test_pages_use_the_terms_of_schema_org(pages: dict[str, str]) -> None:
    vocabulary = Graph().parse(SHAPES / "schemaorg.ttl")
    for page in pages.values():
        things = _read_things(page)
        assert things
        for thing in things:
            kind = SCHEMA[thing["@type"]]
            assert (kind, RDF.type, RDFS.Class) in vocabulary, kind
            kinds = set(vocabulary.transitive_objects(kind, RDFS.subClassOf))
            for name in thing.keys() - {"@type", "@id"}:
                domains = set(vocabulary.objects(SCHEMA[name], SCHEMA.domainIncludes))
                assert domains & kinds, f"{name} is no property of {thing['@type']}"


def _write_vocabulary(vocabulary: Graph, file: Path) -> None:
    """schema.org's vocabulary as its own JSON-LD has it, as far as the validator reads it."""

    def refer(subject: Any, about: URIRef) -> list[dict[str, str]]:
        return [{"@id": str(value)} for value in vocabulary.objects(subject, about)]

    graph: list[dict[str, Any]] = [
        {"@id": str(kind), "@type": "rdfs:Class", "rdfs:subClassOf": refer(kind, RDFS.subClassOf)}
        for kind in vocabulary.subjects(RDF.type, RDFS.Class)
    ]
    graph += [
        {
            "@id": str(name),
            "@type": "rdf:Property",
            "schema:domainIncludes": refer(name, SCHEMA.domainIncludes),
        }
        for name in vocabulary.subjects(RDF.type, RDF.Property)
    ]
    file.write_text(json.dumps({"@graph": graph}), encoding="utf-8")


def _validate(pages: dict[str, str], vocabulary: Path | None = None) -> dict[str, Any]:
    """What the validator says of pages by their addresses."""
    command = ["node", str(HERE / "structured_data" / "validate.mjs"), STRUCTURED_DATA]
    command += [str(vocabulary)] if vocabulary else []
    done = subprocess.run(
        command, input=json.dumps(pages), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@needs_validator
def test_a_validator_finds_nothing_wrong_in_the_data_of_pages(
    pages: dict[str, str], tmp_path: Path
) -> None:
    vocabulary = None
    if os.environ.get("SHAPES"):
        vocabulary = tmp_path / "schemaorg.json"
        _write_vocabulary(Graph().parse(SHAPES / "schemaorg.ttl"), vocabulary)
    told = _validate(pages, vocabulary)
    assert told.keys() == pages.keys()
    # With -s: what was looked at, and with which rules.
    types = sorted({kind for of_page in told.values() for kind in of_page["types"]})
    print(f"structured data: {types}, {'with' if vocabulary else 'without'} the vocabulary")
    assert {"Article", "Event", "BreadcrumbList", "GovernmentOrganization"} <= set(types)
    issues = {address: of_page["issues"] for address, of_page in told.items() if of_page["issues"]}
    assert not issues, json.dumps(issues, ensure_ascii=False, indent=1)


@needs_validator
def test_the_validator_finds_what_is_wrong(pages: dict[str, str]) -> None:
    page = pages["/nb/eksempelvik/m"]
    assert page.count('"position":') > 1
    spoilt = {
        "no position": page.replace('"position":', '"place":'),
        "no data": page.replace('{"@context"', '"@context"'),
    }
    told = _validate(spoilt)
    assert all(of_page["issues"] for of_page in told.values()), told


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
