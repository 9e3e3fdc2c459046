#!/usr/bin/env bash
# python-calamine (python-calamine 0.9.1, PyPI, reads spreadsheets): a cell that holds an error is read as an
# empty text, as a cell that holds nothing is.
#
# Guessed: #N/A and #DIV/0! are read as texts, as openpyxl reads them, or as something that is no text.
# Seen: "" for both, and "" for the empty cell beside them. A sum that could not be worked out is not told
# from one that nobody filled in, so a check for errors in the budgets that come in finds none.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check \
  python-calamine==0.9.1 openpyxl==3.1.5 xlsxwriter==3.3.1
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

book = xlsxwriter.Workbook("budget.xlsx")
sheet = book.add_worksheet()
sheet.write_row(0, 0, ["Ikke funnet", "Delt på null", "Tom", "Tall"])
sheet.write_formula(1, 0, "=NA()", None, "#N/A")
sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
sheet.write_number(1, 3, 3)
book.close()

rows = openpyxl.load_workbook("budget.xlsx", data_only=True).active.iter_rows(values_only=True)
by_openpyxl = list(rows)[1]
by_calamine = CalamineWorkbook.from_path("budget.xlsx").get_sheet_by_index(0).to_python()[1]
print("openpyxl:", by_openpyxl, "| calamine:", by_calamine)
assert by_openpyxl == ("#N/A", "#DIV/0!", None, 3)
assert by_calamine == ["", "", "", 3.0]
PY
