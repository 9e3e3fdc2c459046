#!/usr/bin/env bash
# pyaxis (pyaxis 0.4.3, PyPI, reads the PX files of statistics offices): the keys of a sparse table are
# read as its figures.
#
# The PX format lets a file leave out the rows that hold nothing: KEYS says of each variable of the
# stub whether a row begins with its code or its value, and a row that is not there is nought.
# Guessed: a reader that does not know KEYS says so, or finds that the numbers are too few.
# Seen: it puts everything after DATA= into the table in its order. With three of four regions and three
# columns there are as many words as cells, so nothing is noticed: the first region has its own code
# for a figure, and every other figure stands in another region's row.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check pyaxis==0.4.3 pandas==3.0.1
cat >"$folder/sparse.px" <<'PX'
CHARSET="ANSI";
AXIS-VERSION="2013";
CODEPAGE="utf-8";
LANGUAGE="no";
MATRIX="folk";
TITLE="Innbyggere etter omraade og alder";
CONTENTS="Innbyggere";
UNITS="personer";
DECIMALS=0;
STUB="omraade";
HEADING="alder";
VALUES("omraade")="Nord","Vest","Soer","Oest";
CODES("omraade")="01","02","03","04";
VALUES("alder")="0-19","20-66","67+";
KEYS("omraade")=CODES;
DATA=
"01" 110 120 130
"03" 310 320 330
"04" 410 420 430;
PX
cd "$folder"
"$folder/env/bin/python" - <<'PY'
from pyaxis import pyaxis

table = pyaxis.parse(uri="sparse.px", encoding="utf-8")["DATA"]
rows = {name: list(rows["DATA"]) for name, rows in table.groupby("omraade", sort=False)}
for name, figures in rows.items():
    print(name, figures)
assert rows["Nord"] == ['"01"', "110", "120"], "Nord: 110 120 130 stands in the file"
assert rows["Vest"] == ["130", '"03"', "310"], "Vest has no row in the file: it is nought"
PY
