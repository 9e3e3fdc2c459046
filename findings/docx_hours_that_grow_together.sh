#!/usr/bin/env bash
# docx2python (docx2python 3.7.1, PyPI) and docx2txt (docx2txt 0.9, PyPI): opening hours become one number.
#
# Guessed: the hyphen that no line breaks at (Ctrl+Shift+hyphen in Word, an element of its own in the file)
# comes out as a hyphen of some kind; python-docx writes "-".
#
# Seen: both leave it out without a word, and what stands on its two sides grows together: "kl. 8" and "16"
# become "kl. 816", as the two halves of the number of a case would.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check docx2python==3.7.1 docx2txt==0.9 python-docx==1.2.0
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import docx
import docx2txt
from docx.oxml import OxmlElement
from docx2python import docx2python

made = docx.Document()
paragraph = made.add_paragraph("Åpent kl. 8")
paragraph.runs[0]._r.append(OxmlElement("w:noBreakHyphen"))
paragraph.add_run("16")
made.save("hours.docx")

read = {
    "python-docx": docx.Document("hours.docx").paragraphs[0].text,
    "docx2python": docx2python("hours.docx").text,
    "docx2txt": docx2txt.process("hours.docx"),
}
print(read)
assert read["python-docx"] == "Åpent kl. 8-16"
assert read["docx2python"].strip() == read["docx2txt"].strip() == "Åpent kl. 816"
PY
