"""The catalogue and the topics as graphs: whole by both countries' profiles, in every form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS
from rdflib.term import Node

from network.interface_languages import INTERFACE_LANGUAGES
from network.site_owner import read_site_owner
from network.topics.values import Topic
from network.web.public.open_data.topic_graph import make_topic_graph
from tests.web.people import site_of

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
OWNER = {
    "OWNER_NAME": "Eksempelvik kommune",
    "OWNER_EMAIL": "grannar@eksempelvik.example",
    "TEXT_LICENCE": "CC-BY-4.0",
}
# What each class must have: DCAT-AP 3, DCAT-AP-NO 2.2 and DCAT-AP-SE 3 (its profile's templates of
# 3.0.1 whose least number is one) together.
MANDATORY = {
    DCAT.Catalog: (
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.publisher,
        DCTERMS.identifier,
        DCTERMS.license,
        DCAT.dataset,
    ),
    DCAT.Dataset: (
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.publisher,
        DCTERMS.identifier,
        DCAT.theme,
        DCAT.contactPoint,
        DCAT.distribution,
        # Of no profile, and told all the same.
        DCTERMS.license,
    ),
    DCAT.Distribution: (DCAT.accessURL, DCTERMS["format"], DCTERMS.license, DCATAP.availability),
    DCAT.DataService: (
        DCTERMS.title,
        DCTERMS.publisher,
        DCTERMS.identifier,
        DCAT.endpointURL,
        DCAT.contactPoint,
        DCTERMS["format"],
        DCATAP.availability,
    ),
    VCARD.Organization: (VCARD.fn, VCARD.hasEmail),
    FOAF.Agent: (FOAF.name, DCTERMS.type),
}


@pytest.fixture
def owned_app(own_app: Flask) -> Flask:
    site = site_of(own_app)
    settings = replace(site.settings, owner=read_site_owner(OWNER))
    own_app.extensions["grannar"] = replace(site, settings=settings)
    return own_app


def fetch(app: Flask, address: str, form: str) -> Graph:
    answer = app.test_client().get(address)
    assert answer.status_code == 200
    return Graph().parse(data=answer.data, format=form)


def test_every_class_has_what_the_profiles_demand(owned_app: Flask) -> None:
    graph = fetch(owned_app, "/catalog.ttl", "turtle")
    for kind, properties in MANDATORY.items():
        things = set(graph.subjects(RDF.type, kind))
        assert things, kind
        for thing in things:
            for wanted in properties:
                assert (thing, wanted, None) in graph, (thing, wanted)


def language_of(label: Node) -> str | None:
    assert isinstance(label, Literal)
    return label.language


def test_titles_are_in_every_language_of_the_interface(owned_app: Flask) -> None:
    graph = fetch(owned_app, "/catalog.ttl", "turtle")
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DataService):
        for thing in graph.subjects(RDF.type, kind):
            titles = {language_of(title) for title in graph.objects(thing, DCTERMS.title)}
            assert titles == set(INTERFACE_LANGUAGES)


# rdflib's own reader of JSON-LD makes one of these.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_forms_say_the_same(owned_app: Flask) -> None:
    turtle = fetch(owned_app, "/catalog.ttl", "turtle")
    assert isomorphic(turtle, fetch(owned_app, "/catalog.rdf", "xml"))
    assert isomorphic(turtle, fetch(owned_app, "/catalog.jsonld", "json-ld"))


def test_what_the_catalogue_names_is_there(owned_app: Flask) -> None:
    graph = fetch(owned_app, "/catalog.ttl", "turtle")
    site = site_of(owned_app).settings.public_url
    client = owned_app.test_client()
    named = {
        *graph.objects(None, DCAT.downloadURL),
        *graph.objects(None, DCAT.endpointDescription),
    }
    assert len(named) > 8
    for address in map(str, named):
        assert address.startswith(f"{site}/")
        assert client.get(address.removeprefix(site)).status_code == 200, address


def test_a_site_that_nobody_answers_for_has_a_catalogue_without_licence(own_app: Flask) -> None:
    graph = fetch(own_app, "/catalog.ttl", "turtle")
    assert (None, DCTERMS.license, None) not in graph
    assert (None, VCARD.hasEmail, None) not in graph
    assert (None, FOAF.name, Literal("Grannar")) in graph


def test_the_catalogue_is_told_unchanged_until_something_changes(owned_app: Flask) -> None:
    client = owned_app.test_client()
    tag = client.get("/catalog.ttl").headers["ETag"]
    assert client.get("/catalog.ttl", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/catalog.rdf", headers={"If-None-Match": tag}).status_code == 200
    assert client.get("/catalog.csv").status_code == 404


@pytest.mark.parametrize(
    ("address", "accept", "leads_to"),
    [
        ("/catalog", "", "/catalog.ttl"),
        ("/catalog", "application/rdf+xml", "/catalog.rdf"),
        ("/catalog", "application/ld+json;q=0.9, text/turtle;q=0.8", "/catalog.jsonld"),
        ("/catalog", "image/png", "/catalog.ttl"),
        ("/topics/truancy", "text/html", "/sv/topics/truancy"),
        ("/topics/truancy", "text/turtle", "/topics.ttl"),
        ("/topics", "text/html,*/*;q=0.8", "/sv/topics"),
        ("/topics", "application/ld+json", "/topics.jsonld"),
    ],
)
def test_addresses_without_a_language_lead_to_what_is_asked_for(
    own_app: Flask, address: str, accept: str, leads_to: str
) -> None:
    headers = {"Accept-Language": "sv", **({"Accept": accept} if accept else {})}
    answer = own_app.test_client().get(address, headers=headers)
    assert (answer.status_code, answer.location) == (303, leads_to)
    assert "Accept" in answer.headers["Vary"]


def test_an_unknown_topic_is_not_there(own_app: Flask) -> None:
    assert own_app.test_client().get("/topics/nothing").status_code == 404


def test_topics_are_concepts_with_one_preferred_label_a_language() -> None:
    topics = {
        "a": Topic(id="a", labels={"nb": "Skole", "sv": "Skola"}),
        "b": Topic(
            id="b",
            broader="a",
            labels={"nb": "Fravær", "sv": "Frånvaro"},
            synonyms={"sv": ("skolk", "Frånvaro")},
            exact_match=("https://psi.norge.no/los/tema/skolemiljo",),
        ),
        "c": Topic(id="c", broader="gone", labels={"nb": "C", "sv": "C"}),
    }
    graph = make_topic_graph(topics, "https://grannar.example", {"nb": "Emner"})
    site = "https://grannar.example/topics"
    scheme, broad, narrow = URIRef(site), URIRef(f"{site}/a"), URIRef(f"{site}/b")
    assert (narrow, SKOS.broader, broad) in graph
    assert (broad, SKOS.narrower, narrow) in graph
    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == {broad, URIRef(f"{site}/c")}
    assert set(graph.objects(narrow, SKOS.altLabel)) == {Literal("skolk", "sv")}
    assert (narrow, SKOS.exactMatch, URIRef("https://psi.norge.no/los/tema/skolemiljo")) in graph


def test_the_contents_topics_are_whole(own_app: Flask, tmp_path: Path) -> None:
    graph = fetch(own_app, "/topics.ttl", "turtle")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        languages = [language_of(label) for label in graph.objects(concept, SKOS.prefLabel)]
        assert len(languages) == len(set(languages)) > 1
        assert (concept, SKOS.inScheme, None) in graph
