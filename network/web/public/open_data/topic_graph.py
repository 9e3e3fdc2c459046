"""The topics as SKOS: a scheme of concepts with their names, and what Los calls the same."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from network.topics.values import Topic


def make_topic_graph(topics: Mapping[str, Topic], address: str, title: Mapping[str, str]) -> Graph:
    """The topics of the site at ``address``, in one scheme called ``title`` (by language).

    A concept's address is that of its page without the language. Synonyms are other labels; a
    description is a definition.
    """
    graph = Graph()
    graph.bind("skos", SKOS)
    graph.bind("dct", DCTERMS)
    scheme = URIRef(f"{address}/topics")
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for language, text in title.items():
        graph.add((scheme, DCTERMS.title, Literal(text, language)))
    for topic in topics.values():
        concept = URIRef(f"{address}/topics/{topic.id}")
        graph.add((concept, RDF.type, SKOS.Concept))
        graph.add((concept, SKOS.inScheme, scheme))
        graph.add((concept, SKOS.notation, Literal(topic.id)))
        for language, label in topic.labels.items():
            graph.add((concept, SKOS.prefLabel, Literal(label, language)))
        for language, synonyms in topic.synonyms.items():
            for synonym in synonyms:
                # A label is preferred or another, never both.
                if synonym != topic.labels.get(language):
                    graph.add((concept, SKOS.altLabel, Literal(synonym, language)))
        for language, description in topic.description.items():
            graph.add((concept, SKOS.definition, Literal(description, language)))
        for same in topic.exact_match:
            graph.add((concept, SKOS.exactMatch, URIRef(same)))
        for near in topic.close_match:
            graph.add((concept, SKOS.closeMatch, URIRef(near)))
        if topic.broader in topics:
            broader = URIRef(f"{address}/topics/{topic.broader}")
            graph.add((concept, SKOS.broader, broader))
            graph.add((broader, SKOS.narrower, concept))
        else:
            graph.add((concept, SKOS.topConceptOf, scheme))
            graph.add((scheme, SKOS.hasTopConcept, concept))
    return graph
