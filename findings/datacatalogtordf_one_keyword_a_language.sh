#!/usr/bin/env bash
# datacatalogtordf (datacatalogtordf 4.0.1, PyPI; data sets by DCAT-AP-NO): a data set has one keyword a
# language, and no moment of change.
#
# Guessed: several keywords in Norwegian, given as a list (as the sister package concepttordf takes several
# terms), become several dcat:keyword; the time of the last change may have hours, since DCAT-AP takes a
# date or a moment there.
#
# Seen: the list becomes one keyword that reads ['vold', 'skole'], with brackets and quotation marks. There
# is no other way to give two in one language: the keywords are a dictionary by language. A moment for
# modification_date, and a year or a month for any date, is refused as no valid date.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check datacatalogtordf==4.0.1
"$folder/env/bin/python" - <<'PY'
import rdflib
from datacatalogtordf import Dataset, InvalidDateError

KEYWORD = rdflib.URIRef("http://www.w3.org/ns/dcat#keyword")

dataset = Dataset()
dataset.identifier = "https://eksempelvik.example/datasett/1"
dataset.title = {"nb": "Tiltak"}
dataset.keyword = {"nb": ["vold", "skole"], "sv": "våld"}
graph = rdflib.Graph().parse(data=dataset.to_rdf(), format="turtle")
keywords = sorted((str(word.language), str(word)) for word in graph.objects(None, KEYWORD))
print(keywords)
assert keywords == [("nb", "['vold', 'skole']"), ("sv", "våld")]
for moment in ("2026-11-30T12:00:00+01:00", "2026-11", "2026"):
    try:
        dataset.modification_date = moment
    except InvalidDateError as problem:
        print(moment, "->", problem)
    else:
        raise AssertionError(moment)
dataset.modification_date = "2026-11-30"
PY
