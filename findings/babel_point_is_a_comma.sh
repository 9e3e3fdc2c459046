#!/usr/bin/env bash
# Babel (Babel 2.19.0, PyPI): parse_decimal takes a point for the decimal comma in Norwegian, Swedish and
# Finnish, also with strict=True, so 1.500 is one and a half.
#
# Guessed: a sign that the language has no use for in numbers is an error, as a letter is, and the more so
# with strict=True, which is there to refuse what is written in an odd way.
# Seen: "1.500" is 1.500, that is 1.5, in nb, nn, sv and fi; in Danish and German, where the point stands
# between thousands, it is 1500. Many in Norway and Sweden write amounts of money that way, and
# spreadsheets set up in other languages do: a budget of fifteen hundred is read as one and a half,
# and no setting refuses it.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check Babel==2.19.0
"$folder/env/bin/python" - <<'PY'
from babel.numbers import NumberFormatError, get_decimal_symbol, get_group_symbol, parse_decimal

for locale, expected in (("nb", 1.5), ("nn", 1.5), ("sv", 1.5), ("fi", 1.5), ("da", 1500), ("de", 1500)):
    signs = get_decimal_symbol(locale), get_group_symbol(locale)
    read = parse_decimal("1.500", locale=locale, strict=True)
    print(f"{locale}: signs {signs!r}, 1.500 is read as {float(read):g}")
    assert signs[0] == "," and ("." in signs) == (expected == 1500)
    assert read == expected
try:
    parse_decimal("1x500", locale="nb")
except NumberFormatError:
    print("nb: 1x500 is refused")
else:
    raise SystemExit("any sign is taken")
PY
