#!/usr/bin/env bash
# docx2python (docx2python 3.7.1, PyPI), which writes out the numbers of lists: a list that its style
# numbers has none, and goes on at one.
#
# Guessed: paragraphs of the style List Number, as Word's own templates have it, come out with their
# numbers, since the style names the list; a third paragraph of the same list that names it itself is the
# third.
#
# Seen: the first two have no number at all, and the third is "1)", where Word shows 3. Whoever refers to
# point 3 of a decision finds it as 1.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check docx2python==3.7.1 python-docx==1.2.0
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import docx
from docx2python import docx2python

made = docx.Document()
made.add_paragraph("Første", style="List Number")
made.add_paragraph("Andre", style="List Number")
third = made.add_paragraph("Tredje")._p.get_or_add_pPr().get_or_add_numPr()
third.get_or_add_ilvl().val = 0
third.get_or_add_numId().val = made.styles["List Number"].element.pPr.numPr.numId.val
made.save("list.docx")

lines = docx2python("list.docx").text.split("\n\n")
print(lines)
assert lines == ["Første", "Andre", "1)\tTredje"]
PY
