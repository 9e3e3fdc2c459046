#!/usr/bin/env bash
# pybtex (pybtex 0.26.1, PyPI): each time a BibTeX file is read and written, its fields get more backslashes,
# the addresses too.
#
# Guessed: what the writer puts in for LaTeX the reader takes out, so a file that is read and written says
# the same, and a url, which LaTeX takes as it is, is left alone.
# Seen: "A & B" becomes "A \& B", at the next time "A \\& B" and then "A \\\& B"; the address
# https://example.org/a_b becomes https://example.org/a\_b and leads nowhere. The second title is a line
# break in LaTeX. Through YAML nothing is put in. Whoever keeps a list of sources with pybtex
# changes it with every run.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check pybtex==0.26.1
"$folder/env/bin/python" - <<'PY'
from pybtex.database import parse_string

ADDRESS = "https://example.org/a_b"
text = "@misc{a, title = {A & B}, url = {" + ADDRESS + "}}"
titles, addresses = [], []
for _ in range(3):
    text = parse_string(text, "bibtex").to_string("bibtex")
    fields = parse_string(text, "bibtex").entries["a"].fields
    titles.append(fields["title"])
    addresses.append(fields["url"])
    print(fields["title"], "|", fields["url"])
assert titles == ["A " + "\\" * times + "& B" for times in (1, 2, 3)]
assert addresses == ["https://example.org/a" + "\\" * times + "_b" for times in (1, 2, 3)]

kept = parse_string("@misc{a, title = {A & B}, url = {" + ADDRESS + "}}", "bibtex")
again = parse_string(kept.to_string("yaml"), "yaml").entries["a"].fields
assert (again["title"], again["url"]) == ("A & B", ADDRESS)
PY
