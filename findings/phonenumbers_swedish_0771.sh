#!/usr/bin/env bash
# phonenumbers (phonenumbers 9.0.43, PyPI; the data are those of libphonenumber): the numbers by which
# Swedish authorities are called are written with another prefix than they are known by.
#
# Guessed: "0771-123 456", as switchboards of Swedish authorities and regions are written, is valid and
# comes back as it was, as "020-123 45 67" and "010-123 45 67" do.
#
# Seen: it is valid, of shared cost, and comes back as "077-112 34 56", internationally "+46 77 112 34 56".
# The number is the same; nobody would know it again on a page, and a search for 0771 finds it no more.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check phonenumbers==9.0.43
"$folder/env/bin/python" - <<'PY'
from phonenumbers import PhoneNumberFormat, format_number, is_valid_number, parse

for written, national, international in (
    ("0771-123 456", "077-112 34 56", "+46 77 112 34 56"),
    ("020-123 45 67", "020-123 45 67", "+46 20 123 45 67"),
    ("010-123 45 67", "010-123 45 67", "+46 10 123 45 67"),
):
    number = parse(written, "SE")
    found = [
        format_number(number, style) for style in (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL)
    ]
    print(written, "->", *found, sep="  ")
    assert is_valid_number(number)
    assert found == [national, international]
PY
