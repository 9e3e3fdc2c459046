#!/usr/bin/env bash
# striprtf (striprtf 0.0.35, PyPI): hidden words and words that a tracked change has deleted are text as any
# other, and letters of a Mac are others.
#
# Guessed: what Word hides or shows as deleted when it opens an .rtf file (the control words v and deleted)
# is left out or marked; a file that says of itself that its letters are those of a Mac (the control word
# mac, or ansicpg10000) is read by that table.
#
# Seen: hidden and deleted words stand between the others, unmarked. Of mac nothing is read: "ø" is "¿"
# without a word; with ansicpg10000 reading ends with UnicodeDecodeError, "utf-8", since the name of the
# code page is none of Python's. Told encoding="mac_roman", the first of the two reads right.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check striprtf==0.0.35
cd "$folder"
"$folder/env/bin/python" - <<'PY'
from striprtf.striprtf import rtf_to_text

HIDDEN = r"{\rtf1\ansi Vedtak: {\v utkast} godkjent.\par}"
DELETED = r"{\rtf1\ansi Vedtak: {\deleted avslag} {\revised bifall}.\par}"
MAC = r"{\rtf1\mac M\'bfte\par}"
NUMBERED = r"{\rtf1\ansi\ansicpg10000 M\'bfte\par}"
for rtf, text in (
    (HIDDEN, "Vedtak: utkast godkjent.\n"),
    (DELETED, "Vedtak: avslag bifall.\n"),
    (MAC, "M¿te\n"),
):
    print(rtf, "->", repr(rtf_to_text(rtf)))
    assert rtf_to_text(rtf) == text
assert rtf_to_text(MAC, encoding="mac_roman") == "Møte\n"
try:
    rtf_to_text(NUMBERED)
except UnicodeDecodeError as problem:
    print(NUMBERED, "->", problem)
else:
    raise AssertionError(NUMBERED)
PY
