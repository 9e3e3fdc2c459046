#!/usr/bin/env bash
# RDFLib (rdflib 7.6.0, PyPI): Turtle, TriG and Notation 3 keep seven figures of an xsd:double, N-Triples,
# RDF/XML and JSON-LD all of them.
#
# Guessed: the formats differ in how they look, and the same graph comes back from each, to the last figure
# of a coordinate or of an amount.
# Seen: 6642943.27 metres north, written as Turtle, is 6.642943e+06 and is read as 6642943.0, and a longitude
# of 10.7522454 is 10.75225. A number without a fraction goes the same way: 12345678 is 12345680. Nothing
# says so. What is read from a catalogue with coordinates or sums and given on as Turtle has moved; as
# xsd:decimal it is kept. RDFLib's list of issues has it (1852), open since 2022.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
"$folder/env/bin/python" - <<'PY'
from rdflib import XSD, Graph, Literal, URIRef

SUBJECT, PREDICATE = URIRef("http://example.org/place"), URIRef("http://example.org/number")


def carry(literal: Literal, syntax: str) -> object:
    """The value that comes back when a graph of one literal is written and read."""
    graph = Graph()
    graph.add((SUBJECT, PREDICATE, literal))
    written = graph.serialize(format=syntax)
    return Graph().parse(data=written, format=syntax).value(SUBJECT, PREDICATE).value


for text, rounded in (("6642943.27", 6642943.0), ("10.7522454", 10.75225), ("12345678", 12345680.0)):
    double = Literal(text, datatype=XSD.double)
    seen = {syntax: carry(double, syntax) for syntax in ("turtle", "n3", "nt", "xml", "json-ld")}
    print(text, seen)
    assert seen["turtle"] == seen["n3"] == rounded != float(text)
    assert seen["nt"] == seen["xml"] == seen["json-ld"] == float(text)
    decimal = Literal(text, datatype=XSD.decimal)
    assert carry(decimal, "turtle") == decimal.value
PY
