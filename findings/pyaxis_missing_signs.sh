#!/usr/bin/env bash
# pyaxis (pyaxis 0.4.3, PyPI, reads the PX files of statistics offices): of the signs that the PX format has
# for a figure that is not there, one becomes NaN, one an empty text, and the others stay as they are.
#
# In the data of a PX file stand "-" for nothing to count, "." for a figure that cannot be, ".." for one that
# is not known or kept back, and "..." and more for one that will come (PX file format, keyword DATA).
# Guessed: all become one value for what is missing, or each keeps its sign.
# Seen, with the settings that come with the package: "." is an empty text, ".." is NaN, and "-" and "..." are
# texts with their quotation marks. So dropna() drops one of the four, and what is not known is more missing
# than what cannot be.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check pyaxis==0.4.3 pandas==3.0.1
cat >"$folder/missing.px" <<'PX'
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
VALUES("omraade")="Nord","Vest";
VALUES("alder")="0-19","20-66","67+";
DATA=
"." ".." "..."
"-" 520 530;
PX
cd "$folder"
"$folder/env/bin/python" - <<'PY'
from pyaxis import pyaxis

table = pyaxis.parse(uri="missing.px", encoding="utf-8")["DATA"]
figures = list(table["DATA"])
print(figures)
cannot_be, not_known, will_come, nothing, *counted = figures
assert cannot_be == "", 'the sign "."'
assert not_known != not_known, 'the sign ".." is NaN, which is not itself'
assert (will_come, nothing) == ('"..."', '"-"')
assert counted == ["520", "530"]
assert len(table.dropna()) == 5, "one of four signs is dropped"
PY
