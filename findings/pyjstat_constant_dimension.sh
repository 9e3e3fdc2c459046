#!/usr/bin/env bash
# pyjstat (pyjstat 2.4.0, PyPI, reads JSON-stat of statistics offices) with pandas 3: a dimension of one
# category that has no index is not read.
#
# JSON-stat 2.0 lets a dimension with one category leave out category.index, since there is no order to
# tell: a table of one year, of one unit of measure.
# Guessed: pyjstat depends on pandas of any version, and reads such a table with any.
# Seen: with pandas 2.3.3 the table is read; with pandas 3.0.1 the same call raises KeyError: 0. The code
# asks a Series whose labels are the codes for its element 0, which pandas took for a position before and
# takes for a label now.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/table.json" <<'JSON'
{"version": "2.0", "class": "dataset", "label": "Innbyggere", "id": ["omraade", "aar"], "size": [2, 1],
 "dimension": {
  "omraade": {"label": "omraade", "category": {"index": ["01", "02"], "label": {"01": "Nord", "02": "Vest"}}},
  "aar": {"label": "aar", "category": {"label": {"2024": "2024"}}}},
 "value": [110, 210]}
JSON
for pandas in 2.3.3 3.0.1; do
  python3 -m venv "$folder/env-$pandas"
  "$folder/env-$pandas/bin/pip" install --quiet --disable-pip-version-check pyjstat==2.4.0 "pandas==$pandas"
  "$folder/env-$pandas/bin/python" -W ignore - "$folder/table.json" <<'PY'
import sys
from pathlib import Path

import pandas
from pyjstat import pyjstat

table = pyjstat.Dataset.read(Path(sys.argv[1]).read_text(encoding="utf-8"))
try:
    seen = table.write("dataframe")["value"].tolist()
except KeyError as problem:
    seen = f"KeyError: {problem}"
print("pandas", pandas.__version__, "gives", seen)
assert seen == ([110, 210] if pandas.__version__.startswith("2.") else "KeyError: 0")
PY
done
