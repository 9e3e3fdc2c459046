#!/usr/bin/env bash
# Babel (Babel 2.18.0, PyPI): in Norwegian, Swedish and Finnish a negative number is written with the
# hyphen-minus, though Babel's own data for these languages has U+2212, and a number that has U+2212
# cannot be read.
#
# Guessed: format_decimal uses the minus sign of the locale, as it does the decimal comma and the
# no-break space, and parse_decimal reads what the locale writes.
# Seen: get_minus_sign_symbol("nb") is U+2212; format_decimal(-3, locale="nb") is "-3" with U+002D, and so
# are percent and currency; parse_decimal("−3", locale="nb") raises NumberFormatError, "-3" is read. A
# figure from a table of Statistics Norway or Sweden, or pasted from Word, that has the right sign has
# to be turned first, and one that is shown has to be turned after.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check Babel==2.18.0
"$folder/env/bin/python" - <<'PY'
from babel.numbers import (
    NumberFormatError,
    format_decimal,
    format_percent,
    get_minus_sign_symbol,
    parse_decimal,
)

for locale in ("nb", "nn", "sv", "fi"):
    sign = get_minus_sign_symbol(locale)
    written = format_decimal(-3, locale=locale)
    share = format_percent(-0.03, locale=locale)
    try:
        read = str(parse_decimal(f"{sign}3", locale=locale))
    except NumberFormatError:
        read = "not read"
    print(f"{locale}: data U+{ord(sign):04X}, written U+{ord(written[0]):04X}, {sign}3 is {read}")
    assert sign == "\u2212"
    assert written[0] == share[0] == "-"
    assert read == "not read"
    assert parse_decimal("-3", locale=locale) == -3
PY
