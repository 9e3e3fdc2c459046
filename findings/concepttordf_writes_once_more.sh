#!/usr/bin/env bash
# concepttordf (concepttordf 3.0.1, PyPI; concepts by the Norwegian profile SKOS-AP-NO): a concept that is
# written twice has two preferred terms, and everything is printed.
#
# Guessed: to_rdf gives a concept's description as often as it is asked, the same each time, and says
# nothing on the screen.
#
# Seen: each call adds the terms and the definition to those of the calls before, so that the second answer
# has two preferred terms and two definitions, the third three; and each prints the whole answer between two
# lines of its own to standard output, where a program that writes RDF there gets it twice.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check concepttordf==3.0.1
"$folder/env/bin/python" - <<'PY'
import contextlib
import io

import rdflib
from concepttordf import Concept, Definition

TERM = rdflib.URIRef("http://www.w3.org/2008/05/skos-xl#prefLabel")
MEANING = rdflib.URIRef("https://data.norge.no/vocabulary/skosno#definisjon")

definition = Definition()
definition.text = {"nb": "En prosess."}
concept = Concept()
concept.identifier = "https://eksempelvik.example/begrep/1"
concept.term = {"name": {"nb": "radikalisering"}}
concept.definition = definition
for call in (1, 2, 3):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        answer = concept.to_rdf()
    graph = rdflib.Graph().parse(data=answer, format="turtle")
    terms, meanings = len(list(graph.objects(None, TERM))), len(list(graph.objects(None, MEANING)))
    print(f"call {call}: {terms} preferred terms, {meanings} definitions, printed: {bool(printed.getvalue())}")
    assert (terms, meanings) == (call, call)
    assert "radikalisering" in printed.getvalue()
PY
