#!/usr/bin/env bash
# csvw (csvw 4.1.1, PyPI; CSV on the Web): a table that says that its decimals have a comma loses the
# whole numbers whose thousands are apart.
#
# Guessed: as in Unicode's number patterns, to which CSVW leads (Metadata Vocabulary for Tabular Data,
# 6.4.2), the comma and the point of a pattern are places, and groupChar and decimalChar say what is
# written there: {"pattern": "#,##0", "groupChar": " ", "decimalChar": ","} is how Norway and Sweden
# write 12 345.
# Seen: with groupChar alone it is. Once decimalChar is the comma too, the comma of the pattern is taken
# for the decimals, "12 345" is no number any more, and all cells of the column come back as text, with a
# warning each. The pattern written in the signs themselves ("#.##0" for 12.345) is read, "# ##0" is not.
# Without a pattern all are read, and so is "123 45".
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check csvw==4.1.1
"$folder/env/bin/python" -W ignore - <<'PY'
from csvw.metadata import Datatype


def read(text: str, **written: str) -> object:
    try:
        return Datatype.fromvalue({"base": "integer", "format": written}).read(text)
    except ValueError:
        return None


for text, written, seen in (
    ("12,345", {"pattern": "#,##0", "groupChar": ",", "decimalChar": "."}, 12345),
    ("12 345", {"pattern": "#,##0", "groupChar": " "}, 12345),
    ("12 345", {"pattern": "#,##0", "groupChar": " ", "decimalChar": ","}, None),
    ("12 345", {"pattern": "# ##0", "groupChar": " ", "decimalChar": ","}, None),
    ("12.345", {"pattern": "#,##0", "groupChar": ".", "decimalChar": ","}, None),
    ("12.345", {"pattern": "#.##0", "groupChar": ".", "decimalChar": ","}, 12345),
    ("12 345", {"groupChar": " ", "decimalChar": ","}, 12345),
    ("123 45", {"groupChar": " ", "decimalChar": ","}, 12345),
):
    found = read(text, **written)
    print(f"{text!r} as {written}: {found}")
    assert found == seen
PY
