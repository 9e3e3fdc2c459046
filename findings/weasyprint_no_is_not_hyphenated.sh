#!/usr/bin/env bash
# WeasyPrint (weasyprint 70.0 with pyphen 0.18.1, PyPI): a text whose language is "no" is not hyphenated,
# while one in "nb" or "nn" is.
#
# Guessed: hyphens: auto works for lang="no", the code of Norwegian as a whole, which many Norwegian web
# pages carry, as it does for nb: the typefaces, the dictionary and the words are the same.
# Seen: no hyphen and no warning; words longer than the column run out of it. Pyphen has dictionaries by
# the names nb and nn, language_fallback("no") is None, and asked for "no" outright it raises KeyError.
# A page that is printed with its own lang="no" needs another.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check \
  weasyprint==70.0 pyphen==0.18.1 pypdf==7.1.1
"$folder/env/bin/python" - <<'PY'
import io

import pyphen
import pypdf
from weasyprint import HTML

PAGE = (
    '<html lang="{}"><style>@page {{ size: 60mm 60mm; margin: 5mm }}'
    "p {{ hyphens: auto; width: 30mm; font-size: 12pt }}</style><p>innbyggerundersøkelsen</p></html>"
)


def count_hyphens(language: str) -> int:
    written = HTML(string=PAGE.format(language)).write_pdf()
    text = pypdf.PdfReader(io.BytesIO(written)).pages[0].extract_text()
    return text.count("\u2010") + text.count("-")


seen = {language: count_hyphens(language) for language in ("nb", "nn", "nb-NO", "no", "no-NO")}
print(seen)
assert seen["nb"] and seen["nn"] and seen["nb-NO"]
assert seen["no"] == seen["no-NO"] == 0
assert pyphen.language_fallback("nb-NO") and pyphen.language_fallback("no") is None
PY
