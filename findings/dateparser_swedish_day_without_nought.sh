#!/usr/bin/env bash
# dateparser (dateparser 1.5.0, PyPI): in Swedish it reads 05.03.2026 as the fifth of March, and 5.3.2026 as
# the third of May.
#
# Guessed: with languages=["sv"] a date that begins with a short number begins with the day, as nobody in
# Sweden writes the month first, and a nought before a figure changes nothing.
# Seen: without the nought, and with a stroke ("5/3 2026", as Swedes write it), month and day change
# places, with no sign that anything was unsure. The order known for Swedish is year, month, day, and a
# first number that is no year is taken for the month. Days above 12 come out right, so most tests pass.
# Norwegian is read as it is written; settings={"DATE_ORDER": "DMY"} makes Swedish so too, and then
# 2026-03-05 is still the fifth of March.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
"$folder/env/bin/python" -W ignore - <<'PY'
import dateparser

FIFTH_OF_MARCH, THIRD_OF_MAY = "2026-03-05", "2026-05-03"


def read(text: str, language: str, **settings: str) -> str:
    return dateparser.parse(text, languages=[language], settings=settings).date().isoformat()


for text, swedish in (
    ("05.03.2026", FIFTH_OF_MARCH),
    ("5.3.2026", THIRD_OF_MAY),
    ("5/3 2026", THIRD_OF_MAY),
    ("5/3-2026", THIRD_OF_MAY),
    ("2026-03-05", FIFTH_OF_MARCH),
):
    seen = read(text, "sv")
    print(f"{text}: sv {seen}, nb {read(text, 'nb')}, sv with DMY {read(text, 'sv', DATE_ORDER='DMY')}")
    assert seen == swedish
    assert read(text, "nb") == read(text, "sv", DATE_ORDER="DMY") == FIFTH_OF_MARCH
assert read("25.3.2026", "sv") == "2026-03-25"
PY
