#!/usr/bin/env bash
# pyexcel-ods (pyexcel-ods 0.6.0, with odfpy 1.4.1, PyPI): a budget in OpenDocument is read with its shares
# as numbers and its money as text.
#
# Guessed: a cell of 1 234,50 kr, which the file keeps as the value 1234.5 of the type currency, is read as
# 1234.5, as a cell of 12 % is read as 0.12; so a column of money can be summed.
# Seen: it is the string "1234.5 NOK", value and currency in one, also where the whole column is money; sum()
# raises TypeError. A cell with the same amount of the type float is a number, and so are percentages, times
# and dates with their own types. pandas-ods-reader 1.0.2 reads the same cell as 1234.5 and drops the currency.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check \
  pyexcel-ods==0.6.0 odfpy==1.4.1 pandas-ods-reader==1.0.2
cd "$folder"
"$folder/env/bin/python" -W ignore - <<'PY'
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from pandas_ods_reader import read_ods
from pyexcel_ods import get_data

document, table, row = OpenDocumentSpreadsheet(), Table(name="Budsjett"), TableRow()
for shown, about in (
    ("1 234,50 kr", {"valuetype": "currency", "currency": "NOK", "value": "1234.5"}),
    ("1 234,50", {"valuetype": "float", "value": "1234.5"}),
    ("12 %", {"valuetype": "percentage", "value": "0.12"}),
):
    cell = TableCell(**about)
    cell.addElement(P(text=shown))
    row.addElement(cell)
table.addElement(row)
document.spreadsheet.addElement(table)
document.save("budsjett.ods")

money, number, share = get_data("budsjett.ods")["Budsjett"][0]
other = read_ods("budsjett.ods", 1, headers=False).values.tolist()[0][0]
print(f"money {money!r}, number {number!r}, share {share!r}; pandas-ods-reader {other!r}")
assert money == "1234.5 NOK"
assert (number, share, other) == (1234.5, 0.12, 1234.5)
try:
    sum([money])
except TypeError as refusal:
    print(refusal)
else:
    raise AssertionError
PY
