#!/usr/bin/env bash
# Babel (Babel 2.19.0, PyPI): format_list with style="unit" writes two things in Norwegian, Swedish, Finnish
# and German, and raises KeyError for three.
#
# Guessed: "unit", one of the styles that the documentation of format_list names ("3 feet, 7 inches"), works
# in every language that the others work in, and for any number of things.
# Seen: KeyError: 'start' for the third thing, with "unit" and "unit-short", while English is written. Of
# these languages Babel's data hold only what they have of their own in the style (the end of the list,
# the pattern for two), and what they share with all others is not looked for. A duration of hours and
# minutes is written, and one of hours, minutes and seconds is not: a test with two passes. Babel's
# issue 1098, a style that is missing whole, is closed; this is left.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check Babel==2.19.0
"$folder/env/bin/python" - <<'PY'
from babel.lists import format_list
from babel.units import format_unit


def write(locale: str, style: str, count: int) -> str:
    units = list(zip((2, 30, 15), ("duration-hour", "duration-minute", "duration-second"), strict=True))
    things = [format_unit(number, unit, locale=locale) for number, unit in units[:count]]
    try:
        return format_list(things, style=style, locale=locale)
    except KeyError as problem:
        return f"KeyError: {problem}"


for locale in ("nb", "nn", "sv", "fi", "de"):
    for style in ("unit", "unit-short"):
        two, three = write(locale, style, 2), write(locale, style, 3)
        print(f"{locale} {style}: {two} | {three}")
        assert not two.startswith("KeyError")
        assert three == "KeyError: 'start'"
    assert not write(locale, "standard", 3).startswith("KeyError")
print("en unit:", write("en", "unit", 3))
assert write("en", "unit", 3) == "2 hours, 30 minutes, 15 seconds"
PY
