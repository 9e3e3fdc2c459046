#!/usr/bin/env bash
# num2words (num2words 0.5.14, PyPI): in Norwegian two million is "to million", and in Swedish a thousand has
# three t in a row.
#
# Guessed: numbers are written as a grammar has them: "to millioner", "ett tusen" or "ettusen"; and nb and
# nn, the codes in use, are taken as no is.
# Seen: "to million", and "fem millard", which lacks an i too, while Swedish has "två miljoner";
# "etttusen", which Swedish never spells so; nb and nn raise NotImplementedError. A sum
# written out in a letter is wrong where it is largest.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check num2words==0.5.14
"$folder/env/bin/python" - <<'PY'
from num2words import num2words

for language, number, seen in (
    ("no", 1_000_000, "en million"),
    ("no", 2_000_000, "to million"),
    ("no", 5_000_000_000, "fem millard"),
    ("sv", 2_000_000, "två miljoner"),
    ("sv", 1_000, "etttusen"),
):
    written = num2words(number, lang=language)
    print(language, number, written)
    assert written == seen, written
for language in ("nb", "nn"):
    try:
        num2words(2, lang=language)
    except NotImplementedError as problem:
        print(language, type(problem).__name__)
    else:
        raise SystemExit(f"{language} is known")
PY
