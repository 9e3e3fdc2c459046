#!/usr/bin/env bash
# pyjstat (pyjstat 2.4.0, PyPI, writes JSON-stat of data frames): figures are written in the order of the rows
# and not by the labels that stand beside them.
#
# Guessed: Dataset.read(frame) puts each figure in the cell of its labels, as a pivot does; rows may come in
# any order, and a row that is not there is null.
# Seen: a frame sorted by year and then place has Nord 2024 and Vest 2023 changed for each other in what
# is written, and no word of it. A frame that lacks a row gives a list of values shorter than the
# product of its sizes, which JSON-stat does not allow, and pyjstat cannot read it again (IndexError).
# Whoever writes has to fill the frame out and sort it by its columns from the left first.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check pyjstat==2.4.0 pandas==3.0.1
"$folder/env/bin/python" -W ignore - <<'PY'
import json

import pandas
from pyjstat import pyjstat

FIGURES = {("Nord", "2023"): 11, ("Nord", "2024"): 12, ("Vest", "2023"): 21, ("Vest", "2024"): 22}


def write(cells: list[tuple[str, str]]) -> str:
    rows = [(place, year, FIGURES[place, year]) for place, year in cells]
    frame = pandas.DataFrame(rows, columns=["omraade", "aar", "value"])
    return pyjstat.Dataset.read(frame).write()


def read(text: str) -> dict[tuple[str, str], int]:
    frame = pyjstat.Dataset.read(text).write("dataframe")
    return {(place, year): figure for place, year, figure in frame.itertuples(index=False)}


sorted_by_place = list(FIGURES)
assert read(write(sorted_by_place)) == FIGURES
by_year = read(write(sorted(FIGURES, key=lambda cell: cell[1])))
print("sorted by year:", by_year)
assert by_year == {**FIGURES, ("Nord", "2024"): 21, ("Vest", "2023"): 12}
short = write(sorted_by_place[1:])
told = json.loads(short)
print("a row less:", told["size"], told["value"])
assert (told["size"], told["value"]) == ([2, 2], [12, 21, 22])
try:
    read(short)
except IndexError as problem:
    print("read again:", type(problem).__name__)
else:
    raise SystemExit("it is read")
PY
