#!/usr/bin/env bash
# frictionless (frictionless 5.21.0, PyPI): a column of percentages with decimal commas, in a file that
# semicolons part, is described as a column of places.
#
# Guessed: 12,5 and 3,25 are read as text where no decimal comma is declared, as in a file with a sign for
# what is missing; or as figures.
#
# Seen: the type of the column is geopoint, each figure becomes a list of two (12.0 and 5.0: twelve degrees
# east, five north), and the file is found valid. One figure whose decimals are no degree of latitude
# (3,193) makes all of the column text. The guess is made in the framework's order of types, in which a
# place comes before a number; a default decimal point leaves only the place to fit.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check frictionless==5.21.0
"$folder/env/bin/python" - <<'PY'
import os
import tempfile

from frictionless import Resource, validate

os.chdir(tempfile.mkdtemp())


def read(name: str, *figures: str) -> tuple[str, list[str], bool]:
    with open(name, "w", encoding="utf-8") as file:
        file.write("navn;prosent\n" + "".join(f"Eksempelvik;{figure}\n" for figure in figures))
    resource = Resource(name)
    values = [str(row["prosent"]) for row in resource.read_rows()]
    kind = next(field.type for field in resource.schema.fields if field.name == "prosent")
    return kind, values, validate(name).valid


commas = read("commas.csv", "12,5", "3,25")
print("12,5 and 3,25:", *commas)
assert commas == ("geopoint", ["[12.0, 5.0]", "[3.0, 25.0]"], True)
high = read("high.csv", "12,5", "3,193")
print("12,5 and 3,193:", *high)
assert high == ("string", ["12,5", "3,193"], True)
points = read("points.csv", "12.5", "3.25")
print("12.5 and 3.25:", *points)
assert points[0] == "number"
PY
